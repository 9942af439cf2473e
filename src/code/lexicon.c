#include "code/contexts.h"

#include "base/file.h"
#include "base/utf8.h"
#include "code/overlap.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_FILE = 16 << 20, MAX_SET_DEPTH = 8, MAX_SET = 100000 };

typedef struct {
    bw_str name;             /* "rules/consult.rules" */
    bw_str shown;            /* for messages */
    bw_str text;
    bool overlay;
} source;

typedef struct {
    bw_lexicon *l;
    const char *overlay, *codebook;
    bool builtin;
    const bw_lexicon_file *own; /* files in memory, in the place of all files of rules */
    uint32_t n_own;
    source *sources;
    uint32_t n, room;
    bw_buf *faults;          /* NULL: stop at the first */
    bw_err first;
    uint32_t n_faults;
} opener;

/* ---- words -------------------------------------------------------------------------------------- */

uint32_t bw_lexicon_add_word(bw_lexicon *l, bw_str word)
{
    uint32_t id = bw_map_get(&l->words, word, 0);
    if (id)
        return id;
    id = l->words.n + 1;
    bw_map_put(&l->words, bw_str_copy(l->arena, word), id, NULL);
    while (id >= l->room_grammar) {
        uint32_t room = l->room_grammar ? l->room_grammar * 2 : 1024;
        l->grammar = bw_arena_grow(l->arena, l->grammar, l->room_grammar, room, sizeof *l->grammar);
        memset(l->grammar + l->room_grammar, 0, (room - l->room_grammar) * sizeof *l->grammar);
        l->room_grammar = room;
    }
    return id;
}

uint32_t bw_lexicon_word(const bw_lexicon *l, bw_str word)
{
    char z[48];
    if (word.len == 0 || word.len > sizeof z)
        return 0;
    for (size_t i = 0; i < word.len; i++)
        z[i] = bw_lower(word.ptr[i]);
    return bw_map_get(&l->words, (bw_str){z, word.len}, 0);
}

const bw_choice *bw_choices_find(const bw_choices *c, uint32_t word, uint32_t *at)
{
    if (word == 0 || c->n == 0)
        return NULL;
    if (*at == 0 && c->n > 8) {
        uint32_t low = 0, high = c->n;
        while (low < high) {
            uint32_t mid = (low + high) / 2;
            if (c->items[mid].word < word)
                low = mid + 1;
            else
                high = mid;
        }
        *at = low;
    }
    while (*at < c->n && c->items[*at].word < word)
        (*at)++;
    return *at < c->n && c->items[*at].word == word ? &c->items[(*at)++] : NULL;
}

/* ---- faults ------------------------------------------------------------------------------------- */

static void report(void *with, const char *file, uint32_t line, uint32_t column, const char *cause)
{
    opener *o = with;
    if (o->n_faults++ == 0)
        (void)bw_fail(&o->first, BW_ERR_SYNTAX, "%s:%u:%u: %s", file, line, column, cause);
    if (o->faults)
        bw_buf_print(o->faults, "%s:%u:%u: %s\n", file, line, column, cause);
}

/* ---- files -------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const source *x = a, *y = b;
    int c = bw_str_cmp(x->name, y->name);
    return c ? c : (int)y->overlay - (int)x->overlay;
}

static void close_folder(void *d) { closedir(d); }

static bw_status gather_folder(opener *o, const char *part, const char *ending, bw_err *err)
{
    bw_arena *a = o->l->arena;
    bw_str folder = bw_str_print(a, "%s/%s", o->overlay, part);
    DIR *d = opendir(folder.ptr);
    if (!d)
        return BW_OK; /* not every overlay has every part */
    bw_arena_defer(a, close_folder, d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        bw_str name = bw_str_of(e->d_name);
        if (name.ptr[0] == '.' || !bw_str_ends(name, bw_str_of(ending)))
            continue;
        source s = {.name = bw_str_print(a, "%s/%s", part, e->d_name), .shown = bw_str_print(a, "%s/%s", folder.ptr, e->d_name),
                    .overlay = true};
        bw_status st = bw_file_read(a, s.shown.ptr, MAX_FILE, &s.text, err);
        if (st)
            return st;
        s.text = bw_utf8_skip_mark(s.text);
        BW_PUSH(a, o->sources, o->n, o->room, s);
    }
    return BW_OK;
}

