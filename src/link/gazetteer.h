/* gazetteer.h - the world's places of 1,000 people and more, their districts and provinces, by name.
 *
 *   takes:   the tables of knowledge/gazetteer/ (docs/knowledge.md), compiled by tools/kbc.c and built in
 *   gives:   for a name all places that have it, the best known first
 *   form:    one block of bytes, little-endian, without pointers; the same tables give the same bytes
 *   owner:   the block is the program's own and only read
 *   threads: shared by all
 */
#ifndef BW_LINK_GAZETTEER_H
#define BW_LINK_GAZETTEER_H

#include "base/str.h"

#define BW_NO_SPOT UINT32_MAX

typedef enum {
    BW_SPOT_PROVINCE,
    BW_SPOT_DISTRICT,
    BW_SPOT_CITY,
    BW_SPOT_SEAT,
    BW_SPOT_CAPITAL,
    BW_SPOT_QUARTER
} bw_spot_kind;

typedef struct {
    uint32_t name; /* offset of its own name in `text` */
    uint8_t name_len;
    uint8_t kind;     /* bw_spot_kind; a seat is the capital of a province */
    int16_t lat, lon; /* hundredths of a degree */
    uint16_t unused;
    char country[4];   /* alpha-3, NUL-terminated */
    uint32_t area;     /* the spot of its district, else of its province; BW_NO_SPOT */
    uint32_t people;   /* of a province or district: of all its places */
    uint32_t geonames; /* 0: not known */
} bw_spot;

typedef struct {
    const bw_spot *spots; /* by number of people, the largest first */
    const uint64_t *names;
    const uint32_t *buckets;
    const char *text;
    uint32_t n_spots, n_names;
} bw_gazetteer;

/* False when the bytes are no gazetteer of this version. */
bool bw_gazetteer_attach(bw_gazetteer *g, bw_str bytes);

/* Entries of the folded name (bw_words_fold): those whose own name it is first, then by people. */
const uint64_t *bw_gazetteer_find(const bw_gazetteer *g, bw_str folded, uint32_t *n);
static inline uint32_t bw_entry_spot(uint64_t entry) { return (uint32_t)(entry & 0x7FFFFF); }
static inline bool bw_entry_other_name(uint64_t entry) { return entry >> 23 & 1; }

static inline bw_str bw_spot_name(const bw_gazetteer *g, uint32_t spot)
{
    return (bw_str){g->text + g->spots[spot].name, g->spots[spot].name_len};
}
/* The province (or district) that the spot lies in; BW_NO_SPOT. */
uint32_t bw_spot_within(const bw_gazetteer *g, uint32_t spot, bw_spot_kind kind);

/* The tables' text to a block, in the arena. Faults as "file:line:column: cause". */
typedef struct {
    bw_str provinces, districts, cities, names;
} bw_gazetteer_texts;
BW_MUST_USE bw_status bw_gazetteer_compile(bw_arena *a, const bw_gazetteer_texts *texts, bw_str *out, bw_err *err);

#endif
