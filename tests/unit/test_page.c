/* Web pages in memory: what is no text, what the head says, what is cut off, hostile or endless; the table of words is in order. */
#include "base/utf8.h"
#include "tap_arena.h"
#include "wire/page/page.h"
#include "wire/page/pagewords.h"

/* Each is stuffed between two paragraphs of an article; what is left of it in the text. */
static const struct {
    const char *why, *stuffing, *want;
} stuffings[] = {
    {"a paragraph", "<p>A third sentence.</p>", "A third sentence."},
    {"a list", "<ul><li>One</li><li>Two</li></ul>", "One\nTwo"},
    {"a heading", "<h2>What next</h2>", "What next"},
    {"a quotation", "<blockquote>We sail.</blockquote>", "We sail."},
    {"an embedded message", "<div class=\"social-media-embed\"><blockquote class=\"twitter-tweet\"><p>We sail. pic.example/1</p>&mdash; Port (@port)</blockquote></div>",
     "We sail. pic.example/1\n\n\xE2\x80\x94 Port (@port)"},
    {"a source", "<p>[<a href=x>The Gazette</a>]</p>", "[The Gazette]"},
    {"a sentence that begins like a label", "<p>Published on Monday, the report says that the ferries are old, that they leak, and that nobody has looked at their boats since 1990.</p>",
     "Published on Monday, the report says that the ferries are old, that they leak, and that nobody has looked at their boats since 1990."},
    {"a kind of article", "<div class=\"content tone-comment\"><p>A third sentence.</p></div>", "A third sentence."},
    {"named by its component", "<div data-component=\"links-block\"><p>What came before it, and why.</p></div>", ""},
    {"a tagged word", "<p>He left <a class=\"topic-tag\" href=x>Hong Kong</a> on Monday.</p>", "He left Hong Kong on Monday."},
    {"a script", "<script>x</script><style>y</style><template>z</template>", ""},
    {"hidden", "<div hidden>Here is one sentence.</div><div style=\"color:red; display : none\">Here is another one.</div>", ""},
    {"an advertisement", "<div class=\"ad-slot\"><p>Buy now, and buy it here.</p></div><p>Advertisement</p>", ""},
    {"a word within a word is none", "<div class=\"shadow-header-loaded\"><p>Third sentence, here.</p></div>", "Third sentence, here."},
    {"related stories", "<div class=\"article__related\"><p>What came before it, and why.</p></div>", ""},
    {"a name that says a state", "<div class=\"has-related no-ads\"><p>A third sentence.</p></div>", "A third sentence."},
    {"a figure", "<figure><img src=a><figcaption>A ship. Photo: Lea Roth</figcaption></figure>", ""},
    {"a caption without a name", "<div><img src=a><br>The ship in 1990</div>", ""},
    {"a text behind a picture", "<p><img src=a>The ship was built in 1990, in Oslo.</p>", "The ship was built in 1990, in Oslo."},
    {"a link alone", "<p><a href=x>The strike in pictures</a></p>", ""},
    {"more to read", "<p><b>Read more:</b> <a href=x>the strike</a> and its causes</p>", ""},
    {"links in a text", "<p>The <a href=x>strike</a> was <a href=y>the longest</a> of all.</p>", "The strike was the longest of all."},
    {"a list of links", "<h3>More stories</h3><ul><li><a href=x>The strike</a></li><li><a href=y>The islands</a></li></ul>", ""},
    {"inline furniture", "<p>He met <a href=x>Jon Halden</a><span class=tooltip>Jon Halden, born 1960</span> in Oslo.</p>", "He met Jon Halden in Oslo."},
    {"a letter to subscribe to", "<p>Sign up for our letter here.</p>", ""},
    {"a form", "<form><label>Your address</label><input><p>We shall never give it to others, be sure.</p></form>", ""},
    {"credits", "<p>(Reporting by Ann Lee; editing by Bo Ek)</p>", ""},
    {"a table", "<table><tr><td>Oslo</td><td>5</td></tr></table>", "Oslo\t5"},
    {"misnested", "<p><b>Bold <i>both</b> slanted</i> none.", "Bold both slanted none."},
    {"breaks", "One line, here.<br><br>Another line.", "One line, here.\n\nAnother line."},
};

static const char page_start[] =
    "<html><head><title>Ferries sail again - Gazette</title></head><body><nav><a href=/>Home</a></nav><div class=main><h1>Ferries sail again</h1><div>"
    "<p>The ferries to the islands sailed again on Wednesday, after nine days of rest, the port said in the morning.</p>";
