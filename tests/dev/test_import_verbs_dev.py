#!/usr/bin/env python3
"""kb import and lexicon import on the dictionaries that PETRARCH's unit records are defined by, then the records coded with nothing
else: the share that is coded as the records say, against floors that only rise.

usage: test_import_verbs_dev.py BROADWAY SHARED [--print] [--errors open|locked]

A record is right when its events are those of the record: all triples of source, event code and target, none more, codes compared as they
are ("---": nobody). Records with the same options are coded together, with these in coder.conf. Both halves are taken (locked: rows whose
SHA-1 of id is odd). --print writes the figures and checks nothing; --errors lists the rows that fail."""
import hashlib
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

FLOORS = {"open": 0.95, "locked": 0.83}
DEFAULTS = {"require_dyad": "true", "new_actor_length": "0", "comma_min": "2", "comma_max": "8", "comma_bmin": "0", "comma_bmax": "0",
            "comma_emin": "2", "comma_emax": "8"}

broadway, shared = sys.argv[1:3]
gold = os.path.join(shared, "gold", "petrarch")
if not os.path.exists(gold):
    skip_all("../shared is not here")
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip_all("built without weights")
listing = sys.argv[sys.argv.index("--errors") + 1] if "--errors" in sys.argv else None
rows = [json.loads(line) for line in open(os.path.join(gold, "petrarch_unit_dev.jsonl"), encoding="utf-8")]


def half_of(row):
    return "locked" if hashlib.sha1(row["id"].encode()).digest()[-1] % 2 else "open"


def wanted(row):
    return {(a["code"], e["code"], b["code"]) for e in row["events"] for a in e["source"] for b in e["target"]}


def triples(event):
    actors = [a["code"] for a in event["actor"]]
    others = [a["code"] for a in event["recipient"]] or ["---"]
    if event["reciprocal"]:
        others = actors
    return {(a, event["cameo"], b) for a in actors for b in others if a != b}


with tempfile.TemporaryDirectory() as work:
    tables, lexicon = os.path.join(work, "tables"), os.path.join(work, "lexicon")
    imports = [run(broadway, "kb", "import", "--output", tables,
                   *[os.path.join(gold, f"PETR.Validate.{kind}.txt") for kind in ("actors", "agents", "discards")]),
               run(broadway, "lexicon", "import", "--output", lexicon, os.path.join(gold, "PETR.Validate.verbs.txt"))]
    checked = run(broadway, "lexicon", "check", "--no-builtin", lexicon)
    # Names that no table has are not made up: records that ask for it are coded without.
    groups = {}
    for r in rows:
        options = {**DEFAULTS, **r["config"], "new_actor_length": "0"}
        groups.setdefault(json.dumps({k: v.lower() for k, v in options.items()}, sort_keys=True), []).append(r)
    said = {r["id"]: set() for r in rows}
    for n, (options, members) in enumerate(groups.items()):
        own = os.path.join(work, f"lexicon{n}")
        shutil.copytree(lexicon, own)
        with open(os.path.join(own, "coder.conf"), "w") as f:
            f.writelines(f"{k} = {v}\n" for k, v in json.loads(options).items())
        documents = "".join(json.dumps({"id": r["id"], "text": r["text"], "published": f"{r['date'][:4]}-{r['date'][4:6]}-{r['date'][6:]}"}) + "\n"
                            for r in members).encode()
        coded = run(broadway, "code", "--to", "jsonl", "--knowledge", tables, "--lexicon", own, "--no-builtin", "--rules-only", stdin=documents)
        for line in coded.stdout.splitlines():
            event = json.loads(line)
            said[event["document"]] |= triples(event)

figures = {}
for half in ("open", "locked"):
    here = [r for r in rows if half_of(r) == half]
    wrong = [r for r in here if said[r["id"]] != wanted(r)]
    figures[half] = 1 - len(wrong) / len(here), len(here)
    if listing == half:
        for r in wrong:
            print("#", r["id"], r["config"] if r["config"].get("require_dyad", "true").lower() == "false" else "")
            print("#    ", r["text"])
            print("#      missing", sorted(wanted(r) - said[r["id"]]), "too many", sorted(said[r["id"]] - wanted(r)))

if "--print" in sys.argv:
    for half, (share, n) in figures.items():
        print(f"{half:7} {share:.3f} of {n} records coded as they say")
    print(f"all     {sum(s * n for s, n in figures.values()) / len(rows):.3f} of {len(rows)}")
    sys.exit()
ok(all(r.returncode == 0 for r in imports), "the dictionaries have no fault", *[r.stderr.decode() for r in imports])
ok(checked.returncode == 0, "the rules that were made have none", checked.stdout.decode())
for half, floor in FLOORS.items():
    share = figures[half][0]
    ok(share >= floor, f"records coded as they say ({half}): {share:.3f}, floor {floor}")
done()
