#!/usr/bin/env python3
"""Families of versions on the set that is not part of the project, in the order of its file and in others, against floors that only rise.

usage: test_story_dev.py BROADWAY SHARED

The adjusted Rand index of shared/dedup/score.py, for the open half of the stories and the locked one (odd SHA-1 of the story's number)."""
import collections
import hashlib
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all  # noqa: E402

FLOORS = {"open": (0.99, 0.98), "locked": (0.96, 0.975)}  # in the order of the file; the mean of other orders
broadway, shared = sys.argv[1:3]
docs_file = os.path.join(shared, "dedup", "docs.jsonl")
if not os.path.exists(docs_file):
    skip_all("../shared is not here")
docs = [json.loads(line) for line in open(docs_file, encoding="utf-8")]


def rand_index(docs, got):
    def pairs(counter):
        return sum(n * (n - 1) // 2 for n in counter.values())
    both = pairs(collections.Counter((d["story"], got[d["id"]]) for d in docs))
    gold, ours = pairs(collections.Counter(d["story"] for d in docs)), pairs(collections.Counter(got[d["id"]] for d in docs))
    chance = gold * ours / (len(docs) * (len(docs) - 1) / 2)
    return (both - chance) / ((gold + ours) / 2 - chance)


def measure(order):
    r = run(broadway, "story", stdin="".join(json.dumps({"id": d["id"], "text": d["text"]}) + "\n" for d in order).encode())
    got = {g["id"]: g["copy"] for g in map(json.loads, r.stdout.splitlines())}
    return {half: rand_index([d for d in docs if hashlib.sha1(str(d["story"]).encode()).digest()[-1] % 2 == (half == "locked")], got)
            for half in FLOORS}


as_it_is, others = measure(docs), collections.defaultdict(list)
for seed in range(8):
    order = docs[:]
    random.Random(seed).shuffle(order)
    for half, value in measure(order).items():
        others[half].append(value)
for half, (floor, floor_mean) in FLOORS.items():
    ok(as_it_is[half] >= floor, f"dedup {half}: {as_it_is[half]:.3f}, floor {floor}")
    mean = sum(others[half]) / len(others[half])
    ok(mean >= floor_mean, f"dedup {half}, eight other orders: {mean:.3f} ({min(others[half]):.3f} to {max(others[half]):.3f}), floor {floor_mean}")
done()
