#include "wire/language.h"

#include "base/utf8.h"
#include "wire/copy/terms.h"

enum { LOOK_AT = 1500, LONGEST_WORD = 23, MAX_LANGUAGES = 96, MAX_SCRIPTS = 40 };

typedef struct {
    bw_str name;
    size_t votes;
} candidate;

typedef struct {
    candidate items[MAX_LANGUAGES];
    unsigned char by_letters[32 * 32]; /* of names of two letters: place and 1; few have three */
    size_t n;
} candidates;

static size_t *votes_of(candidates *c, bw_str name)
{
    unsigned char unused = 0, *place = name.len == 2 ? &c->by_letters[(name.ptr[0] & 31) * 32 + (name.ptr[1] & 31)] : &unused;
    if (*place)
        return &c->items[*place - 1].votes;
    for (size_t i = 0; name.len != 2 && i < c->n; i++)
        if (bw_str_eq(c->items[i].name, name))
            return &c->items[i].votes;
    if (c->n == MAX_LANGUAGES)
        return NULL;
    *place = (unsigned char)(c->n + 1);
    c->items[c->n] = (candidate){.name = name};
    return &c->items[c->n++].votes;
}

/* One vote more for each language of a row: "cs sk". */
static void vote(candidates *c, const char *languages, size_t weight)
{
    for (const char *at = languages, *end; *at; at = end + (*end == ' ')) {
        for (end = at; *end && *end != ' ';)
            end++;
        size_t *votes = votes_of(c, (bw_str){at, (size_t)(end - at)});
        if (votes)
            *votes += weight;
    }
}

static uint32_t hex(bw_str s)
{
    uint32_t c = 0;
    for (size_t i = 0; i < s.len; i++)
        c = c << 4 | (uint32_t)(bw_is_digit(s.ptr[i]) ? s.ptr[i] - '0' : s.ptr[i] - 'a' + 10);
    return c;
}

/* Punctuation of typesetters and of East Asia: what parts words beside ASCII. */
static bool parts_words(uint32_t c)
{
    return (c < 0x80 && !bw_is_alpha((char)c)) || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3003) || c == 0xA0 ||
           c == 0xAB || c == 0xBB || c == 0x60C || c == 0x6D4 || c == 0x964;
}

/* Words found, by what they vote for: few rows of the table differ in that. */
typedef struct {
    struct {
        const char *languages;
        size_t n;
    } items[64];
    size_t n;
} tally;

/* In the order in which they came, which decides between languages of as many votes. */
static void vote_tally(candidates *c, tally *t)
{
    for (size_t i = 0; i < t->n; i++)
        vote(c, t->items[i].languages, t->items[i].n);
    t->n = 0;
}

static void count_word(candidates *c, tally *t, const char *languages)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->items[i].languages == languages) {
            t->items[i].n++;
            return;
        }
    if (t->n == sizeof t->items / sizeof *t->items)
        vote_tally(c, t);
    t->items[t->n].languages = languages;
    t->items[t->n++].n = 1;
}

/* The word of ASCII letters that begins at *pos and ends before another character of ASCII; moves past it. Most are such, and this is
 * done for every word that is read. False: it is not. */
static bool take_ascii_word(bw_str text, size_t *pos, bw_terms_words function, const char **languages)
{
    char folded[LONGEST_WORD];
    uint32_t hash = function.hash;
    size_t at = *pos, n = 0;
    for (unsigned char c; at < text.len && (c = (unsigned char)(text.ptr[at] | 0x20)) >= 'a' && c <= 'z'; at++, n++) {
        folded[n < LONGEST_WORD ? n : 0] = (char)c;
        hash = bw_terms_hash(hash, (char)c);
    }
    if (n == 0 || at == text.len || text.ptr[at] & 0x80)
        return false;
    *pos = at;
    *languages = n <= LONGEST_WORD ? bw_terms_find_folded(function, (bw_str){folded, n}, hash) : NULL;
    return true;
}

/* Function words of the text, voting for the languages that have them. Returns the number of words. */
static size_t vote_words(bw_str text, candidates *c)
{
    size_t n_words = 0, first = 0;
    const bw_terms_words function = bw_terms_words_of("function");
    tally t;
    t.n = 0;
    for (size_t pos = 0; pos < text.len;) {
        const char *languages = NULL;
        if (first == pos && take_ascii_word(text, &pos, function, &languages)) {
            first = ++pos; /* behind what ended it */
            n_words++;
            if (languages)
                count_word(c, &t, languages);
            continue;
        }
        while (pos + 1 < text.len && bw_is_alpha(text.ptr[pos]))
            pos++;
        size_t at = pos;
        bool parts = parts_words(bw_utf8_next(text, &pos));
        if (!parts && pos < text.len)
            continue;
        bw_str word = bw_str_slice(text, first, parts ? at : pos);
        first = pos;
        if (word.len == 0)
            continue;
        n_words++;
        languages = word.len <= LONGEST_WORD ? bw_terms_find_in(function, word) : NULL;
        if (languages)
            count_word(c, &t, languages);
    }
    vote_tally(c, &t);
    return n_words;
}

typedef struct {
    const bw_terms_row *rows;
    size_t n;
    uint32_t first[MAX_SCRIPTS], last[MAX_SCRIPTS];
    size_t counts[MAX_SCRIPTS], n_latin;
} scripts;

