#include "link/linker.h"

enum { TOKEN_WORDS = 8, MAX_INSIDE = 3 };

typedef struct {
    uint64_t hash;
    uint32_t token, at;
    uint16_t len;
    bool capital, all_capital, broken, begins, ends; /* of its token */
} text_word;

static const char *const list_names[N_LISTS] = {"former",   "deputy",   "acting",   "counterpart", "pair",      "locative",
                                                "quantity", "particle", "against", "fragment",    "honorific", "region",
                                                "member",   "participle", "area",  "shouted",     "hit",
                                                "leave",    "sector", "facility", "calendar"};

static bool dash(bw_str form)
{
    return bw_str_is(form, "-") || bw_str_is(form, "--") || bw_str_is(form, "\xE2\x80\x93") || bw_str_is(form, "\xE2\x80\x94");
}

/* Whether case and form of the words allow what the posting means. */
static bool allowed(const kb_posting *p, const text_word *w, uint32_t n, bool shouted)
{
    uint32_t small = 0;
    for (uint32_t i = 0; i < n && i < 16; i++)
        if ((p->capitals & 1u << i) && !w[i].capital)
            small |= 1u << i;
    /* Dictionaries are written in capitals throughout: "the prince of Vard". */
    if (p->kind == KB_IS_ACTOR ? small && small == p->capitals : small != 0)
        return false;
    if ((p->flags & KB_ACRONYM) && (!w[0].all_capital || shouted) && !(p->kind == KB_IS_COUNTRY && w[0].all_capital))
        return false;
    return true;
}

static bool same_text(const kb *k, const kb_phrase *p, const text_word *w, uint32_t n, const char *folded)
{
    size_t at = 0;
    const char *text = k->text + p->text;
    for (uint32_t i = 0; i < n; i++) {
        if (i && (at >= p->text_len || text[at++] != ' '))
            return false;
        if (at + w[i].len > p->text_len || memcmp(text + at, folded + w[i].at, w[i].len) != 0)
            return false;
        at += w[i].len;
    }
    return at == p->text_len;
}

static bool listed(const kb *k, const kb_posting *q, const char *list)
{
    return q->kind == KB_IS_LISTED && bw_str_is(kb_str(k, k->listed[q->record].list), list);
}

/* "CAR BOMB KILLS FIVE": where all is in capitals, an acronym that is a word is a word. */
static bool only_shouted(const linker *l, const kb_phrase *p)
{
    for (uint32_t i = p->first; i < p->first + p->n; i++)
        if (listed(l->kb, &l->kb->postings[i], "shouted"))
            return true;
    return false;
}

/* Takes the postings that fit into l->postings; false when none does. */
static bool take(linker *l, const kb_phrase *p, const text_word *w, bool shouted, piece *out)
{
    *out = (piece){.first = w[0].token, .n = w[p->n_words - 1].token + 1 - w[0].token, .first_posting = l->n_postings};
    for (uint32_t i = p->first; i < p->first + p->n; i++) {
        const kb_posting *q = &l->kb->postings[i];
        if (q->kind == KB_IS_ACTOR_PART || q->kind == KB_IS_ASIDE || (q->kind == KB_IS_ACTOR && !kb_actor_says(l->kb, q->record, l->day)))
            continue;
        if (!allowed(q, w, p->n_words, shouted) || (shouted && (q->flags & KB_ACRONYM) && only_shouted(l, p)))
            continue;
        out->kinds |= 1u << q->kind;
        out->n_postings++;
        BW_PUSH(l->arena, l->postings, l->n_postings, l->postings_room, *q);
    }
    return out->n_postings > 0;
}

/* "US-backed", "pro-Russian": the country is not the one that acts. */
static bool qualified(const linker *l, const piece *p)
{
    const bw_token *t = l->doc->tokens;
    uint32_t end = p->first + p->n;
    if (!(p->kinds & (1u << KB_IS_COUNTRY | 1u << KB_IS_ADJECTIVE | 1u << KB_IS_CAPITAL | 1u << KB_IS_ORG |
                      1u << KB_IS_ACTOR)))
        return false;
    if (end + 1 < l->doc->n_tokens && dash(t[end].form) && !t[end - 1].space_after && !t[end].space_after &&
        (t[end + 1].upos == BW_UPOS_VERB || strncmp(t[end + 1].xpos, "VB", 2) == 0 ||
         (t[end + 1].upos == BW_UPOS_ADJ && !bw_is_upper(t[end + 1].form.ptr[0]))))
        return !bw_str_is(t[end + 1].form, "based");
    if (p->first >= 2 && dash(t[p->first - 1].form) && !t[p->first - 2].space_after && !t[p->first - 1].space_after)
        return bw_pieces_listed(l, p->first - 2, LIST_AGAINST);
    return false;
}

