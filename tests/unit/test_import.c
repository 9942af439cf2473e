/* Foreign dictionaries: faults to line and column; the tables that come out; the codes that they give, in an invented world. */
#include "link/compile.h"
#include "link/import.h"
#include "link/knowledge.h"
#include "link_words.h"
#include "tap.h"

/* What the program knows itself: a country, an acronym, words that names write small. */
static const char own_countries[] = "VRN\tname\tVarenia\nVRN\tadjective\tVarenian\n";
static const char own_bodies[] = "coast-league\tname\tCoast League\ncoast-league\tacronym\tCL\ncoast-league\tcountry\tIGO\n";
static const char own_words[] = "former\tformer\nmember\tleader\nparticle\tal\nshouted\twho\nsmall\tof\nsmall\tthe\n";

static const struct {
    const char *why, *text, *actors, *agents, *words, *faults;
} rows[] = {
    {"a name and its code", "KASTEL_ [KST]\n", "kastel|name|Kastel kastel|code|KST", "", "", ""},
    {"one of our countries", "VARENIA [VRN]\n", "varenia|name|Varenia varenia|code|VRN|||VRN", "", "", ""},
    {"what stands instead of one", "COAST_LEAGUE [IGOCLG]\n", "coast-league|name|Coast League coast-league|code|IGOCLG|||IGO", "", "", ""},
    {"synonyms and codes on lines of their own, comments of three kinds",
     "ANNA_BOR # ab 1 Jan 2001\n+PRESIDENT_BOR ;x.txt\n\t[KSTOPP <950601] # till then\n\t[KSTGOV 19950601 - 051231]\n<!-- no\n[KSTXXX]\n"
     "more --> [KSTELI >060101]\n\t[KST]\n",
     "anna-bor|name|Anna Bor anna-bor|name|President Bor anna-bor|code|KSTOPP||1995-06-01 "
     "anna-bor|code|KSTGOV|1995-06-01|2005-12-31 anna-bor|code|KSTELI|2006-01-01 anna-bor|code|KST", "", "", ""},
    {"codes on one line; the undated one comes last, the second of them counts for nothing",
     "BOR [KST] [KSTGOV 950101-960101][KSTELI]\n", "bor|name|Bor bor|code|KSTGOV|1995-01-01|1996-01-01 bor|code|KST", "", "", ""},
    {"years of two digits: over 30 the last century", "BOR [KSTGOV 310101-300101]\n", "bor|name|Bor bor|code|KSTGOV|1931-01-01|2030-01-01",
     "", "", ""},
    {"how names are written", "AL-BOR_OF THE_COAST\n+U.K.R._TROOPS\n+CL_ENVOY\n+WHO\n+D'ARGO_PEOPLE'S_FRONT_(DPF)_\n [K]\n",
     "al-bor-of-the-coast|name|al-Bor of * the Coast al-bor-of-the-coast|name|U.K.R. Troops al-bor-of-the-coast|name|CL Envoy "
     "al-bor-of-the-coast|name|WHO al-bor-of-the-coast|name|D'Argo People's Front al-bor-of-the-coast|code|K", "", "", ""},
    {"a name that stood before keeps its first code", "KASTEL [KST]\n+KASTELI\nTHE_KASTELI [KSL]\n+SOUTH_KASTEL\n",
     "kastel|name|Kastel kastel|name|Kasteli kastel|code|KST south-kastel|name|South Kastel south-kastel|code|KSL", "", "", ""},
    {"two actors, one a country of ours", "PACT [KST/VRN]\n", "pact|name|Pact pact|code|KST/VRN|||VRN", "", "", ""},
    {"nobody, and a discard code", "AIR_KASTEL [---]\nKASTEL_CUP [###]\n", "air-kastel|name|Air Kastel air-kastel|code|---", "",
     "kastel cup", ""},
    {"agents", "SOLDIER [~MIL]\nPOLICE {} [ ~COP]\nATTORNEY_GENERAL {ATTORNEYS_GENERAL}[~JUD]\nRELIEF_BODY [NGO~]\t[~2034]\n", "",
     "attorney general|~JUD|attorneys general police|~COP|police relief body|NGO~ soldier|~MIL", "", ""},
    {"sets in the names of agents", "!ONE! = MAN, WOMEN\n!MIN!=MINISTER , MINISTRY\nCLERGY!ONE! [~REL]\n!MIN!_OF_TIDES [~GOV]\n", "",
     "clergyman|~REL|- clergywomen|~REL|- minister of tides|~GOV|- ministry of tides|~GOV|-", "", ""},
    {"discards", "# no code in the whole file\nYEARS LATER\n+World Rowing Cup  # x\n+ REGATTA_\nREGATTA\n", "", "",
     "regatta|story world rowing cup|story years later", ""},
    {"TABARI's lists of words are passed over", "<NOUN>\nACCORD\nAIR ;x\n</NOUN>\nKASTEL [KST]\n", "kastel|name|Kastel kastel|code|KST", "", "",
     ""},
    {"a comment of one line that is none", "<! -- old -->\nKASTEL [KST]\n", "kastel|name|Kastel kastel|code|KST", "", "", ""},
    {"Windows lines, a byte order mark, no last newline", "\xEF\xBB\xBFKASTEL [KST]\r\n+KASTELI\r\n\r\n VARD [VRD]",
     "kastel|name|Kastel kastel|name|Kasteli kastel|code|KST vard|name|Vard vard|code|VRD", "", "", ""},
    {"faults, and the rest",
     "KASTEL [KST\nVARD [VRD 951301-]\nBOR [KSTGOV 960101-950101] [KST]\nAGE [~GOV}\nTIM [950601-990815]\nNOBODY_\nAX [KST] x\n"
     "+TOM [KST]\n- * DO THIS [010]\n+AFTER\n!X!BODY [~CVL]\n___ [KST]\nMAY {MAYS} [KST]\nJUNE [~GOV 950101-960101]\nOAK [GOV~REB]\nELM []\n",
     "ax|name|Ax ax|name|Tom ax|code|KST bor|name|Bor bor|code|KST may|name|May may|code|KST", "", "",
     "d:1:8: no ']' behind '[KST'; d:2:11: no days (<date, >date or date-date, a date of 6 or 8 digits): '951301-'; "
     "d:3:13: ends before it begins: '960101-950101'; d:4:5: no ']' behind '[~GOV}'; d:5:6: no code: '950601-990815'; "
     "d:6:1: 'NOBODY_' has no code; d:7:10: neither a code nor a comment: 'x'; "
     "d:9:1: a pattern of verbs: 'lexicon import' reads those; d:10:1: a synonym without a name before it; "
     "d:11:1: no set '!X!' has been defined; d:12:1: the name has no letter: '___'; d:13:1: an actor has no plural: {} is for agents; "
     "d:14:12: an agent's code has no days: '950101-960101'; d:15:6: no code: 'GOV~REB'; d:16:6: the code is missing"},
    {"over the limits",
     "A B C D E F G H I J K L M [KST]\nVARD [VRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRD]\nOAK [OAK]\n",
     "oak|name|Oak oak|code|OAK", "", "", "d:1:1: the name has over 12 words; "
     "d:2:7: no code: 'VRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRDVRD'"},
    {"a comment that does not end", "KASTEL [KST]\n <!-- and so on\nVARD [VRD]\n", "kastel|name|Kastel kastel|code|KST", "", "",
     "d:2:2: the comment does not end"},
    {"bytes that are no UTF-8", "K\xE4STEL [KST]\nVARD [VRD] # \xE4\n", "vard|name|Vard vard|code|VRD", "", "",
     "d:1:1: the name is no UTF-8: 'K\xEF\xBF\xBDSTEL'"},
    {"an empty file", "", "", "", "", ""},
};

