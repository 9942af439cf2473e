#!/usr/bin/env python3
"""kb import: dictionaries of another coder to tables that link and code work with. usage: test_import.py BROADWAY"""
import json
import os
import sys
import tempfile

from tap import done, ok, run, skip

broadway = sys.argv[1]
work = tempfile.TemporaryDirectory()


def path(*parts):
    return os.path.join(work.name, *parts)


def file(name, text):
    with open(path(name), "w", encoding="utf-8") as f:
        f.write(text)
    return path(name)


actors = file("x.actors", """# invented
TARVOSIA_ [TRV]
+TARVOSIAN
KORELL [KRL] ; a neighbour
KENYA [KEN]
MARA_TELLIN
\t[TRVOPP <19980101]
\t[TRVGOV 19980101-20031231]
""")
agents = file("x.agents", "!WHO! = MAN, WOMAN\nSOLDIER [~MIL]\nPOLICE {} [~COP]\nMINISTER [~GOV]\nSTATES!WHO! [~ELI]\n")
discards = file("x.discards", "REGATTA\n+ROWING CUP\n")

r = run(broadway, "kb", "import", "--output", path("tables"), actors, agents, discards)
ok(r.returncode == 0 and r.stderr == b"" and r.stdout.startswith(b"4 actors with 5 names, 5 agents, 2 discards;"), "what was read",
   r.stdout, r.stderr)
ok(sorted(os.listdir(path("tables"))) == ["actors.tsv", "agents.tsv", "words.tsv"] and not os.path.exists(path("tables.part")),
   "three tables, nothing beside them")
for more in ([], ["--no-builtin"]):
    r = run(broadway, "kb", "check", *more, path("tables"))
    ok(r.returncode == 0 and b" 0 faults, 0 warnings" in r.stdout, f"the tables are sound {more}", r.stdout, r.stderr)
again = run(broadway, "kb", "import", "-o", path("again"), actors, agents, discards)
ok(all(open(path("tables", t), "rb").read() == open(path("again", t), "rb").read() for t in os.listdir(path("tables"))),
   "the same dictionaries, the same bytes")
r = run(broadway, "kb", "find", "--knowledge", path("tables"), "--no-builtin", "--date", "2000-01-01", "mara tellin")
ok(r.stdout == b"actor\tmara-tellin\tMara Tellin\t\tTRVOPP ..1998-01-01; *TRVGOV 1998-01-01..2003-12-31\tname of a dictionary\n", "find",
   r.stdout, r.stderr)

r = run(broadway, "kb", "import", "--output", path("tables"), actors)
ok(r.returncode == 2 and b"not empty" in r.stderr and len(os.listdir(path("tables"))) == 3, "a folder with files in it is left alone", r.stderr)
os.mkdir(path("empty"))
ok(run(broadway, "kb", "import", "--output", path("empty") + "/", actors).returncode == 0 and len(os.listdir(path("empty"))) == 3,
   "an empty one is filled")
bad = file("bad.actors", "TARVOSIA [TRV]\nKORELL [KRL\nDASK [DSK 20001301-20010101]\nMARL [MRL]\n")
r = run(broadway, "kb", "import", "--output", path("rest"), bad)
lines = r.stderr.decode().splitlines()
ok(r.returncode == 1 and len(lines) == 3 and lines[0] == f"broadway: {bad}:2:8: no ']' behind '[KRL'" and f"{bad}:3:11: no days" in lines[1]
   and "2 faults" in lines[2], "faults with file, line and column; exit 1", r.stderr.decode())
rest = open(path("rest", "actors.tsv"), encoding="utf-8").read()
ok("tarvosia\tcode\tTRV\n" in rest and "marl\tcode\tMRL\n" in rest and "dask" not in rest and "korell" not in rest, "the rest is read", rest)
r = run(broadway, "kb", "import", "--output", path("none"), actors, path("no-such-file"))
ok(r.returncode == 2 and not os.path.exists(path("none")) and not os.path.exists(path("none.part")), "a file that is not there: nothing is written",
   r.stderr)
r = run(broadway, "kb", "import", "--output", path("x.actors"), agents)
ok(r.returncode == 2 and os.path.isfile(actors), "a file is no folder", r.stderr)

if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip("link and code", "built without weights")
    done()


def documents(*texts):
    return "".join(json.dumps({"id": str(i), "text": t, "published": "2000-05-01"}) + "\n" for i, t in enumerate(texts)).encode()


SAID = [("Tarvosian soldiers attacked Korell on Monday.", ["TRVMIL", "KRL"]),
        ("Mara Tellin condemned Kenya's police.", ["TRVGOV", "KENCOP"]),
        ("Stateswomen left.", []),
        ("A stateswoman left.", ["---ELI"])]
for more in (["--no-builtin"], []):
    r = run(broadway, "link", "--knowledge", path("tables"), *more, stdin=documents(*[t for t, _ in SAID]))
    got = [[m["code"] for m in json.loads(line)["mentions"]] for line in r.stdout.splitlines()]
    want = [codes for _, codes in SAID]
    if not more:
        got, want = got[:2], want[:2]
    ok(got == want, f"codes of mentions {more}", want, got, r.stderr)
found = json.loads(run(broadway, "link", "--knowledge", path("tables"), "--no-builtin", stdin=documents(SAID[1][0])).stdout)["mentions"]
ok([m["country"] for m in found] == [None, "KEN"] and found[0]["entity"] == "mara-tellin", "a country where we have one", found)

text = "Tarvosian soldiers attacked Korell on Monday."
for to, sign in (("csv", b",TRVMIL,"), ("table", b" TRVMIL "), ("jsonl", b'"code":"TRVMIL"')):
    r = run(broadway, "code", "--to", to, "--knowledge", path("tables"), stdin=documents(text))
    ok(sign in r.stdout and b"KRL" in r.stdout, f"the codes stand in {to}", r.stdout, r.stderr)
ok(b"TRVMIL" in run(broadway, "explain", "--knowledge", path("tables"), text).stdout, "and in explain")


def events(*texts):
    return len(run(broadway, "code", "--to", "jsonl", "--knowledge", path("tables"), stdin=documents(*texts)).stdout.splitlines())


ok(events(text) == 1 and events("Tarvosian soldiers attacked Korell before the regatta.") == 0, "a discard in the sentence: no event")
ok(events(text + " They left the regatta.") == 1, "in another sentence: that one only")
ok(events(text + " They left the rowing cup.") == 0, "a discard of the story: no event in the document")
ok(events("Tarvosia condemned Korell. Korell condemned Tarvosia.") == 2, "actors without a country are not the same happening")
done()
