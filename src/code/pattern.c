/* pattern.c: files of rules, read line by line. The language: docs/rules.md. */
#include "code/lexicon.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TOKENS = 64 };

typedef enum { TOKEN_END, TOKEN_WORD, TOKEN_POSSESSIVE, TOKEN_MARK } token_kind;

typedef struct {
    token_kind kind;
    bw_str text;
    uint32_t column;
} token;

typedef struct {
    bw_rules_reader *r;
    bw_lexicon *l;
    uint32_t line;
    bool failed;             /* of the line in work */
    token tokens[MAX_TOKENS];
    uint32_t n_tokens, at;
    bw_pattern p;
    bw_part parts[BW_MAX_PARTS];
    bw_map seen;             /* pattern text and its code, over the file */
    bw_map bars[2];          /* "a|b|&set" -> index into lists, as verbs and prepositions and as nouns: lists are long and come often */
    bw_choices *lists;
    uint32_t n_lists, room_lists;
} reader;

static BW_PRINTF(3, 4) void fault(reader *r, uint32_t column, const char *fmt, ...)
{
    char cause[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(cause, sizeof cause, fmt, ap);
    va_end(ap);
    if (!r->failed)
        r->r->report(r->r->with, r->r->file, r->line, column, cause);
    r->failed = true;
}

/* ---- did you mean ------------------------------------------------------------------------------- */

static size_t distance(bw_str a, bw_str b)
{
    size_t row[32];
    if (a.len >= 31 || b.len >= 31)
        return 99;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t over = row[j], best = corner + (a.ptr[i - 1] != b.ptr[j - 1]);
            if (over + 1 < best)
                best = over + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            corner = over;
            row[j] = best;
        }
    }
    return row[b.len];
}

typedef struct {
    bw_str wanted, best;
    size_t least;
} nearest;

static void consider(nearest *n, bw_str name)
{
    size_t d = distance(n->wanted, name);
    if (d < n->least && d <= 1 + n->wanted.len / 4) {
        n->least = d;
        n->best = name;
    }
}

static const char *did_you_mean(bw_arena *a, const nearest *n)
{
    return n->best.len ? bw_str_print(a, "; did you mean '%.*s'?", BW_STR_FMT(n->best)).ptr : "";
}

static const char *hint(reader *r, const nearest *n) { return did_you_mean(r->l->arena, n); }

const char *bw_lexicon_hint(bw_arena *a, bw_str wanted, const bw_str *names, uint32_t n)
{
    nearest near = {.wanted = wanted, .least = 99};
    for (uint32_t i = 0; i < n; i++)
        consider(&near, names[i]);
    return did_you_mean(a, &near);
}

/* ---- words -------------------------------------------------------------------------------------- */

static uint32_t room_for(uint32_t n)
{
    uint32_t room = 4;
    while (room < n)
        room *= 2;
    return room;
}

static void add_choices(reader *r, bw_choices *out, const bw_choice *items, uint32_t n)
{
    if (n == 0)
        return;
    if (!out->items || room_for(out->n + n) > room_for(out->n))
        out->items = bw_arena_grow(r->l->arena, out->items, out->n, room_for(out->n + n), sizeof *items);
    memcpy(out->items + out->n, items, n * sizeof *items);
    out->n += n;
}

static bool is_word_text(bw_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!(bw_is_lower(c) || bw_is_digit(c) || c == '-' || c == '.' || (unsigned char)c >= 0x80))
            return false;
    }
    return s.len > 0;
}

static void add_set(reader *r, bw_choices *out, bw_str name, uint32_t column)
{
    uint32_t i = bw_map_get(&r->l->set_names, bw_str_slice(name, 1, name.len), UINT32_MAX);
    if (i == UINT32_MAX) {
        nearest n = {.wanted = bw_str_slice(name, 1, name.len), .least = 99};
        for (uint32_t k = 0; k < r->l->set_names.n; k++)
            consider(&n, r->l->set_names.entries[k].key);
        fault(r, column, "unknown set '%.*s'%s", BW_STR_FMT(name), hint(r, &n));
        return;
    }
    add_choices(r, out, r->l->sets[i].items, r->l->sets[i].n);
}

/* The tokenizer parts "test-fire" at its hyphen: "fire" behind "test" will do too. */
static void add_hyphenated(reader *r, bw_choices *out, bw_str word, uint32_t particle)
{
    size_t cut = bw_str_find_char(word, '-', 0);
    if (cut == 0 || cut + 1 >= word.len || bw_str_find_char(word, '-', cut + 1) < word.len)
        return;
    bw_choice c = {.word = bw_lexicon_add_word(r->l, bw_str_slice(word, cut + 1, word.len)), .particle = particle};
    c.before[0] = bw_lexicon_add_word(r->l, bw_str_slice(word, 0, cut));
    add_choices(r, out, &c, 1);
}

static void add_phrase(reader *r, bw_choices *out, const uint32_t *words, uint32_t n)
{
    bw_choice c = {.word = words[n - 1]};
    for (uint32_t i = 0; i + 1 < n; i++)
        c.before[i] = words[i];
    add_choices(r, out, &c, 1);
    if (n == 1)
        add_hyphenated(r, out, r->l->words.entries[words[0] - 1].key, 0);
}

static bool known_bar(reader *r, int kind, bw_str text, bw_choices *out)
{
    uint32_t i = bw_map_get(&r->bars[kind], text, UINT32_MAX);
    if (i != UINT32_MAX)
        *out = r->lists[i];
    return i != UINT32_MAX;
}

static void keep_bar(reader *r, int kind, bw_str text, bw_choices list)
{
    if (r->failed)
        return;
    bw_map_put(&r->bars[kind], bw_str_copy(r->l->arena, text), r->n_lists, NULL);
    BW_PUSH(r->l->arena, r->lists, r->n_lists, r->room_lists, list);
}

