"""eval --by: scores of groups of rows; --errors names the rule; --unmatched: what no rule knows.  usage: test_eval_groups.py BROADWAY SAMPLES"""
import json
import os
import re
import sys
import tempfile

from tap import done, ok, run

broadway, samples = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
os.chdir(tempfile.mkdtemp(prefix="broadway-groups-"))


def write(name, rows):
    with open(name, "w") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
    return name


def groups(*more):
    r = run(broadway, "eval", "--json", *more)
    return {g["group"]: (g["rows"], round(g["precision"], 2), round(g["recall"], 2)) for g in json.loads(r.stdout)["groups"]} if r.returncode == 0 else r.stderr


def event(kind, source, target, **more):
    return {"type": kind, "source": [{"code": source}] if source else [], "target": [{"code": target}] if target else [], **more}


gold = write("gold.jsonl", [
    {"id": "A-1", "text": "Kenya accused Poland of piracy.", "desk": "south", "events": [event("ACCUSE", "KEN", "POL", mode="allege")]},
    {"id": "A-2", "text": "Kenya sent Japan food " * 9 + ".", "desk": "south", "events": [event("AID", "KENGOV", "JPN")]},
    {"id": "B-x-1", "text": "Peru praised Japan.", "desk": "north", "events": [event("SUPPORT", "PER", "JPN")]},
    {"id": "B-x-2", "text": "The UN met nobody.", "desk": "north", "events": [event("CONSULT", "IGO", "")]}])
said = write("said.jsonl", [
    {"id": "A-1", "events": [{"type": "ACCUSE", "source_code": "KEN", "target_code": "POL", "rule": "lexicon/rules/accuse.rules:7"}]},
    {"id": "A-2", "events": [{"type": "AGREE", "source_code": "KEN", "target_code": "JPN", "rule": "model"}]},
    {"id": "B-x-1", "events": [{"type": "SUPPORT", "source_code": "PER", "target_code": "JPN", "rule": "lexicon/rules/support.rules:3"}]}])
score = lambda by: groups(gold, "--predictions", said, "--by", by)
ok(score("type") == {"ACCUSE": (1, 1, 1), "AGREE": (0, 0, 0), "AID": (1, 0, 0), "CONSULT": (1, 0, 0), "SUPPORT": (1, 1, 1)}, "--by type", score("type"))
ok(score("mode") == {"allege": (1, 1, 1), "none": (3, 0.5, 0.33)}, "--by mode", score("mode"))
ok(score("actor-region") == {"africa": (2, 0.5, 0.5), "latin-america": (1, 1, 1), "no region": (1, 0, 0)}, "--by actor-region, as the gold rows code them", score("actor-region"))
ok(score("recipient-region") == {"europe-east": (1, 1, 1), "east-asia": (2, 0.5, 0.5), "no region": (1, 0, 0)}, "--by recipient-region", score("recipient-region"))
ok(score("length") == {"1-15 words": (3, 1, 0.67), "36-50 words": (1, 0, 0)}, "--by length", score("length"))
ok(score("source") == {"A": (2, 0.5, 0.5), "B-x": (2, 1, 0.5)}, "--by source", score("source"))
ok(score("rule") == {"lexicon/rules/accuse.rules": (1, 1, 1), "lexicon/rules/support.rules": (1, 1, 1), "model": (1, 0, 0), "none": (1, 0, 0)}, "--by rule", score("rule"))
ok(score("desk") == {"south": (2, 0.5, 0.5), "north": (2, 1, 0.5)}, "--by a member of the rows", score("desk"))
r = run(broadway, "eval", gold, "--predictions", said, "--by", "colour")
ok(r.returncode == 2 and b"--by colour: no row has such a member" in r.stderr and b"actor-region" in r.stderr, "--by what is not there", r.stderr)
r = run(broadway, "eval", gold, "--predictions", said, "--by", "desk", "--errors", "5").stdout.decode()
ok(re.search(r"^desk +rows +precision +recall +F1\nnorth +2 +1\.000 +0\.500 +0\.667\nsouth +2", r, re.M), "a table for people", r)
ok(re.search(r"^A-2 gold KEN AID JPN pred KEN AGREE JPN \(model\) \| Kenya sent", r, re.M) and "B-x-2 gold IGO CONSULT  pred nothing | The UN" in r,
   "--errors: gold, predicted, rule, sentence", r)

