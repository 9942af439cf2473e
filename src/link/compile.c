#include "link/compile.h"

#include "link/crosswalk.h"
#include "link/sound.h"

#include <stdlib.h>
#include <zlib.h>

#define LIST(type) \
    struct {       \
        type *ptr; \
        uint32_t n, room; \
    }

typedef struct {
    bw_str phrase; /* folded */
    kb_posting posting;
} named;

typedef struct {
    bw_tables *t;
    bw_arena *arena;
    bw_buf pool;
    bw_map pooled;                      /* text -> offset + 1 in the pool */
    bw_map country_of, role_of, person_of, org_of, agent_of, group_of, place_of, actor_of; /* key -> record */
#define MEMBER(name, type) LIST(type) name; /* the sections */
    KB_SECTION_LIST(MEMBER)
#undef MEMBER
    LIST(named) names;
    LIST(kb_org_fact) said; /* facts of bodies as they come, and whose they are */
    LIST(uint32_t) said_of;
    LIST(kb_actor_code) coded; /* so the codes of actors */
    LIST(uint32_t) coded_of;
} build;

#define ADD(b, list, item) BW_PUSH((b)->arena, (b)->list.ptr, (b)->list.n, (b)->list.room, item)

static kb_text intern(build *b, bw_str s)
{
    if (s.len == 0)
        return (kb_text){0, 0};
    bool added;
    bw_map_entry *e = bw_map_put(&b->pooled, s, 0, &added);
    if (added) {
        e->value = (uint32_t)b->pool.len;
        bw_buf_str(&b->pool, s);
    }
    return (kb_text){e->value, (uint32_t)s.len};
}

static void set_code(kb_code out, bw_str s)
{
    memset(out, 0, sizeof(kb_code));
    if (s.len)
        memcpy(out, s.ptr, s.len > 3 ? 3 : s.len);
}

static kb_point point_of(bw_str lat, bw_str lon)
{
    kb_point p = {KB_EVER, KB_EVER};
    if (lat.len && lon.len)
        p = (kb_point){bw_tables_degrees(lat), bw_tables_degrees(lon)};
    return p;
}

/* Lets `phrase` mean the record. */
static void name(build *b, bw_str phrase, int kind, int flags, uint32_t record, bw_day from, bw_day to)
{
    bw_word words[KB_MAX_WORDS];
    char text[KB_MAX_WORDS * BW_WORD_MAX];
    uint32_t n = bw_words_cut(phrase, words, KB_MAX_WORDS, text, sizeof text, NULL), from_word = 0;
    if (n > 1 && words[0].len == 3 && memcmp(text, "the", 3) == 0)
        from_word = 1;
    if (n == from_word)
        return;
    bw_buf folded = {.arena = b->arena};
    uint16_t capitals = 0;
    for (uint32_t i = from_word; i < n; i++) {
        if (i > from_word)
            bw_buf_char(&folded, ' ');
        bw_buf_str(&folded, (bw_str){text + words[i].at, words[i].len});
        if (words[i].capital)
            capitals |= (uint16_t)(1u << (i - from_word));
    }
    /* Short names in capitals are words in small letters: US, IT, WHO. */
    if (n - from_word == 1 && words[from_word].all_capital && words[from_word].len <= 5)
        flags |= KB_ACRONYM;
    kb_posting p = {(uint8_t)kind, (uint8_t)flags, capitals, record, from, to};
    ADD(b, names, ((named){bw_buf_view(&folded), p}));
}

static void name_ever(build *b, bw_str phrase, int kind, int flags, uint32_t record)
{
    name(b, phrase, kind, flags, record, KB_EVER, KB_ALWAYS);
}

/* The English plural of the word that ends at `end` in the phrase. */
static bw_str plural_at(build *b, bw_str s, size_t end)
{
    bw_str head = bw_str_slice(s, 0, end), tail = bw_str_slice(s, end, s.len);
    char last = head.len ? bw_lower(head.ptr[head.len - 1]) : 0;
    char before = head.len > 1 ? bw_lower(head.ptr[head.len - 2]) : 0;
    const char *add = "s";
    size_t cut = 0;
    if (bw_str_ends(head, BW_LIT("man")) && !bw_str_ends(head, BW_LIT("human")) && !bw_str_ends(head, BW_LIT("german"))) {
        add = "en";
        cut = 2;
    } else if (last == 'y' && !strchr("aeiou", before)) {
        add = "ies";
        cut = 1;
    } else if (last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 'c' || before == 's')))
        add = "es";
    return bw_str_print(b->arena, "%.*s%s%.*s", (int)(head.len - cut), head.ptr, add, BW_STR_FMT(tail));
}

/* "minister of defence" -> "ministers of defence", "secretary general" -> both "secretaries general", "secretary generals". */
static void name_plural(build *b, bw_str phrase, int kind, int flags, uint32_t record)
{
    size_t end = bw_str_find(phrase, BW_LIT(" of "), 0), other = bw_str_find(phrase, BW_LIT(" for "), 0);
    if (other < end)
        end = other;
    other = bw_str_find(phrase, BW_LIT(" to "), 0);
    if (other < end)
        end = other;
    name_ever(b, plural_at(b, phrase, end), kind, flags | KB_PLURAL, record);
    size_t general = bw_str_find(phrase, BW_LIT("general"), 1);
    if (general < phrase.len && general + 7 == phrase.len)
        name_ever(b, plural_at(b, phrase, general - 1), kind, flags | KB_PLURAL, record);
}

