/* kbc - the knowledge compiler of the build.
 *
 *     kbc FOLDER OUT.bin     tables of the folder to the block that the program carries; faults go to standard
 *                            error, one a line, and nothing is written */
#include "base/file.h"
#include "link/compile.h"

#include <stdio.h>

static bw_status run(void *with, bw_err *err)
{
    char **argv = ((void **)with)[0];
    bw_tables t = {.arena = ((void **)with)[1], .folder = argv[1]};
    bw_str image;
    bw_status st = bw_tables_add_folder(&t, argv[1], err);
    if (st)
        return st;
    bw_tables_check(&t);
    if (t.faults.len)
        fwrite(t.faults.ptr, 1, t.faults.len, stderr);
    if (t.n_faults)
        return bw_fail(err, BW_ERR_SYNTAX, "%u faults in %s", t.n_faults, argv[1]);
    if ((st = bw_compile(&t, &image, err)) != BW_OK)
        return st;
    return bw_file_write(argv[2], image, err);
}

int main(int argc, char **argv)
{
    bw_err err;
    bw_arena *a = bw_arena_new(0);
    if (argc != 3 || !a) {
        fprintf(stderr, "usage: kbc FOLDER OUT.bin\n");
        return 2;
    }
    void *with[] = {argv, a};
    bw_status st = bw_arena_try(a, run, with, &err);
    if (st)
        fprintf(stderr, "kbc: %s\n", err.msg);
    bw_arena_free(a);
    return st != BW_OK;
}
