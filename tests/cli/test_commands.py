#!/usr/bin/env python3
"""What a user sees: each command on the samples, threads, going on after a kill, bad input, memory.

usage: test_commands.py BROADWAY SAMPLES [--slow]
"""
import csv
import io
import json
import os
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time

from tap import done, ok, run, skip

broadway, samples = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
slow = "--slow" in sys.argv
sanitized = b"__asan_init" in open(broadway, "rb").read() or b"__tsan_init" in open(broadway, "rb").read()
work = tempfile.TemporaryDirectory()
os.chdir(work.name)
stories = sorted(os.path.join(samples, f) for f in os.listdir(samples) if f.endswith(".txt"))
corpus, table = os.path.join(samples, "corpus.jsonl"), os.path.join(samples, "corpus.csv")


def write(name, content):
    with open(name, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode())
    return name


def lines(r):
    return [json.loads(l) for l in r.stdout.splitlines()]


def clean(r):
    return r.returncode == 0 and r.stderr == b""


# ---- each command on the samples ------------------------------------------------------------------------

r = run(broadway, "wire", *stories, corpus, table)
docs = lines(r) if clean(r) else []
ok(len(docs) == len(stories) + 7 and len(stories) >= 5, "wire: a line a document", r.stderr)
ok({d["agency"] for d in docs} >= {"Reuters", "AP", "AFP", "Yonhap", "Xinhua"}, "wire: the agencies")
ok(docs and all(d["published"] for d in docs if d["agency"] not in ("AP",)), "wire: dates of copy and corpora")
r = run(broadway, "wire", "-", stdin=open(stories[0], "rb").read())
ok(clean(r) and lines(r)[0]["text"] == docs[0]["text"], "wire: '-' is standard input")
r = run(broadway, "wire", "--text-column", "body", "--id-column", "nr", "--date-column", "day",
        write("other.csv", 'nr,day,body\n7,2020-01-02,"Kenya, it is said, thanked Sudan."\n'))
ok(clean(r) and [(d["id"], d["published"], d["text"]) for d in lines(r)] ==
   [("7", "2020-01-02", "Kenya, it is said, thanked Sudan.")], "wire: named columns of CSV", r.stderr)
r = run(broadway, "wire", "--date", "2001-02-03", write("undated.txt", "Kenya thanked Sudan.\n"))
ok(clean(r) and lines(r)[0]["published"] == "2001-02-03", "wire: --date dates what has no date")

r = run(broadway, "parse", *stories)
conllu = r.stdout.decode()
ok(clean(r) and conllu.count("# newdoc id = ") == len(stories), "parse: a document a story", r.stderr)
ok(all(len(l.split("\t")) == 10 for l in conllu.splitlines() if l and l[0] != "#"), "parse: ten columns")
again = run(broadway, "parse", "--gold-tokens", write("gold.conllu", conllu))
forms = lambda text: [l.split("\t")[:2] for l in text.splitlines() if l and l[0] != "#"]
ok(clean(again) and forms(again.stdout.decode()) == forms(conllu), "parse: --gold-tokens keeps the tokens", again.stderr)
r = run(broadway, "parse", "--gold-tokens", write("bad.conllu", "1\tKenya\n"))
ok(r.returncode == 1 and b"bad.conllu" in r.stderr, "parse: CoNLL-U with a short line is refused", r.stderr)

r = run(broadway, "link", corpus)
mentions = {d["id"]: d["mentions"] for d in lines(r)}
ok(clean(r) and list(mentions) == ["a1", "a2", "a3", "a4"], "link: a line a document", r.stderr)
ok({"POL", "RUS"} <= {m["country"] for m in mentions["a1"]}, "link: countries")
r = run(broadway, "link", write("ask.jsonl", json.dumps(
    {"id": "q", "text": "Sudan thanked Kenya.", "spans": [[14, 19], [6, 13]]}) + "\n"))
answer = lines(r)[0]["mentions"]
ok(clean(r) and len(answer) == 2 and answer[0]["country"] == "KEN" and answer[1] is None, "link: spans asked for", r.stdout)