static uint32_t record_of(const bw_map *m, bw_str key) { return bw_map_get(m, key, KB_NONE); }

/* The record of a key, made by the first line that names it. */
static uint32_t record(bw_map *m, bw_str key, uint32_t n, bool *added)
{
    return bw_map_put(m, key, n, added)->value;
}

static int by_text(const void *a, const void *b)
{
    return bw_str_cmp(*(const bw_str *)a, *(const bw_str *)b);
}

/* Countries are found by code: their records stand in its order. */
static void number_countries(build *b)
{
    LIST(bw_str) codes = {0};
    bw_map seen = {.arena = b->arena};
    for (uint32_t i = 0; i < b->t->n_facts; i++) {
        const bw_fact *f = &b->t->facts[i];
        bool added = false;
        if (f->table == BW_TABLE_COUNTRIES && !f->dropped)
            bw_map_put(&seen, f->column[0], 0, &added);
        if (added)
            BW_PUSH(b->arena, codes.ptr, codes.n, codes.room, f->column[0]);
    }
    if (codes.n)
        qsort(codes.ptr, codes.n, sizeof *codes.ptr, by_text);
    for (uint32_t i = 0; i < codes.n; i++) {
        kb_country k = {.point = {KB_EVER, KB_EVER}, .from = KB_EVER, .to = KB_ALWAYS};
        set_code(k.code, codes.ptr[i]);
        bw_map_put(&b->country_of, codes.ptr[i], b->countries.n, NULL);
        ADD(b, countries, k);
    }
}

static void add_country(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    uint32_t at = record_of(&b->country_of, c[0]);
    kb_country *k = &b->countries.ptr[at];
    if (bw_str_is(c[1], "name")) {
        bool own = k->name.len == 0;
        if (own)
            k->name = intern(b, c[2]);
        name(b, c[2], KB_IS_COUNTRY, own ? KB_OWN_NAME : 0, at, bw_tables_day(c[3], false), bw_tables_day(c[4], true));
    } else if (bw_str_is(c[1], "adjective")) {
        name(b, c[2], KB_IS_ADJECTIVE, 0, at, bw_tables_day(c[3], false), bw_tables_day(c[4], true));
    } else if (bw_str_is(c[1], "person")) {
        bool same = bw_str_eq(c[2], c[3]);
        name_ever(b, c[2], KB_IS_CITIZEN, same ? KB_PLURAL : 0, at);
        if (c[3].len && !same)
            name_ever(b, c[3], KB_IS_CITIZEN, KB_PLURAL, at);
        else if (!c[3].len)
            name_plural(b, c[2], KB_IS_CITIZEN, 0, at);
    } else if (bw_str_is(c[1], "capital")) {
        if (k->capital.len == 0)
            k->capital = intern(b, c[2]);
        kb_capital city = {at, intern(b, c[2]), point_of(c[3], c[4])};
        name(b, c[2], KB_IS_CAPITAL, 0, b->capitals.n, bw_tables_day(c[5], false), bw_tables_day(c[6], true));
        ADD(b, capitals, city);
    } else if (bw_str_is(c[1], "seat")) {
        kb_seat s = {.country = at, .org = c[5].len ? record_of(&b->org_of, c[5]) : KB_NONE, .name = intern(b, c[4])};
        bw_tables_sectors(c[3], s.sectors);
        name_ever(b, c[2], KB_IS_SEAT, 0, b->seats.n);
        ADD(b, seats, s);
    } else if (bw_str_is(c[1], "short")) {
        name_ever(b, c[2], KB_IS_COUNTRY_SHORT, 0, at);
    } else if (bw_str_is(c[1], "point")) {
        k->point = point_of(c[2], c[3]);
    } else if (bw_str_is(c[1], "geonames")) {
        int64_t v = 0;
        (void)bw_str_to_int(c[2], &v);
        k->geonames = (uint32_t)v;
    } else if (bw_str_is(c[1], "life")) {
        k->from = bw_tables_day(c[2], false);
        k->to = bw_tables_day(c[3], true);
    } else if (bw_str_is(c[1], "news")) {
        k->news = 1;
    } else if (bw_str_is(c[1], "region")) {
        k->region = intern(b, c[2]);
    } else if (bw_str_is(c[1], "part")) {
        set_code(k->part, c[2]);
    } else {
        bw_tables_sectors(c[2], k->sectors);
    }
}

static void add_post(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    bool added;
    uint32_t at = record(&b->role_of, c[0], b->roles.n, &added);
    if (added) {
        kb_role r = {.one = 0};
        memcpy(r.code, c[0].ptr, c[0].len);
        ADD(b, roles, r);
    }
    if (bw_str_is(c[1], "sectors")) {
        bw_tables_sectors(c[2], b->roles.ptr[at].sectors);
    } else if (bw_str_is(c[1], "holders")) {
        b->roles.ptr[at].one = bw_str_is(c[2], "one");
    } else {
        kb_title title = {.role = at, .org = record_of(&b->org_of, c[3])};
        if (c[3].len)
            title.where = intern(b, bw_str_print(b->arena, "%.*s ", (int)c[3].len, c[3].ptr));
        bool style = bw_str_is(c[1], "style");
        name_ever(b, c[2], style ? KB_IS_STYLE : KB_IS_TITLE, 0, b->titles.n);
        if (!style)
            name_plural(b, c[2], KB_IS_TITLE, 0, b->titles.n);
        ADD(b, titles, title);
    }
}

