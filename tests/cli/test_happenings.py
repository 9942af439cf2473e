#!/usr/bin/env python3
"""Coded documents, stories on one occurrence, events told many times, what is taken back and corrected.

usage: test_happenings.py BROADWAY STORIES_FOLDER SAMPLES
"""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

from tap import done, ok, run

broadway, folder, samples = (os.path.abspath(a) for a in sys.argv[1:4])
sys.path.insert(0, folder)
import stories  # noqa: E402

work = tempfile.TemporaryDirectory()
os.chdir(work.name)


def write(name, docs):
    with open(name, "w", encoding="utf-8") as f:
        for d in docs:
            f.write(json.dumps(d, ensure_ascii=False) + "\n")
    return name


def lines(*command, status=0):
    r = run(broadway, *command)
    ok(r.returncode == status, " ".join(command[:4]) + f": exits {status}", r.stderr.decode())
    return [json.loads(l) for l in r.stdout.splitlines()]


def coded(name, docs):
    r = run(broadway, "code", "--to", "documents", write(name + ".jsonl", docs))
    ok(r.returncode == 0, name + ": is coded", r.stderr.decode())
    with open(name + ".coded", "wb") as f:
        f.write(r.stdout)
    return name + ".coded"


# ---- coded documents -------------------------------------------------------------------------------------------

corpus = os.path.join(samples, "corpus.jsonl")
whole, wired, events = lines("code", "--to", "documents", corpus), lines("wire", corpus), lines("code", "--to", "jsonl", corpus)
ok([{k: v for k, v in d.items() if k != "events"} for d in whole] == wired, "a coded document is what wire prints, and its events")
ok([e for d in whole for e in d["events"]] == events and events, f"{len(events)} events are the records of --to jsonl")
ok(lines("wire", write("again.jsonl", whole)) == wired, "it is read as a document again")
ok(run(broadway, "code", "--to", "documents", "--dyads", corpus).returncode == 2, "no pairs in it")
ok(run(broadway, "code", "--to", "documents", "--offsets", "chars", corpus).returncode == 2, "no characters in it")
ok(run(broadway, "code", "--to", "documents", "-j", "4", corpus).stdout == run(broadway, "code", "--to", "documents", corpus).stdout, "-j 4 is the same")
ok(all(len(d["events"]) <= len(w["events"]) for d, w in zip(lines("code", "--to", "documents", "--unique", corpus), whole)), "--unique holds")

# ---- stories ----------------------------------------------------------------------------------------------------

FLOORS = {("open", True): (.94, .97), ("open", False): (.94, .97), ("held", True): (.93, .95), ("held", False): (.92, .95)}
for (half, with_events), (ari, bcubed) in FLOORS.items():
    docs = stories.read(half)
    name = coded(half, docs) if with_events else write(half + ".jsonl", docs)
    got = stories.score(docs, {d["id"]: d["story"] for d in lines("story", name)})
    ok(got["ari"] >= ari and got["bcubed"] >= bcubed, f"{half} half, {'coded' if with_events else 'words alone'}: ARI {got['ari']:.3f} (floor {ari}), "
       f"B-cubed {got['bcubed']:.3f} (floor {bcubed}), pairs {got['precision']:.3f} {got['recall']:.3f}")

placed = run(broadway, "story", "open.coded").stdout
ok(placed == run(broadway, "story", "-j", "4", "open.coded").stdout, "-j 4 gives the same stories")
documents = open("open.coded", encoding="utf-8").readlines()
half = len(documents) // 2
for part, some in (("1.coded", documents[:half]), ("2.coded", documents[half:])):
    open(part, "w", encoding="utf-8").writelines(some)
parts = b"".join(run(broadway, "story", "--state", "s.db", part).stdout for part in ("1.coded", "2.coded"))
ok(parts == placed, "a state goes on as one run would have")

# ---- events told many times ---------------------------------------------------------------------------------------

SAY = "Rebels killed five soldiers near Goma on Monday, police said. Villagers buried the dead in Kibumba, and the governor flew to the front."
MORE = "Five soldiers were killed by rebels near the Congolese city of Goma on Monday. Governor Kasivita flew to Kibumba, where villagers buried the dead."
LATER = "Rebels killed nine soldiers near Goma on Monday, police said. Villagers buried the dead in Kibumba, and the governor flew to the front."
OTHER = "Rebels killed five soldiers near Goma on Tuesday, police said. The governor flew to the front at Kibumba."


