/* docx.h - the body of a Word document (ECMA-376), out of the zip file that it is packed in, while it is read.
 *
 *   takes:   a stream "PK\3\4…"
 *   gives:   a stream of word/document.xml, for pagelines.h
 *   owner:   fclose() of what comes back closes `in` too
 *   fails:   NULL without memory. A file without such a part, cut off or broken, ends. One that unpacks to more than it can be worth
 *            (BW_DOCX_RATIO times its bytes and BW_DOCX_MORE) fails as too large
 *   cost:    linear, in constant memory
 */
#ifndef BW_WIRE_DOCX_H
#define BW_WIRE_DOCX_H

#include <stdio.h>

enum { BW_DOCX_RATIO = 100, BW_DOCX_MORE = 16 << 20 };

FILE *bw_docx_open(FILE *in);

#endif
