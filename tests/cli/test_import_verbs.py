#!/usr/bin/env python3
"""lexicon import: verb dictionaries of another coder to rules that code works with. usage: test_import_verbs.py BROADWAY SAMPLES"""
import filecmp
import json
import os
import sys
import tempfile

from tap import done, ok, run, skip

broadway, samples = sys.argv[1], os.path.join(sys.argv[2], "verbs")
work = tempfile.TemporaryDirectory()


def path(*parts):
    return os.path.join(work.name, *parts)


def file(name, text):
    with open(path(name), "w", encoding="utf-8") as f:
        f.write(text)
    return path(name)


petrarch, tabari = os.path.join(samples, "petrarch.txt"), os.path.join(samples, "tabari.txt")

r = run(broadway, "lexicon", "import", "--output", path("lexicon"), petrarch)
ok(r.returncode == 0 and r.stderr == b"" and r.stdout == b"9 verbs in 24 forms, 3 sets of 8 words, 10 patterns; 0 faults\n", "what was read",
   r.stdout, r.stderr)
ok(sorted(os.listdir(path("lexicon"))) == ["coder.conf", "rules", "sets"] and not os.path.exists(path("lexicon.part")) and
   sorted(os.listdir(path("lexicon", "sets"))) == ["dict-cargo.txt", "dict-denial.txt", "dict-ware.txt"], "a folder of rules, sets and options")
r = run(broadway, "lexicon", "import", "--output", path("tabari"), tabari)
ok(r.returncode == 0 and r.stdout == b"4 verbs in 4 forms, 0 sets of 0 words, 4 patterns; 0 faults\n", "TABARI's form", r.stdout, r.stderr)
for folder in ("lexicon", "tabari"):
    for more in ([], ["--no-builtin"]):
        r = run(broadway, "lexicon", "check", *more, path(folder))
        ok(r.returncode == 0, f"the rules are sound: {folder} {more}", r.stdout, r.stderr)
r = run(broadway, "lexicon", "import", "-o", path("again"), petrarch)
files = ["coder.conf"] + [os.path.join(d, f) for d in ("rules", "sets") for f in os.listdir(path("lexicon", d))]
ok(filecmp.cmpfiles(path("lexicon"), path("again"), files, shallow=False)[0] == files, "the same dictionary, the same bytes")
r = run(broadway, "lexicon", "import", "--output", path("lexicon"), petrarch)
ok(r.returncode == 2 and b"not empty" in r.stderr, "a folder with files in it is left alone", r.stderr)

sets = {f: open(path("lexicon", "sets", f)).read().splitlines()[1:] for f in os.listdir(path("lexicon", "sets"))}
ok(sets["dict-ware.txt"] == ["grain", "grains", "salt fish", "ferry", "ferries", "cease-fire", "cease fire", "cease-fires", "cease fires"],
   "words of a set: plurals, but not behind '_'; hyphens as the tokenizer may part them", sets["dict-ware.txt"])
ok(sets["dict-denial.txt"] == ["did n't", "won't", "wo n't", "never"] and sets["dict-cargo.txt"] == ["&dict-ware", "timber"],
   "no plurals behind a name with '_'; a set in a set", sets)

# ---- faults: every one with file, line and column, and the rest is read
bad = file("bad.txt", """--- GO [1] ---
GO
- * (TO {STONE BRIDGE [2]
- * TO) MARKET [3]
- * &WHERE [4]
- * HOME
- * HOME [5
- * HOME []
- HOME [6]
- * AND * [7]
- * HOME*OFF [8]
- * HOME [12345678]
GONE {WENT [9]
~ a (a b GO) SAY = a b 9
- * FAR [10]
&TWO
+ONE
&TWO
+&LATER
&LATER
+&NONE
+ONE TWO THREE FOUR FIVE SIX SEVEN
+
""")
r = run(broadway, "lexicon", "import", "--output", path("rest"), bad)
lines = [line.replace(f"broadway: {bad}:", "") for line in r.stderr.decode().splitlines()]
want = ["18:1: a second set '&TWO'; the first counts", "21:2: no set of this name before it: '&NONE'", "22:2: over 6 words",
        "23:1: the word is missing", "3:9: no '}' behind '{STONE BRIDGE '", "4:7: ')' without its '('", "5:5: unknown set '&WHERE'",
        "6:1: the pattern has no code", "7:10: no ']' behind '[5'", "8:11: the code is missing", "9:2: the pattern has no '*' for its verb",
        "10:9: a second '*'", "11:5: '*' stands alone, or between '_'", "12:11: no code: '12345678'", "13:6: no '}' behind '{WENT '",
        "14:1: a transformation: these are not carried over"]