/* Lines without headings and the constant columns, tabs as "|", joined by blanks. */
static bw_str flat(bw_arena *a, bw_str table, const char *constant, char join)
{
    bw_buf out = {.arena = a};
    bw_str line, piece;
    while (bw_str_cut(&table, '\n', &line)) {
        if (!line.len || line.ptr[0] == '#')
            continue;
        if (out.len)
            bw_buf_text(&out, join == ';' ? "; " : " ");
        for (int n = 0; bw_str_cut(&line, '\t', &piece);) {
            if (constant[0] && bw_str_is(piece, constant))
                continue;
            if (n++)
                bw_buf_char(&out, '|');
            bw_buf_str(&out, piece);
        }
    }
    return bw_buf_view(&out);
}

static void same(bw_str got, const char *want, const char *why, const char *what)
{
    if (!ok(bw_str_is(got, want), "%s: %s", why, what))
        printf("# got  %.*s\n# want %s\n", (int)got.len, got.ptr ? got.ptr : "", want);
}

static bw_status open_own(bw_arena *a, kb *k, bw_err *err)
{
    bw_tables t = {.arena = a};
    bw_tables_add(&t, BW_LIT("countries.tsv"), bw_str_of(own_countries));
    bw_tables_add(&t, BW_LIT("organisations.tsv"), bw_str_of(own_bodies));
    bw_tables_add(&t, BW_LIT("words.tsv"), bw_str_of(own_words));
    bw_tables_check(&t);
    bw_str image;
    bw_status st = bw_compile(&t, &image, err);
    if (!st && !kb_attach(k, image))
        st = bw_fail(err, BW_ERR_SYNTAX, "own tables");
    return st;
}

