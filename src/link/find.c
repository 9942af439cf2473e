/* `broadway kb find`: everything that a name may mean on a day, and why. */
#include "link/knowledge.h"

#include "link/sound.h"

#include <stdio.h>

enum { MAX_ALIKE = 10 };

typedef struct {
    const kb *k;
    bw_day day;
    bw_buf *out;
} finding;

static void put(bw_buf *out, bw_str s)
{
    bw_buf_char(out, '\t');
    bw_buf_str(out, s);
}

static void put_day(bw_buf *out, bw_day d, const char *open)
{
    char text[11];
    if (d == KB_EVER || d == KB_ALWAYS) {
        bw_buf_text(out, open);
        return;
    }
    bw_day_format(d, text);
    bw_buf_text(out, text);
}

static void put_sectors(bw_buf *out, const kb_sectors s)
{
    bw_buf_char(out, '\t');
    for (int i = 0; i < KB_SECTORS && s[i][0]; i++)
        bw_buf_print(out, "%s%s", i ? " " : "", s[i]);
}

/* What the person is on the day, then all that the tables know of. */
static void put_person(const finding *f, uint32_t at, const char *why)
{
    const kb *k = f->k;
    const kb_person *p = &k->persons[at];
    bw_buf_text(f->out, "person");
    put(f->out, kb_str(k, p->id));
    put(f->out, kb_str(k, p->name));
    bw_buf_print(f->out, "\t%s\t", p->country);
    bool any = false;
    for (uint32_t i = p->first_office; i < p->first_office + p->n_offices; i++) {
        const kb_office *o = &k->offices[k->person_offices[i]];
        bool now = kb_holds(o->from, o->to, f->day);
        bw_buf_print(f->out, "%s%s%s %s ", any ? "; " : "", now ? "*" : "", o->role == KB_NONE ? "-" : k->roles[o->role].code,
                     o->country);
        put_day(f->out, o->from, "");
        bw_buf_text(f->out, "..");
        put_day(f->out, o->to, "");
        any = true;
    }
    bw_buf_print(f->out, "\t%s\n", why);
}

static void put_posting(const finding *f, const kb_posting *q)
{
    const kb *k = f->k;
    const char *why = kb_holds(q->from, q->to, f->day) ? "name" : "name, but not on this day";
    switch (q->kind) {
    case KB_IS_COUNTRY: case KB_IS_ADJECTIVE: case KB_IS_CITIZEN:
        bw_buf_print(f->out, "country\t%s", k->countries[q->record].code);
        put(f->out, kb_str(k, k->countries[q->record].name));
        bw_buf_print(f->out, "\t%s\t\t%s\n", k->countries[q->record].code,
                     q->kind == KB_IS_COUNTRY ? why : q->kind == KB_IS_ADJECTIVE ? "adjective" : "citizen");
        break;
    case KB_IS_CAPITAL:
        bw_buf_print(f->out, "capital\t%s", k->countries[k->capitals[q->record].country].code);
        put(f->out, kb_str(k, k->capitals[q->record].name));
        bw_buf_print(f->out, "\t%s\t\tcapital: a place, or the government\n", k->countries[k->capitals[q->record].country].code);
        break;
    case KB_IS_SEAT:
        bw_buf_print(f->out, "seat\t%s", k->countries[k->seats[q->record].country].code);
        put(f->out, kb_str(k, k->seats[q->record].name));
        bw_buf_print(f->out, "\t%s", k->countries[k->seats[q->record].country].code);
        put_sectors(f->out, k->seats[q->record].sectors);
        bw_buf_text(f->out, "\tseat of power\n");
        break;
    case KB_IS_TITLE: case KB_IS_STYLE: {
        const kb_title *t = &k->titles[q->record];
        bw_buf_print(f->out, "title\t%s\t\t", k->roles[t->role].code);
        bw_buf_str(f->out, bw_str_trim(kb_str(k, t->where)));
        put_sectors(f->out, k->roles[t->role].sectors);
        bw_buf_text(f->out, q->kind == KB_IS_TITLE ? "\ttitle\n" : "\tbefore a name\n");
        break;
    }
    case KB_IS_PERSON: case KB_IS_FAMILY:
        put_person(f, q->record, q->kind == KB_IS_PERSON ? "whole name" : "family name");
        break;
    case KB_IS_ORG: case KB_IS_SHORT: case KB_IS_MEMBER: {
        const kb_sectors *country = kb_org_says(k, q->record, false, f->day), *sectors = kb_org_says(k, q->record, true, f->day);
        bw_buf_text(f->out, "org");
        put(f->out, kb_str(k, k->orgs[q->record].id));
        put(f->out, kb_str(k, k->orgs[q->record].name));
        bw_buf_print(f->out, "\t%s", country ? (*country)[0] : "");
        if (sectors)
            put_sectors(f->out, *sectors);
        else
            bw_buf_char(f->out, '\t');
        bw_buf_print(f->out, "\t%s\n", q->kind == KB_IS_SHORT ? "short name" : q->kind == KB_IS_MEMBER ? "member" : why);
        break;
    }
    case KB_IS_AGENT:
        bw_buf_text(f->out, "agent");
        put(f->out, kb_str(k, k->agents[q->record].phrase));
        bw_buf_print(f->out, "\t\t%s", k->agents[q->record].country);
        put_sectors(f->out, k->agents[q->record].sectors);
        if (k->agents[q->record].code.len)
            bw_buf_print(f->out, "\tagent, %.*s\n", BW_STR_FMT(kb_str(k, k->agents[q->record].code)));
        else
            bw_buf_text(f->out, "\tagent\n");
        break;
    case KB_IS_ACTOR: {
        const kb_actor *a = &k->actors[q->record];
        const kb_actor_code *now = kb_actor_says(k, q->record, f->day);
        bw_buf_text(f->out, "actor");
        put(f->out, kb_str(k, a->id));
        put(f->out, kb_str(k, a->name));
        bw_buf_print(f->out, "\t%s\t", now ? now->country : "");
        for (uint32_t i = a->first_code; i < a->first_code + a->n_codes; i++) {
            const kb_actor_code *c = &k->actor_codes[i];
            bw_buf_print(f->out, "%s%s%.*s ", i > a->first_code ? "; " : "", c == now ? "*" : "", BW_STR_FMT(kb_str(k, c->code)));
            put_day(f->out, c->from, "");
            bw_buf_text(f->out, "..");
            put_day(f->out, c->to, "");
        }
        bw_buf_text(f->out, "\tname of a dictionary\n");
        break;
    }
    case KB_IS_GROUP: {
        const kb_group *g = &k->groups[q->record];
        bw_buf_text(f->out, "group\t");
        put(f->out, kb_str(k, g->religion.len ? g->religion : g->ethnicity.len ? g->ethnicity : g->region));
        bw_buf_print(f->out, "\t%s", g->country);
        put_sectors(f->out, g->sectors);
        bw_buf_print(f->out, "\t%s\n", g->religion.len ? "religion" : g->ethnicity.len ? "people" : "region");
        break;
    }
    case KB_IS_PLACE: {
        const kb_place *p = &k->places[q->record];
        bw_buf_text(f->out, "place\t");
        put(f->out, kb_str(k, p->name));
        bw_buf_print(f->out, "\t%s", p->country);
        put(f->out, kb_str(k, p->feature));
        bw_buf_text(f->out, "\tplace\n");
        break;
    }
    default:
        break;
    }
}

