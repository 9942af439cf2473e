/* Events from trees made by hand: what the engine must undo so that one short pattern fits every form of a sentence. */
#include "code/lexicon.h"
#include "tap.h"

static const char rules[] =
    "code 111  criticize\n"
    "  actor condemn recipient('s *)?\n"
    "code 190  fight\n"
    "  actor attack|bomb recipient\n"
    "  actor's attack on recipient\n"
    "  actor kill recipient\n"
    "code 040  meet\n"
    "  actors meet\n"
    "  actors' talk\n"
    "code 042  visit\n"
    "  actor visit recipient:place\n"
    "code 073  aid\n"
    "  actor send|give recipient &aid\n"
    "code 030  agree\n"
    "  actor agree to VERB\n"
    "  content AID 033\n"
    "code 100  demand\n"
    "  actor demand that recipient VERB\n"
    "code 0874  withdraw\n"
    "  actor withdraw|pull_out from|out_of recipient:place\n"
    "code 120  reject\n"
    "  actor not recognize recipient\n"
    "code 112  accuse\n"
    "  actor accuse recipient of VERB\n"
    "code none\n"
    "  actor attack problem\n";

/* form lemma UPOS XPOS head relation; mentions HEAD:COUNTRY[:SECTOR][:place], of words counted from 1. */
static const struct {
    const char *why, *tree, *mentions, *want;
} rows[] = {
    {"active", "Seoul Seoul PROPN NNP 2 nsubj|condemned condemn VERB VBD 0 root|Tokyo Tokyo PROPN NNP 2 obj", "1:KOR 3:JPN", "KOR 111 JPN"},
    {"passive with by", "Tokyo Tokyo PROPN NNP 3 nsubj:pass|was be AUX VBD 3 aux:pass|condemned condemn VERB VBN 0 root|by by ADP IN 5 case|Seoul Seoul PROPN NNP 3 obl:agent",
     "1:JPN 5:KOR", "KOR 111 JPN"},
    {"passive without agent", "Tokyo Tokyo PROPN NNP 3 nsubj:pass|was be AUX VBD 3 aux:pass|condemned condemn VERB VBN 0 root", "1:JPN", ""},
    {"a thing of the recipient", "Seoul Seoul PROPN NNP 2 nsubj|condemned condemn VERB VBD 0 root|Tokyo Tokyo PROPN NNP 5 nmod:poss|'s 's PART POS 3 case|move move NOUN NN 2 obj",
     "1:KOR 3:JPN", "KOR 111 JPN"},
    {"relative clause", "Seoul Seoul PROPN NNP 5 nsubj|which which PRON WDT 3 nsubj|condemned condemn VERB VBD 1 acl:relcl|Tokyo Tokyo PROPN NNP 3 obj|slept sleep VERB VBD 0 root",
     "1:KOR 4:JPN", "KOR 111 JPN"},
    {"participle that says what was done", "Tokyo Tokyo PROPN NNP 5 nsubj|condemned condemn VERB VBN 1 acl|by by ADP IN 4 case|Seoul Seoul PROPN NNP 2 obl|slept sleep VERB VBD 0 root",
     "1:JPN 4:KOR", "KOR 111 JPN"},
    {"coordinated verbs share subject", "Seoul Seoul PROPN NNP 2 nsubj|slept sleep VERB VBD 0 root|and and CCONJ CC 4 cc|condemned condemn VERB VBD 2 conj|Tokyo Tokyo PROPN NNP 4 obj",
     "1:KOR 5:JPN", "KOR 111 JPN"},
    {"coordinated verbs share object", "Seoul Seoul PROPN NNP 2 nsubj|attacked attack VERB VBD 0 root|and and CCONJ CC 4 cc|condemned condemn VERB VBD 2 conj|Tokyo Tokyo PROPN NNP 2 obj",
     "1:KOR 5:JPN", "KOR 190 JPN; KOR 111 JPN"},
    {"coordinated actors", "Seoul Seoul PROPN NNP 4 nsubj|and and CCONJ CC 3 cc|Hanoi Hanoi PROPN NNP 1 conj|condemned condemn VERB VBD 0 root|Tokyo Tokyo PROPN NNP 4 obj",
     "1:KOR 3:VNM 5:JPN", "KOR,VNM 111 JPN"},
    {"each other", "Seoul Seoul PROPN NNP 4 nsubj|and and CCONJ CC 3 cc|Hanoi Hanoi PROPN NNP 1 conj|condemned condemn VERB VBD 0 root|each each DET DT 6 det|other other ADJ JJ 4 obj",
     "1:KOR 3:VNM", "KOR,VNM 111 - reciprocal"},
    {"two who meet", "Seoul Seoul PROPN NNP 4 nsubj|and and CCONJ CC 3 cc|Hanoi Hanoi PROPN NNP 1 conj|met meet VERB VBD 0 root", "1:KOR 3:VNM", "KOR,VNM 040 - reciprocal"},
    {"one meets with another", "Seoul Seoul PROPN NNP 2 nsubj|met meet VERB VBD 0 root|with with ADP IN 4 case|Hanoi Hanoi PROPN NNP 2 obl", "1:KOR 4:VNM", "KOR,VNM 040 - reciprocal"},
    {"one meets another", "Seoul Seoul PROPN NNP 2 nsubj|met meet VERB VBD 0 root|Hanoi Hanoi PROPN NNP 2 obj", "1:KOR 3:VNM", "KOR,VNM 040 - reciprocal"},
    {"one alone does not meet", "Seoul Seoul PROPN NNP 2 nsubj|met meet VERB VBD 0 root", "1:KOR", ""},
    {"light verb and noun", "Seoul Seoul PROPN NNP 2 nsubj|held hold VERB VBD 0 root|talks talk NOUN NNS 2 obj|with with ADP IN 5 case|Hanoi Hanoi PROPN NNP 2 obl", "1:KOR 5:VNM", "KOR,VNM 040 - reciprocal"},
    {"there were no talks", "There there PRON EX 2 expl|were be VERB VBD 0 root|no no DET DT 4 det|talks talk NOUN NNS 2 nsubj|between between ADP IN 6 case|Seoul Seoul PROPN NNP 4 nmod|and and CCONJ CC 8 cc|Hanoi Hanoi PROPN NNP 6 conj",
     "6:KOR 8:VNM", "KOR,VNM 040 - reciprocal negated"},
    {"noun with nation and light verb in the passive", "An a DET DT 3 det|Israeli israeli ADJ JJ 3 amod|attack attack NOUN NN 7 nsubj:pass|on on ADP IN 5 case|Syria Syria PROPN NNP 3 nmod|was be AUX VBD 7 aux:pass|launched launch VERB VBN 0 root",
     "2:ISR 5:SYR", "ISR 190 SYR"},
    {"a noun that is only talked of", "Paris Paris PROPN NNP 2 nsubj|described describe VERB VBD 0 root|an a DET DT 5 det|Israeli israeli ADJ JJ 5 amod|attack attack NOUN NN 2 obj|on on ADP IN 7 case|Syria Syria PROPN NNP 5 nmod",
     "1:FRA 4:ISR 7:SYR", ""},
    {"negation", "Seoul Seoul PROPN NNP 4 nsubj|did do AUX VBD 4 aux|not not PART RB 4 advmod|condemn condemn VERB VB 0 root|Tokyo Tokyo PROPN NNP 4 obj", "1:KOR 5:JPN", "KOR 111 JPN negated"},
    {"negation that the pattern wants", "Seoul Seoul PROPN NNP 4 nsubj|did do AUX VBD 4 aux|not not PART RB 4 advmod|recognize recognize VERB VB 0 root|Tokyo Tokyo PROPN NNP 4 obj", "1:KOR 5:JPN", "KOR 120 JPN"},
    {"modal verb", "Seoul Seoul PROPN NNP 3 nsubj|may may AUX MD 3 aux|condemn condemn VERB VB 0 root|Tokyo Tokyo PROPN NNP 3 obj", "1:KOR 4:JPN", "KOR 111 JPN hypothetical"},
    {"a visit to come is AGREE", "Seoul Seoul PROPN NNP 3 nsubj|will will AUX MD 3 aux|visit visit VERB VB 0 root|Tokyo Tokyo PROPN NNP 3 obj", "1:KOR 4:JPN:place", "KOR 036 JPN content=CONSULT"},
    {"control: agreed to send", "Seoul Seoul PROPN NNP 2 nsubj|agreed agree VERB VBD 0 root|to to PART TO 4 mark|send send VERB VB 2 xcomp|aid aid NOUN NN 4 obj|to to ADP IN 7 case|Tokyo Tokyo PROPN NNP 4 obl", "1:KOR 7:JPN",
     "KOR 033 JPN content=AID"},
    {"double object", "Seoul Seoul PROPN NNP 2 nsubj|gave give VERB VBD 0 root|Tokyo Tokyo PROPN NNP 2 iobj|aid aid NOUN NN 2 obj", "1:KOR 3:JPN", "KOR 073 JPN"},
    {"double object in the passive", "Tokyo Tokyo PROPN NNP 3 nsubj:pass|was be AUX VBD 3 aux:pass|given give VERB VBN 0 root|aid aid NOUN NN 3 obj|by by ADP IN 6 case|Seoul Seoul PROPN NNP 3 obl:agent", "1:JPN 6:KOR", "KOR 073 JPN"},
    {"AID without recipient is none", "Seoul Seoul PROPN NNP 2 nsubj|gave give VERB VBD 0 root|aid aid NOUN NN 2 obj", "1:KOR", ""},
    {"that-clause", "Seoul Seoul PROPN NNP 2 nsubj|demanded demand VERB VBD 0 root|that that SCONJ IN 5 mark|Tokyo Tokyo PROPN NNP 5 nsubj|sleep sleep VERB VB 2 ccomp", "1:KOR 4:JPN", "KOR 100 JPN"},
    {"particle and preposition of two words", "Seoul Seoul PROPN NNP 2 nsubj|pulled pull VERB VBD 0 root|out out ADP RP 2 compound:prt|of of ADP IN 5 case|Syria Syria PROPN NNP 2 obl", "1:KOR 5:SYR:place", "KOR 0874 SYR"},
    {"out of", "Seoul Seoul PROPN NNP 2 nsubj|withdrew withdraw VERB VBD 0 root|out out ADP IN 5 case|of of ADP IN 5 case|Syria Syria PROPN NNP 2 obl", "1:KOR 5:SYR:place", "KOR 0874 SYR"},
    {"reported deed", "Police police NOUN NNS 2 nsubj|said say VERB VBD 0 root|rebels rebel NOUN NNS 4 nsubj|killed kill VERB VBD 2 ccomp|villagers villager NOUN NNS 4 obj", "1:IND:COP 3:IND:REB 5:IND:CVL",
     "INDREB 190 INDCVL said_by=INDCOP"},
    {"accused of a deed", "Seoul Seoul PROPN NNP 2 nsubj|accused accuse VERB VBD 0 root|Tokyo Tokyo PROPN NNP 2 obj|of of SCONJ IN 5 mark|bombing bomb VERB VBG 2 advcl|Syria Syria PROPN NNP 5 obj", "1:KOR 3:JPN 6:SYR",
     "KOR 112 JPN content=ASSAULT"},
    {"denied deed", "Seoul Seoul PROPN NNP 2 nsubj|denied deny VERB VBD 0 root|that that SCONJ IN 5 mark|Tokyo Tokyo PROPN NNP 5 nsubj|bombed bomb VERB VBD 2 ccomp|Syria Syria PROPN NNP 5 obj", "1:KOR 4:JPN 6:SYR", "JPN 190 SYR denied"},
    {"result in the same clause", "Rebels rebel NOUN NNS 2 nsubj|bombed bomb VERB VBD 0 root|Seoul Seoul PROPN NNP 2 obj|killing kill VERB VBG 2 advcl|villagers villager NOUN NNS 4 obj", "1:SYR:REB 3:KOR 5:SYR:CVL", "SYRREB 190 KOR"},
    {"what is no act", "Seoul Seoul PROPN NNP 2 nsubj|attacked attack VERB VBD 0 root|the the DET DT 4 det|problem problem NOUN NN 2 obj", "1:KOR", ""},
    {"someone who cannot act", "Stones stone NOUN NNS 2 nsubj|attacked attack VERB VBD 0 root|Seoul Seoul PROPN NNP 2 obj", "3:KOR", ""},
    {"habit", "Seoul Seoul PROPN NNP 3 nsubj|often often ADV RB 3 advmod|condemns condemn VERB VBZ 0 root|Tokyo Tokyo PROPN NNP 3 obj", "1:KOR 4:JPN", ""},
    {"headline with infinitive", "Seoul Seoul PROPN NNP 3 nsubj|to to PART TO 3 mark|visit visit VERB VB 0 root|Tokyo Tokyo PROPN NNP 3 obj", "1:KOR 4:JPN:place", "KOR 036 JPN content=CONSULT"},
};

