#include "wire/feed/feed_parts.h"

#include "base/utf8.h"
#include "wire/decode.h"
#include "wire/markup/address.h"
#include "wire/markup/markup.h"

/* ---- parts that both readers fill ----------------------------------------------------------------- */

void bw_feed_set_time(bw_feed_time *t, bw_str written)
{
    written = bw_str_trim(written);
    if (written.len == 0)
        return;
    bw_instant at;
    bool read = bw_instant_read(written, &at);
    if (t->read && !read)
        return;
    *t = (bw_feed_time){.written = written, .read = read, .at = read ? at : t->at};
}

static bool is_mail_char(char c) { return bw_is_alpha(c) || bw_is_digit(c) || strchr("._%+-'!#$&*=?^`{|}~", c); }

bw_feed_person bw_feed_person_of(bw_str s)
{
    s = bw_str_trim(s);
    size_t sign = bw_str_find_char(s, '@', 0), from = sign, to = sign + 1;
    while (from > 0 && s.ptr[from - 1] && is_mail_char(s.ptr[from - 1]))
        from--;
    while (to < s.len && (bw_is_alpha(s.ptr[to]) || bw_is_digit(s.ptr[to]) || s.ptr[to] == '.' || s.ptr[to] == '-'))
        to++;
    if (sign == s.len || from == sign || to == sign + 1)
        return (bw_feed_person){.name = s};
    bw_feed_person p = {.email = bw_str_slice(s, from, to)};
    bw_str before = bw_str_trim(bw_str_slice(s, 0, from)), behind = bw_str_trim(bw_str_slice(s, to, s.len));
    if (bw_str_ends(before, BW_LIT("mailto:")))
        before.len -= 7;
    while (before.len && strchr("(<[ ,;:\"", before.ptr[before.len - 1]))
        before.len--;
    while (behind.len && strchr("(<[)>] ,;:\"", *behind.ptr))
        behind = bw_str_slice(behind, 1, behind.len);
    while (behind.len && strchr(")>] \"", behind.ptr[behind.len - 1]))
        behind.len--;
    if (before.len && *before.ptr == '"')
        before = bw_str_slice(before, 1, before.len);
    p.name = bw_str_trim(before.len ? before : behind);
    return p;
}

void bw_feed_add_person(bw_arena *a, bw_feed_persons *list, bw_feed_person p)
{
    if (p.name.len + p.email.len + p.href.len && list->n < BW_FEED_MAX_PARTS)
        BW_PUSH(a, list->items, list->n, list->room, p);
}

void bw_feed_add_tag(bw_arena *a, bw_feed_item *it, bw_feed_tag tag)
{
    if (tag.term.len + tag.label.len == 0 || it->n_tags >= BW_FEED_MAX_SEARCHED)
        return;
    for (uint32_t i = 0; i < it->n_tags; i++)
        if (bw_str_eq(it->tags[i].term, tag.term) && bw_str_eq(it->tags[i].scheme, tag.scheme) && bw_str_eq(it->tags[i].label, tag.label))
            return;
    BW_PUSH(a, it->tags, it->n_tags, it->tags_room, tag);
}

void bw_feed_add_link(bw_arena *a, bw_feed_item *it, bw_feed_link link)
{
    if (link.href.len == 0 || it->n_links >= BW_FEED_MAX_PARTS)
        return;
    if (link.rel.len == 0)
        link.rel = BW_LIT("alternate");
    if (bw_str_is(link.rel, "alternate") && it->link.len == 0)
        it->link = link.href;
    BW_PUSH(a, it->links, it->n_links, it->links_room, link);
}

void bw_feed_add_content(bw_arena *a, bw_feed_item *it, bw_feed_text text)
{
    if (text.value.len + text.src.len && it->n_content < BW_FEED_MAX_PARTS)
        BW_PUSH(a, it->content, it->n_content, it->content_room, text);
}

bw_feed_extra *bw_feed_add_extra(bw_arena *a, bw_feed_item *it, const char *name, bool listed)
{
    for (uint32_t i = 0; !listed && i < it->n_extras; i++)
        if (strcmp(it->extras[i].name, name) == 0)
            return &it->extras[i];
    if (it->n_extras >= BW_FEED_MAX_SEARCHED)
        return BW_NEW(a, bw_feed_extra, 1); /* of nobody */
    BW_PUSH(a, it->extras, it->n_extras, it->extras_room, ((bw_feed_extra){.name = name, .listed = listed}));
    return &it->extras[it->n_extras - 1];
}

void bw_feed_add_member(bw_arena *a, bw_feed_extra *x, bw_str key, bw_str value)
{
    enum { MAX_MEMBERS = 32 };
    if (key.len > BW_FEED_MAX_KEY)
        return;
    for (uint32_t i = 0; i < x->n_members; i++)
        if (bw_str_eq(x->members[i].key, key))
            return;
    if (value.len && x->n_members < MAX_MEMBERS)
        BW_PUSH(a, x->members, x->n_members, x->room, ((bw_feed_member){key, value}));
}

bw_str bw_feed_link_of(const bw_feed_item *it, const char *rel)
{
    for (uint32_t i = 0; i < it->n_links; i++)
        if (bw_str_eq_fold(it->links[i].rel, bw_str_of(rel)))
            return it->links[i].href;
    return (bw_str){0};
}

/* ---- text that was encoded twice ------------------------------------------------------------------ */

/* The byte that windows-1252 has for a character; -1: none. */
static int byte_of(uint32_t u)
{
    if (u < 0x80 || (u >= 0x80 && u < 0x100)) /* a C1 control stands for a byte that has no character */
        return (int)u;
    for (int b = 0x80; b < 0xA0; b++)
        if (bw_decode_1252((unsigned char)b) == u)
            return b;
    return -1;
}

