/* parse.h - document to sentences: tokens, tags, lemmas, dependency trees, names.
 *
 *   takes:   a document with its head; English
 *   gives:   doc->sentences and doc->tokens, those of the title first (sentence number -1)
 *   owner:   the document's arena; the parser is read-only after it was opened and shared by threads
 *   fails:   bw_parser_open: BW_ERR_SYNTAX for weights that are damaged; bw_parse_sentences: never
 *            (a sentence over BW_PARSE_MAX_SENTENCE tokens is cut and flagged)
 */
#ifndef BW_PARSE_PARSE_H
#define BW_PARSE_PARSE_H

#include "document.h"

enum { BW_PARSE_MAX_SENTENCE = 400 };

typedef struct bw_parser bw_parser;

/* With the weights of the folder `models` (network.bin, segment.bin, lemma.bin, as `broadway train` writes them), and with
 * those that are built in where the folder lacks one or is NULL. BW_ERR_IO when it holds none of them. */
BW_MUST_USE bw_status bw_parser_open(const char *models, bw_parser **out, bw_err *err);
/* network.h: bw_network_use. */
BW_MUST_USE bw_status bw_parser_use(bw_parser *p, const char *kernels, bw_err *err);
void bw_parser_close(bw_parser *p);

/* The network that it reads with, for whoever reads its states on (network.h). */
struct bw_network;
const struct bw_network *bw_parser_network(const bw_parser *p);

/* Splits, tokenizes, tags, parses, names. Inside bw_arena_try, like every stage. */
BW_MUST_USE bw_status bw_parse_sentences(const bw_parser *p, bw_document *doc, bw_err *err);

/* Tags, parses and names the tokens that the document holds already (read from CoNLL-U). */
BW_MUST_USE bw_status bw_parse_tokens(const bw_parser *p, bw_document *doc, bw_err *err);

/* Names the tokens of a document that holds its trees already; does nothing where it holds names as well. Lemmas
 * that are missing are filled in. */
BW_MUST_USE bw_status bw_parse_names(const bw_parser *p, bw_document *doc, bw_err *err);

#endif