static const char page_end[] =
    "<p>Some four thousand travellers had waited for them, among them a choir, which sang on the quay all night.</p></div></div><footer>End</footer></body></html>";

static bool extract(bw_arena *a, bw_str bytes, bw_page *out)
{
    bw_err err = {0};
    return bw_page_extract(a, bytes, BW_LIT("https://www.example.org/a/2024/05/08/b"), (bw_str){0}, out, NULL, &err) == BW_OK;
}

static void stuff(bw_arena *a)
{
    for (size_t i = 0; i < sizeof stuffings / sizeof *stuffings; i++) {
        bw_page p;
        bool good = extract(a, bw_str_print(a, "%s%s%s", page_start, stuffings[i].stuffing, page_end), &p);
        bw_str first, last = bw_str_slice(p.text, p.text.len < 10 ? 0 : p.text.len - 10, p.text.len);
        good = good && bw_str_cut(&p.text, '\n', &first) && bw_str_starts(first, BW_LIT("The ferries")) && bw_str_ends(last, BW_LIT("all night."));
        size_t end = bw_str_find(p.text, BW_LIT("Some four"), 0);
        bw_str got = bw_str_trim(bw_str_slice(p.text, 0, end));
        if (!ok(good && bw_str_is(got, stuffings[i].want), "inside: %s", stuffings[i].why))
            printf("# got %.*s\n", BW_STR_FMT(got));
    }
}

/* A head, and what it says: title | authors | date | site | address. */
static const struct {
    const char *why, *head, *want;
} heads[] = {
    {"nothing but the address", "<p>", " |  | 2024-05-08 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"the window's title", "<title>Ferries sail again | World | Gazette</title>", "Ferries sail again | World |  | 2024-05-08 | Gazette | https://www.example.org/a/2024/05/08/b"},
    {"OpenGraph", "<meta property=og:title content='A &amp; B'><meta property=og:site_name content=Gazette><meta property=og:url content=/c>"
                  "<meta property=article:author content=https://social.example/ann><meta property=article:published_time content=2023-01-02T03:04:05+01:00>",
     "A & B |  | 2023-01-02T03:04:05+01:00 | Gazette | https://www.example.org/c"},
    {"references twice", "<meta property=og:title content='A &amp;amp; B&amp;#039;s'>", "A & B's |  | 2024-05-08 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"Dublin Core", "<meta name=DC.title content=A><meta name=DC.creator content='By Ann Lee'><meta name=dc.date.issued content=2023-01-02>",
     "A | Ann Lee | 2023-01-02 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"schema.org over all others", "<meta name=author content=Desk><meta name=date content=2000-01-01><link rel=canonical href=https://example.org/c>"
                                   "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"author\":[{\"name\":\"Ann Lee\"},\"Bo Ek\"],"
                                   "\"datePublished\":\"2023-01-02T03:04:05Z\",\"publisher\":{\"name\":\"Gazette\"}}]}</script>",
     "A | Ann Lee, Bo Ek | 2023-01-02T03:04:05Z | Gazette | https://example.org/c"},
    {"JSON that is none", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":</script><meta name=title content=A>", "A |  | 2024-05-08 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"JSON in wrappings", "<script type=application/ld+json>//<![CDATA[\n{\"@type\":\"https://schema.org/Report\",\"headline\":\"A\"}\n//]]></script>",
     "A |  | 2024-05-08 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"attributes", "<body><span itemprop=author itemscope><b itemprop=name>Ann Lee</b></span><time itemprop=datePublished datetime=2023-01-02>x</time>", " | Ann Lee | 2023-01-02 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"readers are no authors", "<body><div class=comment><a rel=author>Grump</a><i itemprop=author>Grump</i></div>", " |  | 2024-05-08 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"days first", "<html lang=pt><meta name=date content='05/10/2021 08h12'>", " |  | 2021-10-05 | example.org | https://www.example.org/a/2024/05/08/b"},
    {"days that may be months", "<html lang=en><meta name=date content=05/10/2021>", " |  | 2024-05-08 | example.org | https://www.example.org/a/2024/05/08/b"},
};

static void read_heads(bw_arena *a)
{
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        bw_page p;
        bw_buf got = {.arena = a};
        bool good = extract(a, bw_str_of(heads[i].head), &p);
        bw_buf_print(&got, "%.*s | ", BW_STR_FMT(p.title));
        for (size_t k = 0; k < p.authors.n; k++)
            bw_buf_print(&got, "%s%.*s", k ? ", " : "", BW_STR_FMT(p.authors.items[k]));
        bw_buf_print(&got, " | %.*s | %.*s | %.*s", BW_STR_FMT(p.date), BW_STR_FMT(p.site), BW_STR_FMT(p.url));
        if (!ok(good && bw_str_is(bw_buf_view(&got), heads[i].want), "head: %s", heads[i].why))
            printf("# got %.*s\n", BW_STR_FMT(bw_buf_view(&got)));
    }
}

/* Repeated up to a megabyte: whatever comes of it comes soon, in little memory. */
static const char *const endless[] = {
    "<div>", "<p>Some words, and more.", "<div class=\"article-body share x\">", "<p a b c d e f g h i j k l m n o p q r s t>x", "<a href=x>y<div>z</a>",
    "<table><tr><td>x", "<meta name=\"date date date\" content=\"a b c d e f g\">", "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"name\":\"x\"}</script>",
    "<li><a href=x>A linked title of it</a><p>Some words here, and so on they go.</p>", "&amp;&lt;", "<h1>A heading of some length</h1>", "<span class=ad>x</span>", "<", "\xFF\xFE", "</div></p></x>", "<!--", "<b itemprop=author>x</b>",
};

static void read_endless(bw_arena *a)
{
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        bw_arena_mark mark = bw_arena_save(a);
        bw_buf in = {.arena = a};
        while (in.len < 1 << 20)
            bw_buf_text(&in, endless[i]);
        size_t before = bw_arena_used(a);
        bw_page p;
        bool good = extract(a, bw_buf_view(&in), &p);
        bool printable = bw_utf8_count_bad(bw_str_of(endless[i])) == 0;
        ok(good && bw_utf8_count_bad(p.text) == 0 && bw_arena_used(a) - before < 100 << 20, "endless %s", printable ? endless[i] : "bytes");
        bw_arena_restore(a, mark);
    }
    bw_page p;
    bw_err err = {0};
    bw_str huge = {bw_arena_alloc(a, BW_WIRE_MAX_ITEM + 1), BW_WIRE_MAX_ITEM + 1};
    ok(bw_page_extract(a, huge, (bw_str){0}, (bw_str){0}, &p, NULL, &err) == BW_ERR_LIMIT && err.msg[0], "over the limit: %s", err.msg);
    ok(bw_page_extract(a, BW_LIT(" \n"), (bw_str){0}, (bw_str){0}, &p, NULL, &err) == BW_ERR_SYNTAX && err.msg[0], "an empty page: %s", err.msg);
    ok(bw_page_extract(a, BW_LIT("%PDF-1.4 and so on"), (bw_str){0}, (bw_str){0}, &p, NULL, &err) == BW_ERR_SYNTAX, "no page: %s", err.msg);
    bw_document doc = {.arena = a};
    ok(bw_page_read(BW_LIT("<p> </p>"), (bw_str){0}, (bw_str){0}, NULL, &doc, &err) == BW_ERR_SYNTAX, "a document without anything: %s", err.msg);
}

