#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *bw_status_text(bw_status st)
{
    switch (st) {
#define BW_STATUS_CASE(name, text) \
    case name: return text;
        BW_STATUS_LIST(BW_STATUS_CASE)
#undef BW_STATUS_CASE
    }
    return "unknown status";
}

/* A message may end in the middle of a character of somebody's text: drop the half. */
static void cut_half_character(char *msg, size_t room, int wanted)
{
    if (wanted < 0 || (size_t)wanted < room)
        return;
    size_t end = strlen(msg), lead = end;
    while (lead > 0 && ((unsigned char)msg[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead > 0 && (unsigned char)msg[lead - 1] >= 0xC0)
        msg[lead - 1] = '\0';
}

bw_status bw_fail(bw_err *err, bw_status st, const char *fmt, ...)
{
    if (err) {
        va_list ap;
        va_start(ap, fmt);
        int n = vsnprintf(err->msg, sizeof err->msg, fmt, ap);
        va_end(ap);
        cut_half_character(err->msg, sizeof err->msg, n);
        err->code = st;
    }
    return st;
}

bw_status bw_fail_at(bw_err *err, bw_status st, const char *fmt, ...)
{
    if (err) {
        char inner[sizeof err->msg], where[sizeof err->msg / 2];
        memcpy(inner, err->msg, sizeof inner);
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(where, sizeof where, fmt, ap);
        va_end(ap);
        int n = snprintf(err->msg, sizeof err->msg, "%s: %s", where, inner);
        cut_half_character(err->msg, sizeof err->msg, n);
        err->code = st;
    }
    return st;
}
