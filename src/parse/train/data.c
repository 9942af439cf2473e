#include "parse/train/data.h"

#include "base/file.h"
#include "parse/conllu.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 30 };

static void push(bw_samples *to, bw_sample s)
{
    BW_PUSH(to->arena, to->items, to->n, to->room, s);
}

bw_status bw_samples_read_treebank(bw_samples *to, const char *path, bw_err *err)
{
    bw_str rest;
    uint64_t line = 0;
    bw_status st = bw_file_read(to->arena, path, MOST_BYTES, &rest, err);
    if (st)
        return st;
    for (;;) {
        bw_document doc = {.arena = to->arena};
        st = bw_conllu_read(&rest, &line, &doc, err);
        if (st == BW_END)
            return BW_OK;
        if (st)
            return bw_fail_at(err, st, "%s", path);
        bool has_names = false;
        for (uint32_t i = 0; i < doc.n_tokens; i++)
            has_names = has_names || doc.tokens[i].ner != BW_NER_NONE;
        for (uint32_t i = 0; i < doc.n_sentences; i++) {
            bw_sample s = {.tokens = doc.tokens + doc.sentences[i].first, .n = doc.sentences[i].n, .has_tree = true,
                           .has_names = has_names};
            for (uint32_t k = 0; k < s.n; k++)
                if (s.tokens[k].head >= 0)
                    s.tokens[k].head -= (int32_t)doc.sentences[i].first;
            push(to, s);
        }
    }
}

/* ---- names ---------------------------------------------------------------------------------------- */

static bool is_one_of(bw_str s, const char *const *list)
{
    for (; *list; list++)
        if (bw_str_is(s, *list))
            return true;
    return false;
}

/* Two-column text does not tell where blanks were: guess from the signs. */
static void guess_spaces(bw_token *t, uint32_t n)
{
    static const char *const no_blank_before[] = {".", ",", ";", ":", "!", "?", ")", "]", "}", "'s", "n't", "'re",
                                                  "'ve", "'ll", "'d", "'m", "'", "''", "%", "\u2019", "\u2019s", NULL};
    static const char *const no_blank_behind[] = {"(", "[", "{", "$", "``", "#", "\u00a3", "\u20ac", NULL};
    for (uint32_t i = 0; i < n; i++)
        t[i].space_after = !(i + 1 < n && is_one_of(t[i + 1].form, no_blank_before)) &&
                           !is_one_of(t[i].form, no_blank_behind);
}

static bool read_tag(bw_str tag, bw_token *t)
{
    if (bw_str_is(tag, "O"))
        return true;
    if (tag.len < 3 || (tag.ptr[0] != 'B' && tag.ptr[0] != 'I') || tag.ptr[1] != '-')
        return false;
    bw_str kind = bw_str_slice(tag, 2, tag.len);
    if (bw_str_is(kind, "NORP")) /* "Ugandan", "Sunni": a name of no one and of no place */
        return true;
    t->ner = BW_NER_MISC;
    for (int k = BW_NER_PER; k < BW_N_NER; k++)
        if (bw_str_is(kind, bw_ner_name((bw_ner)k)))
            t->ner = (uint8_t)k;
    t->ner_begin = tag.ptr[0] == 'B';
    return true;
}

/* All words of a sentence as one text, to find it again. */
static bw_str key_of(bw_arena *a, const bw_token *t, uint32_t n)
{
    bw_buf b = {.arena = a};
    for (uint32_t i = 0; i < n; i++) {
        for (size_t c = 0; c < t[i].form.len; c++)
            bw_buf_char(&b, t[i].form.ptr[c] == ' ' ? '_' : t[i].form.ptr[c]);
        bw_buf_char(&b, '\n');
    }
    return bw_buf_view(&b);
}

