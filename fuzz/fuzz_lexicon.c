/* Any bytes as rules, then a text with a tree of any shape coded with them: what stands behind the first 0x01 makes the tokens. */
#include "coded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err = {0};
    const uint8_t *cut = size ? memchr(data, 1, size) : NULL;
    size_t n_rules = cut ? (size_t)(cut - data) : size;
    bw_lexicon *l = NULL;
    if (bw_lexicon_open_text((bw_str){(const char *)data, n_rules}, &l, &err) == BW_OK)
        code_any(l, data + n_rules + (cut != NULL), size - n_rules - (cut != NULL));
    return 0;
}
