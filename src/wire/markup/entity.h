/* entity.h - the table of named characters (knowledge/wire/entities.tsv), for entity.c. */
#ifndef BW_WIRE_ENTITY_H
#define BW_WIRE_ENTITY_H

#include <stddef.h>

typedef struct {
    const char *name, *characters, *bare; /* code points in hexadecimal, parted by blanks */
} bw_entity_row;

extern const bw_entity_row bw_entity_rows[];
extern const size_t n_bw_entity_rows;

#endif