/* Words that may stand inside a name: those of a noun phrase, and the "'s" between two. */
static bool inside_name(const linker *l, uint32_t t)
{
    const bw_token *k = &l->doc->tokens[t];
    return k->upos == BW_UPOS_ADJ || k->upos == BW_UPOS_NOUN || k->upos == BW_UPOS_PROPN || k->upos == BW_UPOS_NUM ||
           k->upos == BW_UPOS_DET || strcmp(k->xpos, "POS") == 0 || (k->upos == BW_UPOS_VERB && (k->rel == BW_REL_amod || k->rel == BW_REL_compound));
}

/* The rest of a name whose first part ends before word `i`: the word behind it, or 0. At each star at most MAX_INSIDE others. */
static uint32_t rest_of_name(const linker *l, const text_word *w, uint32_t n, uint32_t i, const char *folded, bw_str rest)
{
    bw_str word;
    bool star = false;
    while (bw_str_cut(&rest, ' ', &word)) {
        if (bw_str_is(word, "*")) {
            star = true;
            continue;
        }
        for (uint32_t skipped = 0;; skipped++, i++) {
            if (i >= n || w[i].broken || skipped > MAX_INSIDE)
                return 0;
            if (bw_str_eq((bw_str){folded + w[i].at, w[i].len}, word))
                break;
            if (!star || !inside_name(l, w[i].token))
                return 0;
        }
        i++;
        star = false;
    }
    return i > 0 && w[i - 1].ends ? i : 0;
}

/* A name with others inside of it that begins with these words; the words that it covers, 0 for none. */
static uint32_t with_others_inside(linker *l, const kb_phrase *p, const text_word *w, uint32_t n, uint32_t i, const char *folded, piece *out)
{
    uint32_t best = 0;
    for (uint32_t k = p->first; k < p->first + p->n; k++) {
        const kb_posting *q = &l->kb->postings[k];
        if (q->kind != KB_IS_ACTOR_PART || !allowed(q, w + i, p->n_words, false))
            continue;
        const kb_actor_rest *r = &l->kb->actor_rests[q->record];
        uint32_t end = kb_actor_says(l->kb, r->actor, l->day)
                           ? rest_of_name(l, w, n, i + p->n_words, folded, kb_str(l->kb, r->rest)) : 0;
        if (end <= i + best)
            continue;
        best = end - i;
        kb_posting whole = {.kind = KB_IS_ACTOR, .record = r->actor, .from = KB_EVER, .to = KB_ALWAYS};
        *out = (piece){.first = w[i].token, .n = w[end - 1].token + 1 - w[i].token, .kinds = 1u << KB_IS_ACTOR,
                       .first_posting = l->n_postings, .n_postings = 1};
        BW_PUSH(l->arena, l->postings, l->n_postings, l->postings_room, whole);
    }
    return best;
}

/* The longest phrase of the tables that begins at word `i`; its length in words, 0 for none. */
static uint32_t longest(linker *l, const text_word *w, uint32_t n, uint32_t i, const char *folded, bool shouted, piece *best)
{
    uint64_t hash = 0;
    uint32_t best_words = 0, mark = l->n_postings;
    for (uint32_t len = 1; w[i].begins && len <= KB_MAX_WORDS && i + len <= n; len++) {
        if (len > 1 && w[i + len - 1].broken)
            break;
        hash = bw_words_extend(hash, w[i + len - 1].hash);
        const kb_phrase *p = kb_find_phrase(l->kb, hash);
        if (!p)
            break;
        piece found;
        if (l->kb->n_actor_rests && p->n && same_text(l->kb, p, w + i, len, folded)) {
            uint32_t before = l->n_postings, covered = with_others_inside(l, p, w, n, i, folded, &found);
            if (covered > best_words) {
                *best = found;
                best_words = covered;
                mark = l->n_postings;
            } else {
                l->n_postings = before;
            }
        }
        if (p->n && len >= best_words && w[i + len - 1].ends && same_text(l->kb, p, w + i, len, folded)) {
            uint32_t before = l->n_postings;
            if (take(l, p, w + i, shouted, &found)) {
                *best = found;
                best_words = len;
                mark = l->n_postings;
            } else {
                l->n_postings = before;
            }
        }
        if (!p->longer)
            break;
    }
    l->n_postings = mark;
    return best_words;
}

