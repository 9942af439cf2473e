/* A dictionary's lines -> blocks of verbs and patterns -> word patterns of our own (docs/rules.md). Formats: TABARI manual
 * 0.8.4b2, chapter 5; PETRARCH's docs/source/dictionaries.rst; Petrarch2.pdf. */
#include "code/import_verbs.h"

#include "base/utf8.h"
#include "code/lexicon.h"

enum { MAX_ELEMENTS = BW_MAX_PARTS, MAX_LINE = 2000, MAX_DEPTH = 6 };

/* Kept until all sets are known. */
struct bw_verb_line {
    bw_str file, text;
    uint32_t line;
    bool stems, first;       /* first: of its file */
};

struct bw_verb_set {
    bw_str name;             /* "dict-currency" */
    bw_buf text;             /* of its file */
    bool no_plural;
    int depth;               /* of sets in it */
};

typedef struct {
    bw_str event, reverse;   /* "" : none */
    bool turned;             /* who stands before the verb is acted on */
} coding;

/* "break|broke|broken", with the words that must stand beside it. */
typedef struct {
    bw_str before, behind;   /* "wire_", "_down"; "" of a single word */
    bw_str heads;
    uint32_t n_beside;
    coding code;
    const bw_verb_line *line;
} verb;

typedef struct {
    bw_str before, behind;   /* "said would ", "_up committee" */
    uint32_t n_elements;
    coding code;
    const bw_verb_line *line;
} pattern;

typedef struct {
    bw_verb_import *m;
    const bw_verb_line *at;  /* the line in work */
    bool faulty;             /* it has a fault */
    bool open;               /* a block is */
    coding code;             /* of the block's verbs that have none of their own */
    verb *verbs;
    uint32_t n_verbs, verbs_room;
    pattern *patterns;
    uint32_t n_patterns, patterns_room;
    struct {
        bw_buf text;
        coding code;         /* of the last "code" line */
        bool coded;
    } phrases, words;        /* verbs of several words come first: they win */
} reader;

static BW_PRINTF(3, 4) void fault(reader *r, size_t column, const char *fmt, ...)
{
    va_list ap;
    const bw_dictionary d = {.arena = r->m->arena, .file = r->at->file};
    va_start(ap, fmt);
    if (!r->faulty)
        bw_dictionary_fault(&r->m->faults, &d, r->at->line, column, fmt, ap);
    va_end(ap);
    r->faulty = true;
}

static bool is_blank(char c) { return bw_is_space(c) || c == '_'; }

/* ---- words -------------------------------------------------------------------------------------- */

static bool writable(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < '!' || strchr("[](){}|&*?#:$+%^\"", s.ptr[i]))
            return false;
    return s.len > 0;
}

/* The word as rules have it: in small letters, hyphens at its ends off, a beginning of words marked. Empty, and the fault said,
 * where it cannot be written. */
static bw_str word_of(reader *r, bw_str raw, size_t column, bool stem)
{
    bw_str s = bw_str_lower(r->m->arena, raw);
    while (s.len && s.ptr[0] == '-')
        s = bw_str_slice(s, 1, s.len);
    while (s.len && s.ptr[s.len - 1] == '-')
        s.len--;
    if (!writable(s)) {
        fault(r, column, "no word: '%.*s'", BW_STR_FMT(raw));
        return (bw_str){0};
    }
    return stem ? bw_str_print(r->m->arena, "%.*s*", (int)s.len, s.ptr) : s;
}

/* As part of a pattern: "by/with" are two, and "actor" is the word, not the slot. */
static bw_str element_of(reader *r, bw_str raw, size_t column, bool stem)
{
    bw_buf out = {.arena = r->m->arena};
    bw_str s = bw_str_lower(r->m->arena, raw), piece;
    bool own = bw_str_is(s, "actor") || bw_str_is(s, "actors") || bw_str_is(s, "recipient") || bw_str_is(s, "other");
    while (bw_str_cut(&s, '/', &piece)) {
        bw_str word = piece.len ? word_of(r, piece, column, stem) : piece;
        if (!word.len)
            continue;
        for (int n = 0; n < 1 + own; n++) {
            if (out.len)
                bw_buf_char(&out, '|');
            bw_buf_str(&out, word);
        }
    }
    if (!out.len)
        fault(r, column, "no word: '%.*s'", BW_STR_FMT(raw));
    return bw_buf_view(&out);
}

/* ---- codes -------------------------------------------------------------------------------------- */

static bool is_none(bw_str s) { return s.len == 0 || bw_str_is(s, "---") || bw_str_is(s, "###"); }

