#include "parse/train/wordpiece.h"

#include "base/utf8.h"

#include <json-c/json.h>

enum { MOST_PIECES = 1 << 20, LONGEST_WORD = 100 };

static bw_status finish(bw_wordpiece *w, bw_err *err)
{
    w->unknown = bw_map_get(&w->pieces, BW_LIT("[UNK]"), UINT32_MAX);
    w->begin = bw_map_get(&w->pieces, BW_LIT("[CLS]"), UINT32_MAX);
    w->end = bw_map_get(&w->pieces, BW_LIT("[SEP]"), UINT32_MAX);
    if (w->unknown == UINT32_MAX || w->begin == UINT32_MAX || w->end == UINT32_MAX)
        return bw_fail(err, BW_ERR_SYNTAX, "the vocabulary lacks [UNK], [CLS] or [SEP]");
    return BW_OK;
}

static void put(bw_wordpiece *w, bw_str piece, uint32_t number)
{
    bw_map_put(&w->pieces, piece, number, NULL);
    if (number >= w->n)
        w->n = number + 1;
    if (piece.len > w->longest)
        w->longest = (uint32_t)piece.len;
}

static void put_json(void *o) { json_object_put(o); }

bw_status bw_wordpiece_read(bw_arena *a, bw_str json, bw_wordpiece *out, bw_err *err)
{
    json_object *model, *kind, *list;
    json_tokener *reader = json_tokener_new_ex(32);
    if (!reader)
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the vocabulary");
    json_object *all = json.len < INT32_MAX ? json_tokener_parse_ex(reader, json.ptr, (int)json.len) : NULL;
    json_tokener_free(reader);
    if (all)
        bw_arena_defer(a, put_json, all);
    if (!all || !json_object_object_get_ex(all, "model", &model) || !json_object_object_get_ex(model, "type", &kind) ||
        !json_object_object_get_ex(model, "vocab", &list) || json_object_get_type(kind) != json_type_string ||
        strcmp(json_object_get_string(kind), "WordPiece") != 0 || json_object_get_type(list) != json_type_object)
        return bw_fail(err, BW_ERR_SYNTAX, "this is no tokenizer.json with a WordPiece vocabulary");

    bw_wordpiece w = {.pieces = {.arena = a}};
    json_object_object_foreach(list, piece, number)
    {
        int64_t n = json_object_get_int64(number);
        if (json_object_get_type(number) != json_type_int || n < 0 || n >= MOST_PIECES)
            return bw_fail(err, BW_ERR_SYNTAX, "the piece '%.100s' has no sane number", piece);
        put(&w, bw_str_copy(a, bw_str_of(piece)), (uint32_t)n);
    }
    bw_status st = finish(&w, err);
    if (!st)
        *out = w;
    return st;
}

bw_str bw_wordpiece_lines(const bw_wordpiece *w, bw_arena *a)
{
    bw_str *line = BW_NEW(a, bw_str, w->n);
    bw_buf b = {.arena = a};
    for (uint32_t i = 0; i < w->pieces.n; i++)
        line[w->pieces.entries[i].value] = w->pieces.entries[i].key;
    for (uint32_t i = 0; i < w->n; i++) {
        bw_buf_str(&b, line[i]);
        bw_buf_char(&b, '\n');
    }
    return bw_buf_view(&b);
}

bw_status bw_wordpiece_of_lines(bw_arena *a, bw_str lines, bw_wordpiece *out, bw_err *err)
{
    bw_wordpiece w = {.pieces = {.arena = a}};
    bw_str line;
    for (uint32_t n = 0; bw_str_cut(&lines, '\n', &line) && lines.ptr; n++)
        put(&w, line, n);
    bw_status st = finish(&w, err);
    if (!st)
        *out = w;
    return st;
}

/* What BERT takes for a sign that is a word of its own: ASCII's signs, those of general punctuation, Chinese letters. */
static bool alone(uint32_t c)
{
    if (c < 0x80)
        return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
    return c == 0xA1 || c == 0xA7 || c == 0xAB || c == 0xB6 || c == 0xB7 || c == 0xBB || c == 0xBF ||
           (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E && c != 0x2044 && c != 0x2052) ||
           (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
}

/* Controls and marks that show nothing, and accents that stand alone. */
static bool nothing(uint32_t c)
{
    return c < 32 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == BW_REPLACEMENT || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

/* The pieces of a word without signs, behind the `n` that are there. */
static uint32_t cut(const bw_wordpiece *w, bw_str word, uint32_t n_letters, uint32_t n, uint32_t *out)
{
    const uint32_t before = n;
    if (word.len == 0 || n >= BW_WORDPIECE_MOST)
        return n;
    for (size_t at = 0; n_letters <= LONGEST_WORD && at < word.len;) {
        char piece[2 + 4 * LONGEST_WORD] = "##";
        size_t len = word.len - at < w->longest ? word.len - at : w->longest, head = at ? 2 : 0;
        uint32_t number = UINT32_MAX;
        memcpy(piece + head, word.ptr + at, len);
        while (len > 0 && (number = bw_map_get(&w->pieces, (bw_str){piece, head + len}, UINT32_MAX)) == UINT32_MAX)
            len--;
        if (number == UINT32_MAX) { /* one unknown piece makes the whole word unknown */
            n = before;
            break;
        }
        if (n == BW_WORDPIECE_MOST)
            return n;
        out[n++] = number;
        at += len;
    }
    if (n == before)
        out[n++] = w->unknown;
    return n;
}

uint32_t bw_wordpiece_cut(const bw_wordpiece *w, bw_str form, uint32_t out[BW_WORDPIECE_MOST])
{
    char word[4 * LONGEST_WORD];
    uint32_t n = 0, n_letters = 0;
    size_t len = 0;
    for (size_t pos = 0; pos < form.len;) {
        uint32_t c = bw_utf8_next(form, &pos), second = 0;
        if (nothing(c))
            continue;
        bool space = c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000;
        if (space || alone(c)) {
            n = cut(w, (bw_str){word, len}, n_letters, n, out);
            len = n_letters = 0;
        }
        if (space)
            continue;
        uint32_t folded = bw_utf8_fold(c, &second);
        for (int i = 0; i < 2; i++) {
            uint32_t letter = i ? second : folded;
            if (letter && len + 4 <= sizeof word)
                len += bw_utf8_put(letter, word + len);
            n_letters += letter != 0;
        }
        if (alone(c)) {
            n = cut(w, (bw_str){word, len}, n_letters, n, out);
            len = n_letters = 0;
        }
    }
    n = cut(w, (bw_str){word, len}, n_letters, n, out);
    if (n == 0)
        out[n++] = w->unknown;
    return n;
}
