/* export.h - copy as databases and monitors hand it out, with labels of their own: LexisNexis, Factiva,
 * ProQuest, BBC Monitoring.
 *
 *   takes:   valid UTF-8 without control characters
 *   fails:   false: it is something else, the document is unchanged
 */
#ifndef BW_WIRE_EXPORT_H
#define BW_WIRE_EXPORT_H

#include "wire/wire.h"

bool bw_export_read_database(bw_str text, const bw_wire_options *options, bw_document *doc);
bool bw_export_read_monitoring(bw_str text, const bw_wire_options *options, bw_document *doc);

#endif