/* Looks for a discard anywhere in the sentence, also inside of longer phrases. */
static void find_discards(linker *l, uint32_t sentence, const text_word *w, uint32_t n, const char *folded, bool *story)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash = 0;
        for (uint32_t len = 1; len <= KB_MAX_WORDS && i + len <= n && !(len > 1 && w[i + len - 1].broken); len++) {
            hash = bw_words_extend(hash, w[i + len - 1].hash);
            const kb_phrase *p = kb_find_phrase(l->kb, hash);
            if (!p)
                break;
            for (uint32_t k = p->first; k < p->first + p->n && same_text(l->kb, p, w + i, len, folded); k++) {
                const kb_posting *q = &l->kb->postings[k];
                if (q->kind != KB_IS_ASIDE || !bw_str_is(kb_str(l->kb, l->kb->listed[q->record].list), KB_DISCARD) ||
                    !allowed(q, w + i, len, false))
                    continue;
                l->doc->sentences[sentence].flags |= BW_SENTENCE_DISCARD;
                *story |= bw_str_is(kb_str(l->kb, l->kb->listed[q->record].value), "story");
            }
            if (!p->longer)
                break;
        }
    }
}

/* One edit apart: a letter more, less, other, or two neighbours exchanged; the first letter of both is the same. */
static bool one_edit(bw_str a, bw_str b)
{
    if (a.len > b.len) {
        bw_str z = a;
        a = b;
        b = z;
    }
    size_t same = 0, left = a.len;
    while (same < a.len && a.ptr[same] == b.ptr[same])
        same++;
    while (left > same && a.ptr[left - 1] == b.ptr[left - 1 + b.len - a.len])
        left--;
    return left - same + b.len - a.len <= 1 ||
           (a.len == b.len && left - same == 2 && a.ptr[same] == b.ptr[same + 1] && a.ptr[same + 1] == b.ptr[same]);
}

static bw_str nation_text(const kb *k, uint32_t i) { return (bw_str){k->text + k->phrases[k->nations[i]].text, k->phrases[k->nations[i]].text_len}; }

/* "Kazahks": a word that no table has, one letter from the only nation that it can mean; names of persons are not tried. */
static bool mended_nation(linker *l, const text_word *w, const char *folded, piece *out)
{
    enum { SHORTEST = 7, LONGEST = 20 };
    const bw_token *t = &l->doc->tokens[w->token];
    if (w->len < SHORTEST || w->len > LONGEST || !w->capital || w->all_capital || !w->begins || !w->ends || t->ner == BW_NER_PER ||
        (t->upos != BW_UPOS_PROPN && t->upos != BW_UPOS_ADJ && t->upos != BW_UPOS_NOUN))
        return false;
    const kb *k = l->kb;
    bw_str word = {folded + w->at, w->len};
    uint32_t at = 0, end = k->n_nations, country = KB_NONE;
    while (at < end) {
        uint32_t mid = (at + end) / 2;
        if ((unsigned char)nation_text(k, mid).ptr[0] < (unsigned char)word.ptr[0])
            at = mid + 1;
        else
            end = mid;
    }
    const kb_phrase *found = NULL;
    for (; at < k->n_nations && nation_text(k, at).ptr[0] == word.ptr[0]; at++) {
        if (!one_edit(nation_text(k, at), word))
            continue;
        const kb_phrase *p = &k->phrases[k->nations[at]];
        for (uint32_t i = p->first; i < p->first + p->n; i++) {
            const kb_posting *q = &k->postings[i];
            if (!(KB_NATIONS >> q->kind & 1))
                continue;
            if (found && q->record != country)
                return false; /* it may mean two */
            found = p;
            country = q->record;
        }
    }
    return found && take(l, found, w, false, out) && (out->kinds & KB_NATIONS);
}

