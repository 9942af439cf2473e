#include "cli/journal.h"

#include "base/file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static bool path_of(const char *output, char *path, size_t room)
{
    int n = snprintf(path, room, "%s.progress", output);
    return n > 0 && (size_t)n < room;
}

bw_status bw_journal_write(const char *output, const char *run, const bw_place *place, bw_err *err)
{
    char path[4096], text[256];
    if (!path_of(output, path, sizeof path))
        return bw_fail(err, BW_ERR_IO, "%s: name is too long", output);
    int n = snprintf(text, sizeof text,
                     "broadway progress 1\nrun %s\nfile %d\noffset %" PRIu64 "\noutput %" PRIu64 "\nrefused %d\n", run,
                     place->file, place->offset, place->output, place->refused);
    return bw_file_write(path, (bw_str){text, (size_t)n}, err);
}

bw_status bw_journal_read(const char *output, const char *run, bw_place *place, bw_err *err)
{
    char path[4096], whose[65];
    bw_place got = {0};
    int refused;

    if (!path_of(output, path, sizeof path))
        return bw_fail(err, BW_ERR_IO, "%s: name is too long", output);
    FILE *f = fopen(path, "rb");
    if (!f)
        return errno == ENOENT ? BW_END : bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(errno));
    int n = fscanf(f, "broadway progress 1 run %64s file %d offset %" SCNu64 " output %" SCNu64 " refused %d", whose,
                   &got.file, &got.offset, &got.output, &refused);
    fclose(f);
    if (n != 5 || got.file < 0)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: not a journal of a run", path);
    if (strcmp(whose, run) != 0)
        return bw_fail(err, BW_ERR_USAGE, "%s: tells of a run with another coder, other options or other inputs", path);
    got.refused = refused != 0;
    *place = got;
    return BW_OK;
}

void bw_journal_remove(const char *output)
{
    char path[4096];
    if (path_of(output, path, sizeof path))
        remove(path);
}
