#!/usr/bin/env python3
"""Checks the annotated text in training/: trees in .conllu, names in .tsv. Faults are told with file and line.

usage: check_training.py BROADWAY [FILE…]      without files: all of training/, and the counts in its README files

BROADWAY is the program: the words of a .tsv must be those that its own tokenizer makes. The output is TAP, a test for each file."""
import collections
import glob
import json
import os
import re
import subprocess
import sys

KINDS = {"PER", "ORG", "LOC", "MISC", "NORP"}

# Penn tags under each universal tag, and relations, as UD English EWT has them.
XPOS = {k: set(v.split()) for k, v in {
    "ADJ": "JJ JJR JJS NNP", "ADP": "IN RP", "ADV": "RB RBR RBS WRB", "AUX": "MD VB VBD VBG VBN VBP VBZ", "CCONJ": "CC",
    "DET": "DT PDT WDT", "INTJ": "UH", "NOUN": "NN NNS FW", "NUM": "CD LS", "PART": "POS RB TO",
    "PRON": "DT EX NN PRP PRP$ WDT WP WP$", "PROPN": "NNP NNPS ADD", "PUNCT": "'' , -LRB- -RRB- . : HYPH NFP ``",
    "SCONJ": "IN", "SYM": "$ SYM NN", "VERB": "VB VBD VBG VBN VBP VBZ NNP", "X": "FW ADD LS"}.items()}
RELATIONS = set("""root punct case det nsubj advmod amod obj obl conj nmod compound cc mark aux cop nmod:poss advcl xcomp flat acl:relcl
    ccomp acl parataxis nummod aux:pass appos nsubj:pass discourse obl:unmarked nmod:unmarked compound:prt expl fixed iobj list
    obl:agent nmod:desc csubj nsubj:outer det:predet advcl:relcl vocative cc:preconj orphan dislocated csubj:pass csubj:outer""".split())
TAGS_OF = {k: set(v.split()) for k, v in {  # relation, without subtype: which words can stand in it
    "punct": "PUNCT", "det": "DET PRON", "aux": "AUX", "cop": "AUX", "case": "ADP PART VERB ADJ ADV SYM SCONJ X",
    "mark": "SCONJ PART ADP VERB ADJ ADV", "cc": "CCONJ ADV SYM PART", "nummod": "NUM", "amod": "ADJ VERB NUM",
    "advmod": "ADV PART ADJ ADP CCONJ DET", "expl": "PRON", "nmod:poss": "PRON PROPN NOUN NUM ADJ X SYM DET"}.items()}
REL_OF = {"PUNCT": "punct root", "AUX": "aux aux:pass cop root conj ccomp advcl acl:relcl xcomp parataxis fixed",
          "CCONJ": "cc cc:preconj fixed advmod"}
LEAVES = {"det", "case", "mark", "aux", "cop", "cc", "punct", "fixed"}
UNDER_LEAF = {"fixed", "punct", "conj", "cc", "advmod"}
RIGHTWARD = {"conj", "fixed", "flat", "appos"}
ONCE = {"nsubj", "obj", "iobj", "cop", "csubj"}

# What is never the beginning of a name of kind PER (training/names/README.md: titles are outside).
TITLES = set("""Mr. Mrs. Ms. Mr Mrs Ms Dr. Dr Prof. Prof Gen. Lt. Col. Capt. Maj. Sgt. Brig. Adm. Cmdr. Cpl. Pvt. Sen. Rep. Gov. Rev. Hon. Sir Dame
    President Premier Chancellor Minister Secretary Senator Congressman Congresswoman Governor Ambassador General Colonel Captain Major
    Sergeant Lieutenant Brigadier Admiral Commander Inspector Judge Professor Pope Cardinal Archbishop Bishop Ayatollah Emir Tan Otumfuo
    Queen Princess""".split())


class Faults:
    def __init__(self, path):
        self.path, self.all = path, []

    def add(self, line, what):
        self.all.append(f"{self.path}:{line}: {what}")


def check_sequence(tags, faults, kinds=KINDS):
    """tags: (line, tag) pairs of one sentence."""
    before = "O"
    for line, tag in tags:
        kind = tag[2:]
        if tag != "O" and (tag[:2] not in ("B-", "I-") or kind not in kinds):
            faults.add(line, f"'{tag}' is no tag")
        elif tag[:2] == "I-" and before[2:] != kind:
            faults.add(line, f"'{tag}' does not go on from '{before}'")
        before = tag


