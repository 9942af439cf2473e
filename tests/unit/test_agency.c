/* Formats of agencies, small pieces of each: one row is a file, and what must stand in each of its items as `broadway wire` writes them, or
 * in the reason why one is refused. Whole items are in tests/samples/agency. */
#include "tap.h"
#include "wire/wire.h"

#include <unistd.h>

#define ANPA(heads, body) BW_LIT("\x16\x16\x01W0001\x1F-\nr i\x13\x11 BC-X     04-02 0010\n\x02" heads body "\x03""AP-WF-04-02-24 1509GMT<\n\x04")
#define G2(meta, content, set) \
    BW_LIT("<newsItem guid='g' version='1'><itemMeta>" meta "</itemMeta><contentMeta>" content "</contentMeta><contentSet>" set "</contentSet></newsItem>")
#define NITF(data, head, body) \
    BW_LIT("<nitf><head><docdata>" data "</docdata></head><body><body.head>" head "</body.head><body.content>" body "</body.content></body></nitf>")
#define TEXT "\"text\":\""

/* `want`: a line for each item; its pieces, parted by " && ", all stand in the item. "! " opens a refusal, "- " what must not be there. */
static const struct {
    const char *why;
    bw_str bytes;
    const char *want;
} rows[] = {
    /* ---- what is whose */
    {"documents as JSON Lines are no ninjs", BW_LIT("{\"id\":\"a\",\"title\":\"T\",\"text\":\"x\",\"headline\":\"h\",\"version\":\"1\",\"slugline\":\"s\"}\n"), "\"id\":\"a\" && " TEXT "x\""},
    {"ninjs over many lines", BW_LIT("{\n \"uri\": \"a\",\n \"versioncreated\": \"2024-04-02\",\n \"headline\": \"H\"\n}\n"), "\"id\":\"a\" && \"title\":\"H\" && \"published\":\"2024-04-02\""},
    {"a list of ninjs", BW_LIT("[{\"uri\":\"a\",\"headline\":\"A\",\"pubstatus\":\"usable\"},{\"guid\":\"b\",\"headline\":\"B\"}]"), "\"item\":\"a\"\n\"item\":\"b\""},
    {"XML with a prefix and a comment before it", BW_LIT("<?xml version='1.0'?><!-- x --><a:nitf xmlns:a='u'><a:body><a:body.content><a:p>One.</a:p><a:p>Two.</a:p></a:body.content></a:body></a:nitf>"),
     TEXT "One.\\n\\nTwo.\""},
    /* ---- ANPA */
    {"ANPA: the head's first line is the slug, its next the headline", ANPA("^BC-X--Port,10<\n^Port opens<\n", "\t  OSLO (AP) _ One.\n"), "\"slug\":\"BC-X--Port\" && \"title\":\"Port opens\" && \"places\":[\"OSLO\"] && " TEXT "One.\""},
    {"ANPA: several heads on a line", ANPA("^*9006< ^BC-X--Port,10<\n^Port opens<\n", "\t  One.\n"), "\"slug\":\"BC-X--Port\" && \"title\":\"Port opens\""},
    {"ANPA: head lines marked at their end alone", BW_LIT("\x01W1\x1F-\nr i\x13\x11 BC-X 04-02 0010\n\x02""BC-X--Port,10<\nPort opens<\nBy OLA BERG=\n\tOne.\n\x03"), "\"slug\":\"BC-X--Port\" && \"title\":\"Port opens\" && [\"OLA BERG\"] && " TEXT "One.\""},
    {"ANPA: version in the header only", BW_LIT("\x01W1\x1F-\nr i\x13\x11 BC-X--Port 2ndLd-Writethru 04-02 0010\n\x02^Port opens<\n\tOne.\n\x03"), "\"kind\":\"lead\",\"number\":2,\"writethru\":true && \"words\":10 && \"slug\":\"BC-X--Port\""},
    {"ANPA: two messages, the first without its end", BW_LIT("\x01W1\x1F-\nr i\x13\x11 BC-X\n\x02^A<\n\tOne.\n\x01W2\x1F-\nr i\x13\x11 BC-Y\n\x02^B<\n\tTwo.\n\x03\x04\n\n"), "\"title\":\"A\" && \"id\":\"FILE:1\"\n\"title\":\"B\" && \"id\":\"FILE:5\""},
    {"ANPA: nothing in it", BW_LIT("\x01W1\x1F-\n\x02\x03\x04\x01W2\x1F-\n\x02^A<\n\tOne.\n\x03\x04"), "! :1: the message holds no text\n\"title\":\"A\""},
    {"ANPA: an add", ANPA("^BC-X--Port, 1st Add,10<\n", "\tOne.\n"), "\"kind\":\"add\",\"number\":1"},
    {"ANPA: a century", BW_LIT("\x01W1\x1F-\n\x02^A<\n\tOne.\n\x03UPI-12-31-99 2359EST<\x04"), "\"published\":\"1999-12-31T23:59:00-05:00\" && \"agency\":\"UPI\""},
    {"ANPA: lines end in CR, neither STX nor ETX", BW_LIT("\x16\x01W1\x1F-\rr i\x13\x11 BC-X 04-02 0010\r^BC-X--Port,10<\r^Port opens<\r\tOSLO (AP) _ One.\r\t\"Two,\" he said.<\rAP-WF-04-02-24 0915EDT<\r\x04"),
     "\"title\":\"Port opens\" && \"slug\":\"BC-X--Port\" && \"published\":\"2024-04-02T09:15:00-04:00\" && " TEXT "One.\\n\\n\\\"Two,\\\" he said.\""},
    /* ---- IPTC 7901 */
    {"7901: Latin-1, words of one letter", BW_LIT("\x01""abc0001 4 p 20 x 1\n\n\x02Port ouvert \xE0 Oslo =\n\nLe port d\xB4Oslo est ouvert \xE0 tous.\n\x03"), "\"title\":\"Port ouvert à Oslo\" && " TEXT "Le port d´Oslo est ouvert à tous.\""},
    {"7901: a summary, told in brackets in the header", BW_LIT("\x01""bdt0001 3 pl 20 dpa 1\n\nA/b/\n(Zusammenfassung 1730 - neu: Zitat)\n\x02Port opens =\n\nVon Ola Berg und Siri Dahl (dpa)\n\nOne.\n\n(Schluss) ob\n\x03"),
     "\"kind\":\"roundup\" && \"note\":\"Zusammenfassung 1730 - neu: Zitat\" && [\"Ola Berg\",\"Siri Dahl\"] && " TEXT "One.\""},
    {"7901: lines end in CR", BW_LIT("\x01""abc0001 3 i 20 dpa 1\r\r\x02Port opens =\r\r   Oslo (dpa) - One.\r\x03""021509 GMT Apr 24\r\x04"), "\"title\":\"Port opens\" && \"places\":[\"Oslo\"] && \"published\":\"2024-04-02T15:09:00Z\" && " TEXT "One.\""},
    {"7901: time of a zone of the agency's", BW_LIT("\x01""abc0001 3 i 20 dpa 1\n\n\x02Port opens =\n\nOne.\n\x03""021509 MESZ Apr 24\n\x04"), "\"published\":\"2024-04-02T15:09:00+02:00\""},
    {"7901: headline over two lines", BW_LIT("\x01""abc0001 3 i 20 dpa 1\n\nA/b/\n\x02Port opens, council\nsays on Tuesday =\n\n   Oslo (dpa) - One.\n\x03"), "\"title\":\"Port opens, council says on Tuesday\" && \"words\":20 && \"agency\":\"dpa\""},
    {"7901: the number apart from its source", BW_LIT("\x01""ans 0123 5 pol 120 ansa rom\n\n\x02Porto riaperto =\n\n(ANSA) - ROMA, 2 APR - Uno.\n\x03"), "\"section\":\"pol\" && \"words\":120 && \"agency\":\"ANSA\""},
    {"7901: urgent by its priority", BW_LIT("\x01""abc0001 1 p 20 ffff 1\n\n\x02Port opens =\n\nOne two.\n\x03"), "\"urgent\":true && \"section\":\"p\""},
    {"7901: code page 850", BW_LIT("\x01""abc0001 4 p 20 x 1\n\n\x02M\x81ller gr\x81\xE1t K\x94ln =\n\nDie Stra\xE1""e f\x81hrt \x81""ber K\x94ln.\n\x03"), "\"title\":\"Müller grüßt Köln\" && " TEXT "Die Straße führt über Köln.\""},
    {"7901: Latin-1", BW_LIT("\x01""abc0001 4 p 20 x 1\n\n\x02M\xFCller gr\xFC\xDFt K\xF6ln =\n\nDie Stra\xDF""e f\xFChrt \xFC""ber K\xF6ln.\n\x03"), "\"title\":\"Müller grüßt Köln\" && " TEXT "Die Straße führt über Köln.\""},
    {"7901: UTF-8", BW_LIT("\x01""abc0001 4 p 20 x 1\n\n\x02Müller grüßt =\n\nDie Straße.\n\x03"), "\"title\":\"Müller grüßt\" && " TEXT "Die Straße.\""},
    /* ---- ninjs */
    {"ninjs 1.6: names by pattern", BW_LIT("{\"uri\":\"a\",\"headline_main\":\"H\",\"body_main\":\"B.\",\"body_richtext\":\"<p>R &amp; S.</p>\"}"), "\"title\":\"H\" && " TEXT "R & S.\""},
    {"ninjs 2: lists", BW_LIT("{\"uri\":\"a\",\"versioncreated\":\"2024-04-02T10:00:00Z\",\"headlines\":[{\"value\":\"H\"}],\"bodies\":[{\"value\":\"B.\"}],\"by\":\"Ola Berg\"}"), "\"title\":\"H\" && " TEXT "B.\" && [\"Ola Berg\"]"},
    {"ninjs 3: the main headline and body, their number of words, the service", BW_LIT("{\"uri\":\"a\",\"versioncreated\":\"2024-04-02\",\"headlines\":[{\"role\":\"short\",\"value\":\"S\"},{\"role\":\"main\",\"value\":\"H\"}],\"bodies\":[{\"role\":\"short\",\"contenttype\":\"text/html\",\"value\":\"<p>S.</p>\"},{\"role\":\"main\",\"wordcount\":31,\"value\":\"B.\"}],\"services\":[{\"name\":\"World\"}],\"rightsinfo\":{\"copyrightholder\":\"Harbour Wire\"}}"),
     "\"title\":\"H\" && \"words\":31 && \"section\":\"World\" && \"publisher\":\"Harbour Wire\" && " TEXT "B.\""},
    {"ninjs: a body of NITF with a headline of its own", BW_LIT("{\"uri\":\"a\",\"pubstatus\":\"usable\",\"headline\":\"H\",\"body_nitf\":\"<hedline><hl1>Other</hl1></hedline><block><p>OSLO (AP) -- One.</p></block>\"}"), "\"places\":[\"OSLO\"] && " TEXT "One.\""},
    {"ninjs: a dateline in the body, a place in its field", BW_LIT("{\"uri\":\"a\",\"located\":\"Norway\",\"headline\":\"H\",\"body_text\":\"OSLO, April 2 (AP) -- One.\"}"), "\"places\":[\"OSLO\"] && \"agency\":\"AP\" && " TEXT "One.\""},
    {"ninjs: withheld", BW_LIT("{\"uri\":\"a\",\"pubstatus\":\"withheld\",\"headline\":\"H\"}"), "\"embargo\":\"withheld\""},
    {"ninjs: signals", BW_LIT("{\"uri\":\"a\",\"headline\":\"H\",\"signals\":[\"sig:correction\"],\"pubstatus\":\"usable\"}"), "\"kind\":\"corrected\" && \"correction\":true"},
    {"ninjs: TT's kind of signals and bylines", BW_LIT("{\"uri\":\"a\",\"pubstatus\":\"usable\",\"headline\":\"H\",\"signals\":{\"updatetype\":\"KORR\"},\"bylines\":[{\"byline\":\"Mira Holt/TT\"}],\"body_html5\":\"<p>One.</p><span>Mira Holt/TT</span>\"}"), "\"correction\":true && " TEXT "One.\" && [\"Mira Holt\"]"},
    {"ninjs: captions within the body, references in the headline", BW_LIT("{\"uri\":\"a\",\"pubstatus\":\"usable\",\"headline\":\"A &amp; B\",\"body_html\":\"<p>One.</p><!-- EMBED --><figure><img src='x'><figcaption>A port.</figcaption></figure><p>Two.</p>\"}"), "\"title\":\"A & B\" && " TEXT "One.\\n\\nTwo.\""},
    {"ninjs: an event", BW_LIT("{\"uri\":\"a\",\"standard\":{\"name\":\"ninjs\"},\"type\":\"event\",\"title\":\"Summit\"}"), "! :1: item 'a' holds the plan of an event, no story"},
    {"ninjs: a picture with its caption", BW_LIT("{\"uri\":\"a\",\"type\":\"picture\",\"pubstatus\":\"usable\",\"headline\":\"H\",\"description_text\":\"A port.\"}"), TEXT "A port.\""},
    {"AFP's JSON: a list of answers", BW_LIT("{\"response\":{\"docs\":[{\"uno\":\"a\",\"headline\":\"H\",\"news\":[\"OSLO — Ferries sail again, the port said on Monday after a long storm.\",\"They sail.\"],\"published\":\"2024-04-02T10:15:00Z\",\"lang\":\"en\",\"status\":\"Canceled\",\"slug\":[\"ports\",\"sea\"],\"city\":\"Oslo\"}]}}"),
     "\"item\":\"a\" && \"agency\":\"AFP\" && \"kill\":true && \"places\":[\"OSLO\"] && \"slug\":\"ports\" && \"published\":\"2024-04-02T10:15:00Z\" && " TEXT "Ferries sail again, the port said on Monday after a long storm.\\n\\nThey sail.\""},
    {"ninjs: what is no object", BW_LIT("[{\"uri\":\"a\",\"headline\":\"A\",\"pubstatus\":\"usable\"},7]"), "\"item\":\"a\"\n! :1: a news item is a JSON object"},
    {"ninjs: cut off", BW_LIT("{\"uri\":\"a\",\n\"pubstatus\":\"usable\",\"headline\":\"A"), "! :1: the JSON text is cut off"},
    {"ninjs: a time of no zone, an odd time", BW_LIT("{\"uri\":\"a\",\"headline\":\"A\",\"versioncreated\":\"2024-04-02T10:00:00\"}\n{\"uri\":\"b\",\"headline\":\"A\",\"versioncreated\":\"soon\"}"), "\"published\":\"2024-04-02T10:00:00\"\n\"published\":null"},
    /* ---- NITF */
    {"NITF: key and version before the id", NITF("<doc-id id-string='d1'/><du-key key='k' version='3'/><date.issue norm='20240402T130000Z'/>", "<hedline><hl1>H</hl1></hedline>", "<p>One.</p>"),
     "\"id\":\"d1\" && \"item\":\"k\" && \"version\":\"3\" && \"kind\":\"update\" && \"published\":\"2024-04-02T13:00:00Z\""},
    {"NITF: a marker counts better than a version", NITF("<du-key key='k' version='3'/>", "<hedline><hl1>2ND LEAD: Port opens</hl1></hedline>", "<p>One.</p>"), "\"title\":\"Port opens\" && \"kind\":\"lead\",\"number\":2"},
    {"NITF: a byline in brackets, a dateline in Czech", NITF("", "<hedline><hl1>H</hl1></hedline><byline>(<person>Ola Berg</person>, <byttl>ČTK</byttl>)</byline><dateline>Praha 2. dubna (ČTK) -</dateline>", "<p>One.</p>"), "\"byline\":[\"Ola Berg\"] && \"places\":[\"Praha\"] && \"agency\":\"CTK\""},
    {"NITF: a dateline whose date nobody can read", NITF("", "<hedline><hl1>H</hl1></hedline><dateline>Port Else, 2 xyz</dateline>", "<p>One.</p>"), "\"places\":[\"Port Else\"]"},
    {"NITF: no body around its content", BW_LIT("<nitf><body.content><block><p>One.</p></block></body.content></nitf>"), TEXT "One.\""},
    {"NITF: a dateline under the sender's own name", NITF("<doc.copyright holder='Harbour Wire'/>", "<hedline><hl1>H</hl1></hedline><distributor>Harbour Wire</distributor>", "<p>PORT ELSE, Norway (Harbour Wire) - One.</p>"),
     "\"places\":[\"PORT ELSE, Norway\"] && \"agency\":\"Harbour Wire\" && " TEXT "One.\""},
    {"NITF: a dateline under a name that is not the sender's", NITF("", "<hedline><hl1>H</hl1></hedline><distributor>Harbour Wire</distributor>", "<p>John Else (Port Union) - One.</p>"), TEXT "John Else (Port Union) - One.\""},
    {"NITF: the second part of a story", NITF("", "<hedline><hl1>Porto Varn riaperto (2)</hl1></hedline>", "<p>(ANSA) - ROMA, 2 APR - Uno.</p>"), "\"title\":\"Porto Varn riaperto\" && \"kind\":\"add\",\"number\":1"},
    {"NITF: embargo in words", NITF("<ed-msg info='see also X&#10;Embargoed until 0001 April 3'/>", "<hedline><hl1>H</hl1></hedline>", "<p>One.</p>"), "\"embargo\":\"0001 April 3\" && \"note\":\"see also X"},
    {"NITF: no text but an abstract", NITF("", "<hedline><hl1>H</hl1></hedline><abstract><p>In short.</p></abstract>", ""), TEXT "In short.\""},
    {"NITF: preformatted lines", NITF("", "<hedline><hl1>H</hl1></hedline>", "<pre>Oslo  1   2\nBergen 2   1\n</pre>"), TEXT "Oslo  1   2\\n\\nBergen 2   1\""},
    {"NITF: empty", BW_LIT("<nitf><head/><body/></nitf>"), "! :1: item holds neither headline nor text"},
    {"NITF: an entity bomb", BW_LIT("<!DOCTYPE nitf [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><nitf><body><body.content><p>x &c; y</p></body.content></body></nitf>"), TEXT "x "},
    {"NITF: several in an element of the sender's", BW_LIT("<batch><nitf><body><body.head><hedline><hl1>A</hl1></hedline></body.head></body></nitf>\n<nitf><body><body.head><hedline><hl1>B</hl1></hedline></body.head></body></nitf></batch>"), "\"title\":\"A\" && FILE:1\n\"title\":\"B\" && FILE:2"},
    {"NITF: never closed", BW_LIT("<nitf><body><body.content><p>One.<p>Two."), TEXT "One."},
    /* ---- NewsML 1 */
    {"NewsML: the revision is no part of the item", BW_LIT("<NewsML><NewsItem><Identification><NewsIdentifier><RevisionId Update='N'>12</RevisionId><PublicIdentifier>urn:newsml:a:1:b:12N</PublicIdentifier></NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>H</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>"),
     "\"item\":\"urn:newsml:a:1:b\" && \"version\":\"12\" && \"id\":\"urn:newsml:a:1:b:12\""},
    {"NewsML: cancelled", BW_LIT("<NewsML><NewsItem><NewsManagement><Status FormalName='Canceled'/></NewsManagement><NewsComponent><NewsLines><HeadLine>H</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>"), "\"kill\":true && \"kind\":\"withdrawn\""},
    {"NewsML: what is taken back, beside a story", BW_LIT("<NewsML><NewsItem><NewsManagement><Status FormalName='Canceled'/></NewsManagement><NewsLines><HeadLine>A</HeadLine></NewsLines></NewsItem><NewsItem><NewsLines><HeadLine>B</HeadLine></NewsLines><ContentItem><DataContent>Two.</DataContent></ContentItem></NewsItem></NewsML>"), "\"title\":\"A\" && \"kill\":true\n" TEXT "Two.\""},
    {"NewsML: base64", BW_LIT("<NewsML><NewsItem><NewsLines><HeadLine>H</HeadLine></NewsLines><ContentItem><Encoding Notation='base64'><DataContent>PHA+T25lLjwvcD4K\nPHA+VHdvLjwvcD4=</DataContent></Encoding></ContentItem></NewsItem></NewsML>"), TEXT "One.\\n\\nTwo.\""},
    {"NewsML: a picture", BW_LIT("<NewsML><NewsItem><NewsComponent><ContentItem><MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsItem></NewsML>"), "! :1: item holds a picture, no text"},
    {"NewsML: none", BW_LIT("<NewsML><Catalog/></NewsML>"), "! holds no news item"},
    /* ---- NewsML-G2 */
    {"G2: delete, by the editorial status", G2("<signal qcode='edStat:D'/>", "<headline>H</headline>", ""), "\"kill\":true && \"id\":\"g:1\""},
    {"G2: a slug's bracket", G2("", "<slugline>A-B/ (UPDATE 3, PIX)</slugline><headline>H</headline>", ""), "\"slug\":\"A-B\" && \"kind\":\"update\",\"number\":3"},
    {"G2: notes that are none", G2("<edNote role='x:notepad'>pad</edNote><edNote>Adds quote</edNote><edNote role='x:closingline'>dpa ab cd</edNote>", "<headline>H</headline>", ""), "\"note\":\"Adds quote\" && \"signoff\":\"dpa ab cd\""},
    {"G2: markup written as text", G2("", "<headline>H</headline>", "<inlineData contenttype='text/html'>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;</inlineData>"), TEXT "One & two.\""},
    {"G2: copy as lines of one paragraph, from an advisory to the credits", G2("", "<headline>H</headline>", "<inlineXML><html><body><p>(Adds quote)\n* Ferries sail\nBy Ola Berg\nOSLO, April 2 (Reuters) - One\ntwo.\n(Reporting by Ola Berg)</p></body></html></inlineXML>"),
     "\"note\":\"Adds quote\" && \"byline\":[\"Ola Berg\"] && \"credits\":\"Reporting by Ola Berg\" && " TEXT "One two.\""},
    {"G2: the content and headline in the item's own language", G2("", "<language tag='de-CH'/><headline xml:lang='en'>Port opens</headline><headline xml:lang='de'>Hafen offen</headline>", "<inlineData xml:lang='de'>Der Hafen ist offen.</inlineData><inlineData xml:lang='en'>The port is open, and that is a longer text.</inlineData>"),
     "\"title\":\"Hafen offen\" && " TEXT "Der Hafen ist offen.\""},
    {"G2: several sets", BW_LIT("<newsItem guid='g'><contentSet><inlineData>One.</inlineData></contentSet><contentSet><inlineData>One two three.</inlineData></contentSet></newsItem>"), TEXT "One two three.\""},
    {"G2: base64, and what only claims to be", G2("", "<headline>H</headline>", "<inlineData encoding='base64'>T25lLg==</inlineData>"), TEXT "One.\""},
    {"G2: no base64 at all", G2("", "<headline>H</headline>", "<inlineData encoding='base64'>One, two.</inlineData>"), TEXT "One, two.\""},
    {"G2: what is taken back, beside a story", BW_LIT("<newsMessage><newsItem guid='a'><itemMeta><pubStatus qcode='stat:canceled'/></itemMeta><contentMeta><headline>A</headline></contentMeta></newsItem><newsItem guid='b'><contentSet><inlineData>Two.</inlineData></contentSet></newsItem><newsItem guid='c'><itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta><headline>C</headline></contentMeta></newsItem></newsMessage>"),
     "\"item\":\"a\" && \"kill\":true\n\"item\":\"b\" && " TEXT "Two.\""},
    {"G2: a text that is a headline, beside a story", BW_LIT("<newsMessage><newsItem guid='a'><itemMeta><itemClass qcode='ninat:text'/></itemMeta><contentMeta><headline>A</headline></contentMeta></newsItem><newsItem guid='b'><contentSet><inlineData>Two.</inlineData></contentSet></newsItem></newsMessage>"), "\"title\":\"A\"\n" TEXT "Two.\""},
    {"G2: a dateline in its field, of an agency that nobody knows", G2("", "<headline>H</headline><dateline>Genf, 2. April (HFG)</dateline>", ""), "\"places\":[\"Genf\"] && \"agency\":\"HFG\""},
    {"G2: a dateline in its field, with a date alone", G2("", "<headline>H</headline><dateline>Port Else, April 2</dateline>", ""), "\"places\":[\"Port Else\"]"},
    {"G2: STT's dashes", G2("", "<headline>H</headline>", "<inlineXML><html><body><p>35&lt;endash&gt;-&lt;/endash&gt;40</p></body></html></inlineXML>"), TEXT "35–40\""},
    {"G2: a picture alone", G2("<itemClass qcode='ninat:picture'/>", "<headline>H</headline>", "<remoteContent href='x'/>"), "! :1: item 'g' holds a picture, no text"},
    {"G2: a package alone", BW_LIT("<packageItem guid='p' version='2'><contentMeta><headline>Top ten</headline></contentMeta></packageItem>"), "\"title\":\"Top ten\" && \"version\":\"2\""},
    {"G2: a concept", BW_LIT("<conceptItem guid='c'/>"), "! :1: item 'c' holds a concept, no story"},
    {"G2: an embargo that ended before it was sent is none", G2("<embargoed>2024-04-01T00:00:00Z</embargoed><versionCreated>2024-04-02T00:00:00Z</versionCreated>", "<headline>H</headline>", ""), "- embargo"},
    {"G2: UTF-16", BW_LIT("\xFF\xFE<\0n\0e\0w\0s\0I\0t\0e\0m\0 \0g\0u\0i\0d\0=\0'\0g\0'\0>\0<\0c\0o\0n\0t\0e\0n\0t\0M\0e\0t\0a\0>\0<\0h\0e\0a\0d\0l\0i\0n\0e\0>\0\xE9\0<\0/\0h\0e\0a\0d\0l\0i\0n\0e\0>\0<\0/\0c\0o\0n\0t\0e\0n\0t\0M\0e\0t\0a\0>\0<\0/\0n\0e\0w\0s\0I\0t\0e\0m\0>\0"), "\"title\":\"é\""},
    /* ---- Ritzau */
    {"Ritzau: annulled", BW_LIT("<RBNews><NewsID>n</NewsID><headline>H</headline><Annuleret>true</Annuleret></RBNews>"), "\"kill\":true && \"agency\":\"Ritzau\""},
};