/* "a|b_c|&set" in one word: of a verb "b_c" is verb and particle, of a preposition its two words. */
static bw_choices read_choices(reader *r, const token *t)
{
    bw_choices out = {0};
    bw_str rest = t->text, piece;
    if (known_bar(r, 0, t->text, &out))
        return out;
    while (!r->failed && bw_str_cut(&rest, '|', &piece)) {
        uint32_t column = t->column + (uint32_t)(piece.ptr - t->text.ptr);
        if (piece.len > 1 && piece.ptr[0] == '&') {
            add_set(r, &out, piece, column);
            continue;
        }
        size_t cut = bw_str_find_char(piece, '_', 0);
        bw_str word = bw_str_slice(piece, 0, cut), particle = cut < piece.len ? bw_str_slice(piece, cut + 1, piece.len) : (bw_str){0};
        if (!is_word_text(word) || (particle.ptr && !is_word_text(particle))) {
            fault(r, column, "'%.*s' is no word in lower case", BW_STR_FMT(piece));
            break;
        }
        bw_choice c = {.word = bw_lexicon_add_word(r->l, word)};
        if (particle.ptr)
            c.particle = bw_lexicon_add_word(r->l, particle);
        add_choices(r, &out, &c, 1);
        add_hyphenated(r, &out, word, c.particle);
    }
    if (out.n)
        bw_choices_sort(r->l->arena, &out);
    keep_bar(r, 0, t->text, out);
    return out;
}

static bool has_flag(reader *r, bw_str word, uint32_t flag)
{
    uint32_t w = bw_lexicon_word(r->l, word);
    return w && (r->l->grammar[w] & flag);
}

/* Every alternative has the flag: "to|with", "out_of". */
static bool all_flagged(reader *r, bw_str text, uint32_t flag)
{
    bw_str rest = text, piece;
    if (text.len == 0)
        return false;
    while (bw_str_cut(&rest, '|', &piece))
        if (!has_flag(r, piece, flag))
            return false;
    return true;
}

/* The first of several words that lacks a flag which another has; empty when all or none have it. */
static bw_str odd_one(reader *r, bw_str text, uint32_t flag)
{
    bw_str rest = text, piece, odd = {0};
    bool some = false;
    while (bw_str_cut(&rest, '|', &piece)) {
        some |= has_flag(r, piece, flag);
        if (!odd.ptr && !has_flag(r, piece, flag))
            odd = piece;
    }
    return some && odd.ptr ? odd : (bw_str){0};
}

/* ---- tokens ------------------------------------------------------------------------------------- */

static bool is_mark(char c) { return c == '(' || c == ')' || c == '[' || c == ']' || c == '?'; }

static void tokenize(reader *r, bw_str line, uint32_t column)
{
    r->n_tokens = r->at = 0;
    for (size_t i = 0; i < line.len;) {
        char c = line.ptr[i];
        token t = {.column = column + (uint32_t)i};
        size_t start = i;
        if (c == ' ') {
            i++;
            continue;
        }
        if (c == '#' && (i == 0 || line.ptr[i - 1] == ' '))
            break;
        if (c == '\t') {
            fault(r, t.column, "a tab inside a pattern; write blanks");
            return;
        }
        if (is_mark(c)) {
            t.kind = TOKEN_MARK;
            i++;
        } else if (c == '\'') {
            t.kind = TOKEN_POSSESSIVE;
            i += i + 1 < line.len && line.ptr[i + 1] == 's' ? 2 : 1;
        } else {
            t.kind = TOKEN_WORD;
            while (i < line.len && line.ptr[i] != ' ' && line.ptr[i] != '\t' && line.ptr[i] != '\'' && !is_mark(line.ptr[i]))
                i++;
        }
        t.text = bw_str_slice(line, start, i);
        if (r->n_tokens == MAX_TOKENS - 1) {
            fault(r, t.column, "over %d words in a pattern", MAX_TOKENS);
            return;
        }
        r->tokens[r->n_tokens++] = t;
    }
    r->tokens[r->n_tokens] = (token){.kind = TOKEN_END, .column = column + (uint32_t)line.len};
}

static token *here(reader *r) { return &r->tokens[r->at]; }
static token *ahead(reader *r) { return &r->tokens[r->at < r->n_tokens ? r->at + 1 : r->at]; }
static bool at_mark(reader *r, char c) { return here(r)->kind == TOKEN_MARK && here(r)->text.ptr[0] == c; }

/* ---- slots -------------------------------------------------------------------------------------- */

static bool slot_of(bw_str text, bw_fill *fill, bw_str *classes)
{
    static const struct {
        const char *name;
        bw_fill fill;
    } slots[] = {{"actor", BW_FILL_ACTOR}, {"recipient", BW_FILL_RECIPIENT}, {"actors", BW_FILL_ACTORS}, {"other", BW_FILL_OTHER}};
    size_t cut = bw_str_find_char(text, ':', 0);
    bw_str name = bw_str_slice(text, 0, cut);
    *classes = cut < text.len ? bw_str_slice(text, cut + 1, text.len) : (bw_str){0};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (bw_str_is(name, slots[i].name)) {
            *fill = slots[i].fill;
            return true;
        }
    return false;
}

static bool at_slot(const token *t)
{
    bw_fill fill;
    bw_str classes;
    return t->kind == TOKEN_WORD && slot_of(t->text, &fill, &classes);
}

static bool is_act(bw_str text)
{
    return bw_str_is(text, "VERB") || bw_str_is(text, "EVENT") || bw_str_starts(text, BW_LIT("EVENT:"));
}

/* An act is among the alternatives: "EVENT|&cooperation", "VERB|*". */
static bool has_act(bw_str text)
{
    bw_str piece;
    if (bw_str_find_char(text, 'V', 0) == text.len) /* lists of words are long */
        return false;
    while (bw_str_cut(&text, '|', &piece))
        if (is_act(piece))
            return true;
    return false;
}

