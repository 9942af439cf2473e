#include "parse/lemma.h"

extern const char bw_lemma_bytes[], bw_lemma_bytes_end[];

bw_str bw_lemma_builtin(void) { return (bw_str){bw_lemma_bytes, (size_t)(bw_lemma_bytes_end - bw_lemma_bytes)}; }

/* The file: magic; numbers of slots (a power of two), rules, bytes of additions; slots as 32 bits of the key, then
 * their values; rules as cut, length, place of the addition; additions; hash of all before. Little-endian. */
static const char magic[8] = "BWLEM 1\n";
enum { HEAD = 8 + 12, RULE = 8 };

struct bw_lemmatizer {
    const char *keys, *values, *rules, *additions;
    uint32_t mask, n_rules;
};

static uint32_t get32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

static uint32_t get16(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return u[0] | (uint32_t)u[1] << 8;
}

static void put(bw_buf *b, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++, v >>= 8)
        bw_buf_char(b, (char)(v & 0xFF));
}

/* A slot knows an entry by the upper half of its key; 0 is a free slot. */
static uint32_t mark_of(uint64_t key) { return (uint32_t)(key >> 32) | 1; }

bw_str bw_lemma_pack(bw_arena *a, const bw_lemma_rule *rules, size_t n_rules, const bw_lemma_entry *entries, size_t n_entries)
{
    bw_buf b = {.arena = a}, additions = {.arena = a};
    uint32_t n_slots = 16;
    while ((uint64_t)n_slots * 3 < (uint64_t)n_entries * 4)
        n_slots *= 2;
    uint32_t *keys = BW_NEW(a, uint32_t, n_slots);
    uint16_t *values = BW_NEW(a, uint16_t, n_slots);
    for (size_t i = 0; i < n_entries; i++) {
        uint32_t slot = (uint32_t)entries[i].key & (n_slots - 1);
        while (keys[slot])
            slot = (slot + 1) & (n_slots - 1);
        keys[slot] = mark_of(entries[i].key);
        values[slot] = entries[i].value;
    }
    for (size_t i = 0; i < n_rules; i++)
        bw_buf_str(&additions, rules[i].add);

    bw_buf_str(&b, (bw_str){magic, sizeof magic});
    put(&b, n_slots, 4);
    put(&b, n_rules, 4);
    put(&b, additions.len, 4);
    for (uint32_t i = 0; i < n_slots; i++)
        put(&b, keys[i], 4);
    for (uint32_t i = 0; i < n_slots; i++)
        put(&b, values[i], 2);
    size_t place = 0;
    for (size_t i = 0; i < n_rules; i++) {
        put(&b, rules[i].cut, 2);
        put(&b, rules[i].add.len, 2);
        put(&b, place, 4);
        place += rules[i].add.len;
    }
    bw_buf_str(&b, bw_buf_view(&additions));
    put(&b, bw_hash(bw_buf_view(&b)), 8);
    return bw_buf_view(&b);
}

/* Everything that lookups rely on. */
static bool is_sound(bw_str w, const bw_lemmatizer *l, uint64_t n_slots, uint64_t n_add)
{
    uint64_t hash = get32(w.ptr + w.len - 8) | (uint64_t)get32(w.ptr + w.len - 4) << 32;
    if (hash != bw_hash(bw_str_slice(w, 0, w.len - 8)))
        return false;
    bool room = false;
    for (uint64_t i = 0; i < n_slots; i++)
        room = room || get32(l->keys + 4 * i) == 0;
    for (uint64_t i = 0; i < l->n_rules; i++)
        if ((uint64_t)get32(l->rules + RULE * i + 4) + get16(l->rules + RULE * i + 2) > n_add)
            return false;
    return room;
}

bw_status bw_lemmatizer_read(bw_arena *a, bw_str weights, bw_lemmatizer **out, bw_err *err)
{
    bw_lemmatizer *l = BW_NEW(a, bw_lemmatizer, 1);
    if (weights.len >= HEAD + 8 && memcmp(weights.ptr, magic, sizeof magic) == 0) {
        uint64_t n_slots = get32(weights.ptr + 8), n_rules = get32(weights.ptr + 12), n_add = get32(weights.ptr + 16);
        l->keys = weights.ptr + HEAD;
        l->values = l->keys + 4 * n_slots;
        l->rules = l->values + 2 * n_slots;
        l->additions = l->rules + RULE * n_rules;
        l->mask = (uint32_t)(n_slots - 1);
        l->n_rules = (uint32_t)n_rules;
        if (n_slots && (n_slots & (n_slots - 1)) == 0 && HEAD + 6 * n_slots + RULE * n_rules + n_add + 8 == weights.len &&
            is_sound(weights, l, n_slots, n_add)) {
            *out = l;
            return BW_OK;
        }
    }
    return bw_fail(err, BW_ERR_SYNTAX, "lemma.bin is damaged or of another version: `broadway train lemma` makes it");
}

