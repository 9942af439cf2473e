/* link_words.h - a document for the linker from "word/TAG word/TAG": J adjective, N noun, Ns plural noun, P name, Pp name of a person,
 * V verb, O name of a body, Va participle before a noun, D determiner, I preposition, C conjunction, R pronoun, R$ possessive pronoun, S possessive, # number, X punctuation.
 * "_" in a word is a blank's place between tokens that stand together without one. No tree: what a bad parse is like. */
#ifndef BW_TESTS_LINK_WORDS_H
#define BW_TESTS_LINK_WORDS_H

#include "document.h"

#include <string.h>

static inline void link_words(bw_document *doc, bw_str tagged)
{
    static const struct {
        const char *tag, *xpos;
        bw_upos upos;
    } tags[] = {{"J", "JJ", BW_UPOS_ADJ},  {"N", "NN", BW_UPOS_NOUN},   {"Ns", "NNS", BW_UPOS_NOUN}, {"P", "NNP", BW_UPOS_PROPN}, {"Pp", "NNP", BW_UPOS_PROPN},
                {"V", "VBD", BW_UPOS_VERB}, {"Va", "VBN", BW_UPOS_VERB}, {"D", "DT", BW_UPOS_DET},    {"I", "IN", BW_UPOS_ADP},    {"C", "CC", BW_UPOS_CCONJ},
                {"R", "PRP", BW_UPOS_PRON}, {"R$", "PRP$", BW_UPOS_PRON}, {"S", "POS", BW_UPOS_PART},  {"#", "CD", BW_UPOS_NUM},
                {"X", ".", BW_UPOS_PUNCT}};
    bw_buf text = {.arena = doc->arena};
    uint32_t room = 0, s_room = 0;
    doc->n_tokens = doc->n_sentences = 0;
    bw_str rest = tagged, word;
    bw_sentence s = {.number = 0};
    while (bw_str_cut(&rest, ' ', &word)) {
        if (!word.len)
            continue;
        size_t slash = word.len;
        while (slash > 0 && word.ptr[slash - 1] != '/')
            slash--;
        bw_str form = slash ? bw_str_slice(word, 0, slash - 1) : word, tag = slash ? bw_str_slice(word, slash, word.len) : BW_LIT("N");
        bw_token t = {.head = -1, .rel = BW_REL_dep, .upos = BW_UPOS_NOUN, .space_after = true};
        memcpy(t.xpos, "NN", 3);
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            if (bw_str_is(tag, tags[i].tag)) {
                t.upos = (uint8_t)tags[i].upos;
                memcpy(t.xpos, tags[i].xpos, strlen(tags[i].xpos) + 1);
            }
        if (bw_str_is(tag, "O")) {
            t.upos = BW_UPOS_PROPN;
            t.ner = BW_NER_ORG;
            t.ner_begin = !doc->n_tokens || doc->tokens[doc->n_tokens - 1].ner != BW_NER_ORG;
        }
        if (bw_str_is(tag, "Pp")) {
            t.ner = BW_NER_PER;
            t.ner_begin = true;
        }
        if (bw_str_is(tag, "Va"))
            t.rel = BW_REL_amod;
        bool glued = t.upos == BW_UPOS_PART || t.upos == BW_UPOS_PUNCT;
        if (text.len && !glued)
            bw_buf_char(&text, ' ');
        else if (doc->n_tokens > s.first)
            doc->tokens[doc->n_tokens - 1].space_after = false;
        t.start = (uint32_t)text.len;
        bw_buf_str(&text, form);
        t.end = (uint32_t)text.len;
        t.form = t.lemma = form;
        BW_PUSH(doc->arena, doc->tokens, doc->n_tokens, room, t);
        if (bw_str_is(form, ".") && t.upos == BW_UPOS_PUNCT) {
            s.n = doc->n_tokens - s.first;
            s.end = (uint32_t)text.len;
            BW_PUSH(doc->arena, doc->sentences, doc->n_sentences, s_room, s);
            s = (bw_sentence){.number = s.number + 1, .first = doc->n_tokens, .start = (uint32_t)text.len};
        }
    }
    s.n = doc->n_tokens - s.first;
    s.end = (uint32_t)text.len;
    if (s.n)
        BW_PUSH(doc->arena, doc->sentences, doc->n_sentences, s_room, s);
    doc->head.text = bw_buf_view(&text);
}

#endif
