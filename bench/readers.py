#!/usr/bin/env python3
"""Feeds and web pages: seconds of processor beside other readers in the same run.

usage: readers.py BROADWAY PAGES…     PAGES: files of HTML, packed or not

The feed is made here: RSS 2.0 and Atom 1.0 of a news site, escaped markup within, by a fixed sequence of numbers. Peers are Debian's python3-feedparser
and python3-readability, each measured when it is installed for /usr/bin/python3, on what it does in about ten seconds. Loading is
included.
"""
import gzip
import os
import random
import resource
import subprocess
import sys
import tempfile

WORDS = ("government minister port strike talks border crew river council vote army relief market court protest mayor union police ferry dam "
         "said would after before while against under over between across from with that which who when").split()
chance = random.Random(20)


def sentence():
    n = chance.randint(12, 30)
    return " ".join(chance.choice(WORDS) for _ in range(n)).capitalize() + "."


def entry(i, atom):
    body = "".join(f"&lt;p&gt;{sentence()} {sentence()} &lt;a href=&quot;/topic/{i}&quot;&gt;{chance.choice(WORDS)}&lt;/a&gt; {sentence()}&lt;/p&gt;\n"
                   for _ in range(chance.randint(2, 6)))
    title, day = sentence()[:60], 1 + i % 28
    if atom:
        return (f'<entry><title>{title}</title><id>tag:news.example,2024:{i}</id><link rel="alternate" href="/world/{i}"/>'
                f"<updated>2024-05-{day:02}T09:{i % 60:02}:00Z</updated><author><name>Ola Berg</name></author>"
                f'<content type="html">{body}</content></entry>\n')
    return (f"<item><title>{title}</title><guid>https://news.example/world/{i}</guid><link>https://news.example/world/{i}</link>"
            f"<pubDate>{day:02} May 2024 09:{i % 60:02}:00 +0200</pubDate><dc:creator>Ola Berg</dc:creator><category>World</category>"
            f"<description>{body}</description></item>\n")


def feed(n_entries, atom):
    head = ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/"><title>News</title><id>x</id>\n' if atom else
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>https://news.example/</link>\n')
    return head + "".join(entry(i, atom) for i in range(n_entries)) + ("</feed>" if atom else "</channel></rss>")


def seconds(*command):
    """Seconds of processor that the command takes; None when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return None if done.returncode else after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(what, unit, amount, spent, ours):
    if spent is None:
        print(f"| {what} | not installed |  |")
    else:
        print(f"| {what} | {amount / spent:,.1f} {unit} | {(amount / spent) / ours if ours else 1:.4f} |")
    return spent and amount / spent


broadway, pages = os.path.abspath(sys.argv[1]), sys.argv[2:]
work = tempfile.mkdtemp(prefix="broadway-readers-")
print("| reader | speed | of ours |\n| --- | --- | --- |")
for atom in (False, True):
    name = "Atom" if atom else "RSS"
    big, small = os.path.join(work, name + ".xml"), os.path.join(work, name + "-small.xml")
    open(big, "w").write(feed(9000, atom))
    open(small, "w").write(feed(600, atom))
    ours = row(f"{name}: broadway feed", "MB/s", os.path.getsize(big) / 1e6, min(seconds(broadway, "feed", big) for _ in range(5)), None)
    row(f"{name}: feedparser", "MB/s", os.path.getsize(small) / 1e6,
        seconds("/usr/bin/python3", "-c", "import feedparser, sys; feedparser.parse(sys.argv[1]).entries[0]", small), ours)
if pages:
    files = []
    for i, p in enumerate(pages):
        data = gzip.open(p).read() if p.endswith(".gz") else open(p, "rb").read()
        files.append(os.path.join(work, f"{i}.html"))
        open(files[-1], "wb").write(data)
    total = sum(map(os.path.getsize, files))
    spent = min(seconds(broadway, "extract", *files) for _ in range(5))
    ours = row(f"{len(files)} pages of {total // len(files) // 1000} KB: broadway extract", "pages/s", len(files), spent, None)
    row("the same: readability-lxml", "pages/s", len(files),
        seconds("/usr/bin/python3", "-c", "import readability, sys\nfor f in sys.argv[1:]:\n    readability.Document(open(f, 'rb').read()).summary()", *files), ours)
