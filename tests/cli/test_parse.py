#!/usr/bin/env python3
"""`broadway parse`: text in, CoNLL-U out; tokens that are given stay; the text comes through whole.

usage: test_parse.py BROADWAY
"""
import json
import os
import sys
import tempfile

from tap import done, ok, run, skip_all

broadway = sys.argv[1]
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip_all("built without weights")


def parse(text, *options):
    return run(broadway, "parse", *options, stdin=text.encode()).stdout.decode()


def rows(conllu):
    return [line.split("\t") for line in conllu.splitlines() if line[:1].isdigit()]


document = {"id": "d1", "title": "Varnia, Bellund Sign Pact",
            "text": "Elin Vasko didn't go.\n\nVarnia's army left. 1.5 2.5 (3.5) 4.5 5.5 6.5 7.5"}
out = parse(json.dumps(document) + "\n")
lines = out.splitlines()
ok(lines[0] == "# newdoc id = d1", "the document's id", out)
ok([x for x in lines if x.startswith("# sent_id")][:3] == ["# sent_id = d1-title-1", "# sent_id = d1-1", "# sent_id = d1-2"],
   "sentence ids", out)
ok("# flags = headline" in lines and lines.count("# newpar") == 2, "the title is flagged, paragraphs are marked", out)
ok(all(len(r) == 10 for r in rows(out)), "ten columns")
ok("3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_" in lines, "a multi-word token", out)
words = {r[1]: r for r in rows(out) if "-" not in r[0]}
ok(words["did"][2] == "do" and words["n't"][2] == "not" and words["left"][2] == "leave", "lemmas", out)
ok(words["go"][3] == "VERB" and words["go"][6] == "0" and words["go"][7] == "root", "tags and tree", out)
ok(words["Elin"][9] == "NER=B-PER" and words["Vasko"][9] == "NER=I-PER", "names", out)
ok(words["go"][9] == "SpaceAfter=No", "blanks", out)

text = "“Who’s there?” asked A. B. Moss…  Nobody (or\tso\u00a0it seemed) answered —\nat 5 p.m., http://example.org/x\n\n\n* end"
out = parse(text + "\n")
got, inside = "", 0
for r in rows(out):
    if "-" in r[0]:
        inside = int(r[0].split("-")[1])
        got += r[1]
    elif int(r[0]) > inside:
        got += r[1]
    if r[0] == str(inside):
        inside = 0
ok("".join(got.split()) == "".join(text.split()), "every character comes through", got, text)

given = "# newdoc id = g\n# text = U.S. troops left.\n1\tU.\tU.\tPROPN\tNNP\t_\t2\tdep\t_\tSpaceAfter=No\n" \
        "2\tS.\t_\tX\t_\t_\t3\tdep\t_\t_\n3\ttroops\t_\tX\t_\t_\t0\troot\t_\t_\n4\tleft.\t_\tX\t_\t_\t3\tdep\t_\t_\n\n"
out = parse(given, "--gold-tokens")
ok([r[1] for r in rows(out)] == ["U.", "S.", "troops", "left."] and "# newdoc id = g" in out, "given tokens stay", out)

soft = parse(json.dumps({"id": "s", "text": "It rained basic\u00adally all\u200bday."}))
ok("basic\u00adally" in [r[1] for r in rows(soft)], "a soft hyphen inside a word does not cut it", soft)
ok(parse(soft, "--gold-tokens").count("\n") == soft.count("\n"), "what parse writes reads back, signs that show as nothing too", soft)

blanks = "1\t   \t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tName\t_\t_\t_\t_\t_\t_\t_\t_\n2\t  \t_\t_\t_\t_\t_\t_\t_\t_\n\n"
out = parse(blanks, "--gold-tokens")
ok([r[1] for r in rows(out)] == ["   ", "Name", "  "], "words that are blanks stay, too", out)

# Given trees: those of `parse` give the events that the text gives; another tree gives others.
story = json.dumps({"id": "s", "date": "2021-03-05", "text": "Police arrested five students in Kenya. Kenya signed a treaty with Uganda."})


def events(*command, stdin):
    out = run(broadway, "code", "--to", "jsonl", *command, stdin=stdin.encode()).stdout.decode()
    return [[e["type"], e["sentence"], [a["name"] for a in e["actor"]], [a["name"] for a in e["recipient"]]]
            for e in map(json.loads, out.splitlines())]


trees = parse(story)
plain, given = events(stdin=story), events("--gold-trees", stdin=trees)
ok(len(plain) >= 2 and plain == given, "code --gold-trees: the same trees give the same events", plain, given)
turned = trees.replace("\tnsubj\t", "\tobj#\t").replace("\tobj\t", "\tnsubj\t").replace("\tobj#\t", "\tobj\t")
ok(events("--gold-trees", "--rules-only", stdin=turned) not in ([], given), "code --gold-trees: the trees are taken as they are", turned)

with tempfile.TemporaryDirectory() as folder:
    bad = os.path.join(folder, "bad.conllu")
    with open(bad, "w") as f:
        f.write("1\ta\ta\tX\tX\t_\t7\tdep\t_\t_\n\n")
    refused = run(broadway, "parse", "--gold-tokens", bad)
    ok(refused.returncode == 1 and f"{bad}: line 1: word 1 has head 7 of 1" in refused.stderr.decode(),
       "a broken tree is refused with file, line and cause", refused.stderr.decode())
done()
