#include "parse/token.h"

#include "base/map.h"
#include "base/utf8.h"

extern const char bw_tokens_bytes[], bw_tokens_bytes_end[];

bw_str bw_token_builtin(void) { return (bw_str){bw_tokens_bytes, (size_t)(bw_tokens_bytes_end - bw_tokens_bytes)}; }

enum {
    MAX_FORM = 24,      /* bytes of the longest form in the table */
    PIECE = 100,        /* of debris */
    CUT_SHIFT = 16,     /* a contraction's cuts lie above the kinds, 5 bits each */
};

struct bw_token_rules {
    bw_map forms;                /* lower case; value: kinds, cuts */
    uint8_t contraction[256];    /* first byte: bits of the lengths (modulo 8) that contractions have */
    uint8_t sign[256];           /* first byte of an emoticon or of a form kept whole */
};

/* ---- the table ---------------------------------------------------------------------------------- */

static bool kind_of(bw_str name, bw_token_kind *out)
{
    static const char *const names[] = {
#define NAME(name, text) text,
        BW_TOKEN_KIND_LIST(NAME)
#undef NAME
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bw_str_is(name, names[i])) {
            *out = (bw_token_kind)i;
            return true;
        }
    return false;
}

/* Where the words of a contraction are cut; 0 when they do not spell the form. */
static uint32_t cuts_of(bw_str form, bw_str words)
{
    uint32_t cuts = 0, at = 0, n = 0;
    bw_str word;
    while (bw_str_cut(&words, ' ', &word)) {
        if (word.len == 0 || !bw_str_starts(bw_str_slice(form, at, form.len), word))
            return 0;
        if (at > 0)
            cuts |= at << (CUT_SHIFT + 5 * n++);
        at += (uint32_t)word.len;
    }
    return at == form.len && n <= 3 ? cuts : 0;
}

bw_status bw_token_rules_read(bw_arena *a, bw_str table, bw_token_rules **out, bw_err *err)
{
    bw_token_rules *r = BW_NEW(a, bw_token_rules, 1);
    bw_str line, kind_name, form;

    r->forms.arena = a;
    for (unsigned number = 1; bw_str_cut(&table, '\n', &line); number++) {
        if (line.len == 0 || (*line.ptr == '#' && bw_str_starts(line, BW_LIT("# "))))
            continue;
        bw_token_kind kind;
        uint32_t value;
        bw_str_cut(&line, '\t', &kind_name);
        if (!kind_of(kind_name, &kind))
            return bw_fail(err, BW_ERR_SYNTAX, "tokens.tsv:%u: no kind is called '%.*s'", number, BW_STR_FMT(kind_name));
        if (!bw_str_cut(&line, '\t', &form) || form.len == 0 || form.len > MAX_FORM)
            return bw_fail(err, BW_ERR_SYNTAX, "tokens.tsv:%u: form is empty or over %d bytes", number, MAX_FORM);
        value = 1u << kind;
        if (kind == BW_TOKEN_CONTRACTION) {
            uint32_t cuts = cuts_of(form, line);
            if (!cuts)
                return bw_fail(err, BW_ERR_SYNTAX, "tokens.tsv:%u: the words do not spell '%.*s'", number, BW_STR_FMT(form));
            value |= cuts;
            r->contraction[(unsigned char)*form.ptr] |= (uint8_t)(1u << (form.len & 7));
        }
        if (kind == BW_TOKEN_EMOTICON || kind == BW_TOKEN_WHOLE) {
            char upper = *form.ptr >= 'a' && *form.ptr <= 'z' ? (char)(*form.ptr - 32) : *form.ptr;
            r->sign[(unsigned char)*form.ptr] = r->sign[(unsigned char)upper] = 1;
        }
        /* Emoticons are compared as they stand: their letters are shapes. */
        bw_str key = kind == BW_TOKEN_EMOTICON ? form : bw_str_lower(a, form);
        bw_map_put(&r->forms, key, 0, NULL)->value |= value;
    }
    *out = r;
    return BW_OK;
}

static uint32_t look_up(const bw_token_rules *r, bw_str form)
{
    char low[MAX_FORM];
    if (form.len == 0 || form.len > MAX_FORM)
        return 0;
    for (size_t i = 0; i < form.len; i++)
        low[i] = bw_lower(form.ptr[i]);
    return bw_map_get(&r->forms, (bw_str){low, form.len}, 0);
}

uint32_t bw_token_kinds(const bw_token_rules *rules, bw_str form)
{
    return look_up(rules, form) & ((1u << CUT_SHIFT) - 1);
}

