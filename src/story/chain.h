/* chain.h - which document revises which: alert, urgent, lead, second lead, correction, withdrawal; edits of one page.
 *
 *   takes:   a document; the shelf of those before it
 *   gives:   the one that it revises
 *   how:     candidates come by what senders give: the item's own id, the address, slug, agency and day, the headline without
 *            markers, the family of the text with the same sender, and for what bears a marker the words of its beginning. The
 *            less a sign is worth, the more must the texts share: a guid on all items, a slug of a whole topic, a
 *            headline that comes every day make no chain
 *   fails:   as bw_shelf_read()
 */
#ifndef BW_STORY_CHAIN_H
#define BW_STORY_CHAIN_H

#include "story/postings.h"
#include "story/shelf.h"
#include "story/textmatch.h"

enum { BW_CHAIN_KEYS = 24 };

/* The hashes under which it is found by later ones; `family`: number of its family. Returns how many. */
uint32_t bw_chain_keys(const bw_kept *k, uint32_t family, uint64_t keys[BW_CHAIN_KEYS]);

/* Under what a document of the same words, or seen before, is found. */
uint64_t bw_chain_key_of_words(const bw_kept *k);
uint64_t bw_chain_key_seen(const bw_kept *k);
uint64_t bw_chain_key_of_id(uint64_t id_hash);

typedef struct {
    const bw_kept *version; /* the version before this one, or of the same number where `same`; NULL: it begins a chain */
    const bw_kept *before;  /* the later version that came first, or NULL */
    uint32_t strength;      /* 5 item, 4 address, 3 slug or headline, 2 text, 1 first words; 0: nothing found */
    uint32_t family;        /* of the chain */
    bool same;              /* this very version, sent again */
} bw_chain;

/* `family`: number of the family that its text belongs to, or BW_NO_NUMBER. `m` holds the document's text. */
BW_MUST_USE bw_status bw_chain_find(const bw_shelf *shelf, const bw_postings *keys, bw_arena *a, const bw_kept *k, bw_textmatcher *m,
                                    uint32_t family, bw_chain *out, bw_err *err);

#endif
