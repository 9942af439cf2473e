/* compile.h - checked tables to the block that is looked up in (kb.h).
 *
 *   takes:   tables without faults
 *   gives:   the block, in the tables' arena; the same tables give the same bytes
 *   fails:   BW_ERR_LIMIT when it would pass 4 GB
 */
#ifndef BW_LINK_COMPILE_H
#define BW_LINK_COMPILE_H

#include "link/tables.h"

BW_MUST_USE bw_status bw_compile(bw_tables *t, bw_str *image, bw_err *err);

#endif
