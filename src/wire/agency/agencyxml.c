#include "wire/agency/agencyxml.h"

#include "base/base64.h"
#include "wire/agency/agency.h"
#include "wire/markup/encoding.h"

enum { MAX_TAGS = 1 << 20 }; /* of a file: their tree takes some 200 MB */

enum { MAX_ABOVE = 4 }; /* names that a reader looks for above the items */

typedef struct {
    const char *local;
    bw_str text;
} above;

typedef struct {
    bw_tree *tree;
    bw_str input;
    above above[MAX_ABOVE]; /* looked for already */
    size_t n_above;
    bw_tree_node **items;
    size_t n, room, at;
    const bw_tree_node *first; /* of all that were found */
    uint64_t line;
    size_t line_pos;
} state;

bw_str bw_agencyxml_root(bw_str head)
{
    bw_markup m;
    bw_markup_token t;
    head = bw_str_trim(head);
    if (bw_str_starts(head, BW_LIT("\xEF\xBB\xBF")))
        head = bw_str_slice(head, 3, head.len);
    if (head.len == 0 || head.ptr[0] != '<')
        return (bw_str){0};
    bw_markup_start(&m, head, BW_MARKUP_XML);
    while (bw_markup_next(&m, &t)) {
        if (t.kind == BW_MARKUP_OPEN) {
            size_t colon = bw_str_find_char(t.name, ':', 0);
            return colon < t.name.len ? bw_str_slice(t.name, colon + 1, t.name.len) : t.name;
        }
        if (t.kind == BW_MARKUP_TEXT && bw_str_trim(t.text).len)
            break;
    }
    return (bw_str){0};
}

static void pass_over(state *s, bool (*keep)(const bw_tree_node *n))
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (keep(s->items[i]))
            s->items[n++] = s->items[i];
    s->n = n ? n : s->n;
}