typedef struct {
    bw_wire *wire;
    bw_document doc;
} step;

static bw_status read_next(void *with, bw_err *err)
{
    step *s = with;
    return bw_wire_next(s->wire, &s->doc, err);
}

/* A line for each item of the file. */
static bw_str describe(bw_arena *a, bw_str bytes)
{
    char path[] = "/tmp/test_agency_XXXXXX";
    int fd = mkstemp(path);
    bw_buf out = {.arena = a};
    bw_err err = {0};
    bw_wire *w = NULL;
    if (fd < 0 || write(fd, bytes.ptr, bytes.len) != (ssize_t)bytes.len)
        return BW_LIT("cannot write");
    close(fd);
    if (bw_wire_open(path, NULL, &w, &err) != BW_OK)
        bw_buf_print(&out, "! %s\n", err.msg);
    for (bw_status st = w ? BW_OK : BW_END; st != BW_END;) {
        step s = {.wire = w, .doc.arena = a};
        st = bw_arena_try(a, read_next, &s, &err);
        if (st == BW_OK) {
            if (bw_str_starts(s.doc.head.id, bw_str_of(path)))
                s.doc.head.id = bw_str_print(a, "FILE%.*s", (int)(s.doc.head.id.len - strlen(path)), s.doc.head.id.ptr + strlen(path));
            bw_wire_write(&s.doc, &out);
            bw_buf_char(&out, '\n');
        } else if (st != BW_END) {
            bw_buf_print(&out, "! %s\n", err.msg);
        }
    }
    bw_wire_close(w);
    unlink(path);
    return bw_buf_view(&out);
}

