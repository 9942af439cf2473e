#include "wire/language.h"

#include "base/utf8.h"
#include "wire/copy/terms.h"

enum { LOOK_AT = 1500, MAX_LANGUAGES = 32, MAX_WORDS = 1024 };

/* Scripts that tell the language, nearly. */
static const struct {
    uint32_t first, last;
    const char *language;
} scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0400, 0x04FF, "ru"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"},
    {0x0600, 0x06FF, "ar"}, {0x0900, 0x097F, "hi"}, {0x0980, 0x09FF, "bn"}, {0x0B80, 0x0BFF, "ta"},
    {0x0E00, 0x0E7F, "th"}, {0x10A0, 0x10FF, "ka"}, {0x1200, 0x137F, "am"}, {0x3040, 0x30FF, "ja"},
    {0x4E00, 0x9FFF, "zh"}, {0xAC00, 0xD7AF, "ko"},
};
enum { N_SCRIPTS = sizeof scripts / sizeof *scripts };

/* Letters that one language of a script has and its neighbours lack. */
static const struct {
    const char *script;
    uint32_t letter;
    const char *language;
} special[] = {
    {"ru", 0x0456, "uk"}, {"ru", 0x0457, "uk"}, {"ru", 0x045E, "be"}, {"ar", 0x067E, "fa"},
    {"ar", 0x0686, "fa"}, {"ar", 0x06AF, "fa"}, {"ar", 0x0679, "ur"}, {"ar", 0x06D2, "ur"},
};

static bw_str by_script(bw_str text, size_t *n_latin)
{
    size_t counts[N_SCRIPTS] = {0}, seen[sizeof special / sizeof *special] = {0}, best = 0;
    for (size_t pos = 0; pos < text.len;) {
        if (!(text.ptr[pos] & 0x80)) {
            *n_latin += bw_is_alpha(text.ptr[pos++]);
            continue;
        }
        uint32_t c = bw_utf8_next(text, &pos);
        *n_latin += c < 0x250 && bw_utf8_is_letter(c);
        for (size_t i = 0; c >= 0x370 && i < N_SCRIPTS; i++)
            counts[i] += c >= scripts[i].first && c <= scripts[i].last;
        for (size_t i = 0; c >= 0x370 && i < sizeof special / sizeof *special; i++)
            seen[i] += c == special[i].letter;
    }
    for (size_t i = 0; i < N_SCRIPTS; i++)
        if (counts[i] > counts[best])
            best = i;
    size_t found = counts[best];
    const char *language = scripts[best].language;
    for (size_t i = 0; i < N_SCRIPTS; i++) /* Japanese is written with Chinese characters, kana between them */
        if (strcmp(scripts[i].language, "ja") == 0 && strcmp(language, "zh") == 0 && counts[i] * 10 > found)
            language = "ja";
    /* A few foreign names make no foreign text; a character of these scripts says more than a Latin one. */
    if (found * 3 <= *n_latin)
        return (bw_str){0};
    size_t votes = 0;
    const char *nearer = language;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (strcmp(special[i].script, language) == 0 && seen[i] > votes && seen[i] * 100 > found) {
            votes = seen[i];
            nearer = special[i].language;
        }
    return bw_str_of(nearer);
}

/* The small words, by their first byte: looked up for each word of each text. Their first bytes as one number tell most
 * of them apart. */
typedef struct {
    const bw_terms_row *rows;
    bw_str forms[MAX_WORDS];
    uint64_t starts[MAX_WORDS];
    uint16_t first[257];
    size_t longest;
} small_words;

static uint64_t eight_bytes(bw_str s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.len && i < 8; i++)
        v = v << 8 | (unsigned char)s.ptr[i];
    return v;
}

static void list_words(small_words *w)
{
    size_t n, at = 0;
    w->rows = bw_terms_kind("function", &n);
    n = n < MAX_WORDS ? n : MAX_WORDS;
    w->longest = 0;
    for (size_t i = 0; i < n; i++) {
        w->forms[i] = bw_str_of(w->rows[i].form);
        w->starts[i] = eight_bytes(w->forms[i]);
        w->longest = w->forms[i].len > w->longest ? w->forms[i].len : w->longest;
    }
    for (size_t c = 0; c <= 256; c++) {
        while (at < n && (unsigned char)w->rows[at].form[0] < c)
            at++;
        w->first[c] = (uint16_t)at;
    }
}

/* The languages that have the word. */
static const char *languages_of(const small_words *w, bw_str word)
{
    char room[BW_TERMS_MAX];
    size_t n_plain = 0;
    while (n_plain < word.len && n_plain <= w->longest && !(word.ptr[n_plain] & 0x80))
        n_plain++;
    if (n_plain > w->longest || word.len > w->longest * 4) /* a letter with its accents has no more than four bytes */
        return NULL;
    bw_str form = bw_terms_fold(word, room);
    if (form.len == 0 || form.len > w->longest)
        return NULL;
    uint64_t start = eight_bytes(form);
    for (size_t i = w->first[(unsigned char)form.ptr[0]]; i < w->first[(unsigned char)form.ptr[0] + 1]; i++)
        if (w->starts[i] == start && bw_str_eq(w->forms[i], form))
            return w->rows[i].value;
    return NULL;
}

bw_str bw_language_guess(bw_str text)
{
    size_t n_latin = 0, n = 0, end = 0;
    text = bw_str_slice(text, 0, LOOK_AT);
    bw_str found = by_script(text, &n_latin);
    if (found.ptr)
        return found;

    struct {
        bw_str name;
        size_t votes;
    } languages[MAX_LANGUAGES];
    size_t n_words = 0;
    small_words words;
    list_words(&words);
    for (size_t at = 0; at < text.len; at = end + 1) {
        end = at;
        while (end < text.len && (bw_is_alpha(text.ptr[end]) || text.ptr[end] & (char)0x80))
            end++;
        const char *value = end > at ? languages_of(&words, bw_str_slice(text, at, end)) : NULL;
        n_words += end > at;
        bw_str rest = bw_str_of(value), name;
        while (value && bw_str_cut(&rest, ' ', &name)) {
            size_t i = 0;
            while (i < n && !bw_str_eq(languages[i].name, name))
                i++;
            if (i == n && n < MAX_LANGUAGES) {
                languages[n].name = name;
                languages[n++].votes = 0;
            }
            if (i < n)
                languages[i].votes++;
        }
    }
    size_t best = 0, second = 0;
    for (size_t i = 1; i < n; i++)
        if (languages[i].votes > languages[best].votes)
            best = i;
    for (size_t i = 0; i < n; i++)
        if (i != best && languages[i].votes > second)
            second = languages[i].votes;
    /* Prose has a small word in every third or fourth; a tie is no answer. */
    if (n == 0 || languages[best].votes * 10 < n_words || languages[best].votes == second)
        return (bw_str){0};
    return languages[best].name;
}
