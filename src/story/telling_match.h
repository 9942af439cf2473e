/* telling_match.h - whether two tellings within one story can be of one event.
 *
 * Inside the stage: telling.c holds the tellings and writes the records, telling_match.c compares.
 */
#ifndef BW_STORY_TELLING_MATCH_H
#define BW_STORY_TELLING_MATCH_H

#include "document.h"

typedef struct {
    char country[4], sector[4]; /* empty: none */
    uint64_t entity;            /* hash; 0: nobody in particular */
} bw_telling_who;

enum { BW_TELLING_TOLLS = 3 }; /* dead, injured, arrested */

typedef struct {
    bw_str raw, id;             /* the record, packed; the event's id */
    uint32_t document;          /* index */
    int32_t sentence;
    uint32_t start, end;        /* of the sentence */
    bw_plover type;
    char cameo[BW_MAX_CAMEO];
    bool negated, reciprocal;
    bw_modality modality;
    bw_telling_who *who[2];     /* actor, recipient */
    uint32_t n_who[2];
    bw_day from, to;
    bw_precision precision;
    bool assumed;               /* the date is the document's: no words of the act say when */
    int resolution;             /* of the place, 1 country to 5; 0: no place */
    bool in_clause;             /* the act's own words name the place */
    char country[4];            /* of the place */
    uint64_t place, province;   /* hashes of their names; 0: none */
    struct {
        int least, most;        /* -1: not given */
        bool told;
    } tolls[BW_TELLING_TOLLS];
    float confidence;
    uint32_t in_document;       /* number of the happening within the document */
    uint32_t next;              /* telling of the same event */
    uint32_t taken_back;        /* the document that was killed and that it reprints, or none */
} bw_telling;

/* A day that is known. */
static inline bool bw_telling_has_day(const bw_telling *t) { return t->from != BW_NO_DAY && t->from == t->to; }

/* How much speaks for one event; 0: they contradict each other. Two days that are told always do; one that is only assumed may be the day
 * after the one that is told: news is of today or yesterday. */
int bw_telling_match(const bw_telling *a, const bw_telling *b);

#endif
