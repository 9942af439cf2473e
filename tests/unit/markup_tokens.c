/* Documents on standard input, each ended by a NUL, as their tokens: a line of JSON a token, an empty line behind each document;
 * for markup_expat.py. */
#include "base/file.h"
#include "base/json.h"
#include "wire/markup/markup.h"

static const char *const kinds[] = {"text", "cdata", "open", "close", "comment", "instruction", "doctype"};

static void print_token(bw_arena *a, const bw_markup_token *t)
{
    bw_buf out = {.arena = a};
    bw_json j = {.out = &out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "kind", bw_str_of(kinds[t->kind]));
    bw_json_str(&j, "name", t->name);
    bw_json_str(&j, "text", t->kind == BW_MARKUP_TEXT ? bw_markup_unescape(a, t->text, BW_MARKUP_XML, NULL) : t->text);
    bw_json_bool(&j, "empty", t->empty);
    bw_json_open(&j, "attributes", '[');
    for (uint32_t i = 0; i < t->n_attributes; i++) {
        bw_json_str(&j, NULL, t->attributes[i].name);
        bw_json_str(&j, NULL, bw_markup_unescape(a, t->attributes[i].value, BW_MARKUP_XML, NULL));
    }
    bw_json_close(&j, ']');
    bw_json_close(&j, '}');
    printf("%.*s\n", (int)out.len, out.ptr);
}

static bw_status print_documents(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_str all, one;
    bw_status st = bw_file_read(a, "-", 64 << 20, &all, err);
    while (!st && bw_str_cut(&all, '\0', &one)) {
        bw_markup m;
        bw_markup_token t;
        bw_markup_start(&m, one, BW_MARKUP_XML);
        while (bw_markup_next(&m, &t))
            print_token(a, &t);
        putchar('\n');
    }
    return st;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = a ? bw_arena_try(a, print_documents, a, &err) : BW_ERR_MEMORY;
    bw_arena_free(a);
    return st != BW_OK;
}