bool bw_lemma_prepare(bw_str form, bw_lemma_word *out)
{
    size_t n = 0, capitals = 0, letters = 0;
    for (size_t i = 0; i < form.len; i++) {
        char c = form.ptr[i];
        if (n == BW_LEMMA_MAX_FORM)
            return false;
        if (form.len - i >= 3 && memcmp(form.ptr + i, "\xE2\x80\x99", 3) == 0) {
            c = '\'';
            i += 2;
        }
        capitals += bw_is_upper(c);
        letters += bw_is_alpha(c) || (unsigned char)c >= 0xC3;
        out->kept[n] = c;
        out->low[n++] = bw_lower(c);
    }
    out->len = n;
    out->shape = !capitals                                            ? 'a'
                 : capitals == letters && capitals > 1                ? 'B'
                 : capitals == 1 && n && bw_is_upper(out->kept[0]) ? 'A'
                                                                      : 'C';
    return n > 0;
}

uint64_t bw_lemma_key(bw_lemma_list list, int level, bw_upos upos, const char *xpos, char shape, bw_str part)
{
    uint64_t h = 14695981039346656037u;
    h = (h ^ (uint64_t)(list * BW_LEMMA_LEVELS + level)) * 1099511628211u;
    h = (h ^ (uint64_t)(level == BW_LEMMA_FORM_UPOS ? upos + 1 : 0)) * 1099511628211u;
    h = (h ^ (uint64_t)(list == BW_LEMMA_CASE ? (unsigned char)shape : 0)) * 1099511628211u;
    for (; *xpos; xpos++)
        h = (h ^ (unsigned char)*xpos) * 1099511628211u;
    h *= 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < part.len; i++)
        h = (h ^ (unsigned char)part.ptr[i]) * 1099511628211u;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    return h ^ (h >> 32);
}

/* The value of the most specific entry, and its level; `otherwise` when there is none. */
static uint32_t decide(const bw_lemmatizer *l, bw_lemma_list list, const bw_lemma_word *w, bw_upos upos, const char *xpos,
                       uint32_t otherwise, int *found)
{
    for (int level = BW_LEMMA_FORM_UPOS; level >= 0; level--) {
        *found = level;
        size_t n = level >= BW_LEMMA_FORM ? w->len : (size_t)level;
        if (!bw_lemma_has_level(list, level, w->len))
            continue;
        uint64_t key = bw_lemma_key(list, level, upos, xpos, w->shape, (bw_str){w->low + w->len - n, n});
        for (uint32_t slot = (uint32_t)key & l->mask;; slot = (slot + 1) & l->mask) {
            uint32_t mark = get32(l->keys + 4 * (size_t)slot);
            if (mark == mark_of(key))
                return get16(l->values + 2 * (size_t)slot);
            if (!mark)
                break;
        }
    }
    return otherwise;
}

bw_str bw_lemma_of(const bw_lemmatizer *l, bw_arena *a, bw_str form, bw_upos upos, const char *xpos)
{
    bw_lemma_word w;
    if (!bw_lemma_prepare(form, &w))
        return form;

    int level;
    uint32_t rule = decide(l, BW_LEMMA_LETTERS, &w, upos, xpos, UINT32_MAX, &level), cut = 0;
    bw_str add = {0};
    if (rule < l->n_rules) {
        cut = get16(l->rules + RULE * (size_t)rule);
        add = (bw_str){l->additions + get32(l->rules + RULE * (size_t)rule + 4), get16(l->rules + RULE * (size_t)rule + 2)};
    }
    /* English endings are ASCII: other characters go only where the form itself was learned. */
    bool foreign = false;
    for (size_t i = 0; level < BW_LEMMA_FORM && i < cut && i < w.len; i++)
        foreign = foreign || (unsigned char)w.low[w.len - 1 - i] >= 0x80;
    if (cut > w.len || (cut == w.len && add.len == 0) || foreign) {
        cut = 0;
        add.len = 0;
    }
    uint32_t how = decide(l, BW_LEMMA_CASE, &w, upos, xpos, upos == BW_UPOS_PROPN ? BW_LEMMA_KEEP : BW_LEMMA_LOWER,
                          &level);

    size_t stem = w.len - cut;
    const char *from = how == BW_LEMMA_KEEP ? w.kept : w.low;
    if (add.len == 0 && how != BW_LEMMA_TITLE && memcmp(from, form.ptr, stem) == 0)
        return (bw_str){form.ptr, stem};
    char *p = bw_arena_alloc(a, stem + add.len);
    memcpy(p, from, stem);
    if (add.len)
        memcpy(p + stem, add.ptr, add.len);
    if (how == BW_LEMMA_TITLE && p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 'a' + 'A');
    return (bw_str){p, stem + add.len};
}