static void read_classes(reader *r, bw_part *part, bw_str text, uint32_t column)
{
    static const struct {
        const char *name;
        uint8_t kind;
    } names[] = {{"country", BW_CLASS_COUNTRY}, {"org", BW_CLASS_ORG},     {"person", BW_CLASS_PERSON},   {"agent", BW_CLASS_AGENT},
                 {"state", BW_CLASS_STATE},     {"place", BW_CLASS_PLACE}, {"foreign", BW_CLASS_FOREIGN}, {"domestic", BW_CLASS_DOMESTIC}};
    bw_class items[16];
    uint8_t n = 0, group = 0;
    bw_str rest = text, all, one;
    for (; bw_str_cut(&rest, '&', &all); group++) {
        while (bw_str_cut(&all, '|', &one)) {
            bw_class c = {.group = group};
            uint32_t at = column + (uint32_t)(one.ptr - text.ptr);
            if (one.len && one.ptr[0] == '!') {
                c.denied = true;
                one = bw_str_slice(one, 1, one.len);
            }
            for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (bw_str_is(one, names[i].name))
                    c.kind = names[i].kind;
            bool upper = one.len == 3;
            for (size_t i = 0; i < one.len; i++)
                upper = upper && bw_is_upper(one.ptr[i]);
            if (upper) {
                c.kind = BW_CLASS_CODE;
                memcpy(c.code, one.ptr, 3);
            }
            if (c.kind == BW_CLASS_ANY || n == 16) {
                nearest near = {.wanted = one, .least = 99};
                for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                    consider(&near, bw_str_of(names[i].name));
                fault(r, at, "unknown class '%.*s'%s", BW_STR_FMT(one), hint(r, &near));
                return;
            }
            if (c.kind == BW_CLASS_PLACE && !c.denied)
                part->classes.place = true;
            items[n++] = c;
        }
    }
    part->classes.n = n;
    part->classes.items = BW_NEW(r->l->arena, bw_class, n);
    memcpy(part->classes.items, items, n * sizeof *items);
}

static bw_part *new_part(reader *r, bw_place_of place, int parent)
{
    if (r->p.n_parts == BW_MAX_PARTS) {
        fault(r, here(r)->column, "over %d parts in a pattern", BW_MAX_PARTS);
        return &r->parts[BW_MAX_PARTS - 1];
    }
    bw_part *part = &r->parts[r->p.n_parts++];
    *part = (bw_part){.place = (uint8_t)place, .parent = (int8_t)parent, .column = here(r)->column};
    return part;
}

/* Words of the language's own, or a preposition, are no bare words. */
static bool bare_word(reader *r, const token *t)
{
    return t->kind == TOKEN_WORD && !at_slot(t) && !has_act(t->text) && !bw_str_is(t->text, "*") && !bw_str_is(t->text, "that") &&
           !all_flagged(r, t->text, BW_GRAMMAR_PREPOSITION);
}

/* Nouns: "airstrike|air raid|&bombs": the bar parts whole phrases, of which the last word is the noun and the others must
 * stand with it. "?" behind the last makes the part optional; a word with "?" inside counts for nothing. */
static void read_words(reader *r, bw_choices *out, bool *optional)
{
    uint32_t words[4], n = 0;
    bw_str set = {0};
    uint32_t column = here(r)->column;
    *out = (bw_choices){0};
    const bw_str text = here(r)->text;
    const bool alone = bare_word(r, here(r)) && !bare_word(r, ahead(r)) && !(ahead(r)->kind == TOKEN_MARK && ahead(r)->text.ptr[0] == '?');
    if (alone && known_bar(r, 1, text, out)) {
        r->at++;
        return;
    }
    while (bare_word(r, here(r)) && !r->failed) {
        token *t = here(r);
        bw_str rest = t->text, piece;
        r->at++;
        bool maybe = at_mark(r, '?'), first = true;
        if (maybe)
            r->at++;
        bool last = !bare_word(r, here(r));
        if (maybe && last && optional)
            *optional = true;
        if (maybe && !last)
            continue;
        while (bw_str_cut(&rest, '|', &piece)) {
            if (!first) { /* a phrase ends before the bar */
                if (set.ptr)
                    add_set(r, out, set, column);
                else if (n)
                    add_phrase(r, out, words, n);
                n = 0;
                set = (bw_str){0};
            }
            first = false;
            column = t->column + (uint32_t)(piece.ptr - t->text.ptr);
            if (piece.len > 1 && piece.ptr[0] == '&') {
                set = piece;
                continue;
            }
            size_t cut = bw_str_find_char(piece, '_', 0);
            if (n == 0 && cut < piece.len && is_word_text(bw_str_slice(piece, 0, cut)) && is_word_text(bw_str_slice(piece, cut + 1, piece.len))) {
                bw_choice verb = {.word = bw_lexicon_add_word(r->l, bw_str_slice(piece, 0, cut)),
                                  .particle = bw_lexicon_add_word(r->l, bw_str_slice(piece, cut + 1, piece.len))};
                add_choices(r, out, &verb, 1); /* "to step_down"; as a noun it is read below */
            }
            bw_str word;
            bw_str parts = piece;
            while (bw_str_cut(&parts, '_', &word)) {
                if (!is_word_text(word)) {
                    fault(r, column, "'%.*s' is no word in lower case", BW_STR_FMT(piece));
                    return;
                }
                if (n == 4) {
                    fault(r, column, "over 3 words before a noun");
                    return;
                }
                words[n++] = bw_lexicon_add_word(r->l, word);
            }
        }
    }
    if (set.ptr)
        add_set(r, out, set, column);
    else if (n)
        add_phrase(r, out, words, n);
    if (out->n)
        bw_choices_sort(r->l->arena, out);
    if (alone)
        keep_bar(r, 1, text, *out);
}