static bool code_like(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] > '~' || s.ptr[i] == '[')
            return false;
    return s.len < BW_MAX_CAMEO;
}

/* "031", "032:033" (the second of the other's event), ":173" (the first is acted on), "---". */
static bool read_coding(reader *r, bw_str inside, size_t column, coding *out)
{
    bw_str text = bw_str_trim(inside);
    size_t colon = bw_str_find_char(text, ':', 0);
    coding c = {.event = bw_str_trim(bw_str_slice(text, 0, colon)), .reverse = bw_str_trim(bw_str_slice(text, colon + 1, text.len))};
    if (text.len == 0) {
        fault(r, column, "the code is missing");
        return false;
    }
    if (!code_like(c.event) || !code_like(c.reverse)) {
        fault(r, column, "no code: '%.*s'", BW_STR_FMT(text));
        return false;
    }
    if (is_none(c.event))
        c.event.len = 0;
    if (is_none(c.reverse))
        c.reverse.len = 0;
    if (!c.event.len && c.reverse.len)
        c = (coding){.event = c.reverse, .turned = true};
    *out = c;
    return true;
}

/* Takes "[code]" from the end of *text; false when there is none, or the fault was said. */
static bool take_coding(reader *r, bw_str *text, coding *out)
{
    size_t open = bw_str_find_char(*text, '[', 0), close = bw_str_find_char(*text, ']', open);
    if (open == text->len)
        return false;
    if (close == text->len) {
        fault(r, open, "no ']' behind '%.*s'", BW_STR_FMT(bw_str_slice(*text, open, text->len)));
        return false;
    }
    if (!read_coding(r, bw_str_slice(*text, open + 1, close), open + 1, out))
        return false;
    *text = bw_str_slice(*text, 0, open);
    return true;
}

/* ---- sets --------------------------------------------------------------------------------------- */

