#include "parse/segment.h"

#include "base/utf8.h"
#include "parse/parse.h"

extern const char bw_segment_bytes[], bw_segment_bytes_end[];

bw_str bw_segment_builtin(void)
{
    return (bw_str){bw_segment_bytes, (size_t)(bw_segment_bytes_end - bw_segment_bytes)};
}

struct bw_segmenter {
    bw_token_rules *rules;
    int16_t *weights; /* NULL: none */
};

/* ---- weights: magic, number of bits, weights as little-endian int16, hash of all before ---------------- */

static const char magic[8] = "BWSEG 1\n";
enum { N_WEIGHTS = 1 << BW_SEGMENT_BITS, PACKED = 8 + 4 + 2 * N_WEIGHTS + 8 };

static void put(bw_buf *b, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++, v >>= 8)
        bw_buf_char(b, (char)(v & 0xFF));
}

static uint64_t get(const char *p, int bytes)
{
    uint64_t v = 0;
    for (int i = bytes; i-- > 0;)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

bw_str bw_segment_pack(bw_arena *a, const int16_t *weights)
{
    bw_buf b = {.arena = a};
    bw_buf_str(&b, (bw_str){magic, sizeof magic});
    put(&b, BW_SEGMENT_BITS, 4);
    for (int i = 0; i < N_WEIGHTS; i++)
        put(&b, (uint16_t)weights[i], 2);
    put(&b, bw_hash(bw_buf_view(&b)), 8);
    return bw_buf_view(&b);
}

bw_status bw_segmenter_read(bw_arena *a, bw_str table, bw_str weights, bw_segmenter **out, bw_err *err)
{
    bw_segmenter *s = BW_NEW(a, bw_segmenter, 1);
    bw_status st = bw_token_rules_read(a, table, &s->rules, err);
    if (st)
        return st;
    if (weights.len) {
        if (weights.len != PACKED || memcmp(weights.ptr, magic, sizeof magic) != 0 ||
            get(weights.ptr + 8, 4) != BW_SEGMENT_BITS ||
            get(weights.ptr + PACKED - 8, 8) != bw_hash(bw_str_slice(weights, 0, PACKED - 8)))
            return bw_fail(err, BW_ERR_SYNTAX, "segment.bin is damaged or of another version: `broadway train segment` makes it");
        s->weights = BW_NEW(a, int16_t, N_WEIGHTS);
        for (int i = 0; i < N_WEIGHTS; i++)
            s->weights[i] = (int16_t)get(weights.ptr + 12 + 2 * i, 2);
    }
    *out = s;
    return BW_OK;
}

const bw_token_rules *bw_segmenter_rules(const bw_segmenter *s) { return s->rules; }

/* ---- the gap between two tokens ------------------------------------------------------------------------- */

typedef struct {
    bw_str text;
    uint32_t first, last;  /* tokens of the paragraph, and behind them */
    uint32_t widest;       /* bytes of its longest line */
    uint32_t n_lines;
} paragraph;

/* What kind of thing a token begins with, or is. */
typedef enum { NOTHING, UPPER, LOWER, DIGIT, OPENING, CLOSING, STRAIGHT, STOP, BANG, COLON, COMMA, DASH, BULLET, DOTS, OTHER } shape;

static shape shape_of(bw_str form)
{
    size_t pos = 0;
    if (form.len == 0)
        return NOTHING;
    uint32_t c = bw_utf8_next(form, &pos);
    switch (c) {
    case '(': case '[': case '{': case 0x201C: case 0x2018: case 0xAB: return OPENING;
    case ')': case ']': case '}': case 0x201D: case 0xBB: return CLOSING;
    case '"': case '\'': case 0x2019: case '`':
        return form.len > pos && bw_utf8_is_letter((unsigned char)form.ptr[pos]) ? LOWER : STRAIGHT;
    case '.': return form.len > 1 ? (bw_is_digit(form.ptr[1]) ? DIGIT : DOTS) : STOP;
    case 0x2026: return DOTS;
    case '!': case '?': return BANG;
    case ':': case ';': return form.len > 1 ? OTHER : COLON;
    case ',': return COMMA;
    case '-': case 0x2013: case 0x2014: return DASH;
    case '*': case 0x2022: case '#': case '>': case 0xB7: case '=': case '_': case '~': return BULLET;
    default: break;
    }
    if (bw_utf8_is_upper(c))
        return UPPER;
    if (c >= '0' && c <= '9')
        return DIGIT;
    return bw_utf8_is_letter(c) ? LOWER : OTHER;
}

static uint32_t hash_form(bw_str form)
{
    uint32_t h = 2166136261u;
    size_t n = form.len < 20 ? form.len : 20;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bw_lower(form.ptr[i])) * 16777619u;
    return h;
}