static bool is_kind(const bw_token_rules *r, bw_str form, bw_token_kind kind) { return look_up(r, form) >> kind & 1; }

/* ---- characters --------------------------------------------------------------------------------- */

size_t bw_token_space(bw_str text, size_t pos)
{
    const unsigned char *p = (const unsigned char *)text.ptr + pos;
    size_t left = text.len - pos;

    if (p[0] < 0x80)
        return p[0] <= ' ' || p[0] == 0x7F;
    if (left >= 2 && p[0] == 0xC2 && (p[1] == 0xA0 || p[1] == 0x85))
        return 2;
    if (left >= 2 && p[0] == 0xC2 && p[1] == 0xAD) /* a soft hyphen inside a word is part of it */
        return pos > 0 && left > 2 && bw_is_alpha(text.ptr[pos - 1]) && bw_is_alpha(text.ptr[pos + 2]) ? 0 : 2;
    if (left >= 3 && p[0] == 0xE2 && p[1] == 0x80 && ((p[2] >= 0x80 && p[2] <= 0x8B) || p[2] == 0xA8 || p[2] == 0xA9 ||
                                                     p[2] == 0xAF || p[2] == 0x8E || p[2] == 0x8F))
        return 3;
    if (left >= 3 && ((p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80) || (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)))
        return 3;
    return 0;
}

typedef struct {
    const bw_token_rules *rules;
    bw_str text;             /* to the end of the paragraph */
    size_t chunk, end;       /* of the stretch without blanks at hand */
    bw_token_list *out;
    bool quote_open;         /* a single quote waits for its fellow */
} splitter;

static char at(const splitter *s, size_t pos) { return pos < s->end ? s->text.ptr[pos] : '\0'; }

static bool is_word_byte(char c) { return bw_is_alpha(c) || bw_is_digit(c) || c == '_'; }

/* Length of the letter or digit at `pos`, of any script; 0: none. */
static size_t word_char(const splitter *s, size_t pos)
{
    if (pos >= s->end)
        return 0;
    if ((unsigned char)s->text.ptr[pos] < 0x80)
        return is_word_byte(s->text.ptr[pos]);
    size_t next = pos;
    uint32_t c = bw_utf8_next(s->text, &next);
    /* Joiners and marks that change the character before them belong to it. */
    return bw_utf8_is_letter(c) || c == 0x200D || c == 0xAD ? next - pos : 0;
}

/* Length of an apostrophe at `pos`. */
static size_t apostrophe(const splitter *s, size_t pos)
{
    if (pos >= s->end)
        return 0;
    const char *p = s->text.ptr + pos;
    if (*p == '\'' || *p == '`')
        return 1;
    return s->end - pos >= 3 && memcmp(p, "\xE2\x80", 2) == 0 && ((unsigned char)p[2] == 0x99 || (unsigned char)p[2] == 0x98) ? 3 : 0;
}

static bool is_capital(bw_str text, size_t pos)
{
    if (pos >= text.len)
        return false;
    return bw_utf8_is_upper(bw_utf8_next(text, &pos));
}

/* ---- giving out --------------------------------------------------------------------------------- */

static void emit(splitter *s, size_t start, size_t end)
{
    bw_token t = {.start = (uint32_t)start, .end = (uint32_t)end, .form = bw_str_slice(s->text, start, end), .head = -1};
    BW_PUSH(s->out->arena, s->out->items, s->out->n, s->out->room, t);
}

static void emit_words(splitter *s, size_t start, const size_t *cuts, size_t n_cuts, size_t end)
{
    uint32_t first = s->out->n;
    for (size_t i = 0; i <= n_cuts; i++)
        emit(s, i ? cuts[i - 1] : start, i < n_cuts ? cuts[i] : end);
    if (n_cuts)
        s->out->items[first].mwt = (uint8_t)(n_cuts + 1);
}

/* ---- words -------------------------------------------------------------------------------------- */

