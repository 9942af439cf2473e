/* Any bytes as a table, then any words linked with it. The first byte says which table, the second the day; the words
 * (see link_words.h) stand behind the first 0x01. */
#include "linked.h"

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

    return link_any(&k, j->arena, rest, table, j->data[1], err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return run_job(work, data, size, 2); }