static uint32_t mix(uint32_t template, uint32_t a, uint32_t b)
{
    uint32_t h = (template * 0x9E3779B1u) ^ (a * 0x85EBCA6Bu) ^ ((b << 16 | b >> 16) * 0xC2B2AE35u);
    h ^= h >> 15;
    h *= 0x2C1B3C6Du;
    h ^= h >> 13;
    return h >> (32 - BW_SEGMENT_BITS);
}

static uint32_t bucket(uint32_t n)
{
    return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : n < 16 ? 6 : n < 26 ? 7 : n < 45 ? 8 : n < 80 ? 9 : 10;
}

static bw_str form_at(const bw_token *tokens, const paragraph *p, int64_t i)
{
    return i >= (int64_t)p->first && i < (int64_t)p->last ? tokens[i].form : (bw_str){0};
}

/* Quotation marks of all kinds look alike to the weights: they open or close. Straight ones by the blanks around them. */
static shape shape_at(const bw_token *t, const paragraph *p, int64_t i)
{
    bw_str form = form_at(t, p, i);
    shape s = shape_of(form);
    if (s != STRAIGHT)
        return s;
    bool before = i == (int64_t)p->first || t[i - 1].space_after, behind = t[i].space_after;
    return before && !behind ? OPENING : behind && !before ? CLOSING : STRAIGHT;
}

static uint32_t hash_at(const bw_token *t, const paragraph *p, int64_t i)
{
    bw_str form = form_at(t, p, i);
    shape s = shape_of(form);
    bool curly = form.len == 3 && (s == OPENING || s == CLOSING || s == STRAIGHT);
    return curly || s == STRAIGHT ? (uint32_t)shape_at(t, p, i) : hash_form(form);
}

static uint32_t newlines(bw_str text, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += text.ptr[i] == '\n';
    return n;
}

/* Length of the line that ends at `end`, and of the one that begins at or behind `start`; at most 200 are counted. */
static uint32_t line_before(const paragraph *p, uint32_t end)
{
    uint32_t n = 0;
    while (n < 200 && n < end && p->text.ptr[end - 1 - n] != '\n')
        n++;
    return n;
}

static uint32_t line_behind(const paragraph *p, uint32_t start)
{
    uint32_t n = 0;
    while (n < 200 && start + n < p->text.len && p->text.ptr[start + n] != '\n')
        n++;
    return n;
}

/* State of the sentence at hand, kept up token by token. */
typedef struct {
    uint32_t first;      /* its first token */
    int brackets;        /* open ones */
    bool straight;       /* an odd number of " so far */
    int curly;           /* open “ */
} sentence_state;

static void track(sentence_state *st, bw_str form)
{
    if (form.len == 1 && (*form.ptr == '(' || *form.ptr == '['))
        st->brackets++;
    else if (form.len == 1 && (*form.ptr == ')' || *form.ptr == ']'))
        st->brackets -= st->brackets > 0;
    else if (form.len == 1 && *form.ptr == '"')
        st->straight = !st->straight;
    else if (bw_str_eq(form, BW_LIT("\xE2\x80\x9C")))
        st->curly++;
    else if (bw_str_eq(form, BW_LIT("\xE2\x80\x9D")))
        st->curly -= st->curly > 0;
}

static bool ends(shape s) { return s == STOP || s == BANG || s == DOTS || s == COLON; }
static bool closes(shape s) { return s == CLOSING || s == STRAIGHT; }

static bool is_shouted(bw_str form)
{
    for (size_t i = 0; i < form.len; i++)
        if (!bw_is_upper(form.ptr[i]))
            return false;
    return form.len > 2;
}

