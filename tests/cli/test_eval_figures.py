#!/usr/bin/env python3
"""eval prints the same figures as the gold data's own scorer, for the same predictions.

usage: test_eval_figures.py BROADWAY SHARED
"""
import json
import os
import random
import subprocess
import sys
import tempfile

broadway, shared = sys.argv[1:3]
gold_dir = os.path.join(shared, "gold")
scorer = os.path.join(gold_dir, "score.py")
if not os.path.exists(scorer):
    print("1..0 # SKIP", scorer, "is not here")
    sys.exit(0)

TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
         "COERCE ASSAULT DEMAND FIGHT 190 0813 042 013 xx").split()
COUNTRIES = ["USA", "JOR", "FRA", "UNO", "KOS", "", "IGO"]
chance = random.Random(7)


def event():
    return {"type": chance.choice(TYPES), "cameo": chance.choice(["013", "020", "042", "112", "16", "190", None]),
            "source_code": chance.choice(COUNTRIES), "target_code": chance.choice(COUNTRIES)}


def near(row):
    """A prediction that is right now and then."""
    p = {"id": row["id"]}
    if "expect" in row:
        p["country"] = chance.choice([row["expect"].get("country", ""), "USA", ""])
        p["sector"] = chance.choice([row["expect"].get("code_1", ""), "GOV"])
    elif "root" in row:
        p[chance.choice(["type", "root"])] = chance.choice([row["root"], chance.choice(TYPES)])
        if chance.random() < .2:
            p["penta"] = chance.randint(1, 4)
    elif "events" in row:
        p["events"] = [event() for _ in range(chance.randint(0, 2))]
        for e in row["events"]:
            if chance.random() < .6:
                first = lambda side: (e.get(side) or [{}])[0].get("code", "")
                p["events"].append({"type": e.get("type"), "code": e.get("code"), "source_code": first("source"),
                                    "target_code": first("target")})
                p["events"][-1] = {k: v for k, v in p["events"][-1].items() if v is not None}
    elif chance.random() < .5:
        p["penta"] = row.get("penta", 0)
    else:
        p["events"] = [event() for _ in range(chance.randint(0, 2))]
    return p


def by_event(row):
    """The same as lines of single events."""
    for _ in range(chance.randint(0, 3)):
        who = lambda: [{"country": chance.choice(COUNTRIES)} for _ in range(chance.randint(0, 2))]
        yield {"id": "x", "document": row["id"], "type": chance.choice(TYPES[:16]), "cameo": "042", "actor": who(),
               "recipient": who(), "reciprocal": chance.random() < .3,
               "polarity": chance.choice(["positive", "positive", "negated"]),
               "modality": chance.choice(["actual", "actual", "planned"])}


def figures(command):
    r = subprocess.run(command, capture_output=True, text=True)
    if r.returncode:
        print("#", r.stderr.strip())
        return {}
    return json.loads(r.stdout.splitlines()[0])


n = 0
failed = False


def check(what, want, got):
    global n, failed
    bad = [k for k in want if (abs(want[k] - got.get(k, -1)) > 1e-8 if isinstance(want[k], (int, float))
                               else want[k] != got.get(k))]
    n += 1
    good = bool(want) and not bad
    failed |= not good
    print("ok" if good else "not ok", n, "-", what)
    for k in bad:
        print("#", k, "want", want[k], "got", got.get(k))


files = ["plv_dev", "gsr_dev", "cameo_penta_dev", "actors_dev", "petrarch/petrarch_unit_dev"]
for name in files:
    path = os.path.join(gold_dir, name + ".jsonl")
    gold = [json.loads(l) for l in open(path, encoding="utf-8")]
    for form in ("rows", "events"):
        if form == "events" and "actors" in name:
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
            for row in gold:
                if chance.random() < .1:
                    continue
                for p in [near(row)] if form == "rows" else by_event(row):
                    f.write(json.dumps(p) + "\n")
            f.flush()
            for extra in ([], ["--half", "open"], ["--half", "locked"]):
                want = figures([sys.executable, scorer, path, f.name, "--json"] + extra)
                got = figures([broadway, "eval", path, "--predictions", f.name, "--json"] + extra)
                check(f"{name} {form} {' '.join(extra)}", want, got)
# What this coder says of them, scored here and there; and the same as lines of events, where the rows are texts.
with tempfile.TemporaryDirectory() as work:
    for name in files:
        path, said, texts = os.path.join(gold_dir, name + ".jsonl"), os.path.join(work, "said"), os.path.join(work, "texts.jsonl")
        options = ["--half", "open", "--codebook", "cameo2plover-2021"]
        got = figures([broadway, "eval", path, "--json", "--write", said] + options)
        want = figures([sys.executable, scorer, path, said, "--json", "--half", "open"])
        check(name + " by this coder", want, got)
        if name not in ("gsr_dev", "petrarch/petrarch_unit_dev"):
            continue
        with open(texts, "w") as f:
            for row in map(json.loads, open(path, encoding="utf-8")):
                if row["text"].strip():
                    f.write(json.dumps({k: row[k] for k in ("id", "text", "date") if k in row}) + "\n")
        with open(said, "wb") as f:
            subprocess.run([broadway, "code", "--to", "jsonl"] + options[2:] + [texts], stdout=f)
        check(name + " by this coder, as events", want, figures([broadway, "eval", path, "--json", "--predictions", said] + options))
print(f"1..{n}")
sys.exit(failed)