static uint32_t org_record(build *b, bw_str id)
{
    bool added;
    uint32_t at = record(&b->org_of, id, b->orgs.n, &added);
    if (added) {
        kb_org o = {.id = intern(b, id), .part = KB_NONE, .point = {KB_EVER, KB_EVER}, .from = KB_EVER, .to = KB_ALWAYS};
        ADD(b, orgs, o);
    }
    return at;
}

static void add_org(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    uint32_t at = org_record(b, c[0]);
    kb_org *o = &b->orgs.ptr[at];
    bool is_sector = bw_str_is(c[1], "sector");
    if (bw_str_is(c[1], "name")) {
        bool own = o->name.len == 0;
        if (own)
            o->name = intern(b, c[2]);
        name(b, c[2], KB_IS_ORG, own ? KB_OWN_NAME : 0, at, bw_tables_day(c[3], false), bw_tables_day(c[4], true));
    } else if (bw_str_is(c[1], "acronym")) {
        name(b, c[2], KB_IS_ORG, KB_ACRONYM, at, bw_tables_day(c[3], false), bw_tables_day(c[4], true));
    } else if (is_sector || bw_str_is(c[1], "country")) {
        kb_org_fact said = {.is_sector = is_sector, .from = bw_tables_day(c[3], false), .to = bw_tables_day(c[4], true)};
        if (is_sector)
            bw_tables_sectors(c[2], said.value);
        else
            set_code(said.value[0], c[2]);
        ADD(b, said, said);
        ADD(b, said_of, at);
    } else if (bw_str_is(c[1], "kind")) {
        o->kind = intern(b, c[2]);
    } else if (bw_str_is(c[1], "part")) {
        o->part = org_record(b, c[2]);
    } else if (bw_str_is(c[1], "short")) {
        name_ever(b, c[2], KB_IS_SHORT, 0, at);
    } else if (bw_str_is(c[1], "adjective")) {
        name_ever(b, c[2], KB_IS_ORG, 0, at);
    } else if (bw_str_is(c[1], "person")) {
        name_ever(b, c[2], KB_IS_MEMBER, 0, at);
        if (c[3].len)
            name_ever(b, c[3], KB_IS_MEMBER, KB_PLURAL, at);
        else
            name_plural(b, c[2], KB_IS_MEMBER, 0, at);
    } else if (bw_str_is(c[1], "life")) {
        o->from = bw_tables_day(c[2], false);
        o->to = bw_tables_day(c[3], true);
    } else if (bw_str_is(c[1], "wikidata")) {
        o->wikidata = intern(b, c[2]);
    } else {
        o->point = point_of(c[2], c[3]);
    }
}

static uint32_t person_record(build *b, bw_str id)
{
    bool added;
    uint32_t at = record(&b->person_of, id, b->persons.n, &added);
    if (added) {
        kb_person p = {.id = intern(b, id), .born = KB_EVER, .died = KB_ALWAYS};
        ADD(b, persons, p);
    }
    return at;
}

/* The tables' text, for overlays to be compiled with: a quarter of the size, and unpacked only then. */
static bool pack_source(build *b, kb_header *h)
{
    const bw_buf *source = &b->t->source;
    uLongf size = compressBound(source->len);
    char *packed = bw_arena_alloc(b->arena, size);
    if (compress2((Bytef *)packed, &size, (const Bytef *)source->ptr, source->len, Z_DEFAULT_COMPRESSION) != Z_OK)
        return false;
    h->source_size = source->len;
    b->source.ptr = packed;
    b->source.n = (uint32_t)size;
    return true;
}

/* The sounds of all words of a name together; each word becomes a key that the person is found by. */
static kb_text sound_words(build *b, uint32_t person, bw_str text)
{
    char joined[BW_SOUND_MAX];
    size_t used = 0;
    bw_word words[KB_MAX_WORDS];
    char folded[KB_MAX_WORDS * BW_WORD_MAX];
    uint32_t n = bw_words_cut(text, words, KB_MAX_WORDS, folded, sizeof folded, NULL);
    for (uint32_t i = 0; i < n; i++) {
        char spelt[BW_SOUND_MAX];
        bw_str sounds = bw_sound_spell((bw_str){folded + words[i].at, words[i].len}, spelt);
        if (words[i].len > 1)
            ADD(b, sounds, ((kb_sound){bw_sound_skeleton(sounds), person}));
        for (size_t j = 0; j < sounds.len && used < BW_SOUND_MAX; j++)
            joined[used++] = sounds.ptr[j];
    }
    return intern(b, bw_str_copy(b->arena, (bw_str){joined, used}));
}

