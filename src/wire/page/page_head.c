#include "wire/page/page_head.h"

#include "base/utf8.h"
#include "wire/copy/copydate.h"
#include "wire/copy/terms.h"
#include "wire/markup/address.h"
#include "wire/markup/instant.h"
#include "wire/markup/plain.h"
#include "wire/page/pagewords.h"

enum {
    MAX_VALUE = 1000,
    MAX_AUTHOR = 120,
    MAX_AUTHORS = 16,
    MAX_TAKEN = 5000, /* values that a page is heard on */
    MAX_NAMES = 4,    /* of one element */
    NAMELESS = 50,    /* how much less "admin" is worth than a name */
};

static bw_str clip(bw_str s, size_t most)
{
    size_t end = s.len < most ? s.len : most;
    while (end > 0 && end < s.len && (s.ptr[end] & (char)0xC0) == (char)0x80)
        end--;
    return bw_str_slice(s, 0, end);
}

/* ---- values ---------------------------------------------------------------------------------------- */

static bw_str print_instant(bw_arena *a, bw_instant i)
{
    char day[11];
    bw_day_format(i.day, day);
    if (i.precision != BW_INSTANT_TIME)
        return bw_str_print(a, "%.*s", i.precision == BW_INSTANT_YEAR ? 4 : i.precision == BW_INSTANT_MONTH ? 7 : 10, day);
    return bw_instant_print_written(a, i);
}

/* Where the word before the one that ends at `end` ends. */
static size_t word_before(bw_str s, size_t end)
{
    while (end > 0 && !bw_is_space(s.ptr[end - 1]))
        end--;
    while (end > 0 && bw_is_space(s.ptr[end - 1]))
        end--;
    return end;
}

/* A date anywhere in a short text: "Published November 20th, 2019 - 07:50 GMT". */
static bw_str read_date(bw_arena *a, bw_str s)
{
    bw_instant i;
    bw_copydate d;
    s = bw_str_trim(s);
    if (s.len < 6 || s.len > 200)
        return (bw_str){0};
    for (size_t at = 0, n = 0; at < s.len && n < 6; n++) {
        for (size_t end = s.len; end > at + 7; end = word_before(s, end))
            if (bw_instant_read(bw_str_slice(s, at, end), &i)) {
                if (i.precision >= BW_INSTANT_DAY)
                    return print_instant(a, i);
                break;
            }
        while (at < s.len && !bw_is_space(s.ptr[at]))
            at++;
        while (at < s.len && bw_is_space(s.ptr[at]))
            at++;
    }
    if (bw_copydate_find(s, &d) && d.year) {
        bw_day day = bw_day_checked(d.year, d.month, d.day);
        if (day != BW_NO_DAY)
            return bw_copydate_print(a, day);
    }
    return (bw_str){0};
}

/* "05/10/2021", which may mean two days, in a language whose days come first. */
static bw_str read_day_first(bw_arena *a, bw_str s, bw_str language)
{
    int n[3] = {0}, k = 0;
    size_t at = 0;
    while (at < s.len && !bw_is_digit(s.ptr[at]))
        at++;
    for (; at < s.len && k < 3; at++)
        if (bw_is_digit(s.ptr[at]) && n[k] < 1000)
            n[k] = n[k] * 10 + (s.ptr[at] - '0');
        else if ((s.ptr[at] == '/' || s.ptr[at] == '.' || s.ptr[at] == '-') && k < 2)
            k++;
        else
            break;
    bool english = !language.len || bw_str_starts_fold(language, BW_LIT("en"));
    bw_day day = k == 2 && n[2] >= 1000 && !english ? bw_day_checked(n[2], n[1], n[0]) : BW_NO_DAY;
    return day == BW_NO_DAY ? (bw_str){0} : bw_copydate_print(a, day);
}

static bool is_address(bw_str s)
{
    return bw_str_find(s, BW_LIT("://"), 0) < s.len || bw_str_starts_fold(s, BW_LIT("www.")) || bw_str_find(s, BW_LIT(".com/"), 0) < s.len;
}

