/* Stories on one occurrence: what joins, what stays apart, and that a state goes on as the run would have. */
#include "story/occurrence.h"
#include "story/occurrence_traits.h"
#include "tap.h"

enum { MONDAY = 19786 }; /* 2024-03-04 */

static const struct {
    const char *why, *id, *copy, *title, *text;
    bw_day day; /* from Monday; -100: none */
    const char *want; /* its story */
} rows[] = {
    {"the first opens one", "a1", NULL, "Ferry capsizes on Lake Victoria near Kisumu, 23 dead",
     "A passenger ferry overturned in rough water on Lake Victoria near the Kenyan city of Kisumu on Monday and divers recovered 23 bodies.", 0, "a1"},
    {"another agency", "a2", NULL, "Kenya ferry accident kills 23",
     "At least 23 people drowned when an overloaded ferry sank on Lake Victoria off Kisumu in western Kenya on Monday, rescue divers said.", 0, "a1"},
    {"another disaster there", "b1", NULL, "Fuel tanker explodes in Nakuru",
     "A fuel tanker exploded on a highway in the Kenyan city of Nakuru on Tuesday and burned 14 motorists to death, police said.", 1, "b1"},
    {"the next day", "a3", NULL, "Toll of Lake Victoria ferry accident rises to 31",
     "Navy divers recovered eight more bodies from Lake Victoria on Tuesday after a passenger ferry sank near Kisumu on Monday.", 1, "a1"},
    {"a copy of what is known goes along, whatever it says", "a4", "a2", "Market report", "Shares fell in Nairobi.", 1, "a1"},
    {"undated, of the same words", "a5", NULL, "Ferry sinks on Lake Victoria near Kisumu",
     "A passenger ferry overturned in rough water on Lake Victoria near Kisumu and divers recovered 23 bodies.", -100, "a1"},
    {"the same a month later is another", "c1", NULL, "Ferry capsizes on Lake Victoria near Kisumu",
     "A passenger ferry overturned in rough water on Lake Victoria near the Kenyan city of Kisumu on Monday and divers recovered 12 bodies.", 28, "c1"},
    {"nothing to go by", "d1", NULL, NULL, "", 28, "d1"},
    {"nothing to go by is not like nothing", "d2", NULL, NULL, "", 28, "d2"},
    {"other scripts", "e1", NULL, NULL, "北京で地震があった。 Землетрясение в Пекине", 28, "e1"},
};

static bw_arena *arena;

typedef struct {
    bw_occurrences *o;
    bw_document doc;
    uint32_t slot;
} job;

static bw_status place(void *with, bw_err *err)
{
    job *j = with;
    return bw_occurrences_place(j->o, &j->doc, &j->slot, err);
}

/* The story's name, which lies in the arena until the next call. */
static bw_str place_in(bw_occurrences *o, bw_str id, bw_str copy, bw_str title, bw_str text, bw_day day, uint32_t *slot)
{
    bw_err err = {0};
    bw_arena_restore(arena, (bw_arena_mark){0});
    job j = {.o = o, .doc = {.arena = arena, .head = {.id = id, .title = title, .text = text, .day = day}, .story.copy = copy}};
    if (bw_arena_try(arena, place, &j, &err))
        return BW_LIT("failed");
    if (slot)
        *slot = j.slot;
    return j.doc.story.story;
}

/* A document of a stream of news: some tell what others told, with a few other words. */
static void make(unsigned i, char *id, char *text, bw_day *day)
{
    static const char *const what[] = {"earthquake", "mutiny", "summit", "landslide", "referendum", "hijacking", "blackout", "verdict"};
    static const char *const how[] = {"shook", "paralysed", "divided", "alarmed", "surprised"};
    unsigned story = i * 2654435761u % 300;
    snprintf(id, 20, "n%u", i);
    snprintf(text, 300, "The %s near Xq%uville and Zb%uton %s Governor Kw%urin and %u villagers of the Vr%u valley, the bishop of Rs%uham, agency %u of Tl%uham reported", what[story % 8],
             story, story * 7, how[i % 5], story * 3, 100 + story, story * 11, story * 17, i % 9, story * 13);
    *day = MONDAY + (bw_day)(i / 100);
}

static bw_status row_of(void *with, bw_err *err)
{
    job *j = with;
    bw_buf out = {.arena = arena};
    (void)err;
    bw_occurrences_row(j->o, j->slot, &out);
    j->doc.head.text = bw_buf_view(&out);
    return BW_OK;
}

/* All of its rows, in another one. */
static bw_occurrences *moved(bw_occurrences *o, uint32_t n)
{
    bw_occurrences *to = bw_occurrences_new();
    bw_err err = {0};
    for (uint32_t i = 0; to && i < n; i++) {
        job j = {.o = o, .slot = n - 1 - i};
        bw_arena_restore(arena, (bw_arena_mark){0});
        if (bw_arena_try(arena, row_of, &j, &err) || bw_occurrences_load(to, j.slot, j.doc.head.text, &err))
            return to;
    }
    if (!to || bw_occurrences_begin(to, &err))
        printf("# %s\n", err.msg);
    return to;
}