def doc(i, text, publisher="AP", day="2024-03-05", **more):
    return dict({"id": i, "publisher": publisher, "published": day, "text": text, "title": "Rebels attack soldiers near Goma on Monday"}, **more)


def killed(rows):
    """The records of ASSAULT by the text that tells of soldiers."""
    return [r for r in rows if r["type"] == "ASSAULT" and "soldiers" in json.dumps(r["recipient"])]


ITEM = {"item": "urn:x:goma"}
CASES = [
    ("two agencies", [doc("a", SAY), doc("b", MORE, "AFP")], "story", [(2, 2, 2, 2)]),
    ("strictness none is the default", [doc("a", SAY), doc("b", MORE, "AFP")], None, [(1, 1, 1, 1), (1, 1, 1, 1)]),
    ("two days stay two", [doc("a", SAY), doc("b", OTHER, "AFP", "2024-03-06", title="New attack on soldiers near Goma")], "story", [(1, 1, 1, 1), (1, 1, 1, 1)]),
    ("two days stay two, by root", [doc("a", SAY), doc("b", OTHER, "AFP", "2024-03-06", title="New attack on soldiers near Goma")], "root", [(1, 1, 1, 1), (1, 1, 1, 1)]),
    ("a reprint is a document of its publisher, and no text", [doc("a", SAY), doc("b", SAY, "Daily News")], "story", [(2, 2, 1, 2)]),
    ("a version is one document", [doc("a", SAY, version="1", **ITEM), doc("b", LATER, version="2", **ITEM)], "story", [(1, 1, 1, 2)]),
    ("a kill takes back", [doc("a", SAY, **ITEM), doc("k", "Editors: kill the story on soldiers near Goma.", kill=True, title="Kill", **ITEM)], "story", [(0, 0, 0, 1)]),
    ("a kill leaves what others tell", [doc("a", SAY, **ITEM), doc("b", MORE, "AFP"), doc("k", "Editors: kill the story on soldiers near Goma.", kill=True, title="Kill", **ITEM)],
     "story", [(1, 1, 1, 2)]),
    ("a correction marks what it corrects", [doc("a", SAY, **ITEM), doc("c", LATER, correction=True, **ITEM)], "none", [(0, 0, 0, 1), (1, 1, 1, 1)]),
]
for why, docs, merge, want in CASES:
    name = coded("case", docs)
    rows = lines("story", "--events", *(["--merge", merge] if merge else []), name)
    rows = killed([r for r in rows if all(t["sentence"] != -1 for t in r["tellings"])] or rows) if merge is None or merge == "none" else killed(rows)
    got = []
    for r in rows:
        tellings = {(t["document"]) for t in r["tellings"]}
        got.append((r["documents"], r["publishers"], r["texts"], len(tellings)))
    ok(got == want, why, got, json.dumps(rows)[:2000])
    if why.startswith("a version"):
        ok(rows[0]["dead"]["min"] == 9 and rows[0]["tolls"]["dead"] == {"min": 5, "max": 9}, "the last number, and the range", rows[0]["dead"], rows[0]["tolls"])
    if why == "a kill takes back":
        ok(rows[0]["withdrawn"] is True and rows[0]["withdrawn_by"] == "k", "withdrawn, and by whom")
    if why.startswith("a correction"):
        ok(rows[0]["corrected_by"] == "c" and rows[1]["corrected_by"] is None, "corrected, and by whom")

name = coded("order", [doc("a", SAY), doc("b", MORE, "AFP"), doc("d", OTHER, "AFP", "2024-03-06", title="New attack on soldiers near Goma")])
first, second = lines("story", "--events", "--merge", "story", name), lines("story", "--events", "--merge", "story", "-j", "3", name)
ok(first == second, "-j 3 gives the same events")
r = killed(first)[0]
keys = list(r)
ok(keys[0] == "happening_id" and keys[1:4] == ["id", "document", "sentence"] and keys[-1] == "tellings", "the record is that of an event, and more", keys)
ok(set(events[0]) <= set(keys), "it has all that an event has", set(events[0]) - set(keys))
ok(r["story"] == "a" and r["first_document"] == "a" and r["date"] == "2024-03-04" and r["coder"], "story, first document, date, coder")
ok({t["document"] for t in r["tellings"]} == {"a", "b"}, "the tellings are named")
longer = coded("longer", [doc("a", SAY), doc("b", MORE, "AFP"), doc("z", MORE.replace("Five soldiers", "Some five soldiers"), "DPA")])
ok(r["happening_id"] in [x["happening_id"] for x in lines("story", "--events", "--merge", "story", longer)], "the id stays when more is told")
direct = run(broadway, "story", "--events", "--merge", "story", "--code", "order.jsonl")
ok([json.loads(l) for l in direct.stdout.splitlines()] == first, "--code in the same run gives the same", direct.stderr.decode())
phoenix = lines("story", "--events", "--merge", "phoenix", name)
ok(phoenix and all(len({t["date"] for t in x["tellings"]}) == 1 for x in phoenix), "phoenix merges by whole codes of one day")

