"""Weights for another language: an invented one with its verb last, cases as endings and words behind the nouns that they belong to.
usage: test_language.py BROADWAY"""
import os
import random
import re
import subprocess
import sys
import tempfile

from tap import done, ok, run

broadway = os.path.abspath(sys.argv[1])
os.chdir(tempfile.mkdtemp(prefix="broadway-language-"))
chance = random.Random(7)


def stems(n, taken=set()):
    out = []
    while len(out) < n:
        s = "".join(chance.choice("ptkmnslrv") + chance.choice("aeiou") for _ in range(chance.choice((2, 2, 3))))
        if s not in taken:
            taken.add(s)
            out.append(s)
    return out


NOUNS, VERBS, ADJECTIVES, PLACES, NAMES = stems(60), stems(30), stems(20), stems(20), stems(20)


def phrase(words, ending, relation, nouns):
    """[adjective] noun, or a name: (form, upos, relation, head as an index or None for the verb)."""
    first = len(words)
    if chance.random() < 0.3 and nouns is NOUNS:
        words.append([chance.choice(ADJECTIVES) + "in", "ADJ", "amod", first + 1])
    head = len(words)
    stem = chance.choice(nouns)
    words.append([stem.capitalize() + ending if nouns is not NOUNS else stem + ending, "NOUN" if nouns is NOUNS else "PROPN", relation, None])
    return head


def sentence():
    words = []
    head = phrase(words, "ka", "nsubj", chance.choice((NOUNS, NAMES)))
    if chance.random() < 0.25:
        words.append(["jo", "CCONJ", "cc", len(words) + 1])
        second = phrase(words, "ka", "conj", NAMES)
        words[second][3] = head
        words[second - 1][3] = second
    if chance.random() < 0.5:
        place = phrase(words, "s", "obl", PLACES)
        words.append([chance.choice(("tan", "oi", "lem")), "ADP", "case", place])
    if chance.random() < 0.8:
        phrase(words, "ot", "obj", NOUNS)
    verb = len(words)
    words.append([chance.choice(VERBS) + chance.choice(("ma", "sti")), "VERB", "root", None])
    words.append([".", "PUNCT", "punct", None])
    return [(f, u, r, 0 if i == verb else (verb if h is None else h) + 1) for i, (f, u, r, h) in enumerate(words)]


def write(path, n):
    with open(path, "w", encoding="utf-8") as f:
        for k in range(n):
            words = sentence()
            f.write(f"# sent_id = {path}-{k}\n# text = {' '.join(w[0] for w in words)}\n")
            for i, (form, upos, rel, head) in enumerate(words, 1):
                f.write(f"{i}\t{form}\t{form.lower()}\t{upos}\t_\t_\t{head}\t{rel}\t_\t_\n")
            f.write("\n")


def columns(text):
    return [line.split("\t") for line in text.splitlines() if line[:1].isdigit()]


write("train.conllu", 500)
write("held.conllu", 100)
r = run(broadway, "train", "parse", "train.conllu", "--epochs", "12", "--out", "weights", "--dev", "held.conllu")
ok(r.returncode == 0 and re.search(rb"LAS", r.stderr), "weights are trained from a treebank of another language", r.stderr)
want = columns(open("held.conllu", encoding="utf-8").read())


def agree(*more):
    got = columns(run(broadway, "parse", "--gold-tokens", "held.conllu", *more).stdout.decode())
    right = sum(g[6] == w[6] and g[7] == w[7] and g[3] == w[3] for g, w in zip(got, want))
    return right / len(want) if len(got) == len(want) else 0


ok(agree("--models", "weights") > 0.95, "with them nineteen words in twenty get tag, head and relation", str(agree("--models", "weights")))
ok(agree() < 0.8, "which English weights do not give", str(agree()))
r = run(broadway, "parse", "--models", "nowhere", stdin=b"One.\n")
ok(r.returncode != 0 and b"nowhere" in r.stderr and b"network.bin" in r.stderr, "a folder without weights is refused", r.stderr)
with open("weights/network.bin", "r+b") as f:
    f.truncate(1000)
r = run(broadway, "parse", "--models", "weights", stdin=b"One.\n")
ok(r.returncode != 0 and b"weights" in r.stderr, "damaged weights are refused, with their folder", r.stderr)
done()