static bw_str upper(bw_arena *a, bw_str s)
{
    char *out = bw_arena_alloc(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        out[i] = bw_is_lower(s.ptr[i]) ? (char)(s.ptr[i] & ~0x20) : s.ptr[i];
    return (bw_str){out, s.len};
}

static bool name_char(char c) { return bw_is_alpha(c) || bw_is_digit(c) || c == '_' || c == '-'; }

/* "&CURRENCY", "&PREPOSIT1_": without plurals. NULL: it is none, or a second one. */
static bw_verb_set *open_set(reader *r, bw_str line, size_t at)
{
    bw_verb_import *m = r->m;
    size_t end = at + 1;
    while (end < line.len && name_char(line.ptr[end]))
        end++;
    bw_verb_set s = {.text.arena = m->arena, .no_plural = end > at + 1 && line.ptr[end - 1] == '_'};
    if (bw_dictionary_skip(line, end) < line.len)
        fault(r, end, "what stands behind the set's name is not read");
    while (end > at + 1 && line.ptr[end - 1] == '_')
        end--;
    bw_str name = upper(m->arena, bw_str_slice(line, at + 1, end));
    if (!name.len) {
        fault(r, at, "the set has no name");
        return NULL;
    }
    bw_buf file = {.arena = m->arena};
    bw_buf_text(&file, "dict-");
    for (size_t i = 0; i < name.len; i++)
        bw_buf_char(&file, name.ptr[i] == '_' ? '-' : bw_lower(name.ptr[i]));
    bw_str base = bw_str_copy(m->arena, bw_buf_view(&file));
    s.name = base;
    bool added;
    bw_map_put(&m->set_of, name, m->n_sets, &added);
    if (!added) {
        fault(r, at, "a second set '&%.*s'; the first counts", BW_STR_FMT(name));
        return NULL;
    }
    added = false;
    for (uint32_t i = 2; !added; i++) {
        bw_map_put(&m->file_names, s.name, 1, &added);
        if (!added)
            s.name = bw_str_print(m->arena, "%.*s-%u", BW_STR_FMT(base), i);
    }
    bw_buf_text(&s.text, "# A set of a dictionary, by broadway lexicon import.\n");
    BW_PUSH(m->arena, m->sets, m->n_sets, m->sets_room, s);
    return &m->sets[m->n_sets - 1];
}

static void put_plural(bw_buf *out, bw_str word)
{
    char last = word.ptr[word.len - 1];
    bw_buf_str(out, bw_str_slice(word, 0, word.len - (last == 'y')));
    bw_buf_text(out, last == 'y' ? "ies" : last == 's' ? "es" : "s");
}

/* The words as the tokenizer parts them: "do n't", "cease fire". */
static void put_parted(bw_buf *out, bw_str word)
{
    size_t cut = word.len;
    if (word.len > 3 && bw_str_ends(word, BW_LIT("n't")))
        cut = word.len - 3;
    else if (word.len > 2 && bw_str_ends(word, BW_LIT("'s")))
        cut = word.len - 2;
    for (size_t i = 0; i < word.len; i++) {
        if (i == cut)
            bw_buf_char(out, ' ');
        bw_buf_char(out, word.ptr[i] == '-' ? ' ' : word.ptr[i]);
    }
}

/* The longest name of a set that stands at `at` (behind "&") and ends there; its length, 0 for none. */
static size_t set_at(const bw_verb_import *m, bw_str upper_text, size_t at, const bw_verb_set **set)
{
    size_t end = at;
    while (end < upper_text.len && name_char(upper_text.ptr[end]))
        end++;
    for (; end > at; end--) {
        bool whole = end == upper_text.len || !name_char(upper_text.ptr[end]) || upper_text.ptr[end] == '_';
        uint32_t i = whole ? bw_map_get(&m->set_of, bw_str_slice(upper_text, at, end), UINT32_MAX) : UINT32_MAX;
        if (i != UINT32_MAX) {
            *set = &m->sets[i];
            return end - at;
        }
    }
    return 0;
}

static void add_member(reader *r, bw_verb_set *set, bw_str line, size_t at)
{
    bw_verb_import *m = r->m;
    size_t start = bw_dictionary_skip(line, at + 1), end = line.len;
    bool plural = !set->no_plural && line.ptr[line.len - 1] != '_' && !r->at->stems;
    if (start == line.len) {
        fault(r, at, "the word is missing");
        return;
    }
    if (line.ptr[start] == '&') {
        const bw_verb_set *other = NULL;
        if (set_at(m, upper(m->arena, line), start + 1, &other) + start + 1 < line.len || !other || other == set)
            fault(r, start, "no set of this name before it: '%.*s'", BW_STR_FMT(bw_str_slice(line, start, end)));
        else if (other->depth == MAX_DEPTH)
            fault(r, start, "sets lie in each other too deep");
        else {
            set->depth = other->depth + 1 > set->depth ? other->depth + 1 : set->depth;
            bw_buf_print(&set->text, "&%.*s\n", BW_STR_FMT(other->name));
        }
        return;
    }
    bw_buf whole = {.arena = m->arena}, parted = {.arena = m->arena};
    bw_str last = {0};
    size_t before_last = 0, parted_before = 0, n = 0;
    for (size_t i = start; i < end;) {
        size_t from = i;
        while (i < end && !is_blank(line.ptr[i]))
            i++;
        if (i > from) {
            bw_str word = word_of(r, bw_str_slice(line, from, i), from, r->at->stems && (i == end || line.ptr[i] != '_'));
            if (!word.len)
                return;
            if (n++) {
                bw_buf_char(&whole, ' ');
                bw_buf_char(&parted, ' ');
            }
            before_last = whole.len;
            parted_before = parted.len;
            bw_buf_str(&whole, word);
            put_parted(&parted, word);
            last = word;
        }
        i++;
    }
    bw_str forms[4] = {bw_buf_view(&whole), bw_buf_view(&parted)};
    if (!n) {
        fault(r, start, "the word is missing");
        return;
    }
    for (int k = 0; k < 2 && plural; k++) {
        bw_buf p = {.arena = m->arena};
        bw_buf_str(&p, bw_str_slice(forms[k], 0, k ? parted_before : before_last));
        put_plural(&p, k ? bw_str_slice(forms[1], parted_before, forms[1].len) : last);
        forms[2 + k] = bw_buf_view(&p);
    }
    for (int k = 0; k < 4; k++) {
        size_t words = 1;
        for (size_t i = 0; i < forms[k].len; i++)
            words += forms[k].ptr[i] == ' ';
        if (!forms[k].len || (k % 2 && bw_str_eq(forms[k], forms[k - 1])))
            continue;
        if (words > BW_MAX_BEFORE + 1) {
            fault(r, start, "over %d words", BW_MAX_BEFORE + 1);
            return;
        }
        bw_buf_str(&set->text, forms[k]);
        bw_buf_char(&set->text, '\n');
    }
    m->n_words++;
}

/* ---- patterns ----------------------------------------------------------------------------------- */

typedef struct {
    reader *r;
    bw_str text, capitals;
    size_t i;
    bw_buf sides[2];         /* before and behind the verb */
    int side;
    char gap;                /* what stood before the element: ' ', '_', 0 */
    uint32_t n;
    bool turned, slotted;
} translation;

static void put_element(translation *t, bw_str element)
{
    bw_buf *out = &t->sides[t->side];
    if (out->len || t->side)
        bw_buf_char(out, t->gap == '_' ? '_' : ' ');
    bw_buf_str(out, element);
    t->gap = 0;
    t->n++;
}

static void put_slot(translation *t, char sign)
{
    static const char *const names[2][3] = {{"actor", "recipient", "actors"}, {"recipient", "actor", "actors"}};
    int which = sign == '$' ? 0 : sign == '+' ? 1 : 2;
    t->slotted = true;
    put_element(t, sign == '^' ? BW_LIT("*") : bw_str_of(names[t->turned][which]));
}

/* "{ WAS | WERE }" */
static void put_alternatives(translation *t, size_t close)
{
    bw_buf out = {.arena = t->r->m->arena};
    bw_str rest = bw_str_slice(t->text, t->i + 1, close), piece;
    while (bw_str_cut(&rest, '|', &piece)) {
        size_t column = (size_t)(piece.ptr - t->text.ptr);
        bw_str word = bw_str_trim(piece);
        bool exact = word.len && word.ptr[word.len - 1] == '_';
        word = element_of(t->r, bw_str_slice(word, 0, word.len - exact), column, t->r->at->stems && !exact);
        if (!word.len)
            return;
        if (out.len)
            bw_buf_char(&out, '|');
        bw_buf_str(&out, word);
    }
    put_element(t, bw_buf_view(&out));
    t->i = close + 1;
}

static void put_word(translation *t)
{
    reader *r = t->r;
    size_t start = t->i;
    if (t->text.ptr[start] == '&') {
        const bw_verb_set *set = NULL;
        size_t len = set_at(r->m, t->capitals, start + 1, &set);
        t->i += 1 + len;
        if (set)
            put_element(t, bw_str_print(r->m->arena, "&%.*s", BW_STR_FMT(set->name)));
        else
            fault(r, start, "unknown set '%.*s'", BW_STR_FMT(bw_str_slice(t->text, start, bw_str_find_char(t->text, ' ', start))));
        return;
    }
    while (t->i < t->text.len && !is_blank(t->text.ptr[t->i]) && !strchr("(){}*", t->text.ptr[t->i]))
        t->i++;
    bw_str raw = bw_str_slice(t->text, start, t->i);
    bool stem = r->at->stems && (t->i == t->text.len || t->text.ptr[t->i] != '_');
    if (t->i < t->text.len && t->text.ptr[t->i] == '*') {
        fault(r, start, "'*' stands alone, or between '_'");
        return;
    }
    /* Of three and more parts the tokenizer makes words. */
    size_t first = bw_str_find_char(raw, '-', 1), second = bw_str_find_char(raw, '-', first + 1);
    if (second + 1 >= raw.len || first + 1 == second) {
        bw_str word = element_of(r, raw, start, stem);
        if (word.len)
            put_element(t, word);
        return;
    }
    bw_str rest = raw, piece;
    while (bw_str_cut(&rest, '-', &piece)) {
        bw_str word = piece.len ? element_of(r, piece, start, stem && !rest.ptr) : (bw_str){0};
        if (!word.len)
            continue;
        put_element(t, word);
        t->gap = '_';
    }
    t->gap = 0;
}

static bool is_sign(translation *t)
{
    char c = t->text.ptr[t->i], next = t->i + 1 < t->text.len ? t->text.ptr[t->i + 1] : ' ';
    return (c == '$' || c == '+' || c == '%' || c == '^') && (is_blank(next) || strchr("(){}", next));
}

/* The text between "-" and the code. */
static bool translate(reader *r, bw_str text, size_t from, pattern *out)
{
    translation t = {.r = r, .text = text, .capitals = upper(r->m->arena, text), .i = from, .turned = out->code.turned,
                     .sides = {{.arena = r->m->arena}, {.arena = r->m->arena}}};
    char open[8];
    size_t opened[8];
    int depth = 0, stars = 0;
    char star_gap = 0;
    while (t.i < text.len && !r->faulty) {
        char c = text.ptr[t.i];
        size_t close;
        if (is_blank(c)) {
            t.gap = c == '_' && t.gap != ' ' ? '_' : ' ';
            t.i++;
        } else if (c == '{' && (close = bw_str_find_char(text, '}', t.i)) < text.len && bw_str_find_char(text, '|', t.i) < close) {
            put_alternatives(&t, close);
        } else if (c == '(' || c == '{') {
            if (depth == 8)
                fault(r, t.i, "brackets lie in each other too deep");
            else {
                opened[depth] = t.i;
                open[depth++] = c;
            }
            t.gap = t.gap ? t.gap : ' ';
            t.i++;
        } else if (c == ')' || c == '}') {
            if (depth == 0 || open[depth - 1] != (c == ')' ? '(' : '{'))
                fault(r, t.i, "'%c' without its '%c'", c, c == ')' ? '(' : '{');
            else
                depth--;
            t.gap = ' ';
            t.i++;
        } else if (c == '*') {
            t.i += t.i + 1 < text.len && text.ptr[t.i + 1] == '*' ? 2 : 1;
            if (stars++)
                fault(r, t.i - 1, "a second '*'");
            star_gap = t.gap;
            t.gap = 0;
            t.side = 1;
            if (t.i < text.len && !is_blank(text.ptr[t.i]) && !strchr("(){}", text.ptr[t.i]))
                fault(r, t.i, "'*' stands alone, or between '_'");
        } else if (is_sign(&t)) {
            put_slot(&t, c);
            t.i++;
        } else {
            put_word(&t);
        }
    }
    if (depth)
        fault(r, opened[depth - 1], "no '%c' behind '%.*s'", open[depth - 1] == '(' ? ')' : '}',
              BW_STR_FMT(bw_str_slice(text, opened[depth - 1], text.len)));
    if (!stars)
        fault(r, from, "the pattern has no '*' for its verb");
    if (t.sides[0].len)
        bw_buf_char(&t.sides[0], star_gap == '_' ? '_' : ' ');
    bw_str before = bw_buf_view(&t.sides[0]);
    if (t.turned && !t.slotted) {
        before = bw_str_print(r->m->arena, "recipient %.*s", (int)before.len, before.ptr ? before.ptr : "");
        t.n++;
    }
    out->before = before;
    out->behind = bw_buf_view(&t.sides[1]);
    out->n_elements = t.n;
    return !r->faulty;
}

static void read_pattern(reader *r, bw_str line, size_t at)
{
    pattern p = {.line = r->at};
    if (!r->open) {
        fault(r, at, "a pattern without a verb before it");
        return;
    }
    bw_str text = line;
    if (!take_coding(r, &text, &p.code)) {
        fault(r, at, "the pattern has no code");
        return;
    }
    if (translate(r, text, at + 1, &p)) {
        r->m->n_patterns++;
        BW_PUSH(r->m->arena, r->patterns, r->n_patterns, r->patterns_room, p);
    }
}

/* ---- verbs -------------------------------------------------------------------------------------- */

static bool among(bw_str list, bw_str word)
{
    bw_str piece;
    while (bw_str_cut(&list, '|', &piece))
        if (bw_str_eq(piece, word))
            return true;
    return false;
}

static void add_head(reader *r, verb *v, bw_str head)
{
    bw_arena *a = r->m->arena;
    if (v->heads.len && among(v->heads, head))
        return;
    v->heads = v->heads.len ? bw_str_print(a, "%.*s|%.*s", (int)v->heads.len, v->heads.ptr, (int)head.len, head.ptr) : bw_str_copy(a, head);
}

/* A verb of several words stands in its forms in the text; of a single one the parser knows the dictionary form. */
static void add_regular(reader *r, verb *v, bw_str head)
{
    char last = head.ptr[head.len - 1], before = head.len > 1 ? head.ptr[head.len - 2] : 'a';
    bool y = last == 'y' && !strchr("aeiou", before), hiss = strchr("sxz", last) || (last == 'h' && strchr("cs", before));
    bw_str root = bw_str_slice(head, 0, head.len - (last == 'e')), short_root = bw_str_slice(head, 0, head.len - y);
    add_head(r, v, bw_str_print(r->m->arena, "%.*s%s", (int)short_root.len, short_root.ptr, y ? "ies" : hiss ? "es" : "s"));
    add_head(r, v, bw_str_print(r->m->arena, "%.*s%s", y ? (int)short_root.len : (int)root.len, head.ptr, y ? "ied" : "ed"));
    add_head(r, v, bw_str_print(r->m->arena, "%.*sing", (int)root.len, root.ptr));
}

/* "+BREAK_DOWN", "WIRE_+TAP": "+" marks which word is the verb; else it is the first. */
static bool read_name(reader *r, bw_str name, size_t column, verb *out)
{
    bw_arena *a = r->m->arena;
    bw_buf sides[2] = {{.arena = a}, {.arena = a}};
    bw_str head = {0};
    size_t first_head = name.len;
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '+' && (i == 0 || is_blank(name.ptr[i - 1])) && first_head == name.len)
            first_head = i;
    *out = (verb){.line = r->at};
    for (size_t i = 0; i < name.len;) {
        size_t from = i;
        while (i < name.len && !is_blank(name.ptr[i]))
            i++;
        bool marked = from == first_head, is_head = first_head < name.len ? marked : !head.len;
        bool exact = i < name.len && name.ptr[i] == '_';
        if (i > from) {
            bw_str word = word_of(r, bw_str_slice(name, from + marked, i), column + from, r->at->stems && !exact);
            if (!word.len)
                return false;
            if (is_head) {
                head = word;
            } else {
                bw_buf *side = &sides[head.len > 0];
                if (head.len)
                    bw_buf_char(side, '_');
                bw_buf_str(side, word);
                if (!head.len)
                    bw_buf_char(side, '_');
                out->n_beside++;
            }
        }
        i++;
    }
    if (!head.len) {
        fault(r, column, "the verb is missing");
        return false;
    }
    out->before = bw_buf_view(&sides[0]);
    out->behind = bw_buf_view(&sides[1]);
    add_head(r, out, head);
    return true;
}

