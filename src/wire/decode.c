#include "wire/decode.h"

#include "base/utf8.h"

/* windows-1252 from 0x80 to 0x9F; 0: not in use. The rest is Latin-1. */
static const uint16_t cp1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* Code page 850, and of letters 437 too: the teleprinters and PCs of older wires. */
static const uint16_t cp850[128] = {
    0xC7,   0xFC,   0xE9,   0xE2,   0xE4,   0xE0,   0xE5,   0xE7,   0xEA,   0xEB,   0xE8,  0xEF, 0xEE,   0xEC,   0xC4,
    0xC5,   0xC9,   0xE6,   0xC6,   0xF4,   0xF6,   0xF2,   0xFB,   0xF9,   0xFF,   0xD6,  0xDC, 0xF8,   0xA3,   0xD8,
    0xD7,   0x192,  0xE1,   0xED,   0xF3,   0xFA,   0xF1,   0xD1,   0xAA,   0xBA,   0xBF,  0xAE, 0xAC,   0xBD,   0xBC,
    0xA1,   0xAB,   0xBB,   0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0xC1,   0xC2,   0xC0,  0xA9, 0x2563, 0x2551, 0x2557,
    0x255D, 0xA2,   0xA5,   0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0xE3,  0xC3, 0x255A, 0x2554, 0x2569,
    0x2566, 0x2560, 0x2550, 0x256C, 0xA4,   0xF0,   0xD0,   0xCA,   0xCB,   0xC8,   0x131, 0xCD, 0xCE,   0xCF,   0x2518,
    0x250C, 0x2588, 0x2584, 0xA6,   0xCC,   0x2580, 0xD3,   0xDF,   0xD4,   0xD2,   0xF5,  0xD5, 0xB5,   0xFE,   0xDE,
    0xDA,   0xDB,   0xD9,   0xFD,   0xDD,   0xAF,   0xB4,   0xAD,   0xB1,   0x2017, 0xBE,  0xB6, 0xA7,   0xF7,   0xB8,
    0xB0,   0xA8,   0xB7,   0xB9,   0xB3,   0xB2,   0x25A0, 0xA0,
};
uint32_t bw_decode_1252(unsigned char byte) { return byte >= 0x80 && byte < 0xA0 ? cp1252[byte - 0x80] : byte; }

static bool is_bad(bw_str s, size_t start, size_t end)
{
    return end - start == 1 && (unsigned char)s.ptr[start] >= 0x80;
}

/* A byte that prose in windows-1252 has in that place: a letter beside letters, or common punctuation. */
static bool looks_1252(bw_str s, size_t at)
{
    unsigned char c = (unsigned char)s.ptr[at];
    bool beside = (at > 0 && bw_is_alpha(s.ptr[at - 1])) || (at + 1 < s.len && bw_is_alpha(s.ptr[at + 1]));
    bool word = (at == 0 || bw_is_space(s.ptr[at - 1])) && (at + 1 == s.len || bw_is_space(s.ptr[at + 1]));
    if (word && memchr("\xC0\xC8\xE0\xE5\xE8\xE9\xF2\xF3\xF6", c, 9)) /* "à Oslo", "è", "å", "ö" */
        return true;
    if (c >= 0xC0)
        return c != 0xFF && c != 0xD7 && c != 0xF7 && beside;
    if (c == 0xB4) /* an accent for an apostrophe */
        return beside;
    if (c < 0xA0)
        return cp1252[c - 0x80] != 0;
    return c == 0xA0 || c == 0xA3 || c == 0xA7 || c == 0xAB || c == 0xB0 || c == 0xB7 || c == 0xBB || c == 0xBA ||
           c == 0xA1 || c == 0xBF || c == 0xA9 || c == 0xAE;
}

/* Whether eight bytes are ASCII and not NUL. */
static bool eight_ascii(const char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return !(((v - 0x0101010101010101u) | v) & 0x8080808080808080u);
}

/* Within a word, a byte that is a letter of code page 850 and in windows-1252 none. */
static bool looks_850(bw_str s, size_t at)
{
    static const char letters[] =
        "\x81\x82\x84\x85\x86\x87\x88\x89\x8B\x8D\x8F\x90\x93\x94\x95\x98\x99\xA0\xA1\xA2\xA4\xA5";
    bool before = at > 0 && bw_is_alpha(s.ptr[at - 1]), after = at + 1 < s.len && bw_is_alpha(s.ptr[at + 1]);
    return before && after && memchr(letters, s.ptr[at], sizeof letters - 1);
}

