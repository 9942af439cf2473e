/* Which tellings within a story can be of one event, and what a record says of them all. */
#include "base/json_in.h"
#include "base/map.h"
#include "story/telling.h"
#include "story/telling_match.h"
#include "tap_arena.h"

#define WHO(c, s) {.country = c, .sector = s}
enum { DAY = 19000 };

static bw_telling_who usa = WHO("USA", "GOV"), chn = WHO("CHN", ""), chn_mil = WHO("CHN", "MIL"), rebels = WHO("", "REB"), nga_rebels = WHO("NGA", "REB"),
                      police = WHO("", "COP"), jpn = WHO("JPN", "GOV");
static bw_telling_who both[2] = {WHO("USA", "GOV"), WHO("CHN", "")};

/* USA accused CHN on a day, in the first document, unless a row says otherwise. */
static bw_telling complete(bw_telling t)
{
    t.type = t.type ? t.type : BW_PLOVER_ACCUSE;
    if (!t.who[0]) {
        t.who[0] = &usa;
        t.who[1] = &chn;
    }
    if (!t.n_who[0])
        t.n_who[0] = t.n_who[1] = 1;
    t.from = t.from ? t.from : DAY;
    t.to = t.to ? t.to : DAY;
    return t;
}

static const struct {
    const char *why;
    bw_telling a, b;
    bool want;
} matches[] = {
    {"the same", {.document = 0}, {.document = 1}, true},
    {"of another type", {.document = 0}, {.document = 1, .type = BW_PLOVER_REJECT}, false},
    {"one denies it", {.document = 0}, {.document = 1, .modality = BW_DENIED}, false},
    {"one says it did not happen", {.document = 0}, {.document = 1, .negated = true}, false},
    {"the day after", {.document = 0}, {.document = 1, .from = DAY + 1, .to = DAY + 1}, false},
    {"the week in which the day is", {.document = 0}, {.document = 1, .from = DAY - 3, .to = DAY + 3, .precision = BW_PRECISION_WEEK}, true},
    {"a week in which it is not", {.document = 0}, {.document = 1, .from = DAY - 9, .to = DAY - 3, .precision = BW_PRECISION_WEEK}, false},
    {"weeks that overlap", {.from = DAY - 3, .to = DAY + 3}, {.document = 1, .from = DAY, .to = DAY + 6}, false},
    {"the day after, only assumed", {.document = 0}, {.document = 1, .from = DAY + 1, .to = DAY + 1, .assumed = true}, true},
    {"two days after, only assumed", {.document = 0}, {.document = 1, .from = DAY + 2, .to = DAY + 2, .assumed = true}, false},
    {"the day before, only assumed", {.document = 0}, {.document = 1, .from = DAY - 1, .to = DAY - 1, .assumed = true}, false},
    {"two days, both assumed", {.assumed = true}, {.document = 1, .from = DAY + 1, .to = DAY + 1, .assumed = true}, false},
    {"a headline that does not say when", {.document = 1}, {.document = 1, .in_document = 1, .from = DAY + 1, .to = DAY + 1, .assumed = true}, true},
    {"one has no date", {.document = 0}, {.document = 1, .from = BW_NO_DAY, .to = BW_NO_DAY}, true},
    {"one is open at an end", {.document = 0}, {.document = 1, .to = BW_NO_DAY}, false},
    {"of another sector of the same country", {.document = 0}, {.document = 1, .who = {&usa, &chn_mil}}, true},
    {"another recipient", {.document = 0}, {.document = 1, .who = {&usa, &jpn}}, false},
    {"no recipient", {.document = 0}, {.document = 1, .n_who = {1, 0}}, true},
    {"sides changed", {.document = 0}, {.document = 1, .who = {&chn, &usa}}, false},
    {"each other, both ways", {.who = {both, NULL}, .n_who = {2, 0}, .reciprocal = true}, {.document = 1}, true},
    {"each other, with somebody else", {.who = {both, NULL}, .n_who = {2, 0}, .reciprocal = true}, {.document = 1, .who = {&usa, &jpn}}, false},
    {"rebels, of no country", {.who = {&rebels, NULL}, .n_who = {1, 0}}, {.document = 1, .who = {&nga_rebels, NULL}, .n_who = {1, 0}}, true},
    {"rebels and police", {.who = {&rebels, NULL}, .n_who = {1, 0}}, {.document = 1, .who = {&police, NULL}, .n_who = {1, 0}}, false},
    {"in two towns", {.resolution = 4, .place = 1, .in_clause = true}, {.document = 1, .resolution = 4, .place = 2, .in_clause = true}, false},
    {"in two towns, by the dateline", {.resolution = 4, .place = 1}, {.document = 1, .resolution = 4, .place = 2, .in_clause = true}, true},
    {"in a town of the province", {.resolution = 4, .place = 1, .province = 7, .in_clause = true}, {.document = 1, .resolution = 2, .place = 7, .in_clause = true}, true},
    {"in a town of another province", {.resolution = 4, .place = 1, .province = 8, .in_clause = true}, {.document = 1, .resolution = 2, .place = 7, .in_clause = true}, false},
    {"in two countries", {.resolution = 1, .country = "KEN", .in_clause = true}, {.document = 1, .resolution = 4, .place = 2, .country = "UGA", .in_clause = true}, false},
    {"two of one document, held apart there", {.document = 0}, {.in_document = 1}, false},
    {"a headline, and what its text tells more exactly", {.sentence = -1}, {.in_document = 1}, true},
    {"two of one document, one there", {.in_document = 1}, {.in_document = 1}, true},
};

