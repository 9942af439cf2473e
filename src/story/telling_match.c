#include "story/telling_match.h"

#include <string.h>

/* Of one country, or, where one of them has none, of one sector. */
static bool same_who(const bw_telling_who *a, const bw_telling_who *b)
{
    if (a->country[0] && b->country[0])
        return strcmp(a->country, b->country) == 0;
    return (a->entity && a->entity == b->entity) || (a->sector[0] && strcmp(a->sector, b->sector) == 0);
}

static int shared(const bw_telling_who *a, uint32_t n, const bw_telling_who *b, uint32_t m)
{
    int best = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++) {
            int now = !same_who(&a[i], &b[k]) ? 0 : a[i].entity && a[i].entity == b[k].entity ? 2 : 1;
            best = now > best ? now : best;
        }
    return best;
}

static int match_who(const bw_telling *a, const bw_telling *b)
{
    if (a->reciprocal || b->reciprocal) { /* each acts on each: one side is as good as the other */
        int all = 0;
        for (int i = 0; i < 2; i++)
            for (int k = 0; k < 2; k++)
                all += shared(a->who[i], a->n_who[i], b->who[k], b->n_who[k]) > 0;
        uint32_t sides = (a->n_who[1] > 0 || a->n_who[0] > 1) && (b->n_who[1] > 0 || b->n_who[0] > 1);
        return all >= (a->reciprocal && b->reciprocal ? 1 : sides ? 2 : 1) ? all : 0;
    }
    int actors = shared(a->who[0], a->n_who[0], b->who[0], b->n_who[0]);
    int recipients = shared(a->who[1], a->n_who[1], b->who[1], b->n_who[1]);
    if (actors == 0 || (recipients == 0 && a->n_who[1] && b->n_who[1]))
        return 0;
    return actors + recipients;
}

/* Only one of them says on which day; the other was written on that day or the next. */
static bool match_assumed(const bw_telling *a, const bw_telling *b)
{
    const bw_telling *told = a->assumed ? b : a, *other = told == a ? b : a;
    return a->assumed != b->assumed && bw_telling_has_day(a) && bw_telling_has_day(b) && other->from == told->from + 1;
}

/* One lies within the other, or one has no date. What is open at one end is only the same as itself. */
static bool match_dates(const bw_telling *a, const bw_telling *b)
{
    if ((a->from == BW_NO_DAY && a->to == BW_NO_DAY) || (b->from == BW_NO_DAY && b->to == BW_NO_DAY))
        return true;
    if (a->from == BW_NO_DAY || a->to == BW_NO_DAY || b->from == BW_NO_DAY || b->to == BW_NO_DAY)
        return a->from == b->from && a->to == b->to;
    if (match_assumed(a, b))
        return true;
    return (a->from >= b->from && a->to <= b->to) || (b->from >= a->from && b->to <= a->to);
}

/* -1: they contradict; 0: nothing is known; else how near. */
static int match_places(const bw_telling *a, const bw_telling *b)
{
    const bw_telling *fine = a->resolution >= b->resolution ? a : b, *coarse = fine == a ? b : a;
    if (coarse->resolution == 0)
        return 0;
    bool sure = a->in_clause && b->in_clause; /* a dateline is where it was written */
    if (a->country[0] && b->country[0] && strcmp(a->country, b->country) != 0)
        return sure ? -1 : 0;
    if (coarse->resolution == 1)
        return 1;
    if (a->place == b->place)
        return 3;
    if (coarse->resolution == 2)
        return fine->province == coarse->place ? 2 : fine->province && sure ? -1 : 0;
    return sure ? -1 : 0;
}

int bw_telling_match(const bw_telling *a, const bw_telling *b)
{
    if (a->type != b->type || a->negated != b->negated || a->modality != b->modality)
        return 0;
    if (a->type == BW_PLOVER_NONE && strncmp(a->cameo, b->cameo, 2) != 0)
        return 0;
    bool in_text = a->sentence >= 0 && b->sentence >= 0; /* a headline says in short what the text says */
    if (a->document == b->document && a->in_document != b->in_document && in_text && !match_assumed(a, b)) /* the coder held them apart */
        return 0;
    int who = match_who(a, b), places = match_places(a, b);
    if (who == 0 || places < 0 || !match_dates(a, b))
        return 0;
    return who + places + (a->cameo[0] && strcmp(a->cameo, b->cameo) == 0) + (a->in_document == b->in_document && a->document == b->document) + 1;
}
