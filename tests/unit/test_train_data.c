/* What two-column texts with names are taken for: their tags, and names that a rule cut too short or too long. */
#include "parse/train/data.h"
#include "parse/train/mend.h"
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

/* Writes `text` into a new file and gives its path, which lasts. */
static const char *put(bw_arena *a, const char *text)
{
    char *path = bw_arena_alloc(a, 40);
    strcpy(path, "/tmp/broadway-mend-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        printf("# cannot write %s\n", path);
    close(fd);
    return path;
}

static const struct {
    const char *why, *tree, *names,
        *want; /* want: a letter for each word, small for the second and later words of a name */
} mended[] = {
    {"the first word of a place's name",
     "1\tUnited\tunited\tADJ\tNNP\t_\t2\tamod\t_\t_\n2\tStates\tState\tPROPN\tNNP\t_\t3\tnsubj\t_\t_\n"
     "3\tagreed\tagree\tVERB\tVBD\t_\t0\troot\t_\t_\n",
     "United\tO\nStates\tB-LOC\nagreed\tO\n", "Ll."},
    {"a title before a name",
     "1\tPresident\tPresident\tPROPN\tNNP\t_\t2\tnmod:desc\t_\t_\n2\tDiop\tDiop\tPROPN\tNNP\t_\t4\tnsubj\t_\t_\n"
     "3\tSarr\tSarr\tPROPN\tNNP\t_\t2\tflat\t_\t_\n4\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_\n",
     "President\tB-PER\nDiop\tI-PER\nSarr\tI-PER\nspoke\tO\n", ".Pp."},
    {"people of a nation",
     "1\tAmericans\tAmerican\tPROPN\tNNPS\t_\t2\tnsubj\t_\t_\n2\tvoted\tvote\tVERB\tVBD\t_\t0\troot\t_\t_\n",
     "Americans\tB-PER\nvoted\tO\n", ".."},
    {"a country that acts",
     "1\tBelgium\tBelgium\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tvoted\tvote\tVERB\tVBD\t_\t0\troot\t_\t_\n",
     "Belgium\tB-ORG\nvoted\tO\n", "L."},
    {"a title alone",
     "1\tTell\ttell\tVERB\tVB\t_\t0\troot\t_\t_\n2\tMayor\tMayor\tPROPN\tNNP\t_\t1\tobj\t_\t_\n"
     "3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_\n4\tmayor\tmayor\tNOUN\tNN\t_\t2\tnmod\t_\t_\n",
     "Tell\tO\nMayor\tB-PER\nof\tO\nmayor\tO\n", "...."},
    {"a noun that is somebody's surname",
     "1\tJohn\tJohn\tPROPN\tNNP\t_\t0\troot\t_\t_\n2\tBush\tBush\tPROPN\tNNP\t_\t1\tflat\t_\t_\n"
     "3\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_\n4\tBush\tBush\tPROPN\tNNP\t_\t1\tconj\t_\t_\n5\tbush\tbush\tNOUN\tNN\t_"
     "\t4\tconj\t_\t_\n",
     "John\tB-PER\nBush\tI-PER\n,\tO\nBush\tB-PER\nbush\tO\n", "Pp.P."},
};

static bw_status test_mended(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_str belgium = BW_LIT("Belgium");
    bw_known_names known = {.arena = a};
    known.kinds[BW_NER_LOC].items = &belgium;
    known.kinds[BW_NER_LOC].n = 1;
    for (size_t i = 0; i < sizeof mended / sizeof *mended; i++) {
        const char *tree = put(a, mended[i].tree), *names = put(a, mended[i].names);
        bw_samples s = {.arena = a};
        bw_status st = bw_samples_read_treebank(&s, tree, err);
        if (!st)
            st = bw_samples_read_names(&s, names, err);
        unlink(tree);
        unlink(names);
        if (st)
            return st;
        bw_samples_mend(&s, &known);
        char got[16] = "";
        for (uint32_t k = 0; s.n == 1 && k < s.items[0].n; k++) {
            const bw_token *t = &s.items[0].tokens[k];
            got[k] = ".POLM"[t->ner];
            if (t->ner && !t->ner_begin)
                got[k] = (char)(got[k] | 0x20);
        }
        ok(strcmp(got, mended[i].want) == 0, "mended: %s (%s)", mended[i].why, got);
    }
    return BW_OK;
}

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
    if (!st)
        st = bw_arena_try(a, test_mended, a, &err);
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}
