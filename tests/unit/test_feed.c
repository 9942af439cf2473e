/* Feeds: each row is a feed in small, and what must stand in the JSON that comes of it ("|" parts several; "!" before one: it must not). */
#include "tap_arena.h"
#include "wire/feed/feed.h"

#define RSS(inside) "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
                    " xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>Gazette</title>" inside "</channel></rss>"
#define ITEM(inside) RSS("<item>" inside "</item>")
#define ATOM(inside) "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"http://g.example/a/\" xml:lang=\"en\"><title>Gazette</title>" inside "</feed>"
#define JSONFEED(inside) "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Gazette\"," inside "}"

static const struct {
    const char *why, *bytes, *url, *want;
} rows[] = {
    {"RSS 2.0", ITEM("<title>Talks</title><link>http://g.example/1</link><pubDate>Tue, 02 Apr 2024 09:00:00 +0900</pubDate>"
                     "<guid isPermaLink='false'>u1</guid><category domain='http://s.example/'>World</category><author>d@g.example (Ana Ruiz)</author>"),
     "", "\"format\":\"rss20\"|\"title\":\"Talks\"|\"link\":\"http://g.example/1\"|\"published\":\"2024-04-02T00:00:00Z\"|\"id\":\"u1\"|"
         "\"term\":\"World\",\"scheme\":\"http://s.example/\"|\"author\":\"Ana Ruiz\"|\"email\":\"d@g.example\""},
    {"a guid is the link where there is none", ITEM("<guid>http://g.example/2</guid>"), "", "\"link\":\"http://g.example/2\""},
    {"a guid that is no link", ITEM("<guid isPermaLink='false'>http://g.example/2</guid>"), "", "\"id\":\"http://g.example/2\"|!\"link\":\"http://g.example/2\""},
    {"summary and content", ITEM("<description>In short</description><content:encoded><![CDATA[<p>At length</p>]]></content:encoded>"), "",
     "\"summary\":\"In short\"|\"value\":\"<p>At length</p>\""},
    {"content stands in for the summary", ITEM("<content:encoded>&lt;p&gt;At length&lt;/p&gt;</content:encoded>"), "", "\"summary\":\"<p>At length</p>\""},
    {"two authors", ITEM("<dc:creator>Ana Ruiz</dc:creator><dc:creator>Li Wei</dc:creator>"), "", "\"authors\":[{\"name\":\"Ana Ruiz\"},{\"name\":\"Li Wei\"}]"},
    {"enclosures", ITEM("<enclosure url='/a.mp3' length='10' type='audio/mpeg'/>"), "http://g.example/f", "\"enclosures\":[{\"href\":\"http://g.example/a.mp3\",\"type\":\"audio/mpeg\",\"length\":\"10\"}]"},
    {"the image's title is not the feed's", RSS("<image><title>Logo</title><url>http://g.example/l.png</url></image>"), "", "\"title\":\"Gazette\"|\"image\":{\"title\":\"Logo\",\"href\":\"http://g.example/l.png\"}"},
    {"relative addresses in markup", ITEM("<description>&lt;a href=\"../x?a=1&amp;amp;b=2\"&gt;x&lt;/a&gt;</description>"), "http://g.example/a/b/f", "<a href=\\\"http://g.example/a/x?a=1&amp;b=2\\\">"},
    {"HTML's characters in XML", ITEM("<title>Caf&eacute;&nbsp;&#8212;</title>"), "", "Café\xC2\xA0—"},
    {"text encoded twice", ITEM("<title>caf\xC3\x83\xC2\xA9</title>"), "", "\"title\":\"café\""},
    {"letters and blanks that only look like it", ITEM("<title>caf&eacute;&nbsp;&#8212; a</title>"), "", "\"title\":\"café"},
    {"unknown extensions are passed over", ITEM("<x:y xmlns:x='urn:x'><title>no</title></x:y><title>yes</title>"), "", "\"entries\":[{\"title\":\"no\"|!\"yes\""},
    {"an extension's title counts where there is no other", ITEM("<dc:title>weak</dc:title><title>strong</title>"), "", "\"title\":\"strong\""},
    {"markup that was not escaped", ITEM("<description>A <b>bold</b> move<br/>x &lt; y</description>"), "", "A <b>bold</b> move<br />x &lt; y"},
    {"flags of podcasts", RSS("<itunes:block>yes</itunes:block><itunes:explicit>clean</itunes:explicit>"), "", "\"itunes_block\":1|\"itunes_explicit\":false"},
    {"RDF", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>G</title></channel><item rdf:about='u:1'><title>T</title></item></rdf:RDF>",
     "", "\"format\":\"rss10\"|\"id\":\"u:1\"|\"title\":\"T\""},
    {"CDF", "<CHANNEL HREF='http://g.example/'><TITLE>G</TITLE><ITEM HREF='http://g.example/1'><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>", "", "\"format\":\"cdf\"|\"summary\":\"A\"|\"link\":\"http://g.example/1\""},
    {"Atom", ATOM("<entry><id>u:1</id><title type='html'>A &amp;amp; B</title><link href='1'/><link rel='enclosure' href='1.mp3'/><updated>2024-04-02T09:00:00Z</updated><summary>s</summary>"
                  "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>At <a href='x'>length</a></p></div></content></entry>"),
     "", "\"format\":\"atom10\"|\"title\":\"A &amp; B\"|\"link\":\"http://g.example/a/1\"|\"updated\":\"2024-04-02T09:00:00Z\"|\"value\":\"<p>At <a href=\\\"http://g.example/a/x\\\">length</a></p>\"|"
         "\"type\":\"application/xhtml+xml\"|\"language\":\"en\""},
    {"the source of an entry", ATOM("<entry><source><title>Other</title><id>u:o</id></source><title>T</title></entry>"), "", "\"title\":\"T\"|\"source\":{\"title\":\"Other\""},
    {"base64", "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title mode='base64' type='text/html'>PGI+R2F6ZXR0ZTwvYj4=</title></feed>", "", "\"format\":\"atom03\"|<b>Gazette</b>"},
    {"JSON Feed", JSONFEED("\"items\":[{\"id\":1,\"url\":\"/1\",\"content_html\":\"<p>x</p>\",\"date_published\":\"2024-04-02T09:00:00+09:00\",\"tags\":[\"a\"],\"authors\":[{\"name\":\"Ana\"}]}]"),
     "http://g.example/f.json", "\"format\":\"json11\"|\"id\":\"1\"|\"link\":\"http://g.example/1\"|\"value\":\"<p>x</p>\"|\"published\":\"2024-04-02T00:00:00Z\"|\"term\":\"a\"|\"author\":\"Ana\""},
    {"JSON with commas too many, and cut off", JSONFEED("\"items\":[{\"id\":\"1\",},{\"id\":\"2\",\"title\":\"T"), "", "\"id\":\"1\"|\"title\":\"T}\"|\"id\":\"2\""},
    {"half a surrogate pair", JSONFEED("\"description\":\"a\\ud83d b \\ud83d\\ude00\",\"items\":[]"), "", "a\xEF\xBF\xBD b 😀"},

    {"an entity of the document type", "<!DOCTYPE rss [<!ENTITY n \"Harbour\"><!ENTITY g \"&n; Gazette\">]><rss version='2.0'><channel><title>&g;</title></channel></rss>", "", "Harbour Gazette"},
    {"an external entity is not fetched", "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>a&x;b</title></channel></rss>", "", "a&x;b"},
    {"titles that are not closed", ITEM("<title>A<guid>1</guid></item><item><title>B</title>"), "", "\"title\":\"A\"|\"id\":\"1\"|\"title\":\"B\""},
    {"items that are not closed", RSS("<item><title>A</title><item><title>B</title>"), "", "\"title\":\"A\"|\"title\":\"B\""},
    {"cut off within a tag", "<rss version='2.0'><channel><title>G</title><item><title>A</title><link>http://g.ex", "", "\"title\":\"A\""},
    {"an end tag of nothing", ITEM("</b><title>A</title></foo>"), "", "\"title\":\"A\""},
    {"ampersands that are no references", ITEM("<title>A & B &c; d</title>"), "", "A & B &c; d"},

    {"an address behind its tag", ITEM("<link/>http://g.example/1<description>x</description>"), "", "\"link\":\"http://g.example/1\"|\"summary\":\"x\""},
    {"text behind a tag that is no address", ITEM("<link/> stray / text<title>T</title>"), "", "!\"link\"|\"title\":\"T\""},
    {"a guid that is no address is no link", ITEM("<guid>4711</guid>"), "", "\"id\":\"4711\"|!\"link\""},
    {"CDATA whose end was forgotten", ITEM("<title><![CDATA[Talks</title><link>http://g.example/1</link></item><item><title><![CDATA[B]]></title>"), "",
     "\"title\":\"Talks\"|\"link\":\"http://g.example/1\"|\"title\":\"B\""},
    {"HTML in CDATA may have a tag of that name", ATOM("<entry><summary type='html'><![CDATA[<details><summary>A</summary><p>b</p></details> c]]></summary></entry>"), "", "<summary>A</summary>|b</p>| c\""},
    {"CDATA that was escaped", ITEM("<title>&lt;![CDATA[Talks]]&gt;</title>"), "", "\"title\":\"Talks\",\"title_type\":\"text/plain\""},
    {"CDATA within CDATA", ITEM("<title><![CDATA[A <![CDATA[inner]]> tail]]></title>"), "", "\"title\":\"A &lt;![CDATA[inner tail]]>\""},
    {"references that were escaped once more", ITEM("<title><![CDATA[Tom &amp; Jerry&#8217;s]]></title>"), "", "\"title\":\"Tom &amp; Jerry&#8217;s\",\"title_type\":\"text/html\""},
    {"an ampersand alone makes no HTML", ITEM("<title>Tom &amp; Jerry; x</title>"), "", "\"title\":\"Tom & Jerry; x\",\"title_type\":\"text/plain\""},
    {"content that lies elsewhere", ATOM("<entry><content type='image/png' src='i.png'/></entry>"), "", "\"src\":\"http://g.example/a/i.png\"|!null"},
    {"the whole text under a name of an aggregator's own", ITEM("<yandex:full-text xmlns:yandex='http://news.yandex.ru'>At length</yandex:full-text><description>s</description>"), "",
     "\"summary\":\"s\"|\"value\":\"At length\""},
    {"a warning before the declaration", "Warning: x in <b>y</b><br />\n<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>G</title></channel></rss>", "", "\"format\":\"rss20\"|\"title\":\"G\""},
    {"JSON: one thing where a list should be", JSONFEED("\"items\":[{\"id\":\"1\",\"authors\":{\"name\":\"Ana\"},\"tags\":\"a\",\"attachments\":{\"url\":\"http://g.example/a.mp3\"},\"title\":\"T\"}]"), "",
     "\"authors\":[{\"name\":\"Ana\"}]|\"tags\":[{\"term\":\"a\"}]|\"enclosures\":[{\"href\":\"http://g.example/a.mp3\"}]"},

    {"scripts", ITEM("<description>a&lt;script&gt;evil()&lt;/script&gt;b&lt;a href=\"java&#10;script:evil()\" onclick=\"evil()\"&gt;c&lt;/a&gt;</description>"), "", "ab<a>c</a>|!evil"},
    {"styles that load", ITEM("<description>&lt;p style=\"color: red; background: url(x)\"&gt;c&lt;/p&gt;</description>"), "", "color: red;|!url"},
    {"markup within a title of SVG", ITEM("<description>&lt;svg&gt;&lt;title&gt;&lt;img src=x onerror=evil()&gt;&lt;/title&gt;&lt;/svg&gt;</description>"), "", "&lt;img|!<img"},
    {"a quote that is not closed", ITEM("<description>&lt;a href=\"x&gt;c&lt;/a&gt;</description>"), "", "!href=\\\"x>"},
    {"a tag that is not closed", ITEM("<description>c&lt;img src=x onerror=evil() </description>"), "", "<img src=\\\"x\\\"|!evil"},
    {"images within data", ITEM("<description>&lt;img src=\"data:text/html,x\"/&gt;&lt;img src=\"data:image/png;base64,x\"/&gt;</description>"), "", "data:image/png|!data:text"},
};

