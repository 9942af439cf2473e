/* Stories: words, two texts laid beside each other, chains of revisions, a state that is opened again, what is forgotten. */
#include "story/kept_row.h"
#include "story/story.h"
#include "story/textmatch.h"
#include "tap.h"

#include <unistd.h>

static bw_arena *arena;

/* ---- words ---- */

static const struct {
    const char *why, *one, *other;
    bool same;
} words[] = {
    {"case and quotes", "The Port\xE2\x80\x99s owner \xE2\x80\x9Csaid\xE2\x80\x9D", "the port's OWNER \"said\"", true},
    {"accents", "caf\xC3\xA9 \xC3\x89tat", "cafe etat", true},
    {"thousands", "1,234,500 tonnes", "1234500 tonnes", true},
    {"decimals stay", "1.5 percent", "15 percent", false},
    {"parted at the end of a line", "the govern-\nment fell", "the government fell", true},
    {"a hyphen within a line", "a three-day strike", "a three day strike", true},
    {"soft hyphens", "minis\xC2\xADters", "ministers", true},
    {"Han, a word a character", "\xE5\x8C\x97\xE4\xBA\xAC 1", "\xE5\x8C\x97 \xE4\xBA\xAC 1", true},
    {"other words", "the port opened", "the port closed", false},
};

static void compare_words(void)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bw_wordprint a = bw_wordprint_of(arena, bw_str_of(words[i].one)), b = bw_wordprint_of(arena, bw_str_of(words[i].other));
        bool same = a.n == b.n;
        for (uint32_t k = 0; same && k < a.n; k++)
            same = a.items[k].hash == b.items[k].hash;
        ok(same == words[i].same, "%s", words[i].why);
    }
    bw_wordprint p = bw_wordprint_of(arena, BW_LIT("On Monday Berg saw 12 of them. The end rnight come, or might"));
    ok(p.n == 13 && !(p.items[0].look & BW_LOOK_NAME) && p.items[2].look & BW_LOOK_NAME && p.items[4].look & BW_LOOK_NUMBER &&
           !(p.items[7].look & BW_LOOK_NAME),
       "names and numbers");
    ok(bw_word_alike(p.items[9], p.items[9]) && !bw_word_alike(p.items[4], p.items[8]), "alike");
    bw_buf many = {.arena = arena};
    for (int i = 0; i < 10000; i++)
        bw_buf_print(&many, "word%d ", i);
    ok(bw_wordprint_of(arena, bw_buf_view(&many)).n == BW_WORDPRINT_MAX, "of a long text so many words");
}

/* ---- two texts ---- */

#define P1 "The harbour master of Varde said on Tuesday that the port would open again at noon after a week of storms. "
#define P2 "Eleven ships with 4,200 passengers had waited outside the breakwater, some of them for six days without fresh water. "
#define P3 "The union of pilots had warned that nobody would be brought in before the wind fell below 14 metres a second. "
#define P4 "A spokeswoman for the ferry line said that tickets would be paid back, and that two ships would sail tonight. "
#define Q1 "Parliament in Kastel began its debate on pensions with a quarrel over who may speak first and for how long. "
#define Q2 "The finance minister wants people to work until they are 67, which three of the five parties have refused. "
#define TAIL "Sign up for the letter of this paper and read all that happens on the coast. All rights are reserved by the owner. "