static void test_state(void)
{
    enum { N = 3000, CUT = 1700 };
    bw_occurrences *whole = bw_occurrences_new(), *first = bw_occurrences_new(), *second = NULL;
    uint32_t slot = 0, n_slots = 0, n_other = 0, n_joined = 0;
    char id[20], text[300], name[20];
    for (unsigned i = 0; i < N; i++) {
        bw_day day;
        make(i, id, text, &day);
        bw_str a = place_in(whole, bw_str_of(id), (bw_str){0}, (bw_str){0}, bw_str_of(text), day, NULL);
        snprintf(name, sizeof name, "%.*s", (int)a.len, a.ptr);
        n_joined += strcmp(name, id) != 0;
        if (i == CUT)
            second = moved(first, n_slots);
        bw_str b = place_in(i < CUT ? first : second, bw_str_of(id), (bw_str){0}, (bw_str){0}, bw_str_of(text), day, &slot);
        n_slots = slot >= n_slots ? slot + 1 : n_slots;
        n_other += !bw_str_is(b, name);
    }
    ok(n_joined > N / 5 && n_joined < N, "%u of %d documents join a story", n_joined, N);
    ok(n_other == 0, "a state goes on as one run would have: %u differ", n_other);
    bw_occurrences_free(whole);
    bw_occurrences_free(first);
    bw_occurrences_free(second);
}

/* Places of stories long past are used again, once many documents came since; one wrong date changes nothing. */
static void test_past(void)
{
    enum { N = 33500, OLD = 200 };
    bw_occurrences *o = bw_occurrences_new();
    uint32_t slot = 0, n_slots = 0, n_at_wrong = 0;
    char id[20], text[60];
    for (unsigned i = 0; i < N; i++) {
        bw_day day = i < OLD ? MONDAY : i == 2 * OLD ? MONDAY + 4000 : MONDAY + 40;
        snprintf(id, sizeof id, "n%u", i);
        int code[4] = {'a' + (int)(i % 26), 'a' + (int)(i / 26 % 26), 'a' + (int)(i / 676 % 26), 'a' + (int)(i / 17576)};
        snprintf(text, sizeof text, "Xq%c%c%c%c Zb%c%c%c%c", code[0], code[1], code[2], code[3], code[0], code[1], code[2], code[3]);
        bw_str story = place_in(o, bw_str_of(id), (bw_str){0}, (bw_str){0}, bw_str_of(text), day, &slot);
        n_slots = slot >= n_slots ? slot + 1 : n_slots;
        n_at_wrong = i == 2 * OLD ? n_slots : n_at_wrong;
        if (!bw_str_is(story, id))
            printf("# %s is in the story of another\n", id);
    }
    ok(n_at_wrong == 2 * OLD + 1, "a wrong date closes nothing: %u stories", n_at_wrong);
    ok(n_slots == N - OLD, "%u places for %d stories, %d of them past", n_slots, N, OLD);
    bw_occurrences_free(o);
}

static void test_damage(void)
{
    bw_occurrences *o = bw_occurrences_new();
    bw_err err = {0};
    char bytes[4096];
    (void)place_in(o, BW_LIT("a1"), (bw_str){0}, bw_str_of(rows[0].title), bw_str_of(rows[0].text), MONDAY, NULL);
    job j = {.o = o, .slot = 0};
    bw_status st = bw_arena_try(arena, row_of, &j, &err);
    size_t len = j.doc.head.text.len, n_taken = 0;
    memcpy(bytes, j.doc.head.text.ptr, len);
    for (size_t cut = 0; cut < len; cut++) {
        bw_occurrences *to = bw_occurrences_new();
        n_taken += bw_occurrences_load(to, 0, (bw_str){bytes, cut}, &err) == BW_OK;
        bw_occurrences_free(to);
    }
    ok(st == BW_OK && n_taken == 0, "no row that is cut is taken");
    bw_occurrences *to = bw_occurrences_new();
    ok(bw_occurrences_load(to, 1, (bw_str){bytes, len}, &err) == BW_OK && bw_occurrences_begin(to, &err) == BW_ERR_SYNTAX && strstr(err.msg, "story 0"),
       "a row is missing: %s", err.msg);
    ok(bw_occurrences_load(to, 1, (bw_str){bytes, len}, &err) == BW_ERR_SYNTAX, "a row comes twice");
    ok(bw_occurrences_load(to, BW_OCCURRENCES, (bw_str){bytes, len}, &err) == BW_ERR_SYNTAX, "a row of no story");
    bw_occurrences_free(to);
    bw_occurrences_free(o);
}

int main(void)
{
    arena = bw_arena_new(0);
    bw_occurrences *o = bw_occurrences_new();
    if (!arena || !o)
        return 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_str title = {rows[i].title, rows[i].title ? strlen(rows[i].title) : 0}, copy = {rows[i].copy, rows[i].copy ? strlen(rows[i].copy) : 0};
        bw_str got = place_in(o, bw_str_of(rows[i].id), copy, title, bw_str_of(rows[i].text), rows[i].day == -100 ? BW_NO_DAY : MONDAY + rows[i].day, NULL);
        ok(bw_str_is(got, rows[i].want), "%s: %.*s", rows[i].why, (int)got.len, got.ptr);
    }
    bw_occurrences_free(o);
    test_state();
    test_past();
    test_damage();
    bw_arena_free(arena);
    return tap_done();
}