static void put(void *with, bw_str piece) { bw_buf_str(with, piece); }

static bw_str as_json(bw_arena *a, bw_str bytes, const char *url, bw_status *st)
{
    bw_feed f;
    bw_err err;
    bw_feed_hints hints = {.url = bw_str_of(url)};
    bw_buf out = {.arena = a};
    *st = bw_feed_read(a, bytes, &hints, &f, &err);
    bw_feed_write(a, &f, put, &out);
    return bw_buf_view(&out);
}

static bool holds(bw_str json, bw_str wanted)
{
    bw_str one;
    while (wanted.ptr && bw_str_cut(&wanted, '|', &one)) {
        bool not = one.len && *one.ptr == '!';
        one = bw_str_slice(one, not, one.len);
        if ((bw_str_find(json, one, 0) < json.len) == not)
            return false;
    }
    return true;
}

/* `n` times `piece` between `head` and `tail`. */
static bw_str repeat(bw_arena *a, const char *head, const char *piece, size_t n, const char *tail)
{
    bw_buf b = {.arena = a};
    bw_buf_text(&b, head);
    for (size_t i = 0; i < n; i++)
        bw_buf_text(&b, piece);
    bw_buf_text(&b, tail);
    return bw_buf_view(&b);
}

static void nasty(bw_arena *a)
{
    bw_status st;
    bw_buf bomb = {.arena = a};
    bw_buf_text(&bomb, "<!DOCTYPE rss [<!ENTITY e0 \"0123456789\">");
    for (int i = 1; i < 12; i++)
        bw_buf_print(&bomb, "<!ENTITY e%d \"&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;\">", i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    bw_buf_text(&bomb, "<!ENTITY loop \"&loop;\">]><rss version=\"2.0\"><channel><title>Gazette &e11; &loop;</title>");
    for (int i = 0; i < 20000; i++)
        bw_buf_text(&bomb, "<item><title>&e2;&e3;</title></item>");
    bw_buf_text(&bomb, "</channel></rss>");
    bw_arena_mark before = bw_arena_save(a);
    size_t held = bw_arena_used(a);
    bw_str json = as_json(a, bw_buf_view(&bomb), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("Gazette")) && bw_arena_used(a) - held < 128u << 20, "an entity bomb: %zu MB", (bw_arena_used(a) - held) >> 20);
    bw_arena_restore(a, before);

    json = as_json(a, repeat(a, "<rss version='2.0'><channel><title>G</title>", "<a>", 100000, "<item><title>T</title></item></channel></rss>"), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"G\"")), "nested 100,000 deep");
    json = as_json(a, repeat(a, ITEM("<title>T</title><description>"), "<div>", 100000, ""), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"T\"")), "markup nested 100,000 deep");
    json = as_json(a, repeat(a, "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"G\",\"items\":", "[", 100000, ""), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"G\"")), "JSON nested 100,000 deep");
    json = as_json(a, repeat(a, "<rss version='2.0'><channel><title>G</title><item a='", "xxxxxxxxxxxxxxxx", 1000000, "'><title>T</title></item></channel></rss>"), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"T\"")), "an attribute of 16 MB");
    json = as_json(a, repeat(a, "<rss version='2.0'><channel><title>G</title><item", " x='y'", 200000, "><title>T</title></item></channel></rss>"), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"T\"")), "200,000 attributes");
    json = as_json(a, repeat(a, "<rss version='2.0'><channel>", "<item><title><![CDATA[T</title><link>http://g.example/1</link></item>", 200000, "</channel></rss>"), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"T\",\"title_type\":\"text/plain\",\"link\"|!CDATA")), "200,000 CDATA sections without an end");
    json = as_json(a, BW_LIT("<rss version='2.0'><channel><title>a\0b</title></channel></rss>"), "", &st);
    ok(st == BW_OK && holds(json, BW_LIT("\"title\":\"a b\"|\"repaired\":1")), "a NUL");
    json = as_json(a, BW_LIT("<!DOCTYPE html><html><head><title>503</title></head></html>"), "", &st);
    ok(st == BW_ERR_SYNTAX && holds(json, BW_LIT("\"format\":null|\"entries\":[]")), "a web page is no feed");
    json = as_json(a, BW_LIT(""), "", &st);
    ok(st == BW_ERR_SYNTAX, "nothing is no feed");
    ok(bw_feed_looks_so(a, BW_LIT("<?xml version='1.0'?><!-- x --><rss>")) && bw_feed_looks_so(a, BW_LIT("\xFF\xFE<\0r\0s\0s\0>\0")) &&
           bw_feed_looks_so(a, BW_LIT(JSONFEED("\"items\":[]"))) && !bw_feed_looks_so(a, BW_LIT("<html>")) &&
           bw_feed_looks_so(a, BW_LIT("Notice: x on line 3\n<?xml version='1.0'?><rss>")) && !bw_feed_looks_so(a, BW_LIT("{\"id\":\"1\",\"text\":\"x\"}")),
       "feeds are told from other things");
}

