#include "wire/agency/messages.h"

#include "wire/decode.h"

#include <errno.h>

enum {
    MAX_LEAD = 512,   /* bytes of filling before the first SOH */
    MAX_HEADER = 512, /* between SOH and STX */
};

typedef struct {
    uint64_t line; /* of the next byte */
    bool pending;  /* the SOH of the next message was read */
} position;

bw_status bw_messages_open(bw_wire *w, bw_err *err)
{
    (void)err;
    position *p = BW_NEW(w->permanent, position, 1);
    p->line = 1;
    w->state = p;
    return BW_OK;
}

static bool is_filling(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] > ' ' && s.ptr[i] != 0x7F)
            return false;
    return true;
}

/* All up to EOT, or to the SOH of the next message. */
static bw_status read_bytes(bw_wire *w, bw_arena *a, bw_str *out, bw_err *err)
{
    position *p = w->state;
    bw_buf all = {.arena = a};
    int c = EOF;
    bool over = false;
    w->item_line = p->line;
    if (p->pending)
        bw_buf_char(&all, BW_MESSAGES_SOH);
    p->pending = false;
    while ((c = getc(w->file)) != EOF && c != BW_MESSAGES_EOT) {
        if (c == BW_MESSAGES_SOH && !is_filling(bw_buf_view(&all))) {
            p->pending = true;
            break;
        }
        if (c == BW_MESSAGES_SOH) {
            w->item_line = p->line;
            all.len = 0;
        }
        p->line += c == '\n';
        over |= all.len >= BW_WIRE_MAX_ITEM;
        if (!over)
            bw_buf_char(&all, (char)c);
    }
    if (ferror(w->file))
        return bw_fail(err, BW_ERR_IO, "%s: %s", w->name, strerror(errno));
    if (over)
        return bw_fail(err, BW_ERR_LIMIT, "%s:%llu: a message over %d MB", w->name, (unsigned long long)w->item_line,
                       BW_WIRE_MAX_ITEM >> 20);
    *out = bw_buf_view(&all);
    return c == EOF && is_filling(*out) ? BW_END : BW_OK;
}

/* Where the header ends without STX: at an empty line, or at the first head line of ANPA. */
static size_t end_of_header(bw_str all, size_t from)
{
    static const bw_str marks[] = {BW_LIT("\n\n"), BW_LIT("\r\n\r\n"), BW_LIT("\r\r"), BW_LIT("\n^"), BW_LIT("\r^"),
                                   BW_LIT("\n\5"), BW_LIT("\r\5")};
    size_t end = all.len;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = bw_str_find(bw_str_slice(all, 0, end), marks[i], from);
        end = at < end ? at : end;
    }
    return end;
}

bw_status bw_messages_next(bw_wire *w, bw_arena *a, bw_message *out, bw_err *err)
{
    bw_str all;
    bw_status st;
    do {
        st = read_bytes(w, a, &all, err);
        if (st)
            return st;
    } while (is_filling(all));
    *out = (bw_message){.text = all};
    size_t stx = bw_str_find_char(all, BW_MESSAGES_STX, 0);
    size_t soh = bw_str_find_char(bw_str_slice(all, 0, stx), BW_MESSAGES_SOH, 0);
    if (stx < all.len) {
        out->header = bw_str_slice(all, soh < stx ? soh + 1 : 0, stx);
        out->text = bw_str_slice(all, stx + 1, all.len);
    } else if (soh < all.len) {
        size_t end = end_of_header(all, soh);
        out->header = bw_str_slice(all, soh + 1, end);
        out->text = bw_str_slice(all, end + 1, all.len);
    }
    size_t etx = bw_str_find_char(out->text, BW_MESSAGES_ETX, 0);
    out->trailer = bw_str_slice(out->text, etx + 1, out->text.len);
    out->text = bw_str_slice(out->text, 0, etx);
    return BW_OK;
}

bw_status bw_messages_check(const bw_wire *w, const bw_document *doc, bw_err *err)
{
    const bw_head *h = &doc->head;
    return h->text.len || h->title.len || h->slug.len
               ? BW_OK
               : bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: the message holds no text", w->name,
                         (unsigned long long)w->item_line);
}

bw_str bw_messages_header(bw_str head)
{
    size_t soh = bw_str_find_char(bw_str_slice(head, 0, MAX_LEAD), BW_MESSAGES_SOH, 0);
    if (soh >= head.len || soh >= MAX_LEAD || !is_filling(bw_str_slice(head, 0, soh)))
        return (bw_str){0};
    bw_str rest = bw_str_slice(head, soh + 1, soh + 1 + MAX_HEADER);
    return bw_str_slice(rest, 0, bw_str_find_char(rest, BW_MESSAGES_STX, 0));
}

bw_str bw_messages_first_line(bw_str s)
{
    size_t feed = bw_str_find_char(s, '\n', 0), carriage = bw_str_find_char(s, '\r', 0);
    return bw_str_slice(s, 0, feed < carriage ? feed : carriage);
}

bw_str bw_messages_text(bw_document *doc, bw_str bytes)
{
    bw_buf out = {.arena = doc->arena};
    bw_str s = bw_decode_text(doc->arena, bytes, &doc->head.n_repaired);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '\r' || i + 1 == s.len || s.ptr[i + 1] != '\n')
            bw_buf_char(&out, s.ptr[i] == '\r' ? '\n' : s.ptr[i]);
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}