# ---- rows for R and Python ------------------------------------------------------------------------------------------


def rows_of(*command):
    r = run(broadway, *command)
    ok(r.returncode == 0, " ".join(command[:6]) + ": exits 0", r.stderr.decode())
    return list(csv.DictReader(io.StringIO(r.stdout.decode(), newline="")))


ODD = 'x, "1"\n\u65e5\u672c'
name = coded("odd", [doc(ODD, SAY), doc("b", MORE, "AFP"), doc("n", "Rebels did not kill soldiers near Goma on Monday, police said.", "DPA")])
each, plain = rows_of("story", "--events", "--to", "csv", name), rows_of("code", "--to", "csv", "odd.jsonl")
ok(each and [{k: r[k] for k in plain[0]} for r in each] == plain, "none: the rows are those of code --to csv, and more")
ok(len(rows_of("story", "--events", "--to", "csv", "--all-modalities", name)) == len(lines("story", "--events", name)) > len(each), "--all-modalities: what did not happen too")
once = rows_of("story", "--events", "--merge", "story", "--to", "csv", name)
known = {r["happening_id"]: r for r in lines("story", "--events", "--merge", "story", name)}
ok(all(str(known[r["happening_id"]][k]) == r[k] for r in once for k in ("document", "date", "story", "documents", "publishers", "texts", "merge", "first_document", "rule")),
   "rows say what the records say")
ok(any(r["document"] == ODD or r["first_document"] == ODD for r in once), "an odd id comes through")
ok(rows_of("story", "--code", "--events", "--merge", "story", "--to", "csv", "odd.jsonl") == once, "--code in the same run gives the same rows")
ok(all(int(r["tellings"]) == len(known[r["happening_id"]]["tellings"]) for r in once), "tellings are counted")

# A row of many documents names each address and each publisher once.
many = write("many.jsonl", [doc(f"m{i}", SAY, f"P{i % 30}", url=f"http://example.org/{i % 40}") for i in range(80)])
r = run(broadway, "code", "--one-a-day", "phoenix", "--to", "phoenix", "--rules-only", many)
cells = [l.split("\t") for l in r.stdout.decode().splitlines()]
ok(cells and all(c[24].split(";") == [f"http://example.org/{i}" for i in range(40)] and c[25].split(";") == [f"P{i}" for i in range(30)] for c in cells),
   "each address and each publisher once, in their order", r.stdout.decode()[:500])

# ---- reprints, revisions by their headlines, datelines left in the text ---------------------------------------------

WIRE = "GOMA, Congo, March 5 (AP) - Rebels killed five soldiers near Goma on Monday, police said. Villagers buried the dead in Kibumba."
name = coded("left", [doc("a", WIRE, title="Rebels kill soldiers near Goma"),
                      doc("b", WIRE.replace("five", "nine"), title="CORRECTED-Rebels kill soldiers near Goma"),
                      doc("p", WIRE, "Daily News", title="Rebels kill soldiers near Goma")])