static bw_status gather_conf(opener *o, bw_err *err)
{
    source s = {.name = BW_LIT("coder.conf"), .shown = bw_str_print(o->l->arena, "%s/coder.conf", o->overlay), .overlay = true};
    if (access(s.shown.ptr, F_OK) != 0)
        return BW_OK;
    bw_status st = bw_file_read(o->l->arena, s.shown.ptr, MAX_FILE, &s.text, err);
    if (!st)
        BW_PUSH(o->l->arena, o->sources, o->n, o->room, s);
    return st;
}

static bw_status gather(opener *o, bw_err *err)
{
    bw_arena *a = o->l->arena;
    if (o->overlay) {
        DIR *d = opendir(o->overlay);
        if (!d)
            return bw_fail(err, BW_ERR_IO, "%s: no such folder of rules", o->overlay);
        closedir(d);
        bw_status st = gather_folder(o, "rules", ".rules", err);
        if (!st)
            st = gather_folder(o, "sets", ".txt", err);
        if (!st)
            st = gather_folder(o, "grammar", ".txt", err);
        if (!st)
            st = gather_folder(o, "grammar", ".tsv", err);
        if (!st)
            st = gather_folder(o, "codebook", ".tsv", err);
        if (!st)
            st = gather_folder(o, "contexts", ".txt", err);
        if (!st)
            st = gather_conf(o, err);
        if (st)
            return st;
        if (o->n == 0)
            return bw_fail(err, BW_ERR_USAGE, "%s: holds no rules/*.rules, sets/*.txt, grammar/*.txt, contexts/*.txt or codebook/*.tsv", o->overlay);
    }
    for (uint32_t i = 0; i < o->n_own; i++) {
        bw_str name = bw_str_of(o->own[i].name);
        source s = {.name = name, .text = o->own[i].text, .overlay = true,
                    .shown = bw_str_slice(name, bw_str_find_char(name, '/', 0) + 1, name.len)};
        BW_PUSH(a, o->sources, o->n, o->room, s);
    }
    uint32_t n_overlay = o->n;
    for (uint32_t i = 0; i < bw_n_lexicon_files; i++) {
        source s = {.name = bw_str_of(bw_lexicon_files[i].name), .text = bw_lexicon_files[i].text,
                    .shown = bw_str_print(a, "lexicon/%s", bw_lexicon_files[i].name)};
        bool rules = bw_str_starts(s.name, BW_LIT("rules/")), covered = rules && !o->builtin;
        for (uint32_t k = 0; k < n_overlay && !rules; k++)
            covered |= bw_str_eq(o->sources[k].name, s.name);
        if (!covered)
            BW_PUSH(a, o->sources, o->n, o->room, s);
    }
    if (o->n)
        qsort(o->sources, o->n, sizeof *o->sources, by_name);
    return BW_OK;
}

static const source *find_source(const opener *o, const char *name)
{
    for (uint32_t i = 0; i < o->n; i++)
        if (bw_str_is(o->sources[i].name, name))
            return &o->sources[i];
    return NULL;
}

/* ---- code books --------------------------------------------------------------------------------- */

static bw_status read_codebook(opener *o, bw_err *err)
{
    const char *book = o->codebook ? o->codebook : "plover-2024";
    o->l->other_book = strcmp(book, "plover-2024") != 0;
    enum { TYPES, CODES, EXPORTS, BOOK, CONTEXTS, N };
    const char *const names[N] = {"codebook/types.tsv", "codebook/cameo.tsv", "codebook/exports.tsv",
                                  bw_str_print(o->l->arena, "codebook/%s.tsv", book).ptr, "codebook/contexts.tsv"};
    bw_status (*const readers[N])(bw_codebook *, const char *, bw_str, bw_err *) = {bw_codebook_read_types, bw_codebook_read_codes,
                                                                                   bw_codebook_read_exports, bw_codebook_read_plover,
                                                                                   bw_codebook_read_contexts};
    for (int i = 0; i < N; i++) {
        const source *s = find_source(o, names[i]);
        bool other = false; /* a table of the folder that is no book */
        for (int k = 0; i == BOOK && k < N; k++)
            other |= k != BOOK && s == find_source(o, names[k]);
        if (!s || other)
            return bw_fail(err, BW_ERR_USAGE, "unknown code book '%s' (there are plover-2024 and cameo2plover-2021)", book);
        bw_status st = readers[i](&o->l->book, s->shown.ptr, s->text, err);
        if (st)
            return st;
    }
    return bw_codebook_check_types(&o->l->book, find_source(o, names[TYPES])->shown.ptr, err);
}