static void find_in_words(linker *l, const text_word *w, uint32_t n, const char *folded, bool shouted)
{
    for (uint32_t i = 0; i < n;) {
        piece best, after;
        uint32_t mark = l->n_postings, len = longest(l, w, n, i, folded, shouted, &best);
        if (len == 2 && best.n == 2 && i + 1 < n) {
            /* "Deputy | Minister of Defence" rather than "Deputy Minister | of Defence" */
            uint32_t kept = l->n_postings;
            if (longest(l, w, n, i + 1, folded, shouted, &after) > 2) {
                l->n_postings = mark;
                len = longest(l, w, i + 1, i, folded, shouted, &best);
            } else {
                l->n_postings = kept;
            }
        }
        if (len == 0 && !shouted && mended_nation(l, &w[i], folded, &best))
            len = 1;
        if (len == 0) {
            i++;
            continue;
        }
        for (uint32_t t = best.first; t < best.first + best.n; t++)
            l->piece_of[t] = (int32_t)l->n_pieces;
        BW_PUSH(l->arena, l->pieces, l->n_pieces, l->pieces_room, best);
        i += len;
    }
}

/* "AfD", "LeT": an acronym that keeps small letters begins and ends with capitals. */
static bool framed(bw_str form) { return form.len > 2 && form.len < 8 && bw_is_upper(form.ptr[0]) && bw_is_upper(form.ptr[form.len - 1]); }

static bool all_capitals(const bw_document *doc, const bw_sentence *s)
{
    uint32_t letters = 0, small = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        bw_str f = doc->tokens[i].form;
        for (size_t j = 0; j < f.len && j < 64; j++) {
            letters += bw_is_alpha(f.ptr[j]);
            small += bw_is_lower(f.ptr[j]);
        }
    }
    return letters > 12 && small * 5 < letters;
}

void bw_pieces_find(linker *l)
{
    const bw_document *doc = l->doc;
    l->piece_of = BW_NEW(l->arena, int32_t, doc->n_tokens + 1u);
    memset(l->piece_of, 0xFF, (doc->n_tokens + 1u) * sizeof *l->piece_of);
    uint32_t room = 0, longest = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (doc->sentences[i].n > longest)
            longest = doc->sentences[i].n;
    room = longest * 2 + TOKEN_WORDS;
    text_word *words = BW_NEW(l->arena, text_word, room);
    bw_buf folded = {.arena = l->arena};
    bool story = false;

    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const bw_sentence *s = &doc->sentences[i];
        bool shouted = all_capitals(doc, s), broken = true;
        uint32_t n = 0;
        folded.len = 0;
        for (uint32_t t = s->first; t < s->first + s->n; t++) {
            const bw_token *token = &doc->tokens[t];
            bw_word cut[TOKEN_WORDS];
            char text[TOKEN_WORDS * BW_WORD_MAX];
            bool ends_broken;
            uint32_t n_cut = bw_words_cut(token->form, cut, TOKEN_WORDS, text, sizeof text, &ends_broken);
            if (n_cut == 0)
                broken |= ends_broken;
            if (n + n_cut > room) {
                words = bw_arena_grow(l->arena, words, n, (size_t)room * 2 + TOKEN_WORDS, sizeof *words);
                room = room * 2 + TOKEN_WORDS;
            }
            for (uint32_t j = 0; j < n_cut; j++) {
                words[n++] = (text_word){.hash = cut[j].hash, .token = t, .at = (uint32_t)folded.len + cut[j].at,
                                         .len = cut[j].len, .capital = cut[j].capital, .all_capital = cut[j].all_capital || (n_cut == 1 && framed(token->form)),
                                         .broken = cut[j].broken || broken, .begins = j == 0,
                                         .ends = j + 1 == n_cut && !ends_broken};
                broken = false;
            }
            if (n_cut)
                broken = ends_broken;
            bw_buf_str(&folded, (bw_str){text, n_cut ? cut[n_cut - 1].at + cut[n_cut - 1].len : 0u});
        }
        find_in_words(l, words, n, folded.ptr, shouted);
        if (l->kb->discards)
            find_discards(l, i, words, n, folded.ptr, &story);
    }
    for (uint32_t i = 0; i < doc->n_sentences && story; i++)
        doc->sentences[i].flags |= BW_SENTENCE_DISCARD;
    /* Known only when all are found: what stands before a hyphen may be a piece itself. */
    for (uint32_t i = 0; i < l->n_pieces; i++)
        if (qualified(l, &l->pieces[i]))
            for (uint32_t t = l->pieces[i].first; t < l->pieces[i].first + l->pieces[i].n; t++)
                l->piece_of[t] = -1;
}