rows = [r for r in lines("story", "--events", name) if r["type"] == "ASSAULT" and r["sentence"] == 0]
ok([r["date"] for r in rows] == ["2024-03-04"] * 3, "the act's own day goes before that of a dateline left in the text", [r["date"] for r in rows])
ok([r["corrected_by"] for r in rows] == ["b", None, None], "a correction is known by its headline", [r["corrected_by"] for r in rows])
name = coded("harmed", [doc("a", "Rebels killed five soldiers near Goma on Monday, police said.")])
harmed = re.sub(rb'"coder":"[0-9a-f]+', b'"coder":"\xdb\xdb', open(name, "rb").read())
open(name, "wb").write(harmed)
r = run(broadway, "story", "--events", "--to", "csv", name)
ok(r.returncode == 0 and "\ufffd" in r.stdout.decode(), "a coder's name of bad UTF-8 is repaired", r.stdout[-200:])
for headline, taken_back in (("Withdrawal: rebels leave Goma", False), ("WITHDRAWN: Rebels leave Goma", True), ("(Withdrawal) Rebels leave Goma", True)):
    r = run(broadway, "wire", "--from", "jsonl", "-", stdin=json.dumps({"id": "w", "title": headline, "text": WIRE}).encode())
    ok(json.loads(r.stdout).get("kill", False) == taken_back, f"{headline}: {'taken back' if taken_back else 'news'}", r.stdout.decode()[:200])
name = coded("killed", [doc("a", WIRE, **ITEM), doc("p", WIRE, "Daily News"), doc("k", "Editors: kill the story on soldiers near Goma.", kill=True, title="Kill", **ITEM)])
rows = [r for r in lines("story", "--events", name) if r["document"] in "ap"]
ok(rows and all(r["withdrawn_by"] == "k" and r["documents"] == 0 for r in rows), "a reprint falls with what was killed", json.dumps(rows)[:900])
with open(name, encoding="utf-8") as f:
    first, *rest = f.readlines()
open("k1.coded", "w", encoding="utf-8").write(first)
open("k2.coded", "w", encoding="utf-8").writelines(rest)
run(broadway, "story", "--state", "k.db", "k1.coded")
r = run(broadway, "story", "--state", "k.db", "--events", "k2.coded")
ok(r.returncode == 0 and b"1 document takes back or corrects what was read in an earlier run" in r.stderr, "a kill of what is not here is told", r.stderr.decode())

# ---- wrong use, bad input --------------------------------------------------------------------------------------------

ok(run(broadway, "story", "--merge", "story", name).returncode == 2, "--merge without --events is wrong use")
ok(run(broadway, "story", "--events", "--merge", "all", name).returncode == 2, "a strictness that is none")
ok(run(broadway, "story", "--to", "csv", name).returncode == 2, "rows are of events")
ok(run(broadway, "story", "--diff", "--to", "csv", "left.jsonl", "odd.jsonl").returncode == 2, "changes are no rows")
ok(run(broadway, "story", "--events", "--all-modalities", name).returncode == 2, "JSON Lines have all modalities")
ok(run(broadway, "story", "--events", "--to", "text", name).returncode == 2, "events are no text")
if os.path.exists("/dev/full"):
    for merge in ("none", "story"):
        with open("/dev/full", "wb") as full:
            r = subprocess.run([broadway, "story", "--events", "--merge", merge, name], stdout=full, stderr=subprocess.PIPE, check=False)
        ok(r.returncode == 1 and r.stderr.count(b"\n") == 1, "a full disk is said once", r.stderr.decode())
odd_id = run(broadway, "story", "--events", "odd.jsonl")
ok(odd_id.returncode == 1 and odd_id.stderr.count(b"\n") == 3, "a message is one line, whatever the id", odd_id.stderr.decode())
plain = run(broadway, "story", "--events", write("plain.jsonl", [doc("a", SAY)]))
ok(plain.returncode == 1 and b"'a' is not coded" in plain.stderr, "a document that is not coded is refused", plain.stderr.decode())
bad = json.loads(open(name, encoding="utf-8").readline())
bad["events"][0]["trigger"]["end"] = 10 ** 6
r = run(broadway, "story", "--events", write("bad.jsonl", [bad]))
ok(r.returncode == 1 and b"bad.jsonl:1: event 1: 'trigger'" in r.stderr, "a damaged record is refused with its place", r.stderr.decode())
for key in ("confidence", "intensity"):
    bad = json.loads(open(name, encoding="utf-8").readline())
    bad["events"][0][key] = float("nan")
    r = run(broadway, "story", "--events", write("nan.jsonl", [bad]))
    ok(r.returncode == 1 and f"event 1: '{key}'".encode() in r.stderr and r.stdout == b"", f"{key}: NaN is no number", r.stderr.decode())
ok(run(broadway, "story", "--events", write("none.jsonl", [dict(doc("a", SAY), events=[])])).stdout == b"", "no events, no lines")
done()
