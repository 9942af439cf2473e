/* RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF: one tolerant pass over the tokens, well-formed or not.
 *
 * A frame is an element that is open and holds others (the feed, an entry, what nobody knows); an element that is a field is read
 * whole when it opens. */
#include "base/base64.h"
#include "base/utf8.h"
#include "wire/feed/feed_parts.h"
#include "wire/feed/feed_names.h"
#include "wire/markup/address.h"
#include "wire/markup/markup.h"

enum { MAX_BINDINGS = 64, MAX_ENTITIES = 256, MAX_ENTITY = 4096, MAX_NESTED_ENTITIES = 8 };

typedef struct {
    bw_str prefix;
    bw_feed_space space;
} binding;

typedef struct {
    bw_str name; /* as written */
    bw_feed_name id;
    bw_str base, language;
    uint32_t n_bindings; /* before it opened */
    bw_feed_item *item;  /* that its fields are of */
} frame;

typedef struct {
    bw_arena *arena;
    bw_markup markup;
    bw_markup_token t;
    bw_feed *out;
    bw_buf scratch, pieces; /* for text on its way */
    bw_feed_item *item, too_many;
    bw_str base, language;
    frame frames[BW_FEED_MAX_DEPTH];
    uint32_t n_frames, n_beyond;
    binding bindings[MAX_BINDINGS];
    uint32_t n_bindings;
    bw_markup_entities entities;
    size_t longest_entity, budget; /* that expanding may still add */
    bool atom10, atom, netscape;
    bool projected; /* the place that is open */
    bool weak_title, weak_subtitle; /* an extension's, which the format's own replaces */
    bool has_summary, guid_is_link;
    bw_str lat, lon;
} parser;

/* An element's own attributes, kept while its content is read. */
typedef struct {
    bw_str name, type, mode, language, base;
    bool empty, xhtml;
} field;

/* ---- names ---------------------------------------------------------------------------------------- */

static bw_str local_part(bw_str name, bw_str *prefix)
{
    size_t colon = bw_str_find_char(name, ':', 0);
    *prefix = colon < name.len ? bw_str_slice(name, 0, colon) : (bw_str){0};
    return colon < name.len ? bw_str_slice(name, colon + 1, name.len) : name;
}

static bw_feed_space space_of(const parser *p, bw_str prefix)
{
    for (uint32_t i = p->n_bindings; i > 0; i--)
        if (bw_str_eq(p->bindings[i - 1].prefix, prefix))
            return p->bindings[i - 1].space;
    return prefix.len ? bw_feed_space_usual(prefix) : BW_SPACE_FEED;
}

/* Takes note of what the tag declares; an unknown default at the top is the feed's own. */
static void bind(parser *p)
{
    for (uint32_t i = 0; i < p->t.n_attributes; i++) {
        bw_str name = p->t.attributes[i].name, prefix = {0};
        if (!bw_str_starts_fold(name, BW_LIT("xmlns")) || (name.len > 5 && name.ptr[5] != ':'))
            continue;
        if (name.len > 6)
            prefix = bw_str_slice(name, 6, name.len);
        bw_feed_space space = bw_feed_space_of(p->t.attributes[i].value);
        if (space == BW_SPACE_OTHER && prefix.len == 0 && p->n_frames == 0)
            space = BW_SPACE_FEED;
        if (space == BW_SPACE_OTHER && prefix.len) /* an address with a slip in it, under the prefix that all use */
            space = bw_feed_space_usual(prefix);
        if (p->n_bindings < MAX_BINDINGS)
            p->bindings[p->n_bindings++] = (binding){prefix, space};
    }
}

/* ---- text ----------------------------------------------------------------------------------------- */

/* The character of the commonest references, those of XML itself; *len: of the reference. 0: another. */
static char common_reference(bw_str s, size_t at, size_t *len)
{
    static const struct {
        char text[8];
        size_t len;
        char c;
    } known[] = {{"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&amp;", 5, '&'}, {"&quot;", 6, '"'}, {"&apos;", 6, '\''}, {"&#39;", 5, '\''}, {"&#34;", 5, '"'}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (s.len - at >= known[i].len && memcmp(s.ptr + at, known[i].text, known[i].len) == 0) {
            *len = known[i].len;
            return known[i].c;
        }
    return 0;
}

/* References replaced. Escaped markup is full of them: the common ones are done here. */
static bw_str unescape(parser *p, bw_str s, const bw_markup_entities *declared)
{
    enum { LONGEST = 300 };
    bw_buf *out = &p->scratch;
    size_t done = 0, len;
    out->len = 0;
    for (size_t at = bw_str_find_char(s, '&', 0); at < s.len; at = bw_str_find_char(s, '&', done)) {
        bw_buf_str(out, bw_str_slice(s, done, at));
        char c = declared ? 0 : common_reference(s, at, &len);
        if (c) {
            bw_buf_char(out, c);
            done = at + len;
            continue;
        }
        /* One reference, up to its end or the next. Only a number may lack its end. */
        bw_str rest = bw_str_slice(s, at, at + LONGEST);
        size_t end = bw_str_find_char(rest, ';', 1), next = bw_str_find_char(rest, '&', 1);
        bool ended = end < next;
        rest = bw_str_slice(rest, 0, ended ? end + 1 : next);
        done = at + rest.len;
        if (!ended && (rest.len < 2 || rest.ptr[1] != '#')) {
            bw_buf_str(out, rest);
            continue;
        }
        char room[MAX_ENTITY + LONGEST];
        bw_arena_mark before = bw_arena_save(p->arena);
        bw_str piece = bw_markup_unescape(p->arena, rest, BW_MARKUP_XML, declared);
        piece.len = piece.len < sizeof room ? piece.len : 0;
        memcpy(room, piece.ptr, piece.len);
        bw_arena_restore(p->arena, before);
        bw_buf_str(out, (bw_str){room, piece.len});
    }
    bw_buf_str(out, bw_str_slice(s, done, s.len));
    return bw_str_copy(p->arena, bw_buf_view(out));
}

/* References replaced, within what expanding declared entities may still add. */
static bw_str decode(parser *p, bw_str s)
{
    if (!memchr(s.ptr ? s.ptr : "", '&', s.len))
        return s;
    if (p->entities.n == 0)
        return unescape(p, s, NULL);
    size_t n = 0;
    for (size_t at = bw_str_find_char(s, '&', 0); at < s.len; at = bw_str_find_char(s, '&', at + 1))
        n++;
    if (n > p->budget / (p->longest_entity + 1))
        return unescape(p, s, NULL);
    bw_str out = unescape(p, s, &p->entities);
    p->budget -= n + (out.len > s.len ? out.len - s.len : 0); /* each is looked for among all */
    return out;
}

static bw_str attribute(parser *p, const char *name) { return bw_str_trim(decode(p, bw_markup_value(&p->t, name))); }

static bw_str address(parser *p, bw_str s) { return bw_feed_resolve(p->arena, p->base, s); }

/* "<!ENTITY name "value">" of the internal subset. External ones are never fetched. */
static void read_entity(parser *p, bw_str declaration, bw_markup_entity *items)
{
    bw_str s = bw_str_trim(declaration);
    size_t end = 0;
    while (end < s.len && !bw_is_space(s.ptr[end]))
        end++;
    bw_str name = bw_str_slice(s, 0, end), value = bw_str_trim(bw_str_slice(s, end, s.len));
    if (name.len == 0 || value.len < 2 || (*value.ptr != '"' && *value.ptr != '\''))
        return;
    value = bw_str_slice(value, 1, bw_str_find_char(value, *value.ptr, 1));
    /* Those declared before may stand in it, as often as the ceiling lets them; a loop has none before it. */
    bw_markup_entities known = {items, p->entities.n};
    size_t n = 0;
    for (size_t at = bw_str_find_char(value, '&', 0); at < value.len; at = bw_str_find_char(value, '&', at + 1))
        n++;
    if (value.len > MAX_ENTITY || n > MAX_NESTED_ENTITIES)
        known.n = 0;
    bw_str whole = bw_markup_unescape(p->arena, value, BW_MARKUP_XML, &known);
    if (whole.len > MAX_ENTITY)
        return;
    items[p->entities.n++] = (bw_markup_entity){name, whole};
    if (whole.len > p->longest_entity)
        p->longest_entity = whole.len;
}

static void read_doctype(parser *p)
{
    bw_str s = p->t.text, mark = BW_LIT("<!ENTITY");
    p->netscape |= bw_str_find(s, BW_LIT("Netscape"), 0) < s.len || bw_str_find(s, BW_LIT("netscape"), 0) < s.len;
    size_t at = bw_str_find(s, mark, 0);
    if (at == s.len)
        return;
    bw_markup_entity *items = BW_NEW(p->arena, bw_markup_entity, MAX_ENTITIES);
    p->entities.items = items;
    while (at < s.len && p->entities.n < MAX_ENTITIES) {
        size_t from = at + mark.len, end = from;
        char quote = 0;
        for (; end < s.len && (quote || s.ptr[end] != '>'); end++) /* a ">" may stand in quotes */
            if (quote ? s.ptr[end] == quote : s.ptr[end] == '"' || s.ptr[end] == '\'')
                quote = quote ? 0 : s.ptr[end];
        read_entity(p, bw_str_slice(s, from, end), items);
        at = bw_str_find(s, mark, end);
    }
}

/* ---- content of a field --------------------------------------------------------------------------- */

/* Most names differ in what is cheap to see. */
static bool is_same_name(bw_str a, bw_str b)
{
    return a.len == b.len && (a.len == 0 || bw_lower(*a.ptr) == bw_lower(*b.ptr)) && bw_str_eq_fold(a, b);
}

static bool closes_frame(const parser *p, bw_str name)
{
    for (uint32_t i = p->n_frames; i > 0; i--)
        if (is_same_name(p->frames[i - 1].name, name))
            return true;
    return false;
}

/* Elements that stand in no text: a field before them was not closed. */
static bool begins_next(const parser *p)
{
    static const bw_str names[] = {
        BW_LIT("item"), BW_LIT("entry"), BW_LIT("guid"), BW_LIT("pubdate"), BW_LIT("enclosure"), BW_LIT("channel"),
        BW_LIT("description"),
    };
    bw_str prefix, local = local_part(p->t.name, &prefix);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bw_str_eq_fold(local, names[i]))
            return space_of(p, prefix) == BW_SPACE_FEED && !(p->atom && i > 1);
    return false;
}

