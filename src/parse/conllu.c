#include "parse/conllu.h"

#include "parse/token.h"

enum { COL_ID, COL_FORM, COL_LEMMA, COL_UPOS, COL_XPOS, COL_FEATS, COL_HEAD, COL_DEPREL, COL_DEPS, COL_MISC, N_COLS };

typedef struct {
    bw_document *doc;
    bw_err *err;
    uint64_t line;          /* of the row at hand */
    bw_buf text, title;
    size_t room_tokens, room_sentences;
    uint32_t paragraph;
    bool any_text;          /* a sentence of the text has been read: a break can come behind it */
    bool space;             /* one is due before the next sentence of the text */
    bool new_paragraph;     /* a break is due instead */
} reader;

/* What the comments of a sentence say. */
typedef struct {
    bw_str text;
    uint8_t flags;
} remarks;

static bool take_line(bw_str *rest, bw_str *line)
{
    if (rest->len == 0 || !bw_str_cut(rest, '\n', line))
        return false;
    if (line->len && line->ptr[line->len - 1] == '\r')
        line->len--;
    return true;
}

/* "# key = value" or "# key": the value, trimmed at its left end only ("# text" may end in a blank). */
static bool remark(bw_str line, const char *key, bw_str *value)
{
    bw_str k = bw_str_of(key);
    if (line.len == 0 || *line.ptr != '#')
        return false;
    line = bw_str_slice(line, 1, line.len);
    while (line.len && *line.ptr == ' ')
        line = bw_str_slice(line, 1, line.len);
    if (!bw_str_starts(line, k))
        return false;
    line = bw_str_slice(line, k.len, line.len);
    if (line.len && *line.ptr != ' ' && *line.ptr != '=')
        return false;
    if (bw_str_starts(line, BW_LIT(" = ")))
        line = bw_str_slice(line, 3, line.len);
    else if (bw_str_trim(line).len && *bw_str_trim(line).ptr == '=')
        line = bw_str_trim(bw_str_slice(bw_str_trim(line), 1, line.len));
    *value = line;
    return true;
}

static bool has_part(bw_str list, char by, bw_str part)
{
    bw_str piece;
    while (bw_str_cut(&list, by, &piece))
        if (bw_str_eq(piece, part))
            return true;
    return false;
}

static bool misc_value(bw_str misc, bw_str key, bw_str *value)
{
    bw_str piece;
    while (bw_str_cut(&misc, '|', &piece))
        if (bw_str_starts(piece, key)) {
            *value = bw_str_slice(piece, key.len, piece.len);
            return true;
        }
    return false;
}

/* Where `form` begins in the sentence's text at or behind *at, white space before it skipped. */
static bool place(bw_str text, bw_str form, size_t *at)
{
    size_t i = *at;
    while (i < text.len && !bw_str_starts(bw_str_slice(text, i, text.len), form)) {
        size_t blank = bw_token_space(text, i);
        if (!blank)
            return false;
        i += blank;
    }
    *at = i;
    return i < text.len;
}

static uint32_t span_limit(size_t n) { return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n; }

/* The words of a multi-word token divide its span when they spell it; otherwise all have the whole. */
static void divide(bw_token *words, uint32_t n, bw_str whole, uint32_t start)
{
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!bw_str_starts_fold(bw_str_slice(whole, at, whole.len), words[i].form))
            at = whole.len + 1;
        at += words[i].form.len;
    }
    bool spells = at == whole.len;
    at = 0;
    for (uint32_t i = 0; i < n; i++) {
        words[i].start = start + (spells ? span_limit(at) : 0);
        at += words[i].form.len;
        words[i].end = start + span_limit(spells ? at : whole.len);
    }
}

