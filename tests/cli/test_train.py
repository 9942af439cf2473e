"""`broadway train`: progress, a kill and going on, text annotated by a teacher, what is refused. (A teacher that learns
and annotates: tests/unit/test_teacher.c, which makes an encoder.)"""
import os
import signal
import subprocess
import sys
import tempfile

from tap import done, ok, run

broadway, samples = os.path.abspath(sys.argv[1]), sys.argv[2]
mini = os.path.abspath(os.path.join(samples, "mini.conllu"))
os.chdir(tempfile.mkdtemp(prefix="broadway-train-cli-"))


def weights(folder):
    with open(os.path.join(folder, "network.bin"), "rb") as f:
        return f.read()


def train(folder, *more):
    return run(broadway, "train", "parse", mini, "--epochs", "12", "--out", folder, *more)


r = train("whole", "--dev", mini)
ok(r.returncode == 0 and b"round 12 of 12" in r.stderr and b"LAS" in r.stderr, "each round and the scores are told", r.stderr)
ok(not os.path.exists("whole/training.state"), "nothing is left but the weights")

command = [broadway, "train", "parse", mini, "--epochs", "12", "--out", "cut"]
p = subprocess.Popen(command, stderr=subprocess.PIPE)
for line in p.stderr:
    if line.startswith(b"round 4 "):
        p.send_signal(signal.SIGKILL)
p.wait()
killed = p.returncode == -signal.SIGKILL and not os.path.exists("cut/network.bin")
ok(killed and os.path.exists("cut/training.state"), "killed in its midst, with a state to go on from")
r = train("cut", "--resume", "--seed", "5")
ok(r.returncode != 0 and b"training.state" in r.stderr and b"other files or options" in r.stderr,
   "the state of another run is not taken up", r.stderr)
r = train("cut", "--resume", "-j", "2")
ok(r.returncode == 0 and b"going on after round" in r.stderr and b"round 2 of" not in r.stderr, "the run goes on", r.stderr)
ok(weights("cut") == weights("whole"), "and ends with the same bytes as in one go")
r = train("cut", "--resume")
ok(r.returncode == 0 and b"going on" not in r.stderr, "--resume without a state begins anew", r.stderr)

with open("cut/training.state", "wb") as f:
    f.write(b"BWTRAIN\0 and no more")
r = train("cut", "--resume")
ok(r.returncode != 0 and b"no state of a training run" in r.stderr, "a damaged state is refused", r.stderr)

r = train("silver", "--silver", mini)
ok(r.returncode == 0 and b"annotated by a teacher" in r.stderr and weights("silver") != weights("whole"),
   "a teacher's text is learned from beside the gold", r.stderr)
r = train("silver", "--silver", "names.tsv")
ok(r.returncode == 2 and b"names.tsv" in r.stderr, "--silver takes treebanks", r.stderr)
r = train("silver", "--silver", "missing.conllu")
ok(r.returncode != 0 and b"missing.conllu" in r.stderr, "a missing file is named", r.stderr)

r = run(broadway, "train", "teacher", mini, "--out", "teacher")
ok(r.returncode == 2 and b"--encoder" in r.stderr, "a teacher needs an encoder", r.stderr)
r = run(broadway, "train", "teacher", mini, "--encoder", "missing", "--out", "teacher")
ok(r.returncode == 1 and b"missing/config.json" in r.stderr, "which is named when it is not there", r.stderr)
r = run(broadway, "train", "annotate", mini, "--out", "out.conllu")
ok(r.returncode == 2 and b"--teacher" in r.stderr, "annotate needs a teacher", r.stderr)
r = run(broadway, "train", "annotate", mini, "--teacher", mini, "--out", "out.conllu")
ok(r.returncode == 1 and b"no teacher's file" in r.stderr and not os.path.exists("out.conllu"), "and a true one", r.stderr)

# The classifier: all 16 types, twelve frames of each, in which the verb tells the type.
ACTS = {"AGREE": ("036", "offered talks to"), "CONSULT": ("042", "visited"), "SUPPORT": ("051", "praised"), "CONCEDE": ("083", "yielded to"), "COOPERATE": ("061", "traded with"),
        "AID": ("071", "gave money to"), "RETREAT": ("0841", "freed"), "REQUEST": ("101", "demanded help from"), "ACCUSE": ("112", "accused"), "REJECT": ("121", "rebuffed"),
        "THREATEN": ("138", "threatened"), "PROTEST": ("141", "rallied against"), "SANCTION": ("163", "embargoed"), "MOBILIZE": ("152", "alerted troops against"), "COERCE": ("173", "arrested"),
        "ASSAULT": ("190", "attacked")}
NATIONS = ["Kenya", "Poland", "Peru", "Japan", "Chad", "Oman", "Cuba"]
lines = []
for act, (code, verb) in ACTS.items():
    for i in range(12):
        s, t = NATIONS[i % 7], NATIONS[(i + 1 + i // 7) % 7]
        lines.append(f"{act}\tactual\t{act}\t-\t{code}\t<s>{s}</s> {verb} <t>{t}</t> on day {i}.")
        if i % 4 == 0:
            lines.append(f"{act}\tnone\tNONE\t-\t-\t<s>{s}</s> and <t>{t}</t> were named by us on day {i}, who never {verb} anyone.")
with open("acts.tsv", "w") as f:
    f.write("# act, status, code, mode, CAMEO, text\n" + "\n".join(lines) + "\n")
learned = []
for threads in ("1", "2"):
    r = run(broadway, "train", "classifier", "acts.tsv", "--dev", "acts.tsv", "--epochs", "25", "--out", "classifier" + threads, "-j", threads)
    learned.append(open("classifier" + threads + "/classifier.bin", "rb").read() if r.returncode == 0 else r.stderr)
ok(r.returncode == 0 and b"round 25" in r.stderr, "a classifier learns", r.stderr)
share = float(r.stderr.split(b"dev: ")[-1].split(b" %")[0]) if b"dev: " in r.stderr else 0
ok(share > 90, f"what it was shown: {share} % right")
ok(learned[0] == learned[1], "one thread or two, the same bytes")
with open("bad.tsv", "w") as f:
    f.write(lines[0] + "\nASSAULT\tactual\tASSAULT\n")
r = run(broadway, "train", "classifier", "bad.tsv", "--out", "bad")
ok(r.returncode == 1 and b"bad.tsv:2: 3 columns, not 6" in r.stderr and not os.path.exists("bad/classifier.bin"), "a bad line is named", r.stderr)
with open("few.tsv", "w") as f:
    f.write("\n".join(lines[:15]) + "\n")
r = run(broadway, "train", "classifier", "few.tsv", "--out", "few")
ok(r.returncode == 1 and b"no code of" in r.stderr, "a type without examples is named", r.stderr)
done()