static bool is_void(bw_str name)
{
    static const bw_str names[] = {
        BW_LIT("area"), BW_LIT("base"), BW_LIT("basefont"), BW_LIT("br"), BW_LIT("col"), BW_LIT("command"),
        BW_LIT("embed"), BW_LIT("frame"), BW_LIT("hr"), BW_LIT("img"),
        BW_LIT("input"), BW_LIT("isindex"), BW_LIT("keygen"), BW_LIT("link"), BW_LIT("meta"), BW_LIT("param"),
        BW_LIT("source"), BW_LIT("track"), BW_LIT("wbr"),
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bw_str_eq_fold(name, names[i]))
            return true;
    return false;
}

/* The name under which an element stands in HTML: that of XHTML, SVG and MathML without its prefix. */
static bw_str markup_name(const parser *p, bw_str *prefix)
{
    bw_str local = local_part(p->t.name, prefix);
    bw_feed_space space = prefix->len ? space_of(p, *prefix) : BW_SPACE_OTHER;
    if (space == BW_SPACE_XHTML || space == BW_SPACE_SVG || space == BW_SPACE_MATHML)
        return local;
    *prefix = (bw_str){0};
    return p->t.name;
}

static void put_attribute(parser *p, bw_buf *out, const bw_markup_attribute *at, bw_str prefix)
{
    bw_str name = at->name;
    if (bw_str_starts(name, BW_LIT("xmlns"))) {
        if (bw_feed_space_of(at->value) == BW_SPACE_XHTML)
            return;
        if (prefix.len && name.len > 6 && bw_str_eq(bw_str_slice(name, 6, name.len), prefix))
            name = BW_LIT("xmlns");
    }
    bw_buf_char(out, ' ');
    bw_buf_str(out, name);
    if (!at->value.ptr)
        return;
    bw_buf_text(out, "=\"");
    bool odd = memchr(at->value.ptr, '"', at->value.len) || memchr(at->value.ptr, '<', at->value.len) ||
               (p->entities.n && memchr(at->value.ptr, '&', at->value.len));
    if (odd)
        bw_markup_escape(out, decode(p, at->value), true);
    else
        bw_buf_str(out, at->value);
    bw_buf_char(out, '"');
}

static void put_open(parser *p, bw_buf *out)
{
    bw_str prefix, name = markup_name(p, &prefix);
    bw_buf_char(out, '<');
    bw_buf_str(out, name);
    for (uint32_t i = 0; i < p->t.n_attributes; i++)
        put_attribute(p, out, &p->t.attributes[i], prefix);
    if (!p->t.empty) {
        bw_buf_char(out, '>');
    } else if (is_void(name)) {
        bw_buf_text(out, " />");
    } else {
        bw_buf_text(out, "></");
        bw_buf_str(out, name);
        bw_buf_char(out, '>');
    }
}

static void put_close(parser *p, bw_buf *out)
{
    bw_str prefix, name = markup_name(p, &prefix);
    if (is_void(name))
        return;
    bw_buf_text(out, "</");
    bw_buf_str(out, name);
    bw_buf_char(out, '>');
}

/* What an element holds. One piece of text is itself; several, and markup, are put together in parser.pieces. */
typedef struct {
    bw_str text;
    bool several;
    bool marked; /* elements stand in it: it is markup */
} gathered;

static void gather(parser *p, gathered *g, bw_str piece)
{
    if (!g->text.ptr && !g->several) {
        g->text = piece;
        return;
    }
    if (!g->several)
        bw_buf_str(&p->pieces, g->text);
    g->several = true;
    bw_buf_str(&p->pieces, piece);
}

static void gather_text(parser *p, gathered *g, bool cdata)
{
    bw_str s = p->t.text;
    if (!g->marked)
        gather(p, g, cdata ? s : decode(p, s));
    else if (cdata || (p->entities.n && memchr(s.ptr, '&', s.len)))
        bw_markup_escape(&p->pieces, cdata ? s : decode(p, s), false);
    else
        bw_buf_str(&p->pieces, s);
}