static void add_person(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    uint32_t at = person_record(b, c[0]);
    kb_person *p = &b->persons.ptr[at];
    if (bw_str_is(c[1], "name")) {
        if (p->name.len == 0)
            p->name = intern(b, c[2]);
        name_ever(b, c[2], KB_IS_PERSON, KB_OWN_NAME, at);
        p->own_sounds = sound_words(b, at, c[2]);
    } else if (bw_str_is(c[1], "family")) {
        p->family = intern(b, c[2]);
        name_ever(b, c[2], KB_IS_FAMILY, 0, at);
        p->family_sounds = sound_words(b, at, c[2]);
    } else if (bw_str_is(c[1], "given")) {
        p->given = intern(b, c[2]);
        p->given_sounds = sound_words(b, at, c[2]);
    } else if (bw_str_is(c[1], "alias")) {
        name_ever(b, c[2], KB_IS_PERSON, 0, at);
        (void)sound_words(b, at, c[2]);
    } else if (bw_str_is(c[1], "country")) {
        set_code(p->country, c[2]);
    } else if (bw_str_is(c[1], "script")) {
        set_code(p->script, c[2]);
    } else if (bw_str_is(c[1], "wikidata")) {
        p->wikidata = intern(b, c[2]);
    } else if (bw_str_is(c[1], "born")) {
        p->born = bw_tables_day(c[2], false);
    } else if (bw_str_is(c[1], "died")) {
        p->died = bw_tables_day(c[2], true);
    } else if (bw_str_is(c[1], "sex")) {
        p->sex[0] = c[2].ptr[0];
    } else if (bw_str_is(c[1], "office")) {
        kb_office o = {.person = at, .role = record_of(&b->role_of, c[2]), .org = KB_NONE,
                       .from = bw_tables_day(c[4], false), .to = bw_tables_day(c[5], true), .title = intern(b, c[6])};
        uint32_t org = record_of(&b->org_of, c[3]);
        if (org != KB_NONE)
            o.org = org;
        else
            set_code(o.country, c[3]);
        ADD(b, offices, o);
    } else {
        kb_office o = {.person = at, .role = KB_NONE, .org = KB_NONE, .from = bw_tables_day(c[4], false),
                       .to = bw_tables_day(c[5], true)};
        bw_tables_sectors(c[2], o.sectors);
        set_code(o.country, c[3]);
        ADD(b, offices, o);
    }
}

/* Spellings that follow from family and given name: both orders, the first given name alone, given names joined. */
static void name_people(build *b)
{
    for (uint32_t i = 0; i < b->persons.n; i++) {
        const kb_person *p = &b->persons.ptr[i];
        if (p->family.len == 0 || p->given.len == 0)
            continue;
        bw_str family = {b->pool.ptr + p->family.at, p->family.len}, given = {b->pool.ptr + p->given.at, p->given.len};
        bw_buf joined = {.arena = b->arena};
        for (size_t j = 0; j < given.len; j++)
            if (given.ptr[j] != '-' && given.ptr[j] != ' ')
                bw_buf_char(&joined, given.ptr[j]);
        bw_str one = bw_str_slice(given, 0, bw_str_find_char(given, ' ', 0));
        bw_str forms[3] = {given, one, bw_buf_view(&joined)};
        for (int j = 0; j < 3; j++) {
            if (j && (bw_str_eq(forms[j], given) || forms[j].len < 2))
                continue;
            name_ever(b, bw_str_print(b->arena, "%.*s %.*s", BW_STR_FMT(forms[j]), BW_STR_FMT(family)), KB_IS_PERSON, 0, i);
            name_ever(b, bw_str_print(b->arena, "%.*s %.*s", BW_STR_FMT(family), BW_STR_FMT(forms[j])), KB_IS_PERSON, 0, i);
        }
    }
}

static void add_agent(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    bool added;
    uint32_t at = record(&b->agent_of, c[0], b->agents.n, &added);
    if (added) {
        kb_agent a = {.phrase = intern(b, c[0]), .role = KB_NONE, .type = KB_AGENT_PERSON};
        ADD(b, agents, a);
        name_ever(b, c[0], KB_IS_AGENT, 0, at);
    }
    kb_agent *a = &b->agents.ptr[at];
    if (bw_str_is(c[1], "plural")) {
        name_ever(b, c[2], KB_IS_AGENT, KB_PLURAL, at);
    } else if (bw_str_is(c[1], "role")) {
        a->role = record_of(&b->role_of, c[2]);
    } else if (bw_str_is(c[1], "code")) {
        a->code = intern(b, c[2]);
        /* "Police": the noun itself means several. */
        if (added && bw_str_eq(c[0], c[3]))
            a->type = KB_AGENT_GROUP;
        if (!c[3].len)
            name_plural(b, c[0], KB_IS_AGENT, 0, at);
        else if (!bw_str_is(c[3], "-"))
            name_ever(b, c[3], KB_IS_AGENT, KB_PLURAL, at);
    } else {
        a->type = bw_str_is(c[1], "person") ? KB_AGENT_PERSON : bw_str_is(c[1], "group") ? KB_AGENT_GROUP
                  : bw_str_is(c[1], "body") ? KB_AGENT_BODY : KB_AGENT_THING;
        bw_tables_sectors(c[2], a->sectors);
        set_code(a->country, c[3]);
        if (added)
            name_plural(b, c[0], KB_IS_AGENT, 0, at);
    }
}

