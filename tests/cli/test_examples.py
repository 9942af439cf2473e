#!/usr/bin/env python3
"""The examples in C, Python and R run on the samples and agree with the program.

usage: test_examples.py BROADWAY SAMPLES EXAMPLES EVENTS_PROGRAM
"""
import csv
import io
import os
import shutil
import sys
import tempfile

from tap import done, ok, run, skip

broadway, samples, examples, program = map(os.path.abspath, sys.argv[1:5])
stories = sorted(os.path.join(samples, f) for f in os.listdir(samples) if f.endswith(".txt"))
work = tempfile.TemporaryDirectory()
os.chdir(work.name)
for to in ("jsonl", "csv"):
    with open("dyads." + to, "wb") as f:
        f.write(run(broadway, "code", "--to", to, "--dyads", *stories).stdout)

want = {}
for row in csv.DictReader(io.StringIO(open("dyads.csv", encoding="utf-8", newline="").read(), newline="")):
    key = row["actor_country"] or "---", row["type"], row["recipient_country"] or "---"
    want[key] = want.get(key, 0) + 1
want = "".join(f"{n:4d}  {a}  {t:<10}  {r}\n" for (a, t, r), n in sorted(want.items()))
r = run(sys.executable, os.path.join(examples, "read.py"), "dyads.jsonl")
ok(want and r.stdout.decode() == want, "read.py counts the dyads", want, r.stdout.decode(), r.stderr.decode())
if shutil.which("Rscript"):
    r = run("Rscript", "--vanilla", os.path.join(examples, "read.R"), "dyads.csv")
    ok(r.stdout.decode() == want, "read.R counts the same", want, r.stdout.decode(), r.stderr.decode())
else:
    skip("read.R counts the same", "no R here")

for story in stories:
    r = run(program, story)
    rows = csv.DictReader(io.StringIO(run(broadway, "code", "--to", "csv", "--all-modalities", story).stdout.decode()))
    rows = [(x["date"], x["type"], x["polarity"], x["modality"]) for x in rows]
    got = r.stdout.decode().splitlines()
    ok(r.returncode == 0 and len(got) == len(rows) and all(f"{d:<10}  {t}  " in l and l.endswith(f"({p}, {m})")
                                                           for l, (d, t, p, m) in zip(got, rows)),
       f"events.c: {os.path.basename(story)}", r.stdout.decode(), r.stderr.decode())
ok(run(program).returncode == 2, "events.c: wrong use")
done()
