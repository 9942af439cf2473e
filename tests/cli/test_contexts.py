#!/usr/bin/env python3
"""What events are about: contexts of sentences of our own, measured, and of a few documents; faults of the lists.

The lists were mended with open.tsv; of held-out.tsv only the figures were read. A context counts once a sentence, whichever of its events has it.
usage: test_contexts.py BROADWAY CONTEXTS_FOLDER [--show]      --show: what is missing and too much in open.tsv
"""
import collections
import json
import os
import sys
import tempfile

from tap import done, ok, run

broadway, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
names = [line.split("\t")[0] for line in open(os.path.join(folder, "../../lexicon/codebook/contexts.tsv"), encoding="utf-8") if not line.startswith("#")][1:]
LEAST = {"open": (0.90, 0.90), "held-out": (0.80, 0.80)}  # precision, recall


def code(documents, *more):
    out = run(broadway, "code", "--to", "jsonl", "--all-modalities", *more, stdin="".join(json.dumps(d) + "\n" for d in documents).encode())
    found = collections.defaultdict(list)
    for event in map(json.loads, out.stdout.splitlines()):
        found[event["document"]].append(event)
    return found


for half in LEAST:
    rows = [line.rstrip("\n").split("\t") for line in open(os.path.join(folder, half + ".tsv"), encoding="utf-8") if not line.startswith("#")]
    events = code([{"id": str(i), "date": "2021-04-01", "text": text} for i, (_, text) in enumerate(rows)])
    right = said = wanted = doubtful = 0
    for i, (contexts, text) in enumerate(rows):
        want, got = set(contexts.split()), {c for e in events[str(i)] for c in e["contexts"]}
        may = {c.strip("()") for c in want if c.startswith("(")}
        want = {c for c in want if not c.startswith("(")}
        doubtful += len(got & (may - want))
        got -= may - want
        if not events[str(i)]:
            print(f"# {half}: no event in it: {text}" if half == "open" else f"# {half}: a sentence without event")
            continue
        right, said, wanted = right + len(want & got), said + len(got), wanted + len(want)
        if "--show" in sys.argv and half == "open" and want != got:
            print("# missing", *sorted(want - got), "too much", *sorted(got - want), "|", text)
        if not want | may <= set(names):
            ok(False, f"{half}: row {i + 1} has contexts of the code book", (want | may) - set(names))
    precision, recall = right / max(said, 1), right / max(wanted, 1)
    ok(precision >= LEAST[half][0] and recall >= LEAST[half][1],
       f"{half}: precision {precision:.3f} ({right / max(said + doubtful, 1):.3f} if those in brackets count as wrong), recall {recall:.3f} "
       f"in {len(rows)} sentences", f"at least {LEAST[half]}")

# ---- documents --------------------------------------------------------------------------------------------------

VOTE = "Zambia held a presidential election on Sunday. Voters queued at polling stations in Lusaka. The electoral commission counted the ballots. "
found = code([{"id": "vote", "date": "2021-04-01", "text": VOTE + "Kenya thanked Zambia."},
              {"id": "alone", "date": "2021-04-01", "text": "Kenya thanked Zambia."},
              {"id": "long", "date": "2021-04-01", "text": VOTE + "It rained in Lusaka. " * 20 + "Kenya thanked Zambia."},
              {"id": "sectors", "date": "2021-04-01", "text": "Turkish soldiers attacked Kurdish rebels. Rebels attacked villagers in Mali."}])
ok([e["contexts"] for e in found["vote"] if e["type"] == "SUPPORT"] == [["election"]] and found["alone"][0]["contexts"] == [],
   "a document about an election lends that to all its events", found)
ok([e["contexts"] for e in found["long"] if e["type"] == "SUPPORT"] == [[]], "but three sentences of many do not", found["long"])
ok(["military" in e["contexts"] for e in found["sectors"]] == [True, False], "soldiers of a state are military, rebels are not", found["sectors"])
ok(all(sorted(e["contexts"], key=names.index) == e["contexts"] for es in found.values() for e in es), "contexts stand in the order of the code book")
table = run(broadway, "code", "--to", "csv", stdin=json.dumps({"id": "x", "text": "Armenia accused Azeri soldiers of crossing the disputed border."}).encode()).stdout
ok(b"military; territory" in table, "CSV has them in one cell", table)

# ---- lists of one's own -----------------------------------------------------------------------------------------

with tempfile.TemporaryDirectory() as mine:
    os.mkdir(os.path.join(mine, "contexts"))

    def write(name, text):
        with open(os.path.join(mine, "contexts", name), "w", encoding="utf-8") as f:
            f.write(text)

    write("health.txt", "# mine\nthank\nnot: thank goodness\n? zambia\n? kenya\nevent: ACCUSE disapprove\nparty: REB\nyields: crime\n")
    documents = [{"id": str(i), "text": t} for i, t in enumerate(["Kenya thanked Sudan.", "Kenya condemned Sudan.", "Rebels attacked Sudan.", "Kenya sent Zambia food aid.",
                                                                  "A Kenyan minister accused Sudan of infecting patients."])]
    found = code(documents, "--lexicon", mine)
    ok(["health" in e["contexts"] for i in range(5) for e in found[str(i)][:1]] == [True, True, True, True, False],
       "--lexicon: a list of one's own takes the place of the built-in one", found)
    write("health.txt", "flu\nBad\nflu\nevent: ACCUSE visit\nevent: NONSENSE\nparty: XYZ\nyields: crme\ncolour: red\nnot:\n")
    write("helth.txt", "flu\n")
    r = run(broadway, "lexicon", "check", mine)
    said = r.stdout.decode() + r.stderr.decode()
    for fault in ("health.txt:2:1: 'Bad' is no word in lower case", "health.txt:3:1: 'flu' stands in line 1 already", "health.txt:4:15: ACCUSE owns no mode 'visit'",
                  "health.txt:5:8: 'NONSENSE' is no type and no CAMEO code", "health.txt:6:8: 'XYZ' is no sector", "health.txt:7:9: unknown context 'crme'; did you mean 'crime'?",
                  "health.txt:8:1: unknown 'colour:'", "health.txt:9:1: nothing stands behind 'not:'", "helth.txt:1:1: the code book has no context 'helth'; did you mean 'health'?"):
        ok(r.returncode != 0 and fault in said, "lexicon check: " + fault, said)
    r = run(broadway, "code", "--lexicon", mine, stdin=b"Kenya thanked Sudan.")
    ok(r.returncode == 2 and b"health.txt:2:1" in r.stderr and r.stdout == b"", "a faulty list stops the start", r.stderr)
done()