/* "Ann Lee | The Gazette", "Ann Lee on Monday, May 8, 2024", "Ann Lee 8 May 2024" up to where the name ends. */
static bw_str cut_author(bw_arena *a, bw_str s)
{
    static const bw_str marks[] = {BW_LIT(" on "), BW_LIT(" - "), BW_LIT(" \xE2\x80\x93 "), BW_LIT(" \xE2\x80\x94 "), BW_LIT("\xEF\xBC\x8F"),
                                   BW_LIT(", "), BW_LIT(". ")};
    s = bw_str_slice(s, 0, bw_str_find_char(s, '|', 1));
    size_t digit = 0, cut = s.len;
    while (digit < s.len && !bw_is_digit(s.ptr[digit]))
        digit++;
    for (size_t i = 0; digit < s.len && i < sizeof marks / sizeof *marks; i++) {
        size_t at = bw_str_find(s, marks[i], 0);
        cut = at < digit && at < cut ? at : cut;
    }
    if (cut == s.len && digit > 0 && bw_is_space(s.ptr[digit - 1]) && read_date(a, bw_str_slice(s, digit, s.len)).len)
        cut = digit;
    return bw_str_trim(bw_str_slice(s, 0, cut));
}

/* The name in "By Ann Lee", "ann lee |"; ptr NULL: there is none. */
static bw_str read_author(bw_arena *a, bw_str s)
{
    const bw_terms_row *by;
    s = bw_str_trim(s);
    for (int i = 0; i < 2 && (by = bw_terms_starts("byline", s)) != NULL; i++) {
        /* The form is folded: as many words are taken off as it has. */
        size_t at = 0;
        for (const char *c = by->form; *c; c++)
            if (*c == ' ' || c[1] == '\0')
                while (at < s.len && (at == 0 || !bw_is_space(s.ptr[at])))
                    at++;
        s = bw_str_trim(bw_str_slice(s, at, s.len));
    }
    s = bw_str_trim(bw_str_slice(s, bw_pagewords_starts("byline", s), s.len));
    size_t by_whom = bw_str_find(s, BW_LIT(" by "), 0); /* "Analysis by", "Posted by" */
    if (by_whom < 20 && by_whom + 4 < s.len)
        s = bw_str_slice(s, by_whom + 4, s.len);
    s = cut_author(a, s);
    while (s.len && strchr("|,;:-/", s.ptr[s.len - 1]))
        s = bw_str_trim(bw_str_slice(s, 0, s.len - 1));
    while (s.len && strchr("|,;:-/", s.ptr[0]))
        s = bw_str_trim(bw_str_slice(s, 1, s.len));
    bool letter = false;
    for (size_t pos = 0; pos < s.len && !letter;)
        letter = bw_utf8_is_letter(bw_utf8_next(s, &pos));
    bool name = letter && s.len <= MAX_AUTHOR && !is_address(s) && s.ptr[0] != '@';
    return name ? s : (bw_str){0};
}

static void take_author(bw_page_head *h, uint8_t rank, bw_str value)
{
    bw_str name = read_author(h->arena, value);
    const bw_pagewords_row *nobody = bw_pagewords_find("nobody", name);
    if (nobody)
        rank = strcmp(nobody->value, "never") == 0 ? BW_HEAD_NONE : (uint8_t)(rank + NAMELESS);
    if (!name.ptr || rank > h->ranks[BW_HEAD_AUTHOR] || rank == BW_HEAD_NONE)
        return;
    if (rank < h->ranks[BW_HEAD_AUTHOR])
        h->authors.n = 0;
    h->ranks[BW_HEAD_AUTHOR] = rank;
    for (size_t i = 0; i < h->authors.n; i++)
        if (bw_str_eq_fold(h->authors.items[i], name))
            return;
    if (h->authors.n < MAX_AUTHORS)
        BW_PUSH(h->arena, h->authors.items, h->authors.n, h->authors.room, name);
}

/* One line; some write references twice ("AT&amp;amp;T"). */
static bw_str read_line(bw_arena *a, bw_str s)
{
    static const bw_str again[] = {BW_LIT("&#"), BW_LIT("&quot;"), BW_LIT("&amp;")};
    s = bw_plain_line(a, s);
    for (size_t i = 0; i < sizeof again / sizeof *again; i++)
        if (bw_str_find(s, again[i], 0) < s.len)
            return bw_plain_line(a, s);
    return s;
}

