/* JSON Feed 1.x. Broken JSON is read as far as it goes: commas too many or too few, an end that is missing, halves of surrogate
 * pairs, controls in strings; which is why this is not json-c's. */
#include "base/utf8.h"
#include "wire/feed/feed_parts.h"

enum { MAX_DEPTH = 64, MAX_VALUES = 4 << 20 };

typedef enum { JSON_NULL, JSON_LITERAL, JSON_TEXT, JSON_OBJECT, JSON_ARRAY } json_kind;

typedef struct json json;
struct json {
    json_kind kind;
    bw_str key, text; /* text: of a string, number, true or false */
    json *first, *last, *next;
};

typedef struct {
    bw_arena *arena;
    bw_str s;
    size_t pos;
    uint32_t n_values;
} reader;

static char look(const reader *r) { return r->pos < r->s.len ? r->s.ptr[r->pos] : '\0'; }

static void skip_blanks(reader *r)
{
    while (r->pos < r->s.len && bw_is_space(r->s.ptr[r->pos]))
        r->pos++;
}

/* Four hexadecimal digits behind "\u"; false: there are no such. */
static bool read_unit(reader *r, uint32_t *out)
{
    uint32_t u = 0;
    if (r->pos + 4 > r->s.len)
        return false;
    for (size_t i = r->pos; i < r->pos + 4; i++) {
        char c = bw_lower(r->s.ptr[i]);
        if (!bw_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        u = u << 4 | (uint32_t)(bw_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    r->pos += 4;
    *out = u;
    return true;
}

static void read_escape(reader *r, bw_buf *out)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    char c = look(r), utf8[4];
    r->pos += r->pos < r->s.len;
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        bw_buf_char(out, to[known - from]);
    } else if (c == 'u') {
        uint32_t u, low;
        if (!read_unit(r, &u))
            u = BW_REPLACEMENT;
        size_t after = r->pos;
        if (u >= 0xD800 && u < 0xDC00 && look(r) == '\\' && r->pos + 1 < r->s.len && r->s.ptr[r->pos + 1] == 'u') {
            r->pos += 2;
            if (read_unit(r, &low) && low >= 0xDC00 && low < 0xE000)
                u = 0x10000 + ((u & 0x3FF) << 10) + (low & 0x3FF);
            else
                r->pos = after;
        }
        bw_buf_str(out, (bw_str){utf8, bw_utf8_put(u ? u : ' ', utf8)});
    } else if (c) {
        bw_buf_char(out, c);
    }
}

/* pos stands behind the quote. */
static bw_str read_string(reader *r)
{
    size_t from = r->pos;
    while (r->pos < r->s.len && r->s.ptr[r->pos] != '"' && r->s.ptr[r->pos] != '\\')
        r->pos++;
    bw_str plain = bw_str_slice(r->s, from, r->pos);
    bw_buf out = {.arena = r->arena};
    if (look(r) == '\\')
        bw_buf_str(&out, plain);
    while (look(r) == '\\') {
        r->pos++;
        read_escape(r, &out);
        from = r->pos;
        while (r->pos < r->s.len && r->s.ptr[r->pos] != '"' && r->s.ptr[r->pos] != '\\')
            r->pos++;
        bw_buf_str(&out, bw_str_slice(r->s, from, r->pos));
    }
    r->pos += look(r) == '"';
    return out.ptr ? bw_buf_view(&out) : plain;
}

static bw_str read_word(reader *r)
{
    size_t from = r->pos;
    while (r->pos < r->s.len && !strchr(",:]}[{\"", r->s.ptr[r->pos]) && !bw_is_space(r->s.ptr[r->pos]))
        r->pos++;
    if (r->pos == from)
        r->pos++; /* a stray mark */
    return bw_str_slice(r->s, from, r->pos);
}

static json *add(reader *r, json *parent, json_kind kind, bw_str key, bw_str text)
{
    json *v = BW_NEW(r->arena, json, 1);
    r->n_values++;
    *v = (json){.kind = kind, .key = key, .text = text};
    if (parent && parent->last)
        parent->last->next = v;
    else if (parent)
        parent->first = v;
    if (parent)
        parent->last = v;
    return v;
}

/* The tree of the first value. What nests deeper than MAX_DEPTH is read and left out. */
static json *read_tree(reader *r)
{
    json *open[MAX_DEPTH], *root = NULL;
    size_t depth = 0, beyond = 0;
    bw_str key = {0};
    while (skip_blanks(r), r->pos < r->s.len && r->n_values < MAX_VALUES) {
        char c = look(r);
        json *parent = depth ? open[depth - 1] : NULL, *v = NULL;
        bool within = parent && parent->kind == JSON_OBJECT;
        if (c == ',' || c == ':') {
            r->pos++;
            continue;
        }
        if (c == '}' || c == ']') {
            r->pos++;
            if (beyond)
                beyond--;
            else if (depth)
                depth--;
            key = (bw_str){0};
            if (depth == 0)
                return root;
            continue;
        }
        if (c == '{' || c == '[') {
            r->pos++;
            if (beyond || depth == MAX_DEPTH) {
                beyond++;
                continue;
            }
            v = add(r, parent, c == '{' ? JSON_OBJECT : JSON_ARRAY, key, (bw_str){0});
            open[depth++] = v;
        } else {
            bool text = c == '"';
            r->pos += text;
            bw_str s = text ? read_string(r) : read_word(r);
            if (beyond)
                continue;
            skip_blanks(r);
            if (within && !key.ptr && look(r) == ':') {
                key = s;
                continue;
            }
            v = add(r, parent, text ? JSON_TEXT : bw_str_is(s, "null") ? JSON_NULL : JSON_LITERAL, key, s);
        }
        key = (bw_str){0};
        if (!root)
            root = v;
        if (depth == 0)
            return root;
    }
    return root;
}

/* ---- members ------------------------------------------------------------------------------------- */

static const json *member(const json *o, const char *key)
{
    for (const json *v = o && o->kind == JSON_OBJECT ? o->first : NULL; v; v = v->next)
        if (bw_str_is(v->key, key))
            return v->kind == JSON_NULL ? NULL : v;
    return NULL;
}

/* A string, or a number where a string should be. */
static bw_str text_of(const json *o, const char *key)
{
    const json *v = member(o, key);
    return v && (v->kind == JSON_TEXT || v->kind == JSON_LITERAL) ? v->text : (bw_str){0};
}

/* The elements of a list; one thing where a list should be is a list of one. */
static const json *list_of(bw_arena *a, const json *o, const char *key)
{
    const json *v = member(o, key);
    if (!v || v->kind == JSON_ARRAY)
        return v ? v->first : NULL;
    json *alone = BW_NEW(a, json, 1);
    *alone = *v;
    alone->next = NULL;
    return alone;
}

typedef struct {
    bw_arena *arena;
    bw_str base;
    bw_feed *out;
} context;

static void add_address(context *c, bw_feed_item *it, const char *rel, bw_str href)
{
    bw_feed_add_link(c->arena, it, (bw_feed_link){.href = bw_feed_resolve(c->arena, c->base, href), .rel = bw_str_of(rel)});
}

static bw_feed_person person_of(context *c, const json *v)
{
    if (v->kind == JSON_TEXT)
        return bw_feed_person_of(v->text);
    return (bw_feed_person){.name = text_of(v, "name"), .href = bw_feed_resolve(c->arena, c->base, text_of(v, "url"))};
}

static void read_authors(context *c, bw_feed_item *it, const json *o)
{
    for (const json *v = list_of(c->arena, o, "authors"); v; v = v->next)
        bw_feed_add_person(c->arena, &it->authors, person_of(c, v));
    const json *one = member(o, "author");
    if (one && it->authors.n == 0)
        bw_feed_add_person(c->arena, &it->authors, person_of(c, one));
}

static bw_feed_text text_field(const json *o, const char *key)
{
    return (bw_feed_text){.value = text_of(o, key), .type = BW_LIT("text/plain")};
}

static void read_attachments(context *c, bw_feed_item *it, const json *o)
{
    for (const json *v = list_of(c->arena, o, "attachments"); v; v = v->next)
        bw_feed_add_link(c->arena, it,
                         (bw_feed_link){.href = bw_feed_resolve(c->arena, c->base, text_of(v, "url")),
                                        .rel = BW_LIT("enclosure"),
                                        .type = text_of(v, "mime_type"),
                                        .length = text_of(v, "size_in_bytes"),
                                        .title = text_of(v, "title")});
}

static void read_item(context *c, const json *o)
{
    bw_feed_item it = {.id = text_of(o, "id"), .language = text_of(o, "language")};
    bw_str html = text_of(o, "content_html"), text = text_of(o, "content_text");
    it.title = text_field(o, "title");
    add_address(c, &it, "alternate", text_of(o, "url"));
    add_address(c, &it, it.link.len ? "related" : "alternate", text_of(o, "external_url"));
    if (html.len)
        bw_feed_add_content(c->arena, &it, (bw_feed_text){.value = bw_feed_clean(c->arena, html, it.link.len ? it.link : c->base), .type = BW_LIT("text/html"), .language = it.language});
    if (text.len)
        bw_feed_add_content(c->arena, &it, (bw_feed_text){.value = text, .type = BW_LIT("text/plain"), .language = it.language});
    it.summary = text_field(o, "summary");
    if (it.summary.value.len == 0 && it.n_content)
        it.summary = it.content[0];
    bw_feed_set_time(&it.published, text_of(o, "date_published"));
    bw_feed_set_time(&it.updated, text_of(o, "date_modified"));
    read_authors(c, &it, o);
    for (const json *v = list_of(c->arena, o, "tags"); v; v = v->next)
        if (v->kind == JSON_TEXT || v->kind == JSON_LITERAL)
            bw_feed_add_tag(c->arena, &it, (bw_feed_tag){.term = v->text});
    bw_str image = text_of(o, "image");
    if (image.len)
        bw_feed_add_member(c->arena, bw_feed_add_extra(c->arena, &it, "image", false), BW_LIT("href"), bw_feed_resolve(c->arena, c->base, image));
    read_attachments(c, &it, o);
    if (it.id.len == 0)
        it.id = it.link;
    if (c->out->n_entries >= BW_FEED_MAX_ENTRIES)
        return;
    bw_feed_item *kept = BW_NEW(c->arena, bw_feed_item, 1);
    *kept = it;
    BW_PUSH(c->arena, c->out->entries, c->out->n_entries, c->out->entries_room, kept);
}

void bw_feed_read_json(bw_arena *a, bw_str text, bw_str base, bw_feed *out)
{
    reader r = {.arena = a, .s = text};
    const json *root = read_tree(&r);
    context c = {.arena = a, .base = base, .out = out};
    bw_str version = text_of(root, "version");
    const json *items = member(root, "items");
    if (bw_str_find(version, BW_LIT("jsonfeed.org/version/"), 0) < version.len)
        out->format = bw_str_ends(version, BW_LIT("/1.1")) ? BW_LIT("json11") : BW_LIT("json1");
    else if (items && items->kind == JSON_ARRAY && (text_of(root, "title").len || items->first))
        out->format = BW_LIT("json");
    if (!out->format.len)
        return;
    bw_feed_item *f = &out->feed;
    bw_str self = bw_feed_resolve(a, base, text_of(root, "feed_url"));
    if (base.len == 0)
        c.base = self;
    f->title = text_field(root, "title");
    f->subtitle = text_field(root, "description");
    f->language = text_of(root, "language");
    add_address(&c, f, "alternate", text_of(root, "home_page_url"));
    add_address(&c, f, "self", self);
    add_address(&c, f, "next", text_of(root, "next_url"));
    f->icon = bw_feed_resolve(a, c.base, text_of(root, "favicon"));
    f->logo = bw_feed_resolve(a, c.base, text_of(root, "icon"));
    bw_str image = f->logo.len ? f->logo : f->icon;
    if (image.len)
        bw_feed_add_member(a, bw_feed_add_extra(a, f, "image", false), BW_LIT("href"), image);
    for (const json *v = list_of(a, root, "hubs"); v; v = v->next)
        add_address(&c, f, "hub", text_of(v, "url"));
    read_authors(&c, f, root);
    for (const json *v = list_of(a, root, "items"); v; v = v->next)
        if (v->kind == JSON_OBJECT)
            read_item(&c, v);
}
