#!/usr/bin/env python3
"""The sentences of treebanks (*.conllu) and of texts with names (*.tsv) as plain text, one a line, for a teacher to annotate.

usage: plain.py FILE… > text.txt

Sentences of a treebank that have three words or fewer are left out, and all that came before.
"""
import re
import sys


def sentences(path):
    words = []
    for line in open(path, encoding="utf-8"):
        if line.startswith("# text = "):
            text = line[9:].strip()
            if len(text.split()) > 3:
                yield text
        elif path.endswith(".tsv") and not line.startswith("# "):
            if line.strip():
                words.append(line.split("\t")[0].replace("_", " "))
            elif words:
                text = re.sub(r" ([.,;:?!%)\]]|'s|n't|'re|'ve|'ll|')(?= |$)", r"\1", " ".join(words))
                yield re.sub(r" - ", "-", re.sub(r"([(\[$]) ", r"\1", text))
                words = []


seen = set()
for name in sys.argv[1:]:
    for sentence in sentences(name):
        if sentence not in seen:
            seen.add(sentence)
            print(sentence)