static void push_verb(reader *r, verb *v, coding code)
{
    v->code = code;
    for (size_t i = 0; i < v->heads.len; i++)
        r->m->n_forms += v->heads.ptr[i] == '|';
    r->m->n_forms++;
    BW_PUSH(r->m->arena, r->verbs, r->n_verbs, r->verbs_room, *v);
}

static void flush(reader *r);

/* "NAME {FORMS} [CODE]" */
static void read_verb(reader *r, bw_str line, size_t at)
{
    bw_str text = line;
    coding code = r->code;
    verb main_verb;
    if (r->at->stems) { /* each its own block, with its code */
        flush(r);
        r->open = true;
        code = (coding){0};
    }
    if (!r->open) {
        fault(r, at, "neither a verb of a block nor a pattern: '%.*s'", BW_STR_FMT(bw_str_trim(line)));
        return;
    }
    if (!take_coding(r, &text, &code) && !r->faulty && r->at->stems)
        fault(r, at, "the verb has no code");
    size_t open = bw_str_find_char(text, '{', at), close = bw_str_find_char(text, '}', open);
    if (open < text.len && close == text.len)
        fault(r, open, "no '}' behind '%.*s'", BW_STR_FMT(bw_str_slice(text, open, text.len)));
    if (r->faulty || !read_name(r, bw_str_trim(bw_str_slice(text, at, open)), at, &main_verb))
        return;
    for (size_t i = open + 1; i < close;) {
        size_t from = i;
        while (i < close && !bw_is_space(text.ptr[i]) && text.ptr[i] != ',')
            i++;
        verb form;
        if (i > from) {
            if (!read_name(r, bw_str_slice(text, from, i), from, &form))
                return;
            if (bw_str_eq(form.before, main_verb.before) && bw_str_eq(form.behind, main_verb.behind))
                add_head(r, &main_verb, form.heads);
            else
                push_verb(r, &form, code);
        }
        i++;
    }
    if (open == text.len && main_verb.n_beside && !r->at->stems)
        add_regular(r, &main_verb, bw_str_slice(main_verb.heads, 0, bw_str_find_char(main_verb.heads, '|', 0)));
    push_verb(r, &main_verb, code);
    r->m->n_verbs++;
}