static bw_str field(bw_str *rest, char by)
{
    bw_str piece = {0};
    (void)bw_str_cut(rest, by, &piece);
    return piece;
}

static void build(bw_document *doc, const char *tree, const char *mentions)
{
    bw_arena *a = doc->arena;
    bw_buf text = {.arena = a};
    bw_str rest = bw_str_of(tree), line;
    doc->tokens = BW_NEW(a, bw_token, 32);
    while (bw_str_cut(&rest, '|', &line)) {
        bw_token *t = &doc->tokens[doc->n_tokens++];
        bw_upos upos = BW_UPOS_X;
        int64_t head = 0;
        t->form = field(&line, ' ');
        t->lemma = field(&line, ' ');
        (void)bw_upos_of(field(&line, ' '), &upos);
        t->upos = (uint8_t)upos;
        bw_str xpos = field(&line, ' ');
        memcpy(t->xpos, xpos.ptr, xpos.len < 5 ? xpos.len : 5);
        (void)bw_str_to_int(field(&line, ' '), &head);
        t->head = (int32_t)head - 1;
        t->rel = (uint8_t)bw_rel_of(line);
        t->start = (uint32_t)text.len;
        bw_buf_str(&text, t->form);
        t->end = (uint32_t)text.len;
        bw_buf_char(&text, ' ');
    }
    doc->head.text = bw_buf_view(&text);
    doc->head.day = bw_day_of(2021, 4, 1);
    doc->sentences = BW_NEW(a, bw_sentence, 1);
    doc->n_sentences = 1;
    doc->sentences[0] = (bw_sentence){.n = doc->n_tokens, .end = (uint32_t)text.len};
    doc->mentions = BW_NEW(a, bw_mention, 8);
    rest = bw_str_of(mentions);
    bw_str one;
    while (rest.len && bw_str_cut(&rest, ' ', &one)) {
        int64_t at = 0;
        bw_mention *m = &doc->mentions[doc->n_mentions++];
        (void)bw_str_to_int(field(&one, ':'), &at);
        const bw_token *t = &doc->tokens[at - 1];
        *m = (bw_mention){.start = t->start, .end = t->end, .first = (uint32_t)at - 1, .n = 1, .head = (uint32_t)at - 1, .actor = true, .same_as = -1,
                          .confidence = 1, .name = t->form, .kind = BW_MENTION_COUNTRY};
        memcpy(m->country, field(&one, ':').ptr, 3);
        bw_str more;
        while (bw_str_cut(&one, ':', &more))
            if (bw_str_is(more, "place")) {
                m->place = true;
            } else {
                memcpy(m->sectors[m->n_sectors++], more.ptr, 3);
                m->kind = BW_MENTION_AGENT;
            }
    }
}

