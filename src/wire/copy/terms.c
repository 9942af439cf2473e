#include "wire/copy/terms.h"

#include "base/utf8.h"

bw_str bw_terms_fold(bw_str s, char *out)
{
    size_t len = 0;
    for (size_t pos = 0; pos < s.len;) {
        if (!(s.ptr[pos] & 0x80)) {
            if (len + 8 > BW_TERMS_MAX)
                return (bw_str){0};
            out[len++] = bw_lower(s.ptr[pos++]);
            continue;
        }
        uint32_t second, c = bw_utf8_fold(bw_utf8_next(s, &pos), &second);
        if (len + 8 > BW_TERMS_MAX)
            return (bw_str){0};
        len += bw_utf8_put(c, out + len);
        if (second)
            len += bw_utf8_put(second, out + len);
    }
    return (bw_str){out, len};
}

/* Byte order, as bw_str_cmp() has it: most rows differ in their first byte, and these tables are asked for every word. */
static int compare(const char *row, bw_str s)
{
    size_t i = 0;
    while (i < s.len && row[i] == s.ptr[i] && row[i])
        i++;
    unsigned char a = (unsigned char)row[i], b = i < s.len ? (unsigned char)s.ptr[i] : 0;
    return a != b ? (a > b) - (a < b) : i < s.len ? -1 : 0;
}

/* Rows are found by their first member, a C string, in tables sorted by it. */
static const void *search(const void *rows, size_t n, size_t size, bw_str form)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const char *const *row = (const void *)((const char *)rows + mid * size);
        int order = compare(*row, form);
        if (order == 0)
            return row;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

const bw_terms_agency *bw_terms_find_agency(bw_str name)
{
    char room[BW_TERMS_MAX];
    bw_str form = bw_terms_fold(name, room);
    return form.len ? search(bw_terms_agencies, n_bw_terms_agencies, sizeof *bw_terms_agencies, form) : NULL;
}

const bw_terms_marker *bw_terms_find_marker(bw_str form)
{
    return search(bw_terms_markers, n_bw_terms_markers, sizeof *bw_terms_markers, form);
}

/* The first row that does not stand before (kind, form). */
static size_t lower_bound(const char *kind, bw_str form, bool behind_kind)
{
    bw_str wanted = bw_str_of(kind);
    size_t low = 0, high = n_bw_terms_rows;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = compare(bw_terms_rows[mid].kind, wanted);
        if (order == 0)
            order = behind_kind ? -1 : compare(bw_terms_rows[mid].form, form);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const bw_terms_row *bw_terms_kind(const char *kind, size_t *n)
{
    size_t first = lower_bound(kind, (bw_str){0}, false);
    *n = lower_bound(kind, (bw_str){0}, true) - first;
    return bw_terms_rows + first;
}

bw_terms_words bw_terms_words_of(const char *kind)
{
    bw_terms_words words = {kind, 2166136261u};
    for (const char *p = kind; *p; p++)
        words.hash = bw_terms_hash(words.hash, *p);
    words.hash = bw_terms_hash(words.hash, '\t');
    return words;
}

const char *bw_terms_find_folded(bw_terms_words words, bw_str form, uint32_t hash)
{
    for (size_t slot = hash;; slot++) {
        uint32_t at = bw_terms_rows_slots[slot & (n_bw_terms_rows_slots - 1)];
        if (at == 0)
            return NULL;
        const bw_terms_row *row = &bw_terms_rows[(at & 0xFFFF) - 1];
        if ((at ^ hash) >> 16 == 0 && compare(row->form, form) == 0 && strcmp(row->kind, words.kind) == 0)
            return row->value;
    }
}

const char *bw_terms_find_in(bw_terms_words words, bw_str word)
{
    char room[BW_TERMS_MAX];
    bw_str form = bw_terms_fold(word, room);
    uint32_t hash = words.hash;
    for (size_t i = 0; i < form.len; i++)
        hash = bw_terms_hash(hash, form.ptr[i]);
    return form.len ? bw_terms_find_folded(words, form, hash) : NULL;
}

const char *bw_terms_find(const char *kind, bw_str word) { return bw_terms_find_in(bw_terms_words_of(kind), word); }

const bw_terms_row *bw_terms_starts(const char *kind, bw_str s)
{
    char room[BW_TERMS_MAX];
    size_t n, pos = 0;
    while (pos < s.len && pos < BW_TERMS_MAX - 16)
        bw_utf8_next(s, &pos);
    bw_str start = bw_terms_fold(bw_str_slice(s, 0, pos), room);
    const bw_terms_row *rows = bw_terms_kind(kind, &n);
    for (size_t i = 0; i < n; i++) {
        bw_str form = bw_str_of(rows[i].form);
        bool cuts_word =
            start.len > form.len && bw_is_alpha(start.ptr[form.len]) && bw_is_alpha(form.ptr[form.len - 1]);
        if (bw_str_starts(start, form) && !cuts_word)
            return &rows[i];
    }
    return NULL;
}