static const struct {
    const char *why, *one, *other;
    bool versions;
} texts[] = {
    {"the same", P1 P2 P3, P1 P2 P3, true},
    {"cut", P1 P2 P3 P4, P1 P2, true},
    {"reordered", P1 P2 P3 P4, P4 P2 P1 P3, true},
    {"another tail", P1 P2 P3 TAIL, P1 P2 P3 P4, true},
    {"misread", P1 P2 P3, "Tbe harbour rnaster of Varde sald on Tuesday that tke port wou1d open agaln at noon after a week of storrns. "
                          "Eleven shlps with 4,200 passengers had waited outside thc breakwater, sorne of thern for six days witbout fresh water. " P3, true},
    {"a new beginning", P1 P2 P3 P4 Q2, "Ships may enter the port of Varde again from noon, its master told this paper in the morning. " P2 P3 P4 Q2, true},
    {"in capitals", P1 P2 P3, "THE HARBOUR MASTER OF VARDE SAID ON TUESDAY THAT THE PORT WOULD OPEN AGAIN AT NOON AFTER A WEEK OF STORMS. " P2 P3, true},
    {"one number put right", P1 P2 P3, P1 "Eleven ships with 4,900 passengers had waited outside the breakwater, some of them for six days without fresh water. " P3, true},
    {"nothing in common", P1 P2 P3, Q1 Q2, false},
    {"one sentence quoted", P1 P2 P3 P4, Q1 Q2 P2 "Nobody in the house laughed at that, and the sitting was closed before the ships came in. ", false},
    {"the tail of a site", Q1 TAIL, "The library closes for a week. " TAIL, false},
    {"rates", "The dollar traded at 157.84 yen at 5 p.m. Wednesday in Tokyo, compared with 156.77 yen in New York.",
     "The dollar traded at 155.61 yen at 5 p.m. Thursday in Tokyo, compared with 154.50 yen in New York.", false},
    {"strikes", "Air defences destroyed seven drones over the Varde Region overnight, the ministry said.",
     "Air defences destroyed four drones over the Kastel Region overnight, the ministry said.", false},
    {"two words", "Port opens", "Port opens", false}, /* told by their words being the same, not here */
};

static void compare_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bw_textmatch m, back;
        bw_wordprint a = bw_wordprint_of(arena, bw_str_of(texts[i].one)), b = bw_wordprint_of(arena, bw_str_of(texts[i].other));
        bw_textmatch_compare(bw_textmatch_ready(arena, a, NULL), b, &m);
        bw_textmatch_compare(bw_textmatch_ready(arena, b, NULL), a, &back);
        double there = bw_textmatch_score(&m), and_back = bw_textmatch_score(&back);
        ok((there > 0.5) == texts[i].versions && (and_back > 0.5) == texts[i].versions, "%s: %.2f, %.2f", texts[i].why, there, and_back);
    }
}

/* ---- chains ---- */

typedef struct {
    const char *id, *agency, *title, *slug, *item, *version, *published, *text;
    bw_revision_kind kind;
    int number;
    char flag; /* k kill, c correction, u urgent */
    const char *want; /* copy, revision of, number */
} step;

static const step chain[] = {
    {"a", "AP", "Port opens", NULL, NULL, NULL, "2024-05-08", "The port of Varde is open again, its master said.", 0, 0, 'u', "a - 1"},
    {"b", "AP", "Port of Varde opens after storms", NULL, NULL, NULL, "2024-05-08", P1 P2, BW_REVISION_LEAD, 1, 0, "a a 2"},
    {"c", "AP", "Ships enter port of Varde", NULL, NULL, NULL, "2024-05-08", P1 P2 P3 P4, BW_REVISION_LEAD, 2, 0, "a b 3"},
    {"d", NULL, "At last: port opens", NULL, NULL, NULL, "2024-05-09", P1 P2, 0, 0, 0, "a - 1"},
    {"e", "AP", "Ships enter port of Varde", NULL, NULL, NULL, "2024-05-08", P1 P2 P3 P4 "The mayor was there. ", 0, 0, 'c', "a c 4"},
    {"f", "AP", "Ships enter port of Varde", NULL, NULL, NULL, "2024-05-08", "The story is withdrawn. The port is closed.", 0, 0, 'k', "a e 5"},
    {"g", "AP", "Parliament quarrels", "kastel-pensions", NULL, NULL, "2024-05-08", Q1, 0, 0, 0, "g - 1"},
    {"h", "AP", "Who may speak first", "kastel-pensions", NULL, NULL, "2024-05-08", Q1 Q2, 0, 0, 0, "g g 2"},
    {"i", "AP", "Pensions of sailors", "kastel-pensions", NULL, NULL, "2024-05-08", "Sailors of the coast want to be counted as miners are, and rest at 58. ", 0, 0, 0, "i - 1"},
    {"j", NULL, "Three", NULL, "x", "3", NULL, P1 P3 "Third. ", 0, 0, 0, "a - 1"},
    {"k", NULL, "One", NULL, "x", "1", NULL, P1 P3, 0, 0, 0, "a - 1"},
    {"l", NULL, "Four", NULL, "x", "4", NULL, P1 P3 "Third and fourth. ", 0, 0, 0, "a j 2"},
    {"m", NULL, "Four", NULL, "x", "4", NULL, P1 P3 "Third and fourth. ", 0, 0, 0, "a j 2"},
};

