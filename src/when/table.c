#include "when/table.h"

const bw_when_word *bw_when_word_of(bw_str word)
{
    if (word.len == 0 || word.len >= BW_WHEN_LONGEST_WORD)
        return NULL;
    uint64_t hash = bw_hash(word);
    uint8_t tag = bw_when_tag(hash);
    for (uint32_t i = (uint32_t)hash;; i++) {
        uint32_t slot = i & (bw_when_n_words - 1);
        if (!bw_when_word_tags[slot])
            return NULL;
        const bw_when_word *w = &bw_when_words[slot];
        if (bw_when_word_tags[slot] == tag && memcmp(w->text, word.ptr, word.len) == 0 && w->text[word.len] == 0)
            return w;
    }
}

static int compare_head(const char *name, bw_str head)
{
    return strncmp(name, head.ptr, head.len);
}

void bw_when_feasts_of(bw_str name, uint32_t *low, uint32_t *high, uint32_t *n)
{
    uint32_t from = *low, to = *high;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (compare_head(bw_when_feasts[mid].name, name) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    *low = from;
    to = *high;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (compare_head(bw_when_feasts[mid].name, name) <= 0)
            from = mid + 1;
        else
            to = mid;
    }
    *high = from;
    for (*n = 0; *low + *n < *high && !bw_when_feasts[*low + *n].name[name.len];)
        ++*n;
}