/* A slot and what belongs to it: "recipient", "recipient's", "recipient's ambassador", "recipient('s decision)?". */
static void read_slot(reader *r, bw_part *part)
{
    bw_fill fill = BW_FILL_ACTOR;
    bw_str classes;
    token *t = here(r);
    (void)slot_of(t->text, &fill, &classes);
    part->fill = (uint8_t)fill;
    part->column = t->column;
    if (classes.ptr)
        read_classes(r, part, classes, t->column + (uint32_t)(classes.ptr - t->text.ptr));
    r->at++;
    bool maybe = at_mark(r, '(') && ahead(r)->kind == TOKEN_POSSESSIVE;
    if (maybe)
        r->at++;
    if (here(r)->kind != TOKEN_POSSESSIVE)
        return;
    r->at++;
    part->thing = maybe ? BW_THING_MAY : BW_THING_MUST;
    if (here(r)->kind == TOKEN_WORD && bw_str_is(here(r)->text, "*"))
        r->at++;
    else if (bare_word(r, here(r)))
        read_words(r, &part->words, NULL);
    else
        fault(r, here(r)->column, "a thing is wanted behind \"'s\", or '*'");
    if (maybe) {
        if (!at_mark(r, ')') || ahead(r)->kind != TOKEN_MARK || ahead(r)->text.ptr[0] != '?')
            fault(r, here(r)->column, "\")?\" is wanted");
        else
            r->at += 2;
    }
}

/* "VERB", "EVENT:AID|COOPERATE", and beside them words or "*": "EVENT|&cooperation|*". */
static void read_act(reader *r, bw_part *part)
{
    token *t = here(r);
    bw_str rest = t->text, one, words = {0};
    bw_plover types[BW_N_PLOVER];
    r->at++;
    part->column = t->column;
    part->fill = BW_FILL_EVENT;
    while (bw_str_cut(&rest, '|', &one)) {
        bw_plover type;
        if (bw_str_is(one, "VERB")) {
            part->fill = BW_FILL_VERB;
            continue;
        }
        if (bw_str_is(one, "EVENT"))
            continue;
        if (bw_str_is(one, "*")) {
            part->loose = true;
            continue;
        }
        if (bw_str_starts(one, BW_LIT("EVENT:")))
            one = bw_str_slice(one, 6, one.len);
        if (one.len && bw_is_digit(one.ptr[0])) {
            if (one.len >= BW_MAX_CAMEO || !bw_codebook_find(&r->l->book, one)) {
                fault(r, t->column, "unknown code '%.*s'", BW_STR_FMT(one));
                return;
            }
            memcpy(part->cameo, one.ptr, one.len);
        } else if (bw_plover_of(one, &type) && type != BW_PLOVER_NONE && part->n_types < BW_N_PLOVER) {
            types[part->n_types++] = type;
        } else if (one.len && !bw_is_upper(one.ptr[0])) {
            token word = {.kind = TOKEN_WORD, .text = one, .column = t->column};
            bw_choices more = read_choices(r, &word);
            add_choices(r, &part->words, more.items, more.n);
            words = one;
        } else {
            nearest n = {.wanted = one, .least = 99};
            for (int i = 1; i < BW_N_PLOVER; i++)
                consider(&n, bw_str_of(bw_plover_name((bw_plover)i)));
            fault(r, t->column, "unknown type '%.*s'%s", BW_STR_FMT(one), hint(r, &n));
            return;
        }
    }
    if (words.ptr)
        bw_choices_sort(r->l->arena, &part->words);
    part->types = BW_NEW(r->l->arena, bw_plover, part->n_types);
    if (part->n_types)
        memcpy(part->types, types, part->n_types * sizeof *types);
}

/* "must|should", "not" before a verb. */
static void read_auxiliaries(reader *r, bw_choices *auxiliaries, bool *negated)
{
    while (here(r)->kind == TOKEN_WORD) {
        if (bw_str_is(here(r)->text, "not"))
            *negated = true;
        else if (all_flagged(r, here(r)->text, BW_GRAMMAR_FUTURE_AUXILIARY | BW_GRAMMAR_OPEN_AUXILIARY))
            *auxiliaries = read_choices(r, here(r));
        else
            break;
        r->at++;
    }
}

/* What fills a part: slot, "*", VERB, EVENT, words. */
static bool read_filling(reader *r, bw_part *part)
{
    token *t = here(r);
    if (at_slot(t)) {
        read_slot(r, part);
    } else if (t->kind == TOKEN_WORD && bw_str_is(t->text, "*")) {
        part->fill = BW_FILL_ANY;
        r->at++;
    } else if (t->kind == TOKEN_WORD && has_act(t->text)) {
        read_act(r, part);
    } else if (bare_word(r, t)) {
        part->fill = BW_FILL_WORDS;
        read_words(r, &part->words, &part->optional);
    } else {
        return false;
    }
    return true;
}

static void read_parts(reader *r, int parent, bool optional, char close);

