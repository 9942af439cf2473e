#include "parse/train/train_lemma.h"

#include "base/map.h"
#include "parse/conllu.h"
#include "parse/lemma.h"

enum { LEAST = 3, LONGEST = 4 }; /* an ending counts when so many different words have it and it adds no more bytes than that */

/* A word of the treebanks that differs from all others, and how often it came. */
typedef struct {
    bw_lemma_word word;
    char xpos[6];
    uint8_t upos;
    uint16_t value[2]; /* for each list */
    uint32_t count;
} sample;

/* What was counted for one key of a decision list: the values, most of the time one. */
typedef struct {
    uint64_t key;
    uint32_t first;   /* into tallies, chained */
    uint32_t sample;  /* one that has this key */
    int level;
} bin;

typedef struct {
    uint16_t value;
    uint32_t words, count, next; /* different words, and how often they came */
} tally;

typedef struct {
    bw_arena *arena;
    sample *samples;
    size_t n_samples, room_samples;
    bw_map seen;
    bw_map verbs, verb_forms; /* of the dictionary: words; "form tag" */
    bw_lemma_rule *rules;
    size_t n_rules, room_rules;
    bw_map rule_numbers;
    bw_lemma_entry *entries;
    size_t n_entries, room_entries;
} trainer;

static bw_str bytes_of(bw_arena *a, const void *p, size_t n) { return bw_str_copy(a, (bw_str){p, n}); }

/* The change that makes `lemma` of the word, and the case that its letters then have. */
static bool change_of(trainer *t, const bw_lemma_word *w, bw_str lemma, bw_upos upos, uint16_t value[2])
{
    bw_lemma_word l;
    if (!bw_lemma_prepare(lemma, &l))
        return false;
    size_t same = 0;
    while (same < w->len && same < l.len && w->low[same] == l.low[same])
        same++;
    while (same > 0 && ((same < w->len && (w->low[same] & 0xC0) == 0x80) || (same < l.len && (l.low[same] & 0xC0) == 0x80)))
        same--;
    bw_lemma_rule rule = {.cut = (uint32_t)(w->len - same), .add = bw_str_copy(t->arena, (bw_str){l.low + same, l.len - same})};
    bool added;
    bw_str key = bw_str_print(t->arena, "%u %.*s", rule.cut, (int)rule.add.len, rule.add.ptr);
    value[BW_LEMMA_LETTERS] = (uint16_t)bw_map_put(&t->rule_numbers, key, (uint32_t)t->n_rules, &added)->value;
    if (added)
        BW_PUSH(t->arena, t->rules, t->n_rules, t->room_rules, rule);

    /* Which case fits; when several do, what the kind of word would have. */
    bool lower = memcmp(l.kept, l.low, l.len) == 0;
    bool keep = memcmp(l.kept, w->kept, same) == 0 && memcmp(l.kept + same, l.low + same, l.len - same) == 0;
    value[BW_LEMMA_CASE] = lower && (upos != BW_UPOS_PROPN || !keep) ? BW_LEMMA_LOWER
                           : keep                                     ? BW_LEMMA_KEEP
                           : bw_is_upper(l.kept[0])                   ? BW_LEMMA_TITLE
                                                                      : BW_LEMMA_LOWER;
    return t->n_rules < UINT16_MAX;
}

static void add_word(trainer *t, bw_str form, bw_str lemma, bw_upos upos, const char *xpos)
{
    sample s = {.upos = (uint8_t)upos, .count = 1};
    if (lemma.len == 0 || !bw_lemma_prepare(form, &s.word) || !change_of(t, &s.word, lemma, upos, s.value))
        return;
    memcpy(s.xpos, xpos, strlen(xpos) < sizeof s.xpos ? strlen(xpos) : sizeof s.xpos - 1);
    bw_str key = bw_str_print(t->arena, "%.*s %s %d %d %d", (int)s.word.len, s.word.kept, s.xpos, s.upos, s.value[0],
                              s.value[1]);
    bool added;
    uint32_t at = bw_map_put(&t->seen, key, (uint32_t)t->n_samples, &added)->value;
    if (added)
        BW_PUSH(t->arena, t->samples, t->n_samples, t->room_samples, s);
    else
        t->samples[at].count++;
}

