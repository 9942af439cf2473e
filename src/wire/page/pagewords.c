#include "wire/page/pagewords.h"

#include "base/utf8.h"

enum { MAX_WORD = 32, MAX_FORM = 64, MAX_LABEL = 110 };

/* The first row that does not stand before (kind, form), both in lower case. */
static size_t lower_bound(const char *kind, bw_str form)
{
    size_t low = 0, high = n_bw_pagewords_rows;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(bw_pagewords_rows[mid].kind, kind);
        if (order == 0)
            order = bw_str_cmp(bw_str_of(bw_pagewords_rows[mid].form), form);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bw_pagewords_range range_of(const char *kind)
{
    return (bw_pagewords_range){(uint16_t)lower_bound(kind, BW_LIT("")), (uint16_t)lower_bound(kind, BW_LIT("\xFF"))};
}

/* The row with the longest form that the first `most` bytes of a text begin with, NULL: there is none. */
static const bw_pagewords_row *longest(bw_pagewords_range range, bw_str text, size_t most)
{
    most = most < text.len ? most : text.len;
    while (most > 0) {
        bw_str wanted = {text.ptr, most};
        size_t low = range.from, high = range.to; /* the first row behind it */
        while (low < high) {
            size_t mid = low + (high - low) / 2;
            if (bw_str_cmp(bw_str_of(bw_pagewords_rows[mid].form), wanted) <= 0)
                low = mid + 1;
            else
                high = mid;
        }
        if (low == range.from)
            return NULL;
        const char *form = bw_pagewords_rows[low - 1].form;
        size_t same = 0;
        while (same < most && form[same] == text.ptr[same])
            same++;
        if (form[same] == '\0')
            return &bw_pagewords_rows[low - 1];
        most = same; /* no form that is longer begins the text */
    }
    return NULL;
}

void bw_pagewords_index(bw_pagewords *w)
{
    for (int letter = 0; letter < 27; letter++) {
        char form[] = {(char)('a' + letter)}; /* behind "z" comes "{" */
        w->first[letter] = (uint16_t)lower_bound("class", (bw_str){form, 1});
    }
    w->holds = range_of("holds");
    w->consent = range_of("consent");
    w->phrases = range_of("phrase");
}

/* The words of the column "value" differ in their first letters. */
static uint32_t part_of(const char *value)
{
    switch (value[0]) {
    case 'f': return BW_PART_FURNITURE;
    case 'h': return BW_PART_FURNITURE | BW_PART_HARD;
    case 'n': return BW_PART_NOTE;
    case 'b': return BW_PART_BODY;
    case 'm': return BW_PART_MATTER;
    case 's': return BW_PART_SUBJECT;
    case 'w': return BW_PART_WEAK;
    case 'k': return BW_PART_KEEP;
    case 'd': return BW_PART_DEK;
    default: return 0;
    }
}

static uint32_t look_up(const bw_pagewords *w, const char *word, size_t len)
{
    if (len == 0 || !bw_is_lower(word[0]))
        return 0;
    size_t low = w->first[word[0] - 'a'], high = w->first[word[0] - 'a' + 1];
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const char *form = bw_pagewords_rows[mid].form;
        int order = strncmp(form, word, len);
        if (order == 0 && form[len] == '\0')
            return part_of(bw_pagewords_rows[mid].value);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

/* Names that say how a page is built or what an article is about, not what a part is: "has-sidebar", "tag-share". */
static bool says_state(const char *word, size_t len)
{
    static const bw_str first[] = {BW_LIT("has"), BW_LIT("no"), BW_LIT("not"), BW_LIT("with"), BW_LIT("without"), BW_LIT("tag"),
                                   BW_LIT("category"), BW_LIT("is"), BW_LIT("tone"), BW_LIT("type"), BW_LIT("theme"), BW_LIT("pillar")};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (bw_str_eq(first[i], (bw_str){word, len}))
            return true;
    return false;
}

/* One name: "article-body", "shareBox". Its words, and each two of them joined, are looked up. */
static uint32_t part_of_name(const bw_pagewords *w, bw_str name)
{
    char letters[2 * MAX_WORD]; /* the last word and this one */
    size_t before = 0, len = 0; /* of the last word, and of both */
    uint32_t parts = 0;
    bool first = true, joins = false;
    for (size_t i = 0; i <= name.len; i++) {
        char c = i < name.len ? name.ptr[i] : '\0';
        bool letter = bw_is_alpha(c);
        bool begins = bw_is_upper(c) && i > 0 && bw_is_lower(name.ptr[i - 1]);
        if ((!letter || begins) && len > before) {
            if (first && !begins && c != '\0' && says_state(letters, len))
                return 0;
            first = false;
            parts |= look_up(w, letters + before, len - before);
            if (before && joins)
                parts |= look_up(w, letters, len);
            joins = true;
            memmove(letters, letters + before, len - before);
            before = len - before;
            len = before;
        }
        joins &= !bw_is_digit(c); /* "9a1d" has no "ad" */
        if (letter) {
            if (len - before == MAX_WORD)
                return parts; /* no word of ours is so long */
            letters[len++] = bw_lower(c);
        }
    }
    if (parts & BW_PART_KEEP)
        return BW_PART_KEEP;
    if (parts & BW_PART_MATTER && parts & BW_PART_SUBJECT)
        parts |= BW_PART_BODY;
    return parts;
}

uint32_t bw_pagewords_part(const bw_pagewords *w, bw_str value)
{
    uint32_t parts = 0;
    for (size_t i = 0, end; i < value.len; i = end + 1) {
        end = i;
        while (end < value.len && !bw_is_space(value.ptr[end]))
            end++;
        parts |= part_of_name(w, bw_str_slice(value, i, end));
    }
    return parts;
}

const bw_pagewords_row *bw_pagewords_find(const char *kind, bw_str form)
{
    char folded[MAX_FORM];
    if (form.len > sizeof folded)
        return NULL;
    for (size_t i = 0; i < form.len; i++)
        folded[i] = bw_lower(form.ptr[i]);
    bw_str wanted = {folded, form.len};
    size_t at = lower_bound(kind, wanted);
    bool found = at < n_bw_pagewords_rows && strcmp(bw_pagewords_rows[at].kind, kind) == 0 &&
                 bw_str_is(wanted, bw_pagewords_rows[at].form);
    return found ? &bw_pagewords_rows[at] : NULL;
}

static bw_str fold(bw_arena *a, bw_str s)
{
    bw_buf out = {.arena = a};
    for (size_t pos = 0; pos < s.len;) {
        char c[4];
        uint32_t second, first = bw_utf8_fold(bw_utf8_next(s, &pos), &second);
        bw_buf_str(&out, (bw_str){c, bw_utf8_put(first, c)});
        if (second)
            bw_buf_char(&out, (char)second);
    }
    return bw_buf_view(&out);
}

static bool is_letter(char c) { return bw_is_alpha(c) || c & (char)0x80; }

/* Without what is no letter at its ends: quotation marks, arrows, pictures; but "©" says something. */
static bw_str without_marks(bw_str s)
{
    size_t from = 0, to = s.len;
    for (size_t pos = 0; from < to; from = pos) {
        uint32_t c = bw_utf8_next(s, &pos);
        if (bw_utf8_is_letter(c) || c == 0xA9)
            break;
    }
    while (to > from && !is_letter(s.ptr[to - 1]))
        to--;
    return bw_str_slice(s, from, to);
}

static bool holds(bw_str folded, bw_pagewords_range range)
{
    for (size_t i = range.from; i < range.to; i++)
        if (bw_str_find(folded, bw_str_of(bw_pagewords_rows[i].form), 0) < folded.len)
            return true;
    return false;
}

bool bw_pagewords_consent(const bw_pagewords *w, bw_arena *a, bw_str text)
{
    return holds(fold(a, text), w->consent);
}

/* Whether a word may end before the byte at `end`: in Chinese, Japanese and Korean any character may be one. */
static bool is_word_end(bw_str s, size_t end)
{
    return end == s.len || !is_letter(s.ptr[end]) || !is_letter(s.ptr[end - 1]) || (unsigned char)s.ptr[end] >= 0xE3;
}

static bool is_value(const bw_pagewords_row *row, const char *value) { return strcmp(row->value, value) == 0; }

static bw_phrase phrase_of(const bw_pagewords_row *row)
{
    return is_value(row, "end") || is_value(row, "wall") ? BW_PHRASE_END : BW_PHRASE_OUT;
}

bw_phrase bw_pagewords_phrase(const bw_pagewords *w, bw_arena *a, bw_str text, bool begins)
{
    text = fold(a, text);
    bw_str core = without_marks(text);
    const bw_pagewords_row *row;
    for (size_t most = core.len; (row = longest(w->phrases, core, most)) != NULL; most--) {
        most = strlen(row->form);
        bool label = is_value(row, "label") || is_value(row, "wall"), starts = is_value(row, "start") || (label && core.len <= MAX_LABEL);
        if (most == core.len || (begins && starts && is_word_end(core, most)))
            return phrase_of(row);
    }
    return begins && holds(text, w->holds) ? BW_PHRASE_OUT : BW_PHRASE_NONE;
}

/* The first bytes of a text with its case folded, as many as a form may have; `upto`: where in the text so many of them end. */
static size_t fold_start(bw_str text, char out[MAX_FORM], size_t upto, size_t *pos)
{
    size_t len = 0;
    for (*pos = 0; *pos < text.len && len + 5 <= MAX_FORM && len < upto;) {
        uint32_t second, first = bw_utf8_fold(bw_utf8_next(text, pos), &second);
        len += bw_utf8_put(first, out + len);
        if (second)
            out[len++] = (char)second;
    }
    return len;
}

size_t bw_pagewords_starts(const char *kind, bw_str text)
{
    char folded[MAX_FORM];
    bw_pagewords_range range = range_of(kind);
    size_t pos;
    bw_str start = {folded, fold_start(text, folded, MAX_FORM, &pos)};
    const bw_pagewords_row *row;
    for (size_t most = start.len; (row = longest(range, start, most)) != NULL; most--) {
        most = strlen(row->form);
        if (fold_start(text, folded, most, &pos) == most && is_word_end(text, pos))
            return pos;
        fold_start(text, folded, MAX_FORM, &pos);
    }
    return 0;
}

bw_str bw_pagewords_skeleton(bw_arena *a, bw_str s)
{
    char *out = bw_arena_alloc(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (bw_is_alpha(s.ptr[i]) || bw_is_digit(s.ptr[i]) || s.ptr[i] & (char)0x80)
            out[n++] = bw_lower(s.ptr[i]);
    return (bw_str){out, n};
}
