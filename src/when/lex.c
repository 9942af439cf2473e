#include "when/lex.h"

size_t bw_when_plain(bw_str form, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < form.len; i++) {
        unsigned char c = (unsigned char)form.ptr[i];
        if (c == '.' || c == '\'' || c == '-')
            continue;
        /* U+2018, U+2019 */
        if (c == 0xE2 && i + 2 < form.len && (unsigned char)form.ptr[i + 1] == 0x80 &&
            ((unsigned char)form.ptr[i + 2] == 0x98 || (unsigned char)form.ptr[i + 2] == 0x99)) {
            i += 2;
            continue;
        }
        if (n == room || !(bw_is_alpha((char)c) || bw_is_digit((char)c) || c == '/'))
            return room + 1;
        out[n++] = bw_lower((char)c);
    }
    return n;
}

/* Digits from *pos on, at most 6; their count. */
static int digits(bw_str s, size_t *pos, int *value)
{
    int n = 0;
    *value = 0;
    while (*pos < s.len && bw_is_digit(s.ptr[*pos]) && n < 6) {
        *value = *value * 10 + (s.ptr[(*pos)++] - '0');
        n++;
    }
    return n;
}

static bw_when_lexeme make(bw_when_kind kind, int value) { return (bw_when_lexeme){(uint8_t)kind, BW_WHEN_FIGURES, 0, value}; }

static bw_when_lexeme date(int y, int m, int d)
{
    if (y < 1 || m < 1 || m > 12 || d < 0 || d > 31 || (d && bw_day_checked(y, m, d) == BW_NO_DAY))
        return (bw_when_lexeme){0};
    return make(BW_WHEN_date, y * 10000 + m * 100 + d);
}

/* "2021-04-01", "2021/4", "4/13/2021", "13.4.2021": `a` of `n` digits was read, a separator follows. */
static bw_when_lexeme separated(bw_str s, size_t pos, int a, int n)
{
    char sep = s.ptr[pos++];
    int b, c = 0, nb = digits(s, &pos, &b), nc = 0;
    if (nb == 4 && sep == '/' && pos == s.len) /* 4/2021 */
        return date(b, a, 0);
    if (nb < 1 || nb > 2)
        return (bw_when_lexeme){0};
    if (nc == 0 && n <= 2 && sep == '/' && pos == s.len && a >= 1 && a <= 31 && b >= 1 && b <= 31 && (a <= 12 || b <= 12))
        return make(BW_WHEN_date, a <= 12 ? a * 100 + b : b * 100 + a); /* 4/13: a fraction, or a day without a year */
    if (pos < s.len && s.ptr[pos] == sep) {
        pos++;
        nc = digits(s, &pos, &c);
        if (nc == 0)
            return (bw_when_lexeme){0};
    }
    if (n == 4 && (pos == s.len || s.ptr[pos] == 'T'))
        return nc == 0 && sep == '.' ? (bw_when_lexeme){0} : date(a, b, nc ? c : 0);
    if (pos != s.len || n > 2 || (nc != 4 && nc != 2))
        return (bw_when_lexeme){0};
    if (nc == 2) {
        if (sep == '.')
            return (bw_when_lexeme){0};
        c += c < 50 ? 2000 : 1900;
    }
    /* American order unless that is no date, or dots say that it is European. */
    return (sep != '.' && a <= 12) || b > 12 ? date(c, a, b) : date(c, b, a);
}

static bool clock_time(int h, int m, int add, bw_when_lexeme *out)
{
    if (h > 24 || m > 59 || (add >= 0 && (h > 12 || h == 0)))
        return false;
    if (add >= 0)
        h = h % 12 + add;
    *out = make(BW_WHEN_clock, h % 24 * 60 + m);
    return true;
}

