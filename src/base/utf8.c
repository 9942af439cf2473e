#include "base/utf8.h"

uint32_t bw_utf8_next(bw_str s, size_t *pos)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *pos;
    size_t left = s.len - *pos;
    uint32_t c = p[0];
    size_t n;

    *pos += 1;
    if (c < 0x80)
        return c;
    if (c >= 0xC2 && c <= 0xDF) {
        n = 1;
        c &= 0x1F;
    } else if (c >= 0xE0 && c <= 0xEF) {
        n = 2;
        c &= 0x0F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        n = 3;
        c &= 0x07;
    } else {
        return BW_REPLACEMENT;
    }
    if (left <= n)
        return BW_REPLACEMENT;
    for (size_t i = 1; i <= n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return BW_REPLACEMENT;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    /* Overlong forms, surrogates, beyond Unicode. */
    if ((n == 2 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) || (n == 3 && (c < 0x10000 || c > 0x10FFFF)))
        return BW_REPLACEMENT;
    *pos += n;
    return c;
}

size_t bw_utf8_put(uint32_t c, char *out)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = BW_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[n] | c);
    return n;
}

/* True when the character at *pos is valid; *pos moves past it, or by one byte. */
static bool valid_at(bw_str s, size_t *pos)
{
    size_t start = *pos;
    if ((unsigned char)s.ptr[start] < 0x80) {
        *pos += 1;
        return true;
    }
    return bw_utf8_next(s, pos) != BW_REPLACEMENT || *pos - start > 1;
}

size_t bw_utf8_count_bad(bw_str s)
{
    size_t bad = 0;
    for (size_t pos = 0; pos < s.len;)
        bad += !valid_at(s, &pos);
    return bad;
}

bw_str bw_utf8_repair(bw_arena *a, bw_str s, size_t *n_bad)
{
    *n_bad = bw_utf8_count_bad(s);
    for (size_t i = bw_str_find_char(s, '\0', 0); i < s.len; i = bw_str_find_char(s, '\0', i + 1))
        (*n_bad)++;
    if (*n_bad == 0)
        return s;

    bw_buf out = {.arena = a};
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos;
        if (!valid_at(s, &pos))
            bw_buf_text(&out, "\xEF\xBF\xBD");
        else if (s.ptr[start] == '\0')
            bw_buf_char(&out, ' ');
        else
            bw_buf_str(&out, bw_str_slice(s, start, pos));
    }
    return bw_buf_view(&out);
}

bw_str bw_utf8_skip_mark(bw_str s)
{
    return bw_str_starts(s, BW_LIT("\xEF\xBB\xBF")) ? bw_str_slice(s, 3, s.len) : s;
}

size_t bw_utf8_length(bw_str s)
{
    size_t n = 0;
    for (size_t pos = 0; pos < s.len; n++)
        bw_utf8_next(s, &pos);
    return n;
}

/* The base letter of each character from U+00C0 and from U+1E00 on; a blank where there is none. */
static const char base_c0[] = "aaaaaa ceeeeiiiidnooooo ouuuuy  aaaaaa ceeeeiiiidnooooo ouuuuy y"
                              "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkkklllllll"
                              "lllnnnnnnnnnoooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
                              "b        dd    e  f    i       ooo             uu    zz         "
                              "             aaiioouuuuuuuuuu aaaa    ggkkoooo  j   gg  nnaa    "
                              "aaaaeeeeiiiioooorrrruuuusstt  hh      aaeeooooooooyy            "
                              "                ";
static const char base_1e00[] = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
                                "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
                                "wwwwwwwwwwxxxxyyzzzzzzhtwy s    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
                                "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      ";

uint32_t bw_utf8_fold(uint32_t c, uint32_t *second)
{
    *second = 0;
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    switch (c) {
    case 0xC6: case 0xE6: *second = 'e'; return 'a';
    case 0x152: case 0x153: *second = 'e'; return 'o';
    case 0xDE: case 0xFE: *second = 'h'; return 't';
    case 0xDF: case 0x1E9E: *second = 's'; return 's';
    case 0x132: case 0x133: *second = 'j'; return 'i';
    default: break;
    }
    char base = ' ';
    if (c >= 0xC0 && c < 0xC0 + sizeof base_c0 - 1)
        base = base_c0[c - 0xC0];
    else if (c >= 0x1E00 && c < 0x1E00 + sizeof base_1e00 - 1)
        base = base_1e00[c - 0x1E00];
    if (base != ' ')
        return (unsigned char)base;
    if (c >= 0x391 && c <= 0x3A9)
        return c + 0x20;
    if (c >= 0x410 && c <= 0x42F)
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40F)
        return c + 0x50;
    return c;
}

bool bw_utf8_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    if (c >= 0xC0 && c <= 0xDE)
        return c != 0xD7;
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x1E00 && c <= 0x1EFF))
        return (c & 1) == 0;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return (c & 1) == 1;
    return (c >= 0x391 && c <= 0x3A9) || (c >= 0x400 && c <= 0x42F);
}

bool bw_utf8_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xBA;
    /* Beyond Latin-1: all but the punctuation, symbol and private blocks. */
    return c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x3004) &&
           !(c >= 0x3008 && c <= 0x3020) && !(c >= 0xE000 && c <= 0xF8FF) && !(c >= 0xFE00 && c <= 0xFE6F) &&
           !(c >= 0xFF00 && c <= 0xFF20) && c != 0xFEFF && c < 0xE0000 && c != BW_REPLACEMENT &&
           !(c >= 0x1F000 && c <= 0x1FAFF);
}

bool bw_utf8_is_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    if (c >= 0xDF && c <= 0xFF)
        return c != 0xF7;
    return c < 0x1F00 && bw_utf8_is_letter(c) && !bw_utf8_is_upper(c) &&
           (c < 0x250 || (c >= 0x3B1 && c <= 0x3C9) || (c >= 0x430 && c <= 0x45F) || c >= 0x1E00);
}
