#!/usr/bin/env python3
"""A stream of news stories as JSON Lines, invented: new stories, reprints, cuts, scans, revisions of wire copy, market tables.
usage: story_stream.py N [SEED] > FILE

The same for the same N and SEED. Each line has `family`, the text's true family, which broadway passes over."""
import json
import random
import sys

n_documents = int(sys.argv[1])
r = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
SYLLABLES = [c + v + e for c in "b c d f g h k l m n p r s t v w st tr pr".split() for v in "a e i o u".split() for e in ("", "n", "r", "l")]


def word():
    return "".join(r.choice(SYLLABLES) for _ in range(r.choice((1, 1, 2, 2, 2, 3, 3, 4))))


SMALL = "the of to in a and that for on was said is by with as at it from he were an his be had has not but their they which".split()
WORDS = sorted({word() for _ in range(40000)})
r.shuffle(WORDS)
CUMULATED, total = [], 0.0
for i in range(len(WORDS)):
    total += 1 / (i + 30)
    CUMULATED.append(total)
NAMES = [word().capitalize() for _ in range(8000)]
AGENCIES = ["Reuters", "AP", "AFP", "Yonhap", "Xinhua", "TASS", "dpa", "Kyodo"]
SITES = ["%s %s" % (word().capitalize(), k) for k in ("Times", "Post", "Herald", "Gazette", "Online") for _ in range(60)]
TAILS = {s: " ".join(r.choices(SMALL + WORDS[:500], k=r.randint(15, 60))).capitalize() + "." for s in SITES}
PHRASES = [" ".join(r.choice((r.choice(SMALL), r.choice(WORDS[:300]))) for _ in range(5)) for _ in range(3000)]


def sentence(topic):
    out = []
    plain = iter(r.choices(WORDS, cum_weights=CUMULATED, k=30))
    for _ in range(r.randint(10, 28)):
        x = r.random()
        if x < .4:
            out.append(r.choice(SMALL))
        elif x < .52:
            out.append(r.choice(topic))
        elif x < .54:
            out.append(str(r.choice((r.randint(2, 99), r.randint(100, 9999), 2024))))
        elif x < .56:
            out.append(r.choice(PHRASES))
        else:
            out.append(next(plain))
    out[0] = out[0].capitalize()
    return " ".join(out) + "."


def paragraphs(n_words):
    topic = r.choices(NAMES, k=6) + r.choices(WORDS, k=8)
    out, n = [], 0
    while n < n_words:
        p = " ".join(sentence(topic) for _ in range(r.randint(1, 3)))
        n += p.count(" ") + 1
        out.append(p)
    return out


def table():
    rows = ["%s index %s %.2f, %s %.1f percent" % (n, r.choice(("rose to", "fell to")), r.uniform(900, 40000), "change", r.uniform(-3, 3))
            for n in NAMES[:30]]
    return ["Closing figures of the main markets, as sent by the exchanges at the end of trading:", "\n".join(rows)]


def scan(text):
    return "".join(r.choice("abcdefghijklmnopqrstuvwxyz., 1l") if c.isalpha() and r.random() < .03 else c for c in text)


open_stories, made = [], 0


def emit(kind, story, body, **head):
    global made
    made += 1
    day = 1 + made * 28 // (n_documents + 1)
    head = {"id": "s%d" % made, "family": story["family"], "kind": kind, "published": "2024-%02d-%02d" % (1 + made * 12 // (n_documents + 1) % 12, day),
            "title": story["title"], **head, "text": "\n\n".join(body)}
    print(json.dumps(head))


while made < n_documents:
    x = r.random()
    if x < .45 or not open_stories:
        is_table = r.random() < .08
        story = {"family": "f%d" % made, "title": " ".join(r.choices(NAMES + WORDS[:2000], k=8)), "agency": r.choice(AGENCIES),
                 "body": table() if is_table else paragraphs(r.choice((150, 250, 350, 350, 450, 700))), "version": 0}
        open_stories.append(story)
        if len(open_stories) > 2000:
            open_stories.pop(r.randrange(1000))
        emit("new", story, story["body"], agency=story["agency"])
        continue
    story = open_stories[-1 - int(r.expovariate(1 / 60)) % len(open_stories)]
    site = r.choice(SITES)
    if x < .7:
        emit("reprint", story, ["%s, (%s)" % (r.choice(NAMES).upper(), story["agency"])] + story["body"] + [TAILS[site]], publisher=site)
    elif x < .8:
        emit("cut", story, story["body"][:max(2, len(story["body"]) // 2)] + [TAILS[site]], publisher=site)
    elif x < .85:
        emit("scan", story, [scan(p) for p in story["body"]], publisher=site)
    else:
        story["version"] += 1
        if len(story["body"]) > 3:
            story["body"] = paragraphs(60) + story["body"][:-1]
        emit("revision", story, story["body"], agency=story["agency"], revision={"kind": "lead", "number": story["version"]})