static void read_part(reader *r, int *parent, bool optional)
{
    token *t = here(r);
    if (at_mark(r, '(')) {
        r->at++;
        read_parts(r, *parent, true, ')');
        if (!at_mark(r, ')') || ahead(r)->kind != TOKEN_MARK || ahead(r)->text.ptr[0] != '?')
            fault(r, here(r)->column, "\")?\" is wanted");
        else
            r->at += 2;
        return;
    }
    if (t->kind != TOKEN_WORD) {
        fault(r, t->column, "'%.*s' has no place here", BW_STR_FMT(t->text));
        return;
    }

    bw_part *part;
    if (bw_str_is(t->text, "that")) {
        part = new_part(r, BW_PLACE_THAT, *parent);
        int index = (int)(part - r->parts);
        r->at++;
        bw_part *subject = NULL;
        if (at_slot(here(r))) {
            subject = new_part(r, BW_PLACE_SUBJECT, index);
            read_slot(r, subject);
        } else if (bw_str_is(here(r)->text, "*")) {
            r->at++;
        }
        read_auxiliaries(r, &part->auxiliaries, &part->negated);
        if (!read_filling(r, part) || part->fill < BW_FILL_WORDS)
            fault(r, here(r)->column, "a verb, VERB or EVENT is wanted behind 'that'");
        if (part->fill == BW_FILL_ANY)
            part->fill = BW_FILL_VERB;
        part->optional = optional;
        *parent = index;
        return;
    }
    if (all_flagged(r, t->text, BW_GRAMMAR_PREPOSITION)) {
        part = new_part(r, BW_PLACE_PREPOSITION, *parent);
        int index = (int)(part - r->parts);
        bool to = bw_str_is(t->text, "to");
        part->prepositions = read_choices(r, t);
        r->at++;
        if (to && bare_word(r, here(r)) && bare_word(r, ahead(r))) { /* "to hold election": the noun is the verb's object */
            part->fill = BW_FILL_WORDS;
            part->words = read_choices(r, here(r));
            r->at++;
        } else if (!read_filling(r, part)) {
            fault(r, here(r)->column, "what stands behind '%.*s' is missing", BW_STR_FMT(t->text));
        }
        part->optional |= optional;
        if (to && part->fill >= BW_FILL_WORDS && part->fill != BW_FILL_ANY) {
            part->place = BW_PLACE_TO;
            if (part->fill == BW_FILL_WORDS)
                *parent = index;
        }
        return;
    }

    bw_str odd = odd_one(r, t->text, BW_GRAMMAR_PREPOSITION);
    if (odd.ptr && at_slot(ahead(r))) {
        fault(r, t->column, "'%.*s' stands beside prepositions and is none of lexicon/grammar/prepositions.txt", BW_STR_FMT(odd));
        return;
    }

    /* An object; a second one makes the first the indirect one. */
    for (uint8_t i = 0; i < r->p.n_parts; i++)
        if (r->parts[i].place == BW_PLACE_OBJECT && r->parts[i].parent == *parent)
            r->parts[i].place = BW_PLACE_INDIRECT;
    part = new_part(r, BW_PLACE_OBJECT, *parent);
    if (!read_filling(r, part)) {
        fault(r, t->column, "'%.*s' has no place here", BW_STR_FMT(t->text));
        r->at++;
    }
    part->optional |= optional;
}

static void read_parts(reader *r, int parent, bool optional, char close)
{
    while (!r->failed && here(r)->kind != TOKEN_END && !at_mark(r, close))
        read_part(r, &parent, optional);
}

/* "actor's visit", "visit": the predicate of a noun pattern. */
static void read_noun_pattern(reader *r)
{
    r->p.kind = BW_PREDICATE_NOUN;
    if (at_slot(here(r))) {
        bw_part *owner = new_part(r, BW_PLACE_OWNER, -1);
        bw_fill fill;
        bw_str classes;
        (void)slot_of(here(r)->text, &fill, &classes);
        owner->fill = (uint8_t)fill;
        if (classes.ptr)
            read_classes(r, owner, classes, here(r)->column + (uint32_t)(classes.ptr - here(r)->text.ptr));
        r->at += 2; /* the slot and its "'s" */
    }
    if (!bare_word(r, here(r))) {
        fault(r, here(r)->column, "a noun is wanted here");
        return;
    }
    read_words(r, &r->p.words, NULL);
    read_parts(r, -1, false, '\0');

    /* "visit by actor" and "talks between actors" are "actor's visit" and "actors' talks". */
    static const char *const agents[] = {"by", "of", "between", "among"};
    for (uint8_t i = 0; i < r->p.n_parts; i++) {
        bw_part *p = &r->parts[i];
        bool acts = p->fill == BW_FILL_ACTOR || p->fill == BW_FILL_ACTORS;
        for (size_t k = 0; acts && p->place == BW_PLACE_PREPOSITION && !p->thing && p->parent < 0 && k < 4; k++)
            if (p->prepositions.n == 1 && p->prepositions.items[0].word == bw_lexicon_word(r->l, bw_str_of(agents[k])) &&
                (k < 2 || p->fill == BW_FILL_ACTORS))
                p->place = BW_PLACE_OWNER;
    }
}

static void read_verb_pattern(reader *r)
{
    bw_part *subject = new_part(r, BW_PLACE_SUBJECT, -1);
    if (at_mark(r, '[')) {
        r->at++;
        subject->fill = BW_FILL_WORDS;
        if (at_slot(here(r)) && ahead(r)->kind == TOKEN_POSSESSIVE)
            read_slot(r, subject);
        else
            read_words(r, &subject->words, NULL);
        read_parts(r, 0, false, ']');
        if (!at_mark(r, ']'))
            fault(r, here(r)->column, "']' is missing");
        else
            r->at++;
    } else if (at_slot(here(r))) {
        read_slot(r, subject);
    } else {
        subject->fill = BW_FILL_ANY;
        r->at++;
    }
    read_auxiliaries(r, &r->p.auxiliaries, &r->p.negated);
    token *verb = here(r);
    if (!bare_word(r, verb)) {
        fault(r, verb->column, "a verb is wanted here");
        return;
    }
    r->p.words = read_choices(r, verb);
    r->at++;
    r->p.kind = BW_PREDICATE_VERB;
    if (bw_str_is(verb->text, "be")) {
        read_auxiliaries(r, &r->p.auxiliaries, &r->p.negated);
        r->p.kind = BW_PREDICATE_STATE;
        if (here(r)->kind == TOKEN_WORD && all_flagged(r, here(r)->text, BW_GRAMMAR_PREPOSITION) && bare_word(r, ahead(r))) {
            r->p.prepositions = read_choices(r, here(r)); /* "be in talks" */
            r->at++;
        }
        if (!bare_word(r, here(r))) {
            fault(r, here(r)->column, "an adjective or a noun is wanted behind 'be'");
            return;
        }
        read_words(r, &r->p.words, NULL);
    }
    read_parts(r, -1, false, '\0');
}

static uint8_t points_of(const bw_part *p)
{
    int n = 0;
    switch ((bw_fill)p->fill) {
    case BW_FILL_RECIPIENT: n = p->classes.n ? 6 : 5; break; /* whom it is done to says more than one word */
    case BW_FILL_ACTORS: n = p->classes.n ? 4 : 3; break;
    case BW_FILL_ACTOR: case BW_FILL_OTHER: n = p->classes.n ? 3 : 2; break;
    case BW_FILL_WORDS: n = 4; break;
    case BW_FILL_EVENT: n = 2; break;
    case BW_FILL_ANY: case BW_FILL_VERB: n = 1; break;
    }
    if (p->thing != BW_THING_NONE && p->words.n)
        n += 4;
    n += 4 * (p->auxiliaries.n > 0) + 4 * p->negated;
    return (uint8_t)n;
}