static bw_status read_word(reader *r, bw_str cols[N_COLS], uint32_t first, bw_token *t)
{
    int64_t id, head = 0;
    bw_str ner = {0};

    if (!bw_str_to_int(cols[COL_ID], &id) || id != (int64_t)(r->doc->n_tokens - first) + 1)
        return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: word id is '%.*s', %u is due", (unsigned long long)r->line,
                       BW_STR_FMT(cols[COL_ID]), r->doc->n_tokens - first + 1);
    if (cols[COL_FORM].len == 0)
        return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: form is empty", (unsigned long long)r->line);
    if (!bw_str_is(cols[COL_HEAD], "_") && (!bw_str_to_int(cols[COL_HEAD], &head) || head < 0 || head > INT32_MAX))
        return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: head is '%.*s', not a number", (unsigned long long)r->line,
                       BW_STR_FMT(cols[COL_HEAD]));

    bw_upos upos = BW_UPOS_X;
    if (!bw_str_is(cols[COL_UPOS], "_") && !bw_upos_of(cols[COL_UPOS], &upos))
        return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: no part of speech is called '%.*s'",
                       (unsigned long long)r->line, BW_STR_FMT(cols[COL_UPOS]));

    *t = (bw_token){.form = cols[COL_FORM], .lemma = cols[COL_LEMMA], .upos = (uint8_t)upos,
                    .rel = (uint8_t)bw_rel_of(cols[COL_DEPREL]), .space_after = true};
    if (bw_str_is(t->lemma, "_") && !bw_str_is(t->form, "_"))
        t->lemma = (bw_str){0};
    if (!bw_str_is(cols[COL_XPOS], "_"))
        memcpy(t->xpos, cols[COL_XPOS].ptr, cols[COL_XPOS].len < 5 ? cols[COL_XPOS].len : 5);
    t->head = (int32_t)head; /* in the sentence's own numbers until it is complete */
    if (misc_value(cols[COL_MISC], BW_LIT("NER="), &ner) && ner.len > 2)
        for (int k = BW_NER_PER; k < BW_N_NER; k++)
            if (bw_str_is(bw_str_slice(ner, 2, ner.len), bw_ner_name((bw_ner)k))) {
                t->ner = (uint8_t)k;
                t->ner_begin = *ner.ptr == 'B';
            }
    return BW_OK;
}

/* The text that the forms of `rows` spell. */
static bw_str spell(bw_arena *arena, bw_str rows)
{
    bw_buf out = {.arena = arena};
    int64_t range_end = 0, id;
    bw_str line, from;

    while (take_line(&rows, &line)) {
        bw_str cols[N_COLS];
        for (int i = 0; i < N_COLS; i++)
            bw_str_cut(&line, '\t', &cols[i]);
        bw_str to = cols[COL_ID];
        bw_str_cut(&to, '-', &from);
        if (!bw_str_to_int(from, &id) || (!to.ptr && id <= range_end))
            continue;
        if (to.ptr && !bw_str_to_int(to, &range_end))
            continue;
        bw_buf_str(&out, cols[COL_FORM]);
        if (!has_part(cols[COL_MISC], '|', BW_LIT("SpaceAfter=No")))
            bw_buf_char(&out, ' ');
    }
    /* A form may itself be blanks (a line to write on): only the blank behind the last one goes. */
    bw_str text = bw_buf_view(&out);
    return bw_str_slice(text, 0, text.len - bw_str_ends(text, BW_LIT(" ")));
}