/* "--- NAME [CODE] ---" */
static void read_header(reader *r, bw_str line)
{
    bw_str text = line;
    flush(r);
    r->open = true;
    r->code = (coding){0};
    (void)take_coding(r, &text, &r->code);
}

/* ---- rules -------------------------------------------------------------------------------------- */

static bool same_coding(const coding *a, const coding *b)
{
    return bw_str_eq(a->event, b->event) && bw_str_eq(a->reverse, b->reverse);
}

static void put_code(const reader *r, bw_buf *out, bw_str code)
{
    const bw_cameo *known = r->m->book && code.len ? bw_codebook_find(r->m->book, code) : NULL;
    if (!code.len)
        bw_buf_text(out, "none");
    else if (known && known->type != BW_PLOVER_NONE)
        bw_buf_str(out, code);
    else
        bw_buf_print(out, "raw:%.*s", BW_STR_FMT(code));
}

static void put_rule(reader *r, bool phrase, const coding *code, const pattern *p, const verb *v, bw_str heads)
{
    bw_buf *out = phrase ? &r->phrases.text : &r->words.text;
    coding *last = phrase ? &r->phrases.code : &r->words.code;
    bool *coded = phrase ? &r->phrases.coded : &r->words.coded;
    const bw_verb_line *line = p ? p->line : v->line;
    if (!*coded || !same_coding(last, code)) {
        bw_buf_text(out, "code ");
        put_code(r, out, code->event);
        bw_buf_char(out, '\n');
        if (code->event.len && code->reverse.len) {
            bw_buf_text(out, "  reverse ");
            put_code(r, out, code->reverse);
            bw_buf_char(out, '\n');
        }
        *last = *code;
        *coded = true;
    }
    bw_buf_text(out, "  words ");
    if (p)
        bw_buf_str(out, p->before);
    else if (code->turned)
        bw_buf_text(out, "recipient ");
    bw_buf_str(out, v->before);
    bw_buf_char(out, '[');
    bw_buf_str(out, heads);
    bw_buf_char(out, ']');
    bw_buf_str(out, v->behind);
    if (p)
        bw_buf_str(out, p->behind);
    bw_buf_print(out, " # %u\n", line->line);
}