static void codes(const bw_document *doc, const bw_parties *list, bw_buf *b)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const bw_mention *m = &doc->mentions[list->items[i].mention];
        bw_buf_print(b, "%s%s%s", i ? "," : "", m->country, m->n_sectors ? m->sectors[0] : "");
    }
    if (!list->n)
        bw_buf_char(b, '-');
}

static bw_str describe(const bw_document *doc)
{
    bw_buf b = {.arena = doc->arena};
    for (uint32_t i = 0; i < doc->n_events; i++) {
        const bw_event *e = &doc->events[i];
        bw_buf_text(&b, i ? "; " : "");
        codes(doc, &e->actor, &b);
        bw_buf_print(&b, " %s ", e->cameo);
        codes(doc, &e->recipient, &b);
        bw_buf_print(&b, "%s%s", e->reciprocal ? " reciprocal" : "", e->negated ? " negated" : "");
        if (e->modality != BW_ACTUAL)
            bw_buf_print(&b, " %s", bw_modality_name(e->modality));
        if (e->content.present)
            bw_buf_print(&b, " content=%s", bw_plover_name(e->content.type));
        if (e->said_by >= 0) {
            bw_parties p = {&(bw_party){.mention = e->said_by}, 1, 1};
            bw_buf_text(&b, " said_by=");
            codes(doc, &p, &b);
        }
    }
    return bw_buf_view(&b);
}