bool bw_pieces_listed(const linker *l, uint32_t token, list_kind list)
{
    const piece *p = bw_pieces_at(l, token);
    if (!p || !(p->kinds & 1u << KB_IS_LISTED))
        return false;
    for (uint32_t i = p->first_posting; i < p->first_posting + p->n_postings; i++)
        if (listed(l->kb, &l->postings[i], list_names[list]))
            return true;
    return false;
}

bw_str bw_pieces_value(const linker *l, uint32_t token, list_kind list)
{
    const piece *p = bw_pieces_at(l, token);
    for (uint32_t i = p ? p->first_posting : 0; p && i < p->first_posting + p->n_postings; i++)
        if (listed(l->kb, &l->postings[i], list_names[list]))
            return kb_str(l->kb, l->kb->listed[l->postings[i].record].value);
    return (bw_str){0};
}

const kb_posting *bw_pieces_posting(const linker *l, const piece *p, int kind)
{
    const kb_posting *best = NULL;
    for (uint32_t i = p->first_posting; i < p->first_posting + p->n_postings; i++) {
        const kb_posting *q = &l->postings[i];
        if (q->kind == kind && (!best || (!kb_holds(best->from, best->to, l->day) && kb_holds(q->from, q->to, l->day))))
            best = q;
    }
    return best;
}

uint32_t bw_pieces_actor(const linker *l, const piece *p)
{
    const kb_posting *q = p ? bw_pieces_posting(l, p, KB_IS_ACTOR) : NULL;
    return q && !bw_pieces_nobody(l, q->record) ? q->record : KB_NONE;
}

bool bw_pieces_only_actor(const piece *p)
{
    return (p->kinds & ~(1u << KB_IS_LISTED | 1u << KB_IS_AGENT)) == 1u << KB_IS_ACTOR;
}

bool bw_pieces_nobody(const linker *l, uint32_t actor)
{
    const kb_actor_code *c = kb_actor_says(l->kb, actor, l->day);
    return !c || bw_str_is(kb_str(l->kb, c->code), KB_NOBODY);
}

const char *bw_pieces_country(const linker *l, bw_str name)
{
    static const kb_code nowhere;
    const kb_phrase *p = kb_find_name(l->kb, name);
    const char *place = nowhere; /* as long as a code: callers copy all of it */
    for (uint32_t i = p ? p->first : 0; p && i < p->first + p->n; i++) {
        const kb_posting *q = &l->kb->postings[i];
        if (!kb_holds(q->from, q->to, l->day))
            continue;
        if (q->kind == KB_IS_COUNTRY)
            return l->kb->countries[q->record].code;
        if (q->kind == KB_IS_CAPITAL)
            return l->kb->countries[l->kb->capitals[q->record].country].code;
        if (q->kind == KB_IS_PLACE)
            place = l->kb->places[q->record].country;
    }
    return place;
}

bw_str bw_pieces_folded(linker *l, uint32_t first, uint32_t end, bool blank)
{
    bw_buf out = {.arena = l->arena};
    for (uint32_t t = first; t < end && out.len < 256; t++) {
        bw_word cut[TOKEN_WORDS];
        char text[TOKEN_WORDS * BW_WORD_MAX];
        uint32_t n = bw_words_cut(l->doc->tokens[t].form, cut, TOKEN_WORDS, text, sizeof text, NULL);
        for (uint32_t j = 0; j < n; j++) {
            if (blank && out.len)
                bw_buf_char(&out, ' ');
            bw_buf_str(&out, (bw_str){text + cut[j].at, cut[j].len});
        }
    }
    return bw_buf_view(&out);
}