/* Lookups fold what they look for, so the table must be folded. */
static void check_table(bw_arena *a)
{
    bool good = true;
    for (size_t i = 0; i < n_bw_pagewords_rows; i++) {
        const bw_pagewords_row *row = &bw_pagewords_rows[i];
        bw_str form = bw_str_of(row->form);
        bool phrase = strcmp(row->kind, "phrase") == 0;
        bw_pagewords w;
        bw_pagewords_index(&w);
        bool begins = strcmp(row->value, "whole") != 0 && strcmp(row->value, "end") != 0;
        if (phrase && !bw_pagewords_phrase(&w, a, bw_str_print(a, "%s%s", row->form, begins ? " x" : ""), begins))
            good = ok(false, "a phrase is found: %s", row->form);
        if (strcmp(row->kind, "consent") == 0 && !bw_pagewords_consent(&w, a, bw_str_print(a, "Here, %s.", row->form)))
            good = ok(false, "consent is found: %s", row->form);
        if (strcmp(row->kind, "byline") == 0 && bw_pagewords_starts("byline", bw_str_print(a, "%s x", row->form)) != form.len)
            good = ok(false, "a byline is found: %s", row->form);
        if (strcmp(row->kind, "class") == 0)
            good = good && bw_pagewords_part(&w, form) != 0;
        if (strcmp(row->kind, "meta") == 0)
            good = good && bw_pagewords_find("meta", form) == row;
    }
    ok(good, "every row of the table is found by what it says");
}

static bw_status all(void *with, bw_err *err)
{
    (void)err;
    stuff(with);
    read_heads(with);
    read_endless(with);
    check_table(with);
    return BW_OK;
}

int main(void) { return tap_in_arena(all); }
