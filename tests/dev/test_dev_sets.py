#!/usr/bin/env python3
"""Accuracy of wire, link, when, relate and code on the development sets, by their own scorers, against floors that only rise.

usage: test_dev_sets.py BROADWAY SHARED FLOORS.tsv [--print]

Each figure is taken on the open half and on the locked half (rows whose SHA-1 of id is odd). --print writes the table of docs/figures.md
and checks nothing."""
import hashlib
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

broadway, shared, floors = sys.argv[1:4]
printing = "--print" in sys.argv
if not os.path.exists(os.path.join(shared, "gold")):
    skip_all("../shared is not here")
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip_all("built without weights")
work = tempfile.TemporaryDirectory()


def path(*parts):
    return os.path.join(shared, *parts)


def ours(name, text):
    file = os.path.join(work.name, name)
    with open(file, "wb") as f:
        f.write(text)
    return file


def halves(gold):
    """The gold file cut in two by the hash of the id."""
    out = {"open": [], "locked": []}
    for line in open(gold, "rb"):
        if line.strip():
            odd = hashlib.sha1(str(json.loads(line)["id"]).encode()).digest()[-1] % 2
            out["locked" if odd else "open"].append(line)
    return {half: ours(half + os.path.basename(gold), b"".join(lines)) for half, lines in out.items()}


def gold_set(name):
    """Relation, event and penta rows, by `broadway eval`; its figures equal those of gold/score.py (tests/cli/test_eval_figures.py)."""
    for half, file in halves(path("gold", name + ".jsonl")).items():
        r = run(broadway, "eval", "--json", "--codebook", "cameo2plover-2021", file)
        for key, value in json.loads(r.stdout or b"{}").items():
            if isinstance(value, (int, float)) and key not in ("rows", "answered"):
                yield f"{name} {key}", half, value


def spans(kind, gold, command, *options):
    scorer = path("scorers", "spans.py")
    asked = ours("ask", run(sys.executable, scorer, "ask", kind, path(*gold)).stdout)
    answer = ours("answer", run(broadway, command, *options, asked).stdout)
    for half in ("open", "locked"):
        said = run(sys.executable, scorer, "score", kind, path(*gold), answer, "--half", half).stdout.decode()
        name = f"{kind} {gold[-1].removesuffix('.jsonl')}"
        yield f"{name} right", half, float(re.search(r" = ([0-9.]+)", said)[1])
        wrong = re.search(r"wrong links .* = ([0-9.]+)", said)
        if wrong:
            yield f"{name} not wrong", half, round(1 - float(wrong[1]), 4)
        for part in re.findall(r"(country|sector) ([0-9.]+)", said):
            yield f"{name} {part[0]}", half, float(part[1])


def copy():
    scorer = path("scorers", "wire.py")
    asked = ours("ask", run(sys.executable, scorer, "ask", path("wire", "copy.jsonl")).stdout)
    answer = ours("answer", run(broadway, "wire", asked).stdout)
    said = run(sys.executable, scorer, "score", path("wire", "copy.jsonl"), answer).stdout.decode()
    yield "wire copy fields", "all", float(re.search(r" = ([0-9.]+)", said)[1])


figures = {}
for source in (copy(), spans("names", ("names", "dev.jsonl"), "link"), spans("actors", ("gold", "actors_dev.jsonl"), "link"),
               spans("time", ("time", "gum-dev.jsonl"), "when"), spans("time", ("time", "duckling-dev.jsonl"), "when", "--prefer", "future"),
               *[spans("geo", ("geo", g + ".jsonl"), "link") for g in ("tr_news", "geowebnews", "lgl")],
               gold_set("plv_dev"), gold_set("gsr_dev"), gold_set("cameo_penta_dev")):
    for name, half, value in source:
        figures[name, half] = value
if printing:
    for name in dict.fromkeys(n for n, _ in figures):
        row = [f"{figures[name, h]:.3f}" if (name, h) in figures else "" for h in ("all", "open", "locked")]
        print(f"| {name} | " + " | ".join(row) + " |")
    sys.exit()
for line in open(floors, encoding="utf-8"):
    if line.strip() and line[0] != "#":
        name, half, floor = line.rstrip("\n").split("\t")
        got = figures.get((name, half))
        ok(got is not None and got >= float(floor), f"{name} ({half}): {got}, floor {floor}")
done()