/* Where the clitic begins that ends the word [start, end): 's 'm 'd 're 've 'll n't; `end` when there is none. */
static size_t clitic(const splitter *s, size_t start, size_t end)
{
    const char *p = s->text.ptr;
    size_t len;

    for (size_t n = 1; n <= 2 && start + n < end; n++) {
        size_t mark = end - n;
        len = 0;
        if (mark > start && (p[mark - 1] == '\'' || p[mark - 1] == '`'))
            len = 1;
        else if (mark >= start + 3 && apostrophe(s, mark - 3) == 3)
            len = 3;
        if (!len || mark - len <= start)
            continue;
        char a = bw_lower(p[mark]), b = n == 2 ? bw_lower(p[mark + 1]) : '\0';
        if (n == 1 && a == 't') {
            size_t begin = mark - len - 1;
            return bw_lower(p[begin]) == 'n' && begin > start ? begin : end;
        }
        if (n == 1 && (a == 's' || a == 'm' || a == 'd'))
            return mark - len;
        if (n == 2 && ((a == 'r' && b == 'e') || (a == 'v' && b == 'e') || (a == 'l' && b == 'l')))
            return mark - len;
    }
    return end;
}

/* A word, with its contractions taken apart. */
static void emit_word(splitter *s, size_t start, size_t end)
{
    bw_str form = bw_str_slice(s->text, start, end);
    size_t cuts[8], n = 0;

    if (s->rules->contraction[(unsigned char)bw_lower(*form.ptr)] >> (form.len & 7) & 1) {
        uint32_t value = look_up(s->rules, form);
        if (value >> BW_TOKEN_CONTRACTION & 1) {
            for (uint32_t cut = value >> CUT_SHIFT; cut; cut >>= 5)
                cuts[n++] = start + (cut & 31);
            emit_words(s, start, cuts, n, end);
            return;
        }
    }
    /* "shouldn't've": from the end on. */
    for (size_t stop = end; n < 3; n++) {
        size_t cut = clitic(s, start, stop);
        if (cut == stop)
            break;
        memmove(cuts + 1, cuts, n * sizeof *cuts);
        cuts[0] = stop = cut;
    }
    /* A decade is one word: "the 60's". */
    if (n == 1 && bw_is_digit(s->text.ptr[start]) && s->text.ptr[cuts[0] - 1] == '0')
        n = 0;
    emit_words(s, start, cuts, n, end);
}

/* True when a full stop behind the word [start, stop) belongs to it. */
static bool keeps_stop(const splitter *s, size_t start, size_t stop)
{
    bw_str word = bw_str_slice(s->text, start, stop);
    size_t next = stop + 1;

    if (at(s, next) == '.')
        return false;
    char closer = at(s, next);
    while (next < s->text.len && bw_token_space(s->text, next))
        next += bw_token_space(s->text, next);
    bool last = next >= s->text.len, blank = next > stop + 1;

    if (bw_str_find_char(word, '.', 0) < word.len) /* "U.S", "p.m", "Ph.D" */
        return true;
    uint32_t kinds = look_up(s->rules, word);
    if (kinds & (1u << BW_TOKEN_TITLE))
        return !last || stop - start > 2;
    if (kinds & (1u << BW_TOKEN_ABBREVIATION))
        return true;
    if (kinds & (1u << BW_TOKEN_NUMBERED) && !last && bw_is_digit(s->text.ptr[next]))
        return true;
    if (kinds & (1u << BW_TOKEN_WEAK))
        return !last && blank && is_capital(s->text, start) && !is_capital(s->text, next) && bw_is_digit(s->text.ptr[next]);
    /* An initial: "John F. Kennedy". */
    size_t past = start;
    if (bw_utf8_is_upper(bw_utf8_next(s->text, &past)) && past == stop) {
        if (last || !is_capital(s->text, next))
            return !last && (closer == ',' || closer == '-');
        return *word.ptr != 'I' || (s->out->n && is_capital(s->text, s->out->items[s->out->n - 1].start) && blank);
    }
    return closer == ',' && stop - start <= 5 && kinds;
}