/* What was text so far is markup from here on. */
static void mark(parser *p, gathered *g)
{
    bw_str before = g->several ? bw_str_copy(p->arena, bw_buf_view(&p->pieces)) : g->text;
    p->pieces.len = 0;
    bw_markup_escape(&p->pieces, before, false);
    g->several = g->marked = true;
}

/* Whether a tag ("<link", "</item") is one of the feed's own: what CDATA holds of HTML is not. */
static bool is_own_tag(const parser *p, bw_str s)
{
    bool close = bw_str_starts(s, BW_LIT("</"));
    size_t from = 1 + close, end = from;
    while (end < s.len && end < 64 && s.ptr[end] != '>' && s.ptr[end] != '/' && !bw_is_space(s.ptr[end]))
        end++;
    bw_str prefix, name = bw_str_slice(s, from, end), local = local_part(name, &prefix);
    return *s.ptr == '<' && (close ? closes_frame(p, name) : bw_feed_name_find(space_of(p, prefix), local) != BW_NAME_NONE);
}

/* Where the element `name` ends within a CDATA section whose own end was forgotten, so that it runs on to the next one's:
 * "<title><![CDATA[Talks</title><link>". s.len: it was not. */
static size_t end_within_cdata(const parser *p, bw_str name)
{
    char mark[64] = "</";
    bw_str s = p->t.text;
    if (name.len > sizeof mark - 2)
        return s.len;
    memcpy(mark + 2, name.ptr, name.len);
    bw_str end = {mark, name.len + 2};
    for (size_t at = bw_str_find(s, end, 0); at < s.len; at = bw_str_find(s, end, at + end.len)) {
        bw_str behind = bw_str_trim(bw_str_slice(s, at + end.len, at + end.len + 256));
        if (behind.len == 0 || *behind.ptr != '>')
            continue;
        behind = bw_str_trim(bw_str_slice(behind, 1, behind.len));
        if (behind.len && is_own_tag(p, behind))
            return at;
    }
    return s.len;
}

/* All up to the end of the element `name`, which is consumed; markup in it is written out. An end that is missing is where its
 * parent ends, or where what cannot stand in it begins. */
static gathered collect(parser *p, bw_str name)
{
    gathered g = {0};
    p->pieces.len = 0;
    uint32_t n_same = 0, n_open = 0, n_bindings = p->n_bindings;
    while (bw_markup_next(&p->markup, &p->t)) {
        const bw_markup_token *t = &p->t;
        if (t->kind == BW_MARKUP_TEXT || t->kind == BW_MARKUP_CDATA) {
            size_t end = t->kind == BW_MARKUP_CDATA ? end_within_cdata(p, name) : t->text.len;
            if (end < t->text.len) {
                p->markup.pos = (size_t)(t->text.ptr - p->markup.input.ptr) + end;
                p->t.text.len = end;
            }
            gather_text(p, &g, t->kind == BW_MARKUP_CDATA);
        } else if (t->kind == BW_MARKUP_OPEN) {
            if (n_open == 0 && begins_next(p)) {
                p->markup.pos = t->start;
                break;
            }
            if (!g.marked)
                mark(p, &g);
            bind(p);
            put_open(p, &p->pieces);
            n_open += !t->empty;
            n_same += !t->empty && bw_str_eq(t->name, name);
        } else if (t->kind == BW_MARKUP_CLOSE) {
            if (bw_str_eq_fold(t->name, name)) {
                if (n_same == 0)
                    break;
                n_same--;
            } else if (closes_frame(p, t->name)) {
                p->markup.pos = t->start;
                break;
            }
            if (n_open) {
                n_open--;
                put_close(p, &p->pieces);
            }
        }
    }
    p->n_bindings = n_bindings;
    if (g.several)
        g.text = bw_str_copy(p->arena, bw_buf_view(&p->pieces));
    else if (!g.text.ptr)
        g.text = BW_LIT("");
    return g;
}

/* The element's text, trimmed; markup in it does not matter. */
static bw_str collect_text(parser *p, bool empty, bw_str name)
{
    if (empty)
        return BW_LIT("");
    gathered g = collect(p, name);
    return bw_str_trim(g.text);
}

/* ---- kinds of text -------------------------------------------------------------------------------- */

/* The wrapper that Atom 1.0 wants around XHTML is no part of the text: "<div>…</div>" and nothing beside it. */
static bw_str strip_div(bw_str s)
{
    s = bw_str_trim(s);
    size_t end = bw_str_find_char(s, '>', 0);
    if (!bw_str_starts(s, BW_LIT("<div")) || !bw_str_ends(s, BW_LIT("</div>")) || (s.ptr[4] != '>' && !bw_is_space(s.ptr[4])))
        return s;
    size_t depth = 1, last = s.len - 6;
    for (size_t i = bw_str_find_char(s, '<', end); i < last; i = bw_str_find_char(s, '<', i + 1)) {
        bw_str tag = bw_str_slice(s, i, s.len);
        if (bw_str_starts(tag, BW_LIT("<div")) && tag.len > 4 && (tag.ptr[4] == '>' || bw_is_space(tag.ptr[4])))
            depth++;
        else if (bw_str_starts(tag, BW_LIT("</div>")) && --depth == 0)
            return s;
    }
    return bw_str_slice(s, end + 1, last);
}

static bool is_base64_type(bw_str type)
{
    return bw_str_find_char(type, '/', 0) < type.len && !bw_str_starts_fold(type, BW_LIT("text/")) && !bw_str_ends(type, BW_LIT("+xml")) &&
           !bw_str_ends(type, BW_LIT("/xml"));
}

static bw_str type_name(bw_str type)
{
    if (bw_str_eq_fold(type, BW_LIT("text")))
        return BW_LIT("text/plain");
    if (bw_str_eq_fold(type, BW_LIT("html")))
        return BW_LIT("text/html");
    return bw_str_eq_fold(type, BW_LIT("xhtml")) ? BW_LIT("application/xhtml+xml") : type;
}

static field field_of(parser *p)
{
    return (field){.name = p->t.name, .type = type_name(attribute(p, "type")), .mode = attribute(p, "mode"), .language = p->language,
                   .base = p->base, .empty = p->t.empty};
}

/* RSS never says what its text is: tags, or references that were escaped once more ("AT&amp;amp;T"), make it HTML. */
static bool looks_html(bw_str s)
{
    char room[8];
    bool bare;
    for (size_t at = bw_str_find_char(s, '&', 0); at < s.len; at = bw_str_find_char(s, '&', at + 1)) {
        bw_str name = bw_str_slice(s, at + 1, at + 40);
        size_t end = bw_str_find_char(name, ';', 0);
        if (end < name.len && (*name.ptr == '#' || bw_markup_named(bw_str_slice(name, 0, end), room, &bare)))
            return true;
    }
    for (size_t at = bw_str_find_char(s, '<', 0); at + 1 < s.len; at = bw_str_find_char(s, '<', at + 1))
        if (bw_is_alpha(s.ptr[at + 1]) || s.ptr[at + 1] == '/' || s.ptr[at + 1] == '!')
            return true;
    return false;
}