/* Every beginning of a feed is read. */
static void cut_off(bw_arena *a)
{
    static const char *const whole[] = {
        ATOM("<entry><title>A &amp; B</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><![CDATA[x]]><b>y</b></div></content></entry>"),
        JSONFEED("\"items\":[{\"id\":\"1\",\"title\":\"a\\u00e9\\ud83d\\ude00\"}]"),
    };
    bw_status st;
    size_t n = 0, total = 0;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        for (size_t end = 0; end <= strlen(whole[i]); end++) {
            bw_arena_mark mark = bw_arena_save(a);
            total++;
            n += as_json(a, bw_str_slice(bw_str_of(whole[i]), 0, end), "", &st).len > 0;
            bw_arena_restore(a, mark);
        }
    ok(n == total, "%zu feeds cut off", n);
}

static bw_status test(void *with, bw_err *err)
{
    (void)err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_status st;
        bw_str json = as_json(with, bw_str_of(rows[i].bytes), rows[i].url, &st);
        ok(st == BW_OK && holds(json, bw_str_of(rows[i].want)), "%s%s%.*s", rows[i].why, holds(json, bw_str_of(rows[i].want)) ? "" : ": ",
           holds(json, bw_str_of(rows[i].want)) ? 0 : (int)json.len, json.ptr);
    }
    nasty(with);
    cut_off(with);
    return BW_OK;
}

int main(void) { return tap_in_arena(test); }
