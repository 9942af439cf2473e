/* coder_conf.h - options of PETRARCH that a folder of rules brings along: its file coder.conf (docs/import.md).
 *
 *   takes:   lines "option = value"; '#' begins a remark
 *   gives:   what word patterns heed
 *   fails:   faults go to `report`, with line and column
 */
#ifndef BW_CODE_CODER_CONF_H
#define BW_CODE_CODER_CONF_H

#include "base/str.h"

/* A clause between commas is not read when it has so many words; most 0: every one is. */
typedef struct {
    uint32_t least, most;
} bw_comma_rule;

typedef struct {
    bool without_recipient;  /* require_dyad = false */
    bw_comma_rule first, inner, last;
} bw_coder_conf;

typedef void bw_conf_report(void *with, const char *file, uint32_t line, uint32_t column, const char *cause);
void bw_coder_conf_read(const char *file, bw_str text, bw_coder_conf *out, bw_conf_report *report, void *with);

#endif