static void begin_pattern(reader *r, bw_str line, uint32_t column)
{
    r->p = (bw_pattern){.line = r->line, .column = column, .source = bw_str_copy(r->l->arena, line), .overlay = r->r->overlay};
}

/* What read_…_pattern() has made, checked as a whole. */
static void add_pattern(reader *r)
{
    bw_block *block = &r->l->blocks[r->l->n_blocks - 1];
    bool sequence = r->p.kind == BW_PREDICATE_SEQUENCE, acts = sequence;
    for (uint8_t i = 0; i < r->p.n_parts; i++) {
        bw_part *p = &r->parts[i];
        p->points = points_of(p);
        r->p.has_actors |= p->fill == BW_FILL_ACTORS;
        acts |= p->fill == BW_FILL_ACTOR || p->fill == BW_FILL_ACTORS;
    }
    if (!r->failed && !acts && !bw_says_nothing(block))
        fault(r, r->p.column, "the pattern has no 'actor'");
    if (r->failed)
        return;

    bool named = false;
    for (uint8_t i = 0; i < r->p.n_parts; i++)
        named |= r->parts[i].fill == BW_FILL_EVENT && !r->parts[i].words.n && !r->parts[i].loose;
    if (block->of_content && !named) {
        fault(r, r->p.column, "'code EVENT' needs an EVENT in the pattern");
        return;
    }
    bool added;
    bw_str key = r->p.source;
    bw_map_entry *e = bw_map_put(&r->seen, key, r->l->n_blocks - 1, &added);
    if (!added && !sequence) { /* of word patterns the first that fits counts */
        const bw_block *other = &r->l->blocks[e->value];
        if (other->code != block->code || other->of_content != block->of_content) {
            fault(r, r->p.column, "the same pattern has code %s in line %u, and %s here", bw_block_code(other), other->line, bw_block_code(block));
            return;
        }
    }
    r->p.block = r->l->n_blocks - 1;
    r->p.parts = BW_NEW(r->l->arena, bw_part, r->p.n_parts);
    if (r->p.n_parts)
        memcpy(r->p.parts, r->parts, r->p.n_parts * sizeof *r->parts);
    r->p.rank = r->l->n_patterns;
    BW_PUSH(r->l->arena, r->l->patterns, r->l->n_patterns, r->l->room_patterns, r->p);
}

static void read_pattern(reader *r, bw_str line, uint32_t column)
{
    begin_pattern(r, line, column);
    tokenize(r, line, column);
    if (r->failed || r->n_tokens == 0)
        return;
    token *t = here(r);
    bool star = t->kind == TOKEN_WORD && bw_str_is(t->text, "*");
    if (at_mark(r, '[') || star || (at_slot(t) && ahead(r)->kind != TOKEN_POSSESSIVE))
        read_verb_pattern(r);
    else if (at_slot(t) || bare_word(r, t))
        read_noun_pattern(r);
    else
        fault(r, t->column, "a pattern begins with a slot, a noun, or '[…]'");
    if (!r->failed && here(r)->kind != TOKEN_END)
        fault(r, here(r)->column, "'%.*s' has no place here", BW_STR_FMT(here(r)->text));
    add_pattern(r);
}

/* ---- word patterns ------------------------------------------------------------------------------ */

/* "words said would [launch] attack": what stands before and behind a verb, each as it is written. '_' joins neighbours, a
 * blank lets others stand between. */
typedef struct {
    bw_part part;
    bool verb;
} element;

/* The tokenizer parts "don't" and "Seoul's". */
static bool add_contracted(reader *r, bw_choices *out, bw_str word, const char *ending)
{
    bw_str end = bw_str_of(ending);
    if (word.len <= end.len || !bw_str_ends(word, end))
        return false;
    bw_choice c = {.word = bw_lexicon_add_word(r->l, end),
                   .before = {bw_lexicon_add_word(r->l, bw_str_slice(word, 0, word.len - end.len))}};
    add_choices(r, out, &c, 1);
    return true;
}

static bool is_exact_text(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (bw_is_upper(s.ptr[i]) || strchr("[]()&*?\t", s.ptr[i]))
            return false;
    return s.len > 0;
}

/* "a|b*|&set" */
static void read_exact(reader *r, bw_str text, uint32_t column, bw_choices *out)
{
    bw_str rest = text, piece;
    while (!r->failed && bw_str_cut(&rest, '|', &piece)) {
        uint32_t at = column + (uint32_t)(piece.ptr - text.ptr);
        bool stem = piece.len > 1 && piece.ptr[piece.len - 1] == '*';
        if (piece.len > 1 && piece.ptr[0] == '&') {
            add_set(r, out, piece, at);
        } else if (!is_exact_text(bw_str_slice(piece, 0, piece.len - stem))) {
            fault(r, at, "'%.*s' is no word in lower case", BW_STR_FMT(piece));
        } else if (!add_contracted(r, out, piece, "n't") && !add_contracted(r, out, piece, "'s")) {
            bw_choice c = {.word = bw_lexicon_add_word(r->l, piece)};
            add_choices(r, out, &c, 1);
            add_hyphenated(r, out, piece, 0);
        }
    }
    if (out->n)
        bw_choices_sort(r->l->arena, out);
}

