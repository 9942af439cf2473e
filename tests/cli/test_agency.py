#!/usr/bin/env python3
"""`broadway wire` on files in the formats of agencies: each item gives the fields that tests/samples/agency/expected.jsonl names, or the error.

usage: test_agency.py BROADWAY SAMPLES"""
import json
import os
import sys

from tap import done, ok, run

broadway, samples = sys.argv[1:3]
folder = os.path.join(samples, "agency")
rows = [json.loads(line) for line in open(os.path.join(folder, "expected.jsonl"), encoding="utf-8")]


def differences(got, want):
    """Fields that are not as wanted; one that is null or [] may be left out."""
    return {k: got.get(k) for k, v in want.items() if (got.get(k) or None) != (v or None)}


for row in rows:
    path = os.path.join(folder, row["file"])
    for how, command in (("recognised", ["wire", path]), ("from standard input", ["wire", "-"])):
        r = run(broadway, *command, stdin=open(path, "rb").read() if command[-1] == "-" else b"")
        items = [json.loads(line) for line in r.stdout.decode().splitlines()]
        errors = r.stderr.decode()
        wanted = [w for w in row["want"] if "error" not in w]
        faults = [w["error"] for w in row["want"] if "error" in w]
        wrong = [differences(*pair) for pair in zip(items, wanted)]
        good = len(items) == len(wanted) and not any(wrong) and all(f in errors for f in faults)
        ok(good and r.returncode == (1 if faults else 0), f"{row['file']}, {how}", f"{len(items)} of {len(wanted)} items", errors, *wrong)

one = os.path.join(folder, "canceled.g2.xml")
r = run(broadway, "wire", "--from", "newsmlg2", one)
ok(r.returncode == 0 and json.loads(r.stdout)["kill"], "--from newsmlg2", r.stderr)
r = run(broadway, "wire", "--from", "nitf", one)
ok(r.returncode == 1 and b"holds no news item" in r.stderr, "--from nitf, and none is there", r.stdout, r.stderr)
r = run(broadway, "code", "--to", "jsonl", os.path.join(folder, "ninjs1.json"))
ok(r.returncode == 0, "code reads it too", r.stderr)
done()