/* Lays the names onto all sentences with the same words, or adds the sentence as one with names only. */
static void add_names(bw_samples *to, const bw_map *known, const uint32_t *same, const bw_token *t, uint32_t n)
{
    bool found = false;
    for (uint32_t i = bw_map_get(known, key_of(to->arena, t, n), UINT32_MAX); i != UINT32_MAX; i = same[i]) {
        bw_sample *s = &to->items[i];
        for (uint32_t k = 0; k < n; k++) {
            s->tokens[k].ner = t[k].ner;
            s->tokens[k].ner_begin = t[k].ner_begin;
        }
        s->has_names = s->names_laid = found = true;
    }
    if (found)
        return;
    bw_sample s = {.tokens = BW_NEW(to->arena, bw_token, n), .n = n, .has_names = true};
    memcpy(s.tokens, t, n * sizeof *t);
    guess_spaces(s.tokens, n);
    push(to, s);
}

bw_status bw_samples_read_names(bw_samples *to, const char *path, bw_err *err)
{
    bw_str text, line;
    bw_status st = bw_file_read(to->arena, path, MOST_BYTES, &text, err);
    if (st)
        return st;

    bw_map known = {.arena = to->arena};
    uint32_t n_known = to->n, *same = BW_NEW(to->arena, uint32_t, (size_t)n_known + 1);
    for (uint32_t i = 0; i < n_known; i++) {
        bool added;
        bw_map_entry *e = bw_map_put(&known, key_of(to->arena, to->items[i].tokens, to->items[i].n), i, &added);
        same[i] = added ? UINT32_MAX : e->value;
        e->value = i;
    }

    bw_token *t = NULL;
    uint32_t n = 0, room = 0;
    for (uint64_t number = 1; bw_str_cut(&text, '\n', &line); number++) {
        bw_str form, tag = line;
        if (bw_str_starts(line, BW_LIT("# ")))
            continue;
        if (bw_str_trim(line).len == 0) {
            if (n)
                add_names(to, &known, same, t, n);
            n = 0;
            continue;
        }
        bw_token word = {0};
        bw_str_cut(&tag, '\t', &form);
        word.form = form;
        if (form.len == 0 || !tag.ptr || !read_tag(bw_str_trim(tag), &word))
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: not a form, a tab and a tag such as B-PER", path,
                           (unsigned long long)number);
        BW_PUSH(to->arena, t, n, room, word);
    }
    if (n)
        add_names(to, &known, same, t, n);
    return BW_OK;
}

/* ---- variety -------------------------------------------------------------------------------------- */

typedef enum { AS_IS, UPPER, LOWER, TITLE } setting;

static bw_str set_in(bw_arena *a, bw_str form, setting how)
{
    char *p = bw_arena_alloc(a, form.len ? form.len : 1);
    for (size_t i = 0; i < form.len; i++) {
        char c = form.ptr[i];
        if ((how == UPPER || (how == TITLE && i == 0)) && bw_is_lower(c))
            c = (char)(c & ~0x20);
        else if (how == LOWER)
            c = bw_lower(c);
        p[i] = c;
    }
    return (bw_str){p, form.len};
}

/* Where the name that begins at `i` ends; `i` itself when none does. */
static uint32_t name_end(const bw_token *t, uint32_t n, uint32_t i)
{
    uint32_t end = i + 1;
    if (t[i].ner == BW_NER_NONE || !t[i].ner_begin)
        return i;
    while (end < n && t[end].ner == t[i].ner && !t[end].ner_begin)
        end++;
    return end;
}

enum { LONGEST_NAME = 8 };

/* Kind and tags of a name as text; its length is that of the name, and one more. */
static bw_str kind_of(const bw_sample *s, uint32_t from, uint32_t to, char key[LONGEST_NAME + 1])
{
    uint32_t n = 0;
    key[n++] = (char)('0' + s->tokens[from].ner);
    for (uint32_t i = from; i < to && n <= LONGEST_NAME; i++)
        key[n++] = (char)(s->has_tree ? 'A' + s->tokens[i].upos : '.');
    return (bw_str){key, n};
}

