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
GOOD = {
    "words": "may\tmonth\t5\tloose\n",
    "holidays": "easter\teaster 0\t1\t-\n",
    "calendars": "islamic\t2020-08-20\t29 30 29 30 29 30 29 30 30 29 30 29\n",
    "periods": "korean war\t1950-06-25\t1953-07\n",
}


def also(table, lines):
    return {table: GOOD[table] + lines}


FAULTS = [
    ("a good set", {}, ""),
    ("comments and empty lines count", {"words": "# x\n\nMay\tmonth\t5\n"}, "words.tsv:3:1: "),
    ("unknown kind", {"words": "may\tmonat\t5\n"}, "words.tsv:1:2: "),
    ("no number", also("words", "june\tmonth\tsix\n"), "words.tsv:2:3: "),
    ("unknown unit", also("words", "day\tunit\tx\n"), "words.tsv:2:3: "),
    ("unknown unit of an abbreviation", also("words", "eom\tends\tmonth\n"), "words.tsv:2:3: "),
    ("unknown flag", {"words": "may\tmonth\t5\tlose\n"}, "words.tsv:1:4: "),
    ("a word twice", also("words", GOOD["words"]), "words.tsv:2:1: "),
    ("a column too many", {"words": "may\tmonth\t5\tloose\tx\n"}, "words.tsv:1:5: "),
    ("every kind of rule", also("holidays", "".join(f"feast {i}\t{rule}\t1\t-\n" for i, rule in enumerate([
        "12-25", "4-27 sun:-1", "10-16 sat:-1 sun:+1", "5-25 <mon", "9-16 >sat +1", "11 4 thu +1", "5 -1 mon", "easter -2", "orthodox 0",
        "islamic 9 1", "islamic 10 1 <fri", "hebrew 8 5 fri:-1 sat:-2 mon:+1 -1", "chinese 1 1 -1", "korean 8 15", "vietnamese 1 1",
        "hindu 7 30 dusk -1", "hindu 7 10 afternoon star 22", "star 5 22 sunrise", "sun 15 480", "stars 270 690 -1", "parsi 1 1",
        "coptic 1 1"]))), ""),
    ("no such day", {"holidays": "feast\t2-30\t1\t-\n"}, "holidays.tsv:1:2: "),
    ("unknown rule", also("holidays", "feast\tpassover 1\t1\t-\n"), "holidays.tsv:2:2: "),
    ("a thirteenth month", also("holidays", "feast\thindu 13 1 dusk\t1\t-\n"), "holidays.tsv:2:2: "),
    ("unknown time of the day", also("holidays", "feast\thindu 7 30 evening\t1\t-\n"), "holidays.tsv:2:2: "),
    ("unknown weekday", also("holidays", "feast\t4-27 son:-1\t1\t-\n"), "holidays.tsv:2:2: "),
    ("more shifts than there is room for", also("holidays", "feast\t4-27 +1 +1 +1 +1 +1\t1\t-\n"), "holidays.tsv:2:2: "),
    ("a month that no other calendar has", {"holidays": "feast\t2-20\tmonth\t-\n"}, "holidays.tsv:1:2: "),
    ("no days", {"holidays": "feast\t2-20\t0\t-\n"}, "holidays.tsv:1:3: "),
    ("no country", {"holidays": "feast\t2-20\t1\tGermany\n"}, "holidays.tsv:1:4: "),
    ("two spellings of one name", also("holidays", "gokul ashtami\t8-20\t1\t-\ngokulashtami\t8-20\t1\t-\n"), ""),
    ("a name twice", also("holidays", GOOD["holidays"]), "holidays.tsv:2:1: "),
    ("a name with two meanings", also("holidays", "easter's\t4-20\t1\t-\neasters\t4-21\t1\t-\n"), "holidays.tsv:3:1: "),
    ("a name with a capital", also("holidays", "Easter\t4-20\t1\t-\n"), "holidays.tsv:2:1: "),
    ("a gap between years", also("calendars", "islamic\t2021-08-11\t29\n"), "calendars.tsv:2:2: "),
    ("eleven months", {"calendars": "islamic\t2020-08-20\t29 30 29 30 29 30 29 30 30 29 30\n"}, "calendars.tsv:1:3: "),
    ("a month of 31 days", {"calendars": GOOD["calendars"].replace("29\n", "31\n")}, "calendars.tsv:1:3: "),
    ("no calendar", {"calendars": "french\t2020-08-20\t29\n"}, "calendars.tsv:1:1: "),
    ("a year, a month, a day", also("periods", "war\t1939\t1945-09-02\n9/11\t2001-09-11\t2001-09-11\n"), ""),
    ("a period without an end", also("periods", "war\t1939\n"), "periods.tsv:2:3: "),
    ("a period that begins on no day", also("periods", "war\t1939-02-30\t1945\n"), "periods.tsv:2:2: "),
    ("a period that ends before it begins", also("periods", "war\t1939-02\t1939-01\n"), "periods.tsv:2:3: "),
    ("a period named as a holiday", also("periods", "easter\t1939\t1940\n"), "periods.tsv:2:1: "),
]
with tempfile.TemporaryDirectory() as folder:
    for why, changed, fault in FAULTS:
        paths = []
        for table, text in {**GOOD, **changed}.items():
            paths.append(os.path.join(folder, table + ".tsv"))
            with open(paths[-1], "w") as f:
                f.write(text)
        p = run(time_table, *paths, os.path.join(folder, "out.c"))
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

# What is a time depends on the sentence: names of wars, of feasts inside other names.
TOLD = [
    ("The two countries made peace after World War II.", ["World War II 1939-09-01 1945-09-02"]),
    ("World War II veterans met in Paris.", []),
    ("The minister wrote a book about the Cuban missile crisis.", []),
    ("Her interest in the Spanish Civil War began early.", []),
    ("It was the biggest war in Europe since World War II.", ["since World War II 1945-09-02 None"]),
    ("Israel captured the Golan Heights in the 1967 war.", ["the 1967 war 1967-06-05 1967-06-10"]),
    ("Rakhi Sawant was arrested.", []),
    ("Violence erupted during Holi.", ["Holi 2021-03-29 2021-03-29"]),
    ("He lives in New York.", []),
    ("The day before the outbreak of World War II he fled.", ["The day before the outbreak of World War II 1939-08-31 1939-08-31"]),
    ("The talks opened on Monday. The day before, rebels had shelled the town.", ["Monday 2021-03-29 2021-03-29", "The day before 2021-03-28 2021-03-28"]),
    ("He was elected in 2004. Two years later he resigned. That same year he died.",
     ["2004 2004-01-01 2004-12-31", "Two years later 2006-01-01 2006-12-31", "That same year 2006-01-01 2006-12-31"]),
    ("The next morning he was found dead.", ["The next morning None None"]),
    ("Later that month he was arrested.", ["Later that month 2021-04-01 2021-04-30"]),
]
p = run(broadway, "when", stdin="".join(json.dumps({"id": "t", "text": text, "published": "2021-04-01"}) + "\n" for text, _ in TOLD).encode())
for (text, want), line in zip(TOLD, p.stdout.splitlines()):
    got = [f"{t['text']} {t['from']} {t['to']}" for t in json.loads(line)["times"]]
    ok(got == want, text, got)
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


score("gum-dev.jsonl", .835)
score("gum-dev.jsonl", .92, "news")
score("duckling-dev.jsonl", .915, "", "--prefer", "future")
done()