/* A document that tells of one event: "USA accused CHN", as its row says. */
typedef struct {
    const char *id, *publisher, *story, *copy, *replaced, *event; /* event: its id, where it is not that of the document */
    bw_day from, to;
    bw_precision precision;
    int dead; /* 0: none are told */
    bool kill, correction, assumed;
    bw_plover type;
} row;

typedef struct {
    const char *why;
    bw_sameness merge;
    row rows[5];
    /* Of each record: documents, publishers, texts, tellings, "w" withdrawn, "c" corrected, "p" across precision, "d" days differ; the date; deaths as
     * the record has them and from least to most. */
    const char *want;
} group;

#define ROW(i, p, s, day) .id = i, .publisher = p, .story = s, .from = day, .to = day

static const group groups[] = {
    {"none: each for itself", BW_SAME_NONE, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "s", DAY)}}, "1 1 1 1 2022-01-08|1 1 1 1 2022-01-08|"},
    {"story: two of one story", BW_SAME_STORY, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "s", DAY)}}, "2 2 2 2 2022-01-08|"},
    {"story: of two stories", BW_SAME_STORY, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "t", DAY)}}, "1 1 1 1 2022-01-08|1 1 1 1 2022-01-08|"},
    {"root: of two stories", BW_SAME_ROOT, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "t", DAY)}}, "2 2 2 2 2022-01-08|"},
    {"story: two days", BW_SAME_STORY, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "s", DAY + 1)}}, "1 1 1 1 2022-01-08|1 1 1 1 2022-01-09|"},
    {"root: two days", BW_SAME_ROOT, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "s", DAY + 1)}}, "1 1 1 1 2022-01-08|1 1 1 1 2022-01-09|"},
    {"story: a month before its day", BW_SAME_STORY,
     {{.id = "a", .publisher = "AP", .story = "s", .from = 18993, .to = 19023, .precision = BW_PRECISION_MONTH}, {ROW("b", "AFP", "s", DAY)}},
     "2 2 2 2 p 2022-01-08|"},
    {"story: a month that may be two days", BW_SAME_STORY,
     {{.id = "a", .publisher = "AP", .story = "s", .from = 18993, .to = 19023, .precision = BW_PRECISION_MONTH}, {ROW("b", "AFP", "s", DAY)},
      {ROW("c", "DPA", "s", DAY + 1)}},
     "1 1 1 1 2022-01-01|1 1 1 1 2022-01-08|1 1 1 1 2022-01-09|"},
    {"root: a month is no day", BW_SAME_ROOT,
     {{.id = "a", .publisher = "AP", .story = "s", .from = 18993, .to = 19023, .precision = BW_PRECISION_MONTH}, {ROW("b", "AFP", "s", DAY)}},
     "1 1 1 1 2022-01-01|1 1 1 1 2022-01-08|"},
    {"story: without a date", BW_SAME_STORY, {{ROW("a", "AP", "s", BW_NO_DAY)}, {ROW("b", "AFP", "s", DAY)}}, "2 2 2 2 p 2022-01-08|"},
    {"a copy is a document and no text", BW_SAME_STORY, {{ROW("a", "AP", "s", DAY)}, {ROW("b", "Daily", "s", DAY), .copy = "a"}}, "2 2 1 2 2022-01-08|"},
    {"versions are one document of one publisher", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY), .dead = 3}, {ROW("b", "AP Online", "s", DAY), .copy = "a", .replaced = "a", .dead = 7}}, "1 1 1 2 2022-01-08 7 3-7|"},
    {"the last number stands, all are kept", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY), .dead = 9}, {ROW("b", "AFP", "s", DAY), .dead = 4}, {ROW("c", "DPA", "s", DAY)}}, "3 3 3 3 2022-01-08 4 4-9|"},
    {"killed, and told by another", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "s", DAY)}, {ROW("k", "AP", "s", DAY), .copy = "a", .replaced = "a", .kill = true}},
     "1 1 1 3 2022-01-08|"},
    {"killed, and told by no other", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY)}, {ROW("k", "AP", "s", DAY + 1), .copy = "a", .replaced = "a", .kill = true, .type = BW_PLOVER_REJECT}},
     "0 0 0 1 w 2022-01-08|0 0 0 1 w 2022-01-09|"},
    {"corrected, and told again", BW_SAME_NONE,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AP", "s", DAY), .copy = "a", .replaced = "a", .correction = true}}, "0 0 0 1 c 2022-01-08|1 1 1 1 2022-01-08|"},
    {"corrected to another day", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AP", "s", DAY + 1), .copy = "a", .replaced = "a", .correction = true}},
     "0 0 0 1 c 2022-01-08|1 1 1 1 2022-01-09|"},
    {"a day after that is assumed, beside the day that is", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "AFP", "s", DAY), .assumed = true}, {ROW("c", "DPA", "s", DAY + 1), .assumed = true}}, "3 3 3 3 d 2022-01-08|"},
    {"the first is coarse, two days follow", BW_SAME_STORY,
     {{ROW("a", "AP", "s", BW_NO_DAY)}, {ROW("b", "AFP", "s", DAY)}, {ROW("c", "DPA", "s", DAY + 1), .assumed = true}}, "3 3 3 3 p d 2022-01-08|"},
    {"the same words printed again days later", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY), .assumed = true}, {ROW("b", "Daily", "s", DAY + 3), .assumed = true, .event = "a", .copy = "a"}}, "2 2 1 2 d 2022-01-08|"},
    {"the same words printed again months later", BW_SAME_STORY,
     {{ROW("a", "AP", "s", DAY), .assumed = true}, {ROW("b", "Daily", "s", DAY + 90), .assumed = true, .event = "a", .copy = "a"}},
     "1 1 1 1 2022-01-08|1 1 1 1 2022-04-08|"},
    {"killed, and reprinted before", BW_SAME_NONE,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "Daily", "s", DAY), .copy = "a"}, {ROW("k", "AP", "s", DAY + 1), .copy = "a", .replaced = "a", .kill = true}},
     "0 0 0 1 w 2022-01-08|0 0 0 1 w 2022-01-08|0 0 0 1 w 2022-01-09|"},
    {"killed, and sent anew", BW_SAME_NONE,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "Daily", "s", DAY), .copy = "a"}, {ROW("k", "AP", "s", DAY + 1), .copy = "a", .replaced = "a", .kill = true},
      {ROW("c", "AP", "s", DAY), .copy = "a"}},
     "0 0 0 1 w 2022-01-08|1 1 1 1 2022-01-08|0 0 0 1 w 2022-01-09|1 1 1 1 2022-01-08|"},
    {"killed, and what a reprint adds", BW_SAME_NONE,
     {{ROW("a", "AP", "s", DAY)}, {ROW("b", "Daily", "s", DAY), .copy = "a", .type = BW_PLOVER_REJECT},
      {ROW("k", "AP", "s", DAY + 1), .copy = "a", .replaced = "a", .kill = true}},
     "0 0 0 1 w 2022-01-08|1 1 1 1 2022-01-08|0 0 0 1 w 2022-01-09|"},
    {"the same document twice", BW_SAME_NONE, {{ROW("a", "AP", "s", DAY)}, {ROW("a", "AP", "s", DAY)}}, "1 1 1 1 2022-01-08|"},
};