/* Whether a sentence may end behind token i, and the features of the gap if so. */
static bool gap_features(const bw_segmenter *s, const bw_token *t, const paragraph *p, uint32_t i,
                         const sentence_state *st, uint32_t f[BW_SEGMENT_FEATURES])
{
    bw_str p1 = t[i].form;
    shape sp1 = shape_at(t, p, i), sn1 = shape_at(t, p, (int64_t)i + 1);
    uint32_t lines = t[i].space_after ? newlines(p->text, t[i].end, t[i + 1].start) : 0;

    /* What stands before closing marks: "… he said.'')" */
    int64_t core_at = i;
    shape core = sp1;
    while (closes(core) && core_at > (int64_t)st->first && i - core_at < 3)
        core = shape_at(t, p, --core_at);
    bool dotted = p1.len > 1 && p1.ptr[p1.len - 1] == '.' && sp1 != DOTS; /* an abbreviation */

    shape sn2 = shape_at(t, p, (int64_t)i + 2);
    bool starts = sn1 == UPPER || ((sn1 == OPENING || sn1 == STRAIGHT || sn1 == DASH) && sn2 == UPPER) || sn1 == BULLET ||
                  sn1 == OTHER;
    if (!lines && !ends(core) && !dotted && sp1 != OTHER && !(starts && t[i].space_after))
        return false;
    /* A dateline belongs to what follows: "VARNIA CITY (AP) - The …", "Varnia City, March 3 (AP) -- The …". */
    if (!lines && sp1 == DASH && i - st->first < 16 &&
        (is_shouted(t[st->first].form) || shape_at(t, p, (int64_t)i - 1) == CLOSING))
        return false;
    uint32_t kinds = dotted ? bw_token_kinds(s->rules, bw_str_slice(p1, 0, p1.len - 1)) : 0;
    if ((!lines && (kinds >> BW_TOKEN_TITLE & 1 || (dotted && sn1 == DIGIT))) || (kinds >> BW_TOKEN_NUMBERED & 1 && sn1 == DIGIT))
        return false;

    shape sp2 = i > st->first ? shape_at(t, p, (int64_t)i - 1) : NOTHING;
    uint32_t hp1 = hash_at(t, p, i), hn1 = hash_at(t, p, (int64_t)i + 1), hn2 = hash_at(t, p, (int64_t)i + 2);
    uint32_t hp2 = i > st->first ? hash_at(t, p, (int64_t)i - 1) : 0;
    uint32_t before = (uint32_t)(sp1 + 16 * core + 256 * dotted); /* the left side in short */
    uint32_t length = bucket(i + 1 - st->first);
    uint32_t blanks = (uint32_t)((i > p->first && t[i - 1].space_after) + 2 * t[i].space_after + 4 * t[i + 1].space_after);
    uint32_t quotes = (uint32_t)((st->brackets > 0) + 2 * (st->straight || st->curly > 0));
    uint32_t upper = 0; /* capitals throughout */
    for (size_t k = 0; k < p1.len && k < 4; k++)
        upper += bw_is_upper(p1.ptr[k]);
    uint32_t core_hash = core_at < i ? hash_at(t, p, core_at) : hp1;
    int64_t word_at = core_at - 1;
    uint32_t word = ends(core) && word_at >= (int64_t)st->first ? hash_at(t, p, word_at) : 0;

    /* Lines: was this one left although the next word would have fitted? */
    uint32_t line = 0;
    if (lines) {
        uint32_t len = line_before(p, t[i].end), next = line_behind(p, t[i + 1].start), fit = 0;
        uint32_t word_len = 0;
        while (word_len < 40 && t[i + 1].start + word_len < p->text.len && !bw_is_space(p->text.ptr[t[i + 1].start + word_len]))
            word_len++;
        fit = len + 1 + word_len <= p->widest;
        line = 1 + fit + 2 * (len < 40 ? 0 : len < 60 ? 1 : len < 90 ? 2 : 3) + 8 * (next < 40 ? 0 : next < 90 ? 1 : 2) +
               32 * (p->widest < 90 ? 0 : 1);
    }

    uint32_t k = 0;
    f[k] = mix(k, before, line), k++;
    f[k] = mix(k, hp1, line > 0), k++;
    f[k] = mix(k, hn1, line > 0), k++;
    f[k] = mix(k, hp1, (uint32_t)sn1), k++;
    f[k] = mix(k, before, (uint32_t)(sn1 * 16 + sn2)), k++;
    f[k] = mix(k, before, hn1), k++;
    f[k] = mix(k, before + 4096 * (uint32_t)sn1, (uint32_t)sp2), k++;
    f[k] = mix(k, word, (uint32_t)(sn1 + 16 * core)), k++;
    f[k] = mix(k, before + 4096 * (uint32_t)sn1, length), k++;
    f[k] = mix(k, before + 4096 * (uint32_t)sn1, quotes), k++;
    f[k] = mix(k, before + 4096 * (uint32_t)sn1, blanks), k++;
    f[k] = mix(k, before, hn2), k++;
    f[k] = mix(k, hp2, before), k++;
    f[k] = mix(k, kinds, (uint32_t)(sn1 + 16 * dotted)), k++;
    f[k] = mix(k, hp1, hn1), k++;
    f[k] = mix(k, line, (uint32_t)sn1), k++;
    f[k] = mix(k, line, (uint32_t)(16 * core + sn1)), k++;
    f[k] = mix(k, before + 4096 * length, quotes), k++;
    f[k] = mix(k, hn1, hn2), k++;
    f[k] = mix(k, core_hash, (uint32_t)(sn1 * 16 + sn2)), k++;
    f[k] = mix(k, upper + 8 * bucket((uint32_t)p1.len), (uint32_t)(sn1 * 16 + sp1)), k++;
    f[k] = mix(k, hash_at(t, p, st->first), before), k++;
    f[k] = mix(k, (uint32_t)shape_at(t, p, st->first), before + 4096 * (uint32_t)sn1), k++;
    f[k] = mix(k, before, p->n_lines > 1), k++;
    f[k] = mix(k, length, (uint32_t)(p->last - i < 4 ? p->last - i : 4) * 16 + (uint32_t)core), k++;
    f[k] = mix(k, hp1, hn2), k++;
    f[k] = mix(k, (uint32_t)shape_at(t, p, (int64_t)i + 3), (uint32_t)(sn1 * 256 + sn2 * 16 + core)), k++;
    f[k] = mix(k, before + 4096 * quotes, blanks + 8 * (uint32_t)sn1 + 128 * (uint32_t)sn2), k++;
    return true;
}

