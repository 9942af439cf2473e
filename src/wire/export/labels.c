#include "wire/export/labels.h"

#include "base/rows.h"
#include "wire/copy/terms.h"

enum { LONGEST = 48 }; /* bytes of a label before it is folded: a line of text is told at a glance */

static bw_label field_of(const char *name)
{
    static const char *const names[] = {
#define NAME(id, text) text,
        BW_LABEL_LIST(NAME)
#undef NAME
    };
    size_t i = sizeof names / sizeof *names - 1;
    while (i > 0 && strcmp(names[i], name) != 0)
        i--;
    return (bw_label)i;
}

bw_label bw_label_find(const char *kind, bw_str words)
{
    char room[BW_TERMS_MAX];
    words = bw_str_trim(words);
    bw_str form = words.len <= LONGEST ? bw_terms_fold(words, room) : (bw_str){0};
    const bw_label_row *row = form.len ? BW_ROWS_FIND(bw_label_rows, n_bw_label_rows, bw_str_of(kind), form) : NULL;
    return row ? field_of(row->field) : BW_LABEL_NONE;
}

bw_label bw_label_read(const char *kind, bw_str line, bw_str *value)
{
    size_t colon = bw_str_find_char(bw_str_slice(line, 0, BW_TERMS_MAX), ':', 0);
    *value = (bw_str){0};
    if (colon >= line.len || line.ptr[colon] != ':')
        return BW_LABEL_NONE;
    bw_label l = bw_label_find(kind, bw_str_slice(line, 0, colon));
    if (l != BW_LABEL_NONE)
        *value = bw_str_trim(bw_str_slice(line, colon + 1, line.len));
    return l;
}

bw_label bw_label_count(bw_str line)
{
    bw_str rest = bw_str_trim(line), word;
    bw_label what = BW_LABEL_NONE;
    int64_t n;
    if (rest.len > 60)
        return BW_LABEL_NONE;
    if (!bw_str_cut(&rest, ' ', &word))
        return BW_LABEL_NONE;
    if (!bw_str_to_int(word, &n)) {
        what = bw_label_find("count-what", word);
        if (what == BW_LABEL_NONE || !bw_str_cut(&rest, ' ', &word) || !bw_str_to_int(word, &n))
            return BW_LABEL_NONE;
    }
    if (!bw_str_cut(&rest, ' ', &word) || bw_label_find("count-of", word) == BW_LABEL_NONE ||
        !bw_str_cut(&rest, ' ', &word) || !bw_str_to_int(word, &n))
        return BW_LABEL_NONE;
    rest = bw_str_trim(rest);
    if (rest.len == 0)
        return what;
    return what == BW_LABEL_NONE && bw_is_upper(rest.ptr[0]) && bw_is_upper(rest.ptr[rest.len - 1])
               ? bw_label_find("count-what", rest)
               : BW_LABEL_NONE;
}