bw_namesakes bw_namesakes_collect(const bw_samples *s)
{
    bw_namesakes names = {.lists = {.arena = s->arena}};
    for (uint32_t k = 0; k < s->n; k++) {
        const bw_sample *x = &s->items[k];
        for (uint32_t i = 0, end; x->has_names && i < x->n; i = end > i ? end : i + 1) {
            char key[LONGEST_NAME + 1];
            bool added;
            end = name_end(x->tokens, x->n, i);
            if (end <= i || end - i > LONGEST_NAME)
                continue;
            bw_map_entry *e = bw_map_put(&names.lists, bw_str_copy(s->arena, kind_of(x, i, end, key)), names.n, &added);
            if (added)
                BW_PUSH(s->arena, names.items, names.n, names.room, ((struct bw_namesake_list){0}));
            struct bw_namesake_list *list = &names.items[e->value];
            bw_str *forms = BW_NEW(s->arena, bw_str, end - i);
            for (uint32_t w = i; w < end; w++)
                forms[w - i] = x->tokens[w].form;
            BW_PUSH(s->arena, list->names, list->n, list->room, forms);
        }
    }
    return names;
}

/* Another name in the place of each second one; persons get first and last names of different people. */
static void swap_names(const bw_sample *s, const bw_namesakes *names, bw_random *chance, bw_token *out)
{
    for (uint32_t i = 0, end; i < s->n; i = end > i ? end : i + 1) {
        char key[LONGEST_NAME + 1];
        end = name_end(s->tokens, s->n, i);
        if (end <= i || end - i > LONGEST_NAME || bw_random_unit(chance) < 0.5f)
            continue;
        uint32_t at = bw_map_get(&names->lists, kind_of(s, i, end, key), UINT32_MAX);
        if (at == UINT32_MAX)
            continue;
        const struct bw_namesake_list *list = &names->items[at];
        uint32_t other = (uint32_t)(bw_random_next(chance) % list->n);
        for (uint32_t w = i; w < end; w++) {
            if (s->tokens[i].ner == BW_NER_PER)
                other = (uint32_t)(bw_random_next(chance) % list->n);
            out[w].form = list->names[other][w - i];
        }
    }
}

/* A known name of the same kind in the place of most names; its words come from blanks and hyphens. */
static uint32_t put_known(const bw_sample *s, const bw_known_names *known, bw_random *chance, bw_token *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0, end; i < s->n; i = end > i ? end : i + 1) {
        end = name_end(s->tokens, s->n, i);
        uint8_t kind = s->tokens[i].ner;
        if (end <= i || known->kinds[kind].n == 0 || bw_random_unit(chance) < 0.3f) {
            uint32_t stop = end > i ? end : i + 1;
            memcpy(out + n, s->tokens + i, (stop - i) * sizeof *out);
            n += stop - i;
            continue;
        }
        bw_str name = known->kinds[kind].items[bw_random_next(chance) % known->kinds[kind].n];
        for (uint32_t first = n; name.len && n - first < LONGEST_NAME;) {
            size_t stop = 0;
            while (stop < name.len && name.ptr[stop] != ' ' && name.ptr[stop] != '-')
                stop++;
            bool hyphen = stop < name.len && name.ptr[stop] == '-';
            if (stop == 0 && hyphen)
                stop = 1;
            if (stop) {
                out[n] = (bw_token){.form = bw_str_slice(name, 0, stop), .ner = kind, .ner_begin = n == first,
                                    .space_after = !(stop < name.len && (hyphen || name.ptr[0] == '-'))};
                n++;
            }
            name = bw_str_slice(name, stop + (stop < name.len && name.ptr[stop] == ' '), name.len);
        }
        if (n)
            out[n - 1].space_after = s->tokens[end - 1].space_after;
    }
    return n;
}

