/* Knowledge tables: faults to line and column; what is compiled is found; words and sounds. */
#include "link/compile.h"
#include "link/sound.h"
#include "tap_arena.h"

static const struct {
    const char *file, *text, *faults;
} faults[] = {
    {"countries.tsv", "# fine\nVRN\tname\tVarenia\n", ""},
    {"countries.tsv", "VRN\tname\tVarenia\nVRN\tnick\tV\n", "countries.tsv:2:5: no fact of this table: 'nick'\n"},
    {"countries.tsv", "vrn\tname\tVarenia\n", "countries.tsv:1:1: the key is no code of three capitals: 'vrn'\n"},
    {"countries.tsv", "VRN\tname\n", "countries.tsv:1:10: 'name' needs a value here\n"},
    {"countries.tsv", "VRN\tname \tV\n", "countries.tsv:1:5: blank at the end of a column\n"},
    {"countries.tsv", "VRN\n", "countries.tsv:1:5: the fact's name is missing\n"},
    {"countries.tsv", "\tname\tV\n", "countries.tsv:1:1: the key is empty\n"},
    {"countries.tsv", "VRN\tname\tV\t2001\t2000-12\n", "countries.tsv:1:17: ends before it begins: '2000-12'\n"},
    {"countries.tsv", "VRN\tname\tV\t2001-13\n", "countries.tsv:1:12: no date: '2001-13'\n"},
    {"countries.tsv", "VRN\tname\tV\nVRN\tpoint\t51.5\tx\n", "countries.tsv:2:16: no decimal degrees: 'x'\n"},
    {"countries.tsv", "VRN\tname\tV\nVRN\tseat\tHouse\tGOV XXX\n", "countries.tsv:2:16: a word that is no sector: 'GOV XXX'\n"},
    {"countries.tsv", "VRN\tname\tV\nVRN\tregion\tmidwest\n", "countries.tsv:2:12: no region: 'midwest'\n"},
    {"countries.tsv", "VRN\tpoint\t1\t2\n", "countries.tsv:1:1: 'VRN' has no name\n"},
    {"countries.tsv", "VRN\tname\tV\t\t\t\tx\n", "countries.tsv:1:15: 'name' has no such column\n"},
    {"people.tsv", "a-b\tname\tA\na-b\tfamily\tA\na-b\tcountry\tQQQ\n", "people.tsv:3:13: no country of countries.tsv: 'QQQ'\n"},
    {"people.tsv", "A b\tname\tA\n",
     "people.tsv:1:1: an id has lower-case letters, digits and hyphens only: 'A b'\npeople.tsv:1:1: 'A b' has no family\n"
     "people.tsv:1:1: 'A b' has no country\n"},
    {"people/x.tsv", "a\tname\tA\na\tfamily\tA\na\tcountry\tUNO\na\toffice\tFM\tUNO\n",
     "people/x.tsv:4:10: no role of posts.tsv: 'FM'\n"},
    {"people.tsv", "a\tname\tA\na\tfamily\tA\na\tcountry\tUNO\na\twikidata\tP1\n", "people.tsv:4:12: no Wikidata number (Q\xE2\x80\xA6): 'P1'\n"},
    {"actors.tsv", "a\tname\tA\na\tcode\tA/B\t2001\t\tAAA BBB\n", ""},
    {"actors.tsv", "a\tname\tA\na\tcode\tA B\n", "actors.tsv:2:8: a code has no blank: 'A B'\n"},
    {"actors.tsv", "a\tname\tA\na\tcode\tA\t\t\tAAA B\n", "actors.tsv:2:12: a word that is no code of three capitals: 'AAA B'\n"},
    {"actors.tsv", "a\tname\tA\n", "actors.tsv:1:1: 'a' has no code\n"},
    {"agents.tsv", "soldier\tcode\t~MIL\nbody\tcode\tNGO~\t-\nx\tcode\tMIL\n", "agents.tsv:3:8: no code of an agent (~COD or COD~): 'MIL'\n"},
    {"crosswalk.tsv", "country\tUNO\tcow\t7\t\t2000\ncountry\tUNO\tcow\t8\t2001\ncountry\tEUR\tcow\t7\t2001\n"
                      "sector\tMIL\tcameo\tMIL\nsector\tPRM\tcameo\tMIL\t\t\tout\n", ""},
    {"crosswalk.tsv", "country\tUNO\tcow\t7\t\t2000\ncountry\tUNO\tcow\t8\t2000\n",
     "crosswalk.tsv:2:9: 'UNO' of cow is written twice on the same days: see line 1\n"},
    {"crosswalk.tsv", "sector\tMIL\tcameo\tMIL\nsector\tPRM\tcameo\tMIL\n",
     "crosswalk.tsv:2:18: 'MIL' of cameo is read twice on the same days: see line 1\n"},
    {"crosswalk.tsv", "country\tUNO\tiso\tUN\n", "crosswalk.tsv:1:13: no scheme: 'iso'\n"},
    {"crosswalk.tsv", "country\tQQQ\tfips\tQQ\n", "crosswalk.tsv:1:9: no country of countries.tsv: 'QQQ'\n"},
    {"crosswalk.tsv", "country\tUNO\tfips\tUNO\n", "crosswalk.tsv:1:18: no code of fips: 'UNO'\n"},
    {"crosswalk.tsv", "sector\tXXX\tcameo\tGOV\n", "crosswalk.tsv:1:8: no sector: 'XXX'\n"},
    {"crosswalk.tsv", "body\tnato\tcameo\tIGO\n", "crosswalk.tsv:1:6: no organisation's id: 'nato'\n"},
    {"crosswalk.tsv", "sector\tGOV\tcameo\tGOV\t\t\tback\n", "crosswalk.tsv:1:24: neither out nor in: 'back'\n"},
    {"crosswalk.tsv", "state\tUNO\tcow\t7\n", "crosswalk.tsv:1:1: neither country, sector nor body: 'state'\n"},
    {"crosswalk.tsv", "country\tUNO\tcow\n", "crosswalk.tsv:1:17: 'UNO' needs a value here\n"},
    {"heroes.tsv", "a\tb\n", "heroes.tsv:1:1: no table of this name\n"},
    {"agents.tsv", "soldier\tperson\tMIL\nsoldier\tperson\t\xFF\n", "agents.tsv:2:1: the line is no UTF-8\n"},
};

