#!/usr/bin/env python3
"""The articles of pages that are not part of the project, against floors that only rise. --print tells pages a second too, which no test depends on.

usage: test_pages_dev.py BROADWAY SHARED FLOORS.tsv [--print]

Pages whose SHA-1 of id is odd are the locked half: scored, never looked at. The metric is that of articles/score.py."""
import gzip
import hashlib
import json
import os
import re
import resource
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

broadway, shared, floors = sys.argv[1:4]
folder = os.path.join(shared, "articles")
if not os.path.exists(folder):
    skip_all("../shared/articles is not here")
work = tempfile.TemporaryDirectory()
expected = [json.loads(line) for line in open(os.path.join(folder, "expected.jsonl"), encoding="utf-8")]
files = []
for e in expected:
    files.append(os.path.join(work.name, e["id"] + ".html"))
    with open(files[-1], "wb") as f:
        f.write(gzip.open(os.path.join(folder, "html", e["id"] + ".html.gz")).read())
before = resource.getrusage(resource.RUSAGE_CHILDREN)
r = run(broadway, "extract", *files)
after = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
pages = {os.path.basename(p["file"])[:-5]: p for p in map(json.loads, r.stdout.splitlines())}
ok(r.returncode == 0 and len(pages) == len(files), "all pages are read", r.stderr)


def write(name, rows):
    path = os.path.join(work.name, name)
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row) + "\n" for row in rows)
    return path


figures = {("pages a second", "all"): len(files) / seconds}
for half, odd in (("open", 0), ("locked", 1)):
    rows = [e for e in expected if hashlib.sha1(e["id"].encode()).digest()[-1] % 2 == odd]
    got = [{"id": e["id"], "text": pages.get(e["id"], {}).get("text", "")} for e in rows]
    said = run(sys.executable, os.path.join(folder, "score.py"), write("expected", rows), write("got", got)).stdout.decode()
    for name, key in (("F1", "pages F1"), ("accuracy", "pages exact")):
        figures[key, half] = float(re.search(name + r" +([0-9.]+)", said)[1])
    for key in ("title", "author", "date", "site", "url"):
        figures["pages with " + key, half] = sum(bool(pages.get(e["id"], {}).get(key)) for e in rows) / len(rows)
if "--print" in sys.argv:
    for (name, half), value in figures.items():
        print(f"| {name} | {half} | {value:.3f} |")
    sys.exit()
for line in open(floors, encoding="utf-8"):
    name, half, floor = (line.rstrip("\n").split("\t") + ["", ""])[:3]
    if name.startswith("pages "):
        got = figures.get((name, half))
        ok(got is not None and got >= float(floor), f"{name} ({half}): {got}, floor {floor}")
done()
