#!/usr/bin/env python3
"""How common words are in news: counts the stems of the project's own sentences (training/events) into knowledge/story/words.tsv.
A stem is as src/story/occurrence_traits.c makes it: the first six letters of the word, folded.

usage: story_words.py TRAINING_EVENTS_FOLDER >words.tsv
"""
import collections
import glob
import os
import re
import sys
import unicodedata

sentences = set()
for path in sorted(glob.glob(os.path.join(sys.argv[1], "**", "*.tsv"), recursive=True)):
    for line in open(path, encoding="utf-8"):
        sentences.add(re.sub(r"</?[st]>", "", line.rstrip("\n").split("\t")[-1]))
count = collections.Counter()
for s in sentences:
    folded = "".join(c for c in unicodedata.normalize("NFD", s.lower()) if not unicodedata.combining(c))
    count.update({w[:6] for w in re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", folded))})
print("stem\tper_10000")
for stem, n in sorted(count.items()):
    share = round(10000 * n / len(sentences))
    if share >= 4 and not any(c.isdigit() for c in stem) and stem.isascii():
        print(f"{stem}\t{share}")