/* A verb whose form the dictionary knows, with a lemma that it does not know ("freed" from "fre"). */
static bool is_slip(const trainer *t, const bw_token *k)
{
    if (k->upos != BW_UPOS_VERB || bw_map_get(&t->verbs, bw_str_lower(t->arena, k->lemma), 0))
        return false;
    bw_str form = bw_str_lower(t->arena, k->form);
    return bw_map_get(&t->verb_forms, bw_str_print(t->arena, "%.*s %s", BW_STR_FMT(form), k->xpos), 0) != 0;
}

static bw_status read_treebank(trainer *t, bw_str bytes, bw_err *err)
{
    uint64_t line = 0;
    for (;;) {
        bw_document doc = {.arena = t->arena};
        bw_status st = bw_conllu_read(&bytes, &line, &doc, err);
        if (st)
            return st == BW_END ? BW_OK : st;
        for (uint32_t i = 0; i < doc.n_tokens; i++) {
            const bw_token *k = &doc.tokens[i];
            if (k->rel != BW_REL_goeswith && !is_slip(t, k))
                add_word(t, k->form, k->lemma, (bw_upos)k->upos, k->xpos);
        }
    }
}

/* ---- the dictionary: all regular forms of its words, and the exceptions it lists ------------------------ */

static bool is_plain(bw_str w)
{
    for (size_t i = 0; i < w.len; i++)
        if (!bw_is_lower(w.ptr[i]))
            return false;
    return w.len > 1 && w.len < 30;
}

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

/* `word` with its last `cut` bytes off and `ending` on. */
static bw_str inflect(trainer *t, bw_str word, size_t cut, const char *ending)
{
    return bw_str_print(t->arena, "%.*s%s", (int)(word.len - cut), word.ptr, ending);
}

static bw_str with_s(trainer *t, bw_str w)
{
    char last = w.ptr[w.len - 1], before = w.ptr[w.len - 2];
    if (last == 'y' && !is_vowel(before))
        return inflect(t, w, 1, "ies");
    bool hisses = last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 'c' || before == 's'));
    return inflect(t, w, 0, hisses ? "es" : "s");
}

/* One syllable, one vowel and one consonant behind it: these double the consonant. */
static bool doubles(bw_str w)
{
    size_t n = w.len, vowels = 0;
    for (size_t i = 0; i < n; i++)
        vowels += is_vowel(w.ptr[i]) && !(w.ptr[i] == 'u' && i > 0 && w.ptr[i - 1] == 'q');
    char last = w.ptr[n - 1];
    return n >= 3 && vowels == 1 && is_vowel(w.ptr[n - 2]) && !is_vowel(last) && last != 'w' && last != 'x' && last != 'y';
}

static bw_str with_ending(trainer *t, bw_str w, const char *ending)
{
    char last = w.ptr[w.len - 1], before = w.ptr[w.len - 2];
    if (last == 'e' && (*ending == 'e' || (before != 'e' && before != 'o' && before != 'y')))
        return inflect(t, w, 1, ending);
    if (last == 'y' && !is_vowel(before) && *ending == 'e')
        return inflect(t, w, 1, bw_str_print(t->arena, "i%s", ending).ptr);
    /* "stagged": else "staged" would come of "stag" as well as of "stage". */
    if (doubles(w))
        return bw_str_print(t->arena, "%.*s%c%s", (int)w.len, w.ptr, last, ending);
    return inflect(t, w, 0, ending);
}

enum { IRREGULAR_ED = 1, IRREGULAR_ING = 2, IRREGULAR_S = 4 };