# ---- trees -------------------------------------------------------------------------------------------


def read_conllu(path, faults):
    """Sentences as (line, comments, words, ranges); a word is (line, columns)."""
    comments, words, ranges, start = {}, [], {}, None
    n = 0
    for n, raw in enumerate(open(path, encoding="utf-8"), 1):
        text = raw.rstrip("\n")
        start = start or n
        if not text:
            if words:
                yield start, comments, words, ranges
            comments, words, ranges, start = {}, [], {}, None
        elif text[0] == "#":
            key, _, value = text[1:].partition("=")
            comments[key.strip()] = value.strip()
        else:
            c = text.split("\t")
            if len(c) != 10 or any(not x or x != x.strip() for x in c):
                faults.add(n, "not ten columns with something in each")
            elif re.fullmatch(r"\d+-\d+", c[0]):
                ranges[int(c[0].split("-")[0])] = (int(c[0].split("-")[1]), c[1], c[9])
            elif c[0] != str(len(words) + 1):
                faults.add(n, f"id {c[0]} where {len(words) + 1} is due")
            else:
                words.append((n, c))
    if words:
        faults.add(n, "no empty line behind the last sentence")


def text_of(words, ranges):
    out, i = "", 0
    while i < len(words):
        form, misc = words[i][1][1], words[i][1][9]
        if i + 1 in ranges:
            last, form, misc = ranges[i + 1]
            i = last - 1
        out += form + ("" if "SpaceAfter=No" in misc.split("|") else " ")
        i += 1
    return out.rstrip(" ")


def check_shape(words, faults):
    """Heads: in range, one root, no cycle. True if they make a tree."""
    good, roots = True, 0
    for line, c in words:
        if not c[6].isdigit() or int(c[6]) > len(words) or c[6] == c[0]:
            faults.add(line, f"'{c[6]}' is no head for word {c[0]}")
            return False
        roots += c[6] == "0"
        if (c[6] == "0") != (c[7] == "root"):
            faults.add(line, "root is the word with head 0, and no other")
    if roots != 1:
        faults.add(words[0][0], f"{roots} roots")
        good = False
    for line, c in words:
        at, steps = int(c[0]), 0
        while at and steps <= len(words):
            at, steps = int(words[at - 1][1][6]), steps + 1
        if at:
            faults.add(line, "heads run in a circle")
            return False
    return good


def check_words(words, faults):
    """Tags, relations, and what may hang on what."""
    children = collections.defaultdict(list)
    for _, c in words:
        children[int(c[6])].append(c)
    for line, c in words:
        me, form, lemma, upos, xpos, head, rel = int(c[0]), c[1], c[2], c[3], c[4], int(c[6]), c[7]
        base = rel.partition(":")[0]
        if upos not in XPOS:
            faults.add(line, f"'{upos}' is no universal tag")
        elif xpos not in XPOS[upos]:
            faults.add(line, f"'{form}': {xpos} under {upos}")
        if rel not in RELATIONS:
            faults.add(line, f"'{rel}' is no relation")
        if lemma == "_":
            faults.add(line, f"'{form}' has no lemma")
        allowed = TAGS_OF.get(rel, TAGS_OF.get(base) if base not in ("nmod", "cc", "det") or rel == base else None)
        if allowed and upos not in allowed:
            faults.add(line, f"'{form}': {upos} as {rel}")
        if upos in REL_OF and rel not in REL_OF[upos].split():
            faults.add(line, f"'{form}': {upos} as {rel}")
        if base in RIGHTWARD and head > me:
            faults.add(line, f"'{form}': {rel} stands before its head")
        if base in LEAVES:
            for k in children[me]:
                if k[7].partition(":")[0] not in UNDER_LEAF or base == "punct":
                    faults.add(line, f"'{form}' ({rel}) has '{k[1]}' as {k[7]}")
        if upos == "AUX" and base in ("aux", "cop") and head and words[head - 1][1][3] == "PUNCT":
            faults.add(line, f"'{form}' hangs on a sign")
        of_kind = collections.Counter(k[7].partition(":")[0] for k in children[me] if k[7] not in ("nsubj:outer", "csubj:outer"))
        for rel_once in sorted(ONCE):
            if of_kind[rel_once] > 1:
                faults.add(line, f"'{form}' has {of_kind[rel_once]} {rel_once}")
        if xpos == "VBN" and upos == "VERB" and any(k[7] == "aux:pass" for k in children[me]) and \
                any(k[7] == "nsubj" for k in children[me]):
            faults.add(line, f"'{form}' is passive, its subject nsubj and not nsubj:pass")
        if any(k[7] == "nsubj:pass" for k in children[me]) and xpos not in ("VBN", "VBD", "JJ"):
            faults.add(line, f"'{form}' has nsubj:pass and is no participle")


