/* RTF, HTML and Word files as lines: the first byte chooses. What comes out is valid UTF-8, not much more than what went in. */
#include "base/utf8.h"
#include "wire/export/docx.h"
#include "wire/export/lineout.h"
#include "wire/export/pagelines.h"
#include "wire/export/rtf.h"

#include <stdlib.h>

static void must(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[1 << 16];
    if (size < 2)
        return 0;
    int kind = data[0] % 4;
    FILE *in = fmemopen((void *)(uintptr_t)(data + 1), size - 1, "rb"), *f = NULL;
    must(in != NULL);
    if (kind == 0)
        f = bw_pagelines_open(in, BW_PAGELINES_HTML);
    else if (kind == 1)
        f = bw_pagelines_open(in, BW_PAGELINES_WORD);
    else if (kind == 2)
        f = bw_docx_open(in);
    else
        f = bw_rtf_open(in);
    must(f != NULL);
    size_t n, total = 0, kept = 0;
    while ((n = fread(text + kept, 1, sizeof text - kept, f)) > 0) {
        total += n;
        n += kept;
        size_t end = n; /* of the last whole line */
        while (end > 0 && text[end - 1] != '\n')
            end--;
        if (end == 0)
            end = n;
        if (kind != 2 && n < sizeof text)
            must(bw_utf8_count_bad((bw_str){text, end}) == 0);
        kept = n - end;
        memmove(text, text + end, kept);
    }
    must(kind == 2 || total <= size * 24 + 64);
    fclose(f);
    return 0;
}