/* Whether what came of it is likely: letters of Latin scripts and marks of print, or many characters of another script. A few such
 * come about by chance: an accent, a blank, a dash. */
static bool is_likely(bw_str s)
{
    size_t n_usual = 0, n_other = 0;
    for (size_t pos = 0; pos < s.len;) {
        uint32_t u = bw_utf8_next(s, &pos);
        n_usual += (u >= 0xA0 && u < 0x180) || (u >= 0x2010 && u < 0x2150);
        n_other += u >= 0x180 && !(u >= 0x2010 && u < 0x2150);
    }
    return n_other == 0 ? n_usual > 0 : n_other >= 4;
}

/* Where the first byte that is not ASCII stands; s.len: nowhere. */
static size_t skip_ascii(bw_str s)
{
    size_t pos = 0;
    for (uint64_t eight; pos + sizeof eight <= s.len; pos += sizeof eight) {
        memcpy(&eight, s.ptr + pos, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    while (pos < s.len && !(s.ptr[pos] & 0x80))
        pos++;
    return pos;
}

bw_str bw_feed_unmangle(bw_arena *a, bw_str s)
{
    /* Most text shows by its first letter that it is none: U+00C2 to U+00F4 would begin a character. */
    size_t first = skip_ascii(s);
    if (first == s.len || s.ptr[first] != '\xC3')
        return s;
    char *out = bw_arena_alloc(a, s.len + 1);
    size_t n = 0;
    for (size_t pos = 0; pos < s.len;) {
        int b = byte_of(bw_utf8_next(s, &pos));
        if (b < 0)
            return s;
        out[n++] = (char)b;
    }
    bw_str meant = {out, n};
    return bw_utf8_count_bad(meant) == 0 && is_likely(meant) ? meant : s;
}

/* ---- the whole ------------------------------------------------------------------------------------ */

static bool is_root(bw_str local)
{
    return bw_str_eq_fold(local, BW_LIT("rss")) || bw_str_eq_fold(local, BW_LIT("feed")) || bw_str_eq_fold(local, BW_LIT("rdf")) ||
           bw_str_eq_fold(local, BW_LIT("channel"));
}

static bool has(bw_str s, const char *part) { return bw_str_find(s, bw_str_of(part), 0) < s.len; }

/* The first element, without its prefix. */
static bw_str root_of(bw_str text)
{
    bw_markup m;
    bw_markup_token t;
    bw_markup_start(&m, text, BW_MARKUP_XML);
    while (bw_markup_next(&m, &t))
        if (t.kind == BW_MARKUP_OPEN) {
            size_t colon = bw_str_find_char(t.name, ':', 0);
            return colon < t.name.len ? bw_str_slice(t.name, colon + 1, t.name.len) : t.name;
        }
    return (bw_str){0};
}

/* Without what a server says before the document begins ("Warning: … on line 12"). */
static bw_str without_preamble(bw_str text)
{
    size_t at = bw_str_find(text, BW_LIT("<?xml "), 0);
    bool parted = at > 0 && at < text.len && (bw_is_space(text.ptr[at - 1]) || text.ptr[at - 1] == '>');
    return parted ? bw_str_slice(text, at, text.len) : text;
}

bool bw_feed_looks_so(bw_arena *a, bw_str head)
{
    bw_str text = bw_str_trim(bw_encoding_read(a, head, NULL, NULL, NULL));
    if (text.len && *text.ptr == '{')
        return has(text, "://jsonfeed.org/version/") || (has(text, "\"items\"") && (has(text, "\"home_page_url\"") || has(text, "\"feed_url\"")));
    text = without_preamble(text);
    return text.len && *text.ptr == '<' && is_root(root_of(text));
}

/* What the input is that is no feed. */
static const char *what_instead(bw_str start)
{
    if (start.len && (*start.ptr == '{' || *start.ptr == '['))
        return "is JSON, but no JSON Feed: it has no \"version\" or no \"items\"";
    bw_str root = root_of(without_preamble(start));
    if (bw_str_eq_fold(root, BW_LIT("html")) || bw_str_starts_fold(start, BW_LIT("<!doctype html")))
        return "is a web page, not a feed";
    if (bw_str_eq_fold(root, BW_LIT("opml")))
        return "is a list of feeds (OPML), not a feed";
    return "is no feed: it has no <rss>, <feed>, <rdf:RDF> or <channel>, and is no JSON Feed";
}

bw_status bw_feed_read(bw_arena *a, bw_str bytes, const bw_feed_hints *hints, bw_feed *out, bw_err *err)
{
    static const bw_feed_hints none;
    *out = (bw_feed){0};
    if (!hints)
        hints = &none;
    bw_str text = bw_encoding_read(a, bytes, &(bw_encoding_hints){.content_type = hints->content_type}, &out->encoding, &out->n_repaired);
    bw_str base = bw_address_resolve(a, hints->url, hints->content_location);
    if (!bw_address_has_known_scheme(base))
        base = hints->url;
    bw_str start = bw_str_trim(bw_str_slice(text, 0, 4096));
    if (start.len && (*start.ptr == '{' || *start.ptr == '['))
        bw_feed_read_json(a, text, base, out);
    else
        bw_feed_read_xml(a, text, base, hints->content_language, out);
    if (out->format.len)
        return BW_OK;
    if (start.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, bytes.len ? "holds nothing" : "is empty");
    return bw_fail(err, BW_ERR_SYNTAX, "%s", what_instead(start));
}
