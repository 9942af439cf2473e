#!/usr/bin/env python3
"""Exports of LexisNexis, Factiva, ProQuest and BBC Monitoring in every container: documents apart, who published them, when, headline, text.

usage: test_exports.py BROADWAY SAMPLES
"""
import json
import os
import sys
import tempfile

from tap import done, ok, run

broadway, samples = os.path.abspath(sys.argv[1]), os.path.join(os.path.abspath(sys.argv[2]), "exports")
work = tempfile.TemporaryDirectory()

# file: documents as (title, publisher, published, beginning of the text, its end, other fields)
WANT = {
    "lexis-academic.txt": [
        ("Kenya and Ethiopia Agree to Reopen Border Crossing After Two Years of Talks", "The Harbour Gazette", "2024-05-08",
         "Kenya and Ethiopia agreed on Tuesday to reopen the crossing at Moyale, ending two years of talks", "four policemen were killed.",
         {"byline": ["OLA BERG", "WANJIRU KAMAU"], "places": ["NAIROBI, Kenya"], "words": 1012, "correction": True, "updated": "2024-05-10",
          "section": "Section A; Column 1; Foreign Desk; Pg. 4", "language": "en", "credits": "Amina Yusuf contributed reporting from Moyale.",
          "note": "An article on Wednesday about the border at Moyale misstated the number of trucks that wait there. It is 140, not 410."}),
        ("Union calls off strike at ports", "Lagos Evening Standard", "2024-05-09", "The dock workers' union called off its strike",
         "the government of Nigeria promised to pay wages that are four months late.", {"words": 88}),
        ("Nepal president receives new Indian envoy", "BBC Monitoring South Asia - Political", "2024-05-10", "The president of Nepal received",
         "the river treaty.", {"source": "Himal Herald website"})],
    "lexis-bare-de.txt": [
        ("Polen und Litauen unterzeichnen Abkommen über Stromnetz", "Nordhafener Zeitung", "2021-04-01", "Wilna. Polen und Litauen haben",
         "Rubrik: so heißt es im Vertrag, der Teil über die Kosten. Er bleibt geheim.", {"section": "POLITIK; S. 5", "words": 312, "language": "de"}),
        ("Schweiz lehnt neue Zölle ab", "Der Alpenbote", "2021-04-01", "Die Schweiz lehnt", "in Bern mitteilte.", {"section": "AUSLAND"})],
    "lexis-bare-fr.txt": [
        ("Le Sénégal et la Gambie rouvrent leur frontière", "Le Courrier du Port", "2021-04-01", "Le Sénégal et la Gambie ont décidé",
         "ministre sénégalais des affaires étrangères.", {"byline": ["Awa Diallo"], "words": 120, "language": "fr"}),
        ("Grève générale au Togo", "Le Courrier du Port", "2021-04-02", "Les syndicats du Togo", "lundi.", {})],
    "lexis-uni.txt": [
        ("Japan and South Korea to hold talks in Seoul", "The Harbour Gazette (Online)", "2021-04-01T09:12:00Z", "Japan and South Korea will hold talks",
         "The ministry did not say who would come.", {"byline": ["Ola Berg"], "places": ["SEOUL"], "agency": "Harbour News", "words": 212}),
        ("Peru recalls envoy", "El Correo del Puerto", "2021-04-01", "Perú llamó a consultas", "el jueves.", {"language": "es"})],
    "lexis-uni.rtf": [
        ("Brazil’s congress approves trade pact with Mexico", "The Harbour Gazette (Bergvik)", "2021-04-01", "Brazil’s congress on Thursday",
         "No\t88", {"correction": True, "note": "An earlier version of this article gave a wrong number of votes.", "places": ["BRASÍLIA"]}),
        ("Ölpreis steigt", "Der Alpenbote", "2021-04-02", "Der Ölpreis ist am Freitag um 3 € gestiegen", "geschlossen hatte.", {"words": 20}),
        ("韓国と日本が会談", "港新聞", "2021-04-01", "韓国と日本は1日", "𠮷田大使が出席した。", {"language": "ja"})],
    "lexis.html": [
        ("Sri Lanka and Maldives Sign Fishing Treaty", "The Harbour Gazette", "2024-05-08", "Sri Lanka and the Maldives signed a fishing treaty on Tuesday – the",
         "who is 50 < 60.", {"byline": ["NIMAL PERERA", "AISHATH ALI"], "section": "Section A; Pg. 6", "words": 412}),
        ("Le Maroc reçoit le président du Ghana", "Le Courrier du Port", "2024-05-09", "Le Maroc a reçu jeudi à Rabat", "le palais.", {"language": "fr"})],
    "lexis-uni.docx": [
        ("Finland and Sweden hold naval exercise", "The Harbour Gazette", "2021-04-01", "Finland and Sweden began", "It ends on Sunday.",
         {"byline": ["Siri Dahl"], "section": "WORLD", "words": 312}),
        ("Ecuador lowers tariffs", "Quito Diario", "2021-04-02", "Ecuador lowered its tariffs on Friday.", "Friday.", {})],
    "factiva-codes.txt": [
        ("Ferries to sail again between Oslo and Bergen", "The Harbour Gazette", "2024-05-08T10:15:00", "The port authority said on Wednesday",
         "IN a statement, the union welcomed the agreement with the government of Norway.\n\nA strike is over.",
         {"byline": ["Ola Berg", "Siri Dahl"], "words": 212, "agency": "Reuters", "item": "HARGAZ0000020240508ek580001"}),
        ("Ghana signs loan with development bank", "Accra Morning Post", "2024-05-09", "Ghana signed a loan", "on Thursday.",
         {"section": "World", "correction": True})],
    "factiva-article.txt": [
        ("Chile's president receives Argentine envoy", "Santiago Tribune", "2024-05-08T09:12:00", "The president of Chile received", "They spoke of gas.",
         {"section": "World News", "byline": ["Ana Rojas"], "words": 312, "language": "en"}),
        ("Argentinien erhöht Gaspreis", "Nordhafener Zeitung", "2024-05-09", "Argentinien hat am Donnerstag", "mitteilte.", {"language": "de"}),
        ("Le Vietnam et le Laos signent un accord sur l'eau", "Le Courrier du Port", "2024-05-10", "Le Vietnam et le Laos ont signé", "du Mékong.",
         {"byline": ["Pham Thi Lan"], "words": 1245, "language": "fr"})],
    "factiva-article.html": [
        ("Iraq, Jordan to build pipeline", "Baghdad Monitor", "2024-05-08T09:12:00", "Iraq and Jordan agreed", "English is the language of the contract.",
         {"byline": ["Layla Haddad"], "words": 512}),
        ("中国和老挝签署铁路协议", "港口日报", "2024-05-09", "中国和老挝9日在万象", "双方未透露细节。", {"words": 1203, "language": "zh"})],
    "factiva-codes.html": [
        ("Uganda and Tanzania end dispute over sugar", "Kampala Star", "2024-05-08T10:15:00", "Uganda and Tanzania ended a dispute", "Uganda\t12",
         {"byline": ["Peter Okello"], "places": ["KAMPALA"], "agency": "Reuters", "section": "World"}),
        ("Algerien und Mali schließen Grenze", "Nordhafener Zeitung", "2024-05-09", "Algerien und Mali haben", "geschlossen.", {"language": "de"})],
    "factiva-codes.rtf": [
        ("Россия и Казахстан подписали соглашение о зерне", "Вестник порта", "2024-05-08", "Россия и Казахстан подписали в среду",
         "Подробности не сообщаются.", {"language": "ru", "byline": ["Иван Петров"]}),
        ("日本とインドが協定に署名", "港新聞", "2024-05-09", "日本とインドは9日", "署名した。", {"language": "ja"})],
    "factiva-article.rtf": [
        ("Zambia and Malawi sign rail deal", "Lusaka Star", "2024-05-08T09:12:00Z", "Zambia and Malawi signed", "and take six years.",
         {"section": "World News", "byline": ["Grace Phiri"], "words": 1045}),
        ("Angola names new finance minister", "Luanda Post", "2024-05-09", "Angola's president named", "on Thursday.", {})],
    **{f"monitoring.{ending}": [
        ("Armenian envoy says truce holds", "Ararat News", "2021-04-01", "The envoy of Armenia said on Thursday", "again on Monday.", {"places": ["Yerevan"]}),
        ("Georgian minister denies talks with Abkhazia", "Kolkhi TV", "2021-04-02", "[Presenter] The minister denied", "had begun.", {"source": "Kolkhi TV"})]
       for ending in ("txt", "html", "rtf")},
    "proquest.txt": [
        ("Egypt and Sudan hold talks on Nile dam", "The Nile Courier", "2021-04-01", "Ministers of Egypt and Sudan met",
         "Subject: the dam, and nothing else, said one of them.\n\nThey agreed to go on next week.",
         {"byline": ["Mona Hassan", "Idris Osman"], "section": "World", "places": ["KHARTOUM"], "item": "250012345", "updated": "2021-04-02",
          "url": "https://www.proquest.example/docview/250012345", "language": "en"}),
        ("Fiji elects parliament", "Suva Daily", "2021-04-02", "Voters in Fiji elected a new parliament on Friday.", "on Friday.", {})],
    "proquest-rules.txt": [
        ("Turkey and Greece resume talks", "The Aegean Post", "2021-03-30", "Turkey and Greece resumed", "met in Athens.", {"byline": ["Eleni Pappas"]}),
        ("Cuba frees prisoners", "Havana Observer", "2021-03-31", "Cuba freed 30 prisoners", "on Wednesday.", {})],
    "proquest-new.rtf": [
        ("Spain recalls ambassador from Venezuela", "The Iberian Times", "2021-04-01", "Spain recalled its ambassador", "Venezuela protested.",
         {"byline": ["Ana Lopez"], "section": "International"}),
        ("Italia y Libia firman un acuerdo", "El Correo del Puerto", "2021-04-02", "Italia y Libia firmaron", "el ministerio.", {"language": "es"})],
    "proquest.html": [
        ("Serbia and Kosovo sign agreement on number plates", "Danube Post", "2021-04-01", "Serbia and Kosovo signed", "& without stickers.",
         {"byline": ["Mila Jovanović"], "item": "250099991", "url": "https://www.proquest.example/docview/250099991"}),
        ("Ucrania y Moldavia abren un paso", "El Correo del Puerto", "2021-04-02", "Ucrania y Moldavia abrieron", "según el ministerio.", {"language": "es"})],
}