static void add_group(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    bool added;
    uint32_t at = record(&b->group_of, c[0], b->groups.n, &added);
    if (added) {
        kb_group g = {.country = ""};
        ADD(b, groups, g);
        name_ever(b, c[0], KB_IS_GROUP, 0, at);
    }
    kb_group *g = &b->groups.ptr[at];
    if (bw_str_is(c[1], "religion")) {
        g->religion = intern(b, c[2]);
    } else if (bw_str_is(c[1], "sectors")) {
        bw_tables_sectors(c[2], g->sectors);
    } else if (bw_str_is(c[1], "noun")) {
        bool same = bw_str_eq(c[0], c[2]);
        name_ever(b, c[0], KB_IS_GROUP, same ? KB_NOUN | KB_PLURAL : KB_NOUN, at);
        if (c[2].len && !same)
            name_ever(b, c[2], KB_IS_GROUP, KB_NOUN | KB_PLURAL, at);
        else if (!c[2].len)
            name_plural(b, c[0], KB_IS_GROUP, KB_NOUN, at);
    } else {
        if (bw_str_is(c[1], "ethnicity"))
            g->ethnicity = intern(b, c[2]);
        else
            g->region = intern(b, c[2]);
        set_code(g->country, c[3]);
    }
}

static void add_place(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    if (bw_str_is(c[1], "alias")) {
        uint32_t at = record_of(&b->place_of, bw_str_print(b->arena, "%.*s\t%.*s", BW_STR_FMT(c[2]), BW_STR_FMT(c[3])));
        if (at != KB_NONE)
            name_ever(b, c[0], KB_IS_PLACE, 0, at);
        return;
    }
    kb_place p = {.name = intern(b, c[0]), .feature = intern(b, c[1]), .point = point_of(c[3], c[4])};
    int64_t v = 0;
    if (c[5].len)
        (void)bw_str_to_int(c[5], &v);
    p.geonames = (uint32_t)v;
    set_code(p.country, c[2]);
    name_ever(b, c[0], KB_IS_PLACE, KB_OWN_NAME, b->places.n);
    ADD(b, places, p);
}

static void add_listed(build *b, const bw_fact *f)
{
    kb_listed l = {intern(b, f->column[0]), intern(b, f->column[2])};
    bool discard = bw_str_is(f->column[0], KB_DISCARD), aside = discard || bw_str_is(f->column[0], KB_SMALL);
    name_ever(b, f->column[1], aside ? KB_IS_ASIDE : KB_IS_LISTED, 0, b->listed.n);
    if (discard)
        name_plural(b, f->column[1], KB_IS_ASIDE, 0, b->listed.n);
    ADD(b, listed, l);
}

/* "Harbour * Watch": as it is without the star, and its first part, with the rest behind it. Returns the name without stars. */
static bw_str name_actor(build *b, bw_str text, int flags, uint32_t at)
{
    bw_buf whole = {.arena = b->arena}, rest = {.arena = b->arena};
    bw_str left = text, word, first = bw_str_slice(text, 0, bw_str_find(text, BW_LIT(" * "), 0));
    while (bw_str_cut(&left, ' ', &word)) {
        bool star = bw_str_is(word, "*");
        if (!star && whole.len)
            bw_buf_char(&whole, ' ');
        if (!star)
            bw_buf_str(&whole, word);
        if (!star && whole.len <= first.len)
            continue;
        if (rest.len)
            bw_buf_char(&rest, ' ');
        bw_buf_str(&rest, star ? word : bw_words_fold(b->arena, word));
    }
    name_ever(b, bw_buf_view(&whole), KB_IS_ACTOR, flags, at);
    if (first.len < text.len) {
        name_ever(b, first, KB_IS_ACTOR_PART, 0, b->actor_rests.n);
        ADD(b, actor_rests, ((kb_actor_rest){at, intern(b, bw_buf_view(&rest))}));
    }
    return bw_buf_view(&whole);
}

static void add_actor(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    bool added;
    uint32_t at = record(&b->actor_of, c[0], b->actors.n, &added);
    if (added) {
        kb_actor a = {.id = intern(b, c[0])};
        ADD(b, actors, a);
    }
    if (bw_str_is(c[1], "name")) {
        bool own = b->actors.ptr[at].name.len == 0;
        bw_str whole = name_actor(b, c[2], own ? KB_OWN_NAME : 0, at);
        if (own)
            b->actors.ptr[at].name = intern(b, whole);
        return;
    }
    kb_actor_code code = {.code = intern(b, c[2]), .from = bw_tables_day(c[3], false), .to = bw_tables_day(c[4], true)};
    if (c[5].len)
        code.countries = intern(b, bw_str_print(b->arena, "%.*s ", (int)c[5].len, c[5].ptr));
    if (c[5].len == 3 && bw_str_starts(c[2], c[5]) && bw_str_find_char(c[2], '/', 0) == c[2].len)
        set_code(code.country, c[5]);
    ADD(b, coded, code);
    ADD(b, coded_of, at);
}

static void add_facts(build *b, bw_table table, void (*add)(build *b, const bw_fact *f))
{
    for (uint32_t i = 0; i < b->t->n_facts; i++)
        if (b->t->facts[i].table == table && !b->t->facts[i].dropped)
            add(b, &b->t->facts[i]);
}