/* What was put into a CDATA section and then escaped: "&lt;![CDATA[Talks]]&gt;". */
static bw_str unwrap_cdata(bw_str s)
{
    bw_str open = BW_LIT("<![CDATA["), close = BW_LIT("]]>");
    s = bw_str_trim(s);
    return bw_str_starts(s, open) && bw_str_ends(s, close) && s.len >= open.len + close.len ? bw_str_slice(s, open.len, s.len - close.len) : s;
}

/* Reads the field's content. `usual`: the type where none is given; "" where its look decides. */
static bw_feed_text read_text(parser *p, const field *f, const char *usual)
{
    bw_feed_text out = {.type = f->type, .language = f->language, .base = f->base};
    if (f->empty)
        return out;
    gathered g = collect(p, f->name);
    bw_str s = g.marked ? g.text : unwrap_cdata(g.text), decoded;
    bool encoded = bw_str_eq_fold(f->mode, BW_LIT("base64")) || is_base64_type(f->type);
    if (encoded && !g.marked && bw_base64_text(p->arena, s, &decoded)) {
        s = decoded;
        out.type = BW_LIT("text/html");
    }
    if (out.type.len == 0 || (!p->atom && bw_str_is(out.type, "text/plain")))
        out.type = *usual ? bw_str_of(usual) : looks_html(s) ? BW_LIT("text/html") : BW_LIT("text/plain");
    if (g.marked && bw_str_is(out.type, "text/plain") && !p->atom)
        out.type = BW_LIT("text/html");
    if (g.marked && p->atom10)
        s = strip_div(s);
    bool plain = bw_str_is(out.type, "text/plain") && !g.marked;
    s = bw_feed_unmangle(p->arena, bw_str_trim(s));
    out.value = plain ? s : bw_feed_clean(p->arena, s, f->base);
    return out;
}

/* ---- fields --------------------------------------------------------------------------------------- */

static bool is_entry(const parser *p) { return p->item != &p->out->feed; }

static const char *usual_text(const parser *p) { return p->atom ? "text/plain" : ""; }

static void read_title(parser *p, bool weak)
{
    field f = field_of(p);
    bw_feed_text t = read_text(p, &f, usual_text(p));
    bool *is_weak = &p->weak_title;
    if (t.value.len == 0 || (p->item->title.value.len && (weak || !*is_weak)))
        return;
    p->item->title = t;
    *is_weak = weak;
}

static void read_subtitle(parser *p, bool weak, const char *usual)
{
    field f = field_of(p);
    bw_feed_text t = read_text(p, &f, usual);
    if (t.value.len == 0 || (p->item->subtitle.value.len && (weak || !p->weak_subtitle)))
        return;
    p->item->subtitle = t;
    p->weak_subtitle = weak;
}

/* The first is the summary, a second the whole text. */
static void read_summary(parser *p, const char *usual)
{
    field f = field_of(p);
    bw_feed_text t = read_text(p, &f, usual);
    if (t.value.len == 0)
        return;
    if (p->has_summary)
        bw_feed_add_content(p->arena, p->item, t);
    else
        p->item->summary = t;
    p->has_summary = true;
}

/* That of an extension counts where there is no other. */
static void read_weak_summary(parser *p)
{
    field f = field_of(p);
    bw_feed_text t = read_text(p, &f, "");
    if (p->item->summary.value.len == 0)
        p->item->summary = t;
}

static void read_content(parser *p, const char *usual)
{
    field f = field_of(p);
    bw_str src = attribute(p, "src");
    bw_feed_text t = read_text(p, &f, usual);
    t.src = bw_feed_resolve(p->arena, f.base, src);
    bw_feed_add_content(p->arena, p->item, t);
}

static void read_description(parser *p)
{
    if (is_entry(p))
        read_summary(p, p->atom ? "text/plain" : "text/html");
    else
        read_subtitle(p, false, p->atom ? "text/plain" : "text/html");
}

/* Elements within it by their names, text beside them as "name (email)". */
static bw_feed_person read_person(parser *p)
{
    bw_feed_person who = {0};
    bw_str name = p->t.name;
    bw_buf loose = {.arena = p->arena};
    if (p->t.empty)
        return who;
    while (bw_markup_next(&p->markup, &p->t)) {
        if (p->t.kind == BW_MARKUP_TEXT || p->t.kind == BW_MARKUP_CDATA) {
            bw_str s = bw_str_trim(p->t.kind == BW_MARKUP_TEXT ? decode(p, p->t.text) : p->t.text);
            if (s.len && loose.len)
                bw_buf_char(&loose, ' ');
            bw_buf_str(&loose, s);
        } else if (p->t.kind == BW_MARKUP_OPEN) {
            if (begins_next(p)) {
                p->markup.pos = p->t.start;
                break;
            }
            bw_str prefix, tag = p->t.name, local = local_part(tag, &prefix);
            bw_str text = collect_text(p, p->t.empty, tag);
            if (bw_str_eq_fold(local, BW_LIT("name")) || bw_str_eq_fold(local, BW_LIT("title")))
                who.name = text;
            else if (bw_str_eq_fold(local, BW_LIT("email")))
                who.email = text;
            else if (bw_str_eq_fold(local, BW_LIT("uri")) || bw_str_eq_fold(local, BW_LIT("url")) || bw_str_eq_fold(local, BW_LIT("homepage")))
                who.href = address(p, text);
        } else if (p->t.kind == BW_MARKUP_CLOSE) {
            if (bw_str_eq_fold(p->t.name, name))
                break;
            if (closes_frame(p, p->t.name)) {
                p->markup.pos = p->t.start;
                break;
            }
        }
    }
    if (who.name.len + who.email.len + who.href.len == 0 && loose.len)
        who = bw_feed_person_of(bw_buf_view(&loose));
    else if (who.email.len == 0 && bw_str_find_char(who.name, '@', 0) < who.name.len) {
        bw_feed_person split = bw_feed_person_of(who.name);
        if (split.email.len && split.name.len) {
            who.name = split.name;
            who.email = split.email;
        }
    }
    return who;
}

/* An element whose children are its members: an image, a text box. */
static void read_record(parser *p, const char *name)
{
    bw_str tag = p->t.name;
    bw_feed_extra *x = bw_feed_add_extra(p->arena, p->item, name, false);
    if (p->t.empty)
        return;
    while (bw_markup_next(&p->markup, &p->t)) {
        if (p->t.kind == BW_MARKUP_CLOSE) {
            if (bw_str_eq_fold(p->t.name, tag))
                return;
            if (closes_frame(p, p->t.name)) {
                p->markup.pos = p->t.start;
                return;
            }
        } else if (p->t.kind == BW_MARKUP_OPEN) {
            bw_str prefix, child = p->t.name, local = bw_str_lower(p->arena, local_part(child, &prefix));
            if (begins_next(p) && !bw_str_is(local, "description")) {
                p->markup.pos = p->t.start;
                return;
            }
            bw_str text = collect_text(p, p->t.empty, child);
            bool url = bw_str_is(local, "url");
            if (url || bw_str_is(local, "link"))
                text = address(p, text);
            bw_feed_add_member(p->arena, x, url ? BW_LIT("href") : local, text);
        }
    }
}