static void count_scripts(bw_str text, scripts *s)
{
    s->rows = bw_terms_kind("script", &s->n);
    s->n = s->n < MAX_SCRIPTS ? s->n : MAX_SCRIPTS;
    for (size_t i = 0; i < s->n; i++) {
        bw_str form = bw_str_of(s->rows[i].form); /* "0400-052f" */
        s->first[i] = hex(bw_str_slice(form, 0, 4));
        s->last[i] = hex(bw_str_slice(form, 5, 9));
    }
    for (size_t pos = 0; pos < text.len;) {
        if (!(text.ptr[pos] & 0x80)) {
            s->n_latin += bw_is_alpha(text.ptr[pos++]);
            continue;
        }
        uint32_t c = bw_utf8_next(text, &pos);
        s->n_latin += c < 0x250 && bw_utf8_is_letter(c);
        for (size_t i = 0; c >= 0x370 && i < s->n; i++)
            s->counts[i] += c >= s->first[i] && c <= s->last[i];
    }
}

/* Among the languages of a script, by letters that some of them lack and by their words; most often `usual`. */
static bw_str by_letters(bw_str text, const char *usual, size_t n_script)
{
    candidates c = {.n = 0};
    size_t n_letters;
    const bw_terms_row *letters = bw_terms_kind("letter", &n_letters);
    vote(&c, usual, 1);
    vote_words(text, &c);
    for (size_t pos = 0; pos < text.len;) {
        uint32_t letter = bw_utf8_next(text, &pos);
        for (size_t i = 0; letter >= 0x370 && i < n_letters; i++)
            if (hex(bw_str_of(letters[i].form)) == letter)
                vote(&c, letters[i].value, 1);
    }
    size_t best = 0;
    for (size_t i = 1; i < c.n; i++)
        if (c.items[i].votes > c.items[best].votes && c.items[i].votes * 100 > n_script)
            best = i;
    return c.items[best].name;
}

/* Letters of Latin, and what typesetters set between them. */
static bool is_latin(bw_str text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++)
        all |= (unsigned char)text.ptr[i];
    for (size_t pos = 0; all >= 0x80 && pos < text.len;) {
        while (pos < text.len && (unsigned char)text.ptr[pos] < 0xCD) /* up to U+0340 */
            pos++;
        uint32_t c = pos < text.len ? bw_utf8_next(text, &pos) : 0;
        if (c >= 0x370 && !(c >= 0x2000 && c <= 0x2BFF))
            return false;
    }
    return true;
}

static bw_str by_script(bw_str text)
{
    scripts s = {.n = 0};
    size_t best = 0, n_kana = 0;
    if (is_latin(text))
        return (bw_str){0};
    count_scripts(text, &s);
    for (size_t i = 0; i < s.n; i++) {
        best = s.counts[i] > s.counts[best] ? i : best;
        n_kana = strcmp(s.rows[i].value, "ja") == 0 ? s.counts[i] : n_kana;
    }
    size_t n = s.counts[best];
    /* A few foreign names make no foreign text; a character of these scripts says more than a Latin one. */
    if (n * 3 <= s.n_latin)
        return (bw_str){0};
    /* Japanese is written with Chinese characters, kana between them. */
    if (strcmp(s.rows[best].value, "zh") == 0)
        return n_kana * 10 > n ? BW_LIT("ja") : BW_LIT("zh");
    return by_letters(text, s.rows[best].value, n);
}

bw_str bw_language_guess(bw_str text)
{
    text = bw_str_slice(text, 0, LOOK_AT);
    bw_str found = by_script(text);
    if (found.ptr)
        return found;

    candidates c = {.n = 0};
    size_t n_words = vote_words(text, &c), best = 0, second = 0;
    for (size_t i = 1; i < c.n; i++)
        if (c.items[i].votes > c.items[best].votes)
            best = i;
    for (size_t i = 0; i < c.n; i++)
        if (i != best && c.items[i].votes > second)
            second = c.items[i].votes;
    /* Prose has a small word in every third or fourth, where words bear no endings; sisters may tie ("id", "ms"), English with none. */
    candidate first = c.n ? c.items[best] : (candidate){0};
    bool english = bw_language_is_english(first.name);
    if (c.n == 0 || first.votes * (english ? 10 : 16) < n_words || (english && first.votes == second))
        return (bw_str){0};
    /* To be wrong about English costs its events: a headline with a foreign name is no foreign text. */
    size_t *in_english = votes_of(&c, BW_LIT("en"));
    if (!english && (first.votes < 3 || (in_english && first.votes * 2 < 3 * *in_english)))
        return (bw_str){0};
    return first.name;
}

bw_str bw_language_settle(bw_str declared, bw_str text)
{
    bw_str guess = bw_language_guess(text);
    bw_str base = bw_str_slice(declared, 0, guess.len);
    bool same = bw_str_eq_fold(base, guess) && (declared.len == guess.len || declared.ptr[guess.len] == '-' || declared.ptr[guess.len] == '_');
    return guess.ptr && !same ? guess : declared;
}

bool bw_language_is_english(bw_str language)
{
    return bw_str_starts_fold(language, BW_LIT("en")) && (language.len == 2 || !bw_is_alpha(language.ptr[2]) || bw_str_starts_fold(language, BW_LIT("eng")));
}