r = run(broadway, "when", corpus)
times = {d["id"]: d["times"] for d in lines(r)}
ok(clean(r) and [(t["text"], t["value"]) for t in times["a1"]] == [("Thursday", "2021-04-15")], "when: a weekday", r.stdout)
monday = lambda *o: lines(run(broadway, "when", *o, write("m.jsonl", '{"id":"m","text":"Monday","date":"2021-04-15"}\n')))
ok(monday("--prefer", "future")[0]["times"][0]["value"] == "2021-04-19" and
   monday()[0]["times"][0]["value"] == "2021-04-12", "when: --prefer future")

# ---- code --------------------------------------------------------------------------------------------------

r = run(broadway, "code", "--to", "jsonl", *stories, corpus, table)
events = lines(r)
coder = run(broadway, "--version").stdout.decode().split()[-1]
ok(clean(r) and len(events) >= 10, f"code: {len(events)} events in the samples", r.stderr)
ok(all(e["coder"] == coder for e in events), "code: events carry the coder's hash that --version shows")
ok(len({(e["document"], e["id"]) for e in events}) == len(events), "code: ids are unique")
source = {d["id"]: d for d in docs}
ok(all((source[e["document"]]["text"] if e["sentence"] >= 0 else source[e["document"]]["title"]).encode()
       [e["trigger"]["start"]:e["trigger"]["end"]].decode() == e["trigger"]["text"] for e in events),
   "code: offsets are bytes of the text that wire prints")
r = run(broadway, "code", "--to", "jsonl", "--offsets", "chars",
        write("accent.jsonl", json.dumps({"id": "x", "text": "“Ça va,” he said. Poland condemned Kenya."}) + "\n"))
ok(clean(r) and lines(r) and all("“Ça va,” he said. Poland condemned Kenya."[e["trigger"]["start"]:e["trigger"]["end"]] ==
                    e["trigger"]["text"] for e in lines(r)), "code: --offsets chars counts characters", r.stdout)

counted = [e for e in events if e["polarity"] == "positive" and e["modality"] == "actual"]
rows = lambda *o: list(csv.DictReader(io.StringIO(run(broadway, "code", "--to", "csv", *o, *stories, corpus, table)
                                                 .stdout.decode(), newline="")))
ok([e["id"] for e in counted] == [x["id"] for x in rows()], "code: CSV has the events that count")
ok([e["id"] for e in events] == [x["id"] for x in rows("--all-modalities")], "code: --all-modalities has all")
ok(len(counted) < len(events), "code: some sample event is negated, planned, hypothetical or denied")
first = rows()[0]
ok(first["type"] == counted[0]["type"] and first["date"] == (counted[0]["date"] or "") and
   first["cameo"] == (counted[0]["cameo"] or "") and first["trigger"] == counted[0]["trigger"]["text"] and
   first["actor_code"] == "; ".join(a["code"] for a in counted[0]["actor"]), "code: CSV says what JSON Lines says", first)
ok({x["revision"] for x in rows()} >= {"", "update 2", "lead 1"}, "code: CSV has the revision", {x["revision"] for x in rows()})
header = run(broadway, "code", "--to", "csv", "--dyads", stories[0]).stdout.split(b"\r\n")[0].decode().split(",")
manual = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/commands.md"), encoding="utf-8").read()
ok([c for c in header if f"`{c}`" not in manual] == [], "code: every column of CSV is described in docs/commands.md",
   [c for c in header if f"`{c}`" not in manual])
pairs = rows("--dyads")
by_event = {}
for p in pairs:
    by_event.setdefault(p["document"] + p["id"], []).append(p)
ok(pairs and all("; " not in p["actor_code"] + p["recipient_code"] and p["actor"] and p["recipient"] for p in pairs),
   "code: --dyads has one actor and one recipient a row")
ok(all(abs(sum(float(p["weight"]) for p in ps) - 1) < 1e-3 and [p["dyad"] for p in ps] ==
       [f"{ps[0]['event']}.{i + 1}" for i in range(len(ps))] for ps in by_event.values()), "code: weights of an event add up to 1")
r = run(broadway, "code", "--to", "jsonl", "--dyads", *stories)
ok(clean(r) and all(len(e["actor"]) == len(e["recipient"]) == 1 and e["event"] == e["id"] for e in lines(r)),
   "code: --dyads in JSON Lines")