/* The tag's attributes as members, addresses resolved. */
static void read_attributes(parser *p, const char *name, bool listed)
{
    bw_feed_extra *x = bw_feed_add_extra(p->arena, p->item, name, listed);
    for (uint32_t i = 0; i < p->t.n_attributes; i++) {
        bw_str key = bw_str_lower(p->arena, p->t.attributes[i].name), value = decode(p, p->t.attributes[i].value);
        bool url = bw_str_is(key, "url") || bw_str_is(key, "href");
        if (bw_str_starts(key, BW_LIT("xmlns")))
            continue;
        if (url || bw_str_is(key, "source"))
            value = address(p, value);
        bw_feed_add_member(p->arena, x, url ? BW_LIT("href") : key, value);
    }
}

static void read_simple(parser *p, const char *name, bool is_address)
{
    bw_str text = collect_text(p, p->t.empty, p->t.name);
    if (text.len)
        bw_feed_add_extra(p->arena, p->item, name, false)->value = is_address ? address(p, text) : text;
}

static bool looks_like_address(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (bw_is_space(s.ptr[i]))
            return false;
    return bw_address_has_known_scheme(s) || bw_str_find_char(s, '/', 0) < s.len;
}

/* "<link/>http://g.example/": what HTML tools make of RSS. The text behind the element, if it is an address. */
static bw_str address_behind(parser *p)
{
    size_t before = p->markup.pos;
    if (bw_markup_next(&p->markup, &p->t) && p->t.kind == BW_MARKUP_TEXT) {
        bw_str s = bw_str_trim(decode(p, p->t.text));
        if (s.len && looks_like_address(s))
            return s;
    }
    p->markup.pos = before;
    return (bw_str){0};
}

static void read_link(parser *p)
{
    bw_feed_link link = {.href = attribute(p, "href"), .rel = attribute(p, "rel"), .type = attribute(p, "type"), .length = attribute(p, "length"),
                         .title = attribute(p, "title"), .language = attribute(p, "hreflang")};
    bw_str base = p->base, registered = BW_LIT("http://www.iana.org/assignments/relation/");
    bw_str text = collect_text(p, p->t.empty, p->t.name);
    if (link.href.len == 0 && !p->atom)
        link.href = text.len ? text : address_behind(p);
    link.href = bw_feed_resolve(p->arena, base, link.href);
    if (bw_str_starts(link.rel, registered))
        link.rel = bw_str_slice(link.rel, registered.len, link.rel.len);
    if (link.rel.len == 0)
        link.rel = BW_LIT("alternate");
    if (link.type.len == 0 && (bw_str_is(link.rel, "alternate") || bw_str_is(link.rel, "self")))
        link.type = bw_str_is(link.rel, "self") ? BW_LIT("application/atom+xml") : BW_LIT("text/html");
    bw_feed_add_link(p->arena, p->item, link);
}

static void read_enclosure(parser *p)
{
    bw_str href = attribute(p, "url");
    bw_feed_link link = {.href = address(p, href.len ? href : attribute(p, "href")), .rel = BW_LIT("enclosure"), .type = attribute(p, "type"),
                         .length = attribute(p, "length")};
    bw_feed_add_link(p->arena, p->item, link);
}

static void read_guid(parser *p)
{
    bool is_link = !bw_str_eq_fold(attribute(p, "isPermaLink"), BW_LIT("false"));
    bw_str text = collect_text(p, p->t.empty, p->t.name);
    if (text.len == 0 || p->item->id.len)
        return;
    p->item->id = text;
    p->guid_is_link = is_link && looks_like_address(text);
}

static void read_category(parser *p)
{
    bw_str scheme = attribute(p, "scheme"), domain = attribute(p, "domain");
    bw_feed_tag tag = {.term = attribute(p, "term"), .scheme = scheme.len ? scheme : domain, .label = attribute(p, "label")};
    bw_str text = collect_text(p, p->t.empty, p->t.name);
    if (tag.term.len == 0)
        tag.term = text;
    bw_feed_add_tag(p->arena, p->item, tag);
}

static void read_keywords(parser *p, const char *scheme, char by)
{
    bw_str rest = collect_text(p, p->t.empty, p->t.name), one;
    if (rest.len == 0)
        return;
    while (bw_str_cut(&rest, by, &one))
        bw_feed_add_tag(p->arena, p->item, (bw_feed_tag){.term = bw_str_trim(one), .scheme = bw_str_of(scheme)});
}

static void read_time(parser *p, bw_feed_time *t) { bw_feed_set_time(t, collect_text(p, p->t.empty, p->t.name)); }

/* "start=…;end=…;scheme=W3C-DTF" */
static void read_validity(parser *p)
{
    bw_str rest = collect_text(p, p->t.empty, p->t.name), one;
    while (rest.len && bw_str_cut(&rest, ';', &one)) {
        one = bw_str_trim(one);
        if (bw_str_starts_fold(one, BW_LIT("start=")))
            bw_feed_set_time(&p->item->valid_from, bw_str_slice(one, 6, one.len));
        else if (bw_str_starts_fold(one, BW_LIT("end=")))
            bw_feed_set_time(&p->item->valid_to, bw_str_slice(one, 4, one.len));
    }
}

/* RSS only names the feed that an entry came from; Atom gives its head. */
static bool read_source(parser *p)
{
    bw_str url = attribute(p, "url");
    if (!is_entry(p) || p->item->source)
        return false;
    bw_feed_item *s = BW_NEW(p->arena, bw_feed_item, 1);
    *s = (bw_feed_item){0};
    p->item->source = s;
    if (p->atom)
        return true;
    s->href = address(p, url);
    s->title = (bw_feed_text){.value = collect_text(p, p->t.empty, p->t.name), .type = BW_LIT("text/plain")};
    return false;
}

static void read_generator(parser *p)
{
    bw_str uri = attribute(p, "uri"), url = attribute(p, "url"), version = attribute(p, "version");
    bw_str resource = attribute(p, "rdf:resource"), base = p->base;
    bw_feed_person g = {.name = collect_text(p, p->t.empty, p->t.name), .email = version};
    g.href = bw_feed_resolve(p->arena, base, uri.len ? uri : url.len ? url : resource);
    if (g.name.len == 0)
        g.name = resource;
    if (g.name.len + g.href.len)
        p->item->generator = g;
}

static void read_flag(parser *p, const char *name, bool three)
{
    if (p->t.empty)
        return;
    gathered g = collect(p, p->t.name);
    bw_str s = g.text;
    bool yes = bw_str_eq_fold(s, BW_LIT("yes")) || (three && bw_str_eq_fold(s, BW_LIT("true")));
    bool no = bw_str_eq_fold(s, BW_LIT("no")) || bw_str_eq_fold(s, BW_LIT("false")) || bw_str_eq_fold(s, BW_LIT("clean"));
    if (three && !yes && !no)
        return;
    bw_feed_extra *x = bw_feed_add_extra(p->arena, p->item, name, false);
    x->literal = true;
    x->value = three ? (yes ? BW_LIT("true") : BW_LIT("false")) : yes ? BW_LIT("1") : BW_LIT("0");
}