/* ---- faults of rules ---------------------------------------------------------------------------- */

static const struct {
    const char *why, *rules, *want; /* want: what stands behind the file's name */
} faults[] = {
    {"unknown code", "code 1999\n", ":1:6: unknown CAMEO code '1999'; did you mean '1"},
    {"unknown set", "code 040\n  actor meet &aidd\n", ":2:14: unknown set '&aidd'; did you mean 'aid'?"},
    {"unknown class", "code 040\n  actor:GOV|plce visit recipient\n", ":2:13: unknown class 'plce'; did you mean 'place'?"},
    {"mode of another type", "code 040\n  mode vissit\n", ":2:8: CONSULT owns no mode 'vissit'; did you mean 'visit'?"},
    {"nobody acts", "code 040\n  recipient sleep\n", ":2:3: the pattern has no 'actor'"},
    {"no verb", "code 040\n  actor recipient\n", ":2:9: a verb is wanted here"},
    {"preposition without end", "code 040\n  actor go to\n", ":2:14: what stands behind 'to' is missing"},
    {"bracket", "code 040\n  actor go (to recipient\n", ":2:25: \")?\" is wanted"},
    {"tab", "code 040\n  actor go\tto recipient\n", ":2:11: a tab inside a pattern"},
    {"same pattern, two codes", "code 040\n  actor go\ncode 042\n  actor go\n", ":4:3: the same pattern has code 040 in line 1, and 042 here"},
    {"block without code", "  actor go\n", ":1:3: no 'code' line before this"},
    {"capital letter", "code 040\n  actor Go\n", ":2:9: 'Go' is no word in lower case"},
    {"example without event", "code 040\n  actor go\n  example We went.\n", ":3:3: the example says no event"},
    {"word pattern without verb", "code raw:7\n  words said would attack\n", ":2:9: the verb is missing: '[visit]'"},
    {"two verbs", "code raw:7\n  words [say] [go]\n", ":2:15: a second verb"},
    {"verb without end", "code raw:7\n  words to [say\n", ":2:12: ']' is missing behind the verb"},
    {"narrowed", "code raw:7\n  words actor:GOV [say]\n", ":2:9: a word pattern knows 'actor', 'recipient' and 'actors', not narrowed"},
    {"capital in a word pattern", "code raw:7\n  words [say] No\n", ":2:15: 'No' is no word in lower case"},
    {"set in a word pattern", "code raw:7\n  words [say] new_&aidd\n", ":2:19: unknown set '&aidd'; did you mean 'aid'?"},
    {"too many words", "code raw:7\n  words [say] a b c d e f g h i j k l m\n", ":2:39: over 12 words around the verb"},
    {"raw code", "code raw:12345678\n", ":1:6: a raw code has 1 to 7 letters"},
    {"reverse", "code none\n  reverse raw:7\n", ":2:3: 'code none' has no reverse"},
    {"reverse of no code", "code raw:7\n  reverse 999\n", ":2:3: unknown CAMEO code '999'"},
};

