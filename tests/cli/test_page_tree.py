#!/usr/bin/env python3
"""broadway extract --explain against another reader of HTML: the text of all blocks of a page, one behind the other, is the text that
Python's html.parser sees outside of what no reader sees, to the last letter.

usage: test_page_tree.py BROADWAY SAMPLES [FILE…]"""
import html.parser
import os
import re
import sys

from tap import done, ok, run

broadway, samples = sys.argv[1:3]
pages = os.path.join(samples, "pages")
files = sys.argv[3:] or sorted(os.path.join(pages, n) for n in os.listdir(pages) if n.endswith(".html"))
HIDDEN = set("audio button canvas datalist head iframe math meter noembed noframes noscript progress rp rt script select style svg template "
             "textarea title video".split())
CUT = 160  # bytes of a block that are shown, and the rest of the piece in which they end


class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.text = [], []

    def handle_starttag(self, tag, attributes):
        if "head" in self.open and tag not in ("meta", "link", "base") and tag not in HIDDEN:
            self.open.remove("head")
        if tag in HIDDEN:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if "svg" not in self.open and "math" not in self.open:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if tag in self.open:
            del self.open[self.open.index(tag):]

    def handle_data(self, data):
        if not self.open:
            self.text.append(data)


def squeeze(text):
    """Without white space, and without what has no width."""
    return re.sub("[\\s\u00ad\u200b\ufeff]+", "", text)


def compare(name, page):
    reader = Text()
    reader.feed(page)
    reader.close()
    seen, at, loose = squeeze("".join(reader.text)), 0, False
    r = run(broadway, "extract", "--explain", name)
    for line in r.stdout.decode().splitlines():
        shown = line.rsplit("\t", 1)[-1]
        piece = squeeze(shown)
        found = seen.find(piece, at)
        if found < 0 or (found > at and not loose):
            return f"got  {piece[:70]}\nwant {seen[at:at + 70]}"
        at, loose = found + len(piece), len(shown.encode()) >= CUT
    return None if loose or at == len(seen) else f"want {seen[at:at + 70]}"


for name in files:
    raw = open(name, "rb").read()
    try:
        page = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        continue  # pages in other encodings have their own tests
    fault = compare(name, page)
    ok(fault is None, os.path.basename(name), *([fault] if fault else []))
done()
