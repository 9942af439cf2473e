/* Codes in other schemes: there and back for every country in every year, and every sector; what is lost on the way is listed. */
#include "link/crosswalk.h"
#include "link/knowledge.h"
#include "tap_arena.h"

static const struct {
    bw_crossed kind;
    const char *ours;
    bw_scheme scheme;
    const char *day, *theirs;
} values[] = {
    {BW_CROSS_COUNTRY, "KOR", BW_SCHEME_ALPHA2, "", "KR"},
    {BW_CROSS_COUNTRY, "KOR", BW_SCHEME_FIPS, "", "KS"},
    {BW_CROSS_COUNTRY, "KOR", BW_SCHEME_COW, "1995-06-01", "732"},
    {BW_CROSS_COUNTRY, "KOR", BW_SCHEME_COWC, "", "ROK"},
    {BW_CROSS_COUNTRY, "AUS", BW_SCHEME_FIPS, "", "AS"},
    {BW_CROSS_COUNTRY, "ROU", BW_SCHEME_CAMEO, "", "ROM"},
    {BW_CROSS_COUNTRY, "ROU", BW_SCHEME_PHOENIX, "", "ROU"},
    {BW_CROSS_COUNTRY, "RUS", BW_SCHEME_ICEWS, "", "Russian Federation"},
    {BW_CROSS_COUNTRY, "RUS", BW_SCHEME_COW, "1991-12-25", ""},
    {BW_CROSS_COUNTRY, "RUS", BW_SCHEME_COW, "1991-12-26", "365"},
    {BW_CROSS_COUNTRY, "SUN", BW_SCHEME_COW, "1991-12-25", "365"},
    {BW_CROSS_COUNTRY, "SUN", BW_SCHEME_COW, "", ""},
    {BW_CROSS_COUNTRY, "DEU", BW_SCHEME_COW, "1989-11-09", "260"},
    {BW_CROSS_COUNTRY, "DEU", BW_SCHEME_COW, "1990-10-03", "255"},
    {BW_CROSS_COUNTRY, "DEU", BW_SCHEME_GW, "2020-01-01", "260"},
    {BW_CROSS_COUNTRY, "DDR", BW_SCHEME_COW, "1990-10-02", "265"},
    {BW_CROSS_COUNTRY, "YEM", BW_SCHEME_COW, "1990-05-21", "678"},
    {BW_CROSS_COUNTRY, "YEM", BW_SCHEME_COW, "1990-05-22", "679"},
    {BW_CROSS_COUNTRY, "YEM", BW_SCHEME_GW, "2015-01-01", "678"},
    {BW_CROSS_COUNTRY, "YUG", BW_SCHEME_COW, "1999-03-24", "345"},
    {BW_CROSS_COUNTRY, "YUG", BW_SCHEME_FIPS, "1991-06-25", "YO"},
    {BW_CROSS_COUNTRY, "SCG", BW_SCHEME_COW, "2004-01-01", "345"},
    {BW_CROSS_COUNTRY, "SRB", BW_SCHEME_COW, "2020-01-01", "345"},
    {BW_CROSS_COUNTRY, "SRB", BW_SCHEME_GW, "2020-01-01", "340"},
    {BW_CROSS_COUNTRY, "CSK", BW_SCHEME_COW, "1992-12-31", "315"},
    {BW_CROSS_COUNTRY, "CZE", BW_SCHEME_COW, "1993-01-01", "316"},
    {BW_CROSS_COUNTRY, "SSD", BW_SCHEME_COW, "2011-07-08", ""},
    {BW_CROSS_COUNTRY, "SSD", BW_SCHEME_COW, "2011-07-09", "626"},
    {BW_CROSS_COUNTRY, "KIR", BW_SCHEME_GW, "", "970"},
    {BW_CROSS_COUNTRY, "NRU", BW_SCHEME_COW, "", "970"},
    {BW_CROSS_COUNTRY, "VAT", BW_SCHEME_COW, "", ""},
    {BW_CROSS_COUNTRY, "EUR", BW_SCHEME_CAMEO, "", "IGOEUREEC"},
    {BW_CROSS_SECTOR, "JRN", BW_SCHEME_CAMEO, "", "MED"},
    {BW_CROSS_SECTOR, "MED", BW_SCHEME_CAMEO, "", "HLH"},
    {BW_CROSS_SECTOR, "CVL", BW_SCHEME_ICEWS, "", "General Population / Civilian / Social"},
    {BW_CROSS_SECTOR, "PTY", BW_SCHEME_GDELT, "", ""},
    {BW_CROSS_BODY, "nato", BW_SCHEME_CAMEO, "", "IGOWSTNAT"},
    {BW_CROSS_COUNTRY, "QQQ", BW_SCHEME_CAMEO, "", ""},
};