static void put_phrase(reader *r, const verb *v)
{
    for (uint32_t i = 0; i < r->n_patterns; i++) {
        r->at = r->patterns[i].line;
        r->faulty = false;
        if (r->patterns[i].n_elements + v->n_beside > MAX_ELEMENTS)
            fault(r, 0, "over %d words around the verb of line %u", MAX_ELEMENTS, v->line->line);
        else
            put_rule(r, true, &r->patterns[i].code, &r->patterns[i], v, v->heads);
    }
    if (v->code.event.len)
        put_rule(r, true, &v->code, NULL, v, v->heads);
}

/* Verbs of one word share a rule: all of them for a pattern, those of a code where no pattern fits. */
static void put_words(reader *r)
{
    bw_buf all = {.arena = r->m->arena};
    const verb *first = NULL;
    for (uint32_t i = 0; i < r->n_verbs; i++) {
        const verb *v = &r->verbs[i];
        if (v->n_beside)
            continue;
        if (first)
            bw_buf_char(&all, '|');
        bw_buf_str(&all, v->heads);
        first = first ? first : v;
    }
    for (uint32_t i = 0; i < r->n_patterns && first; i++) {
        r->at = r->patterns[i].line;
        r->faulty = false;
        if (r->patterns[i].n_elements > MAX_ELEMENTS)
            fault(r, 0, "over %d words around the verb", MAX_ELEMENTS);
        else
            put_rule(r, false, &r->patterns[i].code, &r->patterns[i], first, bw_buf_view(&all));
    }
    for (uint32_t i = 0; i < r->n_verbs; i++) {
        const verb *v = &r->verbs[i];
        if (v->n_beside || !v->code.event.len)
            continue;
        put_rule(r, false, &v->code, NULL, v, v->heads);
    }
}

