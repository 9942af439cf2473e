#!/usr/bin/env python3
"""lexicon check tells patterns that contradict or repeat others; lexicon report counts hits and right ones of each.
usage: test_lexicon.py BROADWAY"""
import os
import sys
import tempfile

from tap import done, ok, run

broadway, = sys.argv[1:]
folder = tempfile.mkdtemp(prefix="broadway-lexicon-")
os.mkdir(folder + "/rules")


def check(rules):
    with open(folder + "/rules/mine.rules", "w") as f:
        f.write(rules)
    return run(broadway, "lexicon", "check", folder, "--no-builtin")


r = check("code 111\n  actor rap|slam recipient\n\ncode 190\n  actor slam|shell recipient\n")
ok(r.returncode == 1 and b"/rules/mine.rules:5:3: 'slam' has code 190 here, and in " in r.stdout and b"mine.rules:2, in the same pattern, code 111" in r.stdout,
   "check: one word with two codes", r.stdout, r.stderr)
r = check("code 111\n  actor rap|slam recipient\n\ncode 111\n  actor slam recipient\n")
ok(r.returncode == 1 and b"/rules/mine.rules:5:3: the pattern says nothing that " in r.stdout, "check: a pattern that never counts", r.stdout, r.stderr)
r = check("code 111\n  actor rap|slam recipient\n\ncode 111\n  actor slam|blast recipient\n")
ok(r.returncode == 0, "check: a pattern that is new in part", r.stdout, r.stderr)
r = check("code 111\n  actor slam recipient\n\ncode 190\n  actor:MIL slam recipient\n  actor slam recipient with rocket\n")
ok(r.returncode == 0, "check: a narrower pattern may have another code", r.stdout, r.stderr)
r = check("code 080\n  actor ease rule|curb\n\ncode 0811\n  actor ease curb\n")
ok(r.returncode == 0, "check: a more exact code of the same type", r.stdout, r.stderr)
r = check("code 111\n  actor slam recipient (over *)?\n\ncode 190\n  actor slam recipient\n")
ok(r.returncode == 1, "check: an optional part may be missing", r.stdout, r.stderr)
r = check("code 111\n  actor slam|condemn recipient\n")
ok(r.returncode == 0 and b"1 patterns, 2 with one word at each place" in r.stdout, "check: counts patterns and readings", r.stdout, r.stderr)

annotated = folder + "/said.tsv"
with open(annotated, "w") as f:
    f.write("# pairs\nACCUSE\tactual\tACCUSE\t-\t111\t<s>Kenya</s> slammed <t>Sudan</t> on Monday.\n"
            "ASSAULT\tactual\tASSAULT\t-\t190\t<s>Poland</s> slammed <t>Latvia</t> with shells.\n"
            "ACCUSE\tactual\tACCUSE\t-\t111\t<s>Chile</s> was rude to <t>Peru</t>.\n")
news = folder + "/news.txt"
with open(news, "w") as f:
    f.write("NAIROBI, April 1 - Kenya condemned Sudan on Monday. Poland slammed Latvia.\n")
options = ["--lexicon", folder, "--no-builtin", "--knowledge", os.path.join(os.path.dirname(__file__), "../../knowledge")]
r = run(broadway, "lexicon", "report", *options, "--annotated", annotated, news)
lines = r.stdout.decode().splitlines()
cells = lines[1].split("\t") if len(lines) > 1 else []
ok(r.returncode == 0 and len(lines) == 3 and cells[0].endswith("mine.rules:2") and cells[1:4] == ["111", "ACCUSE", "2"] and cells[5:8] == ["2", "1", "0.50"],
   "report: hits in news, pairs and right ones", r.stdout, r.stderr)
ok(lines[-1].endswith("3 pairs annotated, 3 of them with an event, of which 1 found"), "report: the sums", lines[-1:])
ok(cells[9] == "actor slam|condemn recipient", "report: the pattern", cells)
with open(annotated, "a") as f:
    f.write("ACCUSE\tactual\n")
r = run(broadway, "lexicon", "report", *options, "--annotated", annotated)
ok(r.returncode == 2 and b"said.tsv:5: 2 columns, not 6" in r.stderr, "report: a faulty line", r.stderr)
r = run(broadway, "lexicon", "report")
ok(r.returncode == 2 and b"needed" in r.stderr, "report: nothing to read", r.stderr)
done()