r = run(broadway, "code", *stories)
shown = r.stdout.decode().splitlines()
ok(clean(r) and len(shown) == sum(e["document"] in stories for e in counted), "code: a table by default, a line an event")
ok(all(re.match(r"(\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}|    )", l) and l == l.rstrip() for l in shown), "code: dates first")
every = lines(run(broadway, "code", "--to", "jsonl", *stories))
sure = lines(run(broadway, "code", "--to", "jsonl", "--confidence", "75", *stories))
ok(0 < len(sure) < len(every) and sure == [e for e in every if e["confidence"] >= 0.75], "code --confidence", len(sure), len(every))
once = lines(run(broadway, "code", "--to", "jsonl", "--unique", *stories))
ok(len({(e["document"], e["happening"]) for e in once}) == len(once) ==
   len({(e["document"], e["happening"]) for e in events if e["document"] in stories}), "code: --unique")

r = run(broadway, "code", "-o", "-", *stories)
ok(clean(r) and r.stdout.decode().splitlines() == shown, "code: '-o -' is standard output", r.stderr)
r = subprocess.run([broadway, "code", *stories], stdout=open("/dev/full", "w"), stderr=subprocess.PIPE)
ok(r.returncode == 1 and b"standard output: cannot write: No space left" in r.stderr, "code: a full disk, and its cause", r.stderr)

# ---- relate, explain ----------------------------------------------------------------------------------------

r = run(broadway, "relate", stdin=b'{"id":"1","text":"Poland thanked Kenya.","actor":[0,6],"recipient":[15,20]}\n'
        b'{"id":"2","marked":"<s>Poland</s> condemned <t>Kenya</t>."}\n')
ok(clean(r) and [a["id"] for a in lines(r)] == ["1", "2"] and all(a["type"] and 1 <= a["quad"] <= 4 for a in lines(r)),
   "relate: answers always", r.stdout, r.stderr)
ok(lines(r)[1]["type"] == "ACCUSE", "relate: condemned is ACCUSE", r.stdout)
r = run(broadway, "relate", write("q.jsonl", '{"id":"1","marked":"nothing"}\n\n{"id":"2"}\n[]\n{"id":"3","text":"x","actor":[0,9],'
                                  '"recipient":[0,1]}\n{"id":"4","marked":"<s>A</s> met <t>B</t>."}\n{"id"\n'))
ok(r.returncode == 1 and r.stdout.count(b"\n") == 2 and re.findall(r"q\.jsonl:(\d): ", r.stderr.decode()) == list("3457"),
   "relate: bad rows are named, the rest is answered, marked or not", r.stderr.decode())
r = run(broadway, "relate", stdin=b'\xef\xbb\xbf{"id":7,"marked":"<s>Poland</s> condemned <t>Kenya</t>."}\n')
ok(clean(r) and lines(r)[0]["id"] == "7", "relate: a number as id, a byte order mark", r.stdout, r.stderr)
r = run(broadway, "explain", "--date", "2021-04-01", "Poland condemned Kenya on Monday.")
ok(clean(r) and all(w in r.stdout.decode() for w in ("Poland", "condemned", "POL", "KEN", "ACCUSE", "2021-03-29")),
   "explain: tokens, entities, date and event", r.stdout.decode())
ok(run(broadway, "explain", stdin=b"Poland condemned Kenya.").stdout ==
   run(broadway, "explain", "Poland", "condemned", "Kenya.").stdout, "explain: standard input is as good as arguments")

why = run(broadway, "explain", "--date", "2021-04-01", "Poland often condemned Kenya.").stdout.decode()
ok("no event: it is a habit" in why and re.search(r"- .*nothing fits '\S.*' \(column \d+\)", why) and re.search(r"\* .* \d+ points", why),
   "explain: where a rule failed, which was taken, and why it gave no event", why)
ok("(country)" in why and "the classifier's view" in why, "explain: reasons of entities, the classifier's view", why)
told = lines(run(broadway, "code", "--explain", *stories, corpus, table))
text = {d["id"]: d for d in docs}
ok([e for t in told for e in t["events"]] == events, "code --explain: the same events as --to jsonl, each in its sentence")
ok({t["document"] for t in told} == set(text) and len(told) > len({(e["document"], e["sentence"]) for e in events}),
   "code --explain: sentences without event are there too")
ok(all((text[t["document"]]["text"] if t["sentence"] >= 0 else text[t["document"]]["title"]).encode()[x["start"]:x["end"]].decode() == x["text"]
       for t in told for x in t["entities"] + t["times"]), "code --explain: offsets are bytes of the text")
