#!/usr/bin/env python3
"""`broadway feed`: what it prints, what it refuses, and entries as documents.
usage: test_feed.py BROADWAY"""
import gzip
import json
import os
import sys
import tempfile
import time

from tap import done, ok, run

broadway = os.path.abspath(sys.argv[1])
os.chdir(tempfile.mkdtemp(prefix="broadway-feed-"))
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour &amp; Gazette</title><link>/</link>
<item><title>Talks &lt;b&gt;resume&lt;/b&gt;</title><link>/1</link><guid isPermaLink="false">urn:1</guid>
<pubDate>Tue, 02 Apr 2024 08:00:00 KST</pubDate><category>World</category><author>desk@g.example (Ana Ruiz)</author>
<description>&lt;p&gt;Talks resumed.&lt;/p&gt;&lt;p&gt;Ferries &lt;i&gt;sail&lt;/i&gt;.&lt;/p&gt;</description></item>
<item><title>Second</title><description>Plain &amp;amp; short</description></item></channel></rss>"""


def write(name, text):
    with open(name, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())


def feed(*arguments, stdin=b""):
    r = run(broadway, "feed", *arguments, stdin=stdin)
    return r, json.loads(r.stdout) if r.stdout else None


write("a.xml", FEED)
r, f = feed("a.xml", "--url", "http://g.example/f")
ok(r.returncode == 0 and r.stderr == b"", "a feed is read", r.stderr)
ok(f["format"] == "rss20" and f["encoding"] == "utf-8" and f["feed"]["link"] == "http://g.example/", "its head", f)
e = f["entries"][0]
ok((e["id"], e["link"], e["published"], e["author"]) == ("urn:1", "http://g.example/1", "2024-04-01T23:00:00Z", "Ana Ruiz"), "an entry", e)
r, f = feed(stdin=FEED.encode("utf-16"))
ok(r.returncode == 0 and f["encoding"] == "utf-16le" and len(f["entries"]) == 2, "UTF-16 from standard input", r.stderr, f)
r, f = feed("--header", "Content-Type: text/xml; charset=windows-1251", "--header=Content-Location: http://g.example/x/", stdin=FEED.replace("Second", "Мир").encode("windows-1251"))
ok(r.returncode == 0 and f["encoding"] == "windows-1251" and f["entries"][1]["title"] == "Мир" and f["entries"][0]["link"] == "http://g.example/1",
   "headers", r.stderr, f)

for what, text, said in (("a web page", "<!DOCTYPE html><html></html>", b"web page"), ("a text", "Talks resumed.", b"no feed"), ("nothing", "", b"empty"),
                         ("JSON of another kind", '{"id":"1"}', b"no JSON Feed"), ("a page behind a comment", "<!-- x --><html></html>", b"web page"),
                         ("a list of feeds", "<opml version='2.0'><body/></opml>", b"OPML"), ("binary", bytes(range(256)) * 9, b"no feed")):
    write("x", text)
    r, f = feed("x")
    ok(r.returncode == 1 and said in r.stderr and r.stderr.startswith(b"broadway: x: ") and f["entries"] == [] and f["format"] is None, f"{what} is no feed", r.stderr, f)
write("a.xml.gz", gzip.compress(FEED.encode()))
r, f = feed("a.xml.gz")
ok(r.returncode == 0 and len(f["entries"]) == 2, "a body that is still packed", r.stderr)
write("cut.gz", gzip.compress(FEED.encode(), 0)[:-200])
r, f = feed("cut.gz")
ok(r.returncode == 1 and r.stderr and f["entries"], "one cut off: what it holds, and a message", r.stderr, f)
write("warned", "Warning: x on line 3\n" + FEED)
ok(len(run(broadway, "wire", "warned").stdout.splitlines()) == 2, "a warning before the declaration")
ok(feed("none.xml")[0].returncode == 1, "a file that is not there")
ok(feed("a.xml", "a.xml")[0].returncode == 2 and feed("--header", "x", "a.xml")[0].returncode == 2, "wrong use")
ok(feed(*["--header=a: b"] * 65, "a.xml")[0].returncode == 2, "headers without end")

docs = [json.loads(line) for line in run(broadway, "wire", "a.xml").stdout.splitlines()]
d = docs[0] if docs else {}
ok(len(docs) == 2 and d["id"] == "urn:1" and d["url"] == "/1" and d["title"] == "Talks resume" and d["text"] == "Talks resumed.\n\nFerries sail."
   and d["publisher"] == "Harbour & Gazette" and d["byline"] == ["Ana Ruiz"] and d["section"] == "World", "entries are documents", docs)
ok(d.get("published") == "2024-04-02T08:00:00+09:00", "the day is that of the place", d)
ok(docs and docs[1]["id"] == "a.xml#2" and docs[1]["text"] == "Plain & short", "an entry without an id", docs[1:])
write("a.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": [{"id": "1", "content_text": "Talks resumed."}]}))
docs = [json.loads(line) for line in run(broadway, "wire", "a.json").stdout.splitlines()]
ok(len(docs) == 1 and docs[0]["text"] == "Talks resumed.", "JSON Feed is told from JSON Lines", docs)
write("atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Ana Ruiz</name></author><entry><title>A</title><updated>2024-04</updated></entry>'
      '<entry><author><name>Li Wei</name></author><updated>2024-04-02</updated></entry></feed>')
docs = [json.loads(line) for line in run(broadway, "wire", "atom.xml").stdout.splitlines()]
ok([d["byline"] for d in docs] == [["Ana Ruiz"], ["Li Wei"]], "an entry of Atom without an author has the feed's", docs)
ok([d["published"] for d in docs] == [None, "2024-04-02"], "a month is no day", docs)
write("u.xml", FEED.encode("utf-16"))
ok(len(run(broadway, "wire", "u.xml").stdout.splitlines()) == 2, "a feed in UTF-16 is recognised")

write("deep.xml", "<rss><channel>" + "<a b='" + "x" * 5_000_000 + "'>" + "<c>" * 200_000 + "<item><title>T</title>")
start = time.monotonic()
r, f = feed("deep.xml")
ok(r.returncode == 0 and time.monotonic() - start < 5, "a large attribute and a deep tree take little time", r.stderr)
done()
