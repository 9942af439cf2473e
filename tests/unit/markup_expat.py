#!/usr/bin/env python3
"""The reader of tokens beside expat, on well-formed documents: made at random from pieces that may stand where they stand.
usage: markup_expat.py MARKUP_TOKENS"""
import json
import os
import random
import subprocess
import sys
import xml.parsers.expat

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok

NAMES = ["a", "b:c", "_x", "rss", "item-1", "é", "名", "a.b", "ns:été", "title", "script", "plaintext", "A"]
TEXTS = ["x", "Talks resume", " ", "\n", "\t\n ", "&amp;", "&lt;b&gt;", "&#8217;", "&#x1F600;", "&quot;&apos;", "é 名 😀", "a > b", "]]", "]] >", "/>", "a&#10;b",
         "'\"", "=", "--", "?>", "&#38;amp;", "&#xE9;"]
VALUES = TEXTS + ["http://g.example/?a=1&amp;b=2", "", ">", "a/b/"]
CDATA = ["", "x", "<b>", "&amp;", "]]", "]>", "<![CDATA[", "</a>", "-->", "é"]
COMMENTS = ["", " x ", "<a>", "- - ", "&", "]]>", "'", "?>"]


def blanks(r):
    return r.choice(["", "", " ", "\n", " \t"])


def attributes(r):
    names = r.sample(NAMES, r.choice([0, 0, 1, 2, 4]))
    out = ""
    for name in names:
        quote = r.choice("'\"")
        value = "".join(r.choice(VALUES) for _ in range(r.randrange(3))).replace(quote, "&#%d;" % ord(quote))
        out += r.choice([" ", "\n", "  "]) + name + blanks(r) + "=" + blanks(r) + quote + value + quote
    return out + blanks(r)


def element(r, depth):
    name = r.choice(NAMES)
    if r.random() < 0.2:
        return f"<{name}{attributes(r)}/>"
    return f"<{name}{attributes(r)}>{content(r, depth + 1)}</{name}{blanks(r)}>"


def content(r, depth):
    out = ""
    for _ in range(r.randrange(5)):
        kind = r.random()
        if kind < 0.4:
            out += r.choice(TEXTS)
        elif kind < 0.7 and depth < 6:
            out += element(r, depth)
        elif kind < 0.8:
            out += "<![CDATA[" + r.choice(CDATA) + "]]>"
        elif kind < 0.9:
            out += "<!--" + r.choice(COMMENTS) + "-->"
        else:
            out += r.choice(["<?pi?>", "<?php echo '>' ?>", "<?x  a=\"b\" ?>"])
    return out


def document(r):
    head = r.choice(["", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- > -->", "<!DOCTYPE a>", "<!DOCTYPE a [<!ELEMENT a ANY> <!-- ]> -->]>\n",
                     "<!DOCTYPE a SYSTEM 'x>y.dtd' [ <!ATTLIST a b CDATA #IMPLIED> ]>"])
    return head + element(r, 0) + r.choice(["", "\n", "<!-- end -->"])


def merged(tokens):
    """What the two must agree on: texts that touch are one; white space is as XML reads it."""
    out, depth = [], 0
    for t in tokens:
        depth += (t[0] == "open") - (t[0] == "close")
        if t[0] == "text":
            if not t[1] or (depth == 0 and not t[1].strip()):
                continue
            if out and out[-1][0] == "text":
                t = ("text", out.pop()[1] + t[1])
        out.append(t)
    return out


def by_expat(text):
    out = []
    p = xml.parsers.expat.ParserCreate(encoding="utf-8")
    p.StartElementHandler = lambda name, attributes: out.append(("open", name, attributes))
    p.EndElementHandler = lambda name: out.append(("close", name))
    p.CharacterDataHandler = lambda text: out.append(("text", text))
    p.CommentHandler = lambda text: out.append(("comment", text))
    p.ProcessingInstructionHandler = lambda name, text: out.append(("instruction", name, text.strip()))
    p.StartDoctypeDeclHandler = lambda *_: out.append(("doctype",))
    p.Parse(text.encode(), True)
    if "<!DOCTYPE" in text:  # a comment within it is none of ours
        at = out.index(("doctype",))
        while out[at + 1][0] == "comment" and "]>" in out[at + 1][1]:
            del out[at + 1]
    return merged(out)


def by_ours(lines):
    out = []
    for line in lines:
        t = json.loads(line)
        pairs = t["attributes"]
        if t["kind"] in ("text", "cdata"):
            out.append(("text", t["text"]))
        elif t["kind"] == "open":
            out.append(("open", t["name"], dict(zip(pairs[::2], (v or "" for v in pairs[1::2])))))
            if t["empty"]:
                out.append(("close", t["name"]))
        elif t["kind"] == "instruction":
            if t["name"] != "xml":
                out.append(("instruction", t["name"], t["text"] or ""))
        elif t["kind"] == "doctype":
            out.append(("doctype",))
        else:
            out.append((t["kind"], t["name"] if t["kind"] == "close" else t["text"] or ""))
    return merged(out)


def flat(tokens):
    """Values with blanks for line ends and tabs, which expat makes of those that are written as such."""
    return [(t[0], t[1], {k: v.translate(str.maketrans("\t\n", "  ")) for k, v in t[2].items()}) if t[0] == "open" else t for t in tokens]


r = random.Random(1)
documents = [document(r) for _ in range(3000)]
said = subprocess.run(sys.argv[1:2], input="\0".join(documents).encode(), capture_output=True, timeout=60, check=True).stdout.decode()
blocks = [block.split("\n") if block else [] for block in said.split("\n\n")[:-1]]
pairs = [(flat(by_expat(d)), flat(by_ours([line for line in b if line])), d) for d, b in zip(documents, blocks)]
n_tokens = sum(len(p[0]) for p in pairs)
differing = [p for p in pairs if p[0] != p[1]]
ok(len(pairs) == len(documents) and n_tokens > 5 * len(documents), f"{len(pairs)} documents, {n_tokens} tokens", len(blocks))
ok(not differing, f"as expat reads them, but for {len(differing)}", *differing[:1])
done()
