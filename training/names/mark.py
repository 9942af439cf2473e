#!/usr/bin/env python3
"""Makes the two columns of names out of text in which they are marked.

usage: mark.py BROADWAY GROUP < marked.txt > NAME.tsv
       mark.py BROADWAY GROUP --held-out < marked.txt > held-out/NAME.tsv

A sentence a line; a name stands in braces behind its kind: {PER Aylin Demir} left {LOC Ankara} for {ORG Tüpraş}. Groups of 25
sentences are called GROUP-001, GROUP-002, …; those whose number ends in 0 are the held-out part."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
from check_training import KINDS, cut  # noqa: E402

GROUP = 25


def unmarked(line, number):
    """The text, and its names as (start, end, kind)."""
    text, names, at = "", [], 0
    for m in re.finditer(r"\{(\w+) ([^{}]+)\}", line):
        if m[1] not in KINDS:
            sys.exit(f"mark.py: line {number}: {m[1]} is no kind of name")
        text += line[at:m.start()]
        names.append((len(text), len(text) + len(m[2]), m[1]))
        text += m[2]
        at = m.end()
    text += line[at:]
    if "{" in text or "}" in text:
        sys.exit(f"mark.py: line {number}: a brace that marks no name")
    return text, names


def tagged(words, text, names, number):
    """(word, tag) pairs; a name must begin and end where words do."""
    out, at, starts = [], 0, {s: (e, k) for s, e, k in names}
    inside = None
    for w in words:
        form = w.replace("_", " ")
        start = text.find(form, at)
        if start < 0 or text[at:start].strip():
            sys.exit(f"mark.py: line {number}: the word '{w}' is not in the text as written")
        at = start + len(form)
        tag = "O"
        if start in starts:
            inside = starts.pop(start)
            tag = "B-" + inside[1]
        elif inside:
            tag = "I-" + inside[1]
        if inside and at > inside[0]:
            sys.exit(f"mark.py: line {number}: a name ends inside the word '{w}'")
        if inside and at == inside[0]:
            inside = None
        out.append((w, tag))
    if starts:
        s, (e, _) = starts.popitem()
        sys.exit(f"mark.py: line {number}: '{text[s:e]}' begins inside a word")
    return out


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--held-out"]):
        sys.exit(__doc__)
    lines = [(n, line.strip()) for n, line in enumerate(sys.stdin, 1) if line.strip()]
    marked = [unmarked(line, n) for n, line in lines]
    words = cut(sys.argv[1], [text for text, _ in marked])
    for i, (n, _) in enumerate(lines):
        number = i // GROUP + 1
        if (number % 10 == 0) != (len(sys.argv) == 4):
            continue
        if i % GROUP == 0:
            print(f"# newdoc id = {sys.argv[2]}-{number:03}")
        for w, tag in tagged(words[i], *marked[i], n):
            print(f"{w}\t{tag}")
        print()


main()
