#include "code/event_row.h"

#include "base/utf8.h"

const bw_mention *bw_row_mention(const bw_row *r, int32_t mention)
{
    return mention >= 0 && (uint32_t)mention < r->doc->n_mentions ? &r->doc->mentions[mention] : NULL;
}

const bw_sentence *bw_row_sentence(const bw_row *r) { return &r->doc->sentences[r->event->sentence]; }

uint32_t bw_row_offset(const bw_row *r, uint32_t pos)
{
    if (!r->how->record.chars)
        return pos;
    return (uint32_t)bw_utf8_length(bw_row_words(r, 0, pos));
}

bw_str bw_row_words(const bw_row *r, uint32_t start, uint32_t end)
{
    return bw_str_slice(bw_sentence_source(r->doc, bw_row_sentence(r)), start, end);
}

bw_str bw_row_publisher(const bw_row *r) { return r->doc->head.publisher.len ? r->doc->head.publisher : r->doc->head.agency; }

const char *bw_revision_text(bw_revision_kind k)
{
    static const char *const kinds[] = {
#define REVISION_TEXT(name, text) text,
        BW_REVISION_LIST(REVISION_TEXT)
#undef REVISION_TEXT
    };
    return kinds[k];
}

void bw_row_join(bw_buf *b, const char *by, bw_str s)
{
    if (b->len && s.len)
        bw_buf_text(b, by);
    bw_buf_str(b, s);
}

void bw_row_names(bw_buf *b, const char *const *names, uint8_t n)
{
    for (uint8_t i = 0; i < n; i++)
        bw_buf_print(b, i ? "; %s" : "%s", names[i]);
}

void bw_row_int(bw_buf *b, int64_t n) { bw_buf_print(b, "%lld", (long long)n); }

void bw_row_fixed(bw_buf *b, double v, int decimals)
{
    bw_json j = {.out = b};
    bw_json_fixed(&j, NULL, v, decimals);
}

void bw_row_day(bw_buf *b, bw_day d)
{
    char text[11];
    if (d == BW_NO_DAY)
        return;
    bw_day_format(d, text);
    bw_buf_text(b, text);
}