def read(*arguments, **more):
    r = run(broadway, "wire", *arguments, **more)
    return r, [json.loads(line) for line in r.stdout.splitlines()]


for name, want in WANT.items():
    r, got = read(os.path.join(samples, name))
    ok(r.returncode == 0 and len(got) == len(want), f"{name}: {len(want)} documents", r.stderr.decode(), [d["title"] for d in got])
    for (title, publisher, published, begins, ends, more), d in zip(want, got):
        have = (d["title"], d["publisher"], d["published"], d["text"][:len(begins)], d["text"][-len(ends):])
        ok(have == (title, publisher, published, begins, ends), f"{name}: {title}", *have)
        wrong = {k: d.get(k) for k, v in more.items() if d.get(k) != v}
        ok(not wrong and name.startswith(d.get("format", "monitoring")), f"{name}: {title}: the other fields", wrong, d.get("format"))
    _, again = read("-", stdin=open(os.path.join(samples, name), "rb").read())
    ok([d["text"] for d in again] == [d["text"] for d in got], f"{name}: the same from a pipe")
ok(set(WANT) == set(os.listdir(samples)), "every sample is looked at", set(WANT) ^ set(os.listdir(samples)))

# ---- other ways in ----------------------------------------------------------------------------------------------

text = open(os.path.join(samples, "lexis-academic.txt"), encoding="utf-8-sig").read()
want = [d[0] for d in WANT["lexis-academic.txt"]]
_, got = read("-", stdin=text.encode("utf-16"))
ok([d["title"] for d in got] == want, "UTF-16", got)
_, got = read("--from", "lexis", "-", stdin=text.replace("\n", "\r\n").encode())
ok([d["title"] for d in got] == want, "CR LF, the format named", got)
one = text[text.index("2 of 3 DOCUMENTS"):text.index("3 of 3 DOCUMENTS")]
_, got = read("-", stdin=(json.dumps({"id": "a", "raw": one}) + "\n").encode())
ok(len(got) == 1 and got[0]["id"] == "a" and got[0]["title"] == want[1], "a document as a line's raw text", got)
_, got = read("-", stdin=('id,text\n7,"' + one.replace('"', '""') + '"\n').encode())
ok(len(got) == 1 and got[0]["id"] == "7", "a table with a document in a cell stays a table", got)
monitoring = "Nepal president receives envoy\nText of report in English by Himal Herald website on 10 May\nThe president received the envoy.\n" \
             "Source: Himal Herald website, Kathmandu, in English 0915 gmt 10 May 24\n"
