#include "wire/page/pagewords.h"

enum { MAX_WORD = 32 };

/* The rows of a kind, which are sorted by form. */
static const bw_pagewords_row *rows_of(const char *kind, size_t *n)
{
    size_t low = 0, high = n_bw_pagewords_rows;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(bw_pagewords_rows[mid].kind, kind) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    size_t end = low;
    while (end < n_bw_pagewords_rows && strcmp(bw_pagewords_rows[end].kind, kind) == 0)
        end++;
    *n = end - low;
    return bw_pagewords_rows + low;
}

void bw_pagewords_index(bw_pagewords *w)
{
    size_t n, row = 0;
    const bw_pagewords_row *rows = rows_of("class", &n);
    for (int letter = 0; letter < 27; letter++) {
        while (row < n && rows[row].form[0] < 'a' + letter)
            row++;
        w->first[letter] = (uint16_t)(rows - bw_pagewords_rows + (ptrdiff_t)row);
    }
}

static uint32_t part_of(const char *value)
{
    static const struct {
        const char *value;
        uint32_t part;
    } parts[] = {
        {"furniture", BW_PART_FURNITURE}, {"comments", BW_PART_FURNITURE | BW_PART_COMMENTS}, {"note", BW_PART_NOTE},
        {"body", BW_PART_BODY}, {"matter", BW_PART_MATTER}, {"subject", BW_PART_SUBJECT},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].value, value) == 0)
            return parts[i].part;
    return 0;
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
    static const char *const first[] = {"has", "no", "not", "with", "without", "tag", "category", "is"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (strlen(first[i]) == len && memcmp(first[i], word, len) == 0)
            return true;
    return false;
}

/* One name: "article-body", "shareBox". Its words, and each two of them joined, are looked up. */
static uint32_t part_of_name(const bw_pagewords *w, bw_str name)
{
    char letters[2 * MAX_WORD]; /* the last word and this one */
    size_t before = 0, len = 0; /* of the last word, and of both */
    uint32_t parts = 0;
    bool first = true;
    for (size_t i = 0; i <= name.len; i++) {
        char c = i < name.len ? name.ptr[i] : '\0';
        bool letter = bw_is_alpha(c);
        bool begins = bw_is_upper(c) && i > 0 && bw_is_lower(name.ptr[i - 1]);
        if ((!letter || begins) && len > before) {
            if (first && !begins && c != '\0' && says_state(letters, len))
                return 0;
            first = false;
            parts |= look_up(w, letters + before, len - before);
            if (before)
                parts |= look_up(w, letters, len);
            memmove(letters, letters + before, len - before);
            before = len - before;
            len = before;
        }
        if (letter) {
            if (len - before == MAX_WORD)
                return parts; /* no word of ours is so long */
            letters[len++] = bw_lower(c);
        }
    }
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

const bw_pagewords_row *bw_pagewords_phrase(bw_str text)
{
    (void)text;
    return NULL;
}
