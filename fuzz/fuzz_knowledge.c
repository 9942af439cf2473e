/* Any bytes as a table, then any words linked with it. The first byte says which table, the second the day; the words
 * (see link_words.h) stand behind the first 0x01. */
#include "../tests/unit/link_words.h"
#include "link/compile.h"
#include "link/knowledge.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    const uint8_t *data;
    size_t size;
} job;

static bw_status work(void *with, bw_err *err)
{
    static const char *const files[] = {"countries.tsv", "posts.tsv",  "people.tsv", "organisations.tsv", "agents.tsv",
                                        "groups.tsv",    "places.tsv", "words.tsv",  "crosswalk.tsv",     "people/a.tsv",
                                        "actors.tsv"};
    job *j = with;
    bw_str rest = {(const char *)j->data + 2, j->size - 2}, table;
    bw_str_cut(&rest, '\x01', &table);
    bw_tables t = {.arena = j->arena};
    bw_tables_add(&t, BW_LIT("countries.tsv"), BW_LIT("VRN\tname\tVarenia\nVRN\tadjective\tVarenian\nVRN\tcapital\tVard\t1\t2\n"));
    bw_tables_add(&t, BW_LIT("posts.tsv"), BW_LIT("FM\ttitle\tforeign minister\nFM\tholders\tone\nHOS\ttitle\tpresident\n"));
    bw_tables_add(&t, BW_LIT("agents.tsv"), BW_LIT("troops\tgroup\tMIL\nministry\tbody\tGOV\n"));
    bw_tables_add(&t, BW_LIT("people.tsv"), BW_LIT("a-b\tname\tAnna Bor\na-b\tfamily\tBor\na-b\tcountry\tVRN\na-b\toffice\tFM\tVRN\n"));
    t.overlay = true;
    bw_tables_add(&t, bw_str_of(files[j->data[0] % (sizeof files / sizeof *files)]), table);
    bw_tables_check(&t);
    if (t.n_faults)
        return BW_OK;
    bw_str image;
    bw_status st = bw_compile(&t, &image, err);
    bw_knowledge k = {.arena = j->arena};
    if (st || !kb_attach(&k.kb, image))
        abort();
    k.role_hos = kb_find_role(&k.kb, "HOS");
    k.role_hog = kb_find_role(&k.kb, "HOG");
    k.role_io = k.role_official = KB_NONE;

    bw_document doc = {.arena = j->arena};
    doc.head.day = j->data[1] ? bw_day_of(1900 + j->data[1], 4, 1) : BW_NO_DAY;
    link_words(&doc, rest.ptr ? rest : table);
    if ((st = bw_link_actors(&k, &doc, err)) != BW_OK)
        return st;
    for (uint32_t i = 0; i < doc.n_mentions; i++) {
        const bw_mention *m = &doc.mentions[i];
        if (m->start > m->end || m->end > doc.head.text.len || m->same_as >= (int32_t)i || m->first + m->n > doc.n_tokens ||
            (m->also >= 0 && (uint32_t)m->also >= doc.n_mentions))
            abort();
    }
    bw_buf out = {.arena = j->arena};
    bw_link_write(&doc, &out);
    bw_knowledge_find(&k, bw_str_slice(rest, 0, 60), doc.head.day, &out);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    if (size < 2)
        return 0;
    job j = {bw_arena_new((size_t)256 << 20), data, size};
    if (!j.arena)
        return 0;
    bw_status st = bw_arena_try(j.arena, work, &j, &err);
    (void)st;
    bw_arena_free(j.arena);
    return 0;
}
