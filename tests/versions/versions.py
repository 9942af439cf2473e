"""The documents of this folder, and more made of the long ones by rule.

Each is a dict as `broadway story` takes it, with `gold`: (family, revision_of, revision)."""
import os
import random

FOLDER = os.path.dirname(os.path.abspath(__file__))


def written():
    out = []
    for name in ("chains.txt", "reprints.txt", "forms.txt"):
        for block in ("\n" + open(os.path.join(FOLDER, name), encoding="utf-8").read()).split("\n== ")[1:]:
            head, text = block.split("\n", 1)
            id_, family, of, number, *keys = [p.strip() for p in head.split("|")]
            doc = {"id": id_, "gold": (family, None if of == "-" else of, int(number))}
            doc.update(k.split("=", 1) for k in keys if "=" in k)
            doc["raw" if "raw" in keys else "text"] = text.strip() + "\n"
            out.append(doc)
    return out


def cut(r, paragraphs):
    return paragraphs[:max(2, len(paragraphs) // 2)]


def reorder(r, paragraphs):
    rest = paragraphs[1:]
    r.shuffle(rest)
    return paragraphs[:1] + rest


def misread(r, paragraphs):
    """As a scanner reads: look-alikes, lost blanks, words parted at line ends."""
    alike = {"m": "rn", "l": "1", "e": "c", "i": "l", "o": "0", "s": "5", "h": "b", "u": "n", "a": "o"}
    return ["".join(alike.get(c, c) if r.random() < .04 else "" if c == " " and r.random() < .02 else c for c in p) for p in paragraphs]


def other_top(r, paragraphs):
    return ["Our correspondent reports from the scene of what readers told us about this morning."] + paragraphs[1:]


def other_quotes(r, paragraphs):
    return [p.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}").replace("'", "\N{RIGHT SINGLE QUOTATION MARK}").replace(" - ", " \N{EM DASH} ") for p in paragraphs]


def tail(r, paragraphs):
    return paragraphs + ["Copyright of the owner. All rights reserved. Follow us for more news, weather and sport, and tell us what you think."]


def drop_sentences(r, paragraphs):
    out = []
    for p in paragraphs:
        sentences = p.split(". ")
        out.append(". ".join(s for i, s in enumerate(sentences) if i == 0 or r.random() < .6))
    return [p for i, p in enumerate(out) if i == 0 or r.random() < .8]


def shout(r, paragraphs):
    return [p.upper() for p in paragraphs]


EDITS = (cut, reorder, misread, other_top, other_quotes, tail, drop_sentences, shout)


def made(documents, seed=7):
    """Each long story changed by each rule, on sites of their own."""
    r, out = random.Random(seed), []
    for doc in documents:
        text = doc.get("text", "")
        if doc["gold"][0] == doc["id"] and len(text.split()) > 100 and text.count("\n\n") > 2:
            for edit in EDITS:
                out.append({"id": f"{doc['id']}-{edit.__name__}", "publisher": f"Site of {edit.__name__}", "published": doc["published"],
                            "text": "\n\n".join(edit(r, text.strip().split("\n\n"))), "gold": (doc["gold"][0], None, 1)})
    r.shuffle(out)
    return out
