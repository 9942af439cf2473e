#!/usr/bin/env python3
"""Which place of a name: by what stands beside it, by the document, by its size; and how well on the dev sets (floors only rise).
usage: test_places.py BROADWAY SHARED"""
import json
import os
import re
import subprocess
import sys
import tempfile

from tap import done, ok, run, skip

broadway, shared = sys.argv[1:3]
if b"built without" in run(broadway, "link", stdin=b'{"id":"a","text":"One."}\n').stderr:
    skip("places", "built without weights")
    done()

CASES = [  # text, the name, a point near it, what it is; None: nothing is there
    ("The plant in Springfield, Illinois, closed.", "Springfield", (39.8, -89.6), "city"),
    ("The plant in Springfield, Massachusetts, closed.", "Springfield", (42.1, -72.6), "city"),
    ("The trial in Paris, Texas, went on.", "Paris", (33.7, -95.6), "city"),
    ("The trial in Paris went on.", "Paris", (48.9, 2.4), "city"),
    ("A bridge fell in Birmingham, Ala., on Monday.", "Birmingham", (33.5, -86.8), "city"),
    ("Ministers met in Birmingham and Manchester, and then in Leeds.", "Birmingham", (52.5, -1.9), "city"),
    ("Floods hit Oaxaca and Chiapas in southern Mexico.", "Oaxaca", (17.0, -96.7), None),
    ("Voters in Atlanta and Savannah went to the polls; Georgia is a swing state, as are Arizona and Michigan.", "Georgia", (32.7, -83.4), "province"),
    ("Tbilisi said that Georgia would not talk about Abkhazia.", "Georgia", (42.0, 43.5), "country"),
    ("Gunmen attacked a village near Maiduguri, in Borno state.", "Borno", (11.9, 13.2), "province"),
    ("Police in Perth, Western Australia, arrested two men.", "Perth", (-31.95, 115.9), "city"),
]
docs = "".join(json.dumps({"id": str(i), "published": "2021-04-01", "text": t}) + "\n" for i, (t, *_) in enumerate(CASES))
r = run(broadway, "link", stdin=docs.encode())
answers = [json.loads(line)["mentions"] for line in r.stdout.decode().splitlines()]
for (text, name, point, kind), mentions in zip(CASES, answers):
    m = next((m for m in mentions if m["text"] in (name, name + " state") and m["lat"] is not None), None)
    good = m and abs(m["lat"] - point[0]) < 3 and abs(m["lon"] - point[1]) < 5 and (kind is None or m["feature"] == kind)
    ok(bool(good), f"{text} -> {name}", m or mentions)
m = next((m for m in answers[0] if m["text"] == "Springfield"), {})
ok(m.get("province") == "Illinois" and m.get("geonames") and m.get("country") == "USA", "with province, country and GeoNames' id", m)

FLOORS = {"tr_news": (0.80, 0.79), "geowebnews": (0.74, 0.75), "lgl": (0.73, 0.73), "geovirus": (0.85, 0.81)}  # open, locked
scorer = os.path.join(shared, "scorers/spans.py")
for name, floors in FLOORS.items():
    gold = os.path.join(shared, "geo", name + ".jsonl")
    if not os.path.exists(gold):
        skip(name, f"no {gold}")
        continue
    asked = run(sys.executable, scorer, "ask", "geo", gold).stdout
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as f:
        f.write(run(broadway, "link", "--from", "jsonl", "-", stdin=asked).stdout)
        f.flush()
        for half, floor in zip(("open", "locked"), floors):
            said = run(sys.executable, scorer, "score", "geo", gold, f.name, "--half", half).stdout.decode()
            got = float(re.search(r"= ([.\d]+)", said)[1])
            ok(got >= floor, f"{name}, {half}: {got}, floor {floor}")
done()
