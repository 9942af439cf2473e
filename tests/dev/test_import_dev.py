#!/usr/bin/env python3
"""kb import on the dictionaries that PETRARCH's unit records are defined by: the share of records all of whose actor codes are among
those of the mentions that link finds, against floors that only rise.

usage: test_import_dev.py BROADWAY SHARED [--print] [--errors alone-open|over-open|…]

Each figure is taken on the open half and on the locked half (rows whose SHA-1 of id is odd), with nothing but the imported tables, and
with them laid over those built in. Codes are compared as they are; "---" alone names nobody, so it is not looked for. Rows that are
malformed on purpose (category ERROR) are left out. --print writes the figures and checks nothing; --errors lists the rows that fail."""
import hashlib
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

FLOORS = {("alone", "open"): 0.97, ("alone", "locked"): 0.87, ("over", "open"): 0.95, ("over", "locked"): 0.84}

broadway, shared = sys.argv[1:3]
gold = os.path.join(shared, "gold", "petrarch")
if not os.path.exists(gold):
    skip_all("../shared is not here")
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip_all("built without weights")
listing = sys.argv[sys.argv.index("--errors") + 1] if "--errors" in sys.argv else None

rows = [json.loads(line) for line in open(os.path.join(gold, "petrarch_unit_dev.jsonl"), encoding="utf-8")]
rows = [r for r in rows if r["category"] != "ERROR"]
documents = "".join(json.dumps({"id": r["id"], "text": r["text"], "published": f"{r['date'][:4]}-{r['date'][4:6]}-{r['date'][6:]}"}) + "\n"
                    for r in rows).encode()
wanted = {r["id"]: {a["code"] for e in r["events"] for side in ("source", "target") for a in e[side]} - {"---"} for r in rows}


def half_of(row):
    return "locked" if hashlib.sha1(row["id"].encode()).digest()[-1] % 2 else "open"


figures = {}
with tempfile.TemporaryDirectory() as work:
    tables = os.path.join(work, "tables")
    r = run(broadway, "kb", "import", "--output", tables, *[os.path.join(gold, f"PETR.Validate.{kind}.txt")
                                                          for kind in ("actors", "agents", "discards")])
    imported = r.returncode == 0
    for how, options in (("alone", ["--no-builtin"]), ("over", [])):
        said = {}
        for line in run(broadway, "link", "--knowledge", tables, *options, stdin=documents).stdout.splitlines():
            d = json.loads(line)
            said[d["id"]] = {m["code"] for m in d["mentions"]}
        for half in ("open", "locked"):
            here = [x for x in rows if half_of(x) == half]
            coded = [x for x in here if wanted[x["id"]]]
            missed = [x for x in coded if not wanted[x["id"]] <= said.get(x["id"], set())]
            figures[how, half] = 1 - len(missed) / len(coded), len(coded), 1 - len(missed) / len(here), len(here)
            if listing == f"{how}-{half}":
                for x in missed:
                    print("#", x["id"], x["date"], sorted(wanted[x["id"]] - said.get(x["id"], set())), sorted(filter(None, said[x["id"]])))
                    print("#    ", x["text"])

if "--print" in sys.argv:
    for (how, half), (share, n, of_all, n_all) in figures.items():
        print(f"{how:6} {half:7} {share:.3f} of {n} records with codes, {of_all:.3f} of all {n_all}")
    sys.exit()
ok(imported, "the dictionaries have no fault", r.stderr.decode())
for (how, half), floor in FLOORS.items():
    share = figures[how, half][0]
    ok(share >= floor, f"imported tables {how} ({half}): {share:.3f}, floor {floor}")
done()
