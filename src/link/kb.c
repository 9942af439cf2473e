#include "link/kb.h"

#include <zlib.h>

bool kb_attach(kb *k, bw_str image)
{
    kb_header h;
    if (image.len < sizeof h)
        return false;
    memcpy(&h, image.ptr, sizeof h);
    if (memcmp(h.magic, "BWKNOWS", 8) != 0 || h.version != KB_VERSION || h.size != image.len)
        return false;
    *k = (kb){.hash = h.hash, .source_size = h.source_size};
#define ATTACH(name, type)                                                                  \
    if ((uint64_t)h.sections[KB_##name].at + (uint64_t)h.sections[KB_##name].n * sizeof(type) > image.len) \
        return false;                                                                       \
    k->name = (const type *)(const void *)(image.ptr + h.sections[KB_##name].at);           \
    k->n_##name = h.sections[KB_##name].n;
    KB_SECTION_LIST(ATTACH)
#undef ATTACH
    for (uint32_t i = 0; i < k->n_listed && !k->discards; i++)
        k->discards = bw_str_is(kb_str(k, k->listed[i].list), KB_DISCARD);
    for (uint32_t i = 0; i < k->n_agents && !k->agent_codes; i++)
        k->agent_codes = k->agents[i].code.len > 0;
    return true;
}

bool kb_unpack_source(const kb *k, bw_arena *a, bw_str *out)
{
    uLongf size = k->source_size;
    char *text = bw_arena_alloc(a, size + 1);
    *out = (bw_str){text, k->source_size};
    return uncompress((Bytef *)text, &size, (const Bytef *)k->source, k->n_source) == Z_OK && size == k->source_size;
}

const kb_phrase *kb_find_phrase(const kb *k, uint64_t hash)
{
    if (k->n_phrases == 0)
        return NULL;
    for (uint32_t i = kb_phrase_slot(hash, k->n_phrases);; i = i + 1 < k->n_phrases ? i + 1 : 0) {
        if (k->phrases[i].hash == 0)
            return NULL;
        if (k->phrases[i].hash == hash)
            return &k->phrases[i];
    }
}

const kb_phrase *kb_find_name(const kb *k, bw_str name)
{
    bw_word words[KB_MAX_WORDS];
    char text[KB_MAX_WORDS * BW_WORD_MAX];
    uint32_t n = bw_words_cut(name, words, KB_MAX_WORDS, text, sizeof text, NULL);
    uint64_t hash = 0;
    for (uint32_t i = 0; i < n; i++)
        hash = bw_words_extend(hash, words[i].hash);
    return n ? kb_find_phrase(k, hash) : NULL;
}

uint32_t kb_find_country(const kb *k, const char *code)
{
    uint32_t low = 0, high = k->n_countries;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int c = strcmp(k->countries[mid].code, code);
        if (c == 0)
            return mid;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return KB_NONE;
}

uint32_t kb_find_role(const kb *k, const char *code)
{
    for (uint32_t i = 0; i < k->n_roles; i++)
        if (strcmp(k->roles[i].code, code) == 0)
            return i;
    return KB_NONE;
}

/* First office at or behind (role, country). */
static uint32_t lower_bound(const kb *k, uint32_t role, const char *country, int behind)
{
    uint32_t low = 0, high = k->n_offices;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const kb_office *o = &k->offices[mid];
        int c = o->role != role ? (o->role < role ? -1 : 1) : strcmp(o->country, country);
        if (c < behind)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void kb_find_offices(const kb *k, uint32_t role, const char *country, uint32_t *first, uint32_t *end)
{
    *first = lower_bound(k, role, country, 0);
    *end = country[0] ? lower_bound(k, role, country, 1) : lower_bound(k, role, "\x7f", 0);
}

uint32_t kb_find_holder(const kb *k, uint32_t role, const char *country, uint32_t org, bw_day day)
{
    uint32_t first, end, best = KB_NONE;
    kb_find_offices(k, role, country, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        const kb_office *o = &k->offices[i];
        if (kb_holds(o->from, o->to, day) && (org == KB_NONE || o->org == org) &&
            (best == KB_NONE || o->from >= k->offices[best].from))
            best = i;
    }
    return best;
}

const kb_sectors *kb_org_says(const kb *k, uint32_t org, bool sector, bw_day day)
{
    const kb_org *o = &k->orgs[org];
    const kb_org_fact *last = NULL;
    for (uint32_t i = o->first_fact; i < o->first_fact + o->n_facts; i++) {
        const kb_org_fact *f = &k->org_facts[i];
        if (f->is_sector == sector && kb_holds(f->from, f->to, day))
            last = f;
    }
    return last ? &last->value : NULL;
}

const kb_actor_code *kb_actor_says(const kb *k, uint32_t actor, bw_day day)
{
    const kb_actor *a = &k->actors[actor];
    for (uint32_t i = a->first_code; i < a->first_code + a->n_codes; i++)
        if (kb_holds(k->actor_codes[i].from, k->actor_codes[i].to, day))
            return &k->actor_codes[i];
    return NULL;
}