/* ---- word lists --------------------------------------------------------------------------------- */

static void read_grammar(opener *o)
{
    static const char *const names[] = {
#define FILE_OF(name, file) file,
        BW_GRAMMAR_LIST(FILE_OF)
#undef FILE_OF
    };
    for (uint32_t i = 0; i < o->n; i++) {
        const source *s = &o->sources[i];
        if (!bw_str_starts(s->name, BW_LIT("grammar/")) || !bw_str_ends(s->name, BW_LIT(".txt")))
            continue;
        bw_str name = bw_str_slice(s->name, 8, s->name.len - 4), text = s->text, line;
        int flag = -1;
        for (int k = 0; k < BW_N_GRAMMAR; k++)
            if (bw_str_is(name, names[k]))
                flag = k;
        if (flag < 0) {
            report(o, s->shown.ptr, 1, 1, "the engine knows no word list of this name (lexicon/grammar/README.md)");
            continue;
        }
        while (bw_str_cut(&text, '\n', &line)) {
            line = bw_str_trim(bw_str_slice(line, 0, bw_str_find_char(line, '#', 0)));
            if (line.len == 0)
                continue;
            if (flag != BW_GRAMMAR_INDEX_PREPOSITION)
                line = bw_str_slice(line, 0, bw_str_find_char(line, '_', 0));
            uint32_t w = bw_lexicon_add_word(o->l, line);
            o->l->grammar[w] |= 1u << flag;
        }
    }
}

/* Merges, so that of one word what was written first stays first: qsort() promises no such thing. */
void bw_choices_sort(bw_arena *a, bw_choices *c)
{
    bw_choice *from = c->items, *to = BW_NEW(a, bw_choice, c->n + 1u);
    for (uint32_t width = 1; width < c->n; width *= 2) {
        for (uint32_t start = 0; start < c->n; start += 2 * width) {
            uint32_t middle = start + width < c->n ? start + width : c->n, end = start + 2 * width < c->n ? start + 2 * width : c->n;
            for (uint32_t i = start, k = middle, out = start; out < end; out++)
                to[out] = k == end || (i < middle && from[i].word <= from[k].word) ? from[i++] : from[k++];
        }
        bw_choice *swap = from;
        from = to;
        to = swap;
    }
    c->items = from;
}

typedef struct {
    bw_choice *items;
    uint32_t n, room;
} choice_list;

static void read_set_text(opener *o, const source *s, choice_list *out, int depth)
{
    bw_lexicon *l = o->l;
    bw_str text = s->text, line;
    uint32_t number = 0;
    while (bw_str_cut(&text, '\n', &line)) {
        number++;
        line = bw_str_trim(bw_str_slice(line, 0, bw_str_find_char(line, '#', 0)));
        if (line.len == 0)
            continue;
        if (line.ptr[0] == '&') {
            const source *other = find_source(o, bw_str_print(l->arena, "sets/%.*s.txt", BW_STR_FMT(bw_str_slice(line, 1, line.len))).ptr);
            if (!other || depth == MAX_SET_DEPTH) {
                report(o, s->shown.ptr, number, 1, other ? "sets lie in each other too deep" : "unknown set");
                continue;
            }
            read_set_text(o, other, out, depth + 1);
            continue;
        }
        bw_choice c = {0};
        uint32_t words[BW_MAX_BEFORE + 1], n = 0;
        bw_str word;
        while (line.len && bw_str_cut(&line, ' ', &word))
            if (word.len && n <= BW_MAX_BEFORE)
                words[n++] = bw_lexicon_add_word(l, bw_str_lower(l->arena, word));
        size_t cut = 0;
        bw_str head = l->words.entries[words[n - 1] - 1].key;
        if (n == 1 && (cut = bw_str_find_char(head, '_', 0)) < head.len) {
            c.word = bw_lexicon_add_word(l, bw_str_slice(head, 0, cut));
            c.particle = bw_lexicon_add_word(l, bw_str_slice(head, cut + 1, head.len));
        } else {
            c.word = words[n - 1];
            for (uint32_t i = 0; i + 1 < n; i++)
                c.before[i] = words[i];
        }
        if (out->n == MAX_SET) {
            report(o, s->shown.ptr, number, 1, "the set has too many words, with those of the sets in it");
            return;
        }
        BW_PUSH(l->arena, out->items, out->n, out->room, c);
    }
}

