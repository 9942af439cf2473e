#include "wire/export/lineout.h"

#include "base/utf8.h"

#include <stdlib.h>

static void push(bw_lineout *o, const char *s, size_t n)
{
    if (n == 0)
        return;
    if (o->n + n > o->room) {
        size_t room = (o->n + n) * 2 + 1024;
        char *bigger = realloc(o->queue, room);
        if (!bigger) {
            o->failed = true;
            return;
        }
        o->queue = bigger;
        o->room = room;
    }
    memcpy(o->queue + o->n, s, n);
    o->n += n;
}

static void send_line(bw_lineout *o, bool whole)
{
    static const char heading = BW_EXPORT_HEADING;
    if (whole)
        while (o->len > 0 && bw_is_space(o->line[o->len - 1]))
            o->len--;
    if (whole && !o->cut && o->n_bold > 0 && o->n_plain == 0)
        push(o, &heading, 1);
    push(o, o->line, o->len);
    o->len = o->n_bold = o->n_plain = 0;
    o->cut = !whole;
}

void bw_lineout_add(bw_lineout *o, uint32_t c, bool bold)
{
    if ((c < 0x20 && c != '\t') || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029)
        c = ' ';
    if (c == 0xA0 || c == 0x2009 || c == 0x202F)
        c = ' ';
    if (c == 0xAD || c == 0x200B || c == 0xFEFF)
        return;
    bool blank = c == ' ' || c == '\t';
    if (blank && o->len == 0 && !o->cut)
        return;
    o->n_bold += !blank && bold;
    o->n_plain += !blank && !bold;
    o->len += bw_utf8_put(c, o->line + o->len);
    if (o->len >= BW_LINEOUT_LONGEST)
        send_line(o, false);
}

void bw_lineout_end(bw_lineout *o, bool paragraph)
{
    bool empty = o->len == 0 && !o->cut;
    send_line(o, true);
    push(o, "\n\n", paragraph && !empty ? 2 : 1);
}

void bw_lineout_break(bw_lineout *o)
{
    static const char line[] = {BW_EXPORT_BREAK, '\n'};
    if (o->len || o->cut)
        bw_lineout_end(o, true);
    push(o, line, sizeof line);
}

bool bw_lineout_waits(const bw_lineout *o) { return o->given < o->n; }

size_t bw_lineout_take(bw_lineout *o, char *out, size_t room)
{
    size_t n = o->n - o->given < room ? o->n - o->given : room;
    if (n)
        memcpy(out, o->queue + o->given, n);
    o->given += n;
    if (o->given == o->n)
        o->given = o->n = 0;
    return n;
}

void bw_lineout_free(bw_lineout *o) { free(o->queue); }