bw_str bw_page_body(bw_arena *a, bw_str s)
{
    if (bw_str_find_char(s, '<', 0) < s.len || bw_str_find(s, BW_LIT("&lt;"), 0) < s.len)
        return bw_plain_of(a, bw_markup_unescape(a, s, BW_MARKUP_HTML, NULL));
    bw_buf out = {.arena = a};
    for (bw_str line; bw_str_cut(&s, '\n', &line);) {
        line = bw_plain_line(a, line);
        if (line.len && out.len)
            bw_buf_text(&out, "\n\n");
        bw_buf_str(&out, line);
    }
    return bw_buf_view(&out);
}

void bw_page_head_take(bw_page_head *h, bw_head_field field, uint8_t rank, bw_str value)
{
    bool refines = field == BW_HEAD_DATE && h->values[field].len == 10; /* a day: another voice may know the time */
    if ((field != BW_HEAD_AUTHOR && rank >= h->ranks[field] && !refines) || h->n_taken++ > MAX_TAKEN)
        return;
    if (field == BW_HEAD_BODY)
        value = bw_page_body(h->arena, value);
    else
        value = read_line(h->arena, clip(value, MAX_VALUE));
    if (field == BW_HEAD_DATE || field == BW_HEAD_UPDATED) {
        bw_str date = read_date(h->arena, value);
        value = date.len ? date : read_day_first(h->arena, value, h->values[BW_HEAD_LANGUAGE]);
    }
    if (refines && rank >= h->ranks[field] && !(value.len > 10 && bw_str_starts(value, h->values[field])))
        return;
    if (field == BW_HEAD_URL && !(bw_address_split(value).scheme.len || bw_str_starts(value, BW_LIT("/"))))
        return;
    if (value.len == 0 || (field == BW_HEAD_SITE && value.ptr[0] == '@'))
        return;
    if (field == BW_HEAD_AUTHOR) {
        take_author(h, rank, value);
        return;
    }
    h->values[field] = value;
    if (rank < h->ranks[field])
        h->ranks[field] = rank;
}

/* ---- elements -------------------------------------------------------------------------------------- */

/* A row of the kind "meta": "date 3" says which field its name fills, and how good its word is. */
static void take_named(bw_page_head *h, bw_str name, bw_str value, uint8_t worse)
{
    static const struct {
        const char *name;
        bw_head_field field;
    } fields[] = {
        {"title", BW_HEAD_TITLE}, {"author", BW_HEAD_AUTHOR}, {"date", BW_HEAD_DATE}, {"updated", BW_HEAD_UPDATED},
        {"site", BW_HEAD_SITE}, {"url", BW_HEAD_URL}, {"language", BW_HEAD_LANGUAGE},
    };
    const bw_pagewords_row *row = bw_pagewords_find("meta", name);
    if (!row || !value.len)
        return;
    bw_str said = bw_str_of(row->value), field;
    bw_str_cut(&said, ' ', &field);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (bw_str_is(field, fields[i].name))
            bw_page_head_take(h, fields[i].field, (uint8_t)(said.ptr[0] - '0' + worse), value);
}

static void read_meta(bw_page_head *h, const bw_tree_node *n)
{
    static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
    bw_str content = bw_tree_value(n, "content");
    if (bw_str_eq_fold(bw_tree_value(n, "property"), BW_LIT("og:type"))) {
        h->is_article |= bw_str_starts_fold(bw_str_trim(content), BW_LIT("article"));
        h->is_site |= bw_str_eq_fold(bw_str_trim(content), BW_LIT("website"));
    }
    for (size_t i = 0; content.len && i < sizeof names / sizeof *names; i++) {
        bw_str rest = bw_tree_value(n, names[i]), name;
        for (int k = 0; k < MAX_NAMES && bw_str_cut(&rest, ' ', &name); k++)
            take_named(h, name, content, 0);
    }
}

