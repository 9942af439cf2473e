/* kbc - the knowledge compiler of the build.
 *
 *     kbc FOLDER OUT.bin     tables of the folder to the block that the program carries; faults go to standard
 *                            error, one a line, and nothing is written
 *     kbc --gazetteer FOLDER OUT.bin     the same with the tables of places (link/gazetteer.h) */
#include "base/file.h"
#include "link/compile.h"
#include "link/gazetteer.h"

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

static bw_status run_gazetteer(void *with, bw_err *err)
{
    static const char *const files[] = {"provinces", "districts", "cities", "names"};
    char **argv = ((void **)with)[0];
    bw_arena *a = ((void **)with)[1];
    bw_str texts[4], image;
    bw_status st = BW_OK;
    for (int i = 0; !st && i < 4; i++)
        st = bw_file_read(a, bw_str_print(a, "%s/%s.tsv%c", argv[2], files[i], 0).ptr, 1u << 30, &texts[i], err);
    if (!st)
        st = bw_gazetteer_compile(a, &(bw_gazetteer_texts){texts[0], texts[1], texts[2], texts[3]}, &image, err);
    return st ? st : bw_file_write(argv[3], image, err);
}

int main(int argc, char **argv)
{
    bw_err err;
    bw_arena *a = bw_arena_new(0);
    bool places = argc == 4 && strcmp(argv[1], "--gazetteer") == 0;
    if ((argc != 3 && !places) || !a) {
        fprintf(stderr, "usage: kbc [--gazetteer] FOLDER OUT.bin\n");
        return 2;
    }
    void *with[] = {argv, a};
    bw_status st = bw_arena_try(a, places ? run_gazetteer : run, with, &err);
    if (st)
        fprintf(stderr, "kbc: %s\n", err.msg);
    bw_arena_free(a);
    return st != BW_OK;
}