/* Sectors, and what stands in a country's place, that another scheme cannot tell apart: what is read again; "": it has no such code. */
static const struct {
    const char *ours;
    bw_scheme scheme;
    const char *read;
} lost[] = {
    {"PRM", BW_SCHEME_CAMEO, "MIL"}, {"SOC", BW_SCHEME_CAMEO, "CVL"}, {"PRE", BW_SCHEME_CAMEO, "REB"}, {"UNK", BW_SCHEME_CAMEO, ""},
    {"UNO", BW_SCHEME_CAMEO, ""},    {"EUR", BW_SCHEME_CAMEO, ""}, /* they are countries there */
    {"PRM", BW_SCHEME_GDELT, "MIL"}, {"SOC", BW_SCHEME_GDELT, "CVL"}, {"PRE", BW_SCHEME_GDELT, "REB"}, {"UNK", BW_SCHEME_GDELT, ""},
    {"PTY", BW_SCHEME_GDELT, ""},    {"REL", BW_SCHEME_GDELT, ""},    {"UNO", BW_SCHEME_GDELT, ""},    {"EUR", BW_SCHEME_GDELT, ""},
    {"PRE", BW_SCHEME_ICEWS, "REB"}, {"UNK", BW_SCHEME_ICEWS, ""},    {"ISM", BW_SCHEME_ICEWS, ""},    {"UNO", BW_SCHEME_ICEWS, "IGO"},
    {"EUR", BW_SCHEME_ICEWS, "IGO"},
};

static const char *const sectors[] = {"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK",
                                      "AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP",
                                      "PRE", "REL", "SOC", "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"};

static const struct {
    const char *why;
    bw_mention m;
    bw_scheme scheme;
    const char *code;
} actors[] = {
    {"country and sectors", {.country = "USA", .sectors = {"GOV", "MIL"}, .n_sectors = 2}, BW_SCHEME_CAMEO, "USAGOVMIL"},
    {"one role of two sectors", {.country = "SYR", .sectors = {"MIL", "PRM"}, .n_sectors = 2}, BW_SCHEME_CAMEO, "SYRMIL"},
    {"a body", {.entity = BW_LIT("nato"), .country = "IGO", .sectors = {"MIL"}, .n_sectors = 1}, BW_SCHEME_CAMEO, "IGOWSTNATMIL"},
    {"its people", {.country = "UNO", .sectors = {"CVL"}, .n_sectors = 1}, BW_SCHEME_CAMEO, "IGOUNOCVL"},
    {"no country", {.sectors = {"JRN"}, .n_sectors = 1}, BW_SCHEME_CAMEO, "MED"},
    {"Phoenix has some countries otherwise", {.country = "TLS"}, BW_SCHEME_PHOENIX, "TLS"},
    {"and others alike", {.country = "KOS"}, BW_SCHEME_PHOENIX, "KSV"},
    {"a dictionary's code", {.country = "FRA", .code = BW_LIT("FRAGOVX")}, BW_SCHEME_CAMEO, "FRAGOVX"},
    {"nothing", {.n_sectors = 0}, BW_SCHEME_CAMEO, ""},
};

