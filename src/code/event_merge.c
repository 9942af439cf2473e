#include "code/event_merge.h"

/* Each once, in the order in which they came. */
typedef struct {
    bw_strs list;
    bw_map known; /* of a long list */
} once;

struct bw_merged {
    bw_str text;
    struct {
        bw_slot_kind kind;
        uint32_t at;
        int64_t sum;
        once values;
    } slots[BW_MAX_SLOTS];
    uint32_t n_slots;
    once publishers;
    uint64_t n_documents, last_document;
};

static void add_once(bw_arena *a, once *o, bw_str s)
{
    enum { SHORT = 16 };
    bw_strs *list = &o->list;
    if (list->n < SHORT) {
        for (size_t i = list->n; i-- > 0;) /* what comes again mostly came last */
            if (bw_str_eq(list->items[i], s))
                return;
    } else {
        o->known.arena = a;
        for (size_t i = o->known.n; i < list->n; i++)
            bw_map_put(&o->known, list->items[i], 0, NULL);
        if (bw_map_get(&o->known, s, UINT32_MAX) != UINT32_MAX)
            return;
    }
    s = bw_str_copy(a, s);
    BW_PUSH(a, list->items, list->n, list->room, s);
}

static uint32_t new_row(bw_merge *m, const bw_merge_row *r)
{
    bw_merged row = {.text = bw_str_copy(m->arena, r->text), .n_slots = r->n_slots};
    for (uint32_t i = 0; i < r->n_slots; i++) {
        row.slots[i].kind = r->slots[i].kind;
        row.slots[i].at = r->slots[i].at;
    }
    BW_PUSH(m->arena, m->rows, m->n, m->room, row);
    return m->n - 1;
}

void bw_merge_add(bw_merge *m, const bw_merge_row *r, uint64_t document)
{
    m->by_key.arena = m->arena;
    uint32_t at = bw_map_get(&m->by_key, r->key, UINT32_MAX);
    bool first = at == UINT32_MAX;
    if (first) {
        at = new_row(m, r);
        bw_map_put(&m->by_key, bw_str_copy(m->arena, r->key), at, NULL);
    }
    bw_merged *row = &m->rows[at];
    if (first || row->last_document != document) {
        row->n_documents++;
        row->last_document = document;
    }
    add_once(m->arena, &row->publishers, r->publisher);
    for (uint32_t i = 0; i < row->n_slots && i < r->n_slots; i++) {
        int64_t n;
        if (row->slots[i].kind == BW_SLOT_SUM && bw_str_to_int(r->slots[i].value, &n))
            row->slots[i].sum += n;
        if (row->slots[i].kind == BW_SLOT_LIST && r->slots[i].value.len)
            add_once(m->arena, &row->slots[i].values, r->slots[i].value);
    }
}

void bw_merge_write(const bw_merge *m, uint32_t i, bw_buf *out)
{
    const bw_merged *row = &m->rows[i];
    size_t from = 0;
    for (uint32_t s = 0; s < row->n_slots; s++) {
        bw_buf_str(out, bw_str_slice(row->text, from, row->slots[s].at));
        from = row->slots[s].at;
        switch (row->slots[s].kind) {
        case BW_SLOT_SUM: bw_buf_print(out, "%lld", (long long)row->slots[s].sum); break;
        case BW_SLOT_DOCUMENTS: bw_buf_print(out, "%llu", (unsigned long long)row->n_documents); break;
        case BW_SLOT_PUBLISHERS: bw_buf_print(out, "%zu", row->publishers.list.n); break;
        case BW_SLOT_LIST:
            for (size_t k = 0; k < row->slots[s].values.list.n; k++) {
                if (k)
                    bw_buf_char(out, ';');
                bw_buf_str(out, row->slots[s].values.list.items[k]);
            }
            break;
        default: break;
        }
    }
    bw_buf_str(out, bw_str_slice(row->text, from, row->text.len));
}

static void pack_number(bw_buf *out, uint64_t n)
{
    for (int i = 0; i < 8; i++)
        bw_buf_char(out, (char)(n >> (8 * i)));
}

static void pack_text(bw_buf *out, bw_str s)
{
    pack_number(out, s.len);
    bw_buf_str(out, s);
}

void bw_merge_pack(const bw_merge_row *r, bw_buf *out)
{
    pack_text(out, r->key);
    pack_text(out, r->publisher);
    pack_text(out, r->text);
    pack_number(out, r->n_slots);
    for (uint32_t i = 0; i < r->n_slots; i++) {
        pack_number(out, r->slots[i].kind);
        pack_number(out, r->slots[i].at);
        pack_text(out, r->slots[i].value);
    }
}

static bool take_number(bw_str *rest, uint64_t *n)
{
    if (rest->len < 8)
        return false;
    *n = 0;
    for (int i = 0; i < 8; i++)
        *n |= (uint64_t)(unsigned char)rest->ptr[i] << (8 * i);
    *rest = bw_str_slice(*rest, 8, rest->len);
    return true;
}

static bool take_text(bw_str *rest, bw_str *s)
{
    uint64_t len;
    if (!take_number(rest, &len) || len > rest->len)
        return false;
    *s = bw_str_slice(*rest, 0, len);
    *rest = bw_str_slice(*rest, len, rest->len);
    return true;
}

bool bw_merge_unpack(bw_str *rest, bw_merge_row *r)
{
    uint64_t n;
    *r = (bw_merge_row){0};
    if (!take_text(rest, &r->key) || !take_text(rest, &r->publisher) || !take_text(rest, &r->text) || !take_number(rest, &n) ||
        n > BW_MAX_SLOTS)
        return false;
    r->n_slots = (uint32_t)n;
    for (uint32_t i = 0; i < r->n_slots; i++) {
        uint64_t kind, at;
        if (!take_number(rest, &kind) || kind >= BW_N_SLOTS || !take_number(rest, &at) || at > r->text.len ||
            !take_text(rest, &r->slots[i].value))
            return false;
        r->slots[i].kind = (bw_slot_kind)kind;
        r->slots[i].at = (uint32_t)at;
    }
    return true;
}