static void add_crossing(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    bw_crossed kind = BW_CROSS_COUNTRY;
    bw_scheme scheme = BW_SCHEME_CAMEO;
    (void)(bw_crossed_of(c[0], &kind) && bw_scheme_of(c[2], &scheme)); /* the check saw to it */
    uint32_t way = bw_str_is(c[6], "out") ? KB_OUT : bw_str_is(c[6], "in") ? KB_IN : KB_OUT | KB_IN;
    ADD(b, crossings, ((kb_crossing){kind, scheme, way, intern(b, c[1]), intern(b, c[3]), bw_tables_day(c[4], false),
                                     bw_tables_day(c[5], true)}));
}

/* With their text, for sorting. */
typedef struct {
    bw_str code, value;
    kb_crossing crossing;
} crossing_line;

static int by_crossing(const void *a, const void *b)
{
    const crossing_line *x = a, *y = b;
    int order = bw_crossing_order(&x->crossing, x->code, y->crossing.kind, y->code, y->crossing.scheme);
    if (order == 0)
        order = (x->crossing.from > y->crossing.from) - (x->crossing.from < y->crossing.from);
    return order ? order : bw_str_cmp(x->value, y->value);
}

/* As they are looked up. */
static void sort_crossings(build *b)
{
    uint32_t n = b->crossings.n;
    crossing_line *lines = BW_NEW(b->arena, crossing_line, n);
    for (uint32_t i = 0; i < n; i++) {
        kb_crossing c = b->crossings.ptr[i];
        lines[i] = (crossing_line){{b->pool.ptr + c.code.at, c.code.len}, {b->pool.ptr + c.value.at, c.value.len}, c};
    }
    if (n)
        qsort(lines, n, sizeof *lines, by_crossing);
    for (uint32_t i = 0; i < n; i++)
        b->crossings.ptr[i] = lines[i].crossing;
}

/* A place's line may stand behind that of its alias: places get their numbers first. */
static void number_place(build *b, const bw_fact *f)
{
    const bw_str *c = f->column;
    if (!bw_str_is(c[1], "alias"))
        bw_map_put(&b->place_of, bw_str_print(b->arena, "%.*s\t%.*s", BW_STR_FMT(c[0]), BW_STR_FMT(c[2])), b->place_of.n,
                   NULL);
}

static void number_org(build *b, const bw_fact *f) { (void)org_record(b, f->column[0]); }

#define ORDER(x, y)          \
    if ((x) != (y))          \
        return (x) < (y) ? -1 : 1

static int office_order(const void *va, const void *vb)
{
    const kb_office *a = va, *b = vb;
    ORDER(a->role, b->role);
    int c = strcmp(a->country, b->country);
    if (c)
        return c;
    ORDER(a->org, b->org);
    ORDER(a->from, b->from);
    ORDER(a->to, b->to);
    ORDER(a->person, b->person);
    return 0;
}

static int sound_order(const void *va, const void *vb)
{
    const kb_sound *a = va, *b = vb;
    ORDER(a->skeleton, b->skeleton);
    ORDER(a->person, b->person);
    return 0;
}

/* What names a past state names it in its time. */
static void clip_names(build *b)
{
    for (uint32_t i = 0; i < b->names.n; i++) {
        kb_posting *p = &b->names.ptr[i].posting;
        uint32_t country;
        switch (p->kind) {
        case KB_IS_COUNTRY: case KB_IS_ADJECTIVE: case KB_IS_CITIZEN: country = p->record; break;
        case KB_IS_CAPITAL: country = b->capitals.ptr[p->record].country; break;
        case KB_IS_SEAT: country = b->seats.ptr[p->record].country; break;
        default: continue;
        }
        const kb_country *c = &b->countries.ptr[country];
        p->from = p->from > c->from ? p->from : c->from;
        p->to = p->to < c->to ? p->to : c->to;
    }
}

/* "Palestinian militant", "us senator": the country that the phrase begins with, where the line gives none. */
static void place_agents(build *b)
{
    bw_map adjectives = {.arena = b->arena};
    for (uint32_t i = 0; i < b->names.n; i++)
        if (b->names.ptr[i].posting.kind == KB_IS_ADJECTIVE && b->names.ptr[i].posting.to == KB_ALWAYS)
            bw_map_put(&adjectives, b->names.ptr[i].phrase, b->names.ptr[i].posting.record, NULL);
    for (uint32_t i = 0; i < b->agents.n; i++) {
        kb_agent *a = &b->agents.ptr[i];
        bw_str phrase = bw_words_fold(b->arena, (bw_str){b->pool.ptr + a->phrase.at, a->phrase.len});
        size_t first = bw_str_find_char(phrase, ' ', 0);
        for (size_t end = first; !a->country[0] && end < phrase.len; end = bw_str_find_char(phrase, ' ', end + 1)) {
            uint32_t country = bw_map_get(&adjectives, bw_str_slice(phrase, 0, end), KB_NONE);
            if (country != KB_NONE)
                memcpy(a->country, b->countries.ptr[country].code, sizeof a->country);
        }
    }
}

