#!/usr/bin/env python3
"""Reads events in JSON Lines, as `broadway code --to jsonl --dyads` writes them, and counts who did what to whom.

    broadway code --to jsonl --dyads story.txt > dyads.jsonl
    python3 read.py dyads.jsonl
"""
import collections
import json
import sys

counts = collections.Counter()
with open(sys.argv[1], encoding="utf-8") as f:
    for line in f:
        event = json.loads(line)
        # Without --dyads these lists may hold several, and what is not positive and actual would stand here too.
        (actor,), (recipient,) = event["actor"], event["recipient"]
        counts[actor["country"] or "---", event["type"], recipient["country"] or "---"] += 1

for (actor, kind, recipient), n in sorted(counts.items()):
    print(f"{n:4d}  {actor}  {kind:<10}  {recipient}")
