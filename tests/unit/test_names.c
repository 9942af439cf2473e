/* One name, one kind over a document. Words as "form/KIND": P person, O body, L place, lower case for the second and
 * later words of a name, none for a proper noun that is no name; "_" begins a new sentence. */
#include "parse/names.h"
#include "tap_arena.h"

static const struct {
    const char *why, *words, *want; /* want: a letter a word */
} cases[] = {
    {"a surname alone is the person's", "Silvina/P Batakis/p spoke _ later Batakis/L left", "Pp..P."},
    {"though it be no name to the network", "Silvina/P Batakis/p spoke _ later Batakis left", "Pp...."},
    {"a word that is no name becomes one", "Omar/P Bah/p came _ Omar/P Bah/p sat _ soon Bah left", "Pp.Pp..P."},
    {"the majority of single names", "at Rama/L he sat _ in Rama/L now _ to Rama/O it goes", ".L...L..L.."},
    {"a tie changes nothing", "at Rama/L sat _ in Rama/O now", ".L..O."},
    {"first words of sentences are not made names", "Omar/P Bah/p came _ Omar/P Bah/p sat _ Bah left", "Pp.Pp..."},
    {"parts of bodies do not vote", "the Bank/O of/o Omar/o said _ the Bank/O of/o Omar/o said _ so Omar/L is",
     ".Ooo..Ooo..L."},
};

static bw_status run(void *with, bw_err *err)
{
    (void)err;
    bw_arena *a = with;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bw_document doc = {.arena = a};
        bw_str rest = bw_str_of(cases[i].words), word;
        uint32_t room = 0, s_room = 0;
        BW_PUSH(a, doc.sentences, doc.n_sentences, s_room, ((bw_sentence){0}));
        while (bw_str_cut(&rest, ' ', &word)) {
            if (bw_str_is(word, "_")) {
                BW_PUSH(a, doc.sentences, doc.n_sentences, s_room, ((bw_sentence){.first = doc.n_tokens}));
                continue;
            }
            size_t slash = bw_str_find_char(word, '/', 0);
            bw_token t = {.form = bw_str_slice(word, 0, slash),
                          .upos = bw_is_upper(*word.ptr) ? BW_UPOS_PROPN : BW_UPOS_NOUN};
            if (slash < word.len) {
                char kind = word.ptr[slash + 1];
                t.ner_begin = bw_is_upper(kind);
                t.ner = (uint8_t)(strchr("POL", kind & ~0x20) - "POL" + BW_NER_PER);
            }
            BW_PUSH(a, doc.tokens, doc.n_tokens, room, t);
            doc.sentences[doc.n_sentences - 1].n++;
        }
        bw_names_agree(&doc);
        char got[64] = "";
        for (uint32_t k = 0; k < doc.n_tokens; k++) {
            const bw_token *t = &doc.tokens[k];
            got[k] = ".POLM"[t->ner];
            if (t->ner && !t->ner_begin)
                got[k] = (char)(got[k] | 0x20);
        }
        ok(strcmp(got, cases[i].want) == 0, "%s: %s", cases[i].why, got);
    }
    return BW_OK;
}

int main(void) { return tap_in_arena(run); }