static void finish_records(build *b)
{
    /* Facts of one body stand together, in their order. */
    uint32_t *next = BW_NEW(b->arena, uint32_t, b->orgs.n + 1u);
    for (uint32_t i = 0; i < b->said.n; i++)
        b->orgs.ptr[b->said_of.ptr[i]].n_facts++;
    for (uint32_t i = 0, at = 0; i < b->orgs.n; i++) {
        b->orgs.ptr[i].first_fact = next[i] = at;
        at += b->orgs.ptr[i].n_facts;
    }
    b->org_facts.ptr = BW_NEW(b->arena, kb_org_fact, b->said.n);
    b->org_facts.n = b->said.n;
    for (uint32_t i = 0; i < b->said.n; i++)
        b->org_facts.ptr[next[b->said_of.ptr[i]]++] = b->said.ptr[i];

    next = BW_NEW(b->arena, uint32_t, b->actors.n + 1u);
    for (uint32_t i = 0; i < b->coded.n; i++)
        b->actors.ptr[b->coded_of.ptr[i]].n_codes++;
    for (uint32_t i = 0, at = 0; i < b->actors.n; i++) {
        b->actors.ptr[i].first_code = next[i] = at;
        at += b->actors.ptr[i].n_codes;
    }
    b->actor_codes.ptr = BW_NEW(b->arena, kb_actor_code, b->coded.n);
    b->actor_codes.n = b->coded.n;
    for (uint32_t i = 0; i < b->coded.n; i++)
        b->actor_codes.ptr[next[b->coded_of.ptr[i]]++] = b->coded.ptr[i];

    /* A post in a body is found under the code of the body. */
    for (uint32_t i = 0; i < b->offices.n; i++) {
        kb_office *o = &b->offices.ptr[i];
        if (o->org == KB_NONE)
            continue;
        const kb_org *org = &b->orgs.ptr[o->org];
        for (uint32_t j = org->first_fact; j < org->first_fact + org->n_facts; j++)
            if (!b->org_facts.ptr[j].is_sector)
                memcpy(o->country, b->org_facts.ptr[j].value[0], sizeof(kb_code));
    }
    if (b->offices.n)
        qsort(b->offices.ptr, b->offices.n, sizeof *b->offices.ptr, office_order);
    uint32_t *n_of = BW_NEW(b->arena, uint32_t, b->persons.n + 1u);
    for (uint32_t i = 0; i < b->offices.n; i++)
        b->persons.ptr[b->offices.ptr[i].person].n_offices++;
    for (uint32_t i = 0, at = 0; i < b->persons.n; i++) {
        b->persons.ptr[i].first_office = n_of[i] = at;
        at += b->persons.ptr[i].n_offices;
    }
    b->person_offices.ptr = BW_NEW(b->arena, uint32_t, b->offices.n);
    b->person_offices.n = b->offices.n;
    for (uint32_t i = 0; i < b->offices.n; i++)
        b->person_offices.ptr[n_of[b->offices.ptr[i].person]++] = i;

    if (b->sounds.n) {
        qsort(b->sounds.ptr, b->sounds.n, sizeof *b->sounds.ptr, sound_order);
        uint32_t kept = 1;
        for (uint32_t i = 1; i < b->sounds.n; i++)
            if (sound_order(&b->sounds.ptr[i], &b->sounds.ptr[kept - 1]) != 0)
                b->sounds.ptr[kept++] = b->sounds.ptr[i];
        b->sounds.n = kept;
    }
}

static kb_phrase *slot_of(kb_phrase *table, uint32_t n_slots, uint64_t hash)
{
    for (uint32_t i = kb_phrase_slot(hash, n_slots);; i = i + 1 < n_slots ? i + 1 : 0)
        if (table[i].hash == 0 || table[i].hash == hash)
            return &table[i];
}

static uint64_t word_hash(bw_str word)
{
    bw_word w;
    char text[BW_WORD_MAX];
    return bw_words_cut(word, &w, 1, text, sizeof text, NULL) ? w.hash : 0;
}

/* The hash table over phrases and their beginnings. */
static void finish_phrases(build *b)
{
    bw_map phrases = {.arena = b->arena};
    uint32_t n_words = 0;
    for (uint32_t i = 0; i < b->names.n; i++) {
        bool added;
        bw_map_put(&phrases, b->names.ptr[i].phrase, 0, &added)->value++;
        if (added)
            for (size_t j = 0; j < b->names.ptr[i].phrase.len; j++)
                n_words += b->names.ptr[i].phrase.ptr[j] == ' ';
    }
    n_words += phrases.n;
    /* Room for all words; then a table with a third of its slots free. */
    uint32_t size = n_words * 2 + 16;
    kb_phrase *roomy = BW_NEW(b->arena, kb_phrase, size);

    uint32_t first = 0;
    for (uint32_t i = 0; i < phrases.n; i++) {
        bw_str rest = phrases.entries[i].key, word;
        uint64_t hash = 0;
        kb_phrase *p = NULL;
        uint8_t n = 0;
        while (bw_str_cut(&rest, ' ', &word)) {
            if (p)
                p->longer = 1;
            hash = bw_words_extend(hash, word_hash(word));
            p = slot_of(roomy, size, hash);
            p->hash = hash;
            n++;
        }
        p->n_words = n;
        p->first = first;
        first += phrases.entries[i].value;
        phrases.entries[i].value = (uint32_t)(p - roomy);
        kb_text text = intern(b, phrases.entries[i].key);
        p->text = text.at;
        p->text_len = (uint16_t)text.len;
    }
    b->postings.ptr = BW_NEW(b->arena, kb_posting, first);
    b->postings.n = first;
    for (uint32_t i = 0; i < b->names.n; i++) {
        kb_phrase *p = &roomy[bw_map_get(&phrases, b->names.ptr[i].phrase, 0)];
        kb_posting *to = b->postings.ptr + p->first, *from = &b->names.ptr[i].posting;
        bool known = false;
        for (uint32_t j = 0; j < p->n && !known; j++)
            known = to[j].kind == from->kind && to[j].record == from->record && to[j].flags == from->flags &&
                    to[j].from == from->from && to[j].to == from->to;
        if (!known && p->n < UINT16_MAX)
            to[p->n++] = *from;
    }
    uint32_t n_used = 0;
    for (uint32_t i = 0; i < size; i++)
        n_used += roomy[i].hash != 0;
    b->phrases.n = n_used + n_used / 2 + 1;
    b->phrases.ptr = BW_NEW(b->arena, kb_phrase, b->phrases.n);
    for (uint32_t i = 0; i < size; i++)
        if (roomy[i].hash)
            *slot_of(b->phrases.ptr, b->phrases.n, roomy[i].hash) = roomy[i];
}

