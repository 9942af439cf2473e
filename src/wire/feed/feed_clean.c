/* Markup that others wrote, made safe to show: what is not known to be harmless is left out, addresses become absolute. */
#include "wire/feed/clean_words.h"
#include "wire/feed/feed_parts.h"
#include "wire/markup/address.h"
#include "wire/markup/markup.h"

enum { MAX_WORD = 40, MAX_BASES = 16, MAX_MEANT_AS_TEXT = 100 };

typedef struct {
    bw_arena *arena;
    bw_markup markup;
    bw_str html, base;
    struct {
        bw_str name, base; /* in force before it */
        uint32_t n_same;   /* of that name that are open in it */
    } bases[MAX_BASES];    /* elements with a base of their own (xml:base) */
    uint32_t n_bases;
    uint32_t n_meant_as_text; /* "<!" read again behind it: a few times only */
    bw_buf out;
    size_t done; /* what lies before it is written or left out */
    bw_str dropping;
    uint32_t n_dropping; /* of that name that are open */
    bool text_only;      /* in a title or textarea, which elsewhere may be read as markup */
} cleaner;

/* `kind` by its first letter: 'a'ttribute, 'e'lement, 's'tyle. */
static const char *find_word(char kind, bw_str word)
{
    char room[MAX_WORD];
    if (word.len >= sizeof room)
        return NULL;
    for (size_t i = 0; i < word.len; i++)
        room[i] = bw_lower(word.ptr[i]);
    room[word.len] = '\0';
    size_t low = 0, high = n_bw_clean_words;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const bw_clean_word *w = &bw_clean_words[mid];
        int order = *w->kind != kind ? *w->kind - kind : *w->form != *room ? *w->form - *room : strcmp(w->form, room);
        if (order == 0)
            return w->value;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* ---- addresses ----------------------------------------------------------------------------------- */

bw_str bw_feed_resolve(bw_arena *a, bw_str base, bw_str reference)
{
    reference = bw_str_trim(reference);
    if (base.len == 0 || reference.len == 0 || bw_str_starts(reference, BW_LIT("https://")) || bw_str_starts(reference, BW_LIT("http://")))
        return reference;
    bw_str whole = bw_address_resolve(a, base, reference);
    bw_str scheme = bw_address_split(whole).scheme;
    return scheme.len == 0 || bw_address_has_known_scheme(whole) ? whole : reference;
}

/* The scheme as a browser sees it, which passes over blanks and controls within: "java&#10;script:". */
static bool is_safe_address(bw_str s)
{
    char room[64];
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < sizeof room - 1; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c > 0x20 && c != 0x7F)
            room[n++] = (char)c;
        if (c == ':' || c == '/' || c == '?' || c == '#')
            break;
    }
    bw_str seen = {room, n};
    if (n == 0 || room[n - 1] != ':')
        return true;
    if (bw_str_eq_fold(seen, BW_LIT("data:")))
        return bw_str_starts_fold(bw_str_trim(s), BW_LIT("data:image/")) && !bw_str_starts_fold(bw_str_trim(s), BW_LIT("data:image/svg"));
    return bw_address_has_known_scheme(seen);
}

/* ---- styles -------------------------------------------------------------------------------------- */

/* A value that can load and run nothing: words, numbers, colours. */
static bool is_plain_value(bw_str v)
{
    for (size_t i = 0; i < v.len; i++) {
        char c = v.ptr[i];
        if (!bw_is_alpha(c) && !bw_is_digit(c) && !(c & (char)0x80) && !strchr(" -#.,%'!/+", c)) {
            if (c == '(' && i >= 3 && bw_str_eq_fold(bw_str_slice(v, i - 3, i), BW_LIT("rgb")))
                continue;
            if (c == ')' && bw_str_starts_fold(v, BW_LIT("rgb")))
                continue;
            return false;
        }
    }
    return v.len > 0;
}

/* The declarations that are harmless; `style` itself when all are. */
static bw_str clean_style(bw_arena *a, bw_str style)
{
    bw_buf out = {.arena = a};
    bw_str rest = style, one;
    bool all = true;
    while (bw_str_cut(&rest, ';', &one)) {
        one = bw_str_trim(one);
        if (one.len == 0)
            continue;
        size_t colon = bw_str_find_char(one, ':', 0);
        bw_str property = bw_str_trim(bw_str_slice(one, 0, colon)), value = bw_str_trim(bw_str_slice(one, colon + 1, one.len));
        if (colon == one.len || !find_word('s', property) || !is_plain_value(value)) {
            all = false;
            continue;
        }
        if (out.len)
            bw_buf_char(&out, ' ');
        bw_buf_str(&out, property);
        bw_buf_text(&out, ": ");
        bw_buf_str(&out, value);
        bw_buf_char(&out, ';');
    }
    return all ? style : bw_buf_view(&out);
}