ok(r.returncode == 1 and lines[:-1] == want and "16 faults" in lines[-1], "faults with file, line and column; exit 1", *lines)
ok(b"1 patterns" in r.stdout and "words [go] far # 15" in open(path("rest", "rules", "dict-2-verbs.rules")).read(), "the rest is read", r.stdout)
ok(run(broadway, "lexicon", "check", "--no-builtin", path("rest")).returncode == 0, "and sound")
loose = file("loose.txt", "GO\n- * HOME [1]\n+FAR\n")
r = run(broadway, "lexicon", "import", "--output", path("loose"), loose)
ok(r.returncode == 1 and f"{loose}:1:1: the verb has no code" in r.stderr.decode(), "TABARI's verbs have a code each", r.stderr.decode())

# ---- options
conf = path("again", "coder.conf")
for line, cause in (("commas = 3", "unknown option"), ("comma_min = many", "a number of words"), ("require_dyad = perhaps", "true or false"),
                    ("new_actor_length = 4", "only 0"), ("require_dyad", "'option = value' is wanted")):
    with open(conf, "w") as f:
        f.write(f"# mine\n{line}\n")
    r = run(broadway, "lexicon", "check", "--no-builtin", path("again"))
    ok(r.returncode == 1 and r.stdout.decode().startswith(f"{conf}:2:") and cause in r.stdout.decode(), f"coder.conf: {line}", r.stdout.decode())

# ---- coding
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip("coding", "built without weights")
    done()
actors = file("x.actors", "TARVOSIA_ [TRV]\n+TARVOSIAN\nKORELL [KRL]\nMARSK [MSK]\n")
agents = file("x.agents", "SOLDIER [~MIL]\nOFFICIAL [~GOV]\n")
ok(run(broadway, "kb", "import", "--output", path("tables"), actors, agents).returncode == 0, "tables of the actors")


def code(lexicon, text):
    document = json.dumps({"id": "1", "text": text, "published": "2021-04-01"}).encode()
    r = run(broadway, "code", "--to", "jsonl", "--knowledge", path("tables"), "--lexicon", path(lexicon), "--no-builtin", "--rules-only", stdin=document)
    events = [json.loads(line) for line in r.stdout.splitlines()]
    return sorted(f"{','.join(a['code'] for a in e['actor'])} {e['cameo']} {','.join(a['code'] for a in e['recipient']) or '-'}"
                  + (" reciprocal" if e["reciprocal"] else "") + (" negated" if e["polarity"] == "negated" else "") for e in events), events


