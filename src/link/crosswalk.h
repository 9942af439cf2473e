/* crosswalk.h - our codes in other schemes and back, by day: knowledge/crosswalk.tsv.
 *
 *   takes:   a code of a country (or of what stands in its place), a sector, the id of a body; a scheme; a day
 *   gives:   its code there, or ours for one of theirs; nothing where the table has none on that day
 *   owner:   what is returned lies in the tables
 *   threads: tables are read-only and shared
 */
#ifndef BW_LINK_CROSSWALK_H
#define BW_LINK_CROSSWALK_H

#include "link/kb.h"
#include "link/link.h"

typedef enum { BW_CROSS_BODY, BW_CROSS_COUNTRY, BW_CROSS_SECTOR, BW_N_CROSSED } bw_crossed;

/* Name in the table, and the form of its codes: A letters in capitals, 9 digits, 3 capitals in threes, * any text. `phoenix` and
 * `icews` have lines only where they differ from `cameo` and from the country's own name. */
#define BW_SCHEME_LIST(X)                                                                                     \
    X(ALPHA2, "alpha2", "AA") X(CAMEO, "cameo", "3") X(PHOENIX, "phoenix", "3") X(ICEWS, "icews", "*")        \
    X(FIPS, "fips", "AA") X(COW, "cow", "9") X(COWC, "cowc", "AAA") X(GW, "gw", "9") X(GDELT, "gdelt", "3")

typedef enum {
#define BW_SCHEME_ENUM(name, text, form) BW_SCHEME_##name,
    BW_SCHEME_LIST(BW_SCHEME_ENUM)
#undef BW_SCHEME_ENUM
    BW_N_SCHEMES
} bw_scheme;

bool bw_crossed_of(bw_str name, bw_crossed *out);
bool bw_scheme_of(bw_str name, bw_scheme *out);
const char *bw_scheme_name(bw_scheme s);
bool bw_scheme_allows(bw_scheme s, bw_str code);

/* Below 0, 0, above 0: where a line with our code `code` stands beside kind, code and scheme. */
int bw_crossing_order(const kb_crossing *c, bw_str code, uint32_t kind, bw_str other, uint32_t scheme);

/* `day` BW_NO_DAY: today's codes. Empty, with ptr not NULL: there is none. */
bw_str bw_crosswalk_to(const bw_knowledge *k, bw_crossed kind, bw_str code, bw_scheme scheme, bw_day day);
bw_str bw_crosswalk_from(const bw_knowledge *k, bw_crossed kind, bw_scheme scheme, bw_str theirs, bw_day day);

/* A country's name as the tables have it, or in ICEWS; its code where they have none. */
bw_str bw_crosswalk_name(const bw_knowledge *k, const char *country, bool icews, bw_day day);

/* The whole code of an actor in CAMEO, or as Phoenix has it: that of the dictionary it was linked by, else of the body that it is, else its
 * country and the roles of its sectors, each part of three letters once ("USAGOVMIL"). Nothing where nothing is known. */
void bw_crosswalk_actor(const bw_knowledge *k, const bw_mention *m, bw_scheme scheme, bw_day day, bw_buf *out);

/* What `broadway kb crosswalk` prints: every line with one of the codes, ours or theirs, that holds on the day (BW_NO_DAY: ever). */
void bw_crosswalk_show(const bw_knowledge *k, bw_str code, bw_day day, bw_buf *out);

#endif
