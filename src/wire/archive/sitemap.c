/* News sitemaps: addresses with title, time and publisher of each article, but not its text; packed or not, of any length.
 *
 * https://www.sitemaps.org/protocol.html, with the extension of http://www.google.com/schemas/sitemap-news/0.9 */
#include "wire/decode.h"
#include "wire/markup/markup.h"
#include "wire/reader.h"

#include <errno.h>
#include <stdlib.h>

enum { WINDOW = 64 << 10 };

typedef enum { FIELD_LOC, FIELD_LASTMOD, FIELD_TITLE, FIELD_DATE, FIELD_NAME, FIELD_LANGUAGE, FIELD_GENRES, N_FIELDS } field;

static const struct {
    const char *name;
    bool news; /* stands in the extension's element */
} fields[N_FIELDS] = {
    [FIELD_LOC] = {"loc", false},       [FIELD_LASTMOD] = {"lastmod", false},   [FIELD_TITLE] = {"title", true},
    [FIELD_DATE] = {"publication_date", true}, [FIELD_NAME] = {"name", true},   [FIELD_LANGUAGE] = {"language", true},
    [FIELD_GENRES] = {"genres", true},
};

typedef struct {
    bw_markup markup;
    char *window; /* malloc */
    size_t end, room;
    bool at_end;
    bw_str root;     /* "urlset", "sitemapindex" */
    bool closed;     /* its end was seen */
    uint64_t line;   /* of the window's position */
    uint64_t n_elements, n_said;
} state;

/* One <url> on its way. */
typedef struct {
    bool open, in_news, has_news;
    bw_str prefix; /* its element's, with the colon */
    field field;   /* N_FIELDS: none of them is open */
    bw_buf values[N_FIELDS];
    bw_arena_mark empty;
    uint64_t size; /* bytes so far */
} entry;

static bw_str prefix_of(bw_str name) { return bw_str_slice(name, 0, bw_str_find_char(name, ':', 0) == name.len ? 0 : bw_str_find_char(name, ':', 0) + 1); }
static bw_str local_of(bw_str name) { return bw_str_slice(name, prefix_of(name).len, name.len); }

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    bw_markup m;
    bw_markup_token t;
    bw_markup_start(&m, head, BW_MARKUP_XML);
    while (bw_markup_next(&m, &t)) {
        if (t.kind == BW_MARKUP_OPEN)
            return bw_str_is(local_of(t.name), "urlset") || bw_str_is(local_of(t.name), "sitemapindex");
        if (t.kind == BW_MARKUP_CLOSE || (t.kind == BW_MARKUP_TEXT && bw_str_trim(t.text).len))
            return false;
    }
    return false;
}

/* ---- tokens of a stream --------------------------------------------------------------------------- */

/* More behind what is not yet cut into tokens. */
static bw_status more(bw_wire *w, bw_err *err)
{
    state *s = w->state;
    size_t pos = s->markup.pos;
    memmove(s->window, s->window + pos, s->end - pos);
    s->end -= pos;
    if (s->end == s->room) {
        char *bigger = s->room < BW_WIRE_MAX_ITEM ? realloc(s->window, s->room * 2) : NULL;
        if (!bigger)
            return bw_fail(err, BW_ERR_IO, "%s:%llu: %s", w->name, (unsigned long long)s->line,
                           s->room < BW_WIRE_MAX_ITEM ? "out of memory" : "a tag or text of over 16 MB");
        s->window = bigger;
        s->room *= 2;
    }
    size_t n = fread(s->window + s->end, 1, s->room - s->end, w->file);
    if (n == 0 && ferror(w->file))
        return bw_fail(err, BW_ERR_IO, "%s: %s", w->name, strerror(errno));
    s->at_end = n == 0;
    s->end += n;
    bw_markup_start(&s->markup, (bw_str){s->window, s->end}, BW_MARKUP_XML);
    return BW_OK;
}

/* A token that reaches to the end of what is held may go on behind it. */
static bw_status next_token(bw_wire *w, bw_markup_token *t, bw_err *err)
{
    state *s = w->state;
    for (;;) {
        size_t pos = s->markup.pos;
        bool found = bw_markup_next(&s->markup, t);
        if (found && (t->end < s->end || s->at_end)) {
            for (size_t at = bw_str_find_char(s->markup.input, '\n', t->start); at < t->end; at = bw_str_find_char(s->markup.input, '\n', at + 1))
                s->line++;
            return BW_OK;
        }
        if (s->at_end)
            return BW_END;
        s->markup.pos = pos;
        bw_status st = more(w, err);
        if (st)
            return st;
    }
}

/* ---- entries -------------------------------------------------------------------------------------- */

static field field_of(const entry *e, bw_str name)
{
    for (field f = 0; f < N_FIELDS; f++)
        if (bw_str_is(local_of(name), fields[f].name) && fields[f].news == e->in_news && (e->in_news || bw_str_eq(prefix_of(name), e->prefix)))
            return f;
    return N_FIELDS;
}

