#!/usr/bin/env python3
"""Is the corpus told from real news by its function words? Logistic regression over their counts, five folds; prints the area
under the ROC curve, which should stay under .80 (.50: cannot be told).  usage: uniform.py NEWS.txt   (a sentence a line)"""
import glob
import math
import os
import random
import re
import sys

WORDS = """a an the this that these those and or but nor so yet of in on at by for with from to into onto over under about after before between during against
through without within among across behind beyond near since until till upon toward towards as than because if when while where although though whether who whom whose which
what how why i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself himself herself itself themselves be is am are was were been being
have has had having do does did done will would shall should can could may might must not no never only also just even still already again there here then now too very more most much many some any each every both all
few several such other another own same up down out off first last new one two""".split()
INDEX = {w: i for i, w in enumerate(WORDS)}
here = os.path.dirname(os.path.abspath(__file__))


def features(text):
    words = re.findall(r"[a-z']+", text.lower())
    row = {}
    for w in words:
        if w in INDEX:
            row[INDEX[w]] = row.get(INDEX[w], 0) + 1 / max(len(words), 1)
    return row


def area(scored):
    scored.sort()
    ranks, n = 0, sum(y for _, y in scored)
    for rank, (_, y) in enumerate(scored, 1):
        ranks += rank * y
    return (ranks - n * (n + 1) / 2) / (n * (len(scored) - n))


def learn(rows):
    w, bias = [0.0] * len(WORDS), 0.0
    for turn in range(12):
        random.shuffle(rows)
        for x, y in rows:
            p = 1 / (1 + math.exp(-max(-30, min(30, bias + sum(w[i] * v for i, v in x.items())))))
            step = 0.5 / (1 + turn) * (y - p)
            bias += step * 0.1
            for i, v in x.items():
                w[i] += step * v
    return w, bias


random.seed(1)
own = {re.sub(r"</?[st]>", "", line.rstrip("\n").split("\t")[5]) for path in sorted(glob.glob(here + "/*.tsv"))
       for line in open(path, encoding="utf-8") if line.strip() and not line.startswith("#")}
news = {line.strip() for line in open(sys.argv[1], encoding="utf-8") if len(line.split()) > 4}
n = min(len(own), len(news))
rows = [(features(t), 0) for t in random.sample(sorted(own), n)] + [(features(t), 1) for t in random.sample(sorted(news), n)]
random.shuffle(rows)
areas = []
for fold in range(5):
    w, bias = learn([r for i, r in enumerate(rows) if i % 5 != fold])
    areas.append(area([(bias + sum(w[i] * v for i, v in x.items()), y) for i, (x, y) in enumerate(rows) if i % 5 == fold]))
print(f"{n} sentences of each; area under the curve {sum(areas) / 5:.3f} ({min(areas):.3f} to {max(areas):.3f})")