static const char world[] =
    "KASTEL_ [KST]\n+KASTELI\nVARENIA [VRN]\n+VARENIAN\n+VARD\n"
    "ANNA_BOR\n\t[KSTOPP <19991231]\n\t[KSTGOV 20000101-20051231]\n\t[KSTELI]\n"
    "PRINCE_OF_MARL_COVE\n\t[--- <950630]\n\t[MRL]\n"
    "THE_ISLES [ISA/ISB]\nHARBOUR WATCH [IGOCOPHWT]\nAIR_KASTEL [---]\nOTTO_LIND [LNDGOV <911226]\n";
static const char people[] = "SOLDIER [~MIL]\nPOLICE {} [~COP]\nPRESIDENT [~GOV]\nOFFICIAL [~GOV]\nGOVERNMENT [~GOV]\nCLERIC [~REL]\n"
                             "AIDWATCH {} [NGO~]\n";

static const struct {
    const char *day, *words, *mentions; /* "text|code country; …" of all, "-" for empty */
} links[] = {
    {"2001-01-01", "Kastel/P condemned/V Varenia/P", "Kastel|KST -; Varenia|VRN VRN"},
    {"2001-01-01", "Kasteli/J clerics/Ns met/V Varenian/J police/Ns", "Kasteli clerics|KSTREL -; Varenian police|VRNCOP VRN"},
    {"2001-01-01", "Kastel/P 's/S government/N soldiers/Ns fled/V", "Kastel's government soldiers|KSTGOVMIL -"},
    {"2001-01-01", "soldiers/Ns from/I Kastel/P fled/V", "soldiers from Kastel|KSTMIL -"},
    {"2001-01-01", "officials/Ns of/I Kastel/P and/C Varenia/P met/V",
     "officials of Kastel and Varenia|KSTGOV -; officials of Kastel and Varenia|VRNGOV VRN"},
    {"2001-01-01", "clerics/Ns and/C officials/Ns of/I Kastel/P met/V", "clerics|KSTREL -; officials of Kastel|KSTGOV -"},
    {"2001-01-01", "Aidwatch/P Kastel/P left/V", "Aidwatch Kastel|NGOKST -"},
    {"2001-01-01", "soldiers/Ns fled/V", "soldiers|---MIL -"},
    {"2001-01-01", "former/J Kasteli/J officials/Ns met/V", "former Kasteli officials|KSTELI -"},
    {"2001-01-01", "the/D Harbour/P Watch/P police/Ns left/V", "Harbour Watch police|IGOCOPHWT IGO"},
    {"2001-01-01", "kastel/N fell/V", ""},
    /* a blank in the dictionary: others may stand there, inside one phrase */
    {"2001-01-01", "the/D Harbour/P night/N watch/N left/V", "Harbour night watch|IGOCOPHWT IGO"},
    {"2001-01-01", "the/D Harbour/P fell/V watch/N", ""},
    {"2001-01-01", "the/D Harbour/P ,/X watch/N", ""},
    {"2001-01-01", "the/D Harbour/P one/# two/# three/# four/# watch/N", ""},
    {"2001-01-01", "the/D prince/N of/I big/J Marl/P Cove/P said/V", ""},
    {"2001-01-01", "Kastel/P attack/N Varenia/P", "Kastel|KST -; Varenia|VRN VRN"},
    {"2001-01-01", "Kastel/P -/X Varenia/P talks/Ns", "Kastel|KST -; Varenia|VRN VRN"},
    /* days */
    {"1999-12-31", "Anna/P Bor/P said/V", "Anna Bor|KSTOPP -"},
    {"2000-01-01", "Anna/P Bor/P said/V", "Anna Bor|KSTGOV -"},
    {"2005-12-31", "President/P Anna/P Bor/P said/V", "President Anna Bor|KSTGOV -"},
    {"2006-01-01", "Anna/P Bor/P said/V", "Anna Bor|KSTELI -"},
    {"1991-12-26", "Otto/P Lind/P said/V", "Otto Lind|LNDGOV -"},
    {"1991-12-27", "Otto/P Lind/P said/V", ""},
    {"2001-01-01", "the/D prince/N of/I Marl/P Cove/P said/V", "prince of Marl Cove|MRL -"},
    {"1995-06-30", "the/D prince/N of/I Marl/P Cove/P said/V", ""},
    /* nobody keeps the words together */
    {"2001-01-01", "Air/P Kastel/P fled/V", ""},
    /* one name for two */
    {"2001-01-01", "The/D Isles/P fled/V", "Isles|ISA -; Isles|ISB -"},
    {"2001-01-01", "The/D Isles/P 's/S soldiers/Ns fled/V", "Isles's soldiers|ISAMIL -; Isles's soldiers|ISBMIL -"},
    /* who was named before */
    {"2001-01-01", "Anna/Pp Bor/Pp left/V ./X Bor/Pp said/V", "Anna Bor|KSTGOV -; Bor|KSTGOV -"},
};

