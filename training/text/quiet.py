#!/usr/bin/env python3
"""Sentences of a treebank's documents of quiet genres, in which nobody acts politically, one a line: for `broadway train classifier --quiet`.

usage: quiet.py FILE.conllu… > quiet.txt

Quiet are EWT's answers, reviews and e-mails and GUM's textbooks, travel guides, conversations, vlogs and academic writing.
"""
import re
import sys

QUIET = re.compile(r"answers-|reviews-|email-|GUM_(academic|conversation|textbook|vlog|voyage)_")
for name in sys.argv[1:]:
    quiet = False
    for line in open(name, encoding="utf-8"):
        if line.startswith("# newdoc id"):
            quiet = QUIET.search(line) is not None
        elif quiet and line.startswith("# text = ") and len(line.split()) > 7:
            print(line[9:].strip())
