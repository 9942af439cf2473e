#!/usr/bin/env python3
"""The classifier at work. Neither rules nor classifier may read nationality, religion or trade: 1,000 sentences with an act of training/events with other
countries, religions and trades in them must get the same types, but for one in a hundred.
usage: test_swap.py BROADWAY ROOT"""
import glob
import json
import os
import random
import re
import sys

from tap import done, ok, run, skip_all

broadway, root = sys.argv[1:]
SWAPS = {"Muslim": "Christian", "Christian": "Hindu", "Hindu": "Muslim", "Muslims": "Christians", "Christians": "Hindus", "Hindus": "Muslims",
         "Shiite": "Sunni", "Sunni": "Shiite", "Buddhist": "Jewish", "Jewish": "Buddhist",
         "teachers": "nurses", "nurses": "teachers", "farmers": "miners", "miners": "farmers", "dockers": "drivers", "students": "workers"}


def columns(path):
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


# Names and adjectives of one word take the places of each other, those with "a" before them only among themselves.
words = {}
for row in columns(os.path.join(root, "knowledge", "countries.tsv")):
    _, fact, value, *more = row + [""]
    if fact in ("name", "adjective", "person") and not any(more[1:]) and re.fullmatch("[A-Z][a-z]{3,}", value):
        words.setdefault((fact, value[0] in "AEIOU"), []).append(value)
chance = random.Random(11)
for kind, known in words.items():
    known = sorted(set(known) - set(SWAPS))
    others = known[:]
    chance.shuffle(others)
    SWAPS.update((a, b) for a, b in zip(known, others) if a not in SWAPS)
# "North Korea", "Central African", "Republic of Congo" are names of their own.
pattern = re.compile(r"(?<!North )(?<!South )(?<!Central )(?<!Equatorial )(?<!Republic of )(?<!New )\b(" + "|".join(sorted(SWAPS, key=len, reverse=True)) + r")\b")

sentences = [c[5] for path in sorted(glob.glob(os.path.join(root, "training", "events", "*.tsv"))) for c in columns(path) if c[2] != "NONE"]
sentences = [s for s in sentences if pattern.search(s)]
chance.shuffle(sentences)
sentences = sentences[:1000]


def types(texts):
    out = run(broadway, "relate", "--date", "2020-06-01", stdin="".join(json.dumps({"id": str(i), "marked": t}) + "\n" for i, t in enumerate(texts)).encode())
    if b"built without" in out.stderr:
        skip_all("built without weights")
    return [json.loads(line)["type"] for line in out.stdout.splitlines()]


before, after = types(sentences), types([pattern.sub(lambda m: SWAPS[m[0]], s) for s in sentences])
changed = [(s, a, b) for s, a, b in zip(sentences, before, after) if a != b]
ok(len(before) == len(after) == 1000 and len(changed) <= 10, f"{len(changed)} of {len(before)} types change with nation, religion or trade, at most 10",
   *("%s, then %s: %s" % (a, b, s) for s, a, b in changed[:20]))

# What no rule knows, the classifier proposes; without it there is nothing.
story = json.dumps({"id": "a", "date": "2020-06-01", "text": "Egypt leaned on Uganda to scrap the dam."}).encode()
both, rules = ([(e["type"], e["rule"], [a["country"] for a in e["actor"]], [r["country"] for r in e["recipient"]])
                for e in map(json.loads, run(broadway, "code", "--to", "jsonl", *more, stdin=story).stdout.splitlines())] for more in ((), ("--rules-only",)))
ok([e for e in both] == [("REQUEST", "model", ["EGY"], ["UGA"])] and rules == [], "an act that only the classifier knows", both, rules)

# Where, when and who says so are read as for an event of a rule.
story = json.dumps({"id": "a", "date": "2020-06-01", "text": "In Luxor, Egypt leaned on Uganda to scrap the dam on Sunday, Kenyan police said."}).encode()
events = [json.loads(line) for line in run(broadway, "code", "--to", "jsonl", stdin=story).stdout.splitlines()]
ok([(e["rule"], e["place"]["name"], e["place"]["source"], e["said_by"]["code"], e["date"]) for e in events] == [("model", "Luxor", "clause", "KENCOP", "2020-05-31")],
   "a proposal has place, speaker and date of its clause", events)
done()
