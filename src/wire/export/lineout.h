/* lineout.h - where readers of RTF, HTML and the like put the lines that they find: a queue that a stream is read from.
 *
 *   takes:   characters and ends of lines
 *   gives:   UTF-8 without control characters but tab and line end; blanks at both ends of lines gone; BW_EXPORT_HEADING before a
 *            line that is bold as a whole, BW_EXPORT_BREAK alone on a line where the file says that something new begins
 *   owner:   bw_lineout_free()
 *   fails:   without memory: `failed` is set, and what follows is dropped
 */
#ifndef BW_WIRE_LINEOUT_H
#define BW_WIRE_LINEOUT_H

#include "base/str.h"

#include <sys/types.h>

enum {
    BW_EXPORT_HEADING = '\x01',
    BW_EXPORT_BREAK = '\x02',
    BW_LINEOUT_LONGEST = 8192, /* bytes until a line goes out in pieces; no longer line is a heading */
};

typedef struct {
    char *queue;
    size_t n, room, given;
    bool failed;
    char line[BW_LINEOUT_LONGEST + 8];
    size_t len, n_bold, n_plain;
    bool cut; /* the beginning of this line has gone out */
} bw_lineout;

void bw_lineout_add(bw_lineout *o, uint32_t c, bool bold);
/* Ends the line; an empty one follows when it ends a paragraph, unless one is there. */
void bw_lineout_end(bw_lineout *o, bool paragraph);
void bw_lineout_break(bw_lineout *o);
bool bw_lineout_waits(const bw_lineout *o); /* something is in the queue */
size_t bw_lineout_take(bw_lineout *o, char *out, size_t room);
void bw_lineout_free(bw_lineout *o);

#endif
