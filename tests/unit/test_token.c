/* Text to tokens: blanks between tokens in the wanted row; words of a multi-word token are joined by '+'. */
#include "parse/token.h"
#include "tap.h"

static const struct {
    const char *text, *want;
} rows[] = {
    {"Varnia's envoy didn't wait.", "Varnia+'s envoy did+n't wait ."},
    {"We cannot stay; they're gonna leave, aren't they?", "We can+not stay ; they+'re gon+na leave , are+n't they ?"},
    {"I'm sure he'll say it's what we've asked.", "I+'m sure he+'ll say it+'s what we+'ve asked ."},
    {"the rebels' camp", "the rebels+' camp"},
    {"\xE2\x80\x9CIt\xE2\x80\x99s over,\xE2\x80\x9D she said.", "\xE2\x80\x9C It+\xE2\x80\x99s over , \xE2\x80\x9D she said ."},
    {"'Yes,' said the boys' father", "' Yes , ' said the boys+' father"},
    {"O'Neill and D'Arcy", "O'Neill and D'Arcy"},
    {"shouldn't've", "should+n't+'ve"},
    {"a face-to-face, two-day meeting", "a face - to - face , two - day meeting"},
    {"pro-government and anti-war ex-soldiers", "pro-government and anti-war ex-soldiers"},
    {"the Bellund-Varnia border", "the Bellund - Varnia border"},
    {"pages 10-15, call 555-010-9988 or 555-0199", "pages 10 - 15 , call 555-010-9988 or 555-0199"},
    {"$1,250.50 (up 3.5%) or US$40m", "$ 1,250.50 ( up 3.5 % ) or US$ 40 m"},
    {"at 10:30am on 04/30/2001, in the 1990s", "at 10:30 am on 04/30/2001 , in the 1990s"},
    {"the 1960's and Flight 107's crew", "the 1960's and Flight 107+'s crew"},
    {"the 5th, 40km off", "the 5th , 40 km off"},
    {"Lt. Gen. A.B. Smith of the U.S. Army", "Lt. Gen. A.B. Smith of the U.S. Army"},
    {"at 5 p.m. on Jan. 3 in St. Petersburg", "at 5 p.m. on Jan. 3 in St. Petersburg"},
    {"No. 5 said no. Then", "No. 5 said no . Then"},
    {"John F. Kennedy", "John F. Kennedy"},
    {"Well... no \xE2\x80\x94 wait--stop!!", "Well ... no \xE2\x80\x94 wait -- stop !!"},
    {"see http://example.org/a_b?c=1, or www.example.com.", "see http://example.org/a_b?c=1 , or www.example.com ."},
    {"write to a.b@example.org (soon).", "write to a.b@example.org ( soon ) ."},
    {"example.com's owner sent plan.doc", "example.com+'s owner sent plan.doc"},
    {"AT&T and R&D", "AT&T and R&D"},
    {"and/or, he/she", "and / or , he / she"},
    {"over.The next", "over . The next"},
    {"fine :) really ;-)", "fine :) really ;-)"},
    {"#freedom @varnia", "#freedom @varnia"},
    {"the \"best\" [sic] one", "the \" best \" [ sic ] one"},
    {"U.S.'s", "U.S.+'s"},
    {"give 'em room", "give 'em room"},
    {"caf\xC3\xA9s, na\xC3\xAFve \xC3\x89tat", "caf\xC3\xA9s , na\xC3\xAFve \xC3\x89tat"},
    {"a\xC2\xA0""b\xE2\x80\x89""c", "a b c"},
    {"", ""},
};

typedef struct {
    bw_arena *arena;
    const bw_token_rules *rules;
    bw_str table, text, got;
    bw_token_list list;
} job;

static bw_status read_table(void *with, bw_err *err)
{
    job *j = with;
    bw_token_rules *r = NULL;
    bw_status st = bw_token_rules_read(j->arena, j->table, &r, err);
    j->rules = r;
    return st;
}

static bw_status split(void *with, bw_err *err)
{
    job *j = with;
    bw_buf out = {.arena = j->arena};
    (void)err;
    j->list = (bw_token_list){.arena = j->arena};
    bw_token_split(j->rules, j->text, 0, (uint32_t)j->text.len, &j->list);
    uint32_t joined = 0;
    for (uint32_t i = 0; i < j->list.n; i++) {
        const bw_token *t = &j->list.items[i];
        if (i)
            bw_buf_char(&out, i < joined ? '+' : ' ');
        if (t->mwt)
            joined = i + t->mwt;
        bw_buf_str(&out, t->form);
    }
    j->got = bw_buf_view(&out);
    return BW_OK;
}

static const struct {
    const char *table, *message;
} refused[] = {
    {"abbreviation\tgen\nname\tx\n", "tokens.tsv:2: no kind is called 'name'"},
    {"title\n", "tokens.tsv:1: form is empty or over 24 bytes"},
    {"contraction\tcannot\tcan nt\n", "tokens.tsv:1: the words do not spell 'cannot'"},
};

int main(void)
{
    bw_err err = {0};
    job j = {.arena = bw_arena_new(0), .table = bw_token_builtin()};

    ok(bw_arena_try(j.arena, read_table, &j, &err) == BW_OK, "the table is in order: %s", err.msg);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        j.text = bw_str_of(rows[i].text);
        bool good = bw_arena_try(j.arena, split, &j, &err) == BW_OK && bw_str_is(j.got, rows[i].want);
        ok(good, "%s%s%.*s", rows[i].want, good ? "" : "\n# got ", good ? 0 : (int)j.got.len, j.got.ptr);
        for (uint32_t k = 0; k < j.list.n; k++) {
            const bw_token *t = &j.list.items[k];
            if (t->end > j.text.len || !bw_str_eq(t->form, bw_str_slice(j.text, t->start, t->end)))
                ok(false, "token %u lies where its offsets say", k);
        }
    }

    /* Debris falls into pieces, none of them empty or overlapping, in linear time. */
    static char debris[300000];
    for (size_t i = 0; i < sizeof debris; i++)
        debris[i] = "ab.'-@/$(1\xC3\xE2\x80"[i * 2654435761u % 13];
    j.text = (bw_str){debris, sizeof debris};
    ok(bw_arena_try(j.arena, split, &j, &err) == BW_OK && j.list.n >= sizeof debris / 110, "debris: %u pieces", j.list.n);
    uint32_t at = 0;
    bool whole = true;
    for (uint32_t k = 0; k < j.list.n; k++) {
        whole = whole && j.list.items[k].start == at && j.list.items[k].end > at;
        at = j.list.items[k].end;
    }
    ok(whole && at == sizeof debris, "debris is covered without a gap");

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        j.table = bw_str_of(refused[i].table);
        ok(bw_arena_try(j.arena, read_table, &j, &err) == BW_ERR_SYNTAX && strcmp(err.msg, refused[i].message) == 0, "%s", err.msg);
    }
    bw_arena_free(j.arena);
    return tap_done();
}