/* ---- tags ---------------------------------------------------------------------------------------- */

static bool is_of_family(bw_str name)
{
    if (!bw_str_starts_fold(name, BW_LIT("aria-")) && !bw_str_starts_fold(name, BW_LIT("xmlns")) && !bw_str_starts_fold(name, BW_LIT("xlink:")))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!bw_is_alpha(name.ptr[i]) && name.ptr[i] != '-' && name.ptr[i] != ':')
            return false;
    return true;
}

/* Whether the value stands in quotes that end it. */
static bool is_quoted(const cleaner *c, bw_str value)
{
    size_t from = value.ptr ? (size_t)(value.ptr - c->html.ptr) : 0, to = from + value.len;
    return !value.ptr || (from > 0 && to < c->html.len && (c->html.ptr[from - 1] == '"' || c->html.ptr[from - 1] == '\'') &&
                          c->html.ptr[to] == c->html.ptr[from - 1]);
}

/* What becomes of an attribute: its value in *value (decoded), or that it goes. *changed: it is not what stood there. */
static bool keep_attribute(cleaner *c, const bw_markup_attribute *at, bw_str *value, bool *changed)
{
    *value = at->value;
    const char *class = find_word('a', at->name); /* "address", "style", "1" */
    if (!class && !is_of_family(at->name))
        return false;
    bool address = (class && *class == 'a') || bw_str_eq_fold(at->name, BW_LIT("xlink:href"));
    if (class && *class == '1')
        return true;
    if (class && *class == 't') /* an animation is not to set an address */
        return bw_str_find(bw_str_lower(c->arena, at->value), BW_LIT("href"), 0) == at->value.len;
    if (address) {
        /* <a href=http://g.example/">: half of a pair of quotes */
        bw_str written = at->value;
        if (written.len > 1 && written.ptr[written.len - 1] == '"') {
            written.len--;
            *value = written;
            *changed = true;
        }
        bw_str plain = bw_markup_unescape_value(c->arena, written, BW_MARKUP_HTML, NULL);
        if (!is_safe_address(plain))
            return false;
        bw_str whole = bw_feed_resolve(c->arena, c->base, plain);
        *changed |= !bw_str_eq(whole, plain);
        if (*changed)
            *value = whole;
        return true;
    }
    if (class && *class == 's') {
        bw_str plain = bw_markup_unescape_value(c->arena, at->value, BW_MARKUP_HTML, NULL);
        bw_str style = clean_style(c->arena, plain);
        *changed = style.ptr != plain.ptr || style.len != plain.len;
        if (*changed)
            *value = style;
        return style.len > 0;
    }
    return true;
}