typedef struct {
    const bw_lexicon *lexicon;
    bw_document doc;
    size_t row;
} job;

static bw_status code_row(void *with, bw_err *err)
{
    job *j = with;
    build(&j->doc, rows[j->row].tree, rows[j->row].mentions);
    bw_status st = bw_code_events(&(bw_readers){.lexicon = j->lexicon}, &j->doc, err);
    bw_str got = describe(&j->doc);
    ok(!st && bw_str_is(got, rows[j->row].want), "%s: '%.*s'", rows[j->row].why, BW_STR_FMT(got));
    bool same = true;
    for (uint32_t i = 0; i < j->doc.n_events; i++)
        for (uint32_t k = 0; k < i; k++)
            same &= strcmp(j->doc.events[i].id, j->doc.events[k].id) != 0;
    ok(same, "%s: ids differ", rows[j->row].why);
    return st;
}

int main(void)
{
    bw_lexicon *l = NULL;
    bw_err err = {0};
    if (!ok(bw_lexicon_open_text(bw_str_of(rules), &l, &err) == BW_OK, "rules open %s", err.msg))
        return tap_done();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_arena *a = bw_arena_new(0);
        job j = {.lexicon = l, .doc.arena = a, .row = i};
        if (!a || bw_arena_try(a, code_row, &j, &err) != BW_OK)
            ok(false, "%s: %s", rows[i].why, err.msg);
        bw_arena_free(a);
    }
    bw_lexicon_close(l);

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        bw_lexicon *none = NULL;
        err = (bw_err){0};
        bw_status st = bw_lexicon_open_text(bw_str_of(faults[i].rules), &none, &err);
        const char *where = strstr(err.msg, "text.rules");
        ok(st == BW_ERR_SYNTAX && !none && where && strncmp(where + 10, faults[i].want, strlen(faults[i].want)) == 0, "%s: %s", faults[i].why, err.msg);
    }

    ok(bw_lexicon_open("/nonexistent", true, NULL, &l, &err) == BW_ERR_IO, "no such folder: %s", err.msg);
    ok(bw_lexicon_open(NULL, true, "nonsense", &l, &err) == BW_ERR_USAGE, "no such code book: %s", err.msg);
    const char *const books[] = {"plover-2024", "cameo2plover-2021"};
    for (int i = 0; i < 2; i++)
        if (ok(bw_lexicon_open(NULL, true, books[i], &l, &err) == BW_OK, "built in, %s %s", books[i], err.msg)) {
            const bw_cameo *c = bw_codebook_find(&l->book, BW_LIT("055"));
            ok(c && c->type == (i ? BW_PLOVER_SUPPORT : BW_PLOVER_CONCEDE), "%s: apologies", books[i]);
            bw_lexicon_close(l);
        }
    return tap_done();
}
