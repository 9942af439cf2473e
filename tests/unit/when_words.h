/* when_words.h - a sentence cut into tokens without tags or heads, for tests of dates that need no parser. */
#ifndef BW_TESTS_WHEN_WORDS_H
#define BW_TESTS_WHEN_WORDS_H

#include "document.h"

/* As UD cuts: punctuation, hyphens, possessives, figures from letters ("3pm"); figures keep their separators. */
static size_t when_word_end(bw_str s, size_t i)
{
    size_t j = i;
    if (bw_is_digit(s.ptr[i])) {
        while (j < s.len && (bw_is_digit(s.ptr[j]) || (strchr(":/.,", s.ptr[j]) && j + 1 < s.len && bw_is_digit(s.ptr[j + 1]))))
            j++;
        if (j + 2 <= s.len && (j + 2 == s.len || !bw_is_alpha(s.ptr[j + 2])) && strchr("snrt", s.ptr[j]) && strchr("tdh", s.ptr[j + 1]))
            return j + 2;
        if (j < s.len && s.ptr[j] == 's')
            return j + 1;
        if (j < s.len && s.ptr[j] == 'h')
            while (j + 1 < s.len && (s.ptr[j] == 'h' || bw_is_digit(s.ptr[j])))
                j++;
        return j;
    }
    if (s.ptr[i] == '\'' && j + 1 < s.len && (bw_is_alpha(s.ptr[j + 1]) || bw_is_digit(s.ptr[j + 1])))
        j++;
    if ((unsigned char)s.ptr[i] == 0xE2 && i + 3 <= s.len)
        return i + 3; /* dashes, quotes */
    while (j < s.len && (unsigned char)s.ptr[j] != 0xE2 && (bw_is_alpha(s.ptr[j]) || (unsigned char)s.ptr[j] >= 0x80 || bw_is_digit(s.ptr[j]) ||
                         (s.ptr[j] == '.' && j > i && j + 1 < s.len && bw_is_alpha(s.ptr[j + 1])) ||
                         (s.ptr[j] == '\'' && j > i && !(j + 2 == s.len || (j + 2 < s.len && s.ptr[j + 1] == 's')))))
        j++;
    if (j > i && j - i <= 4 && j + 1 < s.len && s.ptr[j] == '.' && (bw_is_upper(s.ptr[i]) || memchr(s.ptr + i, '.', j - i)))
        j++; /* an abbreviation */
    return j > i ? j : i + 1;
}

static void when_words(bw_document *doc, bw_str text)
{
    size_t n = 0, room = 0, n_sentences = 0, room_sentences = 0;
    bw_sentence s = {0};
    doc->head.text = text;
    for (size_t i = 0; i < text.len;) {
        if (bw_is_space(text.ptr[i])) {
            i++;
            continue;
        }
        size_t end = when_word_end(text, i);
        bw_token t = {.start = (uint32_t)i, .end = (uint32_t)end, .form = bw_str_slice(text, i, end), .head = -1,
                      .space_after = end < text.len && bw_is_space(text.ptr[end])};
        t.lemma = t.form;
        BW_PUSH(doc->arena, doc->tokens, n, room, t);
        i = end;
        if ((t.form.len == 1 && strchr(".!?", t.form.ptr[0])) || i >= text.len) {
            s.n = (uint32_t)n - s.first;
            s.start = doc->tokens[s.first].start;
            s.end = t.end;
            BW_PUSH(doc->arena, doc->sentences, n_sentences, room_sentences, s);
            s = (bw_sentence){.number = s.number + 1, .first = (uint32_t)n};
        }
    }
    if (s.first < n) {
        s.n = (uint32_t)n - s.first;
        s.start = doc->tokens[s.first].start;
        s.end = doc->tokens[n - 1].end;
        BW_PUSH(doc->arena, doc->sentences, n_sentences, room_sentences, s);
    }
    doc->n_tokens = (uint32_t)n;
    doc->n_sentences = (uint32_t)n_sentences;
}

#endif
