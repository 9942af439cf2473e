/* What the tags of two-column texts with names are taken for. */
#include "parse/train/data.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static const struct {
    const char *tag;
    bool readable;
    bw_ner kind;
    bool begin;
} tags[] = {
    {"O", true, BW_NER_NONE, false},       {"B-PER", true, BW_NER_PER, true},    {"I-PER", true, BW_NER_PER, false},
    {"B-ORG", true, BW_NER_ORG, true},     {"B-LOC", true, BW_NER_LOC, true},    {"B-MISC", true, BW_NER_MISC, true},
    {"I-EVENT", true, BW_NER_MISC, false}, {"B-NORP", true, BW_NER_NONE, false}, {"I-NORP", true, BW_NER_NONE, false},
    {"NORP", false, BW_NER_NONE, false},   {"B-", false, BW_NER_NONE, false},    {"X-PER", false, BW_NER_NONE, false},
};

static bw_status test_tags(void *with, bw_err *err)
{
    bw_arena *a = with;
    char path[] = "/tmp/broadway-names-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0)
        return bw_fail(err, BW_ERR_IO, "no temporary file");
    close(fd);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        FILE *f = fopen(path, "w");
        if (!f)
            return bw_fail(err, BW_ERR_IO, "%s: cannot be written", path);
        fprintf(f, "# newdoc id = a-001\nword\t%s\n\n", tags[i].tag);
        fclose(f);
        bw_samples s = {.arena = a};
        bw_err why = {0};
        bw_status st = bw_samples_read_names(&s, path, &why);
        bool right = st == BW_ERR_SYNTAX && s.n == 0 && strstr(why.msg, ":2:");
        if (tags[i].readable) {
            const bw_token *t = st == BW_OK && s.n == 1 && s.items[0].n == 1 ? s.items[0].tokens : NULL;
            right = t && s.items[0].has_names && t->ner == tags[i].kind && t->ner_begin == tags[i].begin;
        }
        ok(right, "tag %s", tags[i].tag);
    }
    unlink(path);
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = bw_arena_try(a, test_tags, a, &err);
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}
