/* quantise.h - from learned floating point to the bytes of a file of weights (network_format.h). */
#ifndef BW_PARSE_TRAIN_EXPORT_H
#define BW_PARSE_TRAIN_EXPORT_H

#include "parse/train/model.h"

typedef struct {
    const char (*upos)[BW_NETWORK_LABEL], (*xpos)[BW_NETWORK_LABEL], (*rel)[BW_NETWORK_LABEL];
    const bw_network_slot *slots;
} bw_export_names;

/* What the numbers between the layers come to at most, over all that was shown to it. */
typedef struct {
    float x, query, key;
    float *hidden; /* (layers, hidden) */
    float *both;   /* (label) */
} bw_ranges;

bw_ranges bw_ranges_new(const bw_model *m, bw_arena *a);
/* Widens the ranges by what the shard's last run (without `learn`) left in it. */
void bw_ranges_see(bw_ranges *r, const bw_model *m, const bw_shard *sh);

/* The file, in the arena, aligned to 64. */
bw_str bw_model_export(const bw_model *m, const bw_ranges *r, const bw_export_names *names, bw_arena *a);

#endif