/* The end of a block. */
static void flush(reader *r)
{
    const bw_verb_line *at = r->at;
    bool faulty = r->faulty;
    for (uint32_t i = 0; i < r->n_verbs; i++)
        if (r->verbs[i].n_beside)
            put_phrase(r, &r->verbs[i]);
    put_words(r);
    r->n_verbs = r->n_patterns = 0;
    r->open = false;
    r->at = at;
    r->faulty = faulty;
}

/* ---- files -------------------------------------------------------------------------------------- */

static bool has_headers(bw_arena *a, bw_str text)
{
    bw_dictionary d = {.arena = a, .rest = text};
    bw_arena_mark mark = bw_arena_save(a);
    bool found = false;
    bw_str line;
    while (!found && bw_dictionary_next(&d, &line))
        found = bw_str_starts(line, BW_LIT("---"));
    bw_arena_restore(a, mark);
    return found;
}

void bw_verb_import_add(bw_verb_import *m, bw_str file, bw_str text)
{
    if (!m->faults.text.arena)
        m->faults.text.arena = m->set_of.arena = m->file_names.arena = m->arena;
    text = bw_utf8_skip_mark(text);
    bool stems = !has_headers(m->arena, text), in_set = false, first = true;
    bw_dictionary d = {.arena = m->arena, .file = file, .rest = text};
    bw_verb_set *set = NULL;
    bw_str line;
    while (bw_dictionary_next(&d, &line)) {
        size_t at = bw_dictionary_skip(line, 0);
        if (at == line.len)
            continue;
        bw_verb_line l = {.file = file, .text = line, .line = d.line, .stems = stems, .first = first};
        reader r = {.m = m, .at = &l};
        if (line.len > MAX_LINE) {
            fault(&r, at, "the line has over %d bytes", MAX_LINE);
        } else if (bw_utf8_count_bad(line)) {
            fault(&r, at, "the line is no UTF-8");
        } else if (line.ptr[at] == '&') {
            set = open_set(&r, line, at);
            in_set = true;
        } else if (line.ptr[at] == '+' && in_set) {
            if (set)
                add_member(&r, set, line, at);
        } else {
            in_set = first = false;
            BW_PUSH(m->arena, m->lines, m->n_lines, m->lines_room, l);
        }
    }
    if (d.in_comment) {
        bw_verb_line l = {.file = file, .line = d.opened};
        fault(&(reader){.m = m, .at = &l}, d.opened_at, "the comment does not end");
    }
}

