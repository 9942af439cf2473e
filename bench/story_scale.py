#!/usr/bin/env python3
"""How fast documents find their stories, whether the cost stays flat, and what memory it takes.
usage: story_scale.py BROADWAY STREAM.jsonl [STATE]

STREAM is what story_stream.py writes. Prints documents a second of processor in the first and the last tenth and over all, the most memory
held, and how well the families agree with the true ones (pairs)."""
import collections
import json
import os
import resource
import subprocess
import sys
import time

broadway, stream = sys.argv[1:3]
state = ["--state", sys.argv[3]] if len(sys.argv) > 3 else []
family = [json.loads(l)["family"] for l in open(stream, encoding="utf-8")]
n = len(family)


def processor(pid):
    """Seconds that the program has computed: other work on the machine does not count."""
    fields = open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


got, marks, started = [], {0: 0.0}, time.monotonic()
run = subprocess.Popen([broadway, "story", *state, stream], stdout=subprocess.PIPE)
for line in run.stdout:
    got.append(json.loads(line)["copy"])
    if len(got) in (n // 10, n - n // 10, n):
        marks[len(got)] = processor(run.pid)
run.wait()
seconds = time.monotonic() - started
peak = resource.getrusage(resource.RUSAGE_CHILDREN)
tenth = n // 10
print("documents        %d in %.0f s" % (len(got), seconds))
print("first tenth      %.0f documents a second of processor" % (tenth / (marks[tenth] - marks[0])))
print("last tenth       %.0f documents a second of processor" % (tenth / (marks[n] - marks[n - tenth])))
print("all              %.0f documents a second of processor" % (n / (peak.ru_utime + peak.ru_stime)))
print("memory           %.0f MB" % (peak.ru_maxrss / 1024))
if state:
    print("state            %.0f MB" % (os.path.getsize(state[1]) / 1e6))


def two(c):
    return sum(v * (v - 1) // 2 for v in c.values())


both, true, ours = two(collections.Counter(zip(family, got))), two(collections.Counter(family)), two(collections.Counter(got))
print("families         precision %.4f recall %.4f of pairs" % (both / max(ours, 1), both / max(true, 1)))
