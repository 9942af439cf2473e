#include "code/marked.h"

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
