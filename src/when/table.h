/* table.h - the words of lexicon/time/ as tools/time_table.c lays them out at build time.
 *
 *   takes:   a word, or a name of several, in lower case without spaces, dots, hyphens and apostrophes
 *   gives:   what it means to the reader of phrases, or NULL
 *   threads: no shared state; all tables are constant
 */
#ifndef BW_WHEN_TABLE_H
#define BW_WHEN_TABLE_H

#include "base/day.h"

/* Keep in step with docs/when.md. Behind the bar: kinds that only figures have, never a line of words.tsv. */
#define BW_WHEN_KIND_LIST(X)                                                                              \
    X(none) X(a) X(after) X(ago) X(an) X(and) X(approx) X(as) X(at) X(before) X(begins) X(between) X(by) X(closest) X(couple) \
    X(day) X(decade) X(during) X(edge) X(ends) X(era) X(every) X(few) X(fiscal) X(for) X(from) X(half) X(in)     \
    X(meridiem) X(modal) X(month) X(now) X(number) X(oclock) X(of) X(old) X(on) X(ordinal) X(outlook)    \
    X(over) X(part) X(part_of) X(rate) X(recent) X(scale) X(season) X(shift) X(since) X(that) X(the)     \
    X(through) X(throughout) X(to) X(tonight) X(unit) X(until) X(vague) X(weekday) X(weekdays) X(which)  \
    X(within) X(zone)                                                                                     \
    /* | */ X(date) X(clock) X(quarter) X(half_year) X(comma) X(dash) X(slash) X(possessive)

typedef enum {
#define BW_WHEN_KIND_ENUM(name) BW_WHEN_##name,
    BW_WHEN_KIND_LIST(BW_WHEN_KIND_ENUM)
#undef BW_WHEN_KIND_ENUM
} bw_when_kind;

enum {
    BW_WHEN_LOOSE = 1,   /* a time only beside other words of time */
    BW_WHEN_HOLIDAY = 2, /* may begin the name of a day */
    BW_WHEN_FIGURES = 4, /* written in figures */
    BW_WHEN_MID = 8,     /* "mid-" stood before it in the same token */
};

enum { BW_WHEN_LONGEST_WORD = 20, BW_WHEN_LONGEST_NAME = 72, BW_WHEN_NAME_WORDS = 10 };

typedef struct {
    char text[BW_WHEN_LONGEST_WORD];
    uint8_t kind, flags; /* bw_when_kind, BW_WHEN_… */
    uint16_t feast, n_feasts; /* the names that begin with these letters */
    int32_t value;       /* units: their letter; parts of the day: 0 morning to 4 night */
} bw_when_word;

typedef enum {
    BW_FEAST_DAY,
    BW_FEAST_WEEKDAY,
    BW_FEAST_EASTER,
    BW_FEAST_ORTHODOX,
    BW_FEAST_LISTED, /* its days were computed at build time */
    BW_FEAST_PERIOD, /* no feast: what happened once, "the Korean War" */
} bw_feast_rule;

/* Moves a day: by days; by days if it is that weekday; to the first such weekday from the day on; to the last before it. */
typedef enum { BW_SHIFT_NONE, BW_SHIFT_DAYS, BW_SHIFT_IF, BW_SHIFT_FROM, BW_SHIFT_BEFORE } bw_shift_kind;

typedef struct {
    uint8_t kind;
    int8_t weekday, by;
} bw_when_shift;

enum { BW_WHEN_SHIFTS = 4 };

typedef struct {
    char name[BW_WHEN_LONGEST_NAME];
    char country[4];     /* resolved only where that country is named; "" always */
    uint8_t rule;        /* bw_feast_rule */
    int8_t month, day;   /* of a weekday rule: `day` is the weekday, `nth` counts (-1: the last) */
    int8_t nth;
    uint8_t days;        /* how many it lasts; 0: the lunar month */
    uint8_t precision;   /* of a period: 'd', 'M' or 'y' */
    bw_when_shift shifts[BW_WHEN_SHIFTS];
    int32_t from, to;    /* of a period: its days; of a listed feast: where its days begin in bw_when_feast_days, how many.
                          * When it lasts a month, as many first days of the next month stand behind. */
} bw_when_feast;

/* Hashed; a power of two of slots. Tags stand apart, so that the words of a text that are none are told by a byte each. */
extern const uint32_t bw_when_n_words;
extern const uint8_t bw_when_word_tags[]; /* bw_when_tag() of the slot's word; 0: empty */
extern const bw_when_word bw_when_words[];
static inline uint8_t bw_when_tag(uint64_t hash) { return (uint8_t)(hash >> 40 | 1); }
extern const uint32_t bw_when_n_feasts; /* sorted by name; periods among them */
extern const bw_when_feast bw_when_feasts[];
extern const bw_day bw_when_feast_days[];

const bw_when_word *bw_when_word_of(bw_str word);
/* Of the feasts [*low, *high), sorted by name, those whose names begin so; *n of them, the first ones, have this name. */
void bw_when_feasts_of(bw_str name, uint32_t *low, uint32_t *high, uint32_t *n);

#endif