bw_str bw_decode_text(bw_arena *a, bw_str s, uint32_t *n_repaired)
{
    size_t n_bad = 0, n_good = 0, n_like = 0, n_nul = 0, n_850 = 0, n_latin = 0;
    for (size_t pos = 0; pos < s.len;) {
        while (pos + 8 <= s.len && eight_ascii(s.ptr + pos))
            pos += 8;
        if (pos == s.len)
            break;
        size_t start = pos;
        if (!(s.ptr[pos] & 0x80)) {
            n_nul += s.ptr[pos++] == '\0';
            continue;
        }
        bw_utf8_next(s, &pos);
        if (is_bad(s, start, pos)) {
            n_bad++;
            n_like += looks_1252(s, start);
            n_850 += looks_850(s, start);
            n_latin += (unsigned char)s.ptr[start] >= 0xC0 && looks_1252(s, start);
        } else {
            n_good++;
        }
    }
    if (n_bad + n_nul == 0)
        return s;
    *n_repaired += (uint32_t)(n_bad + n_nul);
    bool old = n_850 > n_latin;
    if (n_bad == 0 || n_good * 4 > n_bad || (!old && n_like * 10 < n_bad * 9)) {
        size_t n;
        return bw_utf8_repair(a, s, &n);
    }

    bw_buf out = {.arena = a};
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos;
        bw_utf8_next(s, &pos);
        if (is_bad(s, start, pos)) {
            unsigned char c = (unsigned char)s.ptr[start];
            char utf8[4];
            uint32_t u = old ? cp850[c - 0x80] : bw_decode_1252(c);
            bw_buf_str(&out, (bw_str){utf8, bw_utf8_put(u ? u : BW_REPLACEMENT, utf8)});
        } else if (s.ptr[start] == '\0') {
            bw_buf_char(&out, ' ');
        } else {
            bw_buf_str(&out, bw_str_slice(s, start, pos));
        }
    }
    return bw_buf_view(&out);
}

bw_encoding bw_decode_guess(bw_str head, size_t *mark)
{
    *mark = 0;
    if (bw_str_starts(head, BW_LIT("\xEF\xBB\xBF"))) {
        *mark = 3;
        return BW_ENCODING_BYTES;
    }
    if (bw_str_starts(head, BW_LIT("\xFF\xFE")) || bw_str_starts(head, BW_LIT("\xFE\xFF"))) {
        *mark = 2;
        return head.ptr[0] == '\xFF' ? BW_ENCODING_UTF16LE : BW_ENCODING_UTF16BE;
    }
    size_t nul[2] = {0, 0}, half = head.len / 2;
    for (size_t i = bw_str_find_char(head, '\0', 0); i < half * 2; i++)
        nul[i % 2] += head.ptr[i] == '\0';
    if (half >= 4 && nul[1] * 10 > half * 3 && nul[0] * 10 <= nul[1])
        return BW_ENCODING_UTF16LE;
    if (half >= 4 && nul[0] * 10 > half * 3 && nul[1] * 10 <= nul[0])
        return BW_ENCODING_UTF16BE;
    return BW_ENCODING_BYTES;
}

size_t bw_decode_utf16(bw_str units, bool big, uint16_t *high, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i + 1 < units.len; i += 2) {
        unsigned char first = (unsigned char)units.ptr[i], second = (unsigned char)units.ptr[i + 1];
        uint32_t u = big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
        if (*high && u >= 0xDC00 && u <= 0xDFFF) {
            len += bw_utf8_put(0x10000 + ((*high & 0x3FFu) << 10) + (u & 0x3FF), out + len);
            *high = 0;
            continue;
        }
        if (*high)
            len += bw_utf8_put(BW_REPLACEMENT, out + len);
        *high = 0;
        if (u >= 0xD800 && u <= 0xDBFF)
            *high = (uint16_t)u;
        else
            len += bw_utf8_put(u, out + len);
    }
    return len;
}