static bool is_number(bw_str s)
{
    size_t i = s.len && *s.ptr == '-', n = 0;
    for (; i < s.len && (bw_is_digit(s.ptr[i]) || s.ptr[i] == '.'); i++)
        n += bw_is_digit(s.ptr[i]);
    /* as JSON takes them: "07", ".5", "5." it does not */
    bw_str d = s.len && *s.ptr == '-' ? bw_str_slice(s, 1, s.len) : s;
    bool odd = d.len > 1 && *d.ptr == '0' && bw_is_digit(d.ptr[1]);
    size_t dot = bw_str_find_char(d, '.', 0);
    return n > 0 && n < 20 && i == s.len && !odd && dot > 0 && dot + 1 != d.len && bw_str_find_char(d, '.', dot + 1) == d.len;
}

/* Systems of reference that count metres ("EPSG:3857") give x before y; those of degrees, EPSG 4000 to 4999, the latitude first. */
static bool is_projected(bw_str system)
{
    int64_t code;
    size_t from = system.len;
    while (from > 0 && bw_is_digit(system.ptr[from - 1]))
        from--;
    return bw_str_find(system, BW_LIT("EPSG"), 0) < system.len && bw_str_to_int(bw_str_slice(system, from, system.len), &code) &&
           (code < 4000 || code > 4999);
}

static void begin_place(parser *p, const char *type)
{
    p->item->place.type = type;
    p->projected = is_projected(attribute(p, "srsName"));
}

/* "45.256 -71.92 …", blanks or commas between */
static void read_place(parser *p, const char *type)
{
    enum { MAX_NUMBERS = 2000 };
    bool high = bw_str_is(attribute(p, "srsDimension"), "3"), projected = is_projected(attribute(p, "srsName")) || (!type && p->projected);
    bw_str s = collect_text(p, p->t.empty, p->t.name);
    bw_feed_place place = {.type = type ? type : p->item->place.type, .size = high ? 3 : 2};
    uint32_t room = 0;
    for (size_t i = 0; i < s.len && place.n < MAX_NUMBERS;) {
        size_t from = i;
        while (i < s.len && !bw_is_space(s.ptr[i]) && s.ptr[i] != ',')
            i++;
        bw_str n = bw_str_slice(s, from, i);
        i++;
        if (n.len && !is_number(n))
            return;
        if (n.len)
            BW_PUSH(p->arena, place.numbers, place.n, room, n);
    }
    for (uint32_t i = 0; projected && i + place.size <= place.n; i += place.size) {
        bw_str x = place.numbers[i];
        place.numbers[i] = place.numbers[i + 1];
        place.numbers[i + 1] = x;
    }
    if (place.type && place.n > 1)
        p->item->place = place;
}

/* A box of GML has its corners in elements of their own. */
static void read_corner(parser *p)
{
    bw_feed_place lower = p->item->place;
    read_place(p, NULL);
    bw_feed_place *upper = &p->item->place;
    if (lower.n != 2 || upper->n != 2 || upper->numbers == lower.numbers)
        return;
    bw_str *all = BW_NEW(p->arena, bw_str, 4);
    memcpy(all, lower.numbers, 2 * sizeof *all);
    memcpy(all + 2, upper->numbers, 2 * sizeof *all);
    upper->numbers = all;
    upper->n = 4;
}

static void read_coordinate(parser *p, bw_str *which)
{
    bw_str s = collect_text(p, p->t.empty, p->t.name);
    if (!is_number(s))
        return;
    *which = s;
    if (!p->lat.len || !p->lon.len)
        return;
    bw_str *numbers = BW_NEW(p->arena, bw_str, 2);
    numbers[0] = p->lat;
    numbers[1] = p->lon;
    p->item->place = (bw_feed_place){.type = "Point", .numbers = numbers, .n = 2, .size = 2};
}

static void read_image_address(parser *p)
{
    bw_str href = attribute(p, "href"), url = attribute(p, "url");
    href = address(p, href.len ? href : url);
    if (href.len == 0)
        return;
    bw_feed_extra *x = bw_feed_add_extra(p->arena, p->item, "image", false);
    for (uint32_t i = 0; i < x->n_members; i++)
        if (bw_str_is(x->members[i].key, "href")) { /* the larger one */
            x->members[i].value = href;
            return;
        }
    bw_feed_add_member(p->arena, x, BW_LIT("href"), href);
}

/* ---- elements ------------------------------------------------------------------------------------- */

static void set_format(parser *p, bw_str format)
{
    if (p->out->format.len == 0)
        p->out->format = format;
}