static void read_link(bw_page_head *h, const bw_tree_node *n)
{
    bw_str rel = bw_tree_value(n, "rel"), href = bw_tree_value(n, "href");
    if (bw_str_eq_fold(rel, BW_LIT("canonical")))
        bw_page_head_take(h, BW_HEAD_URL, 1, href);
}

/* Whether readers wrote what an element belongs to: they too have names and dates. */
static bool in_comment(const bw_tree_node *n)
{
    static const char *const names[] = {"itemprop", "itemtype", "class", "id"};
    for (int i = 0; n && i < 16; i++, n = n->parent)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            bw_str value = bw_str_slice(bw_tree_value(n, names[k]), 0, 200);
            for (bw_str name; bw_str_cut(&value, ' ', &name);)
                if (bw_str_starts_fold(name, BW_LIT("comment")) || bw_str_ends(name, BW_LIT("/Comment")))
                    return n->tag != BW_TAG_body;
        }
    return false;
}

/* An element with itemprop="author", rel="author", or <time datetime="…" pubdate>. */
static void read_marked(bw_page_head *h, const bw_tree *t, const bw_tree_node *n, bw_str prop)
{
    static const char *const values[] = {"content", "datetime", "title"};
    bool date = bw_str_starts_fold(prop, BW_LIT("date"));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (bw_tree_value(n, values[i]).len && (i == 0 || date)) {
            take_named(h, prop, bw_tree_value(n, values[i]), 1);
            return;
        }
    const bw_tree_node *name = NULL;
    for (const bw_tree_node *c = bw_tree_next(n, n); c && !name; c = bw_tree_next(c, n))
        if (c->kind == BW_TREE_ELEMENT && bw_str_eq_fold(bw_tree_value(c, "itemprop"), BW_LIT("name")))
            name = c;
    if (name && bw_tree_value(name, "content").len)
        take_named(h, prop, bw_tree_value(name, "content"), 1);
    else
        take_named(h, prop, bw_tree_words(t, name ? name : n), 1);
}

static void read_element(bw_page_head *h, const bw_tree *t, const bw_tree_node *n)
{
    switch (n->tag) {
    case BW_TAG_meta:
        read_meta(h, n);
        return;
    case BW_TAG_link:
        read_link(h, n);
        return;
    case BW_TAG_title:
        if (!h->page_title.ptr && n->parent->tag != BW_TAG_svg) {
            h->page_title = bw_plain_line(h->arena, clip(bw_tree_text(t, n), MAX_VALUE));
            bw_page_head_take(h, BW_HEAD_TITLE, 8, h->page_title);
        }
        return;
    case BW_TAG_html:
        bw_page_head_take(h, BW_HEAD_LANGUAGE, 1, bw_tree_value(n, "lang"));
        bw_page_head_take(h, BW_HEAD_LANGUAGE, 2, bw_tree_value(n, "xml:lang"));
        return;
    case BW_TAG_script:
        if (n->first && bw_str_starts_fold(bw_str_trim(bw_tree_value(n, "type")), BW_LIT("application/ld+json")))
            bw_linked_data_read(h, n->first->text);
        return;
    case BW_TAG_time:
        if (bw_tree_value(n, "pubdate").ptr)
            bw_page_head_take(h, BW_HEAD_DATE, 4, bw_tree_value(n, "datetime"));
        break;
    case BW_TAG_a:
        if (bw_str_eq_fold(bw_tree_value(n, "rel"), BW_LIT("author")) && !in_comment(n))
            bw_page_head_take(h, BW_HEAD_AUTHOR, 6, bw_tree_words(t, n));
        break;
    default:
        break;
    }
    bw_str prop = bw_tree_value(n, "itemprop");
    if (prop.len && bw_pagewords_find("meta", prop) && !in_comment(n))
        read_marked(h, t, n, prop);
}

void bw_page_head_read(const bw_tree *t, bw_page_head *out)
{
    *out = (bw_page_head){.arena = t->arena};
    memset(out->ranks, BW_HEAD_NONE, sizeof out->ranks);
    for (const bw_tree_node *n = t->root; n; n = bw_tree_next(n, t->root))
        if (n->kind == BW_TREE_ELEMENT && n->n_attributes + (n->tag == BW_TAG_title) > 0)
            read_element(out, t, n);
}

