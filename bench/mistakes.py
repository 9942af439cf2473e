#!/usr/bin/env python3
"""What the parser misreads most often, and what each kind of mistake costs the events.

usage: mistakes.py BROADWAY GOLD.conllu… [--most N]

The parser reads the treebanks' own tokens. A mistake is a word whose head or relation (without its subtype) differs; mistakes of a kind
have the same relation in the treebank, the same in the reading, and the same or another head. The cost of a kind is measured by
coding the treebank's trees with the mistakes of that kind alone put into them (where the tree stays a tree): the events
that are lost and those that come in, of all modalities, against coding the treebank's trees as they are.
"""
import argparse
import collections
import json
import os
import subprocess
import tempfile

HEAD, REL = 6, 7


def read(text):
    """Documents as lists of lines; sentences as lists of (number of the line, columns)."""
    lines, sentences, words = text.split("\n"), [], []
    for n, line in enumerate(lines):
        if line[:1].isdigit():
            c = line.split("\t")
            if c[0].isdigit():
                words.append((n, c))
        elif not line and words:
            sentences.append(words)
            words = []
    return lines, sentences


def main_type(relation):
    return relation.split(":")[0]


def is_tree(heads):
    """heads: of the words 1…, 0 for the root."""
    if heads.count(0) != 1:
        return False
    for at in range(1, len(heads) + 1):
        steps = 0
        while at:
            at, steps = heads[at - 1], steps + 1
            if steps > len(heads):
                return False
    return True


def events(broadway, lines, folder):
    path = os.path.join(folder, "trees.conllu")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
    done = subprocess.run([broadway, "code", "--gold-trees", "--all-modalities", "--to", "jsonl", path], capture_output=True, check=True)
    found = collections.Counter()
    for line in done.stdout.decode().splitlines():
        e = json.loads(line)
        codes = lambda side: tuple(sorted(p["code"] or "" for p in e[side]))
        found[e["document"], e["sentence"], e["type"], codes("actor"), codes("recipient"), e["polarity"], e["modality"]] += 1
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument("broadway")
    options.add_argument("gold", nargs="+")
    options.add_argument("--most", type=int, default=20)
    o = options.parse_args()
    kinds, words, banks = collections.Counter(), 0, []
    with tempfile.TemporaryDirectory() as folder:
        for path in o.gold:
            lines, gold = read(open(path, encoding="utf-8").read() + "\n")
            made = subprocess.run([o.broadway, "parse", "--gold-tokens", path], capture_output=True, check=True).stdout.decode()
            _, system = read(made + "\n")
            assert [len(s) for s in gold] == [len(s) for s in system], path
            where = collections.defaultdict(list)
            for g, s in zip(gold, system):
                words += len(g)
                for k, ((_, a), (_, b)) in enumerate(zip(g, s)):
                    if a[HEAD] != b[HEAD] or main_type(a[REL]) != main_type(b[REL]):
                        kind = main_type(a[REL]), main_type(b[REL]), a[HEAD] == b[HEAD]
                        kinds[kind] += 1
                        where[kind].append((g, k, b))
            banks.append((lines, where, events(o.broadway, lines, folder)))
        whole = sum(sum(base.values()) for _, _, base in banks)
        total = sum(kinds.values())
        print(f"{words:,} words, {total:,} of them misread ({100 * total / words:.1f} %); {whole} events with the treebank's trees\n")
        print("| | in the treebank | read as | head | words | share of mistakes | events lost | false events |")
        print("| ---: | --- | --- | --- | ---: | ---: | ---: | ---: |")
        for n, (kind, count) in enumerate(kinds.most_common(o.most), 1):
            lost = added = 0
            for lines, where, base in banks:
                changed = list(lines)
                heads = {}
                for g, k, b in where[kind]:
                    h = heads.setdefault(id(g), [int(c[HEAD]) for _, c in g])
                    before, h[k] = h[k], int(b[HEAD])
                    if not is_tree(h):
                        h[k] = before
                        continue
                    at, c = g[k]
                    changed[at] = "\t".join(c[:HEAD] + [b[HEAD], b[REL]] + c[REL + 1:])
                if changed != lines:
                    now = events(o.broadway, changed, folder)
                    lost += sum((base - now).values())
                    added += sum((now - base).values())
            print(f"| {n} | {kind[0]} | {kind[1]} | {'right' if kind[2] else 'wrong'} | {count} | {100 * count / total:.1f} % | {lost} | {added} |")


main()