/* The tag as it may stand; what is known of it and unchanged is written as it was. */
static void put_tag(cleaner *c, const bw_markup_token *t, bool is_void, bool links)
{
    bw_buf *out = &c->out;
    bw_buf_char(out, '<');
    bw_buf_str(out, t->name);
    for (uint32_t i = 0; i < t->n_attributes; i++) {
        const bw_markup_attribute *at = &t->attributes[i];
        bw_str value;
        bool changed = false;
        if (!keep_attribute(c, at, &value, &changed))
            continue;
        bw_buf_char(out, ' ');
        bw_buf_str(out, at->name);
        if (!at->value.ptr)
            continue;
        bw_buf_text(out, "=\"");
        if (changed)
            bw_markup_escape(out, value, true);
        else if (memchr(value.ptr, '"', value.len))
            bw_markup_escape(out, bw_markup_unescape_value(c->arena, value, BW_MARKUP_HTML, NULL), true);
        else
            bw_buf_str(out, value);
        bw_buf_char(out, '"');
    }
    if (links)
        bw_buf_text(out, " xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    bw_buf_text(out, is_void || t->empty ? " />" : ">");
}

static void leave_out(cleaner *c, const bw_markup_token *t)
{
    if (!c->out.ptr) { /* what comes is about as long */
        c->out.room = c->html.len + c->html.len / 16 + 64;
        c->out.ptr = bw_arena_alloc(c->arena, c->out.room);
    }
    bw_buf_str(&c->out, bw_str_slice(c->html, c->done, t->start));
    c->done = t->end;
}

static void clean_open(cleaner *c, const bw_markup_token *t)
{
    const char *class = find_word('e', t->name); /* "void", "drop" or "safe" */
    bool gone = !class || *class == 'd', changed = gone || t->n_attributes == BW_MARKUP_ATTRIBUTES, links = false, declared = false;
    c->text_only = bw_str_eq_fold(t->name, BW_LIT("title")) || bw_str_eq_fold(t->name, BW_LIT("textarea"));
    if (class && *class == 'd' && !t->empty) {
        c->dropping = t->name;
        c->n_dropping = 1;
    }
    for (uint32_t i = 0; !gone && i < t->n_attributes; i++) {
        bw_str value;
        bool other = false;
        changed |= !keep_attribute(c, &t->attributes[i], &value, &other) || other || !is_quoted(c, t->attributes[i].value);
        links |= bw_str_starts_fold(t->attributes[i].name, BW_LIT("xlink:"));
        declared |= bw_str_eq_fold(t->attributes[i].name, BW_LIT("xmlns:xlink"));
    }
    links &= !declared;
    if (!changed && !links && t->end > t->start && c->html.ptr[t->end - 1] == '>')
        return;
    leave_out(c, t);
    if (!gone)
        put_tag(c, t, *class == 'v', links);
    else if (!c->n_dropping)
        c->markup.raw = (bw_str){0}; /* what stands in an <iframe> is judged like the rest */
}

/* xml:base counts for the element and what it holds. */
static void enter_base(cleaner *c, const bw_markup_token *t)
{
    if (c->n_bases && bw_str_eq(t->name, c->bases[c->n_bases - 1].name) && !t->empty)
        c->bases[c->n_bases - 1].n_same++;
    bw_str base = t->n_attributes ? bw_markup_value(t, "xml:base") : (bw_str){0};
    if (base.len == 0 || t->empty || c->n_bases == MAX_BASES)
        return;
    c->bases[c->n_bases].name = t->name;
    c->bases[c->n_bases].base = c->base;
    c->bases[c->n_bases++].n_same = 0;
    base = bw_address_resolve(c->arena, c->base, bw_markup_unescape_value(c->arena, base, BW_MARKUP_HTML, NULL));
    if (bw_address_has_known_scheme(base))
        c->base = base;
}

static void leave_base(cleaner *c, const bw_markup_token *t)
{
    if (c->n_bases == 0 || !bw_str_eq(t->name, c->bases[c->n_bases - 1].name))
        return;
    if (c->bases[c->n_bases - 1].n_same-- == 0)
        c->base = c->bases[--c->n_bases].base;
}

static void clean_token(cleaner *c, const bw_markup_token *t)
{
    if (c->n_dropping) {
        bool same = (t->kind == BW_MARKUP_OPEN || t->kind == BW_MARKUP_CLOSE) && bw_str_eq_fold(t->name, c->dropping);
        if (same && t->kind == BW_MARKUP_OPEN)
            c->n_dropping += !t->empty;
        else if (same)
            c->n_dropping--;
        c->done = t->end;
        return;
    }
    switch (t->kind) {
    case BW_MARKUP_TEXT:
        if (t->raw || (c->text_only && memchr(t->text.ptr, '<', t->text.len)))
            leave_out(c, t);
        if (!t->raw && c->done == t->end && t->end > t->start)
            bw_markup_escape(&c->out, bw_markup_unescape(c->arena, t->text, BW_MARKUP_HTML, NULL), false);
        return;
    case BW_MARKUP_OPEN:
        enter_base(c, t);
        clean_open(c, t);
        return;
    case BW_MARKUP_CLOSE: {
        leave_base(c, t);
        const char *class = find_word('e', t->name);
        c->text_only = false;
        if (!class || *class != 's')
            leave_out(c, t);
        return;
    }
    default: {
        /* "<!" that opens neither a comment nor a declaration was meant as text; HTML has no CDATA sections. */
        bw_str whole = bw_str_slice(c->html, t->start, t->end), inside = bw_str_slice(whole, 2, whole.len);
        leave_out(c, t);
        if (c->n_meant_as_text == MAX_MEANT_AS_TEXT || !bw_str_starts(whole, BW_LIT("<!")) || t->kind == BW_MARKUP_DOCTYPE || bw_str_starts(inside, BW_LIT("-")) ||
            (bw_str_starts(inside, BW_LIT("[")) && !bw_str_starts(inside, BW_LIT("[CDATA["))))
            return;
        c->n_meant_as_text++;
        bw_buf_text(&c->out, "&lt;!");
        c->done = c->markup.pos = t->start + 2;
        return;
    }
    }
}

bw_str bw_feed_clean(bw_arena *a, bw_str html, bw_str base)
{
    if (html.len == 0 || !memchr(html.ptr, '<', html.len))
        return html;
    cleaner c;
    bw_markup_token t;
    c.arena = c.out.arena = a;
    c.html = html;
    c.base = base;
    c.out.ptr = NULL;
    c.out.len = c.out.room = c.done = 0;
    c.dropping = (bw_str){0};
    c.n_dropping = c.n_bases = c.n_meant_as_text = 0;
    c.text_only = false;
    bw_markup_start(&c.markup, html, BW_MARKUP_HTML);
    while (bw_markup_next(&c.markup, &t))
        clean_token(&c, &t);
    if (c.done == 0)
        return html;
    bw_buf_str(&c.out, bw_str_slice(html, c.done, html.len));
    return bw_buf_view(&c.out);
}