static bw_str text(const char *z) { return z ? bw_str_of(z) : (bw_str){0}; }

static void make(bw_arena *a, const row *r, bw_document *doc)
{
    static const bw_sentence sentence = {.end = 20};
    static const bw_mention mentions[] = {{.country = "USA", .entity = BW_LIT("USA"), .same_as = -1, .also = -1},
                                          {.country = "CHN", .entity = BW_LIT("CHN"), .same_as = -1, .also = -1}};
    *doc = (bw_document){.arena = a, .head = {.id = text(r->id), .publisher = text(r->publisher), .text = BW_LIT("USA accused CHN. x x x"), .day = BW_NO_DAY}};
    doc->sentences = BW_NEW(a, bw_sentence, 1);
    doc->sentences[0] = sentence;
    doc->n_sentences = 1;
    doc->mentions = BW_NEW(a, bw_mention, 2);
    memcpy(doc->mentions, mentions, sizeof mentions);
    doc->n_mentions = 2;
    bw_event *e = doc->events = BW_NEW(a, bw_event, 1);
    doc->n_events = 1;
    *e = (bw_event){.type = r->type ? r->type : BW_PLOVER_ACCUSE, .cameo = "112", .trigger = {4, 11}, .from = r->from, .to = r->to, .precision = r->precision,
                    .date_source = r->assumed ? BW_LIT("published") : BW_LIT("clause"),
                    .place = -1, .said_by = -1, .content.place = -1, .dead = {-1, -1, {0}}, .injured = {-1, -1, {0}}, .arrested = {-1, -1, {0}}, .confidence = 0.5f};
    snprintf(e->id, sizeof e->id, "%s", r->event ? r->event : r->id);
    e->actor.items = BW_NEW(a, bw_party, 2);
    e->actor.items[0] = (bw_party){0, 3, 0, 1};
    e->actor.items[1] = (bw_party){12, 15, 1, 1};
    e->recipient = (bw_parties){e->actor.items + 1, 1, 1};
    e->actor.n = 1;
    if (r->dead)
        e->dead = (bw_toll){r->dead, r->dead, bw_str_print(a, "%d", r->dead)};
    doc->story.story = text(r->story);
    doc->story.copy = text(r->copy ? r->copy : r->id);
    doc->story.kill = r->kill;
    doc->story.correction = r->correction;
    if (r->replaced) {
        BW_PUSH(a, doc->story.replaced.items, doc->story.replaced.n, doc->story.replaced.room, text(r->replaced));
        doc->story.revision_of = text(r->replaced);
    }
}

