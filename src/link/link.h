/* link.h - names to entities: who and where the noun phrases of a document are, on its day.
 *
 *   takes:   a document with sentences and tokens; the compiled knowledge tables
 *   gives:   doc->mentions, in the order of their first token
 *   owner:   the document's arena; knowledge is read-only and shared by threads
 *   fails:   bw_knowledge_open: BW_ERR_SYNTAX with file, line and column of an overlay's fault
 */
#ifndef BW_LINK_LINK_H
#define BW_LINK_LINK_H

#include "document.h"

typedef struct bw_knowledge bw_knowledge;

/* The tables built in, with those of `overlay` (a folder of tables, or NULL) laid over them; `builtin` false
 * leaves the first out. */
BW_MUST_USE bw_status bw_knowledge_open(const char *overlay, bool builtin, bw_knowledge **out, bw_err *err);
void bw_knowledge_close(bw_knowledge *k);

/* A hash of all tables in use: part of the coder's version. */
uint64_t bw_knowledge_hash(const bw_knowledge *k);

/* The region of the world that a country lies in ("south-asia"); empty where the tables have none. */
bw_str bw_knowledge_region(const bw_knowledge *k, const char *country);

/* What `broadway kb check` prints: every fault as "file:line:column: cause", warnings, a line of counts. `folder` NULL
 * checks what is built in. BW_ERR_SYNTAX when there are faults. */
BW_MUST_USE bw_status bw_knowledge_check(const char *folder, bool builtin, bw_buf *report, bw_err *err);

/* What `broadway kb check --reference` prints: the tables' office holders beside those of a CSV file (coverage.h). */
BW_MUST_USE bw_status bw_knowledge_coverage(const bw_knowledge *k, bw_str csv, bw_buf *report, bw_err *err);

/* What `broadway kb find` prints: whom and what a name may mean on a day (BW_NO_DAY: now), best first, and why. */
void bw_knowledge_find(const bw_knowledge *k, bw_str name, bw_day day, bw_buf *out);

/* Reads dictionaries of TABARI and PETRARCH (docs/knowledge.md) and writes their tables into `folder`, which must not be
 * there yet or be empty. `faults`: every fault of theirs as "file:line:column: cause"; what is not at fault is written all
 * the same, and BW_ERR_SYNTAX says that there were some. `summary`: a line of counts. */
BW_MUST_USE bw_status bw_knowledge_import(const char *const *files, size_t n_files, const char *folder, bw_buf *faults,
                                          bw_buf *summary, bw_err *err);

BW_MUST_USE bw_status bw_link_actors(const bw_knowledge *k, bw_document *doc, bw_err *err);

/* The mention that the noun phrase with this head token is, or that the token stands in; -1 for none. */
int32_t bw_link_mention_at(const bw_document *doc, uint32_t token);

/* {"id",…,"mentions":[…]}, one line, as `broadway link` prints it: all mentions, or one a span asked for. */
void bw_link_write(const bw_document *doc, bw_buf *out);

#endif
