/* Trees and plain text of markup: each row is a fragment, and its tree or what a reader sees of it. */
#include "tap_arena.h"
#include "wire/markup/plain.h"

/* Elements as name(…), text in quotes. */
static const struct {
    const char *why;
    bw_markup_dialect dialect;
    bw_str in;
    const char *want;
} trees[] = {
    {"nested", BW_MARKUP_HTML, BW_LIT("<div><p>a <b>b</b></p></div>"), "div(p('a 'b('b')))"},
    {"a paragraph ends at the next", BW_MARKUP_HTML, BW_LIT("<p>a<p>b<div>c</div>"), "p('a')p('b')div('c')"},
    {"no paragraph ends outside its cell", BW_MARKUP_HTML, BW_LIT("<p>a<table><tr><td><p>b<p>c</table>d"), "p('a')table(tr(td(p('b')p('c'))))'d'"},
    {"an end of a paragraph that is not open parts", BW_MARKUP_HTML, BW_LIT("a</p>b"), "'a'p()'b'"},
    {"items", BW_MARKUP_HTML, BW_LIT("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>"), "ul(li('a'ul(li('b')li('c')))li('d'))"},
    {"items across divisions", BW_MARKUP_HTML, BW_LIT("<ul><li><div>a<li>b</ul>"), "ul(li(div('a'))li('b'))"},
    {"definitions", BW_MARKUP_HTML, BW_LIT("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt('a')dd('b')dt('c'))"},
    {"rows and cells", BW_MARKUP_HTML, BW_LIT("<table><tbody><tr><td>a<td>b<tr><th>c<tbody><tr><td>d</table>"),
     "table(tbody(tr(td('a')td('b'))tr(th('c')))tbody(tr(td('d'))))"},
    {"a table in a cell", BW_MARKUP_HTML, BW_LIT("<table><tr><td><table><tr><td>a</td></tr></table>b<td>c</table>"),
     "table(tr(td(table(tr(td('a')))'b')td('c')))"},
    {"void elements", BW_MARKUP_HTML, BW_LIT("a<br>b<img src=x>c</br>d<hr/>e"), "'a'br()'b'img()'c'br()'d'hr()'e'"},
    {"case", BW_MARKUP_HTML, BW_LIT("<DIV><P>a</p></Div>b"), "DIV(P('a'))'b'"},
    {"misnested formatting", BW_MARKUP_HTML, BW_LIT("<b>a<i>b</b>c"), "b('a'i('b'))'c'"},
    {"a link that ends inside a block", BW_MARKUP_HTML, BW_LIT("<a>a<div>b</a>c</div>d"), "a('a')div(a('b')'c')'d'"},
    {"a link in a link", BW_MARKUP_HTML, BW_LIT("<a>a<a>b</a>c"), "a('a')a('b')'c'"},
    {"an end tag does not leave a cell", BW_MARKUP_HTML, BW_LIT("<div><table><tr><td>a</div>b</table>c</div>"), "div(table(tr(td('a''b')))'c')"},
    {"an end tag of nothing", BW_MARKUP_HTML, BW_LIT("<div>a</section>b</div>"), "div('a''b')"},
    {"headings", BW_MARKUP_HTML, BW_LIT("<h1>a</h2>b<h2>c<h3>d</h3>"), "h1('a')'b'h2('c')h3('d')"},
    {"head ends where the body begins", BW_MARKUP_HTML, BW_LIT("<html><head><title>a</title><p>b"), "html(head(title('a'))p('b'))"},
    {"text behind the body", BW_MARKUP_HTML, BW_LIT("<body>a</body></html><p>b"), "body('a'p('b'))"},
    {"a second body", BW_MARKUP_HTML, BW_LIT("<body><p>a<body class=x>b"), "body(p('a''b'))"},
    {"scripts hold text", BW_MARKUP_HTML, BW_LIT("<script>if (a<b) '</p>'</script>c"), "script('if (a<b) '</p>'')'c'"},
    {"options", BW_MARKUP_HTML, BW_LIT("<select><option>a<option>b</select>c"), "select(option('a')option('b'))'c'"},
    {"drawings close their elements", BW_MARKUP_HTML, BW_LIT("<svg><path/><g><p/></g></svg>a"), "svg(path()g(p()))'a'"},
    {"unknown elements", BW_MARKUP_HTML, BW_LIT("<x-a>a<x-b>b</x-a>c"), "x-a('a'x-b('b'))'c'"},
    {"a comment is none", BW_MARKUP_HTML, BW_LIT("a<!-- b -->c"), "'a''c'"},
    {"XML: exact names", BW_MARKUP_XML, BW_LIT("<a><B>x</b>y</B></a>"), "a(B('x''y'))"},
    {"XML: empty elements", BW_MARKUP_XML, BW_LIT("<a><br/><p/>x</a>"), "a(br()p()'x')"},
    {"XML: an end tag closes what is inside", BW_MARKUP_XML, BW_LIT("<a><b><c>x</b>y</a>z"), "a(b(c('x'))'y')'z'"},
    {"XML: character data", BW_MARKUP_XML, BW_LIT("<a><![CDATA[<b>&amp;]]></a>"), "a('<b>&amp;')"},
    {"cut off", BW_MARKUP_HTML, BW_LIT("<div><p>a<b"), "div(p('a'b()))"},
    {"nothing", BW_MARKUP_HTML, BW_LIT(""), ""},
};

static const struct {
    const char *why;
    bw_str in;
    const char *want;
} plains[] = {
    {"no markup", BW_LIT("Ferries sail."), "Ferries sail."},
    {"references without tags", BW_LIT(" Bread &amp; butter&nbsp;&#8212; twice "), "Bread & butter \xE2\x80\x94 twice"},
    {"paragraphs", BW_LIT("<p>One\n two.</p>\n\n<p>Three.</p>"), "One two.\n\nThree."},
    {"words run on over formatting", BW_LIT("<p>un<b>broken</b>, <i>so</i> it is</p>"), "unbroken, so it is"},
    {"divisions in divisions", BW_LIT("<div><div>a</div></div><div>b</div>"), "a\n\nb"},
    {"line ends", BW_LIT("a<br>b<br/><br>c"), "a\nb\n\nc"},
    {"items", BW_LIT("<p>a</p><ul><li>b</li><li>c</li></ul>d"), "a\n\nb\nc\n\nd"},
    {"rows", BW_LIT("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"), "a\tb\nc\td"},
    {"what is not read", BW_LIT("a<script>b</script><style>c</style><select><option>d</select><noscript>e</noscript>f<button>g</button>"), "af"},
    {"no width", BW_LIT("<p>a\xC2\xAD" "b\xE2\x80\x8B" "c\xC2\xA0 \xE3\x80\x80" "d\xEF\xBB\xBF</p>"), "abc d"},
    {"kept line ends", BW_LIT("<pre>a\nb</pre>c\nd"), "a\nb\n\nc d"},
    {"a comparison is no tag", BW_LIT("<p>1 < 2 &lt; 3</p>"), "1 < 2 < 3"},
    {"readings above characters", BW_LIT("<ruby>\xE6\x9D\xB1<rp>(</rp><rt>x</rt><rp>)</rp></ruby>"), "\xE6\x9D\xB1"},
    {"other scripts", BW_LIT("<p>\xEF\xBC\xA1 \xE3\x81\x82\xE2\x80\xA6</p>"), "\xEF\xBC\xA1 \xE3\x81\x82\xE2\x80\xA6"},
    {"nothing", BW_LIT("<p> </p>"), ""},
};

static void describe(const bw_tree_node *n, bw_buf *out)
{
    for (const bw_tree_node *c = n->first; c; c = c->next) {
        if (c->kind == BW_TREE_TEXT) {
            bw_buf_print(out, "'%.*s'", BW_STR_FMT(c->text));
            continue;
        }
        bw_buf_str(out, c->name);
        bw_buf_char(out, '(');
        describe(c, out);
        bw_buf_char(out, ')');
    }
}

/* Links agree with each other; returns the depth. */
static uint32_t check_links(const bw_tree *t, uint32_t *n_nodes)
{
    uint32_t depth = 0, deepest = 0;
    bool good = true;
    const bw_tree_node *n = t->root;
    for (*n_nodes = 1; n; ++*n_nodes) {
        good = good && (!n->first || (n->first->parent == n && n->last->parent == n && !n->first->prev && !n->last->next)) &&
               (!n->next || n->next->prev == n);
        const bw_tree_node *next = bw_tree_next(n, t->root);
        depth = 0;
        for (const bw_tree_node *p = n; p != t->root && *n_nodes % 97 == 0; p = p->parent)
            depth++;
        deepest = depth > deepest ? depth : deepest;
        if (!next)
            break;
        n = next;
    }
    return good ? deepest : UINT32_MAX;
}

static bw_status read_rows(void *with, bw_err *err)
{
    bw_arena *a = with;
    (void)err;
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        bw_tree *t = bw_tree_read(a, trees[i].in, trees[i].dialect);
        bw_buf out = {.arena = a};
        describe(t->root, &out);
        if (!ok(bw_str_is(bw_buf_view(&out), trees[i].want), "tree: %s", trees[i].why))
            printf("# got %.*s\n", BW_STR_FMT(bw_buf_view(&out)));
    }
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++) {
        bw_str got = bw_plain_of(a, plains[i].in);
        if (!ok(bw_str_is(got, plains[i].want), "plain: %s", plains[i].why))
            printf("# got %.*s\n", BW_STR_FMT(got));
    }
    return BW_OK;
}