static void read_sets(opener *o)
{
    bw_lexicon *l = o->l;
    for (uint32_t i = 0; i < o->n; i++) {
        const source *s = &o->sources[i];
        if (!bw_str_starts(s->name, BW_LIT("sets/")) || !bw_str_ends(s->name, BW_LIT(".txt")))
            continue;
        choice_list list = {0};
        read_set_text(o, s, &list, 0);
        bw_map_put(&l->set_names, bw_str_slice(s->name, 5, s->name.len - 4), l->n_sets, NULL);
        bw_choices c = {list.items, list.n};
        bw_choices_sort(l->arena, &c);
        BW_PUSH(l->arena, l->sets, l->n_sets, l->room_sets, c);
    }
}

/* grammar/future.tsv: an act that is still to come, and the code of announcing it. */
static void read_futures(opener *o)
{
    const source *s = find_source(o, "grammar/future.tsv");
    bw_str text = s ? s->text : (bw_str){0}, line;
    uint32_t number = 0;
    bool headed = false;
    while (bw_str_cut(&text, '\n', &line)) {
        number++;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (!headed) {
            headed = true;
            continue;
        }
        bw_str from, to, refused;
        bw_future f = {0};
        bw_str_cut(&line, '\t', &from);
        bool whole = bw_str_cut(&line, '\t', &to);
        if (bw_str_cut(&line, '\t', &refused) && (refused = bw_str_trim(refused)).len && !(f.refused = bw_codebook_find(&o->l->book, refused)))
            whole = false;
        if (!whole || from.len == 0 || from.len >= BW_MAX_CAMEO || !(f.to = bw_codebook_find(&o->l->book, bw_str_trim(to)))) {
            report(o, s->shown.ptr, number, 1, "two or three CAMEO codes are wanted");
            continue;
        }
        memcpy(f.from, from.ptr, from.len);
        BW_PUSH(o->l->arena, o->l->futures, o->l->n_futures, o->l->room_futures, f);
    }
}

/* ---- index -------------------------------------------------------------------------------------- */

static void index_patterns(bw_lexicon *l)
{
    l->n_words = l->words.n + 1;
    l->first = BW_NEW(l->arena, uint32_t, l->n_words + 1);
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t i = 0; i < l->n_patterns; i++) {
            const bw_choices *c = &l->patterns[i].words;
            for (uint32_t k = 0; k < c->n; k++) {
                if (k && c->items[k].word == c->items[k - 1].word)
                    continue;
                if (fill)
                    l->by_word[l->first[c->items[k].word]++] = i;
                else
                    l->first[c->items[k].word + 1]++;
            }
        }
        if (!fill) {
            for (uint32_t w = 0; w < l->n_words; w++)
                l->first[w + 1] += l->first[w];
            l->by_word = BW_NEW(l->arena, uint32_t, l->first[l->n_words]);
        } else { /* filling moved each to the next one's beginning */
            for (uint32_t w = l->n_words; w > 0; w--)
                l->first[w] = l->first[w - 1];
            l->first[0] = 0;
        }
    }
}