int bw_place_resolution(const bw_mention *m)
{
    static const struct {
        const char *feature;
        int resolution;
    } rows[] = {{"country", 1}, {"province", 2}, {"district", 3}, {"city", 4}, {"town", 4}, {"village", 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (bw_str_is(m->feature, rows[i].feature))
            return rows[i].resolution;
    return m->kind == BW_MENTION_COUNTRY ? 1 : m->feature.len ? 5 : 4;
}

bw_str bw_place_part(const bw_mention *m, int resolution)
{
    if (!m)
        return BW_LIT("");
    int own = bw_place_resolution(m);
    return own == resolution              ? m->name
           : own > resolution && resolution == 2 ? m->province
           : own > resolution && resolution == 3 ? m->district
                                                 : BW_LIT("");
}

void bw_row_slot(const bw_row *r, bw_slot_kind kind, bw_str value)
{
    if (r->record && r->record->n_slots < BW_MAX_SLOTS)
        r->record->slots[r->record->n_slots++] = (bw_slot){kind, (uint32_t)r->out->len, value};
    else
        bw_buf_str(r->out, kind == BW_SLOT_DOCUMENTS || kind == BW_SLOT_PUBLISHERS ? BW_LIT("1") : value);
}

void bw_row_close_json(const bw_row *r, bool whole)
{
    bw_buf *out = r->out;
    if (r->of) {
        out->len--;
        if (whole)
            bw_buf_print(out, ",\"event\":\"%s\"", r->event->id);
        bw_buf_print(out, ",\"dyad\":\"%s.%d\",\"weight\":%.6g}", r->event->id, r->dyad, 1.0 / r->of);
    }
    if (r->how->one_a_day) {
        out->len--;
        bw_buf_text(out, ",\"documents\":");
        bw_row_slot(r, BW_SLOT_DOCUMENTS, BW_LIT(""));
        bw_buf_text(out, ",\"publishers\":");
        bw_row_slot(r, BW_SLOT_PUBLISHERS, BW_LIT(""));
        bw_buf_char(out, '}');
    }
    bw_buf_char(out, '\n');
}

/* ---- tab-separated rows -------------------------------------------------------------------------- */

bw_day bw_pair_day(const bw_pair *p)
{
    const bw_event *e = p->row->event;
    return e->from != BW_NO_DAY ? e->from : p->row->doc->head.day;
}

void bw_pair_compact_day(const bw_pair *p, bw_buf *b)
{
    if (p->row->event->from == BW_NO_DAY)
        return;
    bw_date d = bw_day_date(p->row->event->from);
    bw_buf_print(b, "%04d%02d%02d", d.year, d.month, d.day);
}

const bw_cameo *bw_row_cameo(const bw_row *r)
{
    if (!r->event->raw)
        return bw_codebook_of_event(r->how->book, r->event);
    bw_cameo *c = BW_NEW(r->doc->arena, bw_cameo, 1);
    c->raw = true;
    memcpy(c->code, r->event->cameo, sizeof c->code);
    return c;
}

void bw_pair_cameo(const bw_pair *p, bw_buf *b) { bw_buf_print(b, p->cameo->code[2] || p->cameo->raw ? "%s" : "%s0", p->cameo->code); }
void bw_pair_root(const bw_pair *p, bw_buf *b) { bw_buf_print(b, "%.*s", p->cameo->raw ? 0 : 2, p->cameo->code); }

uint64_t bw_pair_number(const bw_pair *p, int bits)
{
    bw_str name = bw_str_print(p->row->doc->arena, "%s.%d", p->row->event->id, p->row->of ? p->row->dyad : 1);
    return bw_hash(name) >> (64 - bits);
}

int32_t bw_pair_sentence(const bw_pair *p) { return bw_row_sentence(p->row)->number + 1; }

static void put_clean(bw_buf *out, bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        bw_buf_char(out, (unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7F ? ' ' : s.ptr[i]);
}

static bw_str clean(bw_arena *a, bw_str s)
{
    bw_buf b = {.arena = a};
    put_clean(&b, s);
    return bw_buf_view(&b);
}

static bw_pair pair_of(const bw_row *r, bw_scheme scheme)
{
    bw_pair p = {.row = r, .place = bw_row_mention(r, r->event->place), .cameo = bw_row_cameo(r)};
    const bw_parties *sides[2] = {&r->event->actor, &r->event->recipient};
    for (int i = 0; i < 2; i++) {
        p.code[i] = BW_LIT("");
        if (sides[i]->n == 0)
            continue;
        p.party[i] = &sides[i]->items[0];
        p.mention[i] = bw_row_mention(r, p.party[i]->mention);
        bw_buf code = {.arena = r->doc->arena};
        if (p.mention[i])
            bw_crosswalk_actor(r->how->knowledge, p.mention[i], scheme, bw_pair_day(&p), &code);
        if (code.len)
            p.code[i] = bw_buf_view(&code);
    }
    return p;
}

void bw_row_columns(const bw_row *r, bw_scheme scheme, const bw_column *columns, size_t n, const char *none)
{
    bw_pair p = pair_of(r, scheme);
    bw_buf cell = {.arena = r->doc->arena};
    for (size_t i = 0; i < n; i++) {
        cell.len = 0;
        columns[i].put(&p, &cell);
        if (i)
            bw_buf_char(r->out, '\t');
        if (columns[i].slot != BW_SLOT_NONE)
            bw_row_slot(r, columns[i].slot, clean(r->doc->arena, bw_buf_view(&cell)));
        else if (cell.len)
            put_clean(r->out, bw_buf_view(&cell));
        else
            bw_buf_text(r->out, none);
    }
    bw_buf_char(r->out, '\n');
}

void bw_row_header(const bw_column *columns, size_t n, bw_buf *out)
{
    for (size_t i = 0; i < n; i++)
        bw_buf_print(out, i ? "\t%s" : "%s", columns[i].name);
    bw_buf_char(out, '\n');
}