static int whole(json_object *o, const char *key)
{
    int64_t n = -1;
    (void)bw_json_whole(o, key, &n);
    return (int)n;
}

static bw_status describe(bw_arena *a, bw_str line, bw_map *ids, bw_buf *out, bw_err *err)
{
    bool is_new = false;
    json_object *o;
    bw_status st = bw_json_in(a, line, &o, err);
    if (st)
        return st;
    bw_buf_print(out, "%d %d %d %zu ", whole(o, "documents"), whole(o, "publishers"), whole(o, "texts"), json_object_array_length(bw_json_list(o, "tellings")));
    bw_buf_text(out, json_object_get_boolean(bw_json_member(o, "withdrawn")) ? "w " : "");
    bw_buf_text(out, bw_json_text(o, "corrected_by").len ? "c " : "");
    bw_buf_text(out, json_object_get_boolean(bw_json_member(o, "across_precision")) ? "p " : "");
    bw_buf_text(out, json_object_get_boolean(bw_json_member(o, "days_differ")) ? "d " : "");
    bw_buf_str(out, bw_json_text(o, "date"));
    if (bw_json_member(o, "dead")) {
        json_object *all = bw_json_member(bw_json_member(o, "tolls"), "dead");
        bw_buf_print(out, " %d %d-%d", whole(bw_json_member(o, "dead"), "min"), whole(all, "min"), whole(all, "max"));
    }
    bw_buf_char(out, '|');
    bw_map_put(ids, bw_json_text(o, "happening_id"), 0, &is_new);
    return is_new && bw_json_text(o, "happening_id").len == 32 ? BW_OK : bw_fail(err, BW_ERR_SYNTAX, "no happening_id of its own");
}

