#!/usr/bin/env python3
"""kb check and find on the sample tables; link's figures on the dev sets (their open half) have floors that only rise.
usage: test_link.py BROADWAY SAMPLES SHARED"""
import json
import os
import re
import subprocess
import sys
import tempfile

broadway, samples, shared = sys.argv[1:4]
tables = os.path.join(samples, "knowledge")
n = failed = 0


def ok(good, name, detail=""):
    global n, failed
    n += 1
    failed += not good
    print(f"{'' if good else 'not '}ok {n} - {name}")
    if not good and detail:
        print("# " + detail.replace("\n", "\n# "))


def run(*args, stdin=""):
    return subprocess.run([broadway, *args], input=stdin, capture_output=True, text=True)


r = run("kb", "check", "--no-builtin", tables)
ok(r.returncode == 0 and " 0 faults" in r.stdout, "sample tables are sound", r.stdout + r.stderr)
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "countries.tsv"), "w", encoding="utf-8") as f:
        f.write("VRN\tname\tVarenia\nVRN\tcapital\tVard\tnorth\n")
    r = run("kb", "check", "--no-builtin", folder)
    ok(r.returncode != 0 and "countries.tsv:2:18: no decimal degrees: 'north'" in r.stdout + r.stderr,
       "a fault with line and column", r.stdout + r.stderr)
    r = run("link", "--knowledge", folder, stdin='{"id":"a","text":"x"}\n')
    ok(r.returncode != 0 and "countries.tsv:2:18:" in r.stderr, "link refuses an overlay with a fault", r.stderr)
r = run("kb", "find", "--no-builtin", "--knowledge", tables, "--date", "2021-04-01", "Jun Mi-lae")
ok(re.match(r"person\tchun-mi-rae\tChun Mi-rae\tVRN\t\*FM VRN 2020-03-01\.\.2022-02-28\tsounds alike", r.stdout) is not None,
   "find: a garbled name, and the office held on the day", r.stdout + r.stderr)
r = run("link", stdin=json.dumps({"id": "a", "published": "2021-04-01", "text":
                                  "NAIROBI, April 1 (Agency) - Kenya's president met Ugandan officials."}) + "\n")
said = json.loads(r.stdout)["mentions"] if r.returncode == 0 else []
ok(bool(said) and said[0]["text"] == "NAIROBI" and not said[0]["actor"] and said[0]["place"] and
   sum(m["actor"] for m in said) == 2 or "built without" in r.stderr, "a dateline left in the text is no actor", r.stdout + r.stderr)

r = run("link", stdin=json.dumps({"id": "a", "text": "The Kenyens and Ugandian troops met Pollard and the Austrlian envoy."}) + "\n")
said = [m["country"] for m in json.loads(r.stdout)["mentions"]] if r.returncode == 0 else []
ok(said[:1] == ["KEN"] and "UGA" in said and "POL" not in said and "AUS" not in said or "built without" in r.stderr,
   "a misspelt nation is known where it can be only one, and a name that merely resembles one is not", r.stdout + r.stderr)

r = run("link", stdin=json.dumps({"id": "a", "published": "2026-02-10", "text": "The envoy met reporters on Friday. Prime Minister Friday of St Vincent left in May."}) + "\n")
said = [m["entity"] for m in json.loads(r.stdout)["mentions"]] if r.returncode == 0 else []
ok(said.count("godwin-friday") == 1 or "built without" in r.stderr, "a day of the week is nobody, a prime minister of that name is", r.stdout + r.stderr)

r = run("link", stdin=json.dumps({"id": "a", "published": "2019-02-10", "text": "The AfD met fighters of LeT, but not the pis party or an afd of ours."}) + "\n")
said = [(m["entity"], m["code"]) for m in json.loads(r.stdout)["mentions"]] if r.returncode == 0 else []
ok(("afd", "DEUPTY") in said and (None, "PAKREB") in said and all(e != "pis" for e, _ in said) or "built without" in r.stderr, "acronyms that keep small letters", r.stdout + r.stderr)

FLOORS = {"actors": ("gold/actors_dev.jsonl", r"country ([.\d]+); sector ([.\d]+)", [0.83, 0.86], []),
          "names": ("names/dev.jsonl", r"= ([.\d]+); wrong links .* = ([.\d]+)", [0.86], [0.0])}
for kind, (path, pattern, floors, ceilings) in FLOORS.items():
    gold = os.path.join(shared, path)
    if not os.path.exists(gold):
        n += 1
        print(f"ok {n} - {kind} # SKIP no {gold}")
        continue
    scorer = os.path.join(shared, "scorers/spans.py")
    asked = []
    for line in subprocess.run([sys.executable, scorer, "ask", kind, gold], capture_output=True, text=True).stdout.splitlines():
        d = json.loads(line)
        if not re.match(r"\d{4}-\d\d-\d\d", d.get("published") or ""):
            d.pop("published", None)  # "Today"
        asked.append(json.dumps(d))
    r = run("link", stdin="\n".join(asked) + "\n")
    if "built without" in r.stderr:
        n += 1
        print(f"ok {n} - {kind} # SKIP {r.stderr.splitlines()[0]}")
        continue
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.write(r.stdout)
        out.flush()
        said = subprocess.run([sys.executable, scorer, "score", kind, gold, out.name, "--half", "open"],
                              capture_output=True, text=True).stdout
    m = re.search(pattern, said)
    figures = [float(x) for x in m.groups()] if m else []
    good = bool(figures) and all(a >= b for a, b in zip(figures, floors)) and \
        all(a <= b for a, b in zip(figures[len(floors):], ceilings))
    ok(good, said.strip(), f"floors {floors}, at most {ceilings}")
print(f"1..{n}")
sys.exit(failed > 0)
