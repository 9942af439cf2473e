#include "code/event_key.h"

#include "link/crosswalk.h"

#include <stdlib.h>

static const char *const names[] = {"none", "story", "phoenix", "root"};

bool bw_sameness_of(const char *name, bw_sameness *out)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (bw_sameness)i;
            return true;
        }
    return false;
}

const char *bw_sameness_name(bw_sameness s) { return names[s]; }

static int by_text(const void *a, const void *b) { return bw_str_cmp(*(const bw_str *)a, *(const bw_str *)b); }

/* The codes of all on one side, each once, in their order: who stands first differs from telling to telling. */
static void put_side(const bw_document *doc, const bw_event *e, const bw_parties *side, bool whole, const bw_knowledge *knowledge, bw_buf *out)
{
    bw_str *codes = BW_NEW(doc->arena, bw_str, side->n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < side->n; i++) {
        const bw_mention *m = &doc->mentions[side->items[i].mention];
        bw_buf code = {.arena = doc->arena};
        if (!whole && m->country[0])
            bw_buf_text(&code, m->country);
        else if (knowledge)
            bw_crosswalk_actor(knowledge, m, BW_SCHEME_PHOENIX, e->from, &code);
        else
            bw_mention_code(m, &code);
        codes[n++] = bw_buf_view(&code);
    }
    qsort(codes, n, sizeof *codes, by_text);
    bw_buf_char(out, '\t');
    for (uint32_t i = 0; i < n; i++) {
        if (i && bw_str_eq(codes[i], codes[i - 1]))
            continue;
        if (i)
            bw_buf_char(out, '+');
        bw_buf_str(out, codes[i]);
    }
}

void bw_event_key(const bw_document *doc, const bw_event *e, bw_sameness s, const bw_knowledge *knowledge, bw_buf *out)
{
    bool whole = s != BW_SAME_ROOT;
    bw_buf_print(out, "%d", e->from);
    put_side(doc, e, &e->actor, whole, knowledge, out);
    put_side(doc, e, &e->recipient, whole, knowledge, out);
    bw_buf_print(out, "\t%s\t%d%d", whole && e->cameo[0] ? e->cameo : bw_plover_name(e->type), e->negated, e->modality);
}