static bw_status open_all(void *with, bw_err *err)
{
    opener *o = with;
    bw_lexicon *l = o->l;
    l->words.arena = l->set_names.arena = l->book.arena = l->raw_codes.arena = l->arena;
    l->room_grammar = 1024;
    l->grammar = BW_NEW(l->arena, uint32_t, l->room_grammar);
    bw_status st = gather(o, err);
    if (!st)
        st = read_codebook(o, err);
    if (st)
        return st;
    read_grammar(o);
    read_sets(o);
    read_futures(o);
    const source *conf = find_source(o, "coder.conf");
    if (conf)
        bw_coder_conf_read(conf->shown.ptr, conf->text, &l->conf, report, o);
    for (uint32_t i = 0; i < o->n; i++) {
        const source *s = &o->sources[i];
        bw_rules_reader r = {.lexicon = l, .file = s->shown.ptr, .overlay = s->overlay, .report = report, .with = o};
        if (bw_str_starts(s->name, BW_LIT("rules/")) && bw_str_ends(s->name, BW_LIT(".rules")))
            bw_rules_read(&r, s->text);
        else if (bw_str_starts(s->name, BW_LIT("contexts/")))
            bw_contexts_read(&r, bw_str_slice(s->name, 9, s->name.len - 4), s->text);
    }
    index_patterns(l);
    for (uint32_t i = 0; i < l->words.n; i++)
        l->has_stems |= l->words.entries[i].key.len > 1 && bw_str_ends(l->words.entries[i].key, BW_LIT("*"));
    bw_contexts_index(l);
    if (o->n_faults && !o->faults) {
        if (err)
            *err = o->first;
        return BW_ERR_SYNTAX;
    }
    return BW_OK;
}

static bw_status open_with(opener *o, bw_lexicon **out, bw_err *err)
{
    bw_arena *a = bw_arena_new(0);
    bw_lexicon *l = a ? calloc(1, sizeof *l) : NULL;
    if (!l) {
        bw_arena_free(a);
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    }
    l->arena = a;
    o->l = l;
    bw_status st = bw_arena_try(a, open_all, o, err);
    if (st || o->n_faults) {
        bw_lexicon_close(l);
        return st;
    }
    *out = l;
    return BW_OK;
}

bw_status bw_lexicon_open(const char *overlay, bool builtin, const char *codebook, bw_lexicon **out, bw_err *err)
{
    opener o = {.overlay = overlay, .builtin = builtin, .codebook = codebook};
    return open_with(&o, out, err);
}

bw_status bw_lexicon_open_files(const bw_lexicon_file *files, uint32_t n, bw_lexicon **out, bw_err *err)
{
    opener o = {.own = files, .n_own = n};
    return open_with(&o, out, err);
}

bw_status bw_lexicon_open_text(bw_str rules, bw_lexicon **out, bw_err *err)
{
    const bw_lexicon_file file = {"rules/text.rules", rules};
    return bw_lexicon_open_files(&file, 1, out, err);
}

static bw_status survey(void *with, bw_err *err)
{
    (void)err;
    opener *o = with;
    const bw_lexicon *l = o->l;
    uint64_t n_readings = bw_overlaps_find(l, report, o);
    if (o->n_faults)
        return BW_OK;
    bw_buf *out = o->faults;
    uint32_t n[BW_N_PLOVER] = {0}, n_examples = 0;
    for (uint32_t i = 0; i < l->n_patterns; i++) {
        const bw_cameo *code = l->blocks[l->patterns[i].block].code;
        n[code ? code->type : BW_PLOVER_NONE]++;
    }
    for (uint32_t i = 0; i < l->n_blocks; i++)
        n_examples += l->blocks[i].n_examples;
    for (int t = 1; t < BW_N_PLOVER; t++)
        bw_buf_print(out, "%-10s %5u\n", bw_plover_name((bw_plover)t), n[t]);
    bw_buf_print(out, "%-10s %5u\n%-10s %5u patterns, %llu with one word at each place, %u blocks, %u examples, %u words\n", "(none)", n[0], "all", l->n_patterns,
                 (unsigned long long)n_readings, l->n_blocks, n_examples, l->words.n);
    bw_buf_print(out, "%-10s %5u with %u phrases\n", "contexts", l->book.n_contexts, bw_contexts_phrases(l));
    return BW_OK;
}

bw_status bw_lexicon_report(const char *overlay, bool builtin, const char *codebook, bw_buf *out, uint32_t *n_faults, bw_err *err)
{
    opener o = {.overlay = overlay, .builtin = builtin, .codebook = codebook, .faults = out};
    bw_lexicon *l = NULL;
    bw_status st = open_with(&o, &l, err);
    if (!st && l)
        st = bw_arena_try(l->arena, survey, &o, err);
    *n_faults = o.n_faults;
    bw_lexicon_close(l);
    return st;
}

const struct bw_codebook *bw_lexicon_book(const bw_lexicon *l) { return &l->book; }

void bw_lexicon_close(bw_lexicon *l)
{
    if (!l)
        return;
    bw_arena_free(l->arena);
    free(l);
}