/* Lines "form lemma …": gives each form, and marks lemmas whose regular forms are not to be made. */
static void read_exceptions(trainer *t, bw_str lines, bw_upos upos, bw_map *irregular)
{
    bw_str line, form, lemma;
    while (bw_str_cut(&lines, '\n', &line)) {
        bw_str_cut(&line, ' ', &form);
        bw_str_cut(&line, ' ', &lemma);
        if (!is_plain(form) || !is_plain(lemma))
            continue;
        uint32_t kind = upos == BW_UPOS_NOUN ? IRREGULAR_S : bw_str_ends(form, BW_LIT("ing")) ? IRREGULAR_ING : IRREGULAR_ED;
        /* "smelt" leaves room for "smelled"; "abetted" leaves none for "abeted". */
        if (upos != BW_UPOS_VERB || kind == IRREGULAR_ING || bw_str_ends(form, BW_LIT("ed")))
            bw_map_put(irregular, lemma, 0, NULL)->value |= kind;
        if (upos == BW_UPOS_NOUN) {
            add_word(t, form, lemma, upos, "NNS");
        } else if (upos == BW_UPOS_ADJ) {
            add_word(t, form, lemma, upos, bw_str_ends(form, BW_LIT("st")) ? "JJS" : "JJR");
        } else if (kind == IRREGULAR_ING) {
            add_word(t, form, lemma, upos, "VBG");
        } else {
            add_word(t, form, lemma, upos, "VBD");
            add_word(t, form, lemma, upos, "VBN");
        }
    }
}

static void read_words(trainer *t, bw_str lines, bw_upos upos, const bw_map *irregular)
{
    bw_str line, w;
    while (bw_str_cut(&lines, '\n', &line)) {
        bw_str_cut(&line, ' ', &w);
        if (!is_plain(w))
            continue;
        uint32_t not_these = bw_map_get(irregular, w, 0);
        if (upos == BW_UPOS_NOUN && !(not_these & IRREGULAR_S)) {
            add_word(t, with_s(t, w), w, upos, "NNS");
            /* Plural from birth: series, headquarters. */
            if (bw_str_ends(w, BW_LIT("s")) && !bw_str_ends(w, BW_LIT("ss")) && !bw_str_ends(w, BW_LIT("us")) &&
                !bw_str_ends(w, BW_LIT("is")))
                add_word(t, w, w, upos, "NNS");
        } else if (upos == BW_UPOS_ADJ && w.len <= 7 && !(not_these & IRREGULAR_ED)) {
            add_word(t, with_ending(t, w, "er"), w, upos, "JJR");
            add_word(t, with_ending(t, w, "est"), w, upos, "JJS");
        } else if (upos == BW_UPOS_VERB) {
            add_word(t, with_s(t, w), w, upos, "VBZ");
            bw_map_put(&t->verbs, w, 1, NULL);
            if (!(not_these & IRREGULAR_ING))
                add_word(t, with_ending(t, w, "ing"), w, upos, "VBG");
            char last = w.ptr[w.len - 1];
            /* "shutting" is listed and "shutted" is not: the past is the word itself. */
            if (not_these == IRREGULAR_ING && (last == 't' || last == 'd')) {
                add_word(t, w, w, upos, "VBD");
                add_word(t, w, w, upos, "VBN");
            } else if (!(not_these & IRREGULAR_ED)) {
                bw_str past = with_ending(t, w, "ed");
                add_word(t, past, w, upos, "VBD");
                add_word(t, past, w, upos, "VBN");
                bw_map_put(&t->verb_forms, bw_str_print(t->arena, "%.*s VBD", BW_STR_FMT(past)), 1, NULL);
                bw_map_put(&t->verb_forms, bw_str_print(t->arena, "%.*s VBN", BW_STR_FMT(past)), 1, NULL);
            }
        }
    }
}

static void read_dictionary(trainer *t, bw_upos upos, bw_str words, bw_str exceptions)
{
    bw_map irregular = {.arena = t->arena};
    read_exceptions(t, exceptions, upos, &irregular);
    read_words(t, words, upos, &irregular);
}

/* ---- decision lists ------------------------------------------------------------------------------------- */

static uint64_t key_of(bw_lemma_list list, int level, const sample *s)
{
    size_t n = level >= BW_LEMMA_FORM ? s->word.len : (size_t)level;
    return bw_lemma_key(list, level, (bw_upos)s->upos, s->xpos, s->word.shape,
                        (bw_str){s->word.low + s->word.len - n, n});
}

