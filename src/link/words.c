#include "link/words.h"

#include "base/utf8.h"

static bool drops(uint32_t c)
{
    /* Combining marks, and what cannot be seen. */
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x2064) || c == 0xAD ||
           c == 0xFEFF;
}

/* Letters that stand in names like apostrophes. */
static bool apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x2BB || c == 0x2BC || c == 0x2BE || c == 0x2BF;
}

static bool divides(uint32_t c)
{
    return c == ' ' || c == '-' || c == '.' || c == '&' || c == '\t' || c == '\n' || c == 0xA0 || apostrophe(c) ||
           (c >= 0x2010 && c <= 0x2015);
}

static bool letter(uint32_t c)
{
    return !apostrophe(c) && (bw_utf8_is_letter(c) || (c >= '0' && c <= '9'));
}

/* "U.S." at `pos`, behind its first letter: the full stop joins when one letter and a full stop, or the end, follow. */
static bool joins(bw_str s, size_t pos)
{
    if (pos >= s.len || s.ptr[pos] != '.')
        return false;
    size_t next = pos + 1;
    if (next >= s.len)
        return false;
    uint32_t c = bw_utf8_next(s, &next);
    return bw_utf8_is_upper(c) && (next >= s.len || s.ptr[next] == '.' || s.ptr[next] == ' ');
}

/* FNV-1a, its halves folded together at the end. */
#define HASH_START 0xCBF29CE484222325u
static uint64_t hash_byte(uint64_t hash, char byte) { return (hash ^ (unsigned char)byte) * 0x100000001B3u; }

uint64_t bw_words_hash(bw_str folded)
{
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < folded.len; i++)
        hash = hash_byte(hash, folded.ptr[i]);
    return hash ^ hash >> 32;
}

uint32_t bw_words_cut(bw_str s, bw_word *words, uint32_t room, char *out, size_t n_out, bool *ends_broken)
{
    uint32_t n = 0;
    size_t used = 0, pos = 0;
    bool broken = false;
    while (pos < s.len) {
        uint32_t c = bw_utf8_next(s, &pos);
        if (drops(c))
            continue;
        if (!letter(c)) {
            broken |= !divides(c);
            continue;
        }
        if (n == room) {
            broken = true;
            break;
        }
        bw_word w = {.at = (uint16_t)used, .broken = broken};
        broken = false;
        w.capital = bw_utf8_is_upper(c) || (c >= '0' && c <= '9');
        uint32_t letters = 0, small = 0;
        uint64_t hash = HASH_START;
        bool initials = w.capital;
        for (;;) {
            uint32_t second, folded = bw_utf8_fold(c, &second);
            char bytes[8];
            size_t len = bw_utf8_put(folded, bytes);
            if (second)
                len += bw_utf8_put(second, bytes + len);
            for (size_t i = 0; i < len; i++)
                hash = hash_byte(hash, bytes[i]);
            if (w.len + len <= BW_WORD_MAX && used + len <= n_out) {
                memcpy(out + used, bytes, len);
                used += len;
                w.len = (uint16_t)(w.len + len);
            }
            letters++;
            small += bw_utf8_is_lower(c);

            if (initials && (letters == 1 || small == 0) && joins(s, pos)) {
                pos++;
                c = bw_utf8_next(s, &pos);
                continue;
            }
            size_t next = pos;
            uint32_t after = 0;
            while (next < s.len) {
                after = bw_utf8_next(s, &next);
                if (!drops(after))
                    break;
                pos = next;
                after = 0;
            }
            if (!after || !letter(after))
                break;
            initials = false;
            c = after;
            pos = next;
        }
        w.all_capital = letters > 1 && small == 0;
        w.hash = hash ^ hash >> 32;
        words[n++] = w;
    }
    if (ends_broken)
        *ends_broken = broken;
    return n;
}

bw_str bw_words_fold(bw_arena *a, bw_str name)
{
    bw_word words[32];
    char text[32 * BW_WORD_MAX];
    uint32_t n = bw_words_cut(name, words, 32, text, sizeof text, NULL);
    bw_buf out = {.arena = a};
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            bw_buf_char(&out, ' ');
        bw_buf_str(&out, (bw_str){text + words[i].at, words[i].len});
    }
    return bw_buf_view(&out);
}