static bw_when_lexeme figures(bw_str s)
{
    size_t pos = 0;
    int v, n = digits(s, &pos, &v);
    bw_when_lexeme out = {0};
    bw_str tail = bw_str_slice(s, pos, s.len);

    if (tail.len == 0 || bw_str_is(tail, ".")) {
        out = make(BW_WHEN_number, v);
        out.digits = (uint8_t)n;
        return out;
    }
    if (tail.len == 2 && n <= 2) {
        char a = bw_lower(tail.ptr[0]), b = bw_lower(tail.ptr[1]);
        if ((a == 's' && b == 't') || (a == 'n' && b == 'd') || (a == 'r' && b == 'd') || (a == 't' && b == 'h'))
            return make(BW_WHEN_ordinal, v);
        if (b == 'm' && (a == 'a' || a == 'p') && clock_time(v, 0, a == 'p' ? 12 : 0, &out))
            return out;
    }
    if (tail.len == 4 && n <= 2 && tail.ptr[1] == '.' && tail.ptr[3] == '.') { /* 3p.m. */
        char a = bw_lower(tail.ptr[0]);
        if ((a == 'a' || a == 'p') && bw_lower(tail.ptr[2]) == 'm' && clock_time(v, 0, a == 'p' ? 12 : 0, &out))
            return out;
    }
    bool decade_sign = bw_str_is(tail, "s") || bw_str_is(tail, "'s") || bw_str_is(tail, "\xE2\x80\x99s");
    if (decade_sign && v % 10 == 0 && (n == 4 || n == 2)) {
        out = make(BW_WHEN_decade, v);
        out.digits = (uint8_t)n;
        return out;
    }
    if (n == 4 && tail.len == 2 && bw_lower(tail.ptr[0]) == 'q' && tail.ptr[1] >= '1' && tail.ptr[1] <= '4') { /* 2021Q4 */
        out = make(BW_WHEN_quarter, v * 10 + tail.ptr[1] - '0');
        return out;
    }
    if (tail.ptr[0] == '-' || tail.ptr[0] == '/' || tail.ptr[0] == '.')
        return separated(s, pos, v, n);
    if (n <= 2 && (tail.ptr[0] == ':' || bw_lower(tail.ptr[0]) == 'h')) {
        int m = 0, sec = 0, add = -1;
        pos++;
        int nm = digits(s, &pos, &m);
        if (nm != 2 && !(nm == 0 && tail.ptr[0] != ':'))
            return (bw_when_lexeme){0};
        if (pos < s.len && s.ptr[pos] == ':') {
            pos++;
            if (digits(s, &pos, &sec) != 2)
                return (bw_when_lexeme){0};
        }
        char rest[4];
        size_t len = bw_when_plain(bw_str_slice(s, pos, s.len), rest, sizeof rest);
        if (len == 2 && rest[1] == 'm' && (rest[0] == 'a' || rest[0] == 'p'))
            add = rest[0] == 'p' ? 12 : 0;
        else if (len != 0)
            return (bw_when_lexeme){0};
        if (clock_time(v, m, add, &out))
            return out;
    }
    return (bw_when_lexeme){0};
}

static bool is(bw_str s, const char *z) { return bw_str_is(s, z); }

bw_when_lexeme bw_when_lex(bw_str form)
{
    if (form.len == 0)
        return (bw_when_lexeme){0};
    char c = form.ptr[0];
    if (bw_is_digit(c)) {
        if (form.len > 24)
            return (bw_when_lexeme){0};
        bw_when_lexeme x = figures(form);
        const bw_when_word *name = bw_when_word_of(form); /* "9/11", "the 1973 war" */
        x.flags |= name ? name->flags & BW_WHEN_HOLIDAY : 0;
        return x;
    }
    if (c == ',')
        return make(BW_WHEN_comma, 0);
    if (is(form, "-") || is(form, "--") || is(form, "\xE2\x80\x93") || is(form, "\xE2\x80\x94"))
        return make(BW_WHEN_dash, 0);
    if (is(form, "/"))
        return make(BW_WHEN_slash, 0);
    if (is(form, "'s") || is(form, "\xE2\x80\x99s"))
        return (bw_when_lexeme){.kind = BW_WHEN_possessive};
    if (is(form, "@"))
        return (bw_when_lexeme){.kind = BW_WHEN_at};

    char plain[BW_WHEN_LONGEST_WORD];
    size_t n = bw_when_plain(form, plain, sizeof plain - 1);
    if (n == 0 || n >= sizeof plain)
        return (bw_when_lexeme){0};
    const bw_when_word *w = bw_when_word_of((bw_str){plain, n});
    if (w)
        return (bw_when_lexeme){w->kind, w->flags, 0, w->value};
    if (bw_is_digit(plain[0])) { /* '90s, '99 */
        bw_when_lexeme x = figures((bw_str){plain, n});
        if (x.kind == BW_WHEN_decade || (x.kind == BW_WHEN_number && n == 2))
            return x;
    }
    if (n > 3 && memcmp(plain, "mid", 3) == 0 && bw_str_find_char(form, '-', 0) < form.len) { /* "mid-March" left whole */
        bw_when_lexeme x = bw_when_lex((bw_str){plain + 3, n - 3});
        if (x.kind == BW_WHEN_month || x.kind == BW_WHEN_decade || x.kind == BW_WHEN_season || x.kind == BW_WHEN_number) {
            x.flags |= BW_WHEN_MID;
            return x;
        }
    }
    if (n == 2 && plain[0] == 'q' && plain[1] >= '1' && plain[1] <= '4')
        return make(BW_WHEN_quarter, plain[1] - '0');
    if (n == 2 && plain[0] == 'h' && (plain[1] == '1' || plain[1] == '2') && bw_is_upper(c))
        return make(BW_WHEN_half_year, plain[1] - '0');
    return (bw_when_lexeme){0};
}
