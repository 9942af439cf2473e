#!/usr/bin/env python3
"""broadway extract on pages of many makes: tests/samples/pages/NAME.html must give NAME.txt.

usage: test_extract.py BROADWAY SAMPLES [NAME…]"""
import json
import os
import re
import sys

from tap import done, ok, run

broadway, samples = sys.argv[1:3]
pages = os.path.join(samples, "pages")
names = sys.argv[3:] or sorted(n[:-5] for n in os.listdir(pages) if n.endswith(".html"))


def shown(page):
    """What was found, as in NAME.txt."""
    head = "".join(f"{key}: {page[key] or ''}\n" for key in ("title", "author", "date", "site", "url"))
    return head + "\n" + page["text"] + "\n"


for name in names:
    r = run(broadway, "extract", os.path.join(pages, name + ".html"))
    want = open(os.path.join(pages, name + ".txt"), encoding="utf-8").read()
    got = shown(json.loads(r.stdout)) if r.returncode == 0 else r.stderr.decode()
    ok(got == want, name, *[f"got  {g}\nwant {w}" for g, w in zip(got.split("\n"), want.split("\n")) if g != w][:6],
       f"{len(got.splitlines())} lines for {len(want.splitlines())}")
done()