/* One decision list: from the least specific level up, entries that change the answer. */
static void make_list(trainer *t, bw_lemma_list list)
{
    bw_map kept = {.arena = t->arena}; /* key to value */
    for (int level = 0; level < BW_LEMMA_LEVELS; level++) {
        bw_map index = {.arena = t->arena};
        bin *bins = NULL;
        tally *tallies = NULL;
        size_t n_bins = 0, room_bins = 0, n_tallies = 1, room_tallies = 8; /* tally 0 ends a chain */
        tallies = BW_NEW(t->arena, tally, room_tallies);

        for (size_t i = 0; i < t->n_samples; i++) {
            const sample *s = &t->samples[i];
            if (!bw_lemma_has_level(list, level, s->word.len))
                continue;
            uint64_t key = key_of(list, level, s);
            bool added;
            uint32_t at = bw_map_put(&index, bytes_of(t->arena, &key, sizeof key), (uint32_t)n_bins, &added)->value;
            if (added)
                BW_PUSH(t->arena, bins, n_bins, room_bins, ((bin){.key = key, .sample = (uint32_t)i, .level = level}));
            uint32_t *link = &bins[at].first;
            while (*link && tallies[*link].value != s->value[list])
                link = &tallies[*link].next;
            if (*link) {
                tallies[*link].count += s->count;
                tallies[*link].words++;
            } else {
                *link = (uint32_t)n_tallies;
                BW_PUSH(t->arena, tallies, n_tallies, room_tallies, ((tally){s->value[list], 1, s->count, 0}));
            }
        }
        for (size_t b = 0; b < n_bins; b++) {
            const tally *best = &tallies[bins[b].first];
            /* Endings are for words that were never seen: different words count, not how common they are. */
            bool ending = level < BW_LEMMA_FORM;
            for (uint32_t k = bins[b].first; k; k = tallies[k].next)
                if (ending && list == BW_LEMMA_LETTERS ? tallies[k].words > best->words : tallies[k].count > best->count)
                    best = &tallies[k];
            if (ending && level > 0 && (best->words < LEAST || t->rules[best->value].add.len > LONGEST))
                continue;
            /* What less specific entries say. */
            uint32_t said = UINT32_MAX;
            for (int below = level - 1; below >= 0 && said == UINT32_MAX; below--) {
                const sample *s = &t->samples[bins[b].sample];
                if (!bw_lemma_has_level(list, below, s->word.len))
                    continue;
                uint64_t key = key_of(list, below, s);
                said = bw_map_get(&kept, (bw_str){(const char *)&key, sizeof key}, UINT32_MAX);
            }
            if (said == best->value)
                continue;
            bw_map_put(&kept, bytes_of(t->arena, &bins[b].key, sizeof bins[b].key), best->value, NULL);
            BW_PUSH(t->arena, t->entries, t->n_entries, t->room_entries, ((bw_lemma_entry){bins[b].key, best->value}));
        }
    }
}

bw_status bw_train_lemma(bw_arena *a, const bw_train_lemma_options *options, bw_str *out, bw_buf *report, bw_err *err)
{
    trainer t = {.arena = a, .seen.arena = a, .rule_numbers.arena = a, .verbs.arena = a, .verb_forms.arena = a};
    read_dictionary(&t, BW_UPOS_VERB, options->verbs, options->verb_exceptions);
    read_dictionary(&t, BW_UPOS_NOUN, options->nouns, options->noun_exceptions);
    read_dictionary(&t, BW_UPOS_ADJ, options->adjectives, options->adjective_exceptions);
    for (size_t i = 0; i < options->n_treebanks; i++) {
        bw_status st = read_treebank(&t, options->treebanks[i], err);
        if (st)
            return options->names ? bw_fail_at(err, st, "%s", options->names[i]) : st;
    }
    if (t.n_samples == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "no lemmas to train from");
    make_list(&t, BW_LEMMA_LETTERS);
    size_t n_letters = t.n_entries;
    make_list(&t, BW_LEMMA_CASE);
    *out = bw_lemma_pack(a, t.rules, t.n_rules, t.entries, t.n_entries);
    if (report)
        bw_buf_print(report, "lemma: %zu kinds of word, %zu changes, %zu entries for letters, %zu for case, %zu bytes\n",
                     t.n_samples, t.n_rules, n_letters, t.n_entries - n_letters, out->len);
    return BW_OK;
}
