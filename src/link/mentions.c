#include "link/linker.h"

#include "base/json.h"

/* The country of the dateline, when all its places lie in one. */
static void find_home(linker *l)
{
    const bw_strs *places = &l->doc->head.places;
    for (size_t i = 0; i < places->n; i++) {
        const char *code = bw_pieces_country(l, places->items[i]);
        if (!code[0] || (l->home[0] && strcmp(code, l->home) != 0)) {
            l->home[0] = '\0';
            return;
        }
        memcpy(l->home, code, sizeof l->home);
    }
}

static bool dash(const linker *l, uint32_t t)
{
    bw_str form = l->doc->tokens[t].form;
    return bw_str_is(form, "-") || bw_str_is(form, "--") || bw_str_is(form, "\xE2\x80\x93") || bw_str_is(form, "\xE2\x80\x94");
}

/* "NAIROBI, Kenya, April 1 (Agency) - " left at the beginning of a text: capitals, a date, an agency in brackets, a dash.
 * The first word in capitals names a place, or an agency stands before the dash. */
static void find_dateline(linker *l)
{
    enum { MOST = 20 };
    const bw_document *doc = l->doc;
    uint32_t i = 0;
    while (i < doc->n_sentences && doc->sentences[i].number < 0)
        i++;
    if (i == doc->n_sentences || doc->sentences[i].n < 3)
        return;
    uint32_t first = doc->sentences[i].first, end = first + doc->sentences[i].n, t = first;
    uint32_t kinds = 1u << KB_IS_CAPITAL | 1u << KB_IS_PLACE | 1u << KB_IS_COUNTRY;
    bw_str start = doc->tokens[first].form;
    bool shouted = start.len > 2, bracket = false;
    for (size_t j = 0; j < start.len; j++)
        shouted &= !bw_is_lower(start.ptr[j]);
    for (; t < end && t - first < MOST; t++) {
        if (dash(l, t) && t > first && doc->tokens[t - 1].space_after && doc->tokens[t].space_after)
            break;
        const bw_token *k = &doc->tokens[t];
        bracket |= bw_str_is(k->form, "(");
        if (!(k->upos == BW_UPOS_PUNCT || k->upos == BW_UPOS_NUM || k->upos == BW_UPOS_SYM ||
              (k->form.len && bw_is_upper(k->form.ptr[0])) ||
              bw_str_is(k->form, "and") || bw_pieces_listed(l, t, LIST_PARTICLE)))
            return;
    }
    if (t >= end || t - first >= MOST || t == first)
        return;
    bracket &= bw_str_is(doc->tokens[t - 1].form, ")");
    const piece *p = bw_pieces_at(l, first);
    if (!bracket && !(shouted && p && (p->kinds & kinds)))
        return;
    l->doc->dateline_first = first;
    l->doc->dateline_end = t + 1;
    if (!doc->head.places.n && p && (p->kinds & kinds))
        memcpy(l->home, bw_pieces_country(l, bw_pieces_folded(l, p->first, p->first + p->n, true)), sizeof l->home);
}

static bw_status link_document(linker *l)
{
    find_home(l);
    bw_document *doc = l->doc;
    bw_pieces_find(l);
    find_dateline(l);
    doc->mention_of = BW_NEW(l->arena, int32_t, doc->n_tokens + 1u);
    memset(doc->mention_of, 0xFF, (doc->n_tokens + 1u) * sizeof *doc->mention_of);
    l->name_words.arena = l->entities.arena = l->place_names.arena = l->arena;
    l->countries_seen = BW_NEW(l->arena, uint8_t, l->kb->n_countries + 1u);
    for (uint32_t i = 0; i < l->n_pieces; i++) {
        uint32_t at = kb_find_country(l->kb, bw_phrases_nation_code(l, &l->pieces[i]));
        if (at != KB_NONE && (l->pieces[i].kinds & ~(1u << KB_IS_COUNTRY_SHORT)))
            l->countries_seen[at] = 1;
    }
    doc->mentions = NULL;
    doc->n_mentions = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (!(doc->sentences[i].flags & BW_SENTENCE_NOISE))
        {
            bw_phrases_link(l, &doc->sentences[i], (int32_t)i);
            bw_places_collect(l, &doc->sentences[i], (int32_t)i);
        }
    bw_places_resolve(l);
    return BW_OK;
}

typedef struct {
    const bw_knowledge *k;
    bw_document *doc;
} task;

