#!/usr/bin/env python3
"""The examples in README and the manual run and print what they say.

An example is a block indented by four blanks whose first line begins with "$ "; what follows is the output. "…" in it
stands for anything within a line, a line "…" for any lines. story.txt is one of the samples; README's build/broadway and
tests/samples are this program and the samples.

usage: test_manual.py BROADWAY SAMPLES PAGE…
"""
import os
import re
import subprocess
import sys
import tempfile

from tap import done, ok

broadway, samples, pages = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
work = tempfile.TemporaryDirectory()
with open(os.path.join(samples, "talks.txt"), "rb") as f:
    story = f.read()
open(os.path.join(work.name, "story.txt"), "wb").write(story)
os.makedirs(os.path.join(work.name, "build"))
os.makedirs(os.path.join(work.name, "tests"))
os.symlink(broadway, os.path.join(work.name, "build", "broadway"))
os.symlink(samples, os.path.join(work.name, "tests", "samples"))
env = dict(os.environ, PATH=os.path.dirname(broadway) + ":" + os.environ["PATH"])


def pattern(expected):
    """Blanks beside "…" stand for any blanks, so that columns may move."""
    lines = [".*" if l.strip() == "…" else re.sub(r"(\\ )*…(\\ )*", "[^\\n]*", re.escape(l)) for l in expected]
    return "\n".join(lines)


for page in pages:
    text = open(page, encoding="utf-8").read()
    n = 0
    for block in re.findall(r"(?:^    .*\n)+", text, re.M):
        lines = [l[4:] for l in block.splitlines()]
        if not lines[0].startswith("$ "):
            continue
        n += 1
        command = lines[0][2:]
        r = subprocess.run(["bash", "-c", command], cwd=work.name, env=env, capture_output=True, text=True)
        got = (r.stdout + r.stderr).rstrip("\n")
        ok(re.fullmatch(pattern(lines[1:]), got, re.S), f"{os.path.basename(page)}: {command}", "want:", "\n".join(lines[1:]),
           "got:", got)
    ok(n > 0, f"{os.path.basename(page)} has examples")
done()
