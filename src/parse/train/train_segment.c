#include "parse/train/train_segment.h"

#include "parse/conllu.h"
#include "parse/segment.h"

enum { ROUNDS = 4, MARGIN = 40, LAYOUTS = 4, ABBREVIATIONS = 256, END_SPARE = 1, NAME_SPARE = 2 };

typedef struct {
    uint16_t f[BW_SEGMENT_FEATURES];
    bool ends;
} gap;

typedef struct {
    bw_arena *arena;
    gap *gaps;
    size_t n, room;
    const uint32_t *ends; /* of the document at hand: bytes behind its sentences, ascending */
    size_t n_ends, next;
    bw_str abbreviations[ABBREVIATIONS]; /* seen so far, with their full stop */
    uint32_t n_abbreviations;
    uint64_t n_boundaries, n_seen; /* sentence ends in all documents; those that some gap stands for */
} collector;

static bool collect(void *with, const uint32_t features[BW_SEGMENT_FEATURES], uint32_t end)
{
    collector *c = with;
    while (c->next < c->n_ends && c->ends[c->next] < end)
        c->next++;
    gap g = {.ends = c->next < c->n_ends && c->ends[c->next] == end};
    for (int k = 0; k < BW_SEGMENT_FEATURES; k++)
        g.f[k] = (uint16_t)features[k];
    c->n_seen += g.ends;
    BW_PUSH(c->arena, c->gaps, c->n, c->room, g);
    return g.ends;
}

/* The document's text laid out anew: line ends for blanks, another mark between paragraphs. Moves the ends along. */
static bw_str lay_out(bw_arena *a, bw_str text, int layout, uint32_t width, uint32_t *ends, size_t n_ends)
{
    static const char *const between[LAYOUTS] = {"\n\n", "\n\n", "\n", "\n    "};
    bool wrap = layout == 1 || layout == 3;
    bw_buf out = {.arena = a};
    size_t column = 0, e = 0;

    for (size_t i = 0; i < text.len; i++) {
        while (e < n_ends && ends[e] <= i)
            ends[e++] = (uint32_t)out.len;
        if (text.ptr[i] == '\n') {
            bw_buf_text(&out, between[layout]);
            column = 0;
            while (i + 1 < text.len && text.ptr[i + 1] == '\n')
                i++;
        } else if (text.ptr[i] == ' ' && wrap) {
            size_t word = bw_str_find_char(text, ' ', i + 1) - i;
            bool over = column + word > width;
            bw_buf_char(&out, over ? '\n' : ' ');
            column = over ? 0 : column + 1;
        } else {
            bw_buf_char(&out, text.ptr[i]);
            column++;
        }
    }
    while (e < n_ends)
        ends[e++] = (uint32_t)out.len;
    return bw_buf_view(&out);
}

static bool is_name(bw_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!(i ? bw_is_lower(word.ptr[i]) : bw_is_upper(word.ptr[i])))
            return false;
    return word.len > 2;
}

/* Abbreviations end few of the treebanks' sentences, and few stand before names. So some last words of sentences, and
 * some names before other names, are exchanged for one. */
static bw_str with_abbreviations(collector *c, bw_str text, uint32_t *ends, size_t n_ends)
{
    bw_buf out = {.arena = c->arena};
    size_t e = 0, start = 0; /* of the sentence */

    for (size_t i = 0; i < text.len;) {
        size_t stop = i;
        while (stop < text.len && !bw_is_space(text.ptr[stop]) && (e >= n_ends || stop < ends[e]))
            stop++;
        bw_str word = bw_str_slice(text, i, stop);
        bool last = e < n_ends && stop == ends[e], next = stop + 1 < text.len && text.ptr[stop] == ' ';
        bool end = last && word.len > 3 && bw_str_ends(word, BW_LIT(".")) && bw_is_lower(*word.ptr) &&
                   bw_is_lower(word.ptr[word.len - 2]) && bw_str_find_char(word, '.', 0) + 1 == word.len;
        bool before_name = !last && i > start && next && bw_is_upper(text.ptr[stop + 1]) && is_name(word);
        uint32_t dice = ((uint32_t)i * 2654435761u) >> 16;
        if (c->n_abbreviations && ((end && dice % END_SPARE == 0) || (before_name && dice % NAME_SPARE == 0)))
            word = c->abbreviations[(dice >> 3) % c->n_abbreviations];
        bw_buf_str(&out, word);
        if (last) {
            ends[e++] = (uint32_t)out.len;
            start = stop;
            while (start < text.len && bw_is_space(text.ptr[start]))
                start++;
        }
        i = stop;
        while (i < text.len && bw_is_space(text.ptr[i]))
            bw_buf_char(&out, text.ptr[i++]);
    }
    return bw_buf_view(&out);
}