static void take_token(entry *e, const bw_markup_token *t, bw_arena *a, uint32_t *n_repaired)
{
    bw_str local = local_of(t->name);
    if (t->kind == BW_MARKUP_OPEN) {
        e->field = t->empty ? N_FIELDS : field_of(e, t->name);
        if (bw_str_is(local, "news") && !t->empty)
            e->in_news = e->has_news = true;
    } else if (t->kind == BW_MARKUP_CLOSE) {
        e->field = N_FIELDS;
        e->in_news &= !bw_str_is(local, "news");
    } else if (e->field < N_FIELDS && (t->kind == BW_MARKUP_TEXT || t->kind == BW_MARKUP_CDATA)) {
        bw_str s = bw_decode_text(a, t->text, n_repaired);
        e->values[e->field].arena = a;
        bw_buf_str(&e->values[e->field], t->kind == BW_MARKUP_TEXT ? bw_markup_unescape(a, s, BW_MARKUP_XML, NULL) : s);
    }
}

static bw_str value_of(const entry *e, field f)
{
    bw_str s = bw_str_trim(bw_buf_view(&e->values[f]));
    return s.len ? s : (bw_str){0};
}

static bw_status make_document(bw_wire *w, const entry *e, bw_document *doc, bw_err *err)
{
    bw_head *h = &doc->head;
    h->url = value_of(e, FIELD_LOC);
    h->id = h->url.ptr ? h->url : bw_reader_id(w, doc->arena);
    h->title = value_of(e, FIELD_TITLE);
    h->publisher = value_of(e, FIELD_NAME);
    h->language = value_of(e, FIELD_LANGUAGE);
    h->label = value_of(e, FIELD_GENRES);
    h->updated = value_of(e, FIELD_LASTMOD);
    bw_str date = value_of(e, FIELD_DATE);
    if (!h->title.ptr)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: the article has no title", w->name, (unsigned long long)w->item_line);
    if (!bw_reader_published(doc, date))
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: '%.*s' is no date: YYYY-MM-DD is", w->name, (unsigned long long)w->item_line,
                       (int)(date.len > 40 ? 40 : date.len), date.ptr);
    h->text = BW_LIT(""); /* as JSON Lines of titles: a hint of what there is to read */
    bw_reader_complete(w->options, doc);
    return BW_OK;
}

/* What there is to say at the end of a file without an article. */
static bw_status end(bw_wire *w, const entry *e, bw_err *err)
{
    state *s = w->state;
    if (w->done)
        return BW_END;
    w->done = true;
    unsigned long long n = (unsigned long long)s->n_elements;
    if (e->open || !s->closed)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: the sitemap is cut off%s", w->name, (unsigned long long)s->line,
                       e->open ? " within an entry" : "");
    if (bw_str_is(s->root, "sitemapindex"))
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is an index of %llu sitemaps, which are files of their own: read those", w->name, n);
    if (s->n_said == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is a sitemap of %llu addresses, none of them an article with its title (news:news)", w->name, n);
    return BW_END;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    state *s = w->state;
    entry e = {.field = N_FIELDS, .empty = bw_arena_save(doc->arena)};
    bw_markup_token t;
    bw_status st;
    while ((st = next_token(w, &t, err)) == BW_OK) {
        bw_str local = local_of(t.name);
        bool opens = t.kind == BW_MARKUP_OPEN, closes = t.kind == BW_MARKUP_CLOSE;
        if (opens && !s->root.ptr)
            s->root = bw_str_is(local, "sitemapindex") ? BW_LIT("sitemapindex") : BW_LIT("urlset");
        s->closed |= closes && bw_str_eq(local, s->root);
        if (opens && (bw_str_is(local, "url") || bw_str_is(local, "sitemap"))) {
            bw_arena_restore(doc->arena, e.empty);
            e = (entry){.field = N_FIELDS, .empty = e.empty, .open = !t.empty};
            e.prefix = bw_str_copy(doc->arena, prefix_of(t.name));
            s->n_elements++;
            w->item_line = s->line;
        } else if (closes && bw_str_is(local, "url") && e.open && e.has_news) {
            s->n_said++;
            return make_document(w, &e, doc, err);
        } else if (closes && (bw_str_is(local, "url") || bw_str_is(local, "sitemap"))) {
            e.open = false;
        } else if (e.open) {
            e.size += t.end - t.start;
            if (e.size > BW_WIRE_MAX_ITEM)
                return bw_fail(err, BW_ERR_LIMIT, "%s:%llu: the entry is over 16 MB", w->name, (unsigned long long)w->item_line);
            take_token(&e, &t, doc->arena, &doc->head.n_repaired);
        }
    }
    return st == BW_END ? end(w, &e, err) : st;
}

static bw_status open(bw_wire *w, bw_err *err)
{
    state *s = BW_NEW(w->permanent, state, 1);
    w->state = s;
    s->line = 1;
    s->room = WINDOW;
    s->window = malloc(s->room);
    if (!s->window)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
    bw_markup_start(&s->markup, (bw_str){s->window, 0}, BW_MARKUP_XML);
    return BW_OK;
}

static void release(bw_wire *w)
{
    state *s = w->state;
    if (s)
        free(s->window);
}

const bw_reader bw_reader_sitemap = {.name = "sitemap", .recognise = recognise, .open = open, .next = next, .close = release};