static bw_status look_up(void *with, bw_err *err)
{
    bw_arena *a = with;
    (void)err;
    bw_tree *t = bw_tree_read(a, BW_LIT("<nitf><head><title>A &amp; B</title></head><n:body Class='x &lt; y' empty><p> one\n <em>two</em></p><p>three</p></n:body></nitf>"),
                              BW_MARKUP_XML);
    bw_tree_node *nitf = bw_tree_child(t->root, "nitf"), *body = bw_tree_find(t->root, "body"), *p = bw_tree_child(body, "p");
    ok(bw_str_is(bw_tree_text(t, bw_tree_find(nitf, "title")), "A & B"), "text of an element");
    ok(bw_tree_child(nitf, "p") == NULL && bw_str_is(bw_tree_words(t, p), "one two"), "words of an element");
    ok(bw_tree_sibling(p, "p") == bw_tree_find_next(t->root, p, "p"), "the next of a name");
    ok(bw_str_is(bw_tree_value(body, "class"), "x &lt; y") && bw_str_is(bw_tree_attribute(t, body, "class"), "x < y"), "an attribute");
    ok(bw_tree_value(body, "empty").ptr && !bw_tree_value(body, "none").ptr, "an attribute without a value, and none");
    ok(bw_str_is(bw_plain_node(t, body), "one two\n\nthree"), "plain text of a node");
    return BW_OK;
}