static void read_line(reader *r, const bw_verb_line *l)
{
    bw_str line = l->text;
    size_t at = bw_dictionary_skip(line, 0);
    r->at = l;
    r->faulty = false;
    if (l->first)
        flush(r);
    if (bw_str_starts(line, BW_LIT("---")))
        read_header(r, line);
    else if (line.ptr[at] == '-')
        read_pattern(r, line, at);
    else if (line.ptr[at] == '~')
        fault(r, at, "a transformation: these are not carried over");
    else
        read_verb(r, line, at);
}

void bw_verb_import_files(bw_verb_import *m, bw_file_named **out, size_t *n)
{
    reader r = {.m = m, .phrases.text.arena = m->arena, .words.text.arena = m->arena};
    bw_buf_text(&r.phrases.text, "# Verbs of several words of a dictionary, by broadway lexicon import; '# N' is its line.\n");
    bw_buf_text(&r.words.text, "# Verbs of a dictionary, by broadway lexicon import; '# N' is its line.\n");
    for (uint32_t i = 0; i < m->n_lines; i++)
        read_line(&r, &m->lines[i]);
    flush(&r);
    *out = BW_NEW(m->arena, bw_file_named, m->n_sets + 3);
    (*out)[0] = (bw_file_named){"coder.conf", BW_LIT("# Options of PETRARCH, as it has them without a file of its own (docs/import.md).\n"
                                                     "require_dyad = true\nnew_actor_length = 0\n"
                                                     "comma_min = 2\ncomma_max = 8\ncomma_bmin = 0\ncomma_bmax = 0\n"
                                                     "comma_emin = 2\ncomma_emax = 8\n")};
    (*out)[1] = (bw_file_named){"rules/dict-1-phrases.rules", bw_buf_view(&r.phrases.text)};
    (*out)[2] = (bw_file_named){"rules/dict-2-verbs.rules", bw_buf_view(&r.words.text)};
    for (uint32_t i = 0; i < m->n_sets; i++)
        (*out)[3 + i] = (bw_file_named){bw_str_print(m->arena, "sets/%.*s.txt", BW_STR_FMT(m->sets[i].name)).ptr,
                                       bw_buf_view(&m->sets[i].text)};
    *n = m->n_sets + 3;
}

/* ---- the command -------------------------------------------------------------------------------- */

typedef struct {
    const char *const *files;
    size_t n_files;
    const bw_lexicon *cameo; /* NULL: raw codes */
    const char *folder;
    bw_buf *faults, *summary;
} importing;

static bw_status import_files(void *with, bw_err *err)
{
    enum { MOST_BYTES = 64 << 20 };
    importing *i = with;
    bw_verb_import m = {.arena = i->faults->arena, .book = i->cameo ? &i->cameo->book : NULL};
    for (size_t f = 0; f < i->n_files; f++) {
        bw_str text;
        bw_status st = bw_file_read(m.arena, i->files[f], MOST_BYTES, &text, err);
        if (st)
            return st;
        bw_verb_import_add(&m, bw_str_of(i->files[f]), text);
    }
    bw_file_named *files;
    size_t n;
    bw_verb_import_files(&m, &files, &n);
    bw_status st = bw_file_write_folder(i->folder, files, n, err);
    if (st)
        return st;
    bw_buf_str(i->faults, bw_buf_view(&m.faults.text));
    bw_buf_print(i->summary, "%u verbs in %u forms, %u sets of %u words, %u patterns; %u faults\n", m.n_verbs, m.n_forms, m.n_sets, m.n_words,
                 m.n_patterns, m.faults.n);
    return m.faults.n ? bw_fail(err, BW_ERR_SYNTAX, "%u fault%s in the dictionaries; the rest is in %s", m.faults.n, m.faults.n > 1 ? "s" : "",
                                i->folder)
                      : BW_OK;
}

bw_status bw_lexicon_import(const char *const *files, size_t n_files, bool cameo, const char *folder, bw_buf *faults, bw_buf *summary,
                            bw_err *err)
{
    bw_lexicon *l = NULL;
    bw_status st = cameo ? bw_lexicon_open(NULL, false, NULL, &l, err) : BW_OK;
    importing i = {files, n_files, l, folder, faults, summary};
    if (!st)
        st = bw_arena_try(faults->arena, import_files, &i, err);
    bw_lexicon_close(l);
    return st;
}