for lexicon, text, want in (
    ("lexicon", "Tarvosia helped Korell.", ["TRV 610 KRL"]),
    ("lexicon", "Tarvosia aided Korell.", ["TRV 611 KRL"]),
    ("lexicon", "Tarvosian soldiers bent Korell.", ["TRVMIL 610 KRL"]),
    ("lexicon", "Tarvosia propped up Korell.", ["TRV 610 KRL"]),
    ("lexicon", "Tarvosia had to second guess Korell.", ["TRV 610 KRL"]),
    ("lexicon", "Tarvosia had to guess at Korell.", []),
    ("lexicon", "Tarvosia will help Korell with a fleet of ferries.", ["TRV 612 KRL"]),
    ("lexicon", "Tarvosia helped Korell and Marsk with timber.", ["TRV 612 KRL,MSK"]),
    ("lexicon", "Tarvosia didn't help the town over its harbour in Korell.", ["TRV 613 KRL"]),
    ("lexicon", "Tarvosia did not help Korell.", ["TRV 610 KRL negated"]),
    ("lexicon", "Tarvosia said it would help Korell.", ["TRV 614 KRL"]),
    ("lexicon", "Tarvosia helped a new ferry treaty with Korell.", ["TRV 615 KRL"]),
    ("lexicon", "Tarvosia helped a new salt treaty with Korell.", ["TRV 610 KRL"]),
    ("lexicon", "Tarvosia helped Korell with two old stone bridges.", ["TRV 616 KRL"]),
    ("lexicon", "Tarvosia was helped with boats by Korell.", ["KRL 617 TRV"]),
    ("lexicon", "Tarvosia was helped by Korell.", ["KRL 617 TRV"]),
    ("lexicon", "Tarvosia was helped near Korell.", ["TRV 610 KRL"]),
    ("lexicon", "Tarvosia helped nothing in Korell.", []),
    ("lexicon", "Tarvosia helped before a court in Korell.", ["KRL 618 TRV"]),
    ("lexicon", "Tarvosia helped.", []),
    ("lexicon", "Tarvosia visited Korell.", ["KRL 621 TRV", "TRV 620 KRL"]),
    ("lexicon", "Tarvosia met Korell.", ["KRL 622 TRV", "TRV 622 KRL"]),
    ("lexicon", "Tarvosia and Korell met.", ["TRV,KRL 622 - reciprocal"]),
    ("lexicon", "Tarvosia and Korell met for talks.", ["TRV,KRL 623 - reciprocal"]),
    ("lexicon", "Tarvosia met experts about Korell.", ["TRV 624 KRL"]),
    ("lexicon", "Tarvosia helped Korell, Marsk officials said.", ["TRV 610 KRL"]),
    ("lexicon", "Tarvosia, a friend of Marsk, helped Korell.", ["TRV 610 KRL"]),
    ("tabari", "Tarvosia praised Korell.", ["TRV 041 KRL"]),
    ("tabari", "Tarvosia praises a proposal of Korell.", ["TRV 042 KRL"]),
    ("tabari", "Tarvosia has not praised Korell.", ["TRV 043 KRL"]),
    ("tabari", "Tarvosia has nothing but praised Korell.", ["TRV 041 KRL"]),
    ("tabari", "Tarvosia and Marsk were praised by Korell.", ["KRL 044 TRV,MSK"]),
    ("tabari", "Tarvosia raided Korell.", ["TRV 045 KRL"]),
    ("tabari", "Tarvosia walked out on Korell.", ["TRV 046 KRL"]),
    ("tabari", "Tarvosia pondered plans to help Korell.", ["TRV 047 KRL"]),
):
    got, events = code(lexicon, text)
    ok(got == want, f"{lexicon}: {text}", got)
got, events = code("lexicon", "Tarvosia helped Korell.")
ok(events and events[0]["type"] is None and events[0]["quad"] == 0 and events[0]["goldstein"] is None and events[0]["intensity"] is None and
   events[0]["rule"].startswith(path("lexicon", "rules")), "a raw code is no PLOVER type and has no scores", events)

with open(conf, "w") as f:
    f.write("require_dyad = no\ncomma_emax = 0\ncomma_max = 2 # words\n")
ok(code("again", "Tarvosia helped.")[0] == ["TRV 610 -"], "require_dyad = no: events without a recipient")
r = run(broadway, "lexicon", "import", "--codes", "cameo", "--output", path("cameo"), tabari)
got, events = code("cameo", "Tarvosia praised a proposal of Korell.")
ok(got == ["TRV 042 KRL"] and events[0]["type"] == "CONSULT" and events[0]["goldstein"] is not None, "--codes cameo: the type by the code book", got, events)
r = run(broadway, "code", "--to", "csv", "--knowledge", path("tables"), "--lexicon", path("lexicon"), "--no-builtin", "--dyads",
        stdin=json.dumps({"id": "1", "text": "Tarvosia and Korell met.", "published": "2021-04-01"}).encode())
rows = r.stdout.decode().splitlines()
ok(len(rows) == 3 and all(",622," in row for row in rows[1:]), "CSV of dyads", r.stdout, r.stderr)
visits = file("visits.txt", "--- VISIT [042:043] ---\nVISIT\n--- TOUR [042] ---\nTOUR\n")
for how, want in (("raw", {"visited": 2, "toured": 1}), ("cameo", {"visited": 2, "toured": 2})):
    run(broadway, "lexicon", "import", "--codes", how, "--output", path("visits-" + how), visits)
    for verb, n in want.items():
        r = run(broadway, "code", "--to", "csv", "--knowledge", path("tables"), "--lexicon", path("visits-" + how), "--no-builtin", "--dyads", "--rules-only",
                stdin=json.dumps({"id": "1", "text": f"Tarvosia {verb} Korell.", "published": "2021-04-01"}).encode())
        ok(r.stdout.count(b"\n") == 1 + n, f"dyads of a visit, {how}, {verb}: {n}", r.stdout)
r = run(broadway, "explain", "--knowledge", path("tables"), "--lexicon", path("lexicon"), "--no-builtin", "Tarvosia helped Korell.")
ok(b"words" not in r.stderr and b"[help|" in r.stdout and b"7 points" in r.stdout, "explain shows word patterns", r.stdout)
done()
