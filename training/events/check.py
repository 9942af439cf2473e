#!/usr/bin/env python3
"""Checks annotated event sentences: form, and what is there. Faults are told with file and line.
usage: check.py [FILE…]      without files: all that lie here, as TAP, and no tables"""
import collections
import glob
import os
import re
import sys

ACTS = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUSES = "actual negated future alleged none".split()
MODES = {"CONSULT": "visit third-party multilateral phone", "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
         "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet", "THREATEN": "restrict arrest relations expel territory violence",
         "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
         "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
         "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional"}
ROOTS = {"AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "08 05 03", "RETREAT": "08", "REQUEST": "02 10", "ACCUSE": "09 11",
         "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "SANCTION": "16 11", "MOBILIZE": "15", "COERCE": "17 19 16", "ASSAULT": "18 19 20 17"}
REGIONS = "africa mideast south-asia east-asia europe-east europe-west latin-america north-america".split()
LEAST_IN_CELL, LARGEST_REGION = 5, 0.2
by_region = {r: collections.Counter() for r in REGIONS}
here = os.path.dirname(os.path.abspath(__file__))
tap = len(sys.argv) == 1
paths = sys.argv[1:] or sorted(glob.glob(here + "/*.tsv") + glob.glob(here + "/stories/*.tsv") + glob.glob(here + "/held-out/*.tsv"))
bad = 0
for at, path in enumerate(paths, 1):
    before = bad
    cells, seen, frames, n = collections.Counter(), {}, collections.Counter(), 0

    def fault(line, what):
        global bad
        bad += 1
        print(f"{'# ' if tap else ''}{path}:{line}: {what}")

    for number, raw in enumerate(open(path, encoding="utf-8"), 1):
        raw = raw.rstrip("\n")
        if not raw or raw.startswith("#"):
            continue
        c = raw.split("\t")
        if len(c) != 6:
            fault(number, f"{len(c)} columns, not 6")
            continue
        act, status, code, mode, cameo, text = c
        n += 1
        if act not in ACTS:
            fault(number, f"'{act}' is no type")
        if status not in STATUSES:
            fault(number, f"'{status}' is no status")
        if code not in ACTS + ["NONE"]:
            fault(number, f"'{code}' is no type and not NONE")
        if mode != "-" and mode not in MODES.get(code, "").split():
            fault(number, f"{code} has no mode '{mode}'")
        if cameo != "-" and (not re.fullmatch(r"\d{2,4}", cameo) or code == "NONE" or cameo[:2] not in ROOTS.get(code, "").split()):
            fault(number, f"CAMEO {cameo} does not go with {code}")
        if status == "none" and code != "NONE":
            fault(number, "status none has code NONE")
        if status == "actual" and code != act:
            fault(number, "an actual act is coded as itself")
        if len(re.findall(r"<s>[^<>]+</s>", text)) != 1 or len(re.findall(r"<t>[^<>]+</t>", text)) != 1 or len(re.findall(r"[<>]", text)) != 8:
            fault(number, "not one <s>…</s> and one <t>…</t>")
        for m in re.findall(r"<[st]>([^<>]+)</[st]>", text):
            if m != m.strip():
                fault(number, f"blanks inside the marks of '{m}'")
        if text in seen:
            fault(number, f"stands also at line {seen[text]}")
        seen[text] = number
        frames[re.sub(r"<[st]>[^<>]+</[st]>", "X", re.sub(r"\b[A-Z]\w+\b|\d+", "N", text))[:60]] += 1
        cells[act, status] += 1
        region = re.sub(r"(-2)?\.tsv$", "", os.path.basename(path))
        if region in by_region and "held-out" not in path:
            by_region[region][act, status] += 1
    if tap:
        print("not ok" if bad > before or n == 0 else "ok", at, "-", os.path.relpath(path, here))
        continue
    print(f"{path}: {n} lines")
    print("            " + "".join(f"{s:>9}" for s in STATUSES))
    for a in ACTS:
        print(f"{a:12}" + "".join(f"{cells[a, s]:9}" for s in STATUSES))
    print("all         " + "".join(f"{sum(cells[a, s] for a in ACTS):9}" for s in STATUSES))
    for f, k in frames.most_common(5):
        if k > 3:
            print(f"frame used {k} times: {f}")
if tap:
    lines, thin = sum(c.total() for c in by_region.values()), []
    for r, c in by_region.items():
        thin += [f"{r} {a} {s}: {c[a, s]}" for a in ACTS for s in STATUSES if c[a, s] < LEAST_IN_CELL]
        if c.total() > LARGEST_REGION * lines:
            thin.append(f"{r} has {c.total()} of {lines} lines")
    bad += len(thin)
    print("not ok" if thin else "ok", len(paths) + 1, "- every act and status in every region, none above a fifth", *thin[:5])
    print(f"1..{len(paths) + 1}")
sys.exit(bad > 0)
