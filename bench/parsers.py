#!/usr/bin/env python3
"""Reading, by accuracy and speed, beside other parsers in the same run.

usage: parsers.py BROADWAY GOLD.conllu [--sentences N] [--udpipe OUTPUT.conllu --udpipe-seconds S]

Each parser gets the same sentences as text, one a line; speed is words (runs of characters between blanks) by CPU second
of one process, loading included. link-grammar, when it is installed (Debian's package of that name), draws links, not
heads: so the share of the treebank's pairs of word and head that each parser joins, in whatever direction (recall), and
the share of its own joined pairs that are in the treebank (precision), without punctuation and what hangs on it. That
favours what was made for Universal Dependencies: link-grammar joins a preposition to its verb, the treebank joins the noun.

UDPipe cannot be installed from Debian: run it by hand on the lines that --text prints, as CoNLL-U, and name its output and
the seconds that it took.
"""
import argparse
import re
import resource
import shutil
import subprocess
import sys


def sentences(path):
    """For each sentence its text and its words: (form, head, relation), heads from 1, 0 for the root."""
    out, text, words = [], "", []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# text = "):
            text = line[9:]
        elif line and not line.startswith("#"):
            c = line.split("\t")
            if c[0].isdigit():
                words.append((c[1], int(c[6]), c[7]))
        elif not line and words:
            out.append((text, words))
            text, words = "", []
    return out


def spans(forms):
    """Where each form lies in the text without blanks."""
    at, out = 0, []
    for f in forms:
        f = f.replace(" ", "")
        out.append((at, at + len(f)))
        at += len(f)
    return out


def squeeze(text):
    return re.sub(r"\s", "", text).lower()


def pairs(words):
    """Joined words, by the place of their first letters; no punctuation."""
    where = spans([w[0] for w in words])
    return {frozenset((where[i][0], where[h - 1][0])) for i, (_, h, rel) in enumerate(words)
            if h > 0 and rel != "punct" and words[h - 1][2] != "punct"}


def timed(command, text):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return out.decode(errors="replace"), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def link_grammar(gold):
    """What link-grammar joins in each sentence, None where its words are not the text's; seconds."""
    command = ["link-parser", "en", "-graphics=0", "-postscript=1", "-verbosity=1", "-timeout=2", "-limit=50", "-echo=1"]
    out, seconds = timed(command, "".join(text + "\n" for text, _ in gold))
    found = {}
    echo = None
    lines = iter(out.splitlines())
    texts = {text for text, _ in gold}
    for line in lines:
        if line in texts:
            echo = line
        if not line.startswith("[(") or echo in found or echo is None:
            continue
        block = line
        for more in lines:
            if more == "[0]":
                break
            block += more
        names, _, links = block.partition(")][")
        forms = [re.sub(r"(?<=.)\.[a-z][-a-z0-9=]*$", "", re.sub(r"(?<=.)(\[[^\]]*\])+$", "", w)) for w in names[2:].split(")(")]
        found[echo] = (forms, [(int(a), int(b)) for a, b in re.findall(r"\[(\d+) (\d+) -?\d+ \(", links)])
    joined = []
    for text, _ in gold:
        if text not in found:
            joined.append(None)
            continue
        forms, links = found[text]
        forms = ["" if f in ("LEFT-WALL", "RIGHT-WALL") else f for f in forms]
        where = spans(forms)
        if squeeze("".join(forms)) != squeeze(text):
            joined.append(None)
            continue
        joined.append({frozenset((where[a][0], where[b][0])) for a, b in links
                       if any(c.isalnum() for c in forms[a]) and any(c.isalnum() for c in forms[b])})
    return joined, seconds


def by_text(path, gold):
    read = {squeeze("".join(w[0] for w in words)): words for _, words in sentences(path)}
    return [pairs(read[squeeze(text)]) if squeeze(text) in read else None for text, _ in gold]


def report(name, gold, joined, seconds):
    n_words = sum(len(text.split()) for text, _ in gold)
    want = right = own = read = 0
    for (_, words), got in zip(gold, joined):
        truth = pairs(words)
        want += len(truth)
        if got is None:
            continue
        read += 1
        right += len(truth & got)
        own += len(got)
    print(f"{name:14} {n_words / seconds:12,.0f} {read:10} {100 * right / max(want, 1):8.1f} {100 * right / max(own, 1):10.1f}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("broadway")
    p.add_argument("gold")
    p.add_argument("--sentences", type=int, default=500)
    p.add_argument("--text", action="store_true")
    p.add_argument("--udpipe")
    p.add_argument("--udpipe-seconds", type=float, default=0)
    o = p.parse_args()
    gold = [s for s in sentences(o.gold) if len(s[0].split()) > 3 and squeeze("".join(w[0] for w in s[1])) == squeeze(s[0])]
    gold = gold[:o.sentences]
    if o.text:
        print("\n".join(text for text, _ in gold))
        return
    print(f"{'parser':14} {'words/s':>12} {'sentences':>10} {'recall':>8} {'precision':>10}   of {len(gold)} sentences")
    out, seconds = timed([o.broadway, "parse"], "\n\n".join(text for text, _ in gold) + "\n")
    read = {}
    words = []
    for line in out.splitlines():
        c = line.split("\t")
        if len(c) == 10 and c[0].isdigit():
            words.append((c[1], int(c[6]), c[7]))
        elif not line and words:
            read[squeeze("".join(w[0] for w in words))] = words
            words = []
    report("broadway", gold, [pairs(read[squeeze(t)]) if squeeze(t) in read else None for t, _ in gold], seconds)
    if shutil.which("link-parser"):
        report("link-grammar", gold, *link_grammar(gold))
    else:
        print("link-grammar   not installed (apt-get install link-grammar)")
    if o.udpipe:
        report("udpipe", gold, by_text(o.udpipe, gold), o.udpipe_seconds or float("nan"))
    else:
        print("udpipe         no output given (--udpipe FILE --udpipe-seconds S)")


main()
