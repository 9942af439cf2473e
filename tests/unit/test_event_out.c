/* Events as rows: table, CSV, dyads, repeats. The document is made by hand. */
#include "code/event_out.h"
#include "code/codebook.h"
#include "code/event_merge.h"
#include "tap.h"

static const char text[] = "Lee, \"the envoy\", visited Tokyo and met Funakoshi.";

static bw_mention mentions[] = {
    {.kind = BW_MENTION_PERSON, .name = BW_LIT("Lee \"Sang\", 이상렬"), .country = "KOR", .sectors = {"GOV", "MIL"}, .n_sectors = 2},
    {.kind = BW_MENTION_COUNTRY, .name = BW_LIT("Japan"), .country = "JPN"},
    {.kind = BW_MENTION_PERSON, .name = BW_LIT("Funakoshi"), .country = "JPN", .sectors = {"GOV"}, .n_sectors = 1},
    {.kind = BW_MENTION_PLACE, .name = BW_LIT("Tokyo"), .country = "JPN", .lat = 35.5, .lon = -0.25, .has_point = true},
};
static bw_party lee = {0, 16, 0, 1}, japan = {26, 31, 1, 1}, funakoshi = {40, 49, 2, 1};
static const char *const contexts[] = {"diplomatic", "military"};
static bw_party both[2] = {{26, 31, 1, 1}, {40, 49, 2, 1}};

static bw_event visit(void)
{
    bw_event e = {.id = "aa", .trigger = {18, 25}, .from = 18718, .to = 18718, .type = BW_PLOVER_CONSULT, .cameo = "042",
                  .modes = {"visit"}, .contexts = contexts, .n_contexts = 2, .n_modes = 1, .actor = {&lee, 1, 1}, .recipient = {both, 2, 2}, .place = 3,
                  .date_source = BW_LIT("clause"), .dead.least = -1, .injured.least = -1, .arrested.least = -1,
                  .said_by = -1, .content.place = -1, .confidence = 0.5f};
    return e;
}

typedef struct {
    bw_document doc;
    bw_event_out how;
    bw_buf out;
    bw_str header;
} job;

static bw_status write_job(void *with, bw_err *err)
{
    job *j = with;
    (void)err;
    j->header = bw_event_header(&j->how, j->out.arena);
    bw_event_write(&j->doc, &j->how, &j->out);
    return BW_OK;
}

static bw_arena *arena;

/* The rows of these events; valid until the next call. */
static bw_str rows(bw_event *events, uint32_t n, bw_event_out how, bw_str *header)
{
    static bw_sentence sentence = {.number = 0, .end = sizeof text - 1};
    bw_arena_restore(arena, (bw_arena_mark){0});
    job j = {.doc = {.arena = arena, .head = {.id = BW_LIT("doc"), .text = {text, sizeof text - 1}}, .sentences = &sentence,
                     .n_sentences = 1, .mentions = mentions, .n_mentions = 4, .events = events, .n_events = n},
             .how = how, .out.arena = arena};
    bw_err err = {0};
    if (bw_arena_try(arena, write_job, &j, &err))
        return BW_LIT("failed");
    if (header)
        *header = j.header;
    return bw_buf_view(&j.out);
}

/* Columns of the first row; false where another row has not as many. */
static bool n_columns(bw_str s, size_t *n)
{
    bw_str line;
    bool even = true;
    *n = 0;
    while (s.len && bw_str_cut(&s, '\n', &line)) {
        size_t tabs = 1;
        for (size_t i = 0; i < line.len; i++)
            tabs += line.ptr[i] == '\t';
        if (*n == 0)
            *n = tabs;
        even &= line.len == 0 || tabs == *n;
    }
    return even;
}

static bool holds(bw_str s, const char *part) { return bw_str_find(s, bw_str_of(part), 0) < s.len; }

static size_t count(bw_str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == c;
    return n;
}