_, got = read("-", stdin=monitoring.encode())
ok(len(got) == 1 and (got[0]["publisher"], got[0]["published"], got[0]["text"]) == ("Himal Herald website", "2024-05-10", "The president received the envoy."),
   "BBC Monitoring", got)
r, got = read("-", stdin=b"{\\rtf1 Ferries sail.\\par}")
ok(r.returncode == 1 and not got and b"RTF" in r.stderr, "RTF that is no export is refused", r.stderr)

listed = "".join(f"\\pard {i}. Ferries to sail again {i}\\par Client/Matter: -None-\\par Search Terms: ferries\\par\n" for i in range(1, 2000))
document = "\\pard Ferries to sail again 1\\par The Gazette\\par May 8, 2024\\par Length: 2 words\\par Body\\par Ferries sail.\\par End of Document\\par\n"
_, got = read("-", stdin=("{\\rtf1\\ansi Job Number: 1\\par Documents (1999)\\par\n" + listed + document * 2 + "}").encode())
ok([(d["title"], d["publisher"], d["text"]) for d in got] == [("Ferries to sail again 1", "The Gazette", "Ferries sail.")] * 2, "a cover longer than the first bytes", got)
listed = "".join(f"{i}. Ferries to sail again {i} {'.' * 60} {i}\n\n" for i in range(1, 2000))
rule = "_" * 60 + "\n\n"
document = "Document 1 of 2\n\nFerries\n\nFull text: Ferries sail.\n\nPublication title: The Gazette; Oslo\n\nPublication date: May 8, 2024\n\nDatabase: News\n\n"
_, got = read("-", stdin=(rule + "Report Information from ProQuest\n\n" + rule + "Table of contents\n\n" + listed + rule + document + rule + document).encode())
ok([(d["title"], d["publisher"], d["text"]) for d in got] == [("Ferries", "The Gazette", "Ferries sail.")] * 2, "contents longer than the first bytes", got)

os.chdir(work.name)
rtf = open(os.path.join(samples, "lexis-uni.rtf"), "rb").read()
for cut in range(0, len(rtf), 97):
    r, got = read("--from", "lexis", "-", stdin=rtf[:cut])
    if r.returncode not in (0, 1):
        ok(False, f"cut off at {cut}", r.stderr)
ok(True, "cut off anywhere")
done()
