/* copy.h - inside the stage: the parts of plain copy that other readers need too.
 *
 *   takes:   valid UTF-8 without control characters, lines ended by LF
 *   owner:   what is written into the head points into the text, into the arena, or is static
 */
#ifndef BW_WIRE_COPY_H
#define BW_WIRE_COPY_H

#include "wire/wire.h"

/* Lines of a text one after the other; `line` comes trimmed, *start is where it begins untrimmed. */
bool bw_copy_line(bw_str text, size_t *pos, bw_str *line, size_t *start);

/* Takes end mark, credits, sign-off, copyright from the end of the story into the head; the text without them. */
bw_str bw_copy_tail(bw_str text, bw_document *doc);

/* Paragraphs, with an empty line between them; lines that were broken at a fixed width are joined. */
bw_str bw_copy_paragraphs(bw_arena *a, bw_str text);

/* "By Ola Berg and Kim Min-ji, in Oslo" without the "By". */
void bw_copy_byline(bw_arena *a, bw_str s, bw_strs *out);

/* A date and language for what has none yet. */
void bw_copy_complete(const bw_wire_options *options, bw_document *doc);

#endif