static bw_status link_world(bw_arena *a, const kb *own, bw_err *err)
{
    bw_import m = {.arena = a, .kb = own};
    bw_str actors, agents, words;
    bw_import_add(&m, BW_LIT("world"), bw_str_of(world));
    bw_import_add(&m, BW_LIT("people"), bw_str_of(people));
    bw_import_add(&m, BW_LIT("discards"), BW_LIT("regatta\n+rowing cup\n"));
    bw_import_tables(&m, &actors, &agents, &words);
    ok(m.faults.n == 0 && m.n_discards == 2, "the invented dictionaries have no fault");
    bw_tables t = {.arena = a};
    bw_tables_add(&t, BW_LIT("words.tsv"), bw_str_of(own_words));
    t.overlay = true;
    bw_tables_add(&t, BW_LIT("actors.tsv"), actors);
    bw_tables_add(&t, BW_LIT("agents.tsv"), agents);
    bw_tables_add(&t, BW_LIT("words.tsv"), words);
    bw_tables_check(&t);
    ok(t.n_faults == 0 && t.n_warnings == 0, "their tables neither: %.*s", BW_STR_FMT(bw_buf_view(&t.faults)));
    bw_str image;
    bw_status st = bw_compile(&t, &image, err);
    bw_knowledge k = {.arena = a};
    if (st || !kb_attach(&k.kb, image))
        return st ? st : BW_ERR_SYNTAX;
    k.role_hos = k.role_hog = k.role_io = k.role_official = KB_NONE;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        bw_document doc = {.arena = a};
        bw_buf got = {.arena = a};
        doc.head.day = bw_day_parse(bw_str_of(links[i].day));
        link_words(&doc, bw_str_of(links[i].words));
        if ((st = bw_link_actors(&k, &doc, err)) != BW_OK)
            return st;
        for (uint32_t n = 0; n < doc.n_mentions; n++) {
            const bw_mention *x = &doc.mentions[n];
            bw_buf_print(&got, "%s%.*s|", n ? "; " : "", BW_STR_FMT(bw_str_slice(doc.head.text, x->start, x->end)));
            bw_mention_code(x, &got);
            bw_buf_print(&got, " %s", x->country[0] ? x->country : "-");
        }
        same(bw_buf_view(&got), links[i].mentions, links[i].day, links[i].words);
    }
    static const struct {
        const char *words;
        uint8_t first, second; /* flags of the sentences */
    } discards[] = {
        {"Kastel/P won/V the/D Regatta/P ./X Kastel/P fled/V", BW_SENTENCE_DISCARD, 0},
        {"Kastel/P fled/V ./X It/R won/V regattas/Ns", 0, BW_SENTENCE_DISCARD},
        {"Kastel/P fled/V ./X It/R won/V the/D rowing/N cup/N", BW_SENTENCE_DISCARD, BW_SENTENCE_DISCARD},
        {"Kastel/P fled/V ./X It/R won/V a/D cup/N", 0, 0},
    };
    for (size_t i = 0; i < sizeof discards / sizeof *discards; i++) {
        bw_document doc = {.arena = a};
        doc.head.day = BW_NO_DAY;
        link_words(&doc, bw_str_of(discards[i].words));
        if ((st = bw_link_actors(&k, &doc, err)) != BW_OK)
            return st;
        ok(doc.sentences[0].flags == discards[i].first && doc.sentences[1].flags == discards[i].second, "discards: %s", discards[i].words);
    }
    return BW_OK;
}

static bw_status use(void *with, bw_err *err)
{
    bw_arena *a = with;
    kb own = {0};
    bw_status st = open_own(a, &own, err);
    if (st)
        return st;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_import m = {.arena = a, .kb = &own};
        bw_str actors, agents, words;
        bw_import_add(&m, BW_LIT("d"), bw_str_of(rows[i].text));
        bw_import_tables(&m, &actors, &agents, &words);
        same(flat(a, actors, "", ' '), rows[i].actors, rows[i].why, "actors");
        same(flat(a, agents, "code", ' '), rows[i].agents, rows[i].why, "agents");
        same(flat(a, words, "discard", ' '), rows[i].words, rows[i].why, "discards");
        same(flat(a, bw_buf_view(&m.faults.text), "", ';'), rows[i].faults, rows[i].why, "faults");
    }
    return link_world(a, &own, err);
}

int main(void)
{
    bw_err err = {0};
    bw_arena *a = bw_arena_new(0);
    if (!a || bw_arena_try(a, use, a, &err) != BW_OK) {
        printf("Bail out! %s\n", err.msg);
        return 1;
    }
    bw_arena_free(a);
    return tap_done();
}