/* How far the word goes that begins at `start`: letters, digits, and what may stand inside. */
static size_t word_end(const splitter *s, size_t start)
{
    size_t p = start, part = start; /* part: behind the last full stop */
    size_t n;

    for (;;) {
        while ((n = word_char(s, p)) > 0)
            p += n;
        char c = at(s, p);
        if ((n = apostrophe(s, p)) > 0 && word_char(s, p + n)) {
            /* rock'n'roll, O'Brien, don't; but a quotation may begin: word‘Next */
            p += n;
            continue;
        }
        if (c == '.' && p > start && bw_is_digit(s->text.ptr[p - 1]) && bw_is_digit(at(s, p + 1))) { /* v1.2 */
            p++;
            continue;
        }
        if (c == '.' && word_char(s, p + 1)) {
            /* Single letters between full stops, and the few that the table knows: "Ph.D". */
            bool letters = p - part == 1 && bw_is_alpha(s->text.ptr[part]);
            size_t q = p + 1;
            while ((n = word_char(s, q)) > 0)
                q += n;
            bool known = look_up(s->rules, bw_str_slice(s->text, start, q)) != 0;
            if ((letters && q - p == 2 && bw_is_alpha(at(s, p + 1))) || known) {
                part = p + 1;
                p = q;
                continue;
            }
        }
        if (c == '&' && p - start <= 4 && is_capital(s->text, p - 1) == is_capital(s->text, p + 1) && word_char(s, p + 1) &&
            !word_char(s, p + 4)) {
            p++;
            continue;
        }
        if (c == '-' && word_char(s, p + 1) && !bw_is_digit(at(s, p + 1))) {
            size_t q = p + 1;
            while ((n = word_char(s, q)) > 0)
                q += n;
            if ((part == start && is_kind(s->rules, bw_str_slice(s->text, start, p), BW_TOKEN_PREFIX)) ||
                is_kind(s->rules, bw_str_slice(s->text, p + 1, q), BW_TOKEN_SUFFIX)) {
                p++;
                part = p;
                continue;
            }
        }
        return p;
    }
}

static size_t take_word(splitter *s, size_t start)
{
    size_t p = word_end(s, start), n;

    /* US$5: the sign belongs to the letters. */
    if (at(s, p) == '$' && bw_is_digit(at(s, p + 1)) && p - start <= 3 && is_capital(s->text, start)) {
        emit(s, start, p + 1);
        return p + 1;
    }
    if (at(s, p) == '.' && keeps_stop(s, start, p)) {
        p++;
        /* "U.S.'s" */
        n = apostrophe(s, p);
        if (n && bw_lower(at(s, p + n)) == 's' && !word_char(s, p + n + 1)) {
            emit_words(s, start, &p, 1, p + n + 1);
            return p + n + 1;
        }
        emit(s, start, p);
        return p;
    }
    /* The genitive of a plural: "rebels' camp". Not where a quotation waits for its end. */
    n = apostrophe(s, p);
    if (n && !word_char(s, p + n) && !s->quote_open && bw_lower(s->text.ptr[p - 1]) == 's' && p - start > 2 &&
        s->text.ptr[p] != '`' && at(s, p + n) != '\'') {
        emit_words(s, start, &p, 1, p + n);
        return p + n;
    }
    emit_word(s, start, p);
    return p;
}

/* ---- numbers, addresses, signs ------------------------------------------------------------------- */

static size_t digits_end(const splitter *s, size_t p)
{
    while (bw_is_digit(at(s, p)))
        p++;
    return p;
}

static size_t take_number(splitter *s, size_t start)
{
    size_t p = start + (at(s, start) == '+' || at(s, start) == '.'), n;
    p = digits_end(s, p);

    for (;;) {
        char c = at(s, p);
        if ((c == '.' || c == ',' || c == ':' || c == '/') && bw_is_digit(at(s, p + 1))) {
            p = digits_end(s, p + 1);
            continue;
        }
        /* Telephone numbers and dates keep their hyphens, ranges do not. */
        if (c == '-' && bw_is_digit(at(s, p + 1))) {
            size_t q = digits_end(s, p + 1);
            bool more = at(s, q) == '-' && bw_is_digit(at(s, q + 1));
            bool telephone = q - p == 5 && (p - start == 3 || p - start == 5);
            if (more || telephone || memchr(s->text.ptr + start, '-', p - start)) {
                p = q;
                continue;
            }
        }
        break;
    }
    /* Letters behind: 20th, 1970s, 4chan stay; 10am, 5km are cut. */
    size_t q = p;
    while ((n = word_char(s, q)) > 0)
        q += n;
    if (q > p && bw_lower(at(s, p)) != 's') {
        size_t stop = q;
        if (at(s, q) == '.' && word_char(s, q + 1) == 1 && !word_char(s, q + 2)) /* 10p.m. */
            stop = q + 2;
        if (is_kind(s->rules, bw_str_slice(s->text, p, stop), BW_TOKEN_UNIT)) {
            emit(s, start, p);
            return p;
        }
    }
    if (q > p)
        q = word_end(s, q);
    /* Decades and years: 1990's; Flight 107's. */
    else if ((n = apostrophe(s, q)) > 0 && bw_lower(at(s, q + n)) == 's' && !word_char(s, q + n + 1))
        q += n + 1;
    emit_word(s, start, q);
    return q;
}