static void other_formats(const bw_lexicon *lexicon, const bw_knowledge *knowledge)
{
    static const struct {
        bw_event_format format;
        const char *name;
        size_t columns;
    } formats[] = {{BW_TO_POLECAT, "polecat", 40}, {BW_TO_PHOENIX, "phoenix", 26}, {BW_TO_PETRARCH, "petrarch", 7},
                   {BW_TO_ICEWS, "icews", 20},     {BW_TO_GDELT, "gdelt", 61},     {BW_TO_GDELT1, "gdelt1", 58}};
    bw_event_out how = {.book = bw_lexicon_book(lexicon), .knowledge = knowledge, .record.coder = BW_LIT("0123456789")};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t n;
        bw_event e = visit();
        bw_event_format f = BW_TO_TABLE;
        how.format = formats[i].format;
        bw_str s = rows(&e, 1, how, NULL);
        bool even = n_columns(s, &n);
        ok(bw_event_format_of(formats[i].name, &f) && f == formats[i].format && even && n == formats[i].columns, "%s: %zu columns", formats[i].name, n);
    }
    ok(!bw_event_format_of("xml", &(bw_event_format){BW_TO_CSV}), "no such format");

    bw_event e = visit();
    e.has_goldstein = true;
    e.goldstein = 1.9;
    how.format = BW_TO_CSV;
    how.dyads = true;
    bw_str s = rows(&e, 1, how, NULL);
    ok(holds(s, ",042,1.9,") && holds(s, ",043,2.8,"), "dyads: the host's side has its own Goldstein value");

    /* Each type has a code that stands for it. */
    how.dyads = false;
    how.format = BW_TO_PETRARCH;
    for (int t = 1; t < BW_N_PLOVER; t++) {
        e = visit();
        e.type = (bw_plover)t;
        e.cameo[0] = '\0';
        bw_str code = how.book->types[t].cameo, line = rows(&e, 1, how, NULL);
        const bw_cameo *c = bw_codebook_find(how.book, code);
        if (!c || c->type != (bw_plover)t || !holds(line, bw_str_print(arena, "\t%.*s\t%c", BW_STR_FMT(code), 0).ptr))
            ok(false, "%s without a code: %.*s", bw_plover_name((bw_plover)t), BW_STR_FMT(line));
    }
    e = visit();
    e.cameo[0] = '\0';
    ok(holds(rows(&e, 1, how, NULL), "\tKORGOVMIL\tJPN\t040\t"), "an event without a code has that of its type");

    /* What a story tells twice is one line. */
    bw_event two[2] = {visit(), visit()};
    s = rows(two, 2, how, NULL);
    ok(count(s, '\n') == 4 && holds(s, "\tdoc_1\t"), "petrarch: each line once");
    how.format = BW_TO_GDELT;
    two[1].happening = 1;
    s = rows(two, 2, how, NULL);
    ok(count(s, '\n') == 8, "gdelt: each event its rows");
}

static void merging(void)
{
    bw_merge m = {.arena = arena};
    bw_buf packed = {.arena = arena};
    static const struct {
        const char *key, *publisher, *value;
        uint64_t document;
    } in[] = {{"a", "X", "1", 1}, {"b", "X", "5", 1}, {"a", "X", "2", 1}, {"a", "Y", "4", 2}, {"a", "", "1", 3}};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
        bw_str value = bw_str_of(in[i].value);
        bw_merge_row r = {.key = bw_str_of(in[i].key), .publisher = bw_str_of(in[i].publisher), .text = BW_LIT("<>[]"),
                          .slots = {{BW_SLOT_SUM, 1, value}, {BW_SLOT_LIST, 3, value}, {BW_SLOT_DOCUMENTS, 4, value}, {BW_SLOT_PUBLISHERS, 4, value}},
                          .n_slots = 4};
        bw_merge_row again;
        packed.len = 0;
        bw_merge_pack(&r, &packed);
        bw_str bytes = bw_buf_view(&packed);
        for (size_t cut = 0; cut < bytes.len; cut++) {
            bw_str half = bw_str_slice(bytes, 0, cut);
            if (bw_merge_unpack(&half, &again))
                ok(false, "a row cut after %zu bytes is taken for one", cut);
        }
        if (!bw_merge_unpack(&bytes, &again) || bytes.len)
            ok(false, "a row comes back from its bytes");
        bw_merge_add(&m, &again, in[i].document);
    }
    bw_buf out = {.arena = arena};
    for (uint32_t i = 0; i < m.n; i++)
        bw_merge_write(&m, i, &out);
    ok(m.n == 2 && bw_str_is(bw_buf_view(&out), "<8>[1;2;4]33<5>[5]11"), "rows made one: %.*s", BW_STR_FMT(bw_buf_view(&out)));
}

typedef struct {
    const bw_lexicon *lexicon;
    const bw_knowledge *knowledge;
} tables;

static bw_status use_tables(void *with, bw_err *err)
{
    const tables *t = with;
    (void)err;
    other_formats(t->lexicon, t->knowledge);
    merging();
    return BW_OK;
}

