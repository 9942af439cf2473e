#include "wire/copy/terms.h"

#include "base/rows.h"
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

const bw_terms_agency *bw_terms_find_agency(bw_str name)
{
    char room[BW_TERMS_MAX];
    bw_str form = bw_terms_fold(name, room);
    return form.len ? BW_ROWS_FIND(bw_terms_agencies, n_bw_terms_agencies, form) : NULL;
}

const bw_terms_marker *bw_terms_find_marker(bw_str form)
{
    return BW_ROWS_FIND(bw_terms_markers, n_bw_terms_markers, form);
}

const bw_terms_row *bw_terms_kind(const char *kind, size_t *n)
{
    const bw_str first_of[] = {bw_str_of(kind), BW_LIT("")}, last_of[] = {bw_str_of(kind), BW_LIT("\xFF")};
    size_t first = bw_rows_bound(bw_terms_rows, n_bw_terms_rows, sizeof *bw_terms_rows, first_of, 2);
    *n = bw_rows_bound(bw_terms_rows, n_bw_terms_rows, sizeof *bw_terms_rows, last_of, 2) - first;
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
        if ((at ^ hash) >> 16 == 0 && bw_str_is(form, row->form) && strcmp(row->kind, words.kind) == 0)
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