/* A year's end; a cell that needs quotes; what did not happen is left out. */
static bw_status test_csv(void *with, bw_err *err)
{
    static const row rows[] = {{.id = "a,\"1\"\n", .publisher = "AP", .story = "s", .from = 18987, .to = 18993, .precision = BW_PRECISION_WEEK, .dead = 3},
                               {ROW("b", "AFP", "s", 18992), .dead = 5},
                               {ROW("c", "AFP", "s", 18992), .event = "n"}};
    bw_arena *a = with;
    bw_tellings *t = bw_tellings_new(&(bw_tellings_options){.merge = BW_SAME_STORY, .csv = true, .only_actual = true, .coder = BW_LIT("xyz")});
    bw_status st = t ? BW_OK : BW_ERR_MEMORY;
    bw_str line, first;
    for (int k = 0; !st && k < 3; k++) {
        bw_document doc;
        make(a, &rows[k], &doc);
        doc.events[0].negated = k == 2;
        st = bw_tellings_add(t, &doc, err);
    }
    st = st ? st : bw_tellings_next(t, &line, err);
    ok(!st && bw_str_starts(line, BW_LIT("happening_id,id,document,")) && bw_str_ends(line, BW_LIT(",arrested_least,arrested_most\r\n")), "columns of CSV");
    first = st ? (bw_str){0} : bw_str_copy(a, line);
    st = st ? st : bw_tellings_next(t, &line, err);
    ok(!st && bw_str_find(line, BW_LIT(",\"a,\"\"1\"\"\n\",0,0,20,"), 0) < line.len, "quotes where they must be");
    ok(!st && bw_str_find(line, BW_LIT(",2021-12-31,2021-12-31,day,clause,ACCUSE,"), 0) < line.len, "the finest date, of a week over a year's end");
    ok(!st && bw_str_find(line, BW_LIT(",5,5,,,,,positive,actual,"), 0) < line.len, "the last number");
    ok(!st && bw_str_ends(line, BW_LIT(",xyz,s,story,\"a,\"\"1\"\"\n\",2,2,2,2,false,,,true,false,3,5,,,,\r\n")), "what all come to");
    ok(!st && first.len && bw_tellings_next(t, &line, err) == BW_END, "what did not happen is left out");
    bw_tellings_free(t);
    return BW_OK;
}

static bw_status test(void *with, bw_err *err)
{
    bw_arena *a = with;
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        bw_telling x = complete(matches[i].a), y = complete(matches[i].b);
        bool one = bw_telling_match(&x, &y) > 0, back = bw_telling_match(&y, &x) > 0;
        ok(one == matches[i].want && back == one, "%s: %s", matches[i].why, matches[i].want ? "one event" : "two");
    }
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        bw_tellings *t = bw_tellings_new(&(bw_tellings_options){.merge = groups[i].merge});
        bw_status st = t ? BW_OK : BW_ERR_MEMORY;
        bw_buf got = {.arena = a};
        bw_map ids = {.arena = a};
        bw_str line;
        for (int k = 0; !st && k < 5 && groups[i].rows[k].id; k++) {
            bw_document doc;
            make(a, &groups[i].rows[k], &doc);
            st = bw_tellings_add(t, &doc, err);
        }
        while (!st && (st = bw_tellings_next(t, &line, err)) == BW_OK)
            st = describe(a, line, &ids, &got, err);
        ok(st == BW_END && bw_str_is(bw_buf_view(&got), groups[i].want), "%s", groups[i].why);
        if (!bw_str_is(bw_buf_view(&got), groups[i].want))
            printf("# got %.*s, want %s (%s)\n", (int)got.len, got.ptr ? got.ptr : "", groups[i].want, err->msg);
        bw_tellings_free(t);
    }
    return test_csv(with, err);
}

int main(void) { return tap_in_arena(test); }