static void read_element(reader *r, bw_str text, uint32_t column, element *e)
{
    bw_fill fill = BW_FILL_WORDS;
    bw_str classes;
    e->part.column = column;
    if (text.ptr[0] == '[') {
        e->verb = true;
        if (text.len < 3 || text.ptr[text.len - 1] != ']')
            fault(r, column, "']' is missing behind the verb");
        else
            read_exact(r, bw_str_slice(text, 1, text.len - 1), column + 1, &r->p.words);
    } else if (bw_str_is(text, "*")) {
        fill = BW_FILL_ANY;
    } else if (slot_of(text, &fill, &classes)) {
        if (fill == BW_FILL_OTHER || classes.ptr)
            fault(r, column, "a word pattern knows 'actor', 'recipient' and 'actors', not narrowed");
    } else {
        fill = BW_FILL_WORDS;
        read_exact(r, text, column, &e->part.words);
    }
    e->part.fill = (uint8_t)fill;
}

static void read_sequence(reader *r, bw_str line, uint32_t column)
{
    element elements[BW_MAX_PARTS + 1] = {0};
    bool left[BW_MAX_PARTS + 2] = {0}; /* joined to what stands left of it */
    int n = 0, verb = -1;
    begin_pattern(r, line, column);
    size_t i = 0;
    while (i < line.len && !r->failed) {
        char c = line.ptr[i];
        if (c == '#' && i > 0 && line.ptr[i - 1] == ' ')
            break;
        if (c == ' ' || c == '_') {
            left[n] = c == '_';
            i++;
            continue;
        }
        size_t start = i;
        while (i < line.len && (c == '[' ? i == start || line.ptr[i - 1] != ']' : line.ptr[i] != '_' && line.ptr[i] != '[') && line.ptr[i] != ' ')
            i++;
        if (n > BW_MAX_PARTS) {
            fault(r, column + (uint32_t)start, "over %d words around the verb", BW_MAX_PARTS);
            return;
        }
        element *e = &elements[n];
        read_element(r, bw_str_slice(line, start, i), column + (uint32_t)start, e);
        if (e->verb && verb >= 0)
            fault(r, e->part.column, "a second verb");
        if (e->verb)
            verb = n;
        n++;
    }
    if (verb < 0)
        fault(r, column, "the verb is missing: '[visit]'");
    if (r->failed)
        return;
    r->p.kind = BW_PREDICATE_SEQUENCE;
    for (int k = verb - 1; k >= 0; k--) { /* outward */
        elements[k].part.place = BW_PLACE_BEFORE;
        elements[k].part.joined = left[k + 1];
        r->parts[r->p.n_parts++] = elements[k].part;
    }
    for (int k = verb + 1; k < n; k++) {
        elements[k].part.place = BW_PLACE_BEHIND;
        elements[k].part.joined = left[k];
        r->parts[r->p.n_parts++] = elements[k].part;
    }
    r->l->has_sequences = true;
    add_pattern(r);
}

/* ---- lines of a block --------------------------------------------------------------------------- */

/* "raw:112": a code of another coder's book, which is kept as it is. */
static const bw_cameo *raw_code(reader *r, bw_str code, uint32_t column)
{
    bw_lexicon *l = r->l;
    uint32_t known = bw_map_get(&l->raw_codes, code, UINT32_MAX);
    if (known != UINT32_MAX)
        return l->raws[known];
    bool plain = code.len > 0 && code.len < BW_MAX_CAMEO;
    for (size_t i = 0; i < code.len && plain; i++)
        plain = code.ptr[i] > ' ' && code.ptr[i] <= '~';
    if (!plain) {
        fault(r, column, "a raw code has 1 to %d letters, digits and marks", BW_MAX_CAMEO - 1);
        return NULL;
    }
    bw_cameo *c = BW_NEW(l->arena, bw_cameo, 1);
    c->raw = true;
    memcpy(c->code, code.ptr, code.len);
    bw_map_put(&l->raw_codes, bw_str_of(c->code), l->n_raws, NULL);
    BW_PUSH(l->arena, l->raws, l->n_raws, l->room_raws, c);
    return c;
}

static const bw_cameo *find_code(reader *r, bw_str code, uint32_t column)
{
    if (bw_str_starts(code, BW_LIT("raw:")))
        return raw_code(r, bw_str_slice(code, 4, code.len), column);
    const bw_cameo *found = bw_codebook_find(&r->l->book, code);
    if (!found) {
        nearest n = {.wanted = code, .least = 99};
        for (uint32_t i = 0; i < r->l->book.n_codes; i++)
            consider(&n, bw_str_of(r->l->book.codes[i].code));
        fault(r, column, "unknown CAMEO code '%.*s'%s", BW_STR_FMT(code), hint(r, &n));
    }
    return found;
}

static void read_reverse(reader *r, bw_block *b, bw_str rest, uint32_t column)
{
    rest = bw_str_slice(rest, 0, bw_str_find_char(rest, ' ', 0));
    if (!b->code)
        fault(r, column, "'code %s' has no reverse", bw_block_code(b));
    else
        b->reverse = find_code(r, rest, column);
}

static void open_block(reader *r, bw_str line)
{
    bw_str rest = bw_str_trim(bw_str_slice(line, 4, line.len));
    size_t end = 0;
    while (end < rest.len && !bw_is_space(rest.ptr[end]))
        end++;
    bw_str code = bw_str_slice(rest, 0, end);
    bw_block b = {.file = bw_str_copy(r->l->arena, bw_str_of(r->r->file)), .line = r->line};
    uint32_t column = (uint32_t)(rest.ptr - line.ptr) + 1;
    b.of_content = bw_str_is(code, "EVENT");
    if (!b.of_content && !bw_str_is(code, "none"))
        b.code = find_code(r, code, column);
    BW_PUSH(r->l->arena, r->l->blocks, r->l->n_blocks, r->l->room_blocks, b);
}

static bool owned_by_any(const bw_codebook *book, bw_str mode)
{
    for (int t = 1; t < BW_N_PLOVER; t++)
        if (bw_codebook_mode(book, (bw_plover)t, mode))
            return true;
    return false;
}