/* The rows of one sentence; `rows` are its lines from the first that is no comment. */
static bw_status read_rows(reader *r, bw_str rows, const remarks *said)
{
    bw_document *doc = r->doc;
    bw_buf *into = said->flags & BW_SENTENCE_HEADLINE ? &r->title : &r->text;
    bool body = into == &r->text;
    uint32_t first = doc->n_tokens;
    bw_str line, range = {0};
    bool range_space = true;
    int64_t range_end = 0;
    uint32_t range_first = 0;
    size_t at = 0;

    if (body && r->any_text)
        bw_buf_text(into, r->new_paragraph ? "\n\n" : r->space ? " " : "");
    if (body)
        r->paragraph += r->any_text && r->new_paragraph;
    if (!body && into->len)
        bw_buf_char(into, ' ');

    /* Offsets count in `source`: the sentence's text as given, else as its forms spell it. */
    size_t base = into->len;
    bw_str source = said->text.ptr ? said->text : spell(doc->arena, rows);
    bw_buf_str(into, source);
    if (into->len > UINT32_MAX - 2)
        return bw_fail(r->err, BW_ERR_LIMIT, "line %llu: the document is over 4 GB", (unsigned long long)r->line);

    while (take_line(&rows, &line)) {
        bw_str cols[N_COLS], rest = line, from, to;
        r->line++;
        int n = 0;
        while (n < N_COLS && bw_str_cut(&rest, '\t', &cols[n]))
            n++;
        if (n < N_COLS || rest.ptr)
            return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: %s 10 columns", (unsigned long long)r->line,
                           n < N_COLS ? "fewer than" : "more than");
        if (bw_str_find_char(cols[COL_ID], '.', 0) < cols[COL_ID].len)
            continue; /* an empty node */

        bool space = !has_part(cols[COL_MISC], '|', BW_LIT("SpaceAfter=No"));
        to = cols[COL_ID];
        bw_str_cut(&to, '-', &from);
        if (to.ptr) {
            int64_t begin;
            if (range_end || !bw_str_to_int(from, &begin) || !bw_str_to_int(to, &range_end) || begin > range_end ||
                range_end - begin > 254 || begin != (int64_t)(doc->n_tokens - first) + 1)
                return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: '%.*s' is no range of the words to come",
                               (unsigned long long)r->line, BW_STR_FMT(cols[COL_ID]));
            range = cols[COL_FORM];
            range_first = doc->n_tokens;
            range_space = space;
            continue;
        }

        bw_token t;
        bw_status st = read_word(r, cols, first, &t);
        if (st)
            return st;
        if (range_end)
            t.space_after = false;
        else {
            if (!place(source, t.form, &at))
                return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: '%.*s' is not what the text goes on with",
                               (unsigned long long)r->line, BW_STR_FMT(t.form));
            t.start = span_limit(base + at);
            at += t.form.len;
            t.end = span_limit(base + at);
            t.space_after = space;
        }
        BW_PUSH(doc->arena, doc->tokens, doc->n_tokens, r->room_tokens, t);

        if (range_end == (int64_t)(doc->n_tokens - first)) {
            if (!place(source, range, &at))
                return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: '%.*s' is not what the text goes on with",
                               (unsigned long long)r->line, BW_STR_FMT(range));
            uint32_t words = doc->n_tokens - range_first;
            divide(doc->tokens + range_first, words, range, span_limit(base + at));
            doc->tokens[range_first].mwt = (uint8_t)words;
            doc->tokens[doc->n_tokens - 1].space_after = range_space;
            at += range.len;
            range_end = 0;
        }
    }
    if (range_end)
        return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: the sentence ends within a multi-word token",
                       (unsigned long long)r->line);
    uint32_t n = doc->n_tokens - first;
    if (n == 0)
        return BW_OK;
    for (uint32_t i = first; i < doc->n_tokens; i++) {
        int32_t head = doc->tokens[i].head;
        if (head > (int32_t)n)
            return bw_fail(r->err, BW_ERR_SYNTAX, "line %llu: word %u has head %d of %u", (unsigned long long)r->line,
                           i - first + 1, head, n);
        doc->tokens[i].head = head ? (int32_t)first + head - 1 : -1;
    }

    bw_sentence s = {.number = -1, .first = first, .n = n, .start = doc->tokens[first].start,
                     .end = doc->tokens[doc->n_tokens - 1].end, .flags = said->flags};
    if (body) {
        int32_t number = 0;
        if (doc->n_sentences && doc->sentences[doc->n_sentences - 1].number >= 0)
            number = doc->sentences[doc->n_sentences - 1].number + 1;
        s.number = number;
        s.paragraph = r->paragraph;
        r->any_text = true;
        r->new_paragraph = false;
        r->space = doc->tokens[doc->n_tokens - 1].space_after;
    }
    BW_PUSH(doc->arena, doc->sentences, doc->n_sentences, r->room_sentences, s);
    return BW_OK;
}

/* The bytes of the next document, and the line before its first. */
static bw_str take_document(bw_str *rest, uint64_t *line, uint64_t *first_line)
{
    bw_str doc = *rest, ahead = *rest, row, value;
    uint64_t n = 0;
    bool begun = false;

    *first_line = *line;
    while (ahead.len) {
        bw_str here = ahead;
        take_line(&ahead, &row);
        if (remark(row, "newdoc", &value)) {
            if (begun) {
                doc.len = (size_t)(here.ptr - doc.ptr);
                *rest = here;
                *line += n;
                return doc;
            }
            begun = true;
        }
        begun = begun || (row.len && *row.ptr != '#');
        n++;
    }
    *rest = bw_str_slice(*rest, rest->len, rest->len);
    *line += n;
    return doc;
}

bw_status bw_conllu_read(bw_str *rest, uint64_t *line, bw_document *doc, bw_err *err)
{
    bw_arena *arena = doc->arena;
    uint64_t first_line;
    bw_str row, value;

    if (bw_str_trim(*rest).len == 0)
        return BW_END;
    bw_str bytes = take_document(rest, line, &first_line);
    bw_document read = {.arena = arena, .head = {.day = BW_NO_DAY, .words = -1}};
    reader r = {.doc = &read, .err = err, .line = first_line, .text.arena = arena, .title.arena = arena};
    remarks said = {0};

    bytes = bw_str_copy(arena, bytes);
    while (bytes.len) {
        bw_str here = bytes;
        take_line(&bytes, &row);
        if (row.len && *row.ptr != '#') {
            /* To the end of the block. */
            bw_str rows = here;
            while (bytes.len && row.len) {
                rows.len = (size_t)(bytes.ptr - rows.ptr);
                take_line(&bytes, &row);
            }
            if (row.len)
                rows.len = here.len;
            bw_status st = read_rows(&r, rows, &said);
            if (st)
                return st;
            r.line += row.len == 0;
            said = (remarks){0};
            continue;
        }
        r.line++;
        if (row.len == 0)
            continue;
        if (remark(row, "newdoc", &value)) {
            value = bw_str_trim(value);
            if (bw_str_starts(value, BW_LIT("id")))
                value = bw_str_trim(bw_str_slice(value, 2, value.len));
            if (value.len && *value.ptr == '=')
                read.head.id = bw_str_trim(bw_str_slice(value, 1, value.len));
            r.new_paragraph = true;
        } else if (remark(row, "newpar", &value)) {
            /* One that comes behind the text begins nothing: raw text made elsewhere reads it so. */
            r.new_paragraph = r.new_paragraph || !said.text.ptr;
        } else if (remark(row, "text", &value)) {
            said.text = value;
        } else if (remark(row, "flags", &value)) {
            said.flags = (uint8_t)((has_part(value, ' ', BW_LIT("cut")) ? BW_SENTENCE_CUT : 0) |
                                   (has_part(value, ' ', BW_LIT("headline")) ? BW_SENTENCE_HEADLINE : 0) |
                                   (has_part(value, ' ', BW_LIT("noise")) ? BW_SENTENCE_NOISE : 0));
        }
    }
    read.head.text = bw_buf_view(&r.text);
    read.head.title = bw_buf_view(&r.title);
    *doc = read;
    return BW_OK;
}