static bool decide_by_weights(void *with, const uint32_t f[BW_SEGMENT_FEATURES], uint32_t end)
{
    const int16_t *w = with;
    int32_t sum = 0;
    (void)end;
    for (int k = 0; k < BW_SEGMENT_FEATURES; k++)
        sum += w[f[k]];
    return sum > 0;
}

/* ---- sentences ------------------------------------------------------------------------------------------ */

typedef struct {
    const bw_segmenter *segmenter;
    bw_document *doc;
    bw_token_list tokens;
    uint32_t room;         /* for sentences */
    int32_t number;
    uint32_t n_paragraphs;
} segmentation;

/* A word in Latin letters, of two bytes at least. */
static bool is_word(bw_str form)
{
    unsigned char c = form.len >= 2 ? (unsigned char)form.ptr[0] : 0;
    return (bw_is_alpha((char)c) || (c >= 0xC3 && c <= 0xCB) || c == 0xE1) &&
           (bw_is_alpha(form.ptr[1]) || (unsigned char)form.ptr[1] >= 0x80);
}

/* Tables, lists of figures, other scripts, debris: nothing that states an event in English. */
static bool is_noise(const bw_token *t, uint32_t n)
{
    uint32_t words = 0, debris = 0;
    for (uint32_t i = 0; i < n; i++) {
        bw_str form = t[i].form;
        words += is_word(form);
        debris += form.len > 60;
    }
    return words == 0 || (n >= 6 && words * 3 < n) || debris * 4 > n;
}

static void add_sentence(segmentation *g, uint32_t first, uint32_t end, uint8_t flags)
{
    const bw_token *t = g->tokens.items;
    bw_sentence s = {.number = g->number, .first = first, .n = end - first, .start = t[first].start, .end = t[end - 1].end,
                     .paragraph = g->number < 0 ? 0 : g->n_paragraphs, .flags = flags};
    if (is_noise(t + first, end - first))
        s.flags |= BW_SENTENCE_NOISE;
    if (g->number >= 0)
        g->number++;
    BW_PUSH(g->tokens.arena, g->doc->sentences, g->doc->n_sentences, g->room, s);
}

/* Where a sentence that has grown too long is cut: behind the last semicolon, else comma or dash, else word, of its
 * second half; never within a multi-word token. */
static uint32_t best_cut(const bw_token *t, uint32_t first, uint32_t end)
{
    uint32_t best = 0;
    int best_rank = -1;
    uint32_t from = first + (end - first) / 2;

    for (uint32_t i = first; i < end;) {
        uint32_t next = i + (t[i].mwt ? t[i].mwt : 1);
        if (next > end)
            break;
        shape s = shape_of(t[i].form);
        int rank = s == COLON || s == STOP ? 3 : s == COMMA || s == DASH ? 2 : t[next - 1].space_after ? 1 : 0;
        if (next > from && rank >= best_rank) {
            best_rank = rank;
            best = next;
        }
        i = next;
    }
    return best ? best : end;
}