bw_status bw_agencyxml_open(bw_wire *w, bool (*wanted)(const bw_tree_node *n), bool (*keep)(const bw_tree_node *n),
                            bw_err *err)
{
    static const bw_encoding_hints hints = {.dialect = BW_ENCODING_FOR_XML};
    state *s = BW_NEW(w->permanent, state, 1);
    uint32_t n_repaired = 0;
    bw_str bytes;
    w->state = s;
    s->line = 1;
    bw_status st =
        bw_reader_whole(w, w->permanent, BW_WIRE_MAX_ITEM, "too much for one file of news in XML", &bytes, err);
    if (st)
        return st;
    s->input = bw_encoding_read(w->permanent, bytes, &hints, NULL, &n_repaired);
    size_t n_tags = 0;
    for (size_t at = 0; (at = bw_str_find_char(s->input, '<', at)) < s->input.len; at++)
        n_tags++;
    if (n_tags > MAX_TAGS)
        return bw_fail(err, BW_ERR_LIMIT, "%s: holds over %d tags", w->name, MAX_TAGS);
    s->tree = bw_tree_read(w->permanent, s->input, BW_MARKUP_XML);
    for (bw_tree_node *n = s->tree->root->first; n;) {
        if (n->kind == BW_TREE_ELEMENT && wanted(n)) {
            BW_PUSH(w->permanent, s->items, s->n, s->room, n);
            n = bw_tree_over(n, s->tree->root);
        } else {
            n = bw_tree_next(n, s->tree->root);
        }
    }
    if (s->n == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: holds no news item", w->name);
    s->first = s->items[0];
    if (keep)
        pass_over(s, keep);
    return BW_OK;
}

bw_status bw_agencyxml_next(bw_wire *w, bw_document *doc, bw_agencyxml *x, bw_err *err)
{
    (void)err;
    state *s = w->state;
    if (s->at == s->n)
        return BW_END;
    *x = (bw_agencyxml){.w = w, .doc = doc, .view = *s->tree, .node = s->items[s->at++]};
    x->view.arena = doc->arena;
    size_t pos = (size_t)(x->node->name.ptr - s->input.ptr);
    for (; s->line_pos < pos; s->line_pos++)
        s->line += s->input.ptr[s->line_pos] == '\n';
    w->item_line = s->line;
    return BW_OK;
}

bw_tree_node *bw_agencyxml_at(const bw_tree_node *n, const char *path)
{
    const bw_tree_node *at = n;
    char name[64];
    bool any = false;
    while (at && *path) {
        size_t len = strcspn(path, "/");
        if (len == 1 && *path == '*') {
            any = true;
        } else if (len < sizeof name) {
            memcpy(name, path, len);
            name[len] = '\0';
            at = any ? bw_tree_find(at, name) : bw_tree_child(at, name);
            any = false;
        }
        path += len + (path[len] == '/');
    }
    return (bw_tree_node *)(uintptr_t)at;
}

static bw_str some(bw_str s) { return s.len ? s : (bw_str){0}; }

bw_str bw_agencyxml_text(const bw_agencyxml *x, const bw_tree_node *n)
{
    return n ? some(bw_tree_words(&x->view, n)) : (bw_str){0};
}

bw_str bw_agencyxml_text_at(const bw_agencyxml *x, const bw_tree_node *n, const char *path)
{
    return n ? bw_agencyxml_text(x, bw_agencyxml_at(n, path)) : (bw_str){0};
}

bw_str bw_agencyxml_value(const bw_agencyxml *x, const bw_tree_node *n, const char *attribute)
{
    return n ? some(bw_str_trim(bw_tree_attribute(&x->view, n, attribute))) : (bw_str){0};
}

bw_str bw_agencyxml_value_at(const bw_agencyxml *x, const bw_tree_node *n, const char *path, const char *attribute)
{
    return n ? bw_agencyxml_value(x, bw_agencyxml_at(n, path), attribute) : (bw_str){0};
}

bool bw_agencyxml_has_words(const bw_tree_node *top)
{
    for (const bw_tree_node *n = top->first; n; n = bw_tree_next(n, top))
        if (n->kind == BW_TREE_TEXT && bw_str_trim(n->text).len)
            return true;
    return false;
}

bw_str bw_agencyxml_above(const bw_agencyxml *x, const char *local)
{
    /* Once a file: what stands above the first item may be long, and the items many. */
    state *s = x->w->state;
    for (size_t i = 0; i < s->n_above; i++)
        if (strcmp(s->above[i].local, local) == 0)
            return s->above[i].text;
    above found = {.local = local};
    for (const bw_tree_node *n = s->tree->root->first; n && n != s->first; n = bw_tree_next(n, s->tree->root))
        if (n->kind == BW_TREE_ELEMENT && bw_str_eq_fold(bw_tree_local(n), bw_str_of(local))) {
            found.text = some(bw_tree_words(s->tree, n));
            break;
        }
    if (s->n_above < MAX_ABOVE)
        s->above[s->n_above++] = found;
    return found.text;
}

/* ---- bodies ------------------------------------------------------------------------------------- */

/* What NITF has beside the elements of HTML, and what is left out of a story: pictures with their captions. */
static void prepare(bw_tree_node *top)
{
    static const struct {
        const char *name;
        bw_tag tag;
    } tags[] = {
        {"block", BW_TAG_div},     {"hl1", BW_TAG_h1},          {"hl2", BW_TAG_h2}, {"nitf-table", BW_TAG_table},
        {"bq", BW_TAG_blockquote}, {"credit", BW_TAG_p},        {"fn", BW_TAG_p},   {"note", BW_TAG_div},
        {"nitf-col", BW_TAG_td},   {"body.content", BW_TAG_div}};
    static const char *const skipped[] = {"hedline", "media",  "media-caption", "media-reference",     "media-producer",
                                          "figure", "figcaption",    "body.head",           "head",
                                          "style",  "script",        "nitf-table-metadata", "custom-table"};
    static const char *const classes[] = {"notepad", "closingline", "slugline"};
    for (bw_tree_node *n = top->first; n; n = bw_tree_next(n, top)) {
        if (n->kind != BW_TREE_ELEMENT)
            continue;
        bw_str name = bw_tree_local(n);
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            if (bw_str_eq_fold(name, bw_str_of(tags[i].name)))
                n->tag = (uint8_t)tags[i].tag;
        for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++)
            if (bw_str_eq_fold(name, bw_str_of(skipped[i])))
                n->user |= BW_PLAIN_SKIP;
        bw_str class = bw_tree_value(n, "class");
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            if (class.len && bw_str_find(class, bw_str_of(classes[i]), 0) < class.len)
                n->user |= BW_PLAIN_SKIP;
        /* The head of an HTML 5 body: slug, time, headline. */
        if (n->tag == BW_TAG_header && n->next)
            n->user |= BW_PLAIN_SKIP;
    }
}

