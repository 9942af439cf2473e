/* messages.h - inside this folder: a stream of transmissions, cut into messages by the controls of ANPA 1312 and IPTC
 * 7901.
 *
 *   takes:   SYN SYN SOH header STX text ETX trailer EOT, one message behind the other; any of the controls may lack
 *   gives:   header, text and trailer of each, controls of transmission aside
 *   owner:   the parts lie in the document's arena
 *   fails:   BW_ERR_LIMIT for a message over BW_WIRE_MAX_ITEM (the next call goes on behind it), BW_ERR_IO
 *   threads: one stream, one thread
 */
#ifndef BW_WIRE_MESSAGES_H
#define BW_WIRE_MESSAGES_H

#include "wire/reader.h"

enum { BW_MESSAGES_SOH = 1, BW_MESSAGES_STX = 2, BW_MESSAGES_ETX = 3, BW_MESSAGES_EOT = 4, BW_MESSAGES_ENQ = 5 };

typedef struct {
    bw_str header, text, trailer; /* bytes as sent, trailer without what follows its EOT */
} bw_message;

/* A reader's `open`. */
BW_MUST_USE bw_status bw_messages_open(bw_wire *w, bw_err *err);

/* The next message; BW_END when nothing but filling is left. Sets w->item_line. */
BW_MUST_USE bw_status bw_messages_next(bw_wire *w, bw_arena *a, bw_message *out, bw_err *err);

/* The last step of a reader: BW_ERR_SYNTAX when nothing was found in the message. */
BW_MUST_USE bw_status bw_messages_check(const bw_wire *w, const bw_document *doc, bw_err *err);

/* The header of the first message in `head`; empty when no SOH stands among the first bytes. */
bw_str bw_messages_header(bw_str head);

/* Up to where the line ends, by CR, LF or both. */
bw_str bw_messages_first_line(bw_str s);

/* Bytes of a message as UTF-8, lines ended by LF. */
bw_str bw_messages_text(bw_document *doc, bw_str bytes);

#endif