/* ---- cleaning -------------------------------------------------------------------------------------- */

/* Where the mark that parts a title from the site's name begins and ends, the last one before `to`. */
static bool last_mark(bw_str s, size_t to, size_t *begin, size_t *end)
{
    static const bw_str marks[] = {BW_LIT(" - "), BW_LIT(" | "), BW_LIT(" \xE2\x80\x93 "), BW_LIT(" \xE2\x80\x94 "), BW_LIT(" \xC2\xBB "),
                                   BW_LIT(" \xC2\xAB "), BW_LIT(" :: "), BW_LIT(" \xC2\xB7 "), BW_LIT(" \xE2\x80\xA2 "), BW_LIT(" / "),
                                   BW_LIT("|"), BW_LIT(" : "), BW_LIT("_"), BW_LIT("\xEF\xBC\x9A"), BW_LIT("\xEF\xBD\x9C")};
    for (size_t at = to; at-- > 0;)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (at + marks[i].len <= to && bw_str_starts(bw_str_slice(s, at, to), marks[i])) {
                *begin = at;
                *end = at + marks[i].len;
                return true;
            }
    return false;
}

static bool names_site(const bw_page_head *h, bw_str piece, bw_str host)
{
    bw_arena *a = h->arena;
    bw_str p = bw_pagewords_skeleton(a, piece), site = bw_pagewords_skeleton(a, h->values[BW_HEAD_SITE]);
    host = bw_pagewords_skeleton(a, host);
    return p.len && (bw_str_eq(p, site) || (p.len >= 3 && bw_str_find(host, p, 0) < host.len) ||
                     (site.len >= 4 && (bw_str_starts(p, site) || bw_str_find(site, p, 0) < site.len) && p.len < site.len + 24));
}

/* "Talks resume | World | The Gazette" without what names the site; the site's name, where nothing else gives it. */
static bw_str strip_site(bw_page_head *h, bw_str title, bw_str host, bool guess)
{
    size_t begin, end;
    bool known = false;
    if (last_mark(title, title.len, &begin, &end)) {
        bw_str piece = bw_str_slice(title, end, title.len);
        known = names_site(h, piece, host);
        if (known || (guess && begin >= 15 && piece.len <= 40 && begin > piece.len)) {
            if (!h->values[BW_HEAD_SITE].ptr)
                bw_page_head_take(h, BW_HEAD_SITE, 8, piece);
            title = bw_str_trim(bw_str_slice(title, 0, begin));
        }
    }
    /* Sections that the title of the window lists between: one more. */
    if (known && guess && last_mark(title, title.len, &begin, &end) && begin >= 25 && title.len - end <= 20)
        title = bw_str_trim(bw_str_slice(title, 0, begin));
    return title;
}

/* "/2019/11/18/", "/2019-11-18-", "20191118" in an address. */
static bw_day day_in_address(bw_str url)
{
    for (size_t i = 0; i + 8 <= url.len; i++) {
        const char *c = url.ptr + i;
        if ((c[0] != '1' && c[0] != '2') || (i > 0 && bw_is_digit(c[-1])))
            continue;
        int n[3] = {0}, k = 0;
        size_t at = 0, digits = 0;
        static const size_t most[] = {4, 2, 2};
        char mark = '\0';
        for (; i + at < url.len && k < 3; at++) {
            if (bw_is_digit(c[at]) && digits < most[k]) {
                n[k] = n[k] * 10 + (c[at] - '0');
                digits++;
                if (digits == most[k] && k < 2 && i + at + 1 < url.len && bw_is_digit(c[at + 1]) && mark == '\0')
                    k++, digits = 0;
            } else if ((c[at] == '/' || c[at] == '-' || c[at] == '_') && digits && k < 2 && (mark == '\0' || mark == c[at])) {
                mark = c[at];
                k++;
                digits = 0;
            } else {
                break;
            }
        }
        if (k < 2 || digits == 0 || (mark == '\0' && digits < 2) || n[0] < 1990 || n[0] > 2100)
            continue;
        bw_day d = bw_day_checked(n[0], n[1], n[2]);
        if (d != BW_NO_DAY)
            return d;
    }
    return BW_NO_DAY;
}

