#!/usr/bin/env python3
"""Dates: what the command prints, what faults in the tables of time are told, and floors on the dev sets.

usage: test_when.py BROADWAY TIME_TABLE SHARED
"""
import hashlib
import json
import os
import sys
import tempfile

from tap import done, ok, run, skip

broadway, time_table, shared = sys.argv[1:4]

# ---- faults in the tables: FILE:LINE:COLUMN
WORDS = "may\tmonth\t5\tloose\n"
HOLIDAYS = "easter\teaster 0\t1\t-\n"
CALENDARS = "islamic\t2020-08-20\t29 30 29 30 29 30 29 30 30 29 30 29\n"
FAULTS = [
    ("a good set", WORDS, HOLIDAYS, CALENDARS, ""),
    ("comments and empty lines count", "# x\n\nMay\tmonth\t5\n", HOLIDAYS, CALENDARS, "words.tsv:3:1: "),
    ("unknown kind", "may\tmonat\t5\n", HOLIDAYS, CALENDARS, "words.tsv:1:2: "),
    ("no number", WORDS + "june\tmonth\tsix\n", HOLIDAYS, CALENDARS, "words.tsv:2:3: "),
    ("unknown unit", WORDS + "day\tunit\tx\n", HOLIDAYS, CALENDARS, "words.tsv:2:3: "),
    ("unknown flag", "may\tmonth\t5\tlose\n", HOLIDAYS, CALENDARS, "words.tsv:1:4: "),
    ("a word twice", WORDS + WORDS, HOLIDAYS, CALENDARS, "words.tsv:2:1: "),
    ("a column too many", "may\tmonth\t5\tloose\tx\n", HOLIDAYS, CALENDARS, "words.tsv:1:5: "),
    ("no such day", WORDS, "feast\t2-30\t1\t-\n", CALENDARS, "holidays.tsv:1:2: "),
    ("unknown rule", WORDS, HOLIDAYS + "feast\tpassover 1\t1\t-\n", CALENDARS, "holidays.tsv:2:2: "),
    ("a month that no lunar rule has", WORDS, "feast\t2-20\tmonth\t-\n", CALENDARS, "holidays.tsv:1:2: "),
    ("no country", WORDS, "feast\t2-20\t1\tGermany\n", CALENDARS, "holidays.tsv:1:4: "),
    ("a gap between years", WORDS, HOLIDAYS, CALENDARS + "islamic\t2021-08-11\t29\n", "calendars.tsv:2:2: "),
    ("eleven months", WORDS, HOLIDAYS, "islamic\t2020-08-20\t29 30 29 30 29 30 29 30 30 29 30\n", "calendars.tsv:1:3: "),
    ("a month of 31 days", WORDS, HOLIDAYS, CALENDARS.replace("29\n", "31\n"), "calendars.tsv:1:3: "),
]
with tempfile.TemporaryDirectory() as folder:
    paths = [os.path.join(folder, name) for name in ("words.tsv", "holidays.tsv", "calendars.tsv", "periods.tsv", "out.c")]
    for why, words, holidays, calendars, fault in FAULTS:
        for path, text in zip(paths, (words, holidays, calendars, "korean war\t1950-06-25\t1953-07\n")):
            with open(path, "w") as f:
                f.write(text)
        p = run(time_table, *paths)
        if fault:
            ok(p.returncode == 1 and fault in p.stderr.decode(), why, p.stderr.decode())
        else:
            ok(p.returncode == 0, why, p.stderr.decode())

# ---- the command
documents = [
    {"id": "a", "text": "Envoys met on Monday and will meet next week.", "published": "2021-04-01"},
    {"id": "b", "text": "Envoys met on Monday.", "published": "2021-04-01", "spans": [[14, 20], [0, 6]]},
    {"id": "c", "text": "They met on Monday, after 3 May 2020."},
]
p = run(broadway, "when", stdin="".join(json.dumps(d) + "\n" for d in documents).encode())
if b"built without" in p.stderr:
    skip("what the command prints", "built without a model")
    done()
lines = [json.loads(line) for line in p.stdout.splitlines()]
ok(p.returncode == 0 and [line["id"] for line in lines] == ["a", "b", "c"], "a line a document", p.stderr)
times = [[t and (t["text"], t["value"], t["type"], t["from"], t["to"]) for t in line["times"]] for line in lines]
monday = ("Monday", "2021-03-29", "DATE", "2021-03-29", "2021-03-29")
ok(times[0] == [monday, ("next week", "2021-W14", "DATE", "2021-04-05", "2021-04-11")], "all times", times[0])
ok(times[1] == [monday, None], "those asked for, null for nothing", times[1])
ok(times[2] == [("Monday", "XXXX-WXX-1", "DATE", None, None), ("3 May 2020", "2020-05-03", "DATE", "2020-05-03", "2020-05-03")],
   "a document without a day", times[2])
p = run(broadway, "when", "--prefer", "future", stdin=b'{"id":"d","text":"in three weeks","published":"2021-04-01","spans":[[0,14]]}\n')
ok(b'"from":"2021-04-22","to":"2021-04-22"' in p.stdout, "--prefer future", p.stdout)

# ---- floors on the open half of the dev sets; they only rise
sys.path.insert(0, os.path.join(shared, "scorers"))
try:
    import spans
except ImportError:
    skip("dev sets", "no " + shared)
    done()


def score(name, floor, part="", *options):
    """Right and all expressions, row by row: gum's rows of one sentence share their id, so that spans.py's `score`, which
    looks answers up by id, sees only the last of them."""
    gold = spans.read(os.path.join(shared, "time", name))
    asked = "".join(json.dumps({k: v for k, v in d.items() if v is not None}) + "\n" for d in spans.documents("time", gold))
    out = run(broadway, "when", *options, stdin=asked.encode()).stdout.splitlines()
    right = n = 0
    for row, line in zip(gold, out):
        want = spans.day_range(row["value"], row)
        if not want or part not in row.get("doc", "") or hashlib.sha1(row["id"].encode()).digest()[-1] % 2:
            continue
        got = json.loads(line)["times"][0]
        n += 1
        right += bool(got) and (got["from"], got["to"]) == want
    ok(len(out) == len(gold) and n and right / n >= floor, f"{name} {part}: {right} of {n} = {right / max(n, 1):.3f}, floor {floor}")


score("gum-dev.jsonl", .82)
score("gum-dev.jsonl", .90, "news")
score("duckling-dev.jsonl", .67, "", "--prefer", "future")
done()
