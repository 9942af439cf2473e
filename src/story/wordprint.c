#include "story/wordprint.h"

#include "base/utf8.h"

typedef struct {
    bw_str text;
    size_t pos;
    bool sentence; /* the next word begins a sentence */
} reader;

/* Han, kana, Thai, Lao, Burmese, Khmer: no blanks between words. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xE00 && c <= 0xEFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF);
}

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c == '"' || c == 0x201C || c == 0x201D || c == 0x2026;
}

static bool is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC; }

/* What stands within a word and is no part of it: soft hyphen, joiners. */
static bool is_nothing(uint32_t c) { return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF; }

static uint32_t peek(const reader *r, size_t pos, size_t *after)
{
    *after = pos;
    return pos < r->text.len ? bw_utf8_next(r->text, after) : 0;
}

static bool is_word_character(uint32_t c) { return (c < 0x80 && bw_is_digit((char)c)) || bw_utf8_is_letter(c); }

/* Whether the word goes on behind `c` at `pos`, which is no letter; *to: where. */
static bool goes_on(const reader *r, uint32_t c, size_t after, bool number, uint32_t before, size_t *to)
{
    size_t next_after;
    uint32_t next = peek(r, after, &next_after);
    *to = after;
    if (is_nothing(c))
        return true;
    if (is_apostrophe(c))
        return before >= 0x80 || !bw_is_digit((char)before) ? bw_utf8_is_letter(next) : false;
    if (c == ',' || c == '.')
        return number && next < 0x80 && bw_is_digit((char)next);
    if (c != '-' || next != '\n' || number)
        return false;
    *to = next_after; /* parted at the end of a line */
    return bw_utf8_is_lower(peek(r, next_after, &next_after));
}

static uint32_t letter_bit(uint32_t c) { return c >= 'a' && c <= 'z' ? c - 'a' : (c * 2654435761u >> 16) % 26; }

static bool next_word(reader *r, bw_word *out)
{
    uint32_t c = 0, second;
    size_t after = r->pos;
    while (r->pos < r->text.len) {
        c = peek(r, r->pos, &after);
        if (is_word_character(c))
            break;
        r->sentence |= ends_sentence(c);
        r->pos = after;
    }
    if (r->pos >= r->text.len)
        return false;

    uint64_t h = 0xCBF29CE484222325u;
    uint32_t letters = 0, length = 0, n_digits = 0, first = c;
    bool number = c < 0x80 && bw_is_digit((char)c), alone = stands_alone(c);
    for (;;) {
        bool digit = c < 0x80 && bw_is_digit((char)c);
        uint32_t low = bw_utf8_fold(c, &second);
        h = (h ^ low) * 0x100000001B3u;
        if (second)
            h = (h ^ second) * 0x100000001B3u;
        letters |= 1u << letter_bit(low);
        n_digits += digit;
        number &= digit;
        length++;
        r->pos = after;
        if (alone)
            break;
        uint32_t next = peek(r, r->pos, &after);
        size_t to;
        if (r->pos < r->text.len && !is_word_character(next) && goes_on(r, next, after, number, c, &to)) {
            if (next == '.') /* 1.5 is not 15 */
                h = (h ^ '.') * 0x100000001B3u;
            r->pos = to;
            next = peek(r, r->pos, &after);
        }
        if (r->pos >= r->text.len || !is_word_character(next) || stands_alone(next))
            break;
        c = next;
    }
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    uint32_t hash = (uint32_t)(h >> 32);
    *out = (bw_word){hash ? hash : 1, letters | (length > 15 ? 15 : length) << 26};
    if (n_digits * 2 > length || number)
        out->look |= BW_LOOK_NUMBER;
    else if (bw_utf8_is_upper(first) && !r->sentence)
        out->look |= BW_LOOK_NAME;
    r->sentence = false;
    return true;
}

bw_wordprint bw_wordprint_of(bw_arena *a, bw_str text)
{
    reader r = {.text = text, .sentence = true};
    size_t room = text.len / 2 + 1;
    if (room > BW_WORDPRINT_MAX)
        room = BW_WORDPRINT_MAX;
    bw_word *words = BW_NEW(a, bw_word, room);
    uint32_t n = 0;
    while (n < room && next_word(&r, &words[n]))
        n++;
    return (bw_wordprint){words, n};
}

bool bw_word_alike(bw_word a, bw_word b)
{
    if (a.hash == b.hash)
        return true;
    uint32_t la = bw_word_length(a), lb = bw_word_length(b), shorter = la < lb ? la : lb, longer = la < lb ? lb : la;
    if ((a.look | b.look) & BW_LOOK_NUMBER || longer - shorter > 1 || longer < 3)
        return false;
    int apart = __builtin_popcount((a.look ^ b.look) & ((1u << 26) - 1));
    return apart <= (longer >= 7 ? 3 : 2) && (longer > 3 || apart < 2 || shorter == longer);
}

uint32_t bw_word_weight(bw_word w)
{
    if (w.look & BW_LOOK_NUMBER)
        return 150;
    uint32_t length = bw_word_length(w);
    uint32_t weight = length <= 3 ? 50 : length >= 7 ? 120 : 100;
    return w.look & BW_LOOK_NAME && length > 1 ? weight + 30 : weight;
}
