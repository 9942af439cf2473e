/* References to characters: "&amp;", "&#8217;", and what a document type declares. */
#include "wire/markup/entity.h"

#include "base/rows.h"
#include "base/utf8.h"
#include "wire/decode.h"
#include "wire/markup/markup.h"

enum { MAX_NAME = 32 }; /* the longest has 31 letters */

static bool is_name_char(char c) { return bw_is_alpha(c) || bw_is_digit(c); }

static uint32_t hex_digit(char c) { return bw_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(bw_lower(c) - 'a') + 10; }
static bool is_hex(char c) { return bw_is_digit(c) || (bw_lower(c) >= 'a' && bw_lower(c) <= 'f'); }

size_t bw_markup_named(bw_str name, char out[8], bool *bare)
{
    const bw_entity_row *row = BW_ROWS_FIND(bw_entity_rows, n_bw_entity_rows, name);
    size_t len = 0;
    if (!row)
        return 0;
    bw_str rest = bw_str_of(row->characters), code;
    while (bw_str_cut(&rest, ' ', &code)) {
        uint32_t c = 0;
        for (size_t i = 0; i < code.len; i++)
            c = c << 4 | hex_digit(code.ptr[i]);
        len += bw_utf8_put(c, out + len);
    }
    *bare = row->bare[0] != '\0';
    return len;
}

typedef struct {
    bw_str s;
    bw_markup_dialect dialect;
    const bw_markup_entities *declared;
    bool value; /* of an attribute */
} source;

/* "&#8217;" or "&#x2019;" at `at`; *end is behind it. 0: no number. */
static size_t read_number(const source *from, size_t at, size_t *end, char out[8])
{
    bw_str s = from->s;
    size_t i = at + 2;
    bool hex = i < s.len && bw_lower(s.ptr[i]) == 'x';
    uint32_t c = 0;
    i += hex;
    size_t first = i;
    for (; i < s.len && (hex ? is_hex(s.ptr[i]) : bw_is_digit(s.ptr[i])); i++)
        if (c <= 0x10FFFF)
            c = c * (hex ? 16 : 10) + hex_digit(s.ptr[i]);
    if (i == first)
        return 0;
    *end = i + (i < s.len && s.ptr[i] == ';');
    if (c >= 0x80 && c < 0xA0) {
        uint32_t meant = bw_decode_1252((unsigned char)c);
        c = meant ? meant : c;
    }
    return bw_utf8_put(c ? c : BW_REPLACEMENT, out);
}

static bw_str find_declared(const bw_markup_entities *declared, bw_str name)
{
    for (size_t i = 0; declared && i < declared->n; i++)
        if (bw_str_eq(declared->items[i].name, name))
            return declared->items[i].value;
    return (bw_str){0};
}

/* The longest name at the start of `run` that may stand without its semicolon. */
static size_t read_bare(const source *from, bw_str run, char next, size_t *used, char out[8])
{
    bool bare;
    for (size_t n = run.len < 6 ? run.len : 6; n >= 2; n--) {
        char after = n < run.len ? run.ptr[n] : next;
        size_t len = bw_markup_named(bw_str_slice(run, 0, n), out, &bare);
        if (len && bare && !(from->value && (after == '=' || is_name_char(after)))) {
            *used = n;
            return len;
        }
    }
    return 0;
}

/* The reference at `at` ("&…"): appended to `out`, its end returned; `at` when it is none. */
static size_t replace(const source *from, size_t at, bw_buf *out)
{
    bw_str s = from->s;
    char utf8[8];
    size_t end = at + 1, len, used = 0;
    bool bare;
    if (end < s.len && s.ptr[end] == '#') {
        len = read_number(from, at, &end, utf8);
        bw_buf_str(out, (bw_str){utf8, len});
        return len ? end : at;
    }
    while (end < s.len && end - at <= MAX_NAME && is_name_char(s.ptr[end]))
        end++;
    bw_str run = bw_str_slice(s, at + 1, end);
    /* Names that a document type declares may hold more than letters and digits. */
    size_t long_end = end;
    while (from->declared && long_end < s.len && long_end - at < 256 &&
           (is_name_char(s.ptr[long_end]) || memchr("._-:", s.ptr[long_end], 4) || s.ptr[long_end] & (char)0x80))
        long_end++;
    bw_str declared = find_declared(from->declared, bw_str_slice(s, at + 1, long_end));
    if (declared.ptr && long_end < s.len && s.ptr[long_end] == ';') {
        bw_buf_str(out, declared);
        return long_end + 1;
    }
    char next = end < s.len ? s.ptr[end] : '\0';
    if (next == ';' && (len = bw_markup_named(run, utf8, &bare))) {
        bw_buf_str(out, (bw_str){utf8, len});
        return end + 1;
    }
    if (from->dialect == BW_MARKUP_HTML && (len = read_bare(from, run, next, &used, utf8))) {
        bw_buf_str(out, (bw_str){utf8, len});
        return at + 1 + used;
    }
    return at;
}

static bw_str unescape(bw_arena *a, const source *from)
{
    bw_str s = from->s;
    size_t at = bw_str_find_char(s, '&', 0), done = 0;
    if (at == s.len)
        return s;
    bw_buf out = {.arena = a};
    while (at < s.len) {
        bw_buf_str(&out, bw_str_slice(s, done, at));
        done = replace(from, at, &out);
        at = bw_str_find_char(s, '&', done > at ? done : at + 1);
    }
    bw_buf_str(&out, bw_str_slice(s, done, s.len));
    return out.ptr ? bw_buf_view(&out) : BW_LIT("");
}

bw_str bw_markup_unescape(bw_arena *a, bw_str s, bw_markup_dialect dialect, const bw_markup_entities *declared)
{
    return unescape(a, &(source){.s = s, .dialect = dialect, .declared = declared});
}

bw_str bw_markup_unescape_value(bw_arena *a, bw_str s, bw_markup_dialect dialect, const bw_markup_entities *declared)
{
    return unescape(a, &(source){.s = s, .dialect = dialect, .declared = declared, .value = true});
}

void bw_markup_escape(bw_buf *out, bw_str s, bool attribute)
{
    size_t done = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        const char *reference = c == '&'                ? "&amp;"
                                : c == '<'              ? "&lt;"
                                : c == '>'              ? "&gt;"
                                : c == '"' && attribute ? "&quot;"
                                                        : NULL;
        if (!reference)
            continue;
        bw_buf_str(out, bw_str_slice(s, done, i));
        bw_buf_text(out, reference);
        done = i + 1;
    }
    bw_buf_str(out, bw_str_slice(s, done, s.len));
}
