#include "code/classifier_units.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "parse/network_features.h"

#include <string.h>

static bool capital(bw_str form)
{
    size_t at = 0;
    return form.len && bw_utf8_is_upper(bw_utf8_next(form, &at));
}

/* Most words begin with capitals: a headline, where they tell nothing. */
static bool title_case(const bw_token *t, uint32_t n)
{
    uint32_t words = 0, capitals = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool word = t[i].upos != BW_UPOS_PUNCT && t[i].upos != BW_UPOS_NUM;
        words += word;
        capitals += word && capital(t[i].form);
    }
    return words > 3 && capitals * 10 > words * 6;
}

static bool is_name(const bw_token *t, uint32_t i, bool headline)
{
    if (t[i].ner != BW_NER_NONE)
        return true;
    if (headline || !capital(t[i].form))
        return false;
    return t[i].upos == BW_UPOS_PROPN || (t[i].upos == BW_UPOS_ADJ && i > 0);
}

bool bw_units_make(const bw_document *doc, uint32_t sentence, bw_units *out)
{
    const bw_sentence *s = &doc->sentences[sentence];
    const bw_token *t = doc->tokens + s->first;
    if (s->n == 0 || s->n > BW_CLASSIFIER_LONGEST)
        return false;
    *out = (bw_units){.units = BW_NEW(doc->arena, bw_unit, s->n), .tokens = BW_NEW(doc->arena, bw_token, s->n), .first = s->first,
                      .unit_of = BW_NEW(doc->arena, uint8_t, s->n)};
    int32_t outside[BW_CLASSIFIER_LONGEST]; /* of each unit: a token of it whose head is not in it */
    bool headline = title_case(t, s->n), open = false;
    for (uint32_t i = 0; i < s->n; i++) {
        bool name = is_name(t, i, headline);
        if (!name || !open) {
            out->units[out->n] = (bw_unit){.word = name ? 0 : bw_network_word(t[i].form), .head = -1};
            out->tokens[out->n] = (bw_token){.form = name ? BW_LIT("Vardania") : t[i].form};
            outside[out->n++] = (int32_t)i;
        }
        out->unit_of[i] = (uint8_t)(out->n - 1);
        out->tokens[out->n - 1].space_after = t[i].space_after;
        open = name;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        int32_t head = t[i].head - (int32_t)s->first;
        if (t[i].head < 0 || out->unit_of[head] != out->unit_of[i])
            outside[out->unit_of[i]] = (int32_t)i;
    }
    for (uint32_t k = 0; k < out->n; k++) {
        const bw_token *x = &t[outside[k]];
        out->units[k].upos = x->upos;
        out->units[k].rel = x->rel;
        out->units[k].head = x->head < 0 ? -1 : out->unit_of[x->head - (int32_t)s->first];
    }
    return true;
}

static void set_part(const bw_units *u, bw_range r, bw_part_of part, uint8_t *parts)
{
    for (uint32_t t = r.first; t < r.end; t++)
        parts[u->unit_of[t - u->first]] = (uint8_t)part;
}

void bw_units_part(const bw_units *u, bw_range actor, bw_range recipient, uint8_t parts[BW_CLASSIFIER_LONGEST])
{
    memset(parts, BW_PART_NONE, u->n);
    set_part(u, recipient, BW_PART_RECIPIENT, parts);
    set_part(u, actor, BW_PART_ACTOR, parts);
}
