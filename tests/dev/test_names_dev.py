#!/usr/bin/env python3
"""Names that `broadway parse` finds in texts that nothing was learned from, against floors that only rise.
usage: test_names_dev.py BROADWAY SHARED"""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

FLOORS = {"uner-ewt": 0.725, "wikigold": 0.745, "worldwide-nc": 0.773}  # F1 of PER, ORG and LOC together

broadway, shared = sys.argv[1:]
scorer = os.path.join(shared, "scorers", "ner.py")
if not os.path.exists(scorer):
    skip_all("../shared is not here")
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip_all("built without weights")
for name, floor in FLOORS.items():
    gold = os.path.join(shared, "ner", "dev", name + ".tsv")
    with tempfile.NamedTemporaryFile(suffix=".conllu") as f:
        f.write(run(broadway, "parse", "--gold-tokens", "-", stdin=run(sys.executable, scorer, "ask", gold).stdout).stdout)
        f.flush()
        said = run(sys.executable, scorer, "score", gold, f.name)
    got = re.search(rb"all: .* F1 ([.\d]+)", said.stdout)
    ok(got and float(got[1]) >= floor, f"{name}: {got and float(got[1])}, floor {floor}", said.stdout, said.stderr)
done()