bw_sample bw_sample_vary(const bw_sample *s, const bw_namesakes *names, const bw_known_names *known, bw_random *chance,
                         bw_arena *a, bw_token *out)
{
    bw_sample v = {.tokens = out, .n = s->n, .has_tree = s->has_tree, .has_names = s->has_names};
    float dice = bw_random_unit(chance), stop = bw_random_unit(chance), swap = bw_random_unit(chance);
    setting how = dice < 0.02f ? UPPER : dice < 0.045f ? LOWER : dice < 0.07f ? TITLE : AS_IS;
    bool named = false;
    for (uint32_t i = 0; s->has_names && i < s->n; i++)
        named = named || known->kinds[s->tokens[i].ner].n > 0;

    memcpy(out, s->tokens, s->n * sizeof *out);
    if (named && swap < 0.2f) {
        v.n = put_known(s, known, chance, out);
        v.has_tree = false;
    } else if (s->has_names && swap < 0.5f) {
        swap_names(s, names, chance, out);
    }
    if (v.n > 2 && stop < (how == TITLE ? 0.5f : 0.05f) && out[v.n - 1].upos == BW_UPOS_PUNCT && v.has_tree) {
        bool leaf = out[v.n - 1].head >= 0;
        for (uint32_t i = 0; i < v.n; i++)
            leaf = leaf && out[i].head != (int32_t)v.n - 1;
        v.n -= leaf;
    }
    if (how != AS_IS)
        for (uint32_t i = 0; i < v.n; i++)
            out[i].form = set_in(a, out[i].form, how);
    return v;
}

/* ---- known names ---------------------------------------------------------------------------------- */

/* Which rows of a table name something, and of what kind: those whose second column is one of two words, or, where
 * there are none, all rows by their first column. */
static const struct {
    const char *file, *column[2];
    bw_ner kind;
} name_tables[] = {
    {"organisations.tsv", {"name", "acronym"}, BW_NER_ORG},
    {"countries.tsv", {"name", "capital"}, BW_NER_LOC},
    {"places.tsv", {NULL, NULL}, BW_NER_LOC},
};

bw_status bw_known_names_read(bw_known_names *to, const char *dir, bw_err *err)
{
    for (size_t t = 0; t < sizeof name_tables / sizeof *name_tables; t++) {
        bw_str text, line;
        const char *path = bw_str_print(to->arena, "%s/%s%c", dir, name_tables[t].file, 0).ptr;
        bw_status st = bw_file_read(to->arena, path, MOST_BYTES, &text, err);
        if (st)
            return st;
        while (bw_str_cut(&text, '\n', &line)) {
            bw_str first = {0}, second = {0}, third = {0}, name;
            if (line.len == 0 || *line.ptr == '#')
                continue;
            bw_str_cut(&line, '\t', &first);
            bw_str_cut(&line, '\t', &second);
            bw_str_cut(&line, '\t', &third);
            const char *const *column = name_tables[t].column;
            if (!column[0])
                name = first;
            else if (bw_str_is(second, column[0]) || bw_str_is(second, column[1]))
                name = third;
            else
                continue;
            if (name.len && bw_str_find_char(name, ',', 0) == name.len && bw_str_find_char(name, '(', 0) == name.len)
                BW_PUSH(to->arena, to->kinds[name_tables[t].kind].items, to->kinds[name_tables[t].kind].n,
                        to->kinds[name_tables[t].kind].room, name);
        }
    }
    return BW_OK;
}

/* ---- vectors -------------------------------------------------------------------------------------- */

/* A JSON string's plain text; false at anything but a string. Escapes above one byte are left out. */
static bool take_string(bw_arena *a, bw_str *rest, bw_str *out)
{
    if (rest->len == 0 || *rest->ptr != '"')
        return false;
    bw_buf b = {.arena = a};
    size_t i = 1;
    for (; i < rest->len && rest->ptr[i] != '"'; i++) {
        if (rest->ptr[i] == '\\' && i + 1 < rest->len)
            i++;
        bw_buf_char(&b, rest->ptr[i]);
    }
    if (i >= rest->len)
        return false;
    *out = bw_buf_view(&b);
    *rest = bw_str_slice(*rest, i + 1, rest->len);
    return true;
}