/* The end of an address that begins at `start`, without the punctuation that follows it; `start`: there is none. */
static size_t address_end(const splitter *s, size_t start)
{
    bw_str rest = bw_str_slice(s->text, start, s->end);
    size_t p = start;
    bool whole = false;

    if (bw_str_starts_fold(rest, BW_LIT("http://")) || bw_str_starts_fold(rest, BW_LIT("https://")) ||
        bw_str_starts_fold(rest, BW_LIT("ftp://")) || bw_str_starts_fold(rest, BW_LIT("www.")) ||
        bw_str_starts_fold(rest, BW_LIT("mailto:"))) {
        whole = true;
        p = s->end;
    } else {
        /* name@host, host.com/path, file.doc */
        bool mail = false;
        size_t dot = 0;
        while (p < s->end) {
            char c = s->text.ptr[p];
            if (c == '@' && !mail && p > start)
                mail = true;
            else if (c == '.')
                dot = p;
            else if (c == '/' && dot && p > dot + 1)
                break;
            else if (!is_word_byte(c) && !((c == '-' || c == '+' || c == '%') && p > start))
                break;
            p++;
        }
        while (p > start && (s->text.ptr[p - 1] == '.' || s->text.ptr[p - 1] == '-')) {
            p--;
            if (p == dot)
                for (dot = p; dot > start && s->text.ptr[dot] != '.'; dot--)
                    ;
        }
        if (p == start || (!mail && (dot <= start || dot >= p)))
            return start;
        dot = p;
        while (dot > start && s->text.ptr[dot - 1] != '.' && s->text.ptr[dot - 1] != '@')
            dot--;
        bw_str ending = bw_str_slice(s->text, dot, p);
        bool lower = ending.len && (bw_is_lower(*ending.ptr) || !bw_is_lower(ending.ptr[ending.len - 1]));
        if (!mail && (!lower || dot < start + 3 || !is_kind(s->rules, ending, BW_TOKEN_ENDING)))
            return start;
        if (at(s, p) == '/' && word_char(s, p + 1)) {
            whole = true;
            p = s->end;
        }
    }
    if (!whole)
        return p;
    /* An address ends before quotes and brackets that were opened outside it, and before closing punctuation. */
    size_t q = start;
    while (q < p && !strchr("\"<>|", s->text.ptr[q]) && (unsigned char)s->text.ptr[q] < 0x80)
        q++;
    while (q > start && strchr(".,;:!?'*", s->text.ptr[q - 1]))
        q--;
    for (int k = 0; k < 2 && q > start; k++) {
        char close = k ? ']' : ')', open = k ? '[' : '(';
        if (s->text.ptr[q - 1] == close && !memchr(s->text.ptr + start, open, q - start))
            q--;
    }
    while (q > start && strchr(".,;:!?", s->text.ptr[q - 1]))
        q--;
    return q - start >= 5 ? q : start;
}

/* A sign or form of the table that stands alone at `p`; its end, or `p`. */
static size_t sign_end(const splitter *s, size_t p)
{
    if (!s->rules->sign[(unsigned char)s->text.ptr[p]])
        return p;
    for (size_t n = 6; n >= 2; n--) {
        if (p + n > s->end || (word_char(s, p + n) && word_char(s, p + n - 1)))
            continue;
        bw_str form = bw_str_slice(s->text, p, p + n);
        uint32_t as_is = bw_map_get(&s->rules->forms, form, 0);
        if (as_is >> BW_TOKEN_EMOTICON & 1 && !word_char(s, p + n))
            return p + n;
        if (is_kind(s->rules, form, BW_TOKEN_WHOLE) && !word_char(s, p + n))
            return p + n;
    }
    return p;
}