static bool same(bw_str got, bw_str want)
{
    bw_str g, w;
    while (bw_str_cut(&want, '\n', &w)) {
        if (!bw_str_cut(&got, '\n', &g) || bw_str_starts(g, BW_LIT("! ")) != bw_str_starts(w, BW_LIT("! ")))
            return false;
        bool absent = bw_str_starts(w, BW_LIT("- "));
        w = bw_str_slice(w, absent || bw_str_starts(w, BW_LIT("! ")) ? 2 : 0, w.len);
        for (size_t at = 0, end; at < w.len; at = end + 4) {
            end = bw_str_find(w, BW_LIT(" && "), at);
            if ((bw_str_find(g, bw_str_slice(w, at, end), 0) < g.len) == absent)
                return false;
        }
    }
    return bw_str_trim(got).len == 0;
}

static bw_status read_rows(void *with, bw_err *err)
{
    (void)err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_str got = describe(with, rows[i].bytes);
        if (!ok(same(got, bw_str_of(rows[i].want)), "%s", rows[i].why))
            printf("# want %s\n# got  %.*s\n", rows[i].want, (int)got.len, got.ptr);
    }
    return BW_OK;
}

static void repeat(bw_buf *out, const char *piece, int n)
{
    for (int i = 0; i < n; i++)
        bw_buf_text(out, piece);
}

