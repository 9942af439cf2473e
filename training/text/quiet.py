#!/usr/bin/env python3
"""Sentences of a treebank in which nobody acts politically, one a line: for `broadway train classifier --quiet`.

usage: quiet.py FILE.conllu… > quiet.txt

Quiet are EWT's answers, reviews and e-mails and GUM's textbooks, travel guides, conversations, vlogs and academic writing; and, of EWT's
newsgroups and weblogs and GUM's biographies, courts, interviews and speeches, the sentences that acts.txt does not name. Weblogs that retell
the news are left out, since nobody has read all of them.
"""
import os
import re
import sys

QUIET = re.compile(r"answers-|reviews-|email-|GUM_(academic|conversation|textbook|vlog|voyage)_")
MIXED = re.compile(r"newsgroup-|weblog-(?!juancole)|GUM_(bio|court|interview|speech)_")
acts = {line.strip() for line in open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "acts.txt"), encoding="utf-8")}
for name in sys.argv[1:]:
    quiet, sentence = False, ""
    for line in open(name, encoding="utf-8"):
        if line.startswith("# newdoc id"):
            document = line.split("=", 1)[1].strip()
            quiet, mixed = QUIET.search(document) is not None, MIXED.search(document) is not None
        elif line.startswith("# sent_id"):
            sentence = line.split("=", 1)[1].strip()
        elif line.startswith("# text = ") and len(line.split()) > 7 and (quiet or (mixed and sentence not in acts)):
            print(line[9:].strip())
