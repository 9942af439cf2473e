/* Text on standard input to CoNLL-U, with the kernels that are named: the reading alone, without what other
 * processors would need libraries for. usage: parse_text [KERNELS] */
#include "parse/conllu.h"
#include "parse/parse.h"

#include <stdio.h>
#include <stdlib.h>

static char text[1 << 20];

typedef struct {
    bw_document doc;
    const char *kernels; /* NULL: the fastest */
} reading;

static bw_status work(void *with, bw_err *err)
{
    reading *r = with;
    bw_document *doc = &r->doc;
    bw_parser *parser = NULL;
    bw_status st = bw_parser_open(NULL, &parser, err);
    if (!st && r->kernels)
        st = bw_parser_use(parser, r->kernels, err);
    if (!st)
        st = bw_parse_sentences(parser, doc, err);
    if (!st) {
        bw_buf out = {.arena = doc->arena};
        bw_conllu_write(doc, &out);
        fwrite(out.ptr, 1, out.len, stdout);
    }
    bw_parser_close(parser);
    return st;
}

int main(int argc, char **argv)
{
    reading r = {.doc.arena = bw_arena_new(0), .kernels = argc > 1 ? argv[1] : NULL};
    bw_err err = {0};
    r.doc.head.text = (bw_str){text, fread(text, 1, sizeof text, stdin)};
    bw_status st = bw_arena_try(r.doc.arena, work, &r, &err);
    if (st)
        fprintf(stderr, "%s\n", err.msg);
    bw_arena_free(r.doc.arena);
    return st != 0;
}
