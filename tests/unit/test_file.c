/* Lines: ends, limits, offsets. */
#include "base/file.h"
#include "tap.h"

int main(void)
{
    FILE *f = tmpfile();
    if (!f)
        return 1;
    fputs("one\r\n\nthree", f);
    for (int i = 0; i < 200000; i++)
        fputc('x', f);
    fputs("\nlast", f);
    rewind(f);

    bw_lines *l = bw_lines_new(f, "t", 1000);
    bw_str line;
    bw_err err = {0};
    ok(bw_lines_next(l, &line, &err) == BW_OK && bw_str_is(line, "one"), "CR LF");
    ok(bw_lines_next(l, &line, &err) == BW_OK && line.len == 0 && bw_lines_offset(l) == 6, "empty line");
    ok(bw_lines_next(l, &line, &err) == BW_ERR_LIMIT && err.msg[0], "a long line is refused: %s", err.msg);
    ok(bw_lines_next(l, &line, &err) == BW_OK && bw_str_is(line, "last") && bw_lines_number(l) == 4, "and the next read");
    ok(bw_lines_next(l, &line, &err) == BW_END, "end");
    ok(bw_lines_offset(l) == 6 + 5 + 200000 + 1 + 4, "offset");
    bw_lines_free(l);
    fclose(f);
    return tap_done();
}