typedef struct {
    bw_str text;
    uint32_t phrase;
} nation;

static int nation_order(const void *a, const void *b)
{
    return bw_str_cmp(((const nation *)a)->text, ((const nation *)b)->text);
}

static void finish_nations(build *b)
{
    nation *found = NULL;
    uint32_t n = 0, room = 0;
    for (uint32_t i = 0; i < b->phrases.n; i++) {
        const kb_phrase *p = &b->phrases.ptr[i];
        bool is = false;
        for (uint32_t k = p->first; k < p->first + p->n && !is; k++)
            is = KB_NATIONS >> b->postings.ptr[k].kind & 1;
        if (p->n_words == 1 && is) {
            nation new = {{b->pool.ptr + p->text, p->text_len}, i};
            BW_PUSH(b->arena, found, n, room, new);
        }
    }
    if (n)
        qsort(found, n, sizeof *found, nation_order);
    b->nations.n = n;
    b->nations.ptr = BW_NEW(b->arena, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        b->nations.ptr[i] = found[i].phrase;
}

bw_status bw_compile(bw_tables *t, bw_str *image, bw_err *err)
{
    build *b = BW_NEW(t->arena, build, 1);
    b->t = t;
    b->arena = b->pool.arena = b->pooled.arena = t->arena;
    bw_map *maps[] = {&b->country_of, &b->role_of, &b->person_of, &b->org_of, &b->agent_of, &b->group_of, &b->place_of,
                      &b->actor_of};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        maps[i]->arena = t->arena;
    bw_buf_char(&b->pool, '\0'); /* offset 0: no text */

    number_countries(b);
    add_facts(b, BW_TABLE_ORGANISATIONS, number_org);
    add_facts(b, BW_TABLE_POSTS, add_post);
    add_facts(b, BW_TABLE_COUNTRIES, add_country);
    add_facts(b, BW_TABLE_ORGANISATIONS, add_org);
    add_facts(b, BW_TABLE_PEOPLE, add_person);
    name_people(b);
    add_facts(b, BW_TABLE_AGENTS, add_agent);
    add_facts(b, BW_TABLE_GROUPS, add_group);
    add_facts(b, BW_TABLE_PLACES, number_place);
    add_facts(b, BW_TABLE_PLACES, add_place);
    add_facts(b, BW_TABLE_WORDS, add_listed);
    add_facts(b, BW_TABLE_ACTORS, add_actor);
    add_facts(b, BW_TABLE_CROSSWALK, add_crossing);
    sort_crossings(b);
    clip_names(b);
    place_agents(b);
    finish_records(b);
    finish_phrases(b);
    finish_nations(b);

    kb_header *h = BW_NEW(t->arena, kb_header, 1);
    memcpy(h->magic, "BWKNOWS", 8);
    h->version = KB_VERSION;
    h->hash = bw_hash(bw_buf_view(&t->source));
    uint64_t at = sizeof *h;
    if (!pack_source(b, h))
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the knowledge tables");
    b->text.ptr = b->pool.ptr;
    b->text.n = (uint32_t)b->pool.len;
    struct {
        const void *ptr;
        uint64_t size;
    } parts[KB_N_SECTIONS];
#define PART(name, type)                                                     \
    parts[KB_##name].ptr = b->name.ptr;                               \
    parts[KB_##name].size = (uint64_t)b->name.n * sizeof(type);       \
    h->sections[KB_##name].n = b->name.n;
    KB_SECTION_LIST(PART)
#undef PART
    for (int i = 0; i < KB_N_SECTIONS; i++) {
        at = (at + 15) & ~(uint64_t)15;
        h->sections[i].at = (uint32_t)at;
        at += parts[i].size;
    }
    if (at > UINT32_MAX || t->source.len > UINT32_MAX)
        return bw_fail(err, BW_ERR_LIMIT, "the knowledge tables pass 4 GB");
    h->size = (uint32_t)at;
    char *out = bw_arena_alloc(t->arena, at);
    memcpy(out, h, sizeof *h);
    for (int i = 0; i < KB_N_SECTIONS; i++)
        if (parts[i].size)
            memcpy(out + h->sections[i].at, parts[i].ptr, parts[i].size);
    *image = (bw_str){out, at};
    return BW_OK;
}
