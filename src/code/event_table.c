/* event_table.c: a table for people, laid out for the terminal. */
#include "code/event_row.h"

#include "base/utf8.h"

enum { DATE, PLACE_NAME, WHAT, ACTOR_CODE, ACTOR_NAME, RECIPIENT_CODE, RECIPIENT_NAME, N_CELLS, GAP = 2 };

/* What columns take at least, so that documents line up, and at most, so that no cell pushes the rest away. */
static const int least[N_CELLS] = {10, 8, 16, 6, 18, 6, 0}, most[N_CELLS] = {10, 18, 30, 20, 34, 20, 60};

typedef struct {
    bw_str cell[N_CELLS];
} line;

static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5BD) ||
           (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

static int cells_of(uint32_t c) { return is_mark(c) ? 0 : is_wide(c) ? 2 : 1; }

int bw_cells(bw_str s)
{
    int n = 0;
    for (size_t pos = 0; pos < s.len;)
        n += cells_of(bw_utf8_next(s, &pos));
    return n;
}

/* At most `room` cells of the text; what is cut ends in "…". Control characters become blanks, so that no
 * news text moves the cursor. Returns the cells written. */
static int put_cut(bw_buf *out, bw_str s, int room)
{
    bool cut = bw_cells(s) > room;
    int n = 0, stop = cut ? room - 1 : room;
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos;
        uint32_t c = bw_utf8_next(s, &pos);
        int cells = cells_of(c);
        if (n + cells > stop)
            break;
        n += cells;
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            bw_buf_char(out, ' ');
        else
            bw_buf_str(out, bw_str_slice(s, start, pos));
    }
    if (cut && room > 0) {
        bw_buf_text(out, "…");
        n++;
    }
    return n;
}

static bw_str table_date(const bw_row *r)
{
    char day[11];
    const bw_event *e = r->event;
    if (e->from == BW_NO_DAY)
        return BW_LIT("");
    bw_day_format(e->from, day);
    int len = e->precision == BW_PRECISION_YEAR ? 4 : e->precision == BW_PRECISION_MONTH ? 7 : 10;
    return bw_str_print(r->doc->arena, "%.*s", len, day);
}

/* "CONSULT visit", "AGREE (CONSULT)", "not CONSULT", "CONSULT meet, planned". */
static bw_str table_what(const bw_row *r)
{
    const bw_event *e = r->event;
    bw_buf b = {.arena = r->doc->arena};
    if (e->negated)
        bw_buf_text(&b, "not ");
    if (e->type == BW_PLOVER_NONE)
        bw_buf_print(&b, e->raw ? "%s" : "CAMEO %s", e->cameo);
    bw_buf_text(&b, bw_plover_name(e->type));
    for (int i = 0; i < e->n_modes; i++)
        bw_buf_print(&b, " %s", e->modes[i]);
    if (e->content.present && e->content.type)
        bw_buf_print(&b, " (%s%s)", e->content.negated ? "not " : "", bw_plover_name(e->content.type));
    if (e->modality != BW_ACTUAL)
        bw_buf_print(&b, ", %s", bw_modality_name(e->modality));
    return bw_buf_view(&b);
}

static bw_str table_codes(const bw_row *r, const bw_parties *ps)
{
    bw_buf b = {.arena = r->doc->arena};
    for (uint32_t i = 0; i < ps->n; i++) {
        const bw_mention *m = bw_row_mention(r, ps->items[i].mention);
        size_t before = b.len + (i > 0);
        if (i)
            bw_buf_char(&b, '+');
        if (m)
            bw_mention_code(m, &b);
        if (b.len == before)
            bw_buf_text(&b, "---");
    }
    return bw_buf_view(&b);
}

/* Names; of a country named as such the code says enough. */
static bw_str table_names(const bw_row *r, const bw_parties *ps)
{
    bw_buf b = {.arena = r->doc->arena};
    for (uint32_t i = 0; i < ps->n; i++) {
        const bw_mention *m = bw_row_mention(r, ps->items[i].mention);
        if (m && m->kind == BW_MENTION_COUNTRY)
            continue;
        if (b.len)
            bw_buf_text(&b, ", ");
        bw_buf_str(&b, m && m->name.len ? m->name : bw_row_words(r, ps->items[i].start, ps->items[i].end));
    }
    return bw_buf_view(&b);
}

static line table_line(const bw_row *r)
{
    const bw_mention *place = bw_row_mention(r, r->event->place);
    return (line){{
        table_date(r),
        place ? place->name : BW_LIT(""),
        table_what(r),
        table_codes(r, &r->event->actor),
        table_names(r, &r->event->actor),
        r->event->reciprocal ? BW_LIT("each other") : table_codes(r, &r->event->recipient),
        table_names(r, &r->event->recipient),
    }};
}

static int table_width(const int width[N_CELLS])
{
    int sum = -GAP;
    for (int c = 0; c < N_CELLS; c++)
        sum += width[c] ? width[c] + GAP : 0;
    return sum;
}

/* Names give way so that type and codes of both sides are seen; at last they are left out. */
static void narrow(int width[N_CELLS], int room)
{
    static const struct {
        int one, other, least; /* columns, and what is left of them */
    } steps[] = {{ACTOR_NAME, RECIPIENT_NAME, 8}, {PLACE_NAME, PLACE_NAME, 6}, {ACTOR_NAME, RECIPIENT_NAME, 0}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int *one = &width[steps[i].one], *other = &width[steps[i].other];
        while (table_width(width) > room && (*one > steps[i].least || *other > steps[i].least))
            --*(*one > *other ? one : other);
    }
}

typedef struct {
    line *lines;
    uint32_t n, room;
} table;

void *bw_table_new(bw_arena *a) { return BW_NEW(a, table, 1); }

static void add_line(const bw_row *r)
{
    table *t = r->lines;
    BW_PUSH(r->doc->arena, t->lines, t->n, t->room, table_line(r));
}

void bw_table_write(const void *of, const bw_event_out *how, bw_buf *out)
{
    const table *t = of;
    const line *lines = t->lines;
    uint32_t n = t->n;
    int width[N_CELLS];
    for (int c = 0; c < N_CELLS; c++) {
        width[c] = least[c];
        for (uint32_t i = 0; i < n; i++) {
            int cells = bw_cells(lines[i].cell[c]);
            if (cells > width[c])
                width[c] = cells < most[c] ? cells : most[c];
        }
    }
    if (how->width)
        narrow(width, how->width);
    for (uint32_t i = 0; i < n; i++) {
        int column = 0, blanks = 0;
        for (int c = 0; c < N_CELLS; c++) {
            int room = width[c];
            if (room == 0)
                continue;
            if (how->width && column + room > how->width)
                room = how->width - column;
            if (room <= 0)
                break;
            if (lines[i].cell[c].len) {
                bw_buf_print(out, "%*s", blanks, "");
                blanks = 0;
                blanks -= put_cut(out, lines[i].cell[c], room);
            }
            blanks += width[c] + GAP;
            column += width[c] + GAP;
        }
        bw_buf_char(out, '\n');
    }
}

const bw_writer bw_writer_table = {.name = "table", .row = add_line};