static void set_rss_format(parser *p)
{
    bw_str v = attribute(p, "version");
    static const struct {
        const char *version, *format;
    } known[] = {{"0.90", "rss090"}, {"0.91", "rss091u"}, {"0.92", "rss092"}, {"0.93", "rss093"}, {"0.94", "rss094"}, {"1.0", "rss10"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (bw_str_is(v, known[i].version))
            set_format(p, i == 1 && p->netscape ? BW_LIT("rss091n") : bw_str_of(known[i].format));
    set_format(p, bw_str_starts(v, BW_LIT("2.")) ? BW_LIT("rss20") : BW_LIT("rss"));
}

static void set_rdf_format(parser *p)
{
    bool old = false;
    for (uint32_t i = 0; i < p->t.n_attributes; i++) {
        bw_str v = p->t.attributes[i].value;
        old |= bw_str_find(v, BW_LIT("netscape.com/rdf/simple/0.9"), 0) < v.len;
    }
    set_format(p, old ? BW_LIT("rss090") : BW_LIT("rss10"));
}

static void set_atom_format(parser *p)
{
    bw_str v = attribute(p, "version"), space = {0}, prefix;
    local_part(p->t.name, &prefix);
    for (uint32_t i = 0; i < p->t.n_attributes; i++) {
        bw_str name = p->t.attributes[i].name;
        bool own = prefix.len ? name.len > 6 && bw_str_eq(bw_str_slice(name, 6, name.len), prefix) : bw_str_is(name, "xmlns");
        if (own)
            space = p->t.attributes[i].value;
    }
    p->atom = true;
    p->atom10 = bw_str_eq_fold(bw_str_trim(space), BW_LIT("http://www.w3.org/2005/atom"));
    if (p->atom10)
        set_format(p, BW_LIT("atom10"));
    else if (bw_str_is(v, "0.1") || bw_str_is(v, "0.2") || bw_str_is(v, "0.3"))
        set_format(p, bw_str_print(p->arena, "atom0%c", v.ptr[2]));
    else
        set_format(p, BW_LIT("atom"));
}

static void set_language(parser *p)
{
    if (p->out->feed.language.len == 0)
        p->out->feed.language = p->language;
}

/* What ends an entry has to be settled: a guid as link, the text as summary. */
static void finish_entry(parser *p)
{
    bw_feed_item *it = p->item;
    if (it->link.len == 0 && p->guid_is_link && it->id.len)
        it->link = address(p, it->id);
    if (it->summary.value.len == 0 && it->n_content)
        it->summary = it->content[0];
    p->guid_is_link = p->has_summary = p->weak_title = p->weak_subtitle = false;
    p->lat = p->lon = (bw_str){0};
}

static void pop(parser *p)
{
    frame *f = &p->frames[--p->n_frames];
    if (f->id == BW_NAME_ENTRY)
        finish_entry(p);
    p->n_bindings = f->n_bindings;
    p->base = f->base;
    p->language = f->language;
    p->item = f->item;
}

static void close_element(parser *p)
{
    if (p->n_beyond) {
        p->n_beyond--;
        return;
    }
    for (uint32_t i = p->n_frames; i > 0; i--)
        if (is_same_name(p->frames[i - 1].name, p->t.name)) {
            while (p->n_frames >= i)
                pop(p);
            return;
        }
}

static void begin_entry(parser *p)
{
    bw_feed *f = p->out;
    if (f->n_entries < BW_FEED_MAX_ENTRIES) {
        p->item = BW_NEW(p->arena, bw_feed_item, 1);
        BW_PUSH(p->arena, f->entries, f->n_entries, f->entries_room, p->item);
    } else {
        p->item = &p->too_many;
        p->too_many = (bw_feed_item){0};
    }
    p->item->id = attribute(p, "rdf:about");
    p->guid_is_link = p->has_summary = p->weak_title = p->weak_subtitle = false;
    p->lat = p->lon = (bw_str){0};
    bw_str href = attribute(p, "href"); /* CDF */
    if (href.len)
        bw_feed_add_link(p->arena, p->item, (bw_feed_link){.href = address(p, href), .type = BW_LIT("text/html")});
    bw_feed_set_time(&p->item->updated, attribute(p, "lastmod"));
}

static void begin_channel(parser *p)
{
    bw_str href = attribute(p, "href");
    if (p->out->format.len == 0)
        set_format(p, href.len || bw_str_is(p->t.name, "CHANNEL") ? BW_LIT("cdf") : BW_LIT("rss"));
    if (href.len)
        bw_feed_add_link(p->arena, p->item, (bw_feed_link){.href = address(p, href), .type = BW_LIT("text/html")});
    bw_str self = attribute(p, "self");
    if (self.len)
        bw_feed_add_link(p->arena, p->item, (bw_feed_link){.href = address(p, self), .rel = BW_LIT("self")});
    bw_feed_set_time(&p->item->updated, attribute(p, "lastmod"));
}

/* Reads a field whole. False: it is none, and stays open as a frame. */
static bool read_field(parser *p, bw_feed_name id)
{
    bw_feed_item *it = p->item;
    bw_arena *a = p->arena;
    switch (id) {
    case BW_NAME_TITLE: read_title(p, false); return true;
    case BW_NAME_WEAK_TITLE: read_title(p, true); return true;
    case BW_NAME_DESCRIPTION: read_description(p); return true;
    case BW_NAME_SUMMARY:
        if (is_entry(p))
            read_summary(p, usual_text(p));
        else
            read_subtitle(p, false, usual_text(p));
        return true;
    case BW_NAME_WEAK_SUMMARY:
        if (is_entry(p))
            read_weak_summary(p);
        else
            read_subtitle(p, true, "");
        return true;
    case BW_NAME_SUBTITLE: read_subtitle(p, false, usual_text(p)); return true;
    case BW_NAME_WEAK_SUBTITLE: read_subtitle(p, true, ""); return true;
    case BW_NAME_CONTENT: read_content(p, p->atom ? "text/plain" : "text/html"); return true;
    case BW_NAME_ENCODED: read_content(p, "text/html"); return true;
    case BW_NAME_BODY: read_content(p, "application/xhtml+xml"); return true;
    case BW_NAME_RIGHTS: {
        field f = field_of(p);
        it->rights = read_text(p, &f, p->atom ? "text/plain" : "");
        return true;
    }
    case BW_NAME_INFO: {
        field f = field_of(p);
        it->info = read_text(p, &f, p->atom ? "text/plain" : "");
        return true;
    }
    case BW_NAME_LINK: read_link(p); return true;
    case BW_NAME_ID: {
        bw_str named = collect_text(p, p->t.empty, p->t.name); /* a name, not an address; but a path alone names nothing */
        it->id = named.len && *named.ptr == '/' ? address(p, named) : named;
        return true;
    }
    case BW_NAME_GUID: read_guid(p); return true;
    case BW_NAME_COMMENTS: it->comments = address(p, collect_text(p, p->t.empty, p->t.name)); return true;
    case BW_NAME_LANGUAGE: {
        bw_str s = collect_text(p, p->t.empty, p->t.name);
        if (s.len)
            it->language = s;
        return true;
    }
    case BW_NAME_CATEGORY: read_category(p); return true;
    case BW_NAME_SUBJECT: read_category(p); return true;
    case BW_NAME_KEYWORDS: read_keywords(p, "http://www.itunes.com/", ','); return true;
    case BW_NAME_MEDIA_KEYWORDS: read_keywords(p, "", ','); return true;
    case BW_NAME_AUTHOR: bw_feed_add_person(a, &it->authors, read_person(p)); return true;
    case BW_NAME_WEAK_AUTHOR: {
        bw_feed_person who = read_person(p);
        if (it->authors.n == 0)
            bw_feed_add_person(a, &it->authors, who);
        return true;
    }
    case BW_NAME_CREDIT: {
        bool author = bw_str_eq_fold(attribute(p, "role"), BW_LIT("author"));
        bw_feed_person who = read_person(p);
        if (author)
            bw_feed_add_person(a, &it->authors, who);
        return true;
    }
    case BW_NAME_CONTRIBUTOR: bw_feed_add_person(a, &it->contributors, read_person(p)); return true;
    case BW_NAME_PUBLISHER: it->publisher = read_person(p); return true;
    case BW_NAME_PUBLISHED: read_time(p, &it->published); return true;
    case BW_NAME_UPDATED: read_time(p, &it->updated); return true;
    case BW_NAME_CREATED: read_time(p, &it->created); return true;
    case BW_NAME_EXPIRED: read_time(p, &it->expired); return true;
    case BW_NAME_VALID: read_validity(p); return true;
    case BW_NAME_GENERATOR: read_generator(p); return true;
    case BW_NAME_ICON: it->icon = address(p, collect_text(p, p->t.empty, p->t.name)); return true;
    case BW_NAME_LOGO: {
        bw_str href = attribute(p, "href"), text = collect_text(p, p->t.empty, p->t.name);
        it->logo = address(p, href.len ? href : text);
        return true;
    }
    case BW_NAME_ENCLOSURE: read_enclosure(p); break;
    case BW_NAME_IMAGE: read_record(p, "image"); return true;
    case BW_NAME_TEXT_INPUT: read_record(p, "textinput"); return true;
    case BW_NAME_CLOUD: read_attributes(p, "cloud", false); break;
    case BW_NAME_TTL: read_simple(p, "ttl", false); return true;
    case BW_NAME_DOCS: read_simple(p, "docs", true); return true;
    case BW_NAME_ERRORS_TO: {
        bw_str to = attribute(p, "rdf:resource");
        if (to.len)
            bw_feed_add_extra(a, it, "errorreportsto", false)->value = to;
        break;
    }
    case BW_NAME_LICENSE: {
        bw_str resource = attribute(p, "rdf:resource"), text = collect_text(p, p->t.empty, p->t.name);
        bw_str href = address(p, resource.len ? resource : text);
        bw_feed_add_link(a, it, (bw_feed_link){.href = href, .rel = BW_LIT("license")});
        if (href.len)
            bw_feed_add_extra(a, it, "license", false)->value = href;
        return true;
    }
    case BW_NAME_IMAGE_ADDRESS: read_image_address(p); break;
    case BW_NAME_IMAGE_LINK:
        if (bw_str_eq_fold(attribute(p, "rel"), BW_LIT("image")))
            read_image_address(p);
        break;
    case BW_NAME_NEW_LOCATION: read_simple(p, "newlocation", true); return true;
    case BW_NAME_RATING: read_simple(p, "rating", false); return true;
    case BW_NAME_BLOCK: read_flag(p, "itunes_block", false); return true;
    case BW_NAME_EXPLICIT: read_flag(p, "itunes_explicit", true); return true;
    case BW_NAME_ITUNES_CATEGORY:
        bw_feed_add_tag(a, it, (bw_feed_tag){.term = attribute(p, "text"), .scheme = BW_LIT("http://www.itunes.com/")});
        break;
    case BW_NAME_MEDIA_CONTENT: read_attributes(p, "media_content", true); break;
    case BW_NAME_THUMBNAIL: read_attributes(p, "media_thumbnail", true); break;
    case BW_NAME_MEDIA_PLAYER: read_attributes(p, "media_player", false); break;
    case BW_NAME_COMMENT_RSS: read_simple(p, "wfw_commentrss", true); return true;
    case BW_NAME_COMMENT_API: read_simple(p, "wfw_comment", true); return true;
    case BW_NAME_IN_REPLY_TO: read_attributes(p, "thr_in-reply-to", false); break;
    case BW_NAME_POINT: read_place(p, "Point"); return true;
    case BW_NAME_LINE: read_place(p, "LineString"); return true;
    case BW_NAME_POLYGON: read_place(p, "Polygon"); return true;
    case BW_NAME_BOX: read_place(p, "Box"); return true;
    case BW_NAME_GML_POINT: begin_place(p, "Point"); break;
    case BW_NAME_GML_LINE: begin_place(p, "LineString"); break;
    case BW_NAME_GML_POLYGON: begin_place(p, "Polygon"); break;
    case BW_NAME_GML_BOX: begin_place(p, "Box"); break;
    case BW_NAME_POSITION: read_place(p, NULL); return true;
    case BW_NAME_CORNER: read_corner(p); return true;
    case BW_NAME_LATITUDE: read_coordinate(p, &p->lat); return true;
    case BW_NAME_LONGITUDE: read_coordinate(p, &p->lon); return true;
    default: break;
    }
    return false;
}

/* What an extension that is known in general says in an element that is not: "itunes_episodetype". */
static bool read_other(parser *p, bw_feed_space space, bw_str local)
{
    const char *prefix = bw_feed_space_prefix(space);
    if (!prefix || local.len > 40 || p->t.empty || (space != BW_SPACE_ITUNES && space != BW_SPACE_SLASH && space != BW_SPACE_DC && space != BW_SPACE_DCTERMS &&
        space != BW_SPACE_FEEDBURNER && space != BW_SPACE_THR && space != BW_SPACE_WFW))
        return false;
    bw_str name = bw_str_print(p->arena, "%s_%.*s%c", prefix, BW_STR_FMT(bw_str_lower(p->arena, local)), 0);
    read_simple(p, name.ptr, false);
    return true;
}

static void begin_structure(parser *p, bw_feed_name id)
{
    switch (id) {
    case BW_NAME_RSS: set_rss_format(p); set_language(p); break;
    case BW_NAME_RDF: set_rdf_format(p); set_language(p); break;
    case BW_NAME_FEED: set_atom_format(p); set_language(p); break;
    case BW_NAME_CHANNEL: begin_channel(p); set_language(p); break;
    case BW_NAME_ENTRY: begin_entry(p); break;
    default: break;
    }
}

/* xml:base and xml:lang, for this element and what it holds. */
static void inherit(parser *p)
{
    bw_str base = attribute(p, "xml:base"), language = bw_markup_value(&p->t, "xml:lang");
    if (base.len == 0)
        base = attribute(p, "base"); /* CDF */
    if (base.len) {
        /* "http:///host/": slashes too many */
        size_t at = bw_str_find(base, BW_LIT("://"), 0) + 3, end = at;
        while (end < base.len && base.ptr[end] == '/')
            end++;
        if (at < base.len && end > at) {
            bw_buf whole = {.arena = p->arena};
            bw_buf_str(&whole, bw_str_slice(base, 0, at));
            bw_buf_str(&whole, bw_str_slice(base, end, base.len));
            base = bw_buf_view(&whole);
        }
        base = bw_address_resolve(p->arena, p->base, base);
        if (bw_address_split(base).scheme.len == 0 || bw_address_has_known_scheme(base))
            p->base = base;
    }
    if (language.ptr)
        p->language = bw_str_trim(language);
}

static void open_element(parser *p)
{
    frame f = {.name = p->t.name, .base = p->base, .language = p->language, .n_bindings = p->n_bindings, .item = p->item};
    bool empty = p->t.empty;
    bind(p);
    bw_str prefix, local = local_part(p->t.name, &prefix);
    bw_feed_space space = space_of(p, prefix);
    f.id = bw_feed_name_find(space, local);
    /* Entries do not nest: what is open was not closed. */
    if (f.id == BW_NAME_ENTRY)
        for (uint32_t i = p->n_frames; i > 0; i--)
            if (p->frames[i - 1].id == BW_NAME_ENTRY) {
                while (p->n_frames >= i)
                    pop(p);
                f.item = p->item;
                break;
            }
    if (p->t.n_attributes)
        inherit(p);
    bool whole = false;
    if (f.id == BW_NAME_SOURCE) {
        bool open = read_source(p);
        whole = !open;
        if (open && !empty)
            p->item = p->item->source;
    } else {
        begin_structure(p, f.id);
        whole = f.id == BW_NAME_NONE ? read_other(p, space, local) : read_field(p, f.id);
    }
    if (whole || empty || p->n_frames == BW_FEED_MAX_DEPTH) {
        p->n_beyond += !whole && !empty;
        if (f.id == BW_NAME_ENTRY)
            finish_entry(p);
        p->n_bindings = f.n_bindings;
        p->base = f.base;
        p->language = f.language;
        p->item = f.item;
        return;
    }
    p->frames[p->n_frames++] = f;
}

void bw_feed_read_xml(bw_arena *a, bw_str text, bw_str base, bw_str language, bw_feed *out)
{
    parser *p = BW_NEW(a, parser, 1);
    p->arena = p->scratch.arena = p->pieces.arena = a;
    p->out = out;
    p->item = &out->feed;
    p->base = base;
    p->language = language;
    p->budget = BW_FEED_MAX_EXPANSION;
    bw_markup_start(&p->markup, text, BW_MARKUP_XML);
    while (bw_markup_next(&p->markup, &p->t)) {
        if (p->t.kind == BW_MARKUP_OPEN)
            open_element(p);
        else if (p->t.kind == BW_MARKUP_CLOSE)
            close_element(p);
        else if (p->t.kind == BW_MARKUP_DOCTYPE)
            read_doctype(p);
    }
    while (p->n_frames)
        pop(p);
    if (out->format.len == 0 && out->n_entries)
        out->format = BW_LIT("rss");
}
