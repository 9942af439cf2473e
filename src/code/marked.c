#include "code/marked.h"

#include <string.h>

void bw_unmark(bw_arena *a, bw_str marked, bw_str *text, bw_span *actor, bw_span *recipient)
{
    static const bw_str marks[4] = {BW_LIT("<s>"), BW_LIT("</s>"), BW_LIT("<t>"), BW_LIT("</t>")};
    bool seen[4] = {false};
    uint32_t at[4] = {0};
    bw_buf b = {.arena = a};

    for (size_t pos = 0; pos < marked.len;) {
        int k = 0;
        while (k < 4 && !bw_str_starts(bw_str_slice(marked, pos, marked.len), marks[k]))
            k++;
        if (k == 4) {
            bw_buf_char(&b, marked.ptr[pos++]);
            continue;
        }
        bool opened = k % 2 == 0 || seen[k - 1];
        if (!seen[k] && opened) {
            seen[k] = true;
            at[k] = (uint32_t)b.len;
        }
        pos += marks[k].len;
    }
    *text = bw_buf_view(&b);
    *actor = seen[1] ? (bw_span){at[0], at[1]} : (bw_span){0};
    *recipient = seen[3] ? (bw_span){at[2], at[3]} : (bw_span){0};
}

const char *const bw_annotated_statuses[BW_ANNOTATED_STATUSES] = {"actual", "negated", "future", "alleged", "none"};

bw_status bw_annotated_read(bw_arena *a, bw_str line, const char *file, uint32_t number, bw_annotated *out, bw_err *err)
{
    bw_str rest = line, column[6];
    for (int i = 0; i < 6; i++)
        if (!bw_str_cut(&rest, '\t', &column[i]) || column[i].len == 0)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: %d columns, not 6", file, number, i);
    *out = (bw_annotated){.status = BW_ANNOTATED_STATUSES};
    for (uint8_t i = 0; i < BW_ANNOTATED_STATUSES; i++)
        if (bw_str_is(column[1], bw_annotated_statuses[i]))
            out->status = i;
    if (!bw_plover_of(column[0], &out->act) || out->status == BW_ANNOTATED_STATUSES ||
        (!bw_plover_of(column[2], &out->code) && !bw_str_is(column[2], "NONE")))
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: no such type or status", file, number);
    if (column[4].len < BW_MAX_CAMEO && !bw_str_is(column[4], "-"))
        memcpy(out->cameo, column[4].ptr, column[4].len);
    bw_unmark(a, column[5], &out->text, &out->actor, &out->recipient);
    return BW_OK;
}
