/* Lines: ends, limits, offsets. */
#include "base/file.h"
#include "tap.h"

#include <unistd.h>

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

    char where[] = "/tmp/bw_file_XXXXXX", folder[100], name[120];
    if (!mkdtemp(where))
        return 1;
    snprintf(folder, sizeof folder, "%s/new/", where);
    const bw_file_named files[] = {{"a", BW_LIT("one")}, {"b", BW_LIT("")}};
    ok(bw_file_write_folder(folder, files, 2, &err) == BW_OK, "a folder of files");
    ok(bw_file_write_folder(folder, files, 2, &err) == BW_ERR_IO && err.msg[0], "not over one that has some: %s", err.msg);
    snprintf(name, sizeof name, "%sa/x", folder);
    ok(bw_file_write_folder(name, files, 2, &err) == BW_ERR_IO, "nor below a file");
    ok(bw_file_write_folder("", files, 2, &err) == BW_ERR_IO, "nor without a name");
    for (int i = 0; i < 2; i++) {
        snprintf(name, sizeof name, "%s%s", folder, files[i].name);
        ok(unlink(name) == 0, "%s is there", files[i].name);
    }
    ok(rmdir(folder) == 0 && rmdir(where) == 0, "and nothing else");
    return tap_done();
}
