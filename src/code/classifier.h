/* classifier.h - the second reader: what a sentence says between two of its actors, by a trained network.
 *
 *   takes:   a parsed and linked document, a sentence, the tokens of actor and recipient
 *   gives:   how likely each CAMEO code is, and that there is no act between the two
 *   how:     names are masked, so that it cannot read nationality. The masked words go through the parser's network
 *            (network.h); its states, the words' vectors and the tree are read on by layers of their own
 *            (docs/classifier.md). Float arithmetic in one fixed order without fused multiply-add: the same on every machine
 *   owner:   the weights' bytes and the network stay the caller's and must outlive it
 *   fails:   bw_classifier_open: BW_ERR_SYNTAX for weights that are missing, damaged, of another version, or made for a
 *            parser of another width
 *   threads: an open one is read-only and shared; scratch lies in the document's arena
 */
#ifndef BW_CODE_READER_H
#define BW_CODE_READER_H

#include "code/codebook.h"
#include "code/classifier_format.h"
#include "parse/network.h"

typedef struct bw_classifier bw_classifier;

/* The weights that are built in; len 0 when the program was built without them. */
bw_str bw_classifier_builtin(void);

BW_MUST_USE bw_status bw_classifier_open(bw_str bytes, const bw_network *net, bw_classifier **out, bw_err *err);
void bw_classifier_close(bw_classifier *r); /* NULL is allowed */

typedef struct {
    float none;                /* no act between the two */
    float type[BW_N_PLOVER];   /* by the code book; with `none` they add up to 1 */
    float act[BW_N_PLOVER];    /* the act that is named, whether or not it happened: adds up to 1 */
    float status[BW_CLASSIFIER_STATUSES]; /* actual, negated, future, alleged, none */
    bw_plover likely;          /* the likeliest type */
    char cameo[BW_CLASSIFIER_CODE]; /* its likeliest code */
} bw_opinion;

/* A sentence made ready: what of the reading does not depend on who is asked about. It lies in the document's arena. */
typedef struct {
    const bw_classifier *classifier;
    const bw_codebook *book;
    bw_arena *arena;
    bw_units units;
    float *entrance;
} bw_classifier_sentence;

/* False for a sentence that is too long. Inside bw_arena_try. */
bool bw_classifier_prepare(const bw_classifier *r, const bw_codebook *book, bw_document *doc, uint32_t sentence, bw_classifier_sentence *out);

/* Ranges are tokens of the document that lie in the sentence. Inside bw_arena_try. */
void bw_classifier_read(const bw_classifier_sentence *s, bw_range actor, bw_range recipient, bw_opinion *out);

#endif
