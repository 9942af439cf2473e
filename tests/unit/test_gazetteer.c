/* The gazetteer: tables to a block and back, and faults with file, line and column. */
#include "link/gazetteer.h"
#include "tap.h"

static const char provinces[] =
    "# code\tname\nVRN.01\tNorth Coast\t50.10\t-3.20\tNorth\nKST.A\tUplands\t40.00\t10.00\n";
static const char districts[] = "VRN.01.7\tHarbour County\t50.20\t-3.10\n";
static const char cities[] = "VRN.01.7\tSalt Haven\t50.21\t-3.11\t90000\tseat\t11\tSalzhafen|Port-Sel\n"
                             "KST.A.9\tSalt Haven\t40.10\t10.10\t500\tcity\t12\n"
                             "KST\tÖdland\t-41.00\t179.99\t0\tquarter\t13\n";
static const char names[] = "VRN.01\tN. Coast\n";

static const struct {
    const char *name;
    int n;
    const char *first; /* own name of the best known */
    bool other;
} lookups[] = {
    {"salt haven", 2, "Salt Haven", false},
    {"salzhafen", 1, "Salt Haven", true},
    {"port sel", 1, "Salt Haven", true},
    {"odland", 1, "Ödland", false},
    {"north", 1, "North Coast", true},
    {"harbour county", 1, "Harbour County", false},
    {"n coast", 1, "North Coast", false},
    {"nowhere", 0, "", false},
    {"", 0, "", false},
};

static const struct {
    const char *why, *cities, *cause;
} faults[] = {
    {"a code without a country", "V\tX\t1.00\t1.00\t5\tcity\t1\n", "cities.tsv:1:1: the code"},
    {"a latitude out of range", "VRN\tX\t91.00\t1.00\t5\tcity\t1\n", "cities.tsv:1:7: not a latitude"},
    {"one decimal", "# c\nVRN\tX\t1.00\t1.0\t5\tcity\t1\n", "cities.tsv:2:12: not a longitude"},
    {"no number", "VRN\tX\t1.00\t1.00\tmany\tcity\t1\n", "cities.tsv:1:17: not a number of people"},
    {"an unknown kind", "VRN\tX\t1.00\t1.00\t5\thamlet\t1\n", "cities.tsv:1:19: not capital"},
    {"a short line", "VRN\tX\t1.00\t1.00\t5\tcity\n", "cities.tsv:1:23: columns are missing"},
    {"a long line", "VRN\tX\t1.00\t1.00\t5\tcity\t1\ta|b\tz\n", "cities.tsv:1:30: a column too many"},
};

static bw_str text(const char *z) { return bw_str_of(z); }

static bw_status run(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_str block;
    bw_gazetteer g;
    bw_gazetteer_texts all = {text(provinces), text(districts), text(cities), text(names)};
    bw_status st = bw_gazetteer_compile(a, &all, &block, err);
    if (st)
        return st;
    ok(bw_gazetteer_attach(&g, block) && g.n_spots == 6, "six places");
    for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++) {
        uint32_t n;
        const uint64_t *found = bw_gazetteer_find(&g, text(lookups[i].name), &n);
        bool right = (int)n == lookups[i].n;
        if (right && n)
            right = bw_str_is(bw_spot_name(&g, bw_entry_spot(found[0])), lookups[i].first) &&
                    bw_entry_other_name(found[0]) == lookups[i].other;
        ok(right, "'%s': %d", lookups[i].name, (int)n);
    }
    uint32_t n, city = bw_entry_spot(*bw_gazetteer_find(&g, BW_LIT("salzhafen"), &n));
    uint32_t district = bw_spot_within(&g, city, BW_SPOT_DISTRICT),
             province = bw_spot_within(&g, city, BW_SPOT_PROVINCE);
    ok(district != BW_NO_SPOT && bw_str_is(bw_spot_name(&g, district), "Harbour County"),
       "a city lies in its district");
    ok(province != BW_NO_SPOT && g.spots[province].people == 90000, "and in its province, which has all its people");
    const bw_spot *s = &g.spots[city];
    ok(s->lat == 5021 && s->lon == -311 && s->geonames == 11 && strcmp(s->country, "VRN") == 0 &&
           s->kind == BW_SPOT_SEAT,
       "with its facts");
    city = bw_entry_spot(bw_gazetteer_find(&g, BW_LIT("salt haven"), &n)[1]);
    ok(bw_spot_within(&g, city, BW_SPOT_DISTRICT) == BW_NO_SPOT &&
           bw_spot_within(&g, city, BW_SPOT_PROVINCE) != BW_NO_SPOT,
       "a district that no table has is left out");
    ok(!bw_gazetteer_attach(&g, bw_str_slice(block, 0, block.len - 1)) &&
           !bw_gazetteer_attach(&g, bw_str_slice(block, 0, 10)),
       "a cut block is refused");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        bw_err why = {0};
        all.cities = text(faults[i].cities);
        ok(bw_gazetteer_compile(a, &all, &block, &why) == BW_ERR_SYNTAX && strstr(why.msg, faults[i].cause), "%s: %s",
           faults[i].why, why.msg);
    }
    all.cities = text(cities);
    all.names = BW_LIT("VRN.77\tX\n");
    bw_err why = {0};
    ok(bw_gazetteer_compile(a, &all, &block, &why) == BW_ERR_SYNTAX && strstr(why.msg, "names.tsv:1:1:"),
       "a name of no province: %s", why.msg);
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = bw_arena_try(a, run, a, &err);
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}