static bool take_char(bw_str *rest, char c)
{
    if (rest->len == 0 || *rest->ptr != c)
        return false;
    *rest = bw_str_slice(*rest, 1, rest->len);
    return true;
}

/* strtof would need a terminator and the locale: decimal digits with an optional exponent. */
static bool take_number(bw_str *rest, float *out)
{
    double v = 0, scale = 1;
    bool negative = take_char(rest, '-'), point = false;
    size_t i = 0;
    for (; i < rest->len && (bw_is_digit(rest->ptr[i]) || (rest->ptr[i] == '.' && !point)); i++) {
        if (rest->ptr[i] == '.') {
            point = true;
            continue;
        }
        v = v * 10 + (rest->ptr[i] - '0');
        if (point)
            scale *= 10;
    }
    bool any = i > 0;
    *rest = bw_str_slice(*rest, i, rest->len);
    v /= scale;
    if (take_char(rest, 'e') || take_char(rest, 'E')) {
        bool down = take_char(rest, '-');
        (void)take_char(rest, '+');
        int power = 0;
        for (; rest->len && bw_is_digit(*rest->ptr) && power < 100; *rest = bw_str_slice(*rest, 1, rest->len))
            power = power * 10 + (*rest->ptr - '0');
        for (; power > 0; power--)
            v = down ? v / 10 : v * 10;
    }
    *out = (float)(negative ? -v : v);
    return any;
}

static bw_status read_vectors(bw_arena *a, bw_str text, uint32_t most, bw_vectors *out, bw_err *err)
{
    enum { WIDTH = 100 };
    static const char begin[] = "\"vectors\":{";
    size_t at = bw_str_find(text, bw_str_of(begin), 0);
    if (at == text.len)
        return bw_fail(err, BW_ERR_SYNTAX, "no \"vectors\" in it");
    bw_str rest = bw_str_slice(text, at + sizeof begin - 1, text.len);
    bw_vectors v = {.width = WIDTH, .words = BW_NEW(a, bw_str, most), .values = BW_NEW(a, float, (size_t)most * WIDTH)};
    do {
        float *value = v.values + (size_t)v.n * WIDTH, other;
        if (!take_string(a, &rest, &v.words[v.n]) || !take_char(&rest, ':') || !take_char(&rest, '['))
            return bw_fail(err, BW_ERR_SYNTAX, "no vector after %u of them", v.n);
        for (int k = 0; k < WIDTH; k++)
            if (!take_number(&rest, &value[k]) || !take_char(&rest, ','))
                return bw_fail(err, BW_ERR_SYNTAX, "vector %u does not have %d numbers", v.n, WIDTH);
        while (take_number(&rest, &other) && take_char(&rest, ','))
            ; /* length and rank */
        if (!take_char(&rest, ']'))
            return bw_fail(err, BW_ERR_SYNTAX, "vector %u does not end", v.n);
        v.n++;
    } while (v.n < most && take_char(&rest, ','));
    *out = v;
    return BW_OK;
}

static void unmap(void *with)
{
    const bw_str *text = with;
    munmap((void *)(uintptr_t)text->ptr, text->len);
}

bw_status bw_vectors_read(bw_arena *a, const char *path, uint32_t most, bw_vectors *out, bw_err *err)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        int reason = errno;
        if (fd >= 0)
            close(fd);
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(reason));
    }
    size_t len = (size_t)about.st_size;
    void *bytes = len ? mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    if (bytes == MAP_FAILED)
        return bw_fail(err, BW_ERR_IO, "%s: cannot be mapped", path);
    bw_str *text = BW_NEW(a, bw_str, 1);
    *text = (bw_str){bytes, len};
    bw_arena_defer(a, unmap, text);
    bw_status st = read_vectors(a, *text, most, out, err);
    return st ? bw_fail_at(err, st, "%s", path) : BW_OK;
}