/* A column or comment cannot hold a line's end or a tab. */
static void write_plain(bw_buf *out, bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        bw_buf_char(out, (unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7F ? ' ' : s.ptr[i]);
}

static void write_column(bw_buf *out, bw_str s)
{
    if (s.len)
        write_plain(out, s);
    else
        bw_buf_char(out, '_');
    bw_buf_char(out, '\t');
}

static void write_word(const bw_token *t, const bw_sentence *s, uint32_t i, bool space_after, bw_buf *out)
{
    bw_buf_print(out, "%u\t", i + 1);
    write_column(out, t->form);
    write_column(out, t->lemma);
    write_column(out, bw_str_of(bw_upos_name((bw_upos)t->upos)));
    write_column(out, bw_str_of(t->xpos));
    bw_buf_print(out, "_\t%d\t%s\t_\t", t->head < 0 ? 0 : t->head - (int32_t)s->first + 1, bw_rel_name((bw_rel)t->rel));
    if (t->ner)
        bw_buf_print(out, "NER=%c-%s", t->ner_begin ? 'B' : 'I', bw_ner_name((bw_ner)t->ner));
    if (!space_after)
        bw_buf_print(out, "%sSpaceAfter=No", t->ner ? "|" : "");
    bw_buf_text(out, t->ner || !space_after ? "\n" : "_\n");
}

static void write_sentence(const bw_document *doc, const bw_sentence *s, bw_buf *out)
{
    bw_str source = bw_sentence_source(doc, s);
    uint32_t range_end = 0;

    bw_buf_text(out, "# sent_id = ");
    if (doc->head.id.len) {
        write_plain(out, doc->head.id);
        bw_buf_char(out, '-');
    }
    if (s->number < 0)
        bw_buf_print(out, "title-%td\n", s - doc->sentences + 1);
    else
        bw_buf_print(out, "%d\n", s->number + 1);
    if (s->flags)
        bw_buf_print(out, "# flags =%s%s%s\n", s->flags & BW_SENTENCE_HEADLINE ? " headline" : "",
                     s->flags & BW_SENTENCE_NOISE ? " noise" : "", s->flags & BW_SENTENCE_CUT ? " cut" : "");
    bw_buf_text(out, "# text = ");
    write_plain(out, bw_sentence_text(doc, s));
    bw_buf_char(out, '\n');

    for (uint32_t i = 0; i < s->n; i++) {
        const bw_token *t = &doc->tokens[s->first + i];
        if (t->mwt > 0) {
            const bw_token *last = t + t->mwt - 1;
            range_end = i + t->mwt;
            bw_buf_print(out, "%u-%u\t", i + 1, range_end);
            write_plain(out, bw_str_slice(source, t->start, last->end));
            bw_buf_print(out, "\t_\t_\t_\t_\t_\t_\t_\t%s\n", last->space_after ? "_" : "SpaceAfter=No");
        }
        /* Of a multi-word token only the range line tells of the blank. */
        write_word(t, s, i, i < range_end || t->space_after, out);
    }
    bw_buf_char(out, '\n');
}

void bw_conllu_write(const bw_document *doc, bw_buf *out)
{
    bw_buf_text(out, "# newdoc");
    if (doc->head.id.len) {
        bw_buf_text(out, " id = ");
        write_plain(out, doc->head.id);
    }
    bw_buf_char(out, '\n');
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const bw_sentence *s = &doc->sentences[i];
        if (i > 0 && s->number >= 0 && (s[-1].number < 0 || s[-1].paragraph != s->paragraph))
            bw_buf_text(out, "# newpar\n");
        write_sentence(doc, s, out);
    }
    if (doc->n_sentences == 0)
        bw_buf_char(out, '\n');
}
