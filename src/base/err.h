/* err.h - how calls fail: a status to branch on, a line for a person to read.
 *
 * Statuses and their texts are one list, so they cannot drift apart. 0 is success. A message says what
 * went wrong and where (file, line, byte); it never ends in a newline.
 */
#ifndef BW_BASE_ERR_H
#define BW_BASE_ERR_H

#define BW_STATUS_LIST(X)                     \
    X(BW_OK, "ok")                            \
    X(BW_END, "no more input")                \
    X(BW_ERR_SYNTAX, "malformed input")       \
    X(BW_ERR_LIMIT, "input over a set limit") \
    X(BW_ERR_MEMORY, "out of memory")         \
    X(BW_ERR_IO, "cannot read or write")      \
    X(BW_ERR_USAGE, "wrong use")

typedef enum {
#define BW_STATUS_ENUM(name, text) name,
    BW_STATUS_LIST(BW_STATUS_ENUM)
#undef BW_STATUS_ENUM
} bw_status;

typedef struct {
    bw_status code;
    char msg[400];
} bw_err;

#define BW_MUST_USE __attribute__((warn_unused_result))
#define BW_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

const char *bw_status_text(bw_status st);

/* Fills *err (which may be NULL) and returns `st`. The message is cut, at a character, to what fits. */
bw_status bw_fail(bw_err *err, bw_status st, const char *fmt, ...) BW_PRINTF(3, 4);

/* Puts "WHERE: " before the message of a failure that is on its way up; returns its status. */
bw_status bw_fail_at(bw_err *err, bw_status st, const char *fmt, ...) BW_PRINTF(3, 4);

#endif