tried = [(t, p, x) for t in told for p in t["predicates"] for x in p["patterns"]]
ok(all(x["fits"] == (x["points"] is not None) == (x["failed_at"] is None) and (x["fits"] or not x["taken"]) for _, _, x in tried) and
   all(sum(x["taken"] for x in p["patterns"]) == any(x["fits"] for x in p["patterns"]) for _, p, _ in tried),
   "code --explain: of those that fit one is taken, of the others it is said where they failed")
ok(all(x["failed_at"]["part"] is None or (x["pattern"].find(x["failed_at"]["part"]) >= 0 and x["failed_at"]["column"] > 0) for _, _, x in tried if not x["fits"]),
   "code --explain: parts at fault are words of the pattern")
ok({(e["document"], e["trigger"]["start"]) for e in events if e["rule"] != "model"} <=
   {(t["document"], e["trigger"]["start"]) for t, p, _ in tried for e in t["events"] if p["outcome"] == "event"},
   "code --explain: predicates of events say so")
ok(all(p["outcome"] is None or p["outcome"] == "event" or any(x["taken"] for x in p["patterns"]) for _, p, _ in tried) and
   any(p["outcome"] not in (None, "event") for _, p, _ in tried), "code --explain: some rule that fits gave no event, and why is told")
ok(all(0 <= c[k] < len(t["entities"]) for t in told for c in t["classifier"] for k in ("actor", "recipient")) and any(t["classifier"] for t in told),
   "code --explain: the classifier's pairs are entities")
ok(run(broadway, "code", "--explain", "-j", "4", *stories).stdout == run(broadway, "code", "--explain", "--to", "jsonl", *stories).stdout,
   "code --explain: --to jsonl is understood, threads change nothing")

r = run(broadway, "kb", "check")
ok(r.returncode == 0 and b" 0 faults" in r.stdout, "kb check: the tables are sound", r.stdout[-500:])
ok(b"KEN" in run(broadway, "kb", "find", "Kenya").stdout, "kb find")
r = run(broadway, "kb", "find", "Angela Merkel")
ok(r.stdout.count(b"angela-merkel") == 1, "kb find: one row for one person", r.stdout)
r = run(broadway, "kb", "find", "Xyzzyq")
ok(r.returncode == 0 and r.stdout == b"" and b"know nobody" in r.stderr, "kb find: says that there is nobody", r.stderr)
r = run(broadway, "lexicon", "check")
ok(r.returncode == 0, "lexicon check: the rules are sound", r.stderr)
with tempfile.TemporaryDirectory() as folder:
    for args in (["kb", "check", folder + "/none"], ["lexicon", "check", folder + "/none"], ["lexicon", "check", folder]):
        r = run(broadway, *args)
        ok(r.returncode == 2 and folder.encode() in r.stderr, " ".join(args[:2]) + ": a folder that holds nothing", r.stderr)
    os.mkdir(folder + "/rules")
    with open(folder + "/rules/mine.rules", "wb") as f:
        f.write(b"\xef\xbb\xbfcode 190\r\n  actor frobnicate recipient\r\n")
    r = run(broadway, "lexicon", "check", folder)
    ok(r.returncode == 0, "lexicon check: a byte order mark and CR LF", r.stdout, r.stderr)
    with open(folder + "/people.tsv", "w") as f:
        f.write("jane-doe\tname\tJane Doe\njane-doe\tcountry\tQQQ\n")
    r = run(broadway, "kb", "check", folder)
    ok(r.returncode == 1 and f"{folder}/people.tsv:2:18:".encode() in r.stdout and b"2 faults" in r.stderr,
       "kb check: a fault names its folder", r.stdout, r.stderr)

# ---- threads ---------------------------------------------------------------------------------------------------

many = write("many.jsonl", "".join(
    json.dumps({"id": f"d{i}", "published": "2021-04-15", "text": " ".join(
        ["Poland expelled three Russian diplomats on Thursday.", "Kenya will host talks with Sudan.", "It rained."]
        [(i + k) % 3] for k in range(i % 9))}) + ("\n" if i % 50 else "\n{broken\n") for i in range(600)))
for to in ("jsonl", "csv", "table"):
    outs = [run(broadway, "code", "--to", to, "-j", str(j), many) for j in (1, 2, 4)]
    ok(len({(o.stdout, o.stderr, o.returncode) for o in outs}) == 1 and outs[0].returncode == 1,
       f"threads: the same bytes, messages and status with -j 1, 2, 4 ({to})")