int main(void)
{
    arena = bw_arena_new(0);
    if (!arena)
        return 1;
    bw_str header, s;

    bw_event e = visit();
    s = rows(&e, 1, (bw_event_out){.format = BW_TO_CSV}, &header);
    ok(bw_str_starts(header, BW_LIT("id,document,sentence,")) && bw_str_ends(header, BW_LIT("coder\r\n")), "CSV: header");
    ok(bw_str_starts(s, BW_LIT("aa,doc,0,0,50,")) && bw_str_ends(s, BW_LIT("\r\n")), "CSV: %.*s", BW_STR_FMT(bw_str_trim(s)));
    ok(holds(s, ",\"Lee, \"\"the envoy\"\"\",\"Lee \"\"Sang\"\", 이상렬\",KORGOV,KOR,GOV MIL,"), "CSV: quotes and commas");
    ok(holds(s, ",Tokyo; Funakoshi,Japan; Funakoshi,JPN; JPNGOV,"), "CSV: several in a cell");
    ok(holds(s, ",visited,2021-04-01,2021-04-01,day,clause,CONSULT,visit,diplomatic; military,1,,042,,"), "CSV: date, type, contexts, code");
    ok(holds(s, ",Tokyo,JPN,35.5,-0.25,,"), "CSV: place");

    s = rows(&e, 1, (bw_event_out){.format = BW_TO_CSV, .dyads = true}, &header);
    ok(bw_str_ends(header, BW_LIT(",event,dyad,weight\r\n")), "dyads: header");
    ok(count(s, '\n') == 4 && holds(s, ",aa,aa.1,0.25\r\n") && holds(s, ",aa,aa.4,0.25\r\n"), "dyads: a visit is two each");
    ok(holds(s, ",042,") && holds(s, ",043,"), "dyads: 043 the other way");
    e.reciprocal = true;
    e.actor = (bw_parties){both, 2, 2};
    e.recipient = (bw_parties){0};
    s = rows(&e, 1, (bw_event_out){.format = BW_TO_CSV, .dyads = true}, NULL);
    ok(count(s, '\n') == 2 && holds(s, ".2,0.5"), "dyads: reciprocal, each acts on each");
    e.recipient = e.actor = (bw_parties){&japan, 1, 1};
    e.reciprocal = false;
    e.recipient.n = 0;
    ok(rows(&e, 1, (bw_event_out){.format = BW_TO_CSV, .dyads = true}, NULL).len == 0, "dyads: without recipient, none");

    bw_event three[3] = {visit(), visit(), visit()};
    three[0].happening = three[1].happening = 1;
    three[0].from = BW_NO_DAY;
    three[2].happening = 2;
    s = rows(three, 3, (bw_event_out){.format = BW_TO_CSV, .unique = true}, NULL);
    ok(count(s, '\n') == 2 && count(s, '1') > 0 && holds(s, "2021-04-01"), "unique: the first, dated by the second");

    e = visit();
    e.modality = BW_PLANNED;
    ok(rows(&e, 1, (bw_event_out){.format = BW_TO_CSV}, NULL).len == 0, "planned: left out of CSV");
    bw_event_out all = {.format = BW_TO_TABLE, .record.all_modalities = true};
    s = rows(&e, 1, all, NULL);
    ok(holds(s, "CONSULT visit, planned"), "planned: said in the table: %.*s", BW_STR_FMT(bw_str_trim(s)));
    e.negated = true;
    e.modality = BW_ACTUAL;
    ok(holds(rows(&e, 1, all, NULL), "not CONSULT visit"), "negated: said in the table");

    e = visit();
    e.recipient = (bw_parties){&funakoshi, 1, 1};
    e.content = (bw_content){.present = true, .type = BW_PLOVER_AGREE, .place = -1};
    s = rows(&e, 1, (bw_event_out){.format = BW_TO_TABLE}, NULL);
    ok(bw_str_is(s, "2021-04-01  Tokyo     CONSULT visit (AGREE)  KORGOV  Lee \"Sang\", 이상렬  JPNGOV  Funakoshi\n"), "table: %.*s",
       BW_STR_FMT(bw_str_trim(s)));
    for (int width = 1; width < 90; width++) {
        s = rows(&e, 1, (bw_event_out){.format = BW_TO_TABLE, .width = width}, NULL);
        if (bw_cells(bw_str_trim(s)) > width || s.ptr[s.len - 1] != '\n') {
            ok(false, "table: cut to %d columns: %.*s", width, BW_STR_FMT(bw_str_trim(s)));
            break;
        }
    }
    int n_with_recipient = 0, n_cut_between = 0; /* at 60 to 89 columns */
    for (int width = 60; width < 90; width++) {
        s = rows(&e, 1, (bw_event_out){.format = BW_TO_TABLE, .width = width}, NULL);
        n_with_recipient += holds(s, "  JPNGOV");
        n_cut_between += holds(s, "이…  ");
    }
    ok(n_with_recipient == 30, "table: names give way to the recipient's code, in %d of 30 widths", n_with_recipient);
    ok(n_cut_between > 0, "table: a wide letter is not cut in two");
    mentions[2].name = BW_LIT("\x1b[31mred\n");
    ok(!holds(rows(&e, 1, (bw_event_out){.format = BW_TO_TABLE}, NULL), "\x1b"), "table: no news text moves the cursor");

    ok(bw_cells(BW_LIT("e\xCC\x81t")) == 2 && bw_cells(BW_LIT("東京")) == 4, "cells of accents and wide letters");

    bw_err err = {0};
    bw_lexicon *lexicon = NULL;
    bw_knowledge *knowledge = NULL;
    ok(bw_lexicon_open(NULL, true, NULL, &lexicon, &err) == BW_OK && bw_knowledge_open(NULL, true, &knowledge, &err) == BW_OK, "the tables open: %s",
       err.msg);
    mentions[2].name = BW_LIT("Funakoshi");
    if (lexicon && knowledge)
        ok(bw_arena_try(arena, use_tables, &(tables){lexicon, knowledge}, &err) == BW_OK, "all formats are written");
    if (lexicon)
        bw_lexicon_close(lexicon);
    bw_knowledge_close(knowledge);
    bw_arena_free(arena);
    return tap_done();
}