static bw_document document_of(const step *s)
{
    bw_document doc = {.arena = arena, .head = {.words = -1, .day = BW_NO_DAY, .revision = {s->kind, s->number, -1}}};
    bw_head *h = &doc.head;
    h->id = bw_str_of(s->id);
    h->agency = bw_str_of(s->agency);
    h->title = bw_str_of(s->title);
    h->slug = bw_str_of(s->slug);
    h->item = bw_str_of(s->item);
    h->version = bw_str_of(s->version);
    h->published = bw_str_of(s->published);
    h->text = bw_str_of(s->text);
    h->day = s->published ? bw_day_parse(h->published) : BW_NO_DAY;
    h->kill = s->flag == 'k';
    h->correction = s->flag == 'c';
    h->urgent = s->flag == 'u';
    return doc;
}

static bw_status place_chain(bw_stories *s, bool again, const char *why, bw_err *err)
{
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        bw_document doc = document_of(&chain[i]);
        bw_status st = bw_story_place(s, &doc, err);
        if (st)
            return st;
        const bw_placing *p = &doc.story;
        bw_str got = bw_str_print(arena, "%.*s %.*s %u", BW_STR_FMT(p->copy), BW_STR_FMT(p->revision_of.ptr ? p->revision_of : BW_LIT("-")), p->revision);
        ok(bw_str_is(got, chain[i].want) && p->seen == again && p->kill == (chain[i].flag == 'k') && p->correction == (chain[i].flag == 'c'),
           "%s: %s is %s, got %.*s", why, chain[i].id, chain[i].want, BW_STR_FMT(got));
        if (chain[i].flag == 'k')
            ok(p->replaced.n == 4 && bw_str_is(p->replaced.items[0], "e") && bw_str_is(p->replaced.items[3], "a"), "%s: it takes back four", why);
    }
    return BW_OK;
}

static bw_status chains(void *with, bw_err *err)
{
    (void)with;
    char path[] = "/tmp/test_story_XXXXXX";
    int fd = mkstemp(path);
    bw_story_options options = {.state = path};
    bw_stories *s = NULL;
    bw_story_fate fate;
    bw_status st = fd < 0 ? BW_ERR_IO : bw_story_open(&options, &s, err);
    if (!st)
        st = place_chain(s, false, "first", err);
    if (!st)
        st = place_chain(s, true, "again", err);
    if (!st)
        st = bw_story_fate_of(s, BW_LIT("b"), arena, &fate, err);
    ok(!st && bw_str_is(fate.revised_by, "c") && bw_str_is(fate.corrected_by, "e") && bw_str_is(fate.withdrawn_by, "f"), "what became of b");
    ok(bw_story_fate_of(s, BW_LIT("nobody"), arena, &fate, err) == BW_END, "nobody's fate");
    bw_story_close(s); /* not committed */
    s = NULL;
    if (!st)
        st = bw_story_open(&options, &s, err);
    if (!st)
        st = place_chain(s, false, "not committed: lost", err);
    if (!st)
        st = bw_story_commit(s, err);
    bw_story_close(s);
    s = NULL;
    if (!st)
        st = bw_story_open(&options, &s, err);
    if (!st)
        st = place_chain(s, true, "opened again", err);
    bw_document doc = {.arena = arena};
    if (!st)
        st = bw_story_recall(s, BW_LIT("c"), &doc, err);
    ok(!st && bw_str_is(doc.head.text, P1 P2 P3 P4) && doc.head.revision.number == 2 && bw_str_is(doc.story.copy, "a"), "recalled");
    bw_story_close(s);
    s = NULL;

    /* With memory for one document only the state knows what was seen. */
    options.memory = 1;
    if (!st)
        st = bw_story_open(&options, &s, err);
    if (!st)
        st = place_chain(s, true, "forgotten, but in the state", err);
    bw_story_close(s);
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    if (fd >= 0)
        close(fd);
    return st;
}

