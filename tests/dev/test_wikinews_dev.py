#!/usr/bin/env python3
"""Real news read whole: of sentences that hold no act the share that is coded, and of coded events the share that is right, by
judgements of people who read them (wikinews-sentences.tsv, wikinews-events.tsv: places and verdicts, no text).
usage: test_wikinews_dev.py BROADWAY SHARED [--print | --ask]
--ask prints events that nobody has judged yet, with their sentences."""
import collections
import json
import lzma
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

MOST_FALSE, LEAST_RIGHT = 0.02, 0.55
broadway, shared, mode = (sys.argv + [""])[1:4]
here = os.path.dirname(os.path.abspath(__file__))
if not os.path.exists(os.path.join(shared, "geo", "geovirus.jsonl")):
    skip_all("../shared is not here")


def gum(lines):
    name, text = None, {}
    for line in lines:
        if line.startswith("# newdoc id"):
            name = line.split("=")[1].strip()
        elif line.startswith("# text = ") and "_news_" in name:
            text.setdefault(name, []).append(line[9:].rstrip("\n"))
    return {"gum/" + k: " ".join(v) for k, v in text.items()}


def table(name):
    for line in open(os.path.join(here, name), encoding="utf-8"):
        if not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


texts = {}
for line in open(os.path.join(shared, "geo", "geovirus.jsonl"), encoding="utf-8"):
    d = json.loads(line)
    texts["geovirus/" + str(d["doc"])] = d["text"]
texts.update(gum(lzma.open(os.path.join(shared, "treebank", "gum-open-train.conllu.xz"), "rt", encoding="utf-8")))
texts.update(gum(open(os.path.join(shared, "treebank", "gum-open-dev.conllu"), encoding="utf-8")))
said = run(broadway, "code", "--to", "jsonl", stdin="".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()).encode())
if b"built without" in said.stderr:
    skip_all("built without weights")
events = [e for e in map(json.loads, said.stdout.splitlines()) if e["polarity"] == "positive" and e["modality"] == "actual"]
coded = {(e["document"], str(e["sentence"])) for e in events}
silent = [(d, s) for d, s, acts, sure in table("wikinews-sentences.tsv") if acts == "none" and sure == "sure"]
false = sum(key in coded for key in silent) / len(silent)
verdict = {i: v for i, v in table("wikinews-events.tsv")}
count = collections.Counter((e["rule"] == "model", verdict.get(e["id"][:12], "unread")) for e in events)


def share(readers):
    right, read = sum(count[m, "right"] for m in readers), sum(n for (m, v), n in count.items() if m in readers and v != "unread")
    return right / read if read else 0, right, read


if mode == "--ask":
    for e in events:
        if e["id"][:12] not in verdict:
            who = [", ".join(f"{p['text']} [{p['code'] or '-'}]" for p in e[k]) or "-" for k in ("actor", "recipient")]
            print(e["id"][:12], e["type"], e["cameo"], who[0], e["trigger"]["text"], who[1], " ".join(texts[e["document"]].encode()[e["start"]:e["end"]].decode().split()), sep="\t")
    sys.exit()
if mode == "--print":
    print(f"sentences without an act: {len(silent)}, coded: {false:.3f}")
    for name, readers in (("all", (False, True)), ("rules", (False,)), ("classifier", (True,))):
        print("events, %s: right %.3f (%d of %d read)" % (name, *share(readers)))
    print("unread:", sum(n for (_, v), n in count.items() if v == "unread"), dict(collections.Counter(v for (_, v), n in count.items() for _ in range(n))))
    sys.exit()
ok(false <= MOST_FALSE, f"of {len(silent)} sentences without an act {false:.3f} are coded, at most {MOST_FALSE}")
ok(share((False, True))[0] >= LEAST_RIGHT, "of %d events read %.3f are right, at least %s" % (share((False, True))[2], share((False, True))[0], LEAST_RIGHT))
done()
