/* IPTC 7901: many European agencies. One line of header, a slug, STX, head lines of which the last ends in '=', text,
 * ETX and the time of transmission. The charset is never named. */
#include "wire/agency/agency.h"
#include "wire/agency/messages.h"
#include "wire/copy/copyhead.h"
#include "wire/copy/copytail.h"
#include "wire/copy/copytext.h"
#include "wire/copy/marker.h"
#include "wire/copy/terms.h"

enum { MAX_HEADS = 12 };

/* "eca062 4 i 211 ccccb   dpa 061" */
typedef struct {
    bw_str category, rest;
    char priority;
    int words;
} header;

static bool next_word(bw_str *rest, bw_str *word)
{
    size_t blank = bw_str_find_char(*rest, ' ', 0);
    *word = bw_str_slice(*rest, 0, blank);
    *rest = bw_str_trim(bw_str_slice(*rest, blank, rest->len));
    return word->len > 0;
}

static bool read_header(bw_str line, header *out)
{
    bw_str rest = bw_str_trim(line), word;
    bool number = false, priority = false;
    header h = {.words = -1};
    /* The number may be apart from the source: "ans 062 4 pol 211". */
    for (size_t i = 0; i < 4 && next_word(&rest, &word); i++) {
        if (priority) {
            if (!bw_is_alpha(word.ptr[0]) || word.len > 5)
                return false;
            h.category = word;
            bw_str after = rest;
            int64_t n;
            if (next_word(&after, &word) && bw_str_to_int(word, &n) && n > 0 && n < 100000) {
                h.words = (int)n;
                rest = after;
            }
            h.rest = rest;
            *out = h;
            return true;
        }
        if (number && word.len == 1 && bw_is_digit(word.ptr[0])) {
            priority = true;
            h.priority = word.ptr[0];
        }
        number |= bw_is_digit(word.ptr[word.len - 1]);
    }
    return false;
}

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    header h;
    return read_header(bw_messages_first_line(bw_messages_header(head)), &h);
}

/* The last word of the header's free part that is an agency: "cccce dpa-euro 0525" is dpa. */
static void find_agency(bw_document *doc, bw_str s)
{
    bw_str word;
    while (bw_str_cut(&s, ' ', &word)) {
        const bw_terms_agency *a = bw_terms_find_agency(word);
        if (!a)
            a = bw_terms_find_agency(bw_str_slice(word, 0, bw_str_find_char(word, '-', 0)));
        if (a)
            doc->head.agency = bw_str_of(a->agency);
    }
}

/* Where the head ends: behind a line with '=' at its end, else at the first empty line behind one that is not. */
static size_t end_of_head(bw_str text)
{
    size_t pos = 0, start, empty = text.len;
    bw_str line;
    bool some = false;
    for (int n = 0; n < MAX_HEADS && bw_copytext_line(text, &pos, &line, &start); n++) {
        if (bw_str_ends(line, BW_LIT("=")))
            return pos < text.len ? pos : text.len;
        if (line.len == 0 && some && empty == text.len)
            empty = start;
        some |= line.len > 0;
    }
    return empty < text.len ? empty : 0;
}

/* What stands in brackets for editors: its first words may say which version this is. */
static void take_bracket(bw_document *doc, bw_str inside)
{
    bw_str marker = bw_str_slice(inside, 0, bw_str_find(inside, BW_LIT(" - "), 0));
    if (bw_marker_apply(inside, &doc->head))
        return;
    if (!bw_marker_apply(marker, &doc->head))
        (void)bw_marker_apply(bw_str_slice(marker, 0, bw_str_find_char(marker, ' ', 0)), &doc->head);
    bw_agency_note(doc, inside);
}

static void read_heads(bw_document *doc, bw_str text)
{
    bw_str line;
    bw_buf title = {.arena = doc->arena};
    size_t pos = 0, start;
    bw_copydate date = {0};
    while (bw_copytext_line(text, &pos, &line, &start)) {
        while (bw_str_ends(line, BW_LIT("=")))
            line = bw_str_trim(bw_str_slice(line, 0, line.len - 1));
        bw_str inside = bw_copytext_unbracket(line);
        if (title.len == 0 && inside.len < line.len) {
            take_bracket(doc, inside);
            continue;
        }
        if (line.len == 0 || bw_marker_apply(inside, &doc->head) || bw_copyhead_read(line, title.len == 0, doc, &date))
            continue;
        if (title.len)
            bw_buf_char(&title, ' ');
        bw_buf_str(&title, line);
    }
    bw_agency_title(doc, bw_buf_view(&title));
}

/* The line of numbers, the slug, and "(Zusammenfassung 1730 - neu: Zitat)". */
static void read_top(bw_document *doc, bw_str top)
{
    bw_head *h = &doc->head;
    bw_str line;
    header fields;
    while (bw_str_cut(&top, '\n', &line)) {
        line = bw_str_trim(line);
        bw_str inside = bw_copytext_unbracket(line);
        if (line.len == 0)
            continue;
        if (read_header(line, &fields)) {
            bw_agency_priority(h, (bw_str){&fields.priority, 1});
            h->words = fields.words;
            h->section = fields.category;
            find_agency(doc, fields.rest);
        } else if (inside.len < line.len) {
            take_bracket(doc, inside);
        } else {
            bw_agency_slug(doc, line);
        }
    }
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_message m;
    bw_status st = bw_messages_next(w, doc->arena, &m, err);
    if (st)
        return st;
    doc->head.id = bw_reader_id(w, doc->arena);
    read_top(doc, bw_messages_text(doc, m.header));
    bw_str text = bw_messages_text(doc, m.text);
    size_t end = end_of_head(text);
    read_heads(doc, bw_str_slice(text, 0, end));
    bw_str sent = bw_str_trim(bw_messages_text(doc, m.trailer));
    (void)bw_copytail_sent(bw_messages_first_line(sent), doc);
    bw_agency_body(w->options, doc, bw_str_slice(text, end, text.len));
    return bw_messages_check(w, doc, err);
}

const bw_reader bw_reader_iptc7901 = {
    .name = "iptc7901", .recognise = recognise, .open = bw_messages_open, .next = next, .raw = true};