typedef struct {
    bw_stories *s;
    bw_document doc;
} placement;

static bw_status place_it(void *with, bw_err *err)
{
    placement *j = with;
    return bw_story_place(j->s, &j->doc, err);
}

/* A state holds what was placed before memory ran out, and nothing of the document that failed. */
static bw_status short_of_memory(void *with, bw_err *err)
{
    (void)with;
    bw_stories *s = NULL;
    bw_status st = bw_story_open(&(bw_story_options){0}, &s, err);
    int failed = 0, placed = 0;
    for (size_t limit = 2000; !st && limit < 200000 && !placed; limit += 2000) {
        bw_arena *small = bw_arena_new(limit);
        placement j = {s, document_of(&chain[2])};
        j.doc.arena = small;
        bw_status got = bw_arena_try(small, place_it, &j, err);
        failed += got == BW_ERR_LIMIT;
        placed += got == BW_OK && !j.doc.story.seen;
        bw_arena_free(small);
    }
    ok(!st && failed > 0 && placed == 1, "refused %d times, then placed as if it were the first time", failed);
    bw_story_close(s);
    return st;
}

/* ---- rows of the state ---- */

static void test_rows(void)
{
    step of = chain[2];
    bw_document doc = document_of(&of);
    bw_kept k = {.number = 9, .family = 2, .revises = 7, .revision = 3, .flags = BW_KEPT_INDEXED, .copy = BW_LIT("a"), .revision_of = BW_LIT("b"), .story = BW_LIT("a")}, back;
    bw_traces t, t_back;
    bw_buf row = {.arena = arena};
    bw_kept_describe(arena, &doc.head, &k);
    bw_traces_of(arena, &k, &t);
    bw_kept_row_write(&k, &t, &row);
    bw_str all = bw_buf_view(&row);
    bool same = bw_kept_row_read(arena, all, &back, &t_back) && memcmp(k.key, back.key, sizeof k.key) == 0 && k.words == back.words && k.day == back.day &&
                k.time == back.time && k.version == back.version && k.rank == back.rank && k.flags == back.flags && bw_str_eq(k.id, back.id) &&
                bw_str_eq(k.revision_of, back.revision_of) && back.number == 9 && back.family == 2 && back.revises == 7 && back.revision == 3 &&
                back.text.n == k.text.n && !back.text.items && bw_kept_size(&k) == bw_kept_size(&back);
    same = same && t.n_keys == t_back.n_keys && memcmp(t.keys, t_back.keys, t.n_keys * sizeof *t.keys) == 0;
    ok(same && t.n_runs > 0 && t.n_runs == t_back.n_runs && memcmp(t.runs, t_back.runs, t.n_runs * sizeof *t.runs) == 0, "a row tells what was kept");
    uint32_t n_taken = 0;
    for (size_t i = 0; i < all.len; i++) {
        row.ptr[i] ^= 1;
        n_taken += bw_kept_row_read(arena, all, &back, &t_back);
        row.ptr[i] ^= 1;
        n_taken += bw_kept_row_read(arena, bw_str_slice(all, 0, i), &back, &t_back);
    }
    ok(n_taken == 0, "a row that is harmed or cut is not taken");
}

static bw_status run_all(void *with, bw_err *err)
{
    compare_words();
    compare_texts();
    test_rows();
    bw_status st = chains(with, err);
    return st ? st : short_of_memory(with, err);
}

int main(void)
{
    bw_err err = {0};
    arena = bw_arena_new(0);
    if (!arena || bw_arena_try(arena, run_all, NULL, &err) != BW_OK) {
        printf("Bail out! %s\n", err.msg);
        return 1;
    }
    bw_arena_free(arena);
    return tap_done();
}