static void cut_paragraph(segmentation *g, const paragraph *p, bw_segment_decide decide, void *with)
{
    const bw_token *t = g->tokens.items;
    sentence_state st = {.first = p->first};
    uint32_t f[BW_SEGMENT_FEATURES];

    for (uint32_t i = p->first; i < p->last;) {
        uint32_t last = i + (t[i].mwt ? t[i].mwt : 1) - 1;
        for (uint32_t k = i; k <= last; k++)
            track(&st, t[k].form);
        i = last + 1;
        if (i < p->last && decide && gap_features(g->segmenter, t, p, last, &st, f) && decide(with, f, t[last].end)) {
            add_sentence(g, st.first, i, 0);
            st = (sentence_state){.first = i};
        } else if (i < p->last && i + (t[i].mwt ? t[i].mwt : 1) - st.first > BW_PARSE_MAX_SENTENCE) {
            uint32_t cut = best_cut(t, st.first, i);
            add_sentence(g, st.first, cut, BW_SENTENCE_CUT);
            st = (sentence_state){.first = cut};
        }
    }
    if (st.first < p->last)
        add_sentence(g, st.first, p->last, 0);
}

/* The end of the paragraph that begins at `start`: at a blank line, a form feed, or the end. */
static uint32_t paragraph_end(bw_str text, uint32_t start, paragraph *p)
{
    uint32_t line = start;
    p->widest = 0;
    p->n_lines = 1;
    for (uint32_t i = start;; i++) {
        if (i < text.len && text.ptr[i] != '\n' && text.ptr[i] != '\f')
            continue;
        if (i - line > p->widest)
            p->widest = i - line;
        if (i >= text.len || text.ptr[i] == '\f')
            return i < text.len ? i : (uint32_t)text.len;
        line = i + 1;
        uint32_t k = line;
        while (k < text.len && (text.ptr[k] == ' ' || text.ptr[k] == '\t' || text.ptr[k] == '\r'))
            k++;
        if (k >= text.len || text.ptr[k] == '\n')
            return i;
        p->n_lines++;
    }
}

/* At least as many tokens as the text has, but for rare splits within words: the list then seldom grows. */
static uint32_t expected_tokens(bw_str text)
{
    uint32_t n = 0;
    bool in_word = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool word = bw_is_alpha(c) || bw_is_digit(c) || (unsigned char)c >= 0x80;
        n += word ? !in_word : !bw_is_space(c);
        in_word = word;
    }
    return n;
}

static void segment_part(segmentation *g, bw_str text, bw_segment_decide decide, void *with)
{
    uint32_t pos = 0;
    while (pos < text.len) {
        size_t blank = bw_token_space(text, pos);
        if (blank) {
            pos += (uint32_t)blank;
            continue;
        }
        paragraph p = {.first = g->tokens.n};
        uint32_t end = paragraph_end(text, pos, &p);
        p.text = bw_str_slice(text, 0, end);
        bw_token_split(bw_segmenter_rules(g->segmenter), text, pos, end, &g->tokens);
        p.last = g->tokens.n;
        uint32_t before = g->doc->n_sentences;
        cut_paragraph(g, &p, decide, with);
        g->n_paragraphs += g->doc->n_sentences > before;
        pos = end;
    }
}

void bw_segment_by(const bw_segmenter *s, bw_document *doc, bw_segment_decide decide, void *with)
{
    segmentation g = {.segmenter = s, .doc = doc, .tokens.arena = doc->arena};

    doc->sentences = NULL;
    doc->n_sentences = 0;
    g.tokens.room = expected_tokens(doc->head.title) + expected_tokens(doc->head.text) + 8;
    g.tokens.items = BW_NEW(doc->arena, bw_token, g.tokens.room);
    if (doc->head.title.len) {
        g.number = -1;
        segment_part(&g, doc->head.title, NULL, NULL);
        for (uint32_t i = 0; i < doc->n_sentences; i++)
            doc->sentences[i].flags |= BW_SENTENCE_HEADLINE;
    }
    g.number = 0;
    g.n_paragraphs = 0;
    segment_part(&g, doc->head.text, decide, with);
    doc->tokens = g.tokens.items;
    doc->n_tokens = g.tokens.n;
}

void bw_segment(const bw_segmenter *s, bw_document *doc)
{
    bw_segment_by(s, doc, s->weights ? decide_by_weights : NULL, s->weights);
}
