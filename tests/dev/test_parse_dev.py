#!/usr/bin/env python3
"""Accuracy of `broadway parse` on the dev treebanks, against floors that only rise.
usage: test_parse_dev.py BROADWAY SHARED FLOORS.tsv"""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

broadway, shared, floors = sys.argv[1:]
bank = os.path.join(shared, "treebank")
if not os.path.exists(bank):
    skip_all("../shared is not here")
version = run(broadway, "parse", stdin=b"One.\n")
if b"built without" in version.stderr:
    skip_all(version.stderr.decode().strip())

rows = [line.rstrip("\n").split("\t") for line in open(floors, encoding="utf-8") if line.strip() and line[0] != "#"]


def score(name, mode):
    gold = os.path.join(bank, name + "-dev.conllu")
    if mode == "raw":
        text = run(sys.executable, os.path.join(shared, "scorers", "raw.py"), gold).stdout
        made = run(broadway, "parse", "-", stdin=text)
    else:
        made = run(broadway, "parse", "--gold-tokens", gold)
    if made.returncode:
        return {}, made.stderr.decode(errors="replace")
    with tempfile.NamedTemporaryFile(suffix=".conllu") as f:
        f.write(made.stdout)
        f.flush()
        scored = run(sys.executable, os.path.join(bank, "ud_eval.py"), "--json", gold, f.name)
    if scored.returncode:
        return {}, scored.stderr.decode(errors="replace")
    return json.loads(scored.stdout), ""


scores = {}
for name, mode, metric, floor in rows:
    if (name, mode) not in scores:
        scores[name, mode] = score(name, mode)
    figures, why = scores[name, mode]
    got = figures.get(metric)
    ok(got is not None and got >= float(floor), f"{name} {mode}: {metric} {got}, floor {floor}", why)
done()