ok(outs[0].stderr.count(b"many.jsonl:") == 12, "threads: broken lines are named in order")

# ---- going on after a kill ---------------------------------------------------------------------------------------

big = write("big.jsonl", "".join(
    json.dumps({"id": f"d{i}", "published": "2021-04-15",
                "text": "Poland expelled three Russian diplomats on Thursday. Kenya thanked Sudan for its help. " * 3}) + "\n"
    for i in range(3000 if not sanitized else 400)))
inputs = [stories[0], big, table]
whole = run(broadway, "code", "--to", "csv", *inputs)


def journal():
    try:
        return open("out.csv.progress").read()
    except OSError:
        return ""


def killed_run():
    """Starts or goes on, and is killed once it has set down a new place. False: it was done before."""
    p = subprocess.Popen([broadway, "code", "--to", "csv", "-j", "2", "-o", "out.csv", "--resume", *inputs])
    last = journal()
    while p.poll() is None:
        now = journal()
        if now and "output 0\n" not in now and now != last:
            p.send_signal(signal.SIGKILL)
            p.wait()
            return bool(journal())
        time.sleep(.01)
    return False


if killed_run():
    cut = os.path.getsize("out.csv")
    r = run(broadway, "code", "--to", "csv", "-o", "out.csv", "--resume", stories[0], big)
    ok(r.returncode == 2 and b"other inputs" in r.stderr and os.path.getsize("out.csv") == cut,
       "resume: other inputs are refused", r.stderr)
    kills = 1 + killed_run()
    if journal():
        with open("out.csv", "ab") as f:
            f.write(b"half a li")
    r = run(broadway, "code", "--to", "csv", "-j", "2", "-o", "out.csv", "--resume", *inputs)
    ok(r.returncode == whole.returncode and open("out.csv", "rb").read() == whole.stdout,
       f"resume: after {kills} kills the same bytes as in one run", r.stderr)
else:
    skip("resume: after a kill", "the machine was too fast")
ok(not os.path.exists("out.csv.progress"), "resume: the journal goes when all is done")
r = run(broadway, "code", "--to", "csv", "-o", "out.csv", "--resume", *inputs)
ok(r.returncode == 0 and b"complete" in r.stderr and open("out.csv", "rb").read() == whole.stdout, "resume: nothing left to do")
write("bad.csv.progress", "broadway progress 1\nrun x\nfile -4\n")
r = run(broadway, "code", "-o", "bad.csv", "--resume", stories[0])
ok(r.returncode == 2 and b"bad.csv.progress: not a journal" in r.stderr, "resume: a damaged journal is told", r.stderr)
r = run(broadway, "code", "-o", "/no/such/folder/out", stories[0])
ok(r.returncode == 2 and b"/no/such/folder/out: No such file" in r.stderr, "an output that cannot be opened")

r = run(broadway, "code", "-o", "many.jsonl", many)
ok(r.returncode == 2 and b"overwritten" in r.stderr and os.path.getsize(many) > 1000, "an output that is an input is refused")

# ---- bad input -----------------------------------------------------------------------------------------------------

good = write("good.jsonl", '{"id":"g","text":"Poland condemned Kenya.","published":"2021-04-15"}\n')
expect = run(broadway, "code", "--to", "jsonl", good).stdout
BAD = [
    ("an empty file", "empty.txt", b"", r"empty\.txt: is empty"),
    ("a file that is not there", "gone.txt", None, r"gone\.txt: No such file"),
    ("a folder", ".", None, r"\.: "),
    ("a binary file", "binary.txt", bytes(range(256)) * 64, r"binary\.txt: "),
    ("CSV without the text column", "notext.csv", b"id,when\n1,2\n", r"notext\.csv:1: .*text"),
    ("CSV with an open quote", "quote.csv", b'id,text\n1,"Poland\n', r"quote\.csv:2: "),
    ("truncated JSON", "cut.jsonl", b'{"id":"1","text":"Pol', r"cut\.jsonl:1(:\d+)?: "),
    ("JSON without text", "bare.jsonl", b'{"id":"1"}\n{"id":"2","text":"It rained."}\n', r"bare\.jsonl:1: .*text"),
]
for what, name, content, message in BAD:
    if content is not None:
        write(name, content)
    r = run(broadway, "code", "--to", "jsonl", name, good)
    ok(r.returncode == 1 and re.match("broadway: " + message, r.stderr.decode()) and r.stdout == expect,
       f"{what}: told with file and cause, the rest is done", r.returncode, r.stderr.decode(), r.stdout.decode())
