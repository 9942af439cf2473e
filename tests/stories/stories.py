"""The cases of this folder: reading them, halving them, scoring what a program made of them.

usage: stories.py documents all|open|held        documents as JSON Lines, in the order of their days
       stories.py score all|open|held OUTPUT     OUTPUT: JSON Lines with id and story
"""
import collections
import glob
import hashlib
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def family(occurrence):
    return occurrence.split("/")[0]


def is_open(occurrence):
    """A story and its near misses are in the same half."""
    return hashlib.sha1(family(occurrence).encode()).digest()[-1] % 2 == 0


def read(half="all"):
    """The documents, each with `occurrence`; day by day, the order within a day mixed but always the same."""
    found = []
    for path in sorted(glob.glob(os.path.join(HERE, "*.txt"))):
        occurrence, n = None, 0
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.rstrip("\n")
            head = re.fullmatch(r"@ (.+) (\S+) \| (.+)", line)
            if line.startswith("== "):
                occurrence, n = line[3:], 0
            elif head:
                n += 1
                found.append({"id": f"{occurrence}.{n}", "publisher": head[1], "title": head[3], "text": "", "occurrence": occurrence})
                if head[2] != "-":
                    found[-1]["published"] = head[2]
            elif line:
                if not found or not occurrence or n == 0:
                    sys.exit(f"{path}:{number}: text before the first document")
                found[-1]["text"] += ("\n\n" if found[-1]["text"] else "") + line
    found = [d for d in found if half == "all" or is_open(d["occurrence"]) == (half == "open")]
    return sorted(found, key=lambda d: (d.get("published", "2024-03-13"), hashlib.sha1(d["id"].encode()).digest()))


def pairs(n):
    return n * (n - 1) / 2


def score(documents, stories):
    """{"precision", "recall", "f1" of pairs, "ari", "bcubed"} of {id: story}."""
    gold = {d["id"]: d["occurrence"] for d in documents}
    both, told, ours = collections.Counter(), collections.Counter(), collections.Counter()
    for i, g in gold.items():
        s = stories.get(i, i)
        both[g, s] += 1
        told[g] += 1
        ours[s] += 1
    hit, want, got = (sum(pairs(n) for n in c.values()) for c in (both, told, ours))
    precision, recall = hit / got if got else 1.0, hit / want if want else 1.0
    chance = want * got / pairs(len(gold))
    p = sum(n * n / ours[s] for (g, s), n in both.items()) / len(gold)
    r = sum(n * n / told[g] for (g, s), n in both.items()) / len(gold)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall or 1),
            "ari": (hit - chance) / ((want + got) / 2 - chance), "bcubed": 2 * p * r / (p + r)}


def main():
    documents = read(sys.argv[2])
    if sys.argv[1] == "documents":
        for d in documents:
            print(json.dumps(d, ensure_ascii=False))
    else:
        rows = (json.loads(l) for l in open(sys.argv[3], encoding="utf-8"))
        print(" ".join(f"{k} {v:.3f}" for k, v in score(documents, {r["id"]: r["story"] for r in rows}).items()))


if __name__ == "__main__":
    main()