static void read_modes(reader *r, bw_block *b, bw_str rest, const char *line)
{
    bw_str mode;
    while (rest.len && bw_str_cut(&rest, ' ', &mode)) {
        if (mode.len == 0)
            continue;
        uint32_t column = (uint32_t)(mode.ptr - line) + 1;
        if (!b->code) {
            fault(r, column, "'code %s' has no mode", bw_block_code(b));
            return;
        }
        bw_plover type = b->type ? b->type : b->code->type;
        const bw_mode *m = bw_codebook_mode(&r->l->book, type, mode);
        if (!m && r->l->other_book && owned_by_any(&r->l->book, mode))
            continue; /* the rules are written for the manual's types */
        if (!m) {
            nearest n = {.wanted = mode, .least = 99};
            for (uint8_t i = 0; i < r->l->book.types[type].n_modes; i++)
                consider(&n, bw_str_of(r->l->book.types[type].modes[i].name));
            fault(r, column, "%s owns no mode '%.*s'%s", bw_plover_name(type), BW_STR_FMT(mode), hint(r, &n));
            return;
        }
        if (b->n_modes < BW_MAX_MODES)
            b->modes[b->n_modes++] = m->name;
    }
}

/* The type of the block's events, where the code book says another of its code. */
static void read_type(reader *r, bw_block *b, bw_str rest, uint32_t column)
{
    bw_plover type;
    if (!bw_plover_of(rest, &type) || type == BW_PLOVER_NONE) {
        nearest n = {.wanted = rest, .least = 99};
        for (int i = 1; i < BW_N_PLOVER; i++)
            consider(&n, bw_str_of(bw_plover_name((bw_plover)i)));
        fault(r, column, "unknown type '%.*s'%s", BW_STR_FMT(rest), hint(r, &n));
    } else if (b->n_modes) {
        fault(r, column, "'type' stands before 'mode'");
    } else {
        b->type = type;
    }
}

static void read_content(reader *r, bw_block *b, bw_str rest, uint32_t column)
{
    bw_content_code c = {.line = r->line};
    bw_str words[2] = {0};
    size_t n = 0;
    for (size_t i = 0; i < rest.len && rest.ptr[i] != '#';) {
        size_t start = i;
        while (i < rest.len && !bw_is_space(rest.ptr[i]))
            i++;
        if (i > start && n < 2)
            words[n] = bw_str_slice(rest, start, i);
        n += i > start;
        i++;
    }
    if (n < 2) {
        fault(r, column, "'content TYPE CODE' is wanted");
        return;
    }
    if (bw_is_digit(words[0].ptr[0])) {
        if (words[0].len >= BW_MAX_CAMEO || !bw_codebook_find(&r->l->book, words[0])) {
            fault(r, column, "unknown code '%.*s'", BW_STR_FMT(words[0]));
            return;
        }
        memcpy(c.cameo, words[0].ptr, words[0].len);
    } else if (!bw_plover_of(words[0], &c.type) || c.type == BW_PLOVER_NONE) {
        fault(r, column, "unknown type '%.*s'", BW_STR_FMT(words[0]));
        return;
    }
    c.code = bw_codebook_find(&r->l->book, words[1]);
    if (!c.code) {
        fault(r, column, "unknown CAMEO code '%.*s'", BW_STR_FMT(words[1]));
        return;
    }
    BW_PUSH(r->l->arena, b->contents, b->n_contents, b->room_contents, c);
}

static void read_example(reader *r, bw_block *b, bw_str rest, bool counter, uint32_t column)
{
    bw_example e = {.text = bw_str_copy(r->l->arena, rest), .line = r->line, .counter = counter};
    size_t arrow = bw_str_find(e.text, BW_LIT("=>"), 0);
    if (!counter) {
        if (arrow == e.text.len) {
            fault(r, column, "the example says no event: '=> ACTOR CODE RECIPIENT'");
            return;
        }
        e.want = bw_str_trim(bw_str_slice(e.text, arrow + 2, e.text.len));
        e.text = bw_str_trim(bw_str_slice(e.text, 0, arrow));
    }
    BW_PUSH(r->l->arena, b->examples, b->n_examples, b->room_examples, e);
}

static bool keyword(bw_str line, const char *word, bw_str *rest)
{
    size_t n = strlen(word);
    if (!bw_str_starts(line, bw_str_of(word)) || (line.len > n && line.ptr[n] != ' '))
        return false;
    *rest = bw_str_trim(bw_str_slice(line, n, line.len));
    return true;
}

void bw_rules_read(bw_rules_reader *options, bw_str text)
{
    bw_arena *a = options->lexicon->arena;
    reader r = {.r = options, .l = options->lexicon, .seen.arena = a, .bars = {{.arena = a}, {.arena = a}}};
    uint32_t n_before = r.l->n_blocks;
    bw_str line;
    while (bw_str_cut(&text, '\n', &line)) {
        r.line++;
        r.failed = false;
        bw_str body = bw_str_trim(line), rest;
        uint32_t column = body.len ? (uint32_t)(body.ptr - line.ptr) + 1 : 1;
        if (body.len == 0 || body.ptr[0] == '#')
            continue;
        if (column == 1) {
            if (keyword(body, "code", &rest))
                open_block(&r, body);
            else
                fault(&r, 1, "a block begins with 'code'; all else is indented");
            continue;
        }
        if (r.l->n_blocks == n_before) {
            fault(&r, column, "no 'code' line before this");
            continue;
        }
        bw_block *b = &r.l->blocks[r.l->n_blocks - 1];
        if (keyword(body, "type", &rest))
            read_type(&r, b, rest, column);
        else if (keyword(body, "reverse", &rest))
            read_reverse(&r, b, rest, column);
        else if (keyword(body, "words", &rest))
            read_sequence(&r, rest, (uint32_t)(rest.ptr - line.ptr) + 1);
        else if (keyword(body, "mode", &rest))
            read_modes(&r, b, rest, line.ptr);
        else if (keyword(body, "content", &rest))
            read_content(&r, b, rest, column);
        else if (keyword(body, "example", &rest))
            read_example(&r, b, rest, false, column);
        else if (keyword(body, "counter", &rest))
            read_example(&r, b, rest, true, column);
        else
            read_pattern(&r, body, column);
    }
}