relations = write("relations.jsonl", [
    {"id": "1", "marked": "<s>Kenya</s> accused <t>Poland</t> of piracy.", "text": "Kenya accused Poland of piracy.", "root": "AID", "penta": 2},
    {"id": "2", "marked": "<s>Peru</s> thanked <t>Japan</t>.", "text": "Peru thanked Japan.", "root": "SUPPORT", "penta": 1}])
ok(groups(relations, "--by", "actor-region") == {"africa": (1, 0, 0), "latin-america": (1, 1, 1)}, "regions of marked actors are linked", groups(relations, "--by", "actor-region"))
r = run(broadway, "eval", relations, "--errors", "1").stdout.decode()
ok(re.search(r"^1 gold AID pred ACCUSE \(lexicon/rules/accuse\.rules:\d+\) \|", r, re.M), "--errors: the rule of this coder", r)
penta = write("penta.jsonl", [{"id": "1", "text": "Kenya accused Poland.", "penta": 3, "source": ["Kenya"], "target": ["Poland"]}, {"id": "2", "text": "It rained.", "penta": 0}])
ok(groups(penta, "--by", "recipient-region") == {"europe-east": (1, 1, 1), "no region": (1, 0, 0)}, "rows of quad classes name their actors", groups(penta, "--by", "recipient-region"))

# ---- unmatched ------------------------------------------------------------------------------------------------------

news = write("news.jsonl", [{"id": "n1", "text": "Kenya outfoxed Poland on Monday. Peru outfoxed Japan. Chile thanked Brazil."},
                            {"id": "n2", "text": "Ghana sparred with Nepal. Ghana was outfoxed by Togo. It rained. Kenya rejected Ghana's poetry of Poland."}])
r = run(broadway, "eval", "--unmatched", "9", "--json", news)
rows = {x["pattern"]: x for x in map(json.loads, r.stdout.splitlines())}
fox = rows.get("actor outfox recipient", {})
ok(r.returncode == 0 and fox.get("n") == 3 and fox["regions"] == {"africa": 2, "europe-east": 1, "latin-america": 1, "east-asia": 1} and fox["document"] == "n1" and
   fox["sentence"] == "Kenya outfoxed Poland on Monday.", "predicates that no rule knows, active and passive as one, with the regions of their actors", r.stdout, r.stderr)
ok(rows.get("actor spar with recipient", {}).get("n") == 1 and not any("thank" in p for p in rows), "with their prepositions; what a rule knows is left out", rows.keys())
ok(list(rows)[0] == "actor outfox recipient" and run(broadway, "eval", "--unmatched", "1", "--json", news).stdout.count(b"\n") == 1, "the N commonest, the commonest first", rows.keys())
ok(run(broadway, "eval", "--unmatched", "9", "--json", stdin=open(news, "rb").read()).stdout == r.stdout, "from standard input too")
r = run(broadway, "eval", "--unmatched", "5", news).stdout.decode()
ok(re.match(r" +3  actor outfox recipient\n +africa 2, .*\n +Kenya outfoxed Poland on Monday\. \[n1\]\n", r), "a list for people", r)
mine = os.path.join("mine", "rules")
os.makedirs(mine)
with open(os.path.join(mine, "fox.rules"), "w") as f:
    f.write("code 190  outfox\n  actor outfox recipient\n  example Kenya outfoxed Poland. => KEN 190 POL\n")
r = run(broadway, "eval", "--unmatched", "9", "--json", "--lexicon", "mine", news)
ok(r.returncode == 0 and b"outfox" not in r.stdout and b"spar" in r.stdout, "the pattern that is shown, put into a file of rules, is known", r.stdout, r.stderr)
stories = [os.path.join(samples, f) for f in sorted(os.listdir(samples)) if f.endswith(".txt")]
r = run(broadway, "eval", "--unmatched", "50", "--json", *stories, os.path.join(samples, "corpus.csv"))
ok(r.returncode == 0 and r.stderr == b"", "any input that code reads", r.stderr)
r = run(broadway, "eval", "--unmatched", "5", "/no/such/file", news)
ok(r.returncode == 1 and b"/no/such/file" in r.stderr and b"outfox" in r.stdout, "what cannot be read is named, the rest is counted", r.stderr)
done()