static size_t take_mark(splitter *s, size_t start)
{
    const char *p = s->text.ptr;
    char c = p[start];
    size_t end = start + 1, n;

    if ((n = apostrophe(s, start)) > 0) {
        bool opens = start == s->chunk || !word_char(s, start - 1);
        end = start + n;
        /* '' and `` and ’’ are quotation marks. */
        if (apostrophe(s, end) == n && memcmp(p + start, p + end, n) == 0) {
            emit(s, start, end + n);
            return end + n;
        }
        if (opens && word_char(s, end)) {
            size_t q = word_end(s, end);
            bw_str rest = bw_str_slice(s->text, end, q);
            uint32_t value = look_up(s->rules, bw_str_slice(s->text, start, q));
            bool year = bw_is_digit(p[end]) && (q - end == 2 || (q - end == 3 && p[q - 1] == 's'));
            bool alone = bw_str_eq_fold(rest, BW_LIT("s")) || bw_str_eq_fold(rest, BW_LIT("em")) ||
                         bw_str_eq_fold(rest, BW_LIT("re")) || bw_str_eq_fold(rest, BW_LIT("ll")) ||
                         bw_str_eq_fold(rest, BW_LIT("ve")) || bw_str_eq_fold(rest, BW_LIT("m"));
            if (value >> BW_TOKEN_CONTRACTION & 1 || year || alone) {
                emit_word(s, start, q);
                return q;
            }
            s->quote_open = true;
        } else {
            s->quote_open = false;
        }
        emit(s, start, end);
        return end;
    }
    if (c == '.' || c == '-' || c == '*' || c == '=' || c == '~' || c == '+' || c == '<' || c == '>' || c == '#') {
        while (at(s, end) == c)
            end++;
    } else if (c == '!' || c == '?') {
        while (at(s, end) == '!' || at(s, end) == '?')
            end++;
    } else if ((unsigned char)c >= 0x80) {
        end = start;
        bw_utf8_next(s->text, &end);
        if (end > s->end)
            end = s->end;
        /* Marks that change how a sign looks, and joined signs. */
        while (s->end - end >= 3 && (memcmp(p + end, "\xEF\xB8\x8F", 3) == 0 || memcmp(p + end, "\xE2\x80\x8D", 3) == 0))
            end += 3;
    }
    emit(s, start, end);
    return end;
}

static void split_chunk(splitter *s)
{
    size_t p = s->chunk, end, n;
    bool address = memchr(s->text.ptr + p, '.', s->end - p) || memchr(s->text.ptr + p, '@', s->end - p) ||
                   memchr(s->text.ptr + p, ':', s->end - p);
    bool fresh = true; /* nothing but opening marks so far */

    while (p < s->end) {
        char c = s->text.ptr[p];
        bool before = p > s->chunk && word_char(s, p - 1);

        if (!before && (end = sign_end(s, p)) > p) {
            emit(s, p, end);
            p = end;
            continue;
        }
        if (address && fresh && is_word_byte(c) && (end = address_end(s, p)) > p) {
            size_t mark = end;
            n = apostrophe(s, end);
            if (n && bw_lower(at(s, end + n)) == 's' && !word_char(s, end + n + 1))
                end += n + 1;
            emit_words(s, p, &mark, mark < end, end);
            p = end;
            fresh = false;
            continue;
        }
        n = word_char(s, p);
        if (n && c == '_' && at(s, p + 1) == '_') {
            for (end = p; at(s, end) == '_'; end++)
                ;
            emit(s, p, end);
            p = end;
        } else if (bw_is_digit(c) || (!before && (c == '.' || c == '+') && bw_is_digit(at(s, p + 1)) &&
                                      (p == s->chunk || c == '.'))) {
            p = take_number(s, p);
            fresh = false;
        } else if (n) {
            p = take_word(s, p);
            fresh = false;
        } else if ((c == '@' || c == '#') && !before && bw_is_alpha(at(s, p + 1))) {
            end = word_end(s, p + 1);
            emit_word(s, p, end);
            p = end;
        } else {
            fresh = fresh || c == ',' || c == ';' || c == '<' || c == '(' || c == '/' || c == ':';
            p = take_mark(s, p);
        }
    }
}

void bw_token_split(const bw_token_rules *rules, bw_str text, uint32_t start, uint32_t end, bw_token_list *out)
{
    splitter s = {.rules = rules, .text = bw_str_slice(text, 0, end), .out = out};
    size_t p = start, n;

    while (p < end) {
        while (p < end && (n = bw_token_space(s.text, p)) > 0)
            p += n;
        if (p >= end)
            break;
        size_t q = p;
        while (q < end && q - p <= BW_TOKEN_MAX_CHUNK && !bw_token_space(s.text, q))
            q++;
        if (q - p <= BW_TOKEN_MAX_CHUNK) {
            s.chunk = p;
            s.end = q;
            split_chunk(&s);
        } else {
            /* Debris: pieces at the bounds of characters. */
            q = p;
            while (q < end && q - p < PIECE)
                bw_utf8_next(s.text, &q);
            q = q < end ? q : end;
            for (size_t i = p + 1; i < q; i++)
                if (bw_token_space(s.text, i))
                    q = i;
            emit(&s, p, q);
        }
        p = q;
        if (out->n)
            out->items[out->n - 1].space_after = p >= end || bw_token_space(s.text, p);
    }
}
