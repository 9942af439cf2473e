#!/usr/bin/env python3
"""broadway story: families and chains of the project's own documents; a state that is killed, damaged, another's; what a revision
changed.

usage: test_story.py BROADWAY VERSIONS"""
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

from tap import done, ok, run

broadway, folder = sys.argv[1:3]
sys.path.insert(0, folder)
import versions  # noqa: E402

work = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(work.name, name)


def lines(documents):
    return "".join(json.dumps({k: v for k, v in d.items() if k != "gold"}) + "\n" for d in documents).encode()


def story(documents, *options):
    r = run(broadway, "story", *options, stdin=lines(documents))
    return r, [json.loads(line) for line in r.stdout.splitlines()]


written = versions.written()
documents = written + versions.made(written)

# ---- families and chains
r, got = story(documents)
ok(r.returncode == 0 and [g["id"] for g in got] == [d["id"] for d in documents], "a line for each, in their order", r.stderr.decode())
ok(len({d["gold"][0] for d in documents}) >= 60 and len(documents) >= 130, "the set is not smaller than it was")
for name, at in (("family", 0), ("revises", 1), ("number", 2)):
    wrong = [f"{d['id']}: {d['gold']} got {g}" for d, g in zip(documents, got)
             if d["gold"][at] != (g["copy"], g["revision_of"], g["revision"])[at]]
    ok(not wrong, f"{name} of {len(documents)} documents", *wrong)
flags = {g["id"]: [k for k in ("kill", "correction") if g.get(k)] for g in got}
ok(flags["w2"] == flags["w4"] == ["kill"] and flags["r4"] == flags["t2"] == ["correction"] and sum(map(bool, flags.values())) == 4,
   "kills and corrections, and no others", flags)
ok(all(g["story"] for g in got), "each has a story")
same = {}
for d, g in zip(documents, got):
    same.setdefault(g["copy"], set()).add(g["story"])
ok(all(len(s) == 1 for s in same.values()), "versions of one text are of one story")

# ---- in another order families are nearly the same: what came first is the name, so partitions are compared
shuffled = documents[:]
random.Random(3).shuffle(shuffled)
_, other = story(shuffled)


def partition(answers):
    families = {}
    for g in answers:
        families.setdefault(g["copy"], set()).add(g["id"])
    return {frozenset(f) for f in families.values()}


missing = partition(got) - partition(other)
ok(len(missing) <= 3, f"another order, the same families: {len(missing)} of {len(partition(got))} differ", *[sorted(m) for m in missing])

# ---- a state: one run, many runs, threads, again
r, whole = story(documents, "--state", path("whole.db"))
ok(r.returncode == 0 and whole == got, "with a state the same", r.stderr.decode())
parts = []
for i in range(0, len(documents), 20):
    parts += story(documents[i:i + 20], "--state", path("parts.db"))[1]
ok(parts == got, "in many runs the same")
ok(story(documents, "--state", path("parts.db"))[1] == got, "what was seen is answered as before")
ok(story(documents, "-j", "4")[1] == got, "with four threads the same")

# ---- killed in the middle: nothing that was printed is lost, and going on gives the same
big = []
for i in range(400):
    base = documents[i % len(documents)]
    big.append({**base, "id": f"{base['id']}/{i}", "gold": None})
