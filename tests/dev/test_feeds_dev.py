#!/usr/bin/env python3
"""Feeds and dates of ../shared/feeds against floors that only rise; half of the cases, by the hash of their id, are never looked at.
usage: test_feeds_dev.py BROADWAY SHARED [--fails]   (--fails shows what fails in the open half)"""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

FLOORS = {"open": {"core": 0.99, "ext": 0.99, "sanitize": 0.98, "noexpect": 1.0, "dates": 1.0},
          "locked": {"core": 0.975, "ext": 0.94, "sanitize": 0.96, "noexpect": 1.0, "dates": 0.94}}

broadway, shared = sys.argv[1:3]
folder = os.path.join(shared, "feeds")
if not os.path.exists(os.path.join(folder, "score.py")):
    skip_all("../shared is not here")


def rows(name):
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def of_half(cases, half):
    return [c for c in cases if (int(hashlib.sha1(c["id"].encode()).hexdigest(), 16) & 1) == (half == "locked")]


def read(case):
    command = [broadway, "feed", os.path.join(folder, case["file"])]
    command += ["--url", case["url"]] if case.get("url") else []
    for name, value in (case.get("headers") or {}).items():
        command += ["--header", f"{name}: {value}"]
    r = subprocess.run(command, capture_output=True, timeout=20)
    return {"id": case["id"], "result": json.loads(r.stdout) if r.returncode in (0, 1) and r.stdout else None}


def score_dates(cases):
    """All as the entries of one feed."""
    items = "".join(f"<item><pubDate>{escape(c['input'])}</pubDate></item>" for c in cases)
    f = json.loads(run(broadway, "feed", stdin=f"<rss><channel>{items}</channel></rss>".encode()).stdout)
    return sum(e.get("published") == c["expect"] for e, c in zip(f["entries"], cases)) / len(cases)


cases, dates = rows("cases.jsonl"), rows("dates.jsonl")
for half, floors in FLOORS.items():
    part = of_half(cases, half)
    with ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as temporary:
        paths = [os.path.join(temporary, name) for name in ("cases", "output")]
        for path, lines in zip(paths, (part, pool.map(read, part))):
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(line) + "\n" for line in lines)
        show = ["--fails"] if half == "open" and "--fails" in sys.argv else []
        said = run(sys.executable, os.path.join(folder, "score.py"), *paths, *show).stdout.decode()
    if show:
        print("".join(f"# {line}\n" for line in said.splitlines() if line.startswith("FAIL")), end="")
    got = {tier: float(share) for tier, share in re.findall(r"^tier (\w+) .* ([.\d]+)$", said, re.M)}
    got["dates"] = score_dates(of_half(dates, half))
    for tier, floor in floors.items():
        ok(got.get(tier, 0) >= floor, f"{half} half, {tier}: {got.get(tier, 0):.3f}, floor {floor}")
done()