/* Files whose parts are many: were any looked through for each other, this would take minutes. */
static bw_status many_parts(void *with, bw_err *err)
{
    (void)err;
    static const struct {
        const char *why, *before, *open, *piece, *behind, *want; /* want NULL: a refusal */
        int n_open, n;
    } files[] = {
        {"a long head above many items", "<NewsML>", "<x/>", "<NewsItem><HeadLine>A</HeadLine></NewsItem>", "</NewsML>", NULL, 300000, 50000},
        {"paragraphs deep in one another", "<nitf><body><body.content>", "<p>", "<p/>", "</body.content></body></nitf>", NULL, 500, 500000},
        {"many labels of notes", "<newsItem guid='g'><contentMeta><headline>H</headline></contentMeta><itemMeta>", "", "<edNote>long note:</edNote>", "</itemMeta></newsItem>", "\"note\":\"long note: long note:", 0, 200000},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        bw_arena_mark empty = bw_arena_save(with);
        bw_buf bytes = {.arena = with};
        bw_buf_text(&bytes, files[i].before);
        repeat(&bytes, files[i].open, files[i].n_open);
        repeat(&bytes, files[i].piece, files[i].n);
        bw_buf_text(&bytes, files[i].behind);
        bw_str got = describe(with, bw_buf_view(&bytes));
        bw_str want = files[i].want ? bw_str_of(files[i].want) : BW_LIT("holds neither headline nor text");
        ok(bw_str_find(got, want, 0) < got.len, "%s", files[i].why);
        bw_arena_restore(with, empty);
    }
    return BW_OK;
}