static bw_status run(void *with, bw_err *err)
{
    (void)err;
    task *t = with;
    linker *l = BW_NEW(t->doc->arena, linker, 1);
    l->k = t->k;
    l->kb = &t->k->kb;
    l->doc = t->doc;
    l->arena = t->doc->arena;
    /* Undated text is read as if it were written on the tables' last day. */
    l->dated = t->doc->head.day != BW_NO_DAY;
    l->day = l->dated ? t->doc->head.day : KB_ALWAYS - 1;
    return link_document(l);
}

bw_status bw_link_actors(const bw_knowledge *k, bw_document *doc, bw_err *err)
{
    task t = {k, doc};
    return bw_arena_try(doc->arena, run, &t, err);
}

int32_t bw_link_mention_at(const bw_document *doc, uint32_t token)
{
    return doc->mention_of && token < doc->n_tokens ? doc->mention_of[token] : -1;
}

static void write_text(bw_json *j, const char *key, bw_str s)
{
    if (s.len)
        bw_json_str(j, key, s);
    else
        bw_json_null(j, key);
}

static void write_mention(const bw_document *doc, const bw_mention *m, bw_json *j)
{
    bw_str source = bw_sentence_source(doc, &doc->sentences[m->sentence]);
    bw_json_open(j, NULL, '{');
    bw_json_int(j, "start", m->start);
    bw_json_int(j, "end", m->end);
    if (doc->sentences[m->sentence].number < 0)
        bw_json_bool(j, "title", true);
    bw_json_str(j, "text", bw_str_slice(source, m->start, m->end));
    bw_json_str(j, "kind", bw_str_of(bw_mention_kind_name(m->kind)));
    write_text(j, "entity", m->entity);
    write_text(j, "wikidata", m->wikidata);
    bw_json_str(j, "name", m->name);
    write_text(j, "country", bw_str_of(m->country));
    bw_json_open(j, "sectors", '[');
    for (int i = 0; i < m->n_sectors; i++)
        bw_json_str(j, NULL, bw_str_of(m->sectors[i]));
    bw_json_close(j, ']');
    bw_buf code = {.arena = j->out->arena};
    bw_mention_code(m, &code);
    write_text(j, "code", bw_buf_view(&code));
    write_text(j, "role", m->role);
    if (m->religion.len)
        bw_json_str(j, "religion", m->religion);
    if (m->ethnicity.len)
        bw_json_str(j, "ethnicity", m->ethnicity);
    bw_json_bool(j, "actor", m->actor);
    bw_json_bool(j, "place", m->place);
    if (m->has_point) {
        bw_json_fixed(j, "lat", m->lat, 4);
        bw_json_fixed(j, "lon", m->lon, 4);
    } else {
        bw_json_null(j, "lat");
        bw_json_null(j, "lon");
    }
    if (m->geonames)
        bw_json_int(j, "geonames", m->geonames);
    else
        bw_json_null(j, "geonames");
    write_text(j, "feature", m->feature);
    if (m->province.len)
        bw_json_str(j, "province", m->province);
    if (m->district.len)
        bw_json_str(j, "district", m->district);
    if (m->same_as >= 0)
        bw_json_int(j, "same_as", m->same_as);
    bw_json_str(j, "reason", m->reason);
    bw_json_fixed(j, "confidence", (double)m->confidence, 2);
    bw_json_close(j, '}');
}

/* The mention that covers most of the span, of several the one that covers least beside it. */
static const bw_mention *best_for(const bw_document *doc, bw_span span)
{
    const bw_mention *best = NULL;
    int64_t best_score = 0;
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const bw_mention *m = &doc->mentions[i];
        if (doc->sentences[m->sentence].number < 0)
            continue;
        int64_t from = m->start > span.start ? m->start : span.start, to = m->end < span.end ? m->end : span.end;
        if (to <= from)
            continue;
        int64_t score = (to - from) * 4 - ((int64_t)(m->end - m->start) - (to - from));
        /* At the same length the phrase's last mention is its head. */
        if (!best || score >= best_score) {
            best = m;
            best_score = score;
        }
    }
    return best;
}

void bw_link_write(const bw_document *doc, bw_buf *out)
{
    bw_json j = {.out = out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "id", doc->head.id);
    bw_json_open(&j, "mentions", '[');
    if (doc->head.has_spans) {
        for (uint32_t i = 0; i < doc->head.n_spans; i++) {
            const bw_mention *m = best_for(doc, doc->head.spans[i]);
            if (m)
                write_mention(doc, m, &j);
            else
                bw_json_null(&j, NULL);
        }
    } else {
        for (uint32_t i = 0; i < doc->n_mentions; i++)
            write_mention(doc, &doc->mentions[i], &j);
    }
    bw_json_close(&j, ']');
    bw_json_close(&j, '}');
}