static bool has_elements(const bw_tree_node *n)
{
    for (const bw_tree_node *c = n->first; c; c = c->next)
        if (c->kind == BW_TREE_ELEMENT)
            return true;
    return false;
}

static bool holds(bw_str s, const char *part) { return bw_str_find(s, bw_str_of(part), 0) < s.len; }

/* Escaped once too often: "&amp;quot;". */
static bw_str unescape_again(bw_arena *a, bw_str s)
{
    return holds(s, "&quot;") || holds(s, "&apos;") || holds(s, "&amp;")
               ? bw_markup_unescape(a, s, BW_MARKUP_HTML, NULL)
               : s;
}

/* Paragraphs that are markup shown as text: what embeds a picture or a film. */
static bw_str drop_markup(bw_arena *a, bw_str s)
{
    if (!bw_str_starts(s, BW_LIT("<")) && !holds(s, "\n<"))
        return s;
    bw_buf out = {.arena = a};
    bw_str line;
    while (bw_str_cut(&s, '\n', &line)) {
        bw_str bare = bw_str_trim(line);
        if (bw_str_starts(bare, BW_LIT("<")) && bw_str_ends(bare, BW_LIT(">")) && holds(bare, "</"))
            line = bw_plain_of(a, bare);
        bw_buf_str(&out, line);
        bw_buf_char(&out, '\n');
    }
    return bw_buf_view(&out);
}

static bool is_paragraph(const bw_tree_node *n)
{
    return (bw_tag_flags((bw_tag)n->tag) & BW_TAG_BLOCK) && n->tag != BW_TAG_div && n->tag != BW_TAG_body &&
           n->tag != BW_TAG_html && n->tag != BW_TAG_section;
}

/* Whether all words beneath stand in the same paragraph at most, without breaks between its lines. */
static bool is_one_paragraph(const bw_tree_node *top)
{
    const bw_tree_node *filled = NULL;
    for (const bw_tree_node *n = top->first; n; n = bw_tree_next(n, top)) {
        if (n->kind == BW_TREE_ELEMENT && n->tag == BW_TAG_br)
            return false;
        if (n->kind != BW_TREE_TEXT || bw_str_trim(n->text).len == 0)
            continue;
        for (const bw_tree_node *up = n->parent; up && up != top; up = up->parent) {
            if (!is_paragraph(up) || up == filled)
                continue;
            if (filled)
                return false;
            filled = up;
        }
    }
    return true;
}

/* Whether all of a story stands in one element as lines of plain copy: not merely lines as XML was indented. */
static bool is_copy(const bw_tree *t, const bw_tree_node *top)
{
    if (!is_one_paragraph(top))
        return false;
    bw_str s = bw_str_trim(bw_tree_text(t, top)), line;
    size_t n_lines = 0, least = SIZE_MAX;
    bw_str_cut(&s, '\n', &line);
    while (bw_str_cut(&s, '\n', &line)) {
        if (bw_str_trim(line).len == 0)
            continue;
        size_t indent = (size_t)(bw_str_trim(line).ptr - line.ptr);
        least = indent < least ? indent : least;
        n_lines++;
    }
    return n_lines > 0 && least < 4;
}

static bw_str plain_text(const bw_tree *t, bw_tree_node *top)
{
    prepare(top);
    if (is_copy(t, top))
        return unescape_again(t->arena, bw_tree_text(t, top));
    return drop_markup(t->arena, unescape_again(t->arena, bw_plain_node(t, top)));
}

bw_str bw_agencyxml_markup(bw_arena *a, bw_str s)
{
    bw_tree *t = bw_tree_read(a, s, BW_MARKUP_HTML);
    return plain_text(t, t->root);
}

bw_str bw_agencyxml_body(const bw_agencyxml *x, bw_tree_node *n, bool base64)
{
    if (!n)
        return (bw_str){0};
    if (has_elements(n))
        return plain_text(&x->view, n);
    bw_str s = bw_tree_text(&x->view, n), decoded;
    if (base64 && bw_base64_text(x->doc->arena, s, &decoded))
        s = decoded;
    bool markup =
        bw_str_find_char(s, '<', 0) < s.len && (holds(s, "</") || holds(s, "/>") || holds(s, "<p>") || holds(s, "<br"));
    return markup ? bw_agencyxml_markup(x->doc->arena, s) : s;
}