static size_t shared_words(bw_str a, bw_str b, size_t *n_words)
{
    size_t shared = 0;
    *n_words = 0;
    for (bw_str word; bw_str_cut(&a, ' ', &word);) {
        if (word.len < 2)
            continue;
        ++*n_words;
        for (size_t i = 0; i + word.len <= b.len; i++)
            if (bw_str_eq_fold(bw_str_slice(b, i, i + word.len), word)) {
                shared++;
                break;
            }
    }
    return shared;
}

/* The site's name in the title of a window: what stands around the headline. */
static bw_str site_around(bw_str page_title, bw_str headline)
{
    size_t at = headline.len ? bw_str_find(page_title, headline, 0) : page_title.len, begin, end;
    if (at == page_title.len)
        return (bw_str){0};
    bw_str before = bw_str_trim(bw_str_slice(page_title, 0, at)), behind = bw_str_trim(bw_str_slice(page_title, at + headline.len, page_title.len));
    if (last_mark(page_title, page_title.len, &begin, &end) && begin >= at + headline.len)
        behind = bw_str_slice(page_title, end, page_title.len);
    bw_str name = behind.len ? behind : before;
    while (name.len && strchr("|-_:/ ", name.ptr[0]))
        name = bw_str_slice(name, 1, name.len);
    while (name.len && strchr("|-_:/ ", name.ptr[name.len - 1]))
        name = bw_str_slice(name, 0, name.len - 1);
    return name.len <= 60 ? name : (bw_str){0};
}

void bw_page_head_settle(bw_page_head *h, bw_str headline, bw_str url)
{
    bw_str *title = &h->values[BW_HEAD_TITLE], *address = &h->values[BW_HEAD_URL];
    *address = address->len ? bw_address_resolve(h->arena, url, *address) : url;
    if (!bw_address_split(*address).scheme.len)
        *address = (bw_str){0};
    size_t part = bw_str_find_char(*address, '#', 0); /* "#webpage" in JSON-LD */
    if (part + 1 < address->len && address->ptr[part + 1] != '!' && address->ptr[part + 1] != '/')
        *address = bw_str_slice(*address, 0, part);
    bw_str host = bw_address_split(url.len ? url : *address).host;
    if (bw_str_starts_fold(host, BW_LIT("www.")))
        host = bw_str_slice(host, 4, host.len);
    if (is_address(h->values[BW_HEAD_SITE])) {
        bw_str there = bw_address_split(h->values[BW_HEAD_SITE]).host;
        h->values[BW_HEAD_SITE] = there.len ? there : host;
    }
    if (title->len)
        *title = strip_site(h, *title, host, h->ranks[BW_HEAD_TITLE] >= 8);
    /* What readers see above the text, if it is about the same. */
    size_t n_words, shared = shared_words(headline, title->len ? *title : h->page_title, &n_words);
    if (headline.len && (!title->len || (n_words && shared * 2 >= n_words)))
        *title = headline;
    if (!h->values[BW_HEAD_SITE].len && h->page_title.len) {
        h->values[BW_HEAD_SITE] = site_around(h->page_title, headline);
        strip_site(h, h->page_title, host, true);
    }
    if (!h->values[BW_HEAD_SITE].len)
        h->values[BW_HEAD_SITE] = host;
    if (!h->values[BW_HEAD_DATE].len) {
        bw_day day = day_in_address(url.len ? url : *address);
        if (day != BW_NO_DAY)
            h->values[BW_HEAD_DATE] = bw_copydate_print(h->arena, day);
    }
    bw_str *language = &h->values[BW_HEAD_LANGUAGE];
    for (size_t i = 0; i < language->len; i++)
        if (language->ptr[i] == '-' || language->ptr[i] == '_' || language->ptr[i] == ',')
            language->len = i;
    *language = language->len == 2 || language->len == 3 ? bw_str_lower(h->arena, *language) : (bw_str){0};
}