static bw_str repeat(bw_arena *a, const char *part, size_t n)
{
    bw_buf out = {.arena = a};
    for (size_t i = 0; i < n; i++)
        bw_buf_text(&out, part);
    return bw_buf_view(&out);
}

/* What would be deep or misnested without end. */
static bw_status hard_input(void *with, bw_err *err)
{
    bw_arena *a = with;
    (void)err;
    static const char *const parts[] = {"<div>", "<b><div>", "<a><div></a>x", "<table><tr><td>", "<x>", "<b>x</i>", "<ul><li>", "<p><b>", "</x></div></p>", "<svg>", "<b><div><p></b>", "<div><p><b><div><i></b>"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bw_str in = repeat(a, parts[i], 100000);
        for (int dialect = BW_MARKUP_XML; dialect <= BW_MARKUP_HTML; dialect++) {
            uint32_t n;
            bw_tree *t = bw_tree_read(a, in, (bw_markup_dialect)dialect);
            uint32_t depth = check_links(t, &n);
            ok(depth <= BW_TREE_DEPTH + 1 && n == t->n_nodes, "%s without end: depth %u, %u nodes of %u", parts[i], depth, n, t->n_nodes);
        }
    }
    bw_tree *t = bw_tree_read(a, repeat(a, "<i>", BW_TREE_NODES + 100), BW_MARKUP_HTML);
    ok(t->cut && t->n_nodes == BW_TREE_NODES, "too many nodes");
    return BW_OK;
}

static bw_status all(void *with, bw_err *err)
{
    bw_status st = read_rows(with, err);
    if (!st)
        st = look_up(with, err);
    return st ? st : hard_input(with, err);
}

int main(void) { return tap_in_arena(all); }