static bool is_named(const kb *k, const kb_phrase *p, uint32_t person)
{
    for (uint32_t i = p ? p->first : 0; p && i < p->first + p->n; i++)
        if (k->postings[i].kind == KB_IS_PERSON && k->postings[i].record == person)
            return true;
    return false;
}

/* People whose names sound alike, the nearest first, without those of the very name. */
static void put_alike(const finding *f, bw_arena *a, bw_str name, const kb_phrase *same)
{
    bw_str folded = bw_words_fold(a, name), rest = folded, word;
    bw_buf all = {.arena = a};
    char spelt[BW_SOUND_MAX];
    while (folded.len && bw_str_cut(&rest, ' ', &word))
        bw_buf_str(&all, bw_sound_spell(word, spelt));
    struct {
        uint32_t person;
        int cost;
    } best[MAX_ALIKE];
    int n = 0;
    rest = folded;
    while (folded.len && bw_str_cut(&rest, ' ', &word)) {
        uint32_t skeleton = bw_sound_skeleton(bw_sound_spell(word, spelt));
        for (uint32_t i = 0; i < f->k->n_sounds; i++) {
            if (f->k->sounds[i].skeleton != skeleton)
                continue;
            uint32_t person = f->k->sounds[i].person;
            int cost = bw_sound_cost(bw_buf_view(&all), kb_str(f->k, f->k->persons[person].own_sounds), 33);
            bool known = cost > 33 || is_named(f->k, same, person);
            for (int j = 0; j < n && !known; j++)
                known = best[j].person == person;
            if (known || (n == MAX_ALIKE && best[n - 1].cost <= cost))
                continue;
            int at = n < MAX_ALIKE ? n++ : n - 1;
            for (; at > 0 && best[at - 1].cost > cost; at--)
                best[at] = best[at - 1];
            best[at].person = person;
            best[at].cost = cost;
        }
    }
    for (int i = 0; i < n; i++) {
        char why[60];
        snprintf(why, sizeof why, "sounds alike: %d %% apart", best[i].cost);
        put_person(f, best[i].person, why);
    }
}

void bw_knowledge_find(const bw_knowledge *k, bw_str name, bw_day day, bw_buf *out)
{
    finding f = {&k->kb, day == BW_NO_DAY ? KB_ALWAYS - 1 : day, out};
    const kb_phrase *p = kb_find_name(&k->kb, name);
    for (uint32_t i = p ? p->first : 0; p && i < p->first + p->n; i++) {
        bool again = false; /* a name and an alias may fold to one form */
        for (uint32_t j = p->first; j < i && !again; j++)
            again = k->kb.postings[j].kind == k->kb.postings[i].kind && k->kb.postings[j].record == k->kb.postings[i].record &&
                    k->kb.postings[j].from == k->kb.postings[i].from && k->kb.postings[j].to == k->kb.postings[i].to;
        if (!again)
            put_posting(&f, &k->kb.postings[i]);
    }
    put_alike(&f, out->arena, name, p);
}
