/* dictionary.h - lines of the dictionaries of TABARI and PETRARCH: without their comments, and with their faults by place.
 *
 *   takes:   the text of a file
 *   gives:   lines in which comments are blanked out, so that columns stay
 *   owner:   the arena
 *   fails:   faults do not stop the reading: look at n_faults
 */
#ifndef BW_LINK_DICTIONARY_H
#define BW_LINK_DICTIONARY_H

#include "base/str.h"

#include <stdarg.h>

/* "file:line:column: cause", one a line; after the first 200 they are only counted. */
typedef struct {
    bw_buf text;
    uint32_t n;
} bw_dictionary_faults;

typedef struct {
    bw_arena *arena;
    bw_str file;                /* for messages */
    bw_str rest;                /* of the file's text */
    uint32_t line;              /* number of the line in work */
    bool in_comment;            /* between "<!--" and "-->" */
    uint32_t opened, opened_at; /* line and column where it began */
} bw_dictionary;

/* The next line, without its end. False: there is none. */
bool bw_dictionary_next(bw_dictionary *d, bw_str *line);

void bw_dictionary_fault(bw_dictionary_faults *f, const bw_dictionary *d, uint32_t line, size_t column, const char *fmt, va_list ap)
    BW_PRINTF(5, 0);

/* From `at` on, past white space. */
size_t bw_dictionary_skip(bw_str s, size_t at);

#endif
