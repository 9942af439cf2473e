#!/usr/bin/env python3
"""Real news read whole: of sentences that hold no act the share that is coded; of coded events the share that is right and how far their
confidence is to be believed, by judgements of people who read them (news-sentences.tsv, news-events.tsv: places and verdicts, no text).
The news is Wikinews (the articles of GeoVirus, the news of GUM) and the newspapers of Africa, Asia, Latin America, the Middle East and
Oceania of worldwide-nc; the confidence was set on the events of half of the documents (SHA-1 of the id is even), and is tested on the others.
usage: test_news_dev.py BROADWAY SHARED [--print | --ask | --points]
--ask prints events that nobody has judged yet, with their sentences; --points what each event of the one half believed and whether it was right."""
import collections
import hashlib
import json
import lzma
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

MOST_FALSE, LEAST_RIGHT, LARGEST_ERROR = 0.01, 0.53, 0.11
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


def joined(tokens):
    """Tokens as text, roughly as it was printed."""
    out = ""
    for t in tokens:
        apart = out and not re.match(r"[.,;:!?%)\]}’”]|'s$|n't$|'(re|ve|ll|d|m)$", t) and not re.search(r"[(\[{$“‘]$", out)
        out += (" " if apart else "") + t
    return re.sub(r'" ([^"]+?) ?"', r'"\1"', out)


def worldwide(lines):
    text, name, tokens = {}, None, []
    for line in list(lines) + ["\n"]:
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            name = line.split("=")[1].strip()
        elif not line and tokens:
            text.setdefault("worldwide/" + name, []).append(joined(tokens))
            tokens = []
        elif line and not line.startswith("#"):
            tokens.append(line.split("\t")[0].replace("_", " "))
    return {k: " ".join(v) for k, v in text.items()}


def table(name):
    for line in open(os.path.join(here, name), encoding="utf-8"):
        if not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


def opened(path):
    return open(os.path.join(shared, path), encoding="utf-8")


texts = {}
for line in opened("geo/geovirus.jsonl"):
    d = json.loads(line)
    texts["geovirus/" + str(d["doc"])] = d["text"]
texts.update(gum(lzma.open(os.path.join(shared, "treebank", "gum-open-train.conllu.xz"), "rt", encoding="utf-8")))
texts.update(gum(opened("treebank/gum-open-dev.conllu")))
texts.update(worldwide(opened("ner/dev/worldwide-nc.tsv")))
said = run(broadway, "code", "--to", "jsonl", stdin="".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()).encode())
if b"built without" in said.stderr:
    skip_all("built without weights")
events = [e for e in map(json.loads, said.stdout.splitlines()) if e["polarity"] == "positive" and e["modality"] == "actual"]
coded = {(e["document"], str(e["sentence"])) for e in events}
silent = [(d, s) for d, s, acts, sure in table("news-sentences.tsv") if acts == "none" and sure == "sure"]
false = sum(key in coded for key in silent) / len(silent)
verdict = {(i, t): v for i, t, v in table("news-events.tsv")}
for e in events:
    e["verdict"] = verdict.get((e["id"][:12], e["type"]))
    e["even"] = hashlib.sha1(e["document"].encode()).digest()[-1] % 2 == 0
read = [e for e in events if e["verdict"]]


def right(of):
    n = sum(e["verdict"] == "right" for e in of)
    return n / len(of) if of else 0, n, len(of)


def calibration_error(of, bins=5):
    """Expected calibration error, bins of equal numbers of events."""
    of = sorted(of, key=lambda e: e["confidence"])
    parts = [of[len(of) * b // bins:len(of) * (b + 1) // bins] for b in range(bins)]
    return sum(abs(sum(e["confidence"] for e in p) - right(p)[1]) for p in parts) / len(of) if of else 0


tested = [e for e in read if not e["even"]]
if mode == "--ask":
    for e in events:
        if not e["verdict"]:
            who = [", ".join(f"{p['text']} [{p['code'] or '-'}]" for p in e[k]) or "-" for k in ("actor", "recipient")]
            print(e["id"][:12], e["type"], e["cameo"], who[0], e["trigger"]["text"], "each other" if e["reciprocal"] else who[1],
                  " ".join(texts[e["document"]].encode()[e["start"]:e["end"]].decode().split()), sep="\t")
    sys.exit()
if mode == "--points":
    for e in read:
        if e["even"]:
            print("model" if e["rule"] == "model" else "rule", e["confidence"], e["verdict"] == "right", sep="\t")
    sys.exit()
if mode == "--print":
    regions = {k: v for k, f, v, *_ in (line.rstrip("\n").split("\t") for line in open(os.path.join(here, "..", "..", "knowledge", "countries.tsv"), encoding="utf-8")
                                        if "\tregion\t" in line) if f == "region"}
    print(f"sentences without an act: {len(silent)}, coded: {false:.3f}")
    groups = {"all": read, "rules": [e for e in read if e["rule"] != "model"], "classifier": [e for e in read if e["rule"] == "model"]}
    for source in ("geovirus", "gum", "worldwide"):
        groups["of " + source] = [e for e in read if e["document"].startswith(source)]
    for least in (0.5, 0.7, 0.8):
        groups[f"confidence {least} and above"] = [e for e in read if e["confidence"] >= least]
    for e in read:
        groups.setdefault("type " + e["type"], []).append(e)
        groups.setdefault("region " + regions.get(e["actor"][0]["country"] or (e["recipient"] + [{"country": ""}])[0]["country"], "unknown"), []).append(e)
    for name in list(groups)[:9] + sorted(list(groups)[9:]):
        print("%-26s right %.3f (%d of %d read)" % (name, *right(groups[name])))
    print("unread:", len(events) - len(read), "verdicts:", dict(collections.Counter(e["verdict"] for e in read)))
    print(f"expected calibration error: {calibration_error(tested):.3f} of the {len(tested)} events tested, {calibration_error(read):.3f} of all {len(read)}")
    sys.exit()
ok(false <= MOST_FALSE, f"of {len(silent)} sentences without an act {false:.3f} are coded, at most {MOST_FALSE}")
ok(right(read)[0] >= LEAST_RIGHT, "of %d events read %.3f are right, at least %s" % (len(read), right(read)[0], LEAST_RIGHT))
ok(calibration_error(tested) <= LARGEST_ERROR, f"expected calibration error {calibration_error(tested):.3f}, at most {LARGEST_ERROR}")
done()