_, want = story(big)
data = lines(big).splitlines(keepends=True)
for round_, wait in enumerate((0, 1, 60, 200, 399)):
    state = path(f"killed{round_}.db")
    p = subprocess.Popen([broadway, "story", "--state", state], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    p.stdin.write(b"".join(data[:wait]))
    p.stdin.flush()
    printed = b""
    while printed.count(b"\n") < min(wait, 50):  # what comes is printed at last, however slow the machine is
        more = os.read(p.stdout.fileno(), 65536)
        if not more:
            break
        printed += more
    p.send_signal(signal.SIGKILL)
    printed += p.stdout.read()
    p.wait()
    p.stdin.close()
    p.stdout.close()
    before = [json.loads(line) for line in printed.splitlines(keepends=True) if line.endswith(b"\n")]  # the last may be cut off
    ok(before == want[:len(before)] and len(before) >= min(wait, 50), f"killed after {len(before)} lines: they were right")
    again = story(big, "--state", state)[1]
    ok(again == want, "and going on gives the same")
    again = story(big[:100], "--state", state)[1]
    ok(again == want[:100], "and again")

# ---- the disk is full: the run ends, nothing was printed that is not in the state, and with room it goes on
def with_little_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as of a disk: the write fails


long = [{**d, "text": d.get("text", "") + " " + " ".join(f"{i}w{n}" for n in range(300))} for i, d in enumerate(big * 4)]
long = [{**d, "id": f"{i}/{d['id']}"} for i, d in enumerate(long)]
_, want_long = story(long)
for room, options in ((60000, ()), (800000, ()), (800000, ("-j", "3"))):
    state = path(f"full{room}{len(options)}.db")
    r = run(broadway, "story", "--state", state, *options, stdin=lines(long), preexec_fn=with_little_room)
    printed = [json.loads(line) for line in r.stdout.splitlines()]
    ok(r.returncode in (1, 2) and state.encode() in r.stderr and r.stderr.count(b"\n") == 1, f"room for {room} bytes: the run ends", r.stderr.decode())
    ok(len(printed) < len(long) and printed == want_long[:len(printed)], f"what was printed until then ({len(printed)} lines) is right")
    kept = sqlite3.connect(state)
    stored = {i for i, in kept.execute("SELECT id FROM documents")} if kept.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] else set()
    kept.close()
    ok({p["id"] for p in printed} <= stored, "and stored", len(stored))
    ok(story(long, "--state", state)[1] == want_long, "and going on gives the same")

# ---- resume
with open(path("big.jsonl"), "wb") as f:
    f.write(b"".join(data))
r = run(broadway, "story", "--state", path("r.db"), "-o", path("out.jsonl"), path("big.jsonl"))
ok(r.returncode == 0 and [json.loads(line) for line in open(path("out.jsonl"))] == want, "--output", r.stderr.decode())
r = run(broadway, "story", "--resume", "-o", path("out.jsonl"), path("big.jsonl"))
ok(r.returncode == 2 and b"--resume needs --state" in r.stderr, "--resume without a state", r.stderr.decode())

# ---- states that are none
for why, make, message in (
    ("text", lambda p: open(p, "w").write("This is no state, but a text of some length.\n" * 40), "is no state of broadway story"),
    ("another database", lambda p: sqlite3.connect(p).execute("CREATE TABLE x (y)").connection.close(), "but no state of broadway story"),
    ("a newer one", lambda p: (shutil.copy(path("whole.db"), p), sqlite3.connect(p).execute("PRAGMA user_version = 99").connection.close()),
     "another version of broadway (schema 99"),
    ("a folder", os.mkdir, "unable to open"),
):
    make(path(why))
    r = run(broadway, "story", "--state", path(why), stdin=lines(documents[:1]))
    ok(r.returncode == 2 and message in r.stderr.decode() and not r.stdout and why in r.stderr.decode(), f"{why} for a state", r.stderr.decode())

# ---- damaged states: bytes turned over, cut off. Refused with a reason, or read; never a crash
whole_bytes, r_ = open(path("whole.db"), "rb").read(), random.Random(5)
crashed, silent, refused = [], [], 0
for n in range(40):
    bad = bytearray(whole_bytes)
    if n % 4 == 0:
        bad = bad[:r_.randrange(len(bad))]
    else:
        for _ in range(r_.choice((1, 20, 400))):
            bad[r_.randrange(100, len(bad))] = r_.randrange(256)
    with open(path("bad.db"), "wb") as f:
        f.write(bad)
    for junk in ("bad.db-wal", "bad.db-shm", "bad.db-journal"):
        if os.path.exists(path(junk)):
            os.remove(path(junk))
    r = run(broadway, "story", "--state", path("bad.db"), stdin=lines(documents))
    refused += r.returncode != 0
    if r.returncode not in (0, 1, 2):
        crashed.append((n, r.returncode, r.stderr.decode()))
    if r.returncode and b"bad.db" not in r.stderr:
        silent.append((n, r.stderr.decode()[:300]))
ok(not crashed, "damaged states crash nothing", *crashed)
ok(not silent and refused > 5, f"and are refused with their name ({refused} of 40)", *silent)

