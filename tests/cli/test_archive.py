"""Archives and packed files through `broadway wire`: every packing, resuming, streams of any size in constant memory.
usage: test_archive.py BROADWAY [SHARED]"""
import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from tap import done, ok, run, skip

broadway = os.path.abspath(sys.argv[1])
shared = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else ""
os.chdir(tempfile.mkdtemp(prefix="broadway-archive-"))
chance = random.Random(6)
WORDS = ["ferry", "harbour", "minister", "treaty", "said", "on", "the", "a", "of", "to", "and", "was", "talks", "border", "after", "with"]


def prose(n):
    words = [chance.choice(WORDS) for _ in range(n)]
    return " ".join(words).capitalize() + "."


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)
    return name


def read(name):
    with open(name, "rb") as f:
        return f.read()


def documents(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def record(kind, name, content, content_type="application/http; msgtype=response"):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{name}>\r\nWARC-Target-URI: http://news.example/{name}\r\n"
            f"WARC-Date: 2024-05-08T10:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n")
    return head.encode() + content + b"\r\n\r\n"


def response(name, body, content_type="text/html; charset=utf-8", more=""):
    return record("response", name, f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{more}\r\n".encode() + body)


def page(title, paragraphs):
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (f"<!DOCTYPE html><html lang=en><head><title>{title}</title><meta property='article:published_time' "
            f"content='2024-05-07T09:00:00Z'></head><body><article><h1>{title}</h1>{body}</article></body></html>").encode()


# ---- one archive in all packings ----

records = [record("warcinfo", "info", b"software: test\r\n", "application/warc-fields")]
for i in range(60):
    records.append(record("request", f"q{i}", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"))
    records.append(response(f"p{i}", page(f"Ferries sail {i}", [prose(60) for _ in range(6)])))
    records.append(response(f"i{i}", chance.randbytes(3000), "image/png"))
plain = write("a.warc", b"".join(records))
r = run(broadway, "wire", plain)
docs = documents(r)
ok(r.returncode == 0 and not r.stderr and len(docs) == 60, "an archive of 60 pages", r.stderr)
d = docs[7]
ok(d["id"] == "urn:x:p7" and d["url"] == "http://news.example/p7" and d["title"] == "Ferries sail 7" and d["text"].count("\n") == 10 and
   d["published"] == "2024-05-07T09:00:00Z" and d["updated"] == "2024-05-08T10:00:00Z" and d["language"] == "en",
   "a page: id, address, title, its own time, and that of the crawl", d)
each = b"".join(gzip.compress(x) for x in records)
forms = {"each.warc.gz": each, "one.warc.gz": gzip.compress(b"".join(records)),
         "some.warc.gz": b"".join(gzip.compress(b"".join(records[i:i + 7])) for i in range(0, len(records), 7))}
zstd = shutil.which("zstd")
for name, data in forms.items():
    r = run(broadway, "wire", write(name, data))
    ok(r.returncode == 0 and documents(r) == docs, f"{name}: the same documents", r.stderr)
    r = run(broadway, "wire", stdin=data)
    ok(r.returncode == 0 and documents(r) == docs, f"{name}, from a pipe", r.stderr)
if zstd:
    run(zstd, "-q", "a.warc", "-o", "one.warc.zst")
    r = run(broadway, "wire", "one.warc.zst")
    ok(r.returncode == 0 and documents(r) == docs, "one.warc.zst: the same documents", r.stderr)
else:
    skip("one.warc.zst", "no zstd here")

# ---- text that is packed ----

rows = [{"id": str(i), "text": prose(40)} for i in range(300)]
lines = "".join(json.dumps(x) + "\n" for x in rows).encode()
table = ("id,text\n" + "".join(f"{x['id']},\"{x['text']}\"\n" for x in rows)).encode()
for name, data in {"x.jsonl": lines, "x.csv": table, "x.tsv": table.replace(b",", b"\t")}.items():
    want = run(broadway, "wire", write(name, data))
    packed = gzip.compress(data[:1000]) + gzip.compress(data[1000:])
    got = run(broadway, "wire", write(name + ".gz", packed))
    ok(len(documents(want)) == 300 and got.stdout == want.stdout and not got.stderr, f"{name}.gz", got.stderr)
    if zstd:
        run(zstd, "-qf", name)
        ok(run(broadway, "wire", name + ".zst").stdout == want.stdout, f"{name}.zst")
    else:
        skip(name + ".zst", "no zstd here")
packed = gzip.compress(lines)
r = run(broadway, "wire", write("cut.jsonl.gz", packed[:-40]))
ok(r.returncode == 1 and 200 < len(documents(r)) < 300 and r.stderr.count(b"\n") == 1 and
   f"cut.jsonl.gz: byte {len(packed) - 40}: the packed data ends here, in the middle".encode() in r.stderr, "cut off: what there is, and where it ends", r.stderr)
r = run(broadway, "wire", write("more.jsonl.gz", packed + b"\0" * 600))
ok(r.returncode == 0 and len(documents(r)) == 300, "zeros behind packed data are no fault", r.stderr)
r = run(broadway, "wire", write("more.jsonl.gz", packed + b"what is this"))
ok(r.returncode == 1 and len(documents(r)) == 300 and f"byte {len(packed)}: what follows here is not packed".encode() in r.stderr,
   "something else behind it is told", r.stderr)
damaged = bytearray(packed)
damaged[len(packed) // 2] ^= 0xFF
r = run(broadway, "wire", write("bad.jsonl.gz", bytes(damaged)))
ok(r.returncode == 1 and b"bad.jsonl.gz: byte " in r.stderr and b"the gzip data is damaged" in r.stderr, "damage is told with its place", r.stderr)
r = run(broadway, "wire", write("bomb.txt.gz", gzip.compress(gzip.compress(b"x" * 1000))))
ok(r.returncode == 1 and b"gzip data within packed data" in r.stderr, "packed twice", r.stderr)
for name, data, what in (("x.bz2", b"BZh91AY&SY", b"bzip2"), ("x.xz", b"\xFD7zXZ\0", b"xz"), ("x.zip", b"PK\x03\x04", b"zip")):
    r = run(broadway, "wire", write(name, data + b"abc" * 10))
    ok(r.returncode == 1 and what in r.stderr, f"{name} is refused by name", r.stderr)
r = run(broadway, "wire", write("x.tar.gz", gzip.compress(b"a.txt".ljust(257, b"\0") + b"ustar\0" + b"\0" * 200)))
ok(r.returncode == 1 and b"a tar archive" in r.stderr, "a packed tar archive is refused by name", r.stderr)

# ---- sitemaps ----

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
URL = ("<url><loc>https://news.example/{0}?a=1&amp;b=2</loc><news:news><news:publication><news:name>The Gazette</news:name><news:language>en</news:language>"
       "</news:publication><news:publication_date>2024-05-08T10:00:00+02:00</news:publication_date><news:title>Ferries &amp; ships {0}</news:title></news:news>"
       "<image:image><image:title>no</image:title></image:image></url>\n<url><loc>https://news.example/about</loc></url>\n")
sitemap = (HEAD + "".join(URL.format(i) for i in range(500)) + "</urlset>\n").encode()
r = run(broadway, "wire", write("news.xml.gz", gzip.compress(sitemap)))
docs_map = documents(r)
ok(r.returncode == 0 and len(docs_map) == 500 and docs_map[3] == {**docs_map[3], "id": "https://news.example/3?a=1&b=2", "title": "Ferries & ships 3", "publisher": "The Gazette",
   "published": "2024-05-08T10:00:00+02:00", "language": "en", "text": ""}, "a news sitemap", r.stderr, docs_map[3:4])
r = run(broadway, "wire", write("cut.xml", sitemap[:-30]))
ok(r.returncode == 1 and len(documents(r)) == 500 and b"cut.xml:1002: the sitemap is cut off" in r.stderr, "a sitemap cut off", r.stderr)
r = run(broadway, "wire", write("index.xml", b"<sitemapindex>" + b"<sitemap><loc>x</loc></sitemap>" * 3 + b"</sitemapindex>"))
ok(r.returncode == 1 and b"is an index of 3 sitemaps" in r.stderr, "an index of sitemaps", r.stderr)
r = run(broadway, "wire", write("other.xml", b"<urlset><url><loc>x</loc></url></urlset>"))
ok(r.returncode == 1 and b"a sitemap of 1 addresses, none of them an article" in r.stderr, "a sitemap without news", r.stderr)

# ---- going on after a kill ----

many = [x for i in range(40) for x in (response(f"b{i}-{k}", prose(3000).encode(), "text/plain") for k in range(20))]
big = {"each.warc.gz": b"".join(gzip.compress(x, 1) for x in many), "one.warc.gz": gzip.compress(b"".join(many), 1), "b.warc": b"".join(many),
       "b.jsonl.gz": gzip.compress("".join(json.dumps({"text": prose(3000)}) + "\n" for _ in range(800)).encode(), 1),
       "b.xml": (HEAD + "".join(URL.format(i) for i in range(40000)) + "</urlset>\n").encode()}
for name, data in big.items():
    write(name, data)
    whole = run(broadway, "wire", name)
    kills = 0
    for wait in (0.02, 0.05, 0.3, 0.08, 0.35):
        p = subprocess.Popen([broadway, "wire", "-o", "out.jsonl", "--resume", name], stderr=subprocess.DEVNULL)
        time.sleep(wait)
        kills += p.poll() is None
        p.send_signal(signal.SIGKILL)
        p.wait()
    r = run(broadway, "wire", "-o", "out.jsonl", "--resume", name)
    ok(r.returncode == 0 and read("out.jsonl") == whole.stdout and len(whole.stdout) > 1000, f"{name}: after {kills} kills the same bytes as in one run", r.stderr)
    os.remove("out.jsonl")

# ---- streams of any size ----


def stream(chunks, megabytes):
    """Feeds the chunks again and again; returns documents, refusals and the most memory that was used, in MB."""
    p = subprocess.Popen([broadway, "wire"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    counts = {"out": 0, "err": 0, "peak": 0}

    def count(name, pipe):
        for line in pipe:
            counts[name] += 1

    threads = [threading.Thread(target=count, args=x) for x in (("out", p.stdout), ("err", p.stderr))]
    for t in threads:
        t.start()
    written = 0
    try:
        for chunk in chunks:
            p.stdin.write(chunk)
            written += len(chunk)
            if written >= megabytes << 20:
                break
        p.stdin.flush()
        with open(f"/proc/{p.pid}/status") as f:
            counts["peak"] = next(int(line.split()[1]) / 1024 for line in f if line.startswith("VmHWM"))
    except (OSError, StopIteration): # it has ended, having read enough
        pass
    try:
        p.stdin.close()
    except OSError:
        pass
    p.wait()
    for t in threads:
        t.join()
    return counts


def again(chunk):
    while True:
        yield chunk


noise = chance.randbytes(1 << 20)
# What a sanitizer keeps back of freed memory comes on top.
bound = 1000 if b"__asan_init" in open(broadway, "rb").read() else 64
c = stream(again(response("x", noise, "image/png") + response("y", prose(500).encode(), "text/plain")), 300)
ok(c["out"] >= 299 and c["err"] == 0 and 0 < c["peak"] < bound, f"300 MB of a plain archive in {c['peak']:.0f} MB", c)
block = gzip.compress(b"".join(response(f"y{i}", prose(300).encode(), "text/plain") for i in range(20)) + response("x", noise, "video/mp4"), 1)
c = stream(again(block), 300)
ok(c["out"] >= 4000 and c["err"] == 0 and 0 < c["peak"] < bound, f"300 MB of a packed archive in {c['peak']:.0f} MB", c)
huge = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {200 << 20}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".encode()
c = stream((x for part in ([huge], [noise] * 200) for x in part), 200)
ok(c["out"] == 0 and c["err"] >= 1 and 0 < c["peak"] < bound, f"a record of 200 MB in {c['peak']:.0f} MB", c)
c = stream((x for part in ([HEAD.encode()], again("".join(URL.format(i) for i in range(300)).encode())) for x in part), 60)
ok(c["out"] > 50000 and 0 < c["peak"] < bound, f"60 MB of a sitemap in {c['peak']:.0f} MB", c)
c = stream(again(gzip.compress(b" " * (1 << 24), 9)), 3)
ok(c["out"] == 0 and c["err"] == 1 and 0 <= c["peak"] < bound, f"3 MB that unpack to 3 GB of blanks in {c['peak']:.0f} MB", c)

# ---- what others made ----

folder = os.path.join(shared, "wire/warc")
if shared and os.path.isdir(folder):
    for name in sorted(os.listdir(folder)):
        r = run(broadway, "wire", os.path.join(folder, name), timeout=60)
        messages = r.stderr.decode().splitlines()
        ok(r.returncode in (0, 1) and (r.stdout or messages) and all(name + ":" in m for m in messages) and (r.returncode == 0) == (not messages),
           f"{name}: {r.stdout.count(10)} documents, {len(messages)} refusals", r.stderr)
else:
    skip("archives that others made", "no shared data here")

done()
