#!/usr/bin/env python3
"""tools/check_training.py passes what is right and tells each kind of fault.
usage: test_training.py BROADWAY CHECKER"""
import os
import sys
import tempfile

from tap import done, ok, run

broadway, checker = sys.argv[1:]
TREE = """# sent_id = a-1
# text = Police in Lima fired.
1\tPolice\tpolice\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
2\tin\tin\tADP\tIN\t_\t3\tcase\t_\t_
3\tLima\tLima\tPROPN\tNNP\t_\t1\tnmod\t_\tNER=B-LOC
4\tfired\tfire\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""
NAMES = "# newdoc id = a-001\nMr.\tO\nAbel\tB-PER\nCruz\tI-PER\nwo\tO\nn't\tO\nleave\tO\nal\tB-LOC\n-\tI-LOC\nBab\tI-LOC\n.\tO\n\n"
TREE_FAULTS = [  # replaced, by, line, part of what is told
    ("3\tLima", "4\tLima", 5, "id 4 where 3 is due"),
    ("Police in Lima fired.", "Police at Lima fired.", 1, "# text differs"),
    ("4\tnsubj", "9\tnsubj", 3, "no head"),
    ("4\tnsubj", "3\tnsubj", 3, "circle"),
    ("NNS\t_\t4\tnsubj", "NNS\t_\t0\troot", 3, "2 roots"),
    ("NOUN\tNNS", "NOUN\tVBZ", 3, "VBZ under NOUN"),
    ("NOUN\tNNS", "NAME\tNNS", 3, "no universal tag"),
    ("1\tnmod", "1\tnmod:of", 5, "no relation"),
    ("1\tnmod", "2\tnmod", 4, "circle"),
    ("4\tnsubj", "4\tdet", 3, "(det) has 'Lima' as nmod"),
    ("4\tpunct", "3\tpunct", 7, "hung across 'fired'"),
    ("4\tpunct", "4\tobl", 7, "PUNCT as obl"),
    ("NER=B-LOC", "NER=I-LOC", 5, "does not go on"),
    ("NER=B-LOC", "NER=B-GPE", 5, "is no tag"),
]
NAME_FAULTS = [
    ("Mr.\tO\nAbel\tB-PER", "Mr.\tB-PER\nAbel\tI-PER", 2, "title 'Mr.'"),
    ("wo\tO\nn't\tO", "won't\tO", 5, "tokenizer has"),
    ("al\tB-LOC\n-\tI-LOC\nBab\tI-LOC", "al-Bab\tB-LOC", 8, "tokenizer has"),
    ("Cruz\tI-PER", "Cruz\tI-ORG", 4, "does not go on"),
    ("al\tB-LOC\n-\tI-LOC", "al\tO\n-\tB-LOC", 9, "sign '-'"),
    ("leave\tO", "leave", 7, "a word, a tab, a tag"),
    ("\n\n", "\n\nMr.\tO\nAbel\tB-PER\nCruz\tI-PER\nwo\tO\nn't\tO\nleave\tO\nal\tB-LOC\n-\tI-LOC\nBab\tI-LOC\n\n", 13, "stands also at"),
]

with tempfile.TemporaryDirectory() as folder:
    for name, right, table in (("a.conllu", TREE, TREE_FAULTS), ("a.tsv", NAMES, NAME_FAULTS)):
        path = os.path.join(folder, name)

        def check(text):
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            return run(sys.executable, checker, broadway, path)

        p = check(right)
        ok(p.returncode == 0, f"{name}: nothing to tell", p.stdout.decode(), p.stderr.decode())
        for old, new, line, told in table:
            assert right.count(old) == 1, old
            p = check(right.replace(old, new))
            at = [x for x in p.stdout.decode().splitlines() if x.startswith(f"# {path}:{line}: ")]
            ok(p.returncode == 1 and any(told in x for x in at), f"{name}: {told}", p.stdout.decode(), p.stderr.decode())
done()