static void note_abbreviations(collector *c, const bw_token_rules *rules, const bw_document *doc)
{
    for (uint32_t i = 0; i < doc->n_tokens && c->n_abbreviations < ABBREVIATIONS; i++) {
        bw_str form = doc->tokens[i].form;
        if (form.len > 2 && bw_str_ends(form, BW_LIT(".")) &&
            (bw_token_kinds(rules, bw_str_slice(form, 0, form.len - 1)) >> BW_TOKEN_ABBREVIATION & 1 ||
             bw_str_find_char(form, '.', 0) + 1 < form.len) && bw_is_alpha(*form.ptr))
            c->abbreviations[c->n_abbreviations++] = form;
    }
}

static bw_status read_treebank(collector *c, const bw_segmenter *s, bw_str bytes, bw_err *err)
{
    uint64_t line = 0;
    for (uint32_t number = 0;; number++) {
        bw_document gold = {.arena = c->arena};
        bw_status st = bw_conllu_read(&bytes, &line, &gold, err);
        if (st)
            return st == BW_END ? BW_OK : st;
        note_abbreviations(c, bw_segmenter_rules(s), &gold);
        for (int layout = 0; layout <= LAYOUTS; layout++) {
            uint32_t *ends = BW_NEW(c->arena, uint32_t, gold.n_sentences + 1);
            size_t n = 0;
            for (uint32_t i = 0; i < gold.n_sentences; i++)
                if (gold.sentences[i].number >= 0)
                    ends[n++] = gold.sentences[i].end;
            bw_document doc = {.arena = c->arena};
            doc.head.text = layout < LAYOUTS ? lay_out(c->arena, gold.head.text, layout, 56 + number % 28, ends, n)
                                             : with_abbreviations(c, gold.head.text, ends, n);
            c->ends = ends;
            c->n_ends = n;
            c->next = 0;
            c->n_boundaries += n;
            bw_segment_by(s, &doc, collect, c);
        }
    }
}

static int32_t score(const int32_t *w, const gap *g)
{
    int32_t sum = 0;
    for (int k = 0; k < BW_SEGMENT_FEATURES; k++)
        sum += w[g->f[k]];
    return sum;
}

bw_status bw_train_segment(bw_arena *a, const bw_train_segment_options *options, bw_str *out, bw_buf *report, bw_err *err)
{
    enum { N = 1 << BW_SEGMENT_BITS };
    collector c = {.arena = a};
    bw_segmenter *s;
    bw_status st = bw_segmenter_read(a, bw_token_builtin(), (bw_str){0}, &s, err);

    for (size_t i = 0; !st && i < options->n_treebanks; i++) {
        st = read_treebank(&c, s, options->treebanks[i], err);
        if (st && options->names)
            st = bw_fail_at(err, st, "%s", options->names[i]);
    }
    if (st)
        return st;
    if (c.n == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "no sentences to train the segmenter from");

    /* The order is shuffled by a fixed generator. */
    uint32_t *order = BW_NEW(a, uint32_t, c.n);
    uint64_t seed = 20240501;
    for (size_t i = 0; i < c.n; i++)
        order[i] = (uint32_t)i;
    int32_t *w = BW_NEW(a, int32_t, N);
    int64_t *sum = BW_NEW(a, int64_t, N), *since = BW_NEW(a, int64_t, N);
    int64_t now = 0;
    int rounds = options->rounds ? options->rounds : ROUNDS;
    size_t wrong = 0;
    for (int round = 0; round < rounds; round++) {
        wrong = 0;
        for (size_t i = c.n - 1; i > 0; i--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t j = (size_t)((seed >> 33) % (i + 1));
            uint32_t swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < c.n; i++, now++) {
            const gap *g = &c.gaps[order[i]];
            int32_t v = score(w, g), sign = g->ends ? 1 : -1;
            wrong += sign * v <= 0;
            if (sign * v > MARGIN)
                continue;
            for (int k = 0; k < BW_SEGMENT_FEATURES; k++) {
                uint32_t at = g->f[k];
                sum[at] += (now - since[at]) * w[at];
                since[at] = now;
                w[at] += sign;
            }
        }
    }
    int16_t *packed = BW_NEW(a, int16_t, N);
    for (int i = 0; i < N; i++) {
        int64_t v = (sum[i] + (now - since[i]) * w[i]) * 16 / now;
        packed[i] = (int16_t)(v > INT16_MAX ? INT16_MAX : v < INT16_MIN ? INT16_MIN : v);
    }
    *out = bw_segment_pack(a, packed);
    if (report)
        bw_buf_print(report, "segment: %zu gaps, %zu wrong in the last round; %.2f %% of sentence ends lie in a gap\n", c.n, wrong,
                     100.0 * (double)c.n_seen / (double)(c.n_boundaries ? c.n_boundaries : 1));
    return BW_OK;
}