r = run(broadway, "code", "--to", "jsonl", write("latin.jsonl", b'{"id":"1","text":"Caf\xff\xfe. Poland condemned Kenya."}\n'), good)
ok(r.returncode == 0 and b"latin.jsonl: 2 bytes" in r.stderr and b"UTF-8" in r.stderr and len(lines(r)) == 2,
   "invalid UTF-8: repaired, counted, said", r.stderr)

# ---- memory ----------------------------------------------------------------------------------------------------------


def peak_mb(*command):
    """Status, standard error and peak memory of a run whose output is thrown away."""
    with open("peak.err", "wb") as err, open(os.devnull, "wb") as out:
        p = subprocess.Popen([str(c) for c in command], stdout=out, stderr=err)
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = status
    return os.waitstatus_to_exitcode(status), open("peak.err", "rb").read().decode(), usage.ru_maxrss / 1024


def bounded(what, message, *command):
    status, err, mb = peak_mb(*command)
    ok(status == 1 and re.search(message, err) and (sanitized or mb < 300), f"{what}: {mb:.0f} MB", status, err)


with open("line.jsonl", "wb") as f:  # one endless line between two good ones
    f.write(open(good, "rb").read() + b'{"id":"x","text":"')
    for _ in range(1024 if slow else 100):
        f.write(b"x" * (1 << 20))
    f.write(b'"}\n' + open(good, "rb").read())
bounded("a line of %s" % ("1 GB" if slow else "100 MB"), r"line\.jsonl:2: .*limit", broadway, "code", "line.jsonl")
if slow:
    with open("endless.txt", "wb") as f:
        f.truncate(1 << 30)
    bounded("a file of 1 GB of zeros", r"endless\.txt: ", broadway, "code", "endless.txt")
os.remove("line.jsonl")
sentence = "The minister of Kenya met the envoy and " * 262144 + "."
bounded("a document of one sentence of 10 MB", r"sentence\.txt:(\d+:)? .*limit", broadway, "code", write("sentence.txt", sentence), good)
with open("sentences.jsonl", "w") as f:  # piece by piece: what this process held at most counts for its children, too
    for _ in range(20 if slow else 8):
        f.write(json.dumps({"id": "s", "text": sentence}) + "\n")
bounded("many of them on four threads", r"sentences\.jsonl:7: .*limit", broadway, "code", "-j", "4", "sentences.jsonl")
os.remove("sentences.jsonl")
if slow:
    status, err, mb = peak_mb(broadway, "code", "--to", "jsonl", write("longest.txt", sentence[:(1 << 20) - 20]))
    ok(status in (0, 1) and (sanitized or mb < 300), f"the longest text that is read: {mb:.0f} MB", err)
status, err, mb = peak_mb(broadway, "code", "-j", "4", big)
ok(status == 0 and (sanitized or mb < 300), f"a corpus on four threads: {mb:.0f} MB", err)

# ---- on a terminal ------------------------------------------------------------------------------------------------------


def on_terminal(columns, *command, to_file=None):
    """What a terminal of that width gets to see."""
    pid, fd = pty.fork()
    if pid == 0:
        if to_file:
            os.dup2(os.open(to_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.execv(broadway, [str(c) for c in command])
    import fcntl
    import struct
    import termios
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    seen = b""
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            part = b""
        if not part:
            break
        seen += part
    os.waitpid(pid, 0)
    return seen.decode()


seen = on_terminal(60, broadway, "code", *stories).replace("\r\n", "\n")
ok(seen.count("\n") == len(shown) and max(map(len, seen.splitlines())) <= 60, "terminal: lines are cut to its width", seen)
seen = on_terminal(80, broadway, "code", "--to", "csv", big, to_file="t.csv")
ok(re.search(r"\r[\d,]+ documents  [\d,]+ words/s  \d+ (s|min \d+ s) left\x1b\[K", seen) and seen.endswith("\r\x1b[K"),
   "terminal: a progress line, and it goes", repr(seen[-300:]))
ok(b"documents" not in run(broadway, "code", "--to", "csv", big).stderr, "no progress line in a pipe")
done()
