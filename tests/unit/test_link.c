/* Noun phrases without trees -> country, sectors, role, entity, on a day; in an invented world (samples/knowledge). */
#include "link/link.h"
#include "link_words.h"
#include "tap.h"

static const struct {
    const char *day, *words;
    const char *mentions; /* "text|country sectors role entity; …" of all, "-" for empty */
} cases[] = {
    /* one noun phrase, one mention */
    {"2021-04-01", "Varenian/J troops/Ns attacked/V", "Varenian troops|VRN MIL - -"},
    {"2021-04-01", "Varenia/P 's/S troops/Ns attacked/V", "Varenia's troops|VRN MIL - -"},
    {"2021-04-01", "troops/Ns of/I Varenia/P attacked/V", "troops of Varenia|VRN MIL - -"},
    {"2021-04-01", "the/D VR/P foreign/J ministry/N said/V", "VR foreign ministry|VRN GOV - -"},
    {"2021-04-01", "rebels/Ns fled/V", "rebels|- REB - -"},
    {"2021-04-01", "two/# policemen/Ns died/V", "policemen|- COP - -"},
    {"2021-04-01", "a/D group/N of/I thieves/Ns fled/V", "group of thieves|- CRM - -"},
    {"2021-04-01", "opposition/N lawmakers/Ns left/V", "opposition lawmakers|- LEG,OPP - -"},
    {"2021-04-01", "people/Ns in/I Kastel/P waited/V", "people|KST CVL - -; Kastel|KST - - KST"},
    {"2021-04-01", "Kastelis/Ps voted/V", "Kastelis|KST - - -"},
    {"2021-04-01", "a/D Varenian/J proposal/N", "Varenian|VRN - - VRN"},
    {"2021-04-01", "Varenia/P 's/S proposal/N", "Varenia|VRN - - VRN"},
    {"2021-04-01", "VR-backed/J rebels/Ns fled/V", "rebels|- REB - -"},
    {"2021-04-01", "we/R told/V us/R", ""},
    {"2021-04-01", "vr/N said/V", ""},
    /* post and day */
    {"2021-04-01", "the/D Varenian/J foreign/J minister/N", "Varenian foreign minister|VRN GOV FM chun-mi-rae"},
    {"2019-04-01", "the/D Varenian/J foreign/J minister/N", "Varenian foreign minister|VRN GOV FM vasko-elin"},
    {"2014-12-31", "the/D Varenian/J foreign/J minister/N", "Varenian foreign minister|VRN GOV FM -"},
    {"2021-04-01", "Varenia/P 's/S top/J diplomat/N", "Varenia's top diplomat|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "the/D minister/N of/I foreign/J affairs/Ns of/I Varenia/P",
     "minister of foreign affairs of Varenia|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "the/D secretary/N of/I state/N", "secretary of state|KST GOV FM teller-otto"},
    {"2021-04-01", "the/D former/J Varenian/J foreign/J minister/N", "former Varenian foreign minister|VRN ELI,GOV FM -"},
    {"2021-04-01", "the/D Varenian/J deputy/N foreign/J minister/N", "Varenian deputy foreign minister|VRN GOV OFFICIAL -"},
    {"2021-04-01", "Varenian/J foreign/J ministers/Ns", "Varenian foreign ministers|VRN GOV FM -"},
    {"2021-04-01", "the/D president/N of/I the/D Freedom/P Front/P", "president of the Freedom Front|KST PTY - -"},
    {"2021-04-01", "troops/Ns from/I Varenia/P and/C Kastel/P met/V",
     "troops from Varenia and Kastel|VRN MIL - -; troops from Varenia and Kastel|KST MIL - -"},
    {"2021-04-01", "troops/Ns of/I Varenia/P and/C of/I Kastel/P met/V",
     "troops of Varenia and of Kastel|VRN MIL - -; troops of Varenia and of Kastel|KST MIL - -"},
    {"2021-04-01", "diplomats/Ns in/I Varenia/P and/C Kastel/P met/V",
     "diplomats|VRN GOV - -; diplomats|KST GOV - -; Varenia|VRN - - VRN; Kastel|KST - - KST"},
    {"2021-04-01", "troops/Ns ,/X police/Ns and/C rebels/Ns from/I Varenia/P fled/V",
     "troops|VRN MIL - -; police|VRN COP - -; rebels from Varenia|VRN REB - -"},
    {"2021-04-01", "troops/Ns and/C the/D rebels/Ns from/I Varenia/P fled/V", "troops|- MIL - -; rebels from Varenia|VRN REB - -"},
    {"2021-04-01", "the/D president/N and/C foreign/J minister/N of/I Kastel/P met/V",
     "president|KST GOV HOS -; foreign minister of Kastel|KST GOV FM teller-otto"},
    {"2021-04-01", "Varenia/P 's/S and/C Kastel/P 's/S troops/Ns fled/V", "Varenia|VRN MIL - -; Kastel's troops|KST MIL - -"},
    {"2021-04-01", "Foreign/P Minister/P Ulf/Pp Lind/Pp of/I Kastel/P fled/V",
     "Foreign Minister Ulf Lind|KST GOV FM -; Kastel|KST - - KST"},
    {"2021-04-01", "the/D secretary/J general/N of/I the/D League/P of/I Coasts/Ps",
     "secretary general of the League of Coasts|IGO - IO -"},
    /* names */
    {"2021-04-01", "Foreign/P Minister/P Chun/P Mi-rae/P", "Foreign Minister Chun Mi-rae|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "Varenian/J Foreign/P Minister/P Mirae/P Chun/P", "Varenian Foreign Minister Mirae Chun|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "Varenian/J Foreign/P Minister/P Jun/P Mi-lae/P", "Varenian Foreign Minister Jun Mi-lae|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "Foreign/P Minister/P Chun/P", "Foreign Minister Chun|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "Col./P Rolf/P Stone/P fled/V", "Col. Rolf Stone|- MIL GENERAL -"},
    {"2016-04-01", "Prime/P Minister/P Bor/P", "Prime Minister Bor|KST GOV HOG bor-pavel"},
    {"2021-04-01", "President/P Bor/P", "President Bor|VRN GOV HOS bor-anna"},
    {"2021-04-01", "Pavel/P Bor/P said/V", "Pavel Bor|KST ELI FORMER bor-pavel"},
    {"2021-04-01", "Foreign/P Minister/P Teller/P", "Foreign Minister Teller|KST GOV FM teller-otto"},
    {"2023-04-01", "Big/P Otto/P said/V", "Big Otto|KST GOV HOS teller-otto"},
    {"2021-04-01", "Foreign/P Minister/P Ruprecht/P Stone/P", "Foreign Minister Ruprecht Stone|- GOV FM -"},
    {"2021-04-01", "thief/N Anna/P Bor/P", "thief Anna Bor|- CRM - -"},
    {"2021-04-01", "Chun/P ,/X the/D country/N 's/S top/J diplomat/N ,/X said/V", "Chun|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "Varenian/J and/C Kasteli/J diplomats/Ns met/V", "Varenian|VRN GOV - -; Kasteli diplomats|KST GOV - -"},
    {"2019-12-31", "Foreign/P Minister/P Chun/P Mi-rae/P spoke/V ./X Chun/P left/V",
     "Foreign Minister Chun Mi-rae|VRN GOV FM chun-mi-rae; Chun|VRN GOV FM chun-mi-rae"},
    /* organisations */
    {"2005-04-01", "FF/P attacked/V", "FF|KST REB - freedom-front"},
    {"2021-04-01", "the/D Freedom/P Front/P voted/V", "Freedom Front|KST PTY - freedom-front"},
    {"2021-04-01", "League/P of/I Coasts/Ps troops/Ns", "League of Coasts troops|IGO MIL - -"},
    {"2021-04-01", "Fernhill/P denied/V it/R", "Fernhill|VRN SPY - state-watch"},
    {"2021-04-01", "the/D League/P of/I Coasts/Ps met/V ./X The/D bloc/N agreed/V",
     "League of Coasts|IGO - - league-of-coasts; bloc|IGO - - league-of-coasts"},
    {"2021-04-01", "the/D bloc/N agreed/V", ""},
    /* capitals: government, or place */
    {"2021-04-01", "Vard/P agreed/V", "Vard|VRN GOV - VRN"},
    {"2021-04-01", "talks/Ns in/I Vard/P", "Vard|VRN - - -"},
    {"2021-04-01", "Vard/P and/C Port/P Kastel/P agreed/V", "Vard|VRN GOV - VRN; Port Kastel|KST GOV - KST"},
    {"2021-04-01", "Vard/P police/Ns said/V", "Vard police|VRN COP - -"},
    /* what belongs to somebody; who belongs to a body */
    {"2021-04-01", "Kasteli/J positions/Ns fell/V", "Kasteli positions|KST MIL - -"},
    {"2021-04-01", "the/D soldiers/Ns 's/S positions/Ns fell/V", "soldiers's positions|- MIL - -"},
    {"2021-04-01", "positions/Ns fell/V", ""},
    {"2021-04-01", "a/D Kasteli/J position/N paper/N", "Kasteli|KST - - KST"},
    {"2021-04-01", "the/D union/N 's/S leader/N resigned/V", "union's leader|- LAB - -"},
    {"2021-04-01", "Kasteli/J leaders/Ns met/V", "Kasteli leaders|KST GOV - -"},
    {"2021-04-01", "the/D head/N of/I the/D Freedom/P Front/P", "head of the Freedom Front|KST PTY - -"},
    {"2021-04-01", "the/D head/N hurt/V", ""},
    {"2021-04-01", "Kasteli/J rebel/N leaders/Ns fled/V", "Kasteli rebel leaders|KST REB LEADER -"},
    {"2005-04-01", "an/D FF/P fighter/J died/V", "FF fighter|KST REB - -"},
    {"2021-04-01", "22/# suspected/Va rebels/Ns", "suspected rebels|- REB - -"},
    {"2021-04-01", "Varenia/P 's/S president/N dissolved/Va parliament/N", "Varenia's president|VRN GOV HOS bor-anna"},
    {"2021-04-01", "soldiers/Ns backed/Va rebels/Ns", "soldiers backed rebels|- REB,MIL - -"},
    {"2021-04-01", "the/D presidents/Ns of/I Varenia/P and/C Kastel/P met/V",
     "presidents of Varenia and Kastel|VRN GOV HOS bor-anna; presidents of Varenia and Kastel|KST GOV HOS -"},
    {"2021-04-01", "the/D Varenian/J president/N", "Varenian president|VRN GOV HOS bor-anna"},
    {"2021-04-01", "the/D Varenian/J high/J guardian/N", "Varenian high guardian|VRN GOV HOS oren-sil"},
    /* bodies that no table has */
    {"2021-04-01", "the/D Varenian/J Human/O Rights/O League/O met/V", "Varenian Human Rights League|VRN SOC - -"},
    {"2021-04-01", "the/D Northern/O Freedom/O Front/O met/V", "Northern Freedom Front|- PTY - -"},
    {"2021-04-01", "the/D Varenian/J Front/P met/V", "Varenian Front|VRN - - -"},
    {"2021-04-01", "the/D Kasteli/J Front/P met/V", "Kasteli Front|KST PTY - freedom-front"},
    /* towns and parts of countries */
    {"2021-04-01", "rebels/Ns took/V the/D town/N of/I Sarn/P", "rebels|- REB - -; town of Sarn|KST CVL - -"},
    {"2021-04-01", "the/D town/N of/I Elsewhere/P fell/V", "town of Elsewhere|- CVL - -"},
    {"2021-04-01", "the/D state/N of/I Vard/P", "state of Vard|- - - -"},
    {"2021-04-01", "the/D state/N of/I Varenia/P", "state of Varenia|VRN GOV - -"},
    /* capitals throughout; datelines */
    {"2021-04-01", "FF/P TROOPS/Ns SHELL/V THE/D VR/P", "FF TROOPS|- MIL - -; VR|VRN - - VRN"},
    {"2021-04-01", "THE/D TROOPS/Ns LEFT/V THE/D CAR/N", "TROOPS|- MIL - -"},
    {"2021-04-01", "the/D troops/Ns left/V the/D CAR/N", "troops|- MIL - -; CAR|CSC - - CSC"},
    {"2021-04-01", "VARD/P ,/X April/P 1/# (/# FF/P )/X --/# Kasteli/J police/Ns met/V people/Ns",
     "VARD|VRN - - -; Kasteli police|KST COP - -; people|- CVL - -"},
    {"2021-04-01", "VARD/P --/# whose/D police/Ns met/V -/# left/V", "VARD|VRN - - -; police|VRN COP - -"},
    /* who is meant */
    {"2021-04-01", "Anna/P Bor/P left/V ./X She/R spoke/V", "Anna Bor|VRN GOV HOS bor-anna; She|VRN GOV HOS bor-anna"},
    {"2021-04-01", "Anna/P Bor/P left/V ./X He/R spoke/V", "Anna Bor|VRN GOV HOS bor-anna"},
    {"2021-04-01", "the/D Varenian/J foreign/J ministry/N said/V ./X The/D ministry/N said/V",
     "Varenian foreign ministry|VRN GOV - -; ministry|VRN GOV - -"},
    {"2021-04-01", "Varenia/P met/V Kastel/P ./X The/D two/# sides/Ns agreed/V",
     "Varenia|VRN - - VRN; Kastel|KST - - KST; The two sides|VRN - - VRN; The two sides|KST - - KST"},
    {"2021-04-01", "Foreign/P Minister/P Chun/P Mi-rae/P met/V her/R$ Kasteli/J counterpart/N",
     "Foreign Minister Chun Mi-rae|VRN GOV FM chun-mi-rae; Kasteli counterpart|KST GOV FM teller-otto"},
    /* Copy that garbles one name may garble the next; copy that does not means somebody else. */
    {"2021-04-01", "Varenian/J Foreign/P Minister/P Jun/P Mi-lae/P spoke/V ./X Shun/Pp left/V",
     "Varenian Foreign Minister Jun Mi-lae|VRN GOV FM chun-mi-rae; Shun|VRN GOV FM chun-mi-rae"},
    {"2021-04-01", "Foreign/P Minister/P Chun/P Mi-rae/P spoke/V ./X Shun/Pp left/V",
     "Foreign Minister Chun Mi-rae|VRN GOV FM chun-mi-rae; Shun|- - - -"},
    {"2021-04-01", "Rolf/P Stone/P and/C Foreign/P Minister/P Chun/P met/V ./X Chun/P left/V",
     "Foreign Minister Chun|VRN GOV FM chun-mi-rae; Chun|VRN GOV FM chun-mi-rae"},
};

static void put(bw_buf *out, bw_str s) { bw_buf_str(out, s.len ? s : BW_LIT("-")); }

static bw_str summary(const bw_document *doc)
{
    bw_buf out = {.arena = doc->arena};
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const bw_mention *m = &doc->mentions[i];
        if (i)
            bw_buf_text(&out, "; ");
        bw_buf_str(&out, bw_str_slice(doc->head.text, m->start, m->end));
        bw_buf_char(&out, '|');
        put(&out, bw_str_of(m->country));
        bw_buf_char(&out, ' ');
        for (int s = 0; s < m->n_sectors; s++)
            bw_buf_print(&out, "%s%s", s ? "," : "", m->sectors[s]);
        if (!m->n_sectors)
            bw_buf_char(&out, '-');
        bw_buf_char(&out, ' ');
        put(&out, m->role);
        bw_buf_char(&out, ' ');
        put(&out, m->entity);
    }
    return bw_buf_view(&out);
}

static bw_knowledge *knowledge;

static bw_status use(void *with, bw_err *err)
{
    bw_arena *a = with;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bw_document doc = {.arena = a};
        doc.head.day = bw_day_parse(bw_str_of(cases[i].day));
        link_words(&doc, bw_str_of(cases[i].words));
        bw_status st = bw_link_actors(knowledge, &doc, err);
        if (st)
            return st;
        bw_str got = summary(&doc);
        if (!ok(bw_str_is(got, cases[i].mentions), "%s %.*s", cases[i].day, BW_STR_FMT(doc.head.text)))
            printf("# got  %.*s\n# want %s\n", BW_STR_FMT(got), cases[i].mentions);
    }

    bw_document doc = {.arena = a};
    doc.head.day = bw_day_of(2021, 4, 1);
    link_words(&doc, BW_LIT("Varenian/J and/C Kasteli/J diplomats/Ns met/V in/I Vard/P"));
    bw_status st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;
    int32_t first = bw_link_mention_at(&doc, 3);
    ok(first == 0 && doc.mentions[first].also == 1 && doc.mentions[1].also < 0, "one phrase, two referents: a chain");
    ok(bw_link_mention_at(&doc, 4) < 0 && bw_link_mention_at(&doc, 999) < 0, "no mention at the verb, nor beyond the end");
    int32_t place = bw_link_mention_at(&doc, 6);
    ok(place >= 0 && doc.mentions[place].place && !doc.mentions[place].actor && doc.mentions[place].has_point &&
           doc.mentions[place].lat == 51.5, "a capital behind \"in\" is a place with a point");

    link_words(&doc, BW_LIT("Varenia/P withdrew/V troops/Ns from/I Kastel/P"));
    doc.tokens[4].rel = BW_REL_obl;
    doc.tokens[4].head = 1;
    st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;
    ok(bw_str_is(summary(&doc), "Varenia|VRN - - VRN; troops|- MIL - -; Kastel|KST - - KST"), "where troops leave is not whose they are");

    link_words(&doc, BW_LIT("the/D union/N said/V its/R$ leader/N resigned/V"));
    doc.tokens[1].rel = BW_REL_nsubj;
    doc.tokens[1].head = 2;
    st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;
    ok(bw_str_is(summary(&doc), "union|- LAB - -; leader|- LAB - -"), "\"its leader\" has the sectors of what it leads");

    link_words(&doc, BW_LIT("Kastel/P recalled/V diplomats/Ns from/I Varenia/P"));
    doc.tokens[2].rel = BW_REL_obj;
    doc.tokens[2].head = 1;
    doc.tokens[4].rel = BW_REL_nmod;
    doc.tokens[4].head = 2;
    st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;
    ok(bw_str_is(summary(&doc), "Kastel|KST - - KST; diplomats|- GOV - -; Varenia|VRN - - VRN"), "nor where they are recalled from");

    link_words(&doc, BW_LIT("rebels/Ns met/V diplomats/Ns in/I Kastel/P"));
    doc.tokens[4].rel = BW_REL_obl;
    doc.tokens[4].head = 1;
    st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;
    ok(bw_str_is(summary(&doc), "rebels|- REB - -; diplomats|- GOV - -; Kastel|KST - - KST"), "nor where they are met");

    link_words(&doc, BW_LIT("Varenian/J troops/Ns and/C rebels/Ns agreed/V ./X Both/D sides/Ns left/V"));
    doc.tokens[3].rel = BW_REL_conj;
    doc.tokens[3].head = 1;
    st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;
    bw_str said = summary(&doc);
    ok(bw_str_is(said, "Varenian troops|VRN MIL - -; rebels|- REB - -; Both sides|VRN MIL - -; Both sides|- REB - -"), "two sides of one country: %.*s",
       BW_STR_FMT(said));

    for (int i = 0; i < 2; i++) {
        link_words(&doc, i ? BW_LIT("rebels/Ns took/V the/D town/N") : BW_LIT("rebels/Ns attacked/V the/D town/N"));
        doc.tokens[3].rel = BW_REL_obj;
        doc.tokens[3].head = 1;
        st = bw_link_actors(knowledge, &doc, err);
        if (st)
            return st;
        ok(doc.n_mentions == 2 && doc.mentions[1].actor == (i == 0), i ? "a town that is taken: the place" : "a town that is attacked: its people");
    }

    static const char *const coordinated[] = {"Varenia|VRN - - VRN; Kastel|KST - - KST", "Varenia|VRN - - VRN; Kastel|KST - - KST; It|VRN - - VRN"};
    for (int i = 0; i < 2; i++) {
        link_words(&doc, BW_LIT("Varenia/P and/C Kastel/P agreed/V ./X It/R ended/V"));
        doc.tokens[0].rel = doc.tokens[5].rel = BW_REL_nsubj;
        doc.tokens[2].rel = i ? BW_REL_obj : BW_REL_conj;
        doc.tokens[2].head = 0;
        st = bw_link_actors(knowledge, &doc, err);
        if (st)
            return st;
        bw_str got = summary(&doc);
        ok(bw_str_is(got, coordinated[i]), "one of several is not \"it\": %.*s", BW_STR_FMT(got));
    }
    link_words(&doc, BW_LIT("Varenian/J and/C Kasteli/J diplomats/Ns met/V in/I Vard/P"));
    st = bw_link_actors(knowledge, &doc, err);
    if (st)
        return st;

    bw_span spans[] = {{0, 8}, {34, 37}, {38, 42}};
    doc.head.spans = spans;
    doc.head.n_spans = 3;
    doc.head.has_spans = true;
    doc.head.id = BW_LIT("d");
    bw_buf out = {.arena = a};
    bw_link_write(&doc, &out);
    bw_str json = bw_buf_view(&out);
    ok(bw_str_starts(json, BW_LIT("{\"id\":\"d\",\"mentions\":[{\"start\":0,\"end\":8,\"text\":\"Varenian\",\"kind\":\"agent\"")),
       "asked for spans: the first");
    ok(bw_str_ends(json, BW_LIT(",null,{\"start\":38,\"end\":42,\"text\":\"Vard\",\"kind\":\"place\",\"entity\":null,\"wikidata\":null,"
                                "\"name\":\"Vard\",\"country\":\"VRN\",\"sectors\":[],\"code\":\"VRN\",\"role\":null,\"actor\":false,\"place\":true,"
                                "\"lat\":51.5,\"lon\":10.25,\"geonames\":null,\"feature\":\"city\",\"reason\":\"capital as a place\","
                                "\"confidence\":0.9}]}")),
       "asked for spans: nothing there, a place");
    return BW_OK;
}

int main(void)
{
    bw_err err;
    const char *root = getenv("BW_SOURCE_ROOT");
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/tests/samples/knowledge", root ? root : ".");
    if (bw_knowledge_open(folder, false, &knowledge, &err) != BW_OK) {
        printf("Bail out! %s\n", err.msg);
        return 1;
    }
    bw_arena *a = bw_arena_new(0);
    if (!a || bw_arena_try(a, use, a, &err) != BW_OK)
        return 1;
    bw_arena_free(a);
    bw_knowledge_close(knowledge);
    return tap_done();
}