# ---- one process at a time
p = subprocess.Popen([broadway, "story", "--state", path("whole.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
p.stdin.write(lines(documents[:1]))
p.stdin.flush()
p.stdout.readline()
r = run(broadway, "story", "--state", path("whole.db"), stdin=lines(documents[:1]))
ok(r.returncode == 2 and b"is in use by another process" in r.stderr, "a state that another process holds", r.stderr.decode())
p.stdin.close()
p.stdout.close()
p.wait()

# ---- a slow stream is answered without waiting for its end
p = subprocess.Popen([broadway, "story"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
answers = 0
for d in documents[:3]:
    p.stdin.write(lines([d]))
    p.stdin.flush()
    answers += json.loads(p.stdout.readline() or "{}").get("id") == d["id"]  # it would wait for ever
ok(answers == 3, "each line of a slow stream is answered at once")
p.stdin.close()
p.stdout.close()
p.wait()

# ---- what changed
by_id = {d["id"]: d for d in written}
for id_ in ("r3", "r4", "w1", "w2"):
    open(path(id_ + ".txt"), "w").write(by_id[id_]["raw"])
r = run(broadway, "story", "--diff", path("r3.txt"), path("r4.txt"))
want_diff = "! correction\n~ The operators had offered a raise of [-5.1-]{+4.1+} percent, the employers' federation said.\n"
ok(r.returncode == 0 and r.stdout.decode() == want_diff, "a correction", r.stdout.decode(), r.stderr.decode())
r = run(broadway, "story", "--diff", "--state", path("whole.db"), "r3", "r4")
ok(r.stdout.decode() == want_diff, "the same by their ids", r.stdout.decode(), r.stderr.decode())
r = run(broadway, "story", "--diff", "--to", "jsonl", path("r3.txt"), path("r4.txt"))
first, second = [json.loads(line) for line in r.stdout.splitlines()]
ok(first["correction"] and not first["kill"] and (first["same"], first["changed"], first["added"], first["withdrawn"]) == (5, 1, 0, 0) and
   second["change"] == "changed" and "5.1" in second["from"]["text"] and "4.1" in second["to"]["text"], "as JSON Lines", r.stdout.decode())
moved = [f"The clerk of court {n} read the list aloud." for n in ("one", "two", "one", "three", "one")]
for name, order in (("before", (0, 1, 2, 3, 4)), ("behind", (3, 0, 2, 4, 1))):
    open(path(name + ".jsonl"), "w").write(json.dumps({"id": name, "text": " ".join(moved[i] for i in order)}) + "\n")
r = run(broadway, "story", "--diff", path("before.jsonl"), path("behind.jsonl"))
ok(r.returncode == 0 and not r.stdout, "sentences that only moved, one of them told three times", r.stdout.decode(), r.stderr.decode())
r = subprocess.run([broadway, "story", "--diff", path("r3.txt"), path("r4.txt")], stdout=open("/dev/full", "w"), stderr=subprocess.PIPE)
ok(r.returncode == 1 and b"cannot write" in r.stderr, "no room for what is printed", r.stderr.decode())
r = run(broadway, "story", "--diff", path("w1.txt"), path("w2.txt"))
ok(r.stdout.startswith(b"! kill\n") and r.stdout.count(b"\n- ") == 2, "a withdrawal", r.stdout.decode())
for arguments, message in ((("--diff", path("w1.txt")), "takes two documents"), (("--diff", path("w1.txt"), path("big.jsonl")), "more than one document"),
                           (("--diff", path("w1.txt"), path("nowhere")), "No such file"),
                           (("--diff", "--state", path("whole.db"), "r3", "r99"), "holds no document 'r99'"),
                           (("--diff", "--state", path("nothing.db"), "r3", "r4"), "No such file"), (("--to", "jsonl"), "goes with --diff")):
    r = run(broadway, "story", *arguments)
    ok(r.returncode in (1, 2) and message in r.stderr.decode() and not r.stdout, f"refused: {message}", r.stderr.decode())

# ---- odd documents
r, got = story([{"id": "1", "text": ""}, {"id": "2", "title": "x"}, {"id": "1", "text": "a"}, {"id": "1", "text": "b"}, {"id": "1", "text": ""},
                {"id": "é\u0000\n", "text": "\u0000 word word word word word word word word word word"}])
ok(r.returncode == 0 and len(got) == 6 and len({g["copy"] for g in got}) == 5 and got[0] == got[4], "empty texts, one id for several documents", got)
done()
