#include "when/table.h"

const bw_when_word *bw_when_word_of(bw_str word)
{
    if (word.len == 0 || word.len >= BW_WHEN_LONGEST_WORD)
        return NULL;
    for (uint32_t i = (uint32_t)bw_hash(word);; i++) {
        const bw_when_word *w = &bw_when_words[i & (bw_when_n_words - 1)];
        if (!w->text[0])
            return NULL;
        if (memcmp(w->text, word.ptr, word.len) == 0 && w->text[word.len] == 0)
            return w;
    }
}

const bw_when_feast *bw_when_feast_of(bw_str name, uint32_t *n, bool *goes_on)
{
    uint32_t low = 0, high = bw_when_n_feasts;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (bw_str_cmp(bw_str_of(bw_when_feasts[mid].name), name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (*n = 0; low + *n < bw_when_n_feasts && bw_str_is(name, bw_when_feasts[low + *n].name);)
        ++*n;
    *goes_on = low + *n < bw_when_n_feasts && bw_str_starts(bw_str_of(bw_when_feasts[low + *n].name), name);
    return *n ? &bw_when_feasts[low] : NULL;
}
