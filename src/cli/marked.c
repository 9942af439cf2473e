#include "cli/marked.h"

bool bw_unmark(bw_arena *a, bw_str marked, bw_str *text, bw_span *actor, bw_span *recipient)
{
    static const bw_str marks[4] = {BW_LIT("<s>"), BW_LIT("</s>"), BW_LIT("<t>"), BW_LIT("</t>")};
    int64_t at[4] = {-1, -1, -1, -1};
    bw_buf b = {.arena = a};

    for (size_t pos = 0; pos < marked.len;) {
        int k = 0;
        while (k < 4 && !bw_str_starts(bw_str_slice(marked, pos, marked.len), marks[k]))
            k++;
        if (k == 4) {
            bw_buf_char(&b, marked.ptr[pos++]);
            continue;
        }
        bool opened = k % 2 == 0 || at[k - 1] >= 0;
        if (at[k] < 0 && opened)
            at[k] = (int64_t)b.len;
        pos += marks[k].len;
    }
    *text = bw_buf_view(&b);
    *actor = (bw_span){(uint32_t)at[0], (uint32_t)at[1]};
    *recipient = (bw_span){(uint32_t)at[2], (uint32_t)at[3]};
    return at[0] >= 0 && at[1] >= at[0] && at[2] >= 0 && at[3] >= at[2];
}