static void there_and_back(const bw_knowledge *k)
{
    uint32_t n = 0, n_wrong = 0;
    for (uint32_t i = 0; i < k->kb.n_countries; i++)
        for (int year = 1985; year <= 2026; year++)
            for (int s = 0; s < BW_N_SCHEMES; s++) {
                bw_str ours = bw_str_of(k->kb.countries[i].code);
                bw_day day = bw_day_of(year, 7, 1);
                bw_str theirs = bw_crosswalk_to(k, BW_CROSS_COUNTRY, ours, (bw_scheme)s, day);
                if (theirs.len == 0)
                    continue;
                bw_str back = bw_crosswalk_from(k, BW_CROSS_COUNTRY, (bw_scheme)s, theirs, day);
                n++;
                if (!bw_str_eq(back, ours) && n_wrong++ < 10)
                    printf("# %.*s is %.*s in %s of %d, and that is '%.*s'\n", BW_STR_FMT(ours), BW_STR_FMT(theirs),
                           bw_scheme_name((bw_scheme)s), year, BW_STR_FMT(back));
            }
    ok(n > 50000 && n_wrong == 0, "countries: there and back %u times, %u wrong", n, n_wrong);
    for (uint32_t i = 0; i < k->kb.n_countries; i++) {
        const kb_country *c = &k->kb.countries[i];
        if (!c->part[0] && c->code[0] != 'X' && bw_crosswalk_to(k, BW_CROSS_COUNTRY, bw_str_of(c->code), BW_SCHEME_CAMEO, BW_NO_DAY).len == 0)
            ok(false, "%s has no code in CAMEO", c->code);
    }
}

static void sectors_there_and_back(const bw_knowledge *k)
{
    static const bw_scheme schemes[] = {BW_SCHEME_CAMEO, BW_SCHEME_GDELT, BW_SCHEME_ICEWS};
    for (size_t s = 0; s < sizeof schemes / sizeof *schemes; s++) {
        uint32_t n_wrong = 0;
        for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++) {
            const char *want = sectors[i];
            for (size_t l = 0; l < sizeof lost / sizeof *lost; l++)
                if (lost[l].scheme == schemes[s] && strcmp(lost[l].ours, sectors[i]) == 0)
                    want = lost[l].read;
            bw_str theirs = bw_crosswalk_to(k, BW_CROSS_SECTOR, bw_str_of(sectors[i]), schemes[s], BW_NO_DAY);
            bw_str back = theirs.len ? bw_crosswalk_from(k, BW_CROSS_SECTOR, schemes[s], theirs, BW_NO_DAY) : theirs;
            if (!bw_str_is(back, want) && ++n_wrong)
                printf("# %s is '%.*s', and that is '%.*s', not '%s'\n", sectors[i], BW_STR_FMT(theirs), BW_STR_FMT(back), want);
        }
        ok(n_wrong == 0, "sectors in %s: all come back but those listed", bw_scheme_name(schemes[s]));
    }
}

static bw_status use(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_knowledge *k = NULL;
    bw_status st = bw_knowledge_open(NULL, true, &k, err);
    if (st)
        return st;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bw_day day = values[i].day[0] ? bw_day_parse(bw_str_of(values[i].day)) : BW_NO_DAY;
        bw_str got = bw_crosswalk_to(k, values[i].kind, bw_str_of(values[i].ours), values[i].scheme, day);
        ok(bw_str_is(got, values[i].theirs), "%s in %s %s: '%.*s'", values[i].ours, bw_scheme_name(values[i].scheme), values[i].day,
           BW_STR_FMT(got));
    }
    ok(bw_str_is(bw_crosswalk_from(k, BW_CROSS_COUNTRY, BW_SCHEME_FIPS, BW_LIT("GZ"), BW_NO_DAY), "PSE"), "Gaza is read as PSE");
    ok(bw_str_is(bw_crosswalk_from(k, BW_CROSS_SECTOR, BW_SCHEME_CAMEO, BW_LIT("INS"), BW_NO_DAY), "REB"), "INS is read as REB");
    ok(bw_str_is(bw_crosswalk_name(k, "RUS", true, BW_NO_DAY), "Russian Federation") &&
           bw_str_is(bw_crosswalk_name(k, "RUS", false, BW_NO_DAY), "Russia") &&
           bw_str_is(bw_crosswalk_name(k, "KEN", true, BW_NO_DAY), "Kenya") && bw_str_is(bw_crosswalk_name(k, "UNO", true, BW_NO_DAY), "UNO"),
       "names of countries");
    there_and_back(k);
    sectors_there_and_back(k);
    for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
        bw_buf out = {.arena = a};
        bw_crosswalk_actor(k, &actors[i].m, actors[i].scheme, BW_NO_DAY, &out);
        ok(bw_str_is(bw_buf_view(&out), actors[i].code), "actor, %s: '%.*s'", actors[i].why, BW_STR_FMT(bw_buf_view(&out)));
    }
    bw_knowledge_close(k);
    return BW_OK;
}

int main(void) { return tap_in_arena(use); }
