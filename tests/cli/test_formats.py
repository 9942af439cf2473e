#!/usr/bin/env python3
"""The formats of other data sets: columns, header, the values of a small story, what is made one, one a day.

usage: test_formats.py BROADWAY FORMATS_MD
"""
import csv
import io
import json
import os
import re
import sys
import tempfile

from tap import done, ok, run

broadway, manual = os.path.abspath(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read()
work = tempfile.TemporaryDirectory()
os.chdir(work.name)

STORY = [
    {"id": "s1", "published": "2021-04-15T09:30:00Z", "publisher": "The Daily; News", "url": "http://x.org/a;b", "title": "Visit",
     "text": "The Polish president visited Kenya on Thursday.\n\nPoland condemned Russia in Warsaw on Thursday. Poland denounced Russia on Thursday. "
             "NATO accused Russia of aggression. Serbia and Romania signed an agreement on Wednesday. "
             "Police in Chicago arrested protesters on Thursday. Poland did not condemn Ukraine."},
    {"id": "s2", "published": "2021-04-15", "publisher": "AP", "text": "Poland condemned Russia on Thursday."},
    {"id": "s3", "published": "2021-04-16", "publisher": "AP", "text": "Poland condemned Russia on Thursday. Poland praised Russia on Friday."},
    {"id": "s4", "text": "Poland condemned Russia."},
    {"id": "s5", "text": "Poland condemned Russia."},
]


def write(name, docs):
    with open(name, "w", encoding="utf-8") as f:
        for d in docs:
            f.write(json.dumps(d) + "\n")
    return name


def code(to, *more, docs=None):
    r = run(broadway, "code", "--to", to, *more, docs or story)
    ok(r.returncode == 0 and r.stderr == b"", f"{to} {' '.join(more)}".strip() + ": runs", r.stderr.decode())
    return r.stdout.decode()


def rows(to, *more, docs=None):
    return [l.split("\t") for l in code(to, *more, docs=docs).splitlines()]


story, one = write("story.jsonl", STORY), write("one.jsonl", STORY[:1])

# ---- columns: as many as the manual describes, under the names that it has -------------------------------------

described = {}
for section in re.split(r"^## ", manual, flags=re.M)[1:]:
    described[section.split("\n")[0]] = re.findall(r"^\| \d+ \| ([^|]*[^| ]) *\|", section, re.M)
GDELT = described["gdelt, gdelt1"]
columns = {"polecat": described["polecat"], "phoenix": described["phoenix"], "petrarch": described["petrarch"], "icews": described["icews"],
           "gdelt": GDELT, "gdelt1": [c for c in GDELT if "ADM2" not in c]}
ok({k: len(v) for k, v in columns.items()} == {"polecat": 40, "phoenix": 26, "petrarch": 8, "icews": 20, "gdelt": 61, "gdelt1": 58},
   "the manual describes every column", {k: len(v) for k, v in columns.items()})
table = {}
for to, names in columns.items():
    got = rows(to, docs=one)
    if to in ("polecat", "icews"):
        ok(got[0] == names, f"{to}: the header has the columns of the manual", got[0])
        got = got[1:]
    ok(got and all(len(r) == len(names) for r in got), f"{to}: {len(names)} columns in each of {len(got)} rows", {len(r) for r in got})
    table[to] = [dict(zip(names, r)) for r in got]

# ---- values -----------------------------------------------------------------------------------------------------


def find(to, **want):
    for r in table[to]:
        if all(r[k.replace("_", " ")] == v for k, v in want.items()):
            return r
    ok(False, f"{to}: no row with {want}", *[str(r) for r in table[to]])
    return dict.fromkeys(columns[to], "")


def has(to, row, **want):
    got = {k: row[k.replace("_", " ") if k.replace("_", " ") in row else k] for k in want}
    ok(got == want, f"{to}: {' '.join(list(want)[:4])} …", got, want)


visit = find("petrarch", source="POLGOV", target="KEN")
has("petrarch", visit, date="20210415", code="042", issues="", sentence_ids="s1_1", URL="http://x.org/a%3Bb", story_source="The Daily, News")
has("petrarch", find("petrarch", source="KEN", target="POLGOV"), code="043", sentence_ids="s1_1")
twice = find("petrarch", source="POL", target="RUS")
has("petrarch", twice, code="111", sentence_ids="s1_2;s1_3")
ok(sum(r["source"] == "POL" and r["target"] == "RUS" for r in table["petrarch"]) == 1, "petrarch: one line for what a story tells twice")
ok(len(rows("petrarch", docs=write("plain.jsonl", STORY[1:2]))[0]) == 7, "petrarch: no address, no column for it")
has("petrarch", find("petrarch", source="ROU", target="SRB"), code=find("petrarch", source="SRB", target="ROU")["code"])

nato = find("phoenix", source_actor_full="IGOWSTNATMIL")
has("phoenix", nato, year="2021", month="04", source_entity="IGO", source_role="", source_attributes="WST;NAT;MIL", target_entity="RUS",
    root_code="11", quad_class="3", Goldstein="-2.0", sources="The Daily, News")
has("phoenix", find("phoenix", source_actor_full="POLGOV"), source_entity="POL", source_role="GOV", source_attributes="", CAMEO_code="042")
ok(all(re.fullmatch(r"\d+_[0-9a-f]{8}", r["id"]) and int(r["id"].split("_")[0]) < 2**63 for r in table["phoenix"]) and
   len({r["id"] for r in table["phoenix"]}) == len(table["phoenix"]), "phoenix: ids are numbers of their own")
ok(find("phoenix", source_actor_full="POL", target_actor_full="RUS")["place"] == "Warsaw", "phoenix: place")

row = find("icews", Source_Name="NATO")
has("icews", row, Event_Date="2021-04-15", Source_Sectors="International Government Organization,Military", Source_Country="", Target_Name="Russian Federation",
    Target_Country="Russian Federation", CAMEO_Code="1123", Intensity="-2", Sentence_Number="4", Publisher="The Daily; News")
row = next(r for r in table["icews"] if r["City"] == "Warsaw")
has("icews", row, Country="Poland", Source_Name="Poland")
ok({r["Source Name"] for r in table["icews"]} >= {"Police (United States)"}, "icews: an agent is its sector with its country",
   {r["Source Name"] for r in table["icews"]})
ok(all(0 <= int(r["Event ID"]) < 2**31 for r in table["icews"]), "icews: ids fit what its readers take")

row = find("gdelt", Actor1Code="POL", Actor2Code="RUS")
has("gdelt", row, SQLDATE="20210415", MonthYear="202104", Year="2021", FractionDate="2021.2877", Actor1Name="POLAND", Actor1CountryCode="POL",
    Actor2Name="RUSSIA", IsRootEvent="0", EventCode="111", EventBaseCode="111", EventRootCode="11", QuadClass="3", GoldsteinScale="-2",
    NumMentions="2", NumSources="1", NumArticles="1", AvgTone="", Actor1Geo_Type="1", Actor1Geo_CountryCode="PL", Actor2Geo_CountryCode="RS",
    ActionGeo_Type="4", ActionGeo_CountryCode="PL", DATEADDED="20210415093000", SOURCEURL="http://x.org/a;b")
has("gdelt", find("gdelt", Actor1Code="IGOWSTNATMIL"), Actor1KnownGroupCode="NAT", Actor1CountryCode="", Actor1Type1Code="IGO", Actor1Type2Code="MIL",
    EventCode="1123", EventBaseCode="112")
row = next(r for r in table["gdelt"] if r["ActionGeo_FullName"].startswith("Chicago"))
has("gdelt", row, ActionGeo_Type="3", ActionGeo_FullName="Chicago, Illinois, United States", ActionGeo_CountryCode="US")
ok({"ROM", "SRB"} <= {r["Actor1Code"] for r in table["gdelt"]}, "gdelt: Romania is ROM there")
has("gdelt1", find("gdelt1", Actor1Code="POL", Actor2Code="RUS"), DATEADDED="20210415")
ok(all(0 <= int(r["GLOBALEVENTID"]) < 2**63 for r in table["gdelt"]) and
   len({r["GLOBALEVENTID"] for r in table["gdelt"]}) == len(table["gdelt"]), "gdelt: ids are 63-bit numbers")
ok([r["GLOBALEVENTID"] for r in table["gdelt"]] == [r["GLOBALEVENTID"] for r in table["gdelt1"]], "gdelt: 1.0 and 2.0 have the same ids")
lonely = [l.split("\t") for l in code("gdelt", docs=write("lonely.jsonl", [{"id": "p", "published": "2021-04-15",
          "text": "Thousands of workers protested in Warsaw on Thursday."}])).splitlines()]
ok(lonely and not any(lonely[0][15:25]) and lonely[0][28] == "14", "gdelt: an act without recipient has a row without Actor2", lonely)
ok(code("phoenix", docs="lonely.jsonl") == "", "phoenix: and has none in pairs")

row = next(r for r in table["polecat"] if r["Recipient Country"] == "KEN")
has("polecat", row, Event_Date="2021-04-15", Event_Type="CONSULT", Event_Mode="visit", Intensity="4", Quad_Code="1", Contexts="None",
    Actor_Country="POL", Actor_COW="290", Primary_Actor_Sector="GOV", Actor_Title="HOS", Recipient_COW="501", Primary_Recipient_Sector="None",
    Publication_Date="2021-04-15", Source="The Daily; News", Language="en")
ok(row["Version"] == "Broadway " + run(broadway, "--version").stdout.decode().split()[-1], "polecat: the version is the coder")
both = next(r for r in table["polecat"] if "; " in r["Actor Country"])
ok(both["Actor Country"] == "SRB; ROU" and both["Actor COW"] == "345; 360" and both["Recipient Name"] == "None", "polecat: several in a cell", both)
ok(len(rows("polecat", "--dyads", docs=one)) > len(table["polecat"]) + 1, "polecat: --dyads cuts events into pairs")

records = [json.loads(l) for l in code("plover", docs=one).splitlines()]
jsonl = [json.loads(l) for l in code("jsonl", docs=one).splitlines()]
counted = [e for e in jsonl if e["polarity"] == "positive" and e["modality"] == "actual"]
ok([r["id"] for r in records] == [e["id"] for e in counted], "plover: an object an event")
ok([r["event"] for r in records] == [[e["type"]] for e in counted] and all(r["coder"] == "Broadway" for r in records), "plover: type and coder")
r = next(r for r in records if r["mode"] == ["visit"])
ok(r["actor"][0]["code"] == "POL" and r["actor"][0]["sector"] == ["GOV"] and r["quad_code"] == 1 and r["event_scale"] == 4 and
   r["text"].startswith("The Polish president visited") and r["cite_info"]["publication"] == "The Daily; News" and "comment" not in r, "plover: members", r)
negated = [json.loads(l) for l in code("plover", "--all-modalities", docs=one).splitlines()]
ok([r for r in negated if r.get("comment") == "negated"] != [], "plover: --all-modalities says what is negated")
members = re.findall(r"`(\w+)`", re.split(r"^## ", manual.split("## plover")[1], flags=re.M)[0])
ok(all(k in members for r in negated for k in r), "plover: every member is in the manual", [k for r in negated for k in r if k not in members])

# ---- codes that come back ---------------------------------------------------------------------------------------------

nations = write("nations.jsonl", [{"id": "n", "published": "2021-04-15", "text": " ".join(
    f"{a} condemned {b}." for a, b in zip(*[iter("Poland Romania Russia Serbia Kosovo Montenegro Japan Kenya Germany Yemen".split())] * 2))}])
want = [(e["actor"][0]["country"], e["recipient"][0]["country"]) for e in map(json.loads, code("jsonl", "--dyads", docs=nations).splitlines())]


def back(kind, scheme, value):
    """Ours for one of theirs, as kb crosswalk shows it."""
    lines = [l.split("\t") for l in run(broadway, "kb", "crosswalk", "--date", "2021-04-15", value).stdout.decode().splitlines()]
    return next((l[1] for l in lines if l[0] == kind and l[2] == scheme and l[3] == value and (len(l) < 7 or l[6] != "out")), None)


g = rows("gdelt", docs=nations)
ok(len(want) == 5 and [(back("country", "cameo", r[7]), back("country", "cameo", r[17])) for r in g] == want, "gdelt: CAMEO countries come back", want, g)
ok([(back("country", "fips", r[37]), back("country", "fips", r[45])) for r in g] == want, "gdelt: FIPS countries come back")
names = {c: l.split("\t")[3] for c in {x for p in want for x in p}
         for l in run(broadway, "kb", "crosswalk", c).stdout.decode().splitlines() if l.startswith(f"country\t{c}\ticews\t")}
i = rows("icews", docs=nations)[1:]
ok([(r[4], r[10]) for r in i][1] == (names["RUS"], "Serbia") and len(i) == 5, "icews: names of countries as ICEWS has them", i)
ok(back("sector", "icews", "Police") == "COP" and back("sector", "gdelt", "HLH") == "MED" and back("sector", "cameo", "INS") == "REB",
   "sectors come back")

# ---- tabs and line ends ---------------------------------------------------------------------------------------------

nasty = write("nasty.jsonl", [{"id": "a\tb\nc", "published": "2021-04-15", "publisher": "Tab\tPress\r\n", "url": "http://x/\x01", "title": "A\x0bB",
                               "text": "Poland condemned Russia\tin\x0cWarsaw."}])
for to, n in (("petrarch", 8), ("phoenix", 26), ("icews", 20), ("gdelt", 61), ("gdelt1", 58), ("polecat", 40)):
    out = code(to, docs=nasty)
    lines = out.split("\n")[:-1]
    ok(lines and all(len(l.split("\t")) == n and not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", l) for l in lines), f"{to}: no value breaks a row", out)

# ---- one a day -----------------------------------------------------------------------------------------------------------

days = lambda *o, docs=story: list(csv.DictReader(io.StringIO(code("csv", *o, docs=docs), newline="")))
phoenix = days("--one-a-day", "phoenix")
pr = [r for r in phoenix if r["actor_code"] == "POL" and r["recipient_code"] == "RUS" and r["date"] == "2021-04-15"]
ok(len(pr) == 1 and (pr[0]["documents"], pr[0]["publishers"], pr[0]["document"]) == ("3", "2", "s1"), "one a day: documents and publishers", pr)
undated = [r for r in phoenix if not r["date"]]
ok(len(undated) == 2 and all(r["documents"] == "1" for r in undated), "one a day: what has no day stays as it is", undated)
every = days("--dyads")
ok("documents" not in every[0] and len(every) > len(phoenix), "one a day is off unless asked for")
ok([r["dyad"] for r in phoenix if r["date"]] == [r["dyad"] for r in every if r["dyad"] in {p["dyad"] for p in phoenix} and r["date"]],
   "one a day: rows stand in the order of the first")
two = write("two.jsonl", [{"id": "1", "published": "2021-04-15", "text": "The Polish government condemned Russia on Thursday."},
                          {"id": "2", "published": "2021-04-15", "text": "Poland accused Russia of aggression on Thursday."}])
ok(len(days("--one-a-day", "phoenix", docs=two)) == 2 and len(days("--one-a-day", "root", docs=two)) == 1, "one a day: root is coarser than phoenix")
p = rows("phoenix", "--one-a-day", "phoenix")
ok([r[23:26] for r in p if r[5] == "POL" and r[9] == "RUS" and r[1] == "20210415"] ==
   [["s1_2;s1_3;s2_1;s3_1", "http://x.org/a%3Bb", "The Daily, News;AP"]], "one a day: Phoenix lists them", p)
g = [r for r in rows("gdelt", "--one-a-day", "root") if r[5] == "POL" and r[15] == "RUS" and r[1] == "20210415" and r[27] == "111"]
ok([r[31:34] for r in g] == [["4", "2", "3"]], "one a day: GDELT counts rows, publishers, documents", g)
j = [json.loads(l) for l in code("jsonl", "--one-a-day", "root").splitlines()]
ok({"documents", "publishers", "dyad", "weight"} <= set(j[0]) and len(j) == len(days("--one-a-day", "root")), "one a day: JSON Lines")
many = write("many.jsonl", [{"id": f"d{k}", "published": f"2021-04-{1 + k % 7:02d}", "publisher": f"P{k % 5}",
                             "text": ["Poland condemned Russia.", "Kenya thanked Sudan. Kenya met Sudan.", "It rained."][k % 3]} for k in range(400)])
outs = {run(broadway, "code", "--to", to, "--one-a-day", "root", "-j", n, many).stdout for n in (1, 2, 4) for to in ("csv",)}
ok(len(outs) == 1, "one a day: the same bytes with -j 1, 2, 4")
out = list(csv.DictReader(io.StringIO(outs.pop().decode(), newline="")))
ok(sum(int(r["documents"]) for r in out if r["type"] == "ACCUSE") == 134 and {r["publishers"] for r in out} == {"5"}, "one a day: all are counted",
   len(out))
r = run(broadway, "code", "--to", "csv", "--one-a-day", "root", "-o", "days.csv", many)
ok(r.returncode == 0 and os.listdir(".").count("days.csv.progress") == 0 and len(open("days.csv").readlines()) == len(out) + 1, "one a day: to a file")
for wrong, why in ((("--to", "table"), "no room"), (("--to", "icews"), "no room"), (("--to", "csv", "--resume", "-o", "x.csv"), "--resume")):
    r = run(broadway, "code", "--one-a-day", "root", *wrong, many)
    ok(r.returncode == 2 and why in r.stderr.decode() and r.stdout == b"", f"one a day: not with {' '.join(wrong)}", r.stderr)
open("full.csv", "w").close()
if os.path.exists("/dev/full"):
    r = run(broadway, "code", "--to", "csv", "--one-a-day", "root", "-o", "/dev/full", many)
    ok(r.returncode == 1 and b"No space left" in r.stderr, "one a day: a full disk is told", r.stderr)

# ---- kb crosswalk --------------------------------------------------------------------------------------------------------

r = run(broadway, "kb", "crosswalk", "--date", "1999-03-24", "345", "XYZQ")
ok(r.returncode == 0 and r.stdout.decode().splitlines() == ["country\tYUG\tcow\t345\t\t2003-02-03", "country\tYUG\tgw\t345\t\t2003-02-03"] and
   b"'XYZQ' on that day" in r.stderr, "kb crosswalk: on a day", r.stdout, r.stderr)
ok(b"country\tDEU\tcow\t260\t1949-05-23\t1990-10-02\n" in run(broadway, "kb", "crosswalk", "DEU").stdout, "kb crosswalk: ever")
ok(run(broadway, "kb", "crosswalk").returncode == 2, "kb crosswalk: needs a code")
os.mkdir("mine")
open("mine/crosswalk.tsv", "w").write("country\tPOL\tfips\tZZ\n")
r = run(broadway, "kb", "check", "mine")
ok(r.returncode == 1 and b"mine/crosswalk.tsv:1:9: 'POL' of fips is written twice" in r.stdout, "kb check: a code written in two ways", r.stdout)
open("mine/crosswalk.tsv", "w").write("country\tdrop\tPOL\ncountry\tPOL\tfips\tZZ\n")
ok(run(broadway, "kb", "crosswalk", "--knowledge", "mine", "POL").stdout == b"country\tPOL\tfips\tZZ\n", "kb crosswalk: an overlay's codes")
os.makedirs("book/codebook")
types = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lexicon/codebook/types.tsv"), encoding="utf-8").read()
open("book/codebook/types.tsv", "w").write(types.replace("\t084\n", "\t080\n"))
r = run(broadway, "lexicon", "check", "book")
ok(r.returncode == 2 and re.search(r"book/codebook/types\.tsv:\d+: 080 is CONCEDE, not RETREAT", r.stderr.decode()), "lexicon check: a code of another type", r.stderr)
done()