def is_under(words, at, top):
    while at and at != top:
        at = int(words[at - 1][1][6])
    return at == top


def check_signs(words, faults):
    """Signs neither cross an arc nor are crossed by one (as the validator of Universal Dependencies has it)."""
    for line, c in words:
        if c[3] != "PUNCT" or c[6] == "0":
            continue
        me, head = int(c[0]), int(c[6])
        for k in range(min(me, head) + 1, max(me, head)):
            if not is_under(words, k, head):
                faults.add(line, f"'{c[1]}' is hung across '{words[k - 1][1][1]}'")
                break
        for _, o in words:
            a, b = sorted((int(o[0]), int(o[6])))
            if a and a < me < b and not a <= head <= b:
                faults.add(line, f"'{c[1]}' is crossed by the arc of '{o[1]}'")
                break


def check_trees(path):
    faults, seen, n = Faults(path), {}, 0
    texts = []
    for start, comments, words, ranges in read_conllu(path, faults):
        n += 1
        text = text_of(words, ranges)
        if comments.get("text") != text:
            faults.add(start, f"# text differs from the words: {text}")
        texts.append((start, text))
        if "sent_id" not in comments or comments["sent_id"] in seen:
            faults.add(start, "no sent_id, or one that was there before")
        seen[comments.get("sent_id")] = start
        ner = [(line, next((x[4:] for x in c[9].split("|") if x.startswith("NER=")), "O")) for line, c in words]
        check_sequence(ner, faults)
        if check_shape(words, faults):
            check_words(words, faults)
            check_signs(words, faults)
    return faults, n, texts


# ---- names -------------------------------------------------------------------------------------------


def read_names(path, faults):
    """Sentences as lists of (line, form, tag)."""
    words = []
    for n, raw in enumerate(open(path, encoding="utf-8"), 1):
        text = raw.rstrip("\n")
        if not text:
            if words:
                yield words
            words = []
        elif not text.startswith("# "):
            c = text.split("\t")
            if len(c) != 2 or not c[0] or c[0] != c[0].strip() or " " in c[0]:
                faults.add(n, "not a word, a tab, a tag")
            else:
                words.append((n, c[0], c[1]))
    if words:
        yield words


def joined(forms, tight):
    """The sentence as it may have been written; tight: hyphens stand without blanks."""
    out, quotes, no_blank = "", collections.Counter(), True
    for i, f in enumerate(forms):
        after = forms[i + 1] if i + 1 < len(forms) else ""
        closes = f in ('"', "'") and quotes[f] % 2 == 1
        quotes[f] += f in ('"', "'")
        hyphen = f == "-" and tight and i and after and re.search(r"\w$|\.$", forms[i - 1]) and re.match(r"\w", after)
        before = no_blank or closes or hyphen or re.fullmatch(r"[.,;:!?)\]}%”’]|\.\.\.|…|(n['’]t|['’](s|re|ve|ll|d|m))", f, re.I) or \
            (f in ("not",) and i and forms[i - 1] == "can")
        out += ("" if before else " ") + f.replace("_", " ")
        no_blank = f in ("(", "[", "$", "#", "£", "€", "“", "‘", "US$", "C$", "A$", "S$", "HK$", "¥", "₹", "₦") or hyphen or \
            (f in ('"', "'") and not closes)
    return out


def cut(broadway, texts):
    """The program's words for each text."""
    if not texts:
        return []
    lines = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    done = subprocess.run([broadway, "parse", "--from", "jsonl"], input=lines.encode(), capture_output=True, check=True)
    words, at = [[] for _ in texts], None
    for line in done.stdout.decode().split("\n"):
        if line.startswith("# newdoc id = "):
            at = int(line[14:])
        elif line[:1].isdigit():
            c = line.split("\t")
            if c[0].isdigit():
                words[at].append(c[1].replace(" ", "_"))
    return words