/* Memory that runs out within an item refuses this one, and the next is read. */
static bw_status short_of_memory(void *with, bw_err *err)
{
    (void)with;
    static char long_text[200000];
    memset(long_text, 'x', sizeof long_text - 1);
    char path[] = "/tmp/test_agency_XXXXXX";
    FILE *f = fdopen(mkstemp(path), "wb");
    fprintf(f, "[{\"uri\":\"a\",\"pubstatus\":\"usable\",\"headline\":\"A\",\"body_text\":\"%s\"},{\"uri\":\"b\",\"headline\":\"B\"}]", long_text);
    fclose(f);
    bw_wire *w = NULL;
    bw_arena *a = bw_arena_new(1 << 16);
    bool good = a && bw_wire_open(path, NULL, &w, err) == BW_OK;
    step first = {.wire = w, .doc.arena = a}, second = first;
    good = good && bw_arena_try(a, read_next, &first, err) == BW_ERR_LIMIT && bw_arena_try(a, read_next, &second, err) == BW_OK;
    ok(good && bw_str_is(second.doc.head.item, "b"), "an item too large for its memory is refused, the next is read");
    bw_wire_close(w);
    bw_arena_free(a);
    unlink(path);
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    ok(a && bw_arena_try(a, read_rows, a, &err) == BW_OK, "all rows were read: %s", err.msg);
    ok(a && bw_arena_try(a, many_parts, a, &err) == BW_OK, "many parts: %s", err.msg);
    ok(a && bw_arena_try(a, short_of_memory, a, &err) == BW_OK, "memory: %s", err.msg);
    bw_arena_free(a);
    return tap_done();
}
