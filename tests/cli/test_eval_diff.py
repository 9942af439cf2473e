"""eval --diff: which rows became right and which wrong since an earlier run.  usage: test_eval_diff.py BROADWAY"""
import json
import os
import sys
import tempfile

from tap import done, ok, run, skip_all

broadway = os.path.abspath(sys.argv[1])
os.chdir(tempfile.mkdtemp(prefix="broadway-eval-"))
ROWS = [("a", "<s>Kenya</s> accused <t>Poland</t> of piracy.", "ACCUSE", 3), ("b", "<s>Peru</s> sent <t>Japan</t> food aid.", "AID", 2)]
with open("gold.jsonl", "w") as f:
    f.writelines(json.dumps({"id": i, "marked": m, "text": m, "root": r, "penta": p}) + "\n" for i, m, r, p in ROWS)
with open("old.jsonl", "w") as f:  # one right, one wrong
    f.write('{"id":"a","type":"THREATEN","cameo":"130"}\n{"id":"b","type":"AID","cameo":"073"}\n')
with open("new.jsonl", "w") as f:  # the other way round
    f.write('{"id":"a","type":"ACCUSE","cameo":"112"}\n{"id":"b","type":"AGREE","cameo":"033"}\n')
r = run(broadway, "eval", "gold.jsonl", "--predictions", "new.jsonl", "--diff", "old.jsonl")
lines = r.stdout.decode().splitlines()
ok(r.returncode == 0 and any(x.startswith("+ a gold ACCUSE") for x in lines) and any(x.startswith("- b gold AID") for x in lines),
   "a row gained and a row lost", r.stdout, r.stderr)
ok(lines and lines[-1].startswith("1 rows are right that were wrong") and " 1 wrong that were right" in lines[-1], "and how many", r.stdout)
r = run(broadway, "eval", "gold.jsonl", "--write", "said.jsonl")
if b"built without" in r.stderr:
    skip_all("built without weights")
r = run(broadway, "eval", "gold.jsonl", "--diff", "said.jsonl")
ok(r.returncode == 0 and r.stdout.decode().splitlines()[-1].startswith("0 rows"), "against itself nothing has changed", r.stdout, r.stderr)
r = run(broadway, "eval", "gold.jsonl", "--diff", "missing.jsonl")
ok(r.returncode != 0 and b"missing.jsonl" in r.stderr, "a missing file is named", r.stderr)
done()
