/* pagelines.h - HTML, and the body of a Word document, as lines of text, while it is read.
 *
 *   takes:   a stream in the encoding that it declares, or that its bytes are
 *            "<h1>Talks resume</h1><table><tr><td><b>LP</b></td><td>…"
 *   gives:   a stream of its text: lines as lineout.h describes them, an empty one behind each block, tabs between cells, "<hr>"
 *            as BW_EXPORT_RULE underscores or more
 *   owner:   fclose() of what comes back closes `in` too
 *   fails:   NULL without memory. What is cut off ends; what is no markup is text
 *   cost:    linear; memory for the longest tag, script or comment (BW_PAGELINES_MOST bytes at most)
 */
#ifndef BW_WIRE_PAGELINES_H
#define BW_WIRE_PAGELINES_H

#include "base/str.h"

#include <stdio.h>

enum { BW_PAGELINES_MOST = 16 << 20 };

typedef enum { BW_PAGELINES_HTML, BW_PAGELINES_WORD } bw_pagelines_kind;

FILE *bw_pagelines_open(FILE *in, bw_pagelines_kind kind);

#endif