static const struct {
    const char *text, *folded;
} words[] = {
    {"Chung Eui-yong", "chung eui yong"},
    {"U.S.", "us"},
    {"U.S. troops", "us troops"},
    {"N. Korea", "n korea"},
    {"St. Petersburg", "st petersburg"},
    {"Recep Tayyip Erdo\xC4\x9F" "an", "recep tayyip erdogan"},
    {"C\xC3\xB4te d\xE2\x80\x99Ivoire", "cote d ivoire"},
    {"e\xCC\x81t\xE2\x80\x8B" "at", "etat"},
    {"Sana'a", "sana a"},
    {"", ""},
    {" - ", ""},
};

/* Pairs that are one name stay below 25 hundredths a letter, others above. */
static const struct {
    const char *a, *b;
    bool same;
} sounds[] = {
    {"motegi", "modeki", true},     {"chungyuyong", "chungeuiyong", true}, {"aliev", "aliyev", true},
    {"merkel", "merkell", true},    {"shevarnadze", "shevardnadze", true}, {"gaddafi", "qadhafi", true},
    {"lavrov", "lavrow", true},     {"wangyi", "wangqishan", false},       {"bush", "blair", false},
    {"teller", "tanner", false},    {"", "abe", false},
};

static bw_status use(void *with, bw_err *err)
{
    bw_arena *a = with;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        bw_tables t = {.arena = a};
        bw_tables_add(&t, bw_str_of(faults[i].file), bw_str_of(faults[i].text));
        bw_tables_check(&t);
        bw_str got = bw_buf_view(&t.faults);
        if (!ok(bw_str_is(got, faults[i].faults), "%s %zu", faults[i].file, i))
            printf("# got  %.*s\n# want %s\n", BW_STR_FMT(got), faults[i].faults);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bw_str got = bw_words_fold(a, bw_str_of(words[i].text));
        if (!ok(bw_str_is(got, words[i].folded), "folded '%s'", words[i].text))
            printf("# got %.*s\n", BW_STR_FMT(got));
    }
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        char x[BW_SOUND_MAX], y[BW_SOUND_MAX];
        bw_str one = bw_sound_spell(bw_str_of(sounds[i].a), x), other = bw_sound_spell(bw_str_of(sounds[i].b), y);
        int cost = bw_sound_cost(one, other, 100), back = bw_sound_cost(other, one, 100);
        if (!ok((cost < 25) == sounds[i].same && cost == back, "%s and %s", sounds[i].a, sounds[i].b))
            printf("# costs %d, %d\n", cost, back);
    }
    ok(bw_sound_skeleton(BW_LIT("motegi")) == bw_sound_skeleton(BW_LIT("modeki")), "one skeleton");
    ok(bw_sound_cost(BW_LIT("motegi"), BW_LIT("abcd"), 20) == 21, "a cost over the limit");
    ok(bw_sound_distance(BW_LIT("abcdefgh"), BW_LIT("mnopqrst"), 50) == 51, "a distance over the limit");

    bw_tables t = {.arena = a};
    bw_tables_add(&t, BW_LIT("countries.tsv"), BW_LIT("KST\tname\tKastel\nVRN\tname\tVarenia\nVRN\tname\tOld Varenia\t1950\t1990\n"));
    bw_tables_add(&t, BW_LIT("posts.tsv"), BW_LIT("FM\ttitle\tforeign minister\nFM\tholders\tone\n"));
    bw_tables_add(&t, BW_LIT("people.tsv"),
                  BW_LIT("b\tname\tB Bor\nb\tfamily\tBor\nb\tgiven\tB\nb\tcountry\tVRN\nb\toffice\tFM\tVRN\t2001-02\t2003\n"
                         "c\tname\tC Cor\nc\tfamily\tCor\nc\tcountry\tVRN\nc\toffice\tFM\tVRN\t2004\n"));
    t.overlay = true;
    bw_tables_add(&t, BW_LIT("people.tsv"), BW_LIT("c\tdrop\toffice\nc\toffice\tFM\tVRN\t2005\n"));
    bw_tables_check(&t);
    ok(t.n_faults == 0, "tables and an overlay without faults");
    bw_str image, again;
    bw_status st = bw_compile(&t, &image, err);
    if (st)
        return st;
    kb k;
    ok(kb_attach(&k, image), "the block attaches");
    ok(!kb_attach(&(kb){0}, bw_str_slice(image, 0, image.len - 1)), "a block cut short does not");
    uint32_t fm = kb_find_role(&k, "FM");
    static const struct {
        int year, month, day;
        const char *id;
    } holders[] = {{2001, 1, 31, ""}, {2001, 2, 1, "b"}, {2003, 12, 31, "b"}, {2004, 6, 1, ""}, {2005, 1, 1, "c"}, {2030, 1, 1, "c"}};
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        uint32_t o = kb_find_holder(&k, fm, "VRN", KB_NONE, bw_day_of(holders[i].year, holders[i].month, holders[i].day));
        bw_str id = o == KB_NONE ? BW_LIT("") : kb_str(&k, k.persons[k.offices[o].person].id);
        ok(bw_str_is(id, holders[i].id), "holder on %d-%02d-%02d", holders[i].year, holders[i].month, holders[i].day);
    }
    ok(kb_find_holder(&k, fm, "KST", KB_NONE, bw_day_of(2002, 1, 1)) == KB_NONE, "no holder in another country");
    ok(kb_find_country(&k, "VRN") == 1 && kb_find_country(&k, "XXX") == KB_NONE, "countries by code");

    /* The source in the block gives the same block. */
    bw_tables second = {.arena = a};
    bw_str source;
    ok(kb_unpack_source(&k, a, &source), "the source is unpacked");
    bw_tables_add_source(&second, source, NULL);
    ok(second.n_facts > 0 && second.source.len == t.source.len, "the block holds its tables");
    bw_tables third = {.arena = a};
    bw_tables_add(&third, BW_LIT("countries.tsv"), BW_LIT("KST\tname\tKastel\n"));
    bw_tables fourth = {.arena = a};
    bw_tables_add(&fourth, BW_LIT("countries.tsv"), BW_LIT("KST\tname\tKastel\n"));
    if ((st = bw_compile(&third, &image, err)) != BW_OK || (st = bw_compile(&fourth, &again, err)) != BW_OK)
        return st;
    ok(bw_str_eq(image, again), "the same tables, the same bytes");

    bw_tables fifth = {.arena = a, .folder = "mine"};
    bw_tables_add(&fifth, BW_LIT("countries.tsv"), BW_LIT("\xEF\xBB\xBFKST\tname\tKastel\nVRN\tnome\tVarenia\n"));
    bw_tables_check(&fifth);
    bw_str faults_5 = bw_buf_view(&fifth.faults);
    ok(fifth.n_facts == 2 && bw_str_starts(faults_5, BW_LIT("mine/countries.tsv:2:5: no fact of this table: 'nome'\n")),
       "a byte order mark is passed over, the folder is named");
    return BW_OK;
}

int main(void) { return tap_in_arena(use); }
