/* statefile.h - the file in which stories are kept: one SQLite database, shared by the parts of this stage.
 *
 *   gives:   a database with one writer, this process; one transaction that stays open from bw_state_commit() to the next
 *   fails:   BW_ERR_SYNTAX: no state, or a damaged one, or of a newer program; BW_ERR_IO: in use, or not to be written
 *
 * A part of the stage has tables of its own; it makes them with "CREATE TABLE IF NOT EXISTS" when it is opened, and reads back
 * from them what it holds in memory. Without a file there is no database (bw_state_db() is NULL), and memory is all.
 */
#ifndef BW_STORY_STATEFILE_H
#define BW_STORY_STATEFILE_H

#include "base/str.h"

#include <sqlite3.h>

typedef struct bw_state bw_state;

BW_MUST_USE bw_status bw_state_open(const char *path, bw_state **out, bw_err *err); /* NULL: without a file */
void bw_state_close(bw_state *s); /* NULL is allowed. Goes back to the last commit */

const char *bw_state_name(const bw_state *s);
sqlite3 *bw_state_db(bw_state *s);
BW_MUST_USE bw_status bw_state_commit(bw_state *s, bw_err *err);

/* BW_OK when `code` is SQLITE_OK, SQLITE_ROW or SQLITE_DONE; else the failure in words, with the file's name. */
BW_MUST_USE bw_status bw_state_check(bw_state *s, int code, bw_err *err);
BW_MUST_USE bw_status bw_state_prepare(bw_state *s, const char *sql, sqlite3_stmt **out, bw_err *err);

#endif
