/* Any bytes as a dictionary of TABARI or PETRARCH: what comes out are tables without faults, and they link any words. The words
 * (see link_words.h) stand behind the first 0x01, the first byte says the day. */
#include "linked.h"
#include "link/import.h"

static bw_status attach(bw_tables *t, kb *k, bw_err *err)
{
    bw_str image;
    bw_status st = bw_compile(t, &image, err);
    if (!st && !kb_attach(k, image))
        abort();
    return st;
}

static bw_status work(void *with, bw_err *err)
{
    job *j = with;
    bw_str rest = {(const char *)j->data + 1, j->size - 1}, dictionary, tables[3];
    bw_str_cut(&rest, '\x01', &dictionary);
    bw_tables own = {.arena = j->arena};
    kb base;
    bw_tables_add(&own, BW_LIT("countries.tsv"), BW_LIT("VRN\tname\tVarenia\n"));
    bw_tables_add(&own, BW_LIT("organisations.tsv"), BW_LIT("cl\tname\tCoast League\ncl\tacronym\tCL\n"));
    bw_tables_add(&own, BW_LIT("words.tsv"), BW_LIT("former\tformer\nparticle\tal\nshouted\twho\nsmall\tof\nsmall\tthe\n"));
    bw_status st = attach(&own, &base, err);
    if (st)
        return st;

    bw_import m = {.arena = j->arena, .kb = &base};
    bw_import_add(&m, BW_LIT("d"), dictionary);
    bw_import_tables(&m, &tables[0], &tables[1], &tables[2]);
    bw_tables t = {.arena = j->arena};
    bw_tables_add(&t, BW_LIT("words.tsv"), BW_LIT("former\tformer\n"));
    t.overlay = true;
    bw_tables_add(&t, BW_LIT("actors.tsv"), tables[0]);
    bw_tables_add(&t, BW_LIT("agents.tsv"), tables[1]);
    bw_tables_add(&t, BW_LIT("words.tsv"), tables[2]);
    bw_tables_check(&t);
    if (t.n_faults || t.n_warnings)
        abort();
    bw_knowledge k = {.arena = j->arena};
    if ((st = attach(&t, &k.kb, err)) != BW_OK)
        return st;
    if (k.kb.n_actors != m.n_actors)
        abort();
    k.role_hos = k.role_hog = k.role_io = k.role_official = KB_NONE;

    return link_any(&k, j->arena, rest, dictionary, j->data[0], err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return run_job(work, data, size, 1); }