def check_names(path, broadway):
    faults, sentences = Faults(path), []
    for words in read_names(path, faults):
        sentences.append(words)
        check_sequence([(n, tag) for n, _, tag in words], faults)
        for k, (n, form, tag) in enumerate(words):
            ends = tag != "O" and (k + 1 == len(words) or words[k + 1][2][:2] != "I-")
            if tag[:2] == "B-" and not re.match(r"[\w'’@\"]", form) or ends and not re.search(r"[\w.!?+'’\")]$", form):
                faults.add(n, f"a name begins or ends with the sign '{form}'")
            if tag == "B-PER" and form in TITLES and k + 1 < len(words) and words[k + 1][2] == "I-PER":
                faults.add(n, f"the title '{form}' is inside the name")
            if ends and form in ("'s", "’s") and tag[2:] == "PER":
                faults.add(n, "the possessive is inside the name")
    forms = [[f for _, f, _ in s] for s in sentences]
    odd = list(range(len(forms)))
    for tight in (True, False):
        made = cut(broadway, [joined(forms[i], tight) for i in odd])
        differ = [k for k, i in enumerate(odd) if made[k] != forms[i]]
        first = {odd[k]: made[k] for k in differ} if tight else first
        odd = [odd[k] for k in differ]
    for i in odd:
        k = next((k for k, (a, b) in enumerate(zip(forms[i], first[i])) if a != b), 0)
        faults.add(sentences[i][k][0], f"the tokenizer has {' '.join(first[i][k:k + 3])!r}, not {' '.join(forms[i][k:k + 3])!r}")
    return faults, len(sentences), [(s[0][0], " ".join(f for _, f, _ in s)) for s in sentences]


# ---- all together ------------------------------------------------------------------------------------


def check_counts(readme, counts):
    """Rows '| file.conllu … | sentences | held out |' must tell what is there, and leave out no file."""
    faults, told = Faults(readme), {}
    folder = os.path.dirname(readme)
    for n, row in enumerate(open(readme, encoding="utf-8"), 1):
        m = re.match(r"\| `?([\w.-]+\.(?:tsv|conllu))`?[^|]*\| *([\d,]+) *\|(?: *([\d,]+) *\|)?", row)
        if m:
            told[m[1]] = n
            for name, number in ((m[1], m[2]), ("held-out/" + m[1], m[3])):
                there = counts.get(os.path.join(folder, name), 0)
                if number and int(number.replace(",", "")) != there:
                    faults.add(n, f"{name} has {there} sentences, not {number}")
    for path in sorted(counts):
        if os.path.dirname(path) == folder and os.path.basename(path) not in told:
            faults.add(1, f"{os.path.basename(path)} is not in the table")
    return faults


def main():
    broadway, paths = sys.argv[1], sys.argv[2:]
    whole = not paths
    root = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "training")
    if whole:
        paths = sorted(glob.glob(root + "/**/*.conllu", recursive=True) + glob.glob(root + "/names/**/*.tsv", recursive=True))
    results, counts, seen = [], {}, {}
    for path in paths:
        faults, counts[path], texts = check_trees(path) if path.endswith(".conllu") else check_names(path, broadway)
        for line, text in texts:  # one sentence twice would teach, or measure, twice
            key = re.sub(r"\W+", " ", text.lower()).strip()
            for other, at in seen.get(key, []):
                same_use = os.path.splitext(other)[1] == os.path.splitext(path)[1] or "held-out" in other + path
                if same_use and os.path.basename(path) != "wire.conllu":  # frames.py may say a short thing twice
                    faults.add(line, f"stands also at {other}:{at}")
            seen.setdefault(key, []).append((path, line))
        results.append((os.path.relpath(path, root) if whole else path, faults))
    if whole:
        for readme in (root + "/names/README.md", root + "/treebank/README.md"):
            if os.path.exists(readme):
                results.append((os.path.relpath(readme, root), check_counts(readme, counts)))
    bad = False
    for i, (what, faults) in enumerate(results, 1):
        bad |= bool(faults.all)
        print("not ok" if faults.all else "ok", i, "-", what)
        for f in faults.all:
            print("#", f)
    print(f"1..{len(results)}")
    return bad


if __name__ == "__main__":
    sys.exit(main())
