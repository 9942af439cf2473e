#!/usr/bin/env python3
"""What agencies really sent: every item of ../shared/wire/samples, newsml-g2 and ninjs gives headline, text and date where its file has them.

usage: test_agency_dev.py BROADWAY SHARED

The files come with no answers, so what one lacks is listed here, with the reason."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from tap import done, ok, run, skip_all

broadway, shared = sys.argv[1:3]
wire = os.path.join(shared, "wire")
if not os.path.exists(os.path.join(wire, "samples")):
    skip_all("../shared is not here")

LACKS = {
    "anpa-3.tst": {"title": "a table of the weather under a slug"},
    "ap_anpa-5.tst": {"title": "an alert: a slug and a sentence"},
    "ritzau_news.xml": {"title": "a flash without headline"},
    "ap_media_text_feed.json": {"text": "AP's API tells where the text is, not the text"},
    "ap_media_text_item.json": {"text": "AP's API tells where the text is, not the text"},
    "tag_reuters.com_2014_newsml_KBN0FL0NM_version_10": {"text": "a package of references"},
    "tag_reuters.com_2016_newsml_L1N14N0FF_version_1542761538": {"text": "a cancellation"},
    "LISTING_1_A_NewsML-G2_News_Item.xml": {"text": "the content is left out of the listing"},
    "LISTING_6_Simple_NewsML-G2_Package.xml": {"text": "a package of references"},
    "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml": {"published": "a content set alone"},
    "documentation_includes_examples_1.6_002_renditions_example.json": {"title": "not there", "published": "not there"},
    "documentation_includes_examples_2.2_002_renditions_example.json": {"title": "not there", "published": "not there"},
    "documentation_includes_examples_3.1_002_renditions_example.json": {"title": "not there", "published": "not there"},
}
REFUSED = {
    "LISTING_16_A_Set_of_Events_carried_in_a_News_Item.xml": "holds the plan of an event",
    "LISTING_24_News_Message_conveying_a_complete_News_Package.xml": "holds neither headline nor text",
    "LISTING_29_Hop_History.xml": "holds neither headline nor text",
    "ap_metadata_example.xml": "holds a film",
    "documentation_includes_examples_3.1_008_event.json": "holds the plan of an event",
    "documentation_includes_examples_not-valid_008_extension.json": "holds neither headline nor text",
}
ELSEWHERE = {
    "LISTING_28_Illustrating_Located_Subject_and_Dateline.xml",  # metadata cut out of an item
    "wordpress_wxr.xml",  # a feed
}
KILLED = {"tag_reuters.com_2016_newsml_L1N14N0FF_version_1542761538", "nitf-fishing.xml"}
EMBARGOED = {"pa3.xml", "ninjs_embargoed.json", "nitf-fishing.xml", "LISTING_1_A_NewsML-G2_News_Item.xml"}
REVISED = {  # by a marker, or by a signal or version alone
    "anpa-2.tst": ("lead", 1), "ap_anpa-1.tst": ("lead", 1), "ap_anpa-3.tst": ("lead", 1), "ap_anpa-4.tst": ("lead", 3),
    "IPTC7901_odd_charset.txt": ("lead", 1), "dpa_four_line.txt": ("lead", 1), "ap.xml": ("lead", 1), "ansa_culture.xml": ("update", None),
    "stt1.xml": ("update", None), "tag_reuters.com,0000_newsml_L4N1FL0N0_1132689232": ("update", 1),
    "tag_reuters.com_2016_newsml_L1N14N0FF_version_978556838": ("update", 1),
    "tag_reuters.com_2014_newsml_KBN0FL0NN_version_5": ("update", None), "ninjs1.json": ("update", None),
}

for part in ("samples", "newsml-g2", "ninjs"):
    for name in sorted(os.listdir(os.path.join(wire, part))):
        if name in ELSEWHERE:
            continue
        r = run(broadway, "wire", os.path.join(wire, part, name))
        items = [json.loads(line) for line in r.stdout.decode().splitlines()]
        if name in REFUSED:
            ok(r.returncode == 1 and not items and REFUSED[name] in r.stderr.decode(), f"{name} is refused: {REFUSED[name]}", r.stderr)
            continue
        missing = [(n, field) for n, item in enumerate(items) for field in ("title", "text", "published") if not item[field]
                   and field not in LACKS.get(name, {})]
        ok(items and not missing and r.returncode == 0, f"{name}: headline, text, date", missing, r.stderr)
        ok(any(i.get("kill", False) for i in items) == (name in KILLED), f"{name}: killed or not")
        ok(any("embargo" in i for i in items) == (name in EMBARGOED), f"{name}: embargoed or not", *(i.get("embargo") for i in items))
        if name in REVISED:
            got = items and items[0]["revision"] or {}
            ok((got.get("kind"), got.get("number")) == REVISED[name], f"{name}: revision", got)
        ok(not any("<p" in i["text"] or "&lt;" in i["text"] or "</" in i["text"] for i in items), f"{name}: no markup in the text")
done()
