#include "parse/network_features.h"

#include "base/utf8.h"

const uint32_t bw_table_rows[BW_N_TABLES] = {
#define ROWS(name, rows) rows,
    BW_TABLE_LIST(ROWS)
#undef ROWS
};

/* Typographic quotes, dashes and blanks are read as plain ones: training text has few of them, news many. */
static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case '`': case 0xB4: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0xAB: case 0xBB: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
    case 0xA0: case 0x2009: case 0x202F: return ' ';
    default: return c;
    }
}

typedef struct {
    uint32_t c[BW_FEATURE_BYTES * 2]; /* folded; a letter may fold to two */
    uint32_t n;
    uint32_t shape;                   /* hash of the shape */
    bool letters, upper_first, upper_all;
} word;

static void read_word(bw_str form, word *w)
{
    *w = (word){.upper_all = true};
    form = bw_str_slice(form, 0, BW_FEATURE_BYTES);

    uint32_t last = 0, run = 0, n_letters = 0;
    for (size_t pos = 0; pos < form.len;) {
        uint32_t c = (unsigned char)form.ptr[pos], second = 0, kind;

        if (c < 0x80) {
            pos++;
            if (c == '`')
                c = '\'';
            kind = bw_is_upper((char)c) ? 'X' : bw_is_lower((char)c) ? 'x' : bw_is_digit((char)c) ? '0' : c;
            if (kind == 'X')
                c |= 0x20;
        } else {
            c = plain(bw_utf8_next(form, &pos));
            if (c == 0xAD)
                continue; /* a soft hyphen */
            kind = bw_utf8_is_upper(c) ? 'X' : bw_utf8_is_letter(c) ? 'x' : c;
            c = bw_utf8_fold(c, &second);
        }
        if (kind == 'X' || kind == 'x') {
            w->letters = true;
            n_letters++;
            if (kind == 'x')
                w->upper_all = false;
            else if (w->n == 0)
                w->upper_first = true;
        }
        w->c[w->n++] = c;
        if (second)
            w->c[w->n++] = second;

        /* The shape keeps up to three of a run, four of digits: "2021" is no "20,210". */
        run = kind == last ? run + 1 : 1;
        last = kind;
        if (run <= (kind == '0' ? 4 : 3))
            w->shape = (w->shape ^ kind) * 0x9E3779B1u + 0x7F4A7C15u;
    }
    w->upper_all = w->upper_all && w->letters && n_letters > 1;
}

static uint64_t mix(uint64_t h)
{
    h ^= h >> 31;
    h *= 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    return h ^ h >> 32;
}

static uint64_t hash_word(const word *w)
{
    uint64_t h = 1;
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t c = w->c[i] >= '0' && w->c[i] <= '9' ? '0' : w->c[i];
        h = (h ^ c) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    return mix(h);
}

/* The affix of `len` characters, or the whole word where it is shorter. */
static uint16_t affix(const word *w, uint32_t len, bool suffix, int table)
{
    if (len > w->n)
        len = w->n;
    const uint32_t *c = suffix ? w->c + w->n - len : w->c;
    uint64_t h = (uint64_t)table + 1;
    for (uint32_t i = 0; i < len; i++)
        h = (h ^ c[i]) * 0x9E3779B97F4A7C15u;
    return (uint16_t)(mix(h) & (bw_table_rows[table] - 1));
}

uint64_t bw_network_word(bw_str form)
{
    word w;
    read_word(form, &w);
    return hash_word(&w);
}

void bw_network_features(const bw_token *tokens, uint32_t n, bw_word_features *out)
{
    uint32_t n_letters = 0, n_first = 0, n_all = 0;
    for (uint32_t i = 0; i < n; i++) {
        word w;
        read_word(tokens[i].form, &w);
        bw_word_features *f = &out[i];

        f->word = hash_word(&w);
        f->row[BW_TABLE_PREFIX2] = affix(&w, 2, false, BW_TABLE_PREFIX2);
        f->row[BW_TABLE_PREFIX3] = affix(&w, 3, false, BW_TABLE_PREFIX3);
        f->row[BW_TABLE_SUFFIX2] = affix(&w, 2, true, BW_TABLE_SUFFIX2);
        f->row[BW_TABLE_SUFFIX3] = affix(&w, 3, true, BW_TABLE_SUFFIX3);
        f->row[BW_TABLE_SUFFIX4] = affix(&w, 4, true, BW_TABLE_SUFFIX4);
        f->row[BW_TABLE_SHAPE] = (uint16_t)(mix(w.shape) & (bw_table_rows[BW_TABLE_SHAPE] - 1));
        f->row[BW_TABLE_PLACE] = (uint16_t)((i == 0) | tokens[i].space_after << 1 |
                                            (i > 0 && tokens[i - 1].space_after) << 2 | w.upper_first << 3 |
                                            w.upper_all << 4);
        if (w.letters) {
            n_letters++;
            n_first += w.upper_first;
            n_all += w.upper_all;
        }
    }

    /* How the sentence as a whole is set tells what a capital means in it: 1 all capitals, 2 a title, 3 none. */
    uint32_t setting = n_letters < 4                ? 0
                       : n_all * 10 > n_letters * 7 ? 1
                       : n_first * 10 > n_letters * 7 ? 2
                       : n_first == 0                 ? 3
                                                      : 0;
    for (uint32_t i = 0; i < n; i++)
        out[i].row[BW_TABLE_PLACE] = (uint16_t)(out[i].row[BW_TABLE_PLACE] | setting << 5);
}
