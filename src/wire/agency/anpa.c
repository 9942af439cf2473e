/* ANPA 1312: American wires. A header of two lines, head lines that open with '^' or ENQ and end in '<' (or '=', what
 * belongs to a byline or a table), indented paragraphs, and below ETX the agency with date and time. */
#include "wire/agency/agency.h"
#include "wire/agency/messages.h"
#include "wire/copy/copyhead.h"
#include "wire/copy/copytext.h"
#include "wire/copy/marker.h"
#include "wire/copy/terms.h"
#include "wire/markup/instant.h"

enum {
    UNIT = 0x1F, /* parts number and selector */
    PLAIN_1 = 0x13,
    TABLE_1 = 0x14, /* DC3: running text, DC4: a table */
    PLAIN_2 = 0x11,
    TABLE_2 = 0x12, /* DC1, DC2 */
};

typedef struct {
    char priority, category;
    bw_str keyword, version;
    int month, day, words; /* 0: not given */
} header;

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    bw_str h = bw_messages_header(head);
    bw_str first = bw_messages_first_line(h);
    bool format = false;
    for (size_t i = 0; i + 1 < h.len; i++)
        format |= (h.ptr[i] == PLAIN_1 || h.ptr[i] == TABLE_1) && (h.ptr[i + 1] == PLAIN_2 || h.ptr[i + 1] == TABLE_2);
    return format || (bw_str_find_char(first, UNIT, 0) < first.len && first.len < 40);
}

/* ---- header and trailer ------------------------------------------------------------------------- */

/* "f l", then format, keyword, version, date, length */
static header read_header(bw_str s)
{
    header h = {0};
    bw_str piece, line = {0};
    while (bw_str_cut(&s, '\n', &piece))
        if (bw_str_find_char(piece, UNIT, 0) == piece.len && bw_str_trim(piece).len)
            line = piece;
    size_t at = 0;
    while (at < line.len && (unsigned char)line.ptr[at] <= ' ')
        at++;
    bw_str letters = bw_str_slice(line, at, line.len);
    if (letters.len > 3 && bw_is_alpha(letters.ptr[0]) && letters.ptr[1] == ' ' && bw_is_alpha(letters.ptr[2])) {
        h.priority = bw_lower(letters.ptr[0]);
        h.category = bw_lower(letters.ptr[2]);
        line = bw_str_slice(letters, 3, letters.len);
    }
    for (size_t i = 0; i < line.len;) {
        while (i < line.len && (unsigned char)line.ptr[i] <= ' ')
            i++;
        size_t from = i;
        while (i < line.len && (unsigned char)line.ptr[i] > ' ')
            i++;
        bw_str word = bw_str_slice(line, from, i);
        int64_t v;
        size_t hyphen = bw_str_find_char(word, '-', 0);
        int64_t month = 0, day = 0;
        if (bw_str_to_int(bw_str_slice(word, 0, hyphen), &month) && hyphen < word.len &&
            bw_str_to_int(bw_str_slice(word, hyphen + 1, word.len), &day) && month >= 1 && month <= 12 && day >= 1 &&
            day <= 31) {
            h.month = (int)month;
            h.day = (int)day;
        } else if (h.month && bw_str_to_int(word, &v) && v > 0 && v < 100000) {
            h.words = (int)v;
        } else if (!h.keyword.ptr && word.len) {
            h.keyword = word;
        } else if (!h.version.ptr && word.len) {
            h.version = word;
        }
    }
    return h;
}

/* "AP-WF-11-13-13 1509GMT<": agency, month, day, year, time. False: it is something else. */
static bool read_trailer(bw_document *doc, bw_str s)
{
    for (size_t at = 0; at + 8 <= s.len; at++) {
        int month = bw_copytext_two_digits(s, at), day = bw_copytext_two_digits(s, at + 3), year = bw_copytext_two_digits(s, at + 6);
        if (month < 0 || day < 0 || year < 0 || s.ptr[at + 2] != '-' || s.ptr[at + 5] != '-')
            continue;
        bw_day d = bw_day_checked(year + (year < 70 ? 2000 : 1900), month, day);
        if (d == BW_NO_DAY)
            continue;
        bw_str name = bw_str_trim(bw_str_slice(s, 0, bw_str_find_char(s, '-', 0)));
        bw_str time = bw_str_trim(bw_str_slice(s, at + 8, bw_str_find_char(s, '<', at)));
        char text[11];
        bw_instant i;
        bw_day_format(d, text);
        doc->head.day = d;
        doc->head.published = bw_str_copy(doc->arena, bw_str_of(text));
        if (time.len > 4 && bw_instant_read(bw_str_print(doc->arena, "%s %.*s", text, BW_STR_FMT(time)), &i) &&
            i.precision == BW_INSTANT_TIME && i.zone_known)
            doc->head.published = bw_instant_print_written(doc->arena, i);
        if (!doc->head.agency.ptr && bw_terms_find_agency(name))
            doc->head.agency = bw_str_of(bw_terms_find_agency(name)->agency);
        return true;
    }
    return false;
}

/* Where ETX lacks, the trailer is the last line of the text. Returns what is left. */
static bw_str cut_trailer(bw_document *doc, bw_str text)
{
    bw_str s = bw_str_trim(text);
    size_t start = s.len;
    while (start > 0 && s.ptr[start - 1] != '\n')
        start--;
    bw_str last = bw_str_slice(s, start, s.len);
    return last.len < 40 && read_trailer(doc, last) ? bw_str_slice(s, 0, start) : text;
}

/* ---- head lines --------------------------------------------------------------------------------- */

typedef struct {
    bw_document *doc;
    bw_strs lines; /* headline and what follows it */
    bw_str spare;  /* a line of a byline or table: the title when there is no other */
    bool byline;
} heads;

/* "AP Photo XNP101, XNP102", "AP Video": what comes with the story. */
static bool is_material(bw_str s)
{
    size_t blank = bw_str_find_char(s, ' ', 0);
    bw_str second = bw_str_slice(s, blank + 1, s.len);
    second = bw_str_slice(second, 0, bw_str_find_char(second, ' ', 0));
    return bw_terms_find_agency(bw_str_slice(s, 0, blank)) && bw_terms_find("material", second);
}

static void take_head(heads *t, bw_str s)
{
    bw_head *h = &t->doc->head;
    bw_copydate date = {0};
    bool equals = false;
    s = bw_str_trim(s);
    while (bw_str_ends(s, BW_LIT("<")) || bw_str_ends(s, BW_LIT("="))) {
        equals |= bw_str_ends(s, BW_LIT("="));
        s = bw_str_trim(bw_str_slice(s, 0, s.len - 1));
    }
    if (s.len == 0 || (s.ptr[0] == '*' && bw_is_digit(s.ptr[s.len - 1])) || is_material(s))
        return;
    bool had_byline = h->byline.n > 0, had_slug = h->slug.ptr != NULL;
    if (bw_copyhead_read(s, had_slug, t->doc, &date)) {
        t->byline |= !had_byline && h->byline.n > 0;
        return;
    }
    if (equals || t->byline) { /* "Associated Press=", "All Times EDT=" */
        t->byline |= bw_terms_starts("byline", s) != NULL;
        if (!t->spare.ptr && !t->byline)
            t->spare = s;
        return;
    }
    BW_PUSH(t->doc->arena, t->lines.items, t->lines.n, t->lines.room, s);
}

/* The head ends where the first line has neither mark, before it or at its end. Returns what is left. */
static bw_str read_heads(heads *t, bw_str text)
{
    size_t pos = 0;
    while (pos < text.len) {
        size_t end = bw_str_find_char(text, '\n', pos);
        bw_str line = bw_str_slice(text, pos, end), piece;
        bool first = pos == 0 && line.len && (unsigned char)line.ptr[0] > ' ';
        bool marked = line.len && (line.ptr[0] == '^' || line.ptr[0] == BW_MESSAGES_ENQ);
        bw_str bare = bw_str_trim(line);
        marked |= line.len && (unsigned char)line.ptr[0] > ' ' &&
                  (bw_str_ends(bare, BW_LIT("<")) || bw_str_ends(bare, BW_LIT("=")));
        if (bw_str_trim(line).len && !marked && !first)
            break;
        while (bw_str_cut(&line, '<', &piece)) {
            piece = bw_str_trim(piece);
            while (piece.len && (piece.ptr[0] == '^' || piece.ptr[0] == BW_MESSAGES_ENQ))
                piece = bw_str_slice(piece, 1, piece.len);
            take_head(t, piece);
        }
        pos = end + 1;
    }
    return bw_str_slice(text, pos, text.len);
}

/* ---- body --------------------------------------------------------------------------------------- */

/* Lines without their marks; an underscore between blanks is the dash of this code. */
static bw_str plain_body(bw_arena *a, bw_str text)
{
    bw_buf out = {.arena = a};
    bw_str line;
    while (bw_str_cut(&text, '\n', &line)) {
        while (line.len && (line.ptr[line.len - 1] == '<' || line.ptr[line.len - 1] == ' '))
            line.len--;
        while (line.len && (unsigned char)line.ptr[0] < ' ' && line.ptr[0] != '\t' && line.ptr[0] != BW_MESSAGES_ENQ)
            line = bw_str_slice(line, 1, line.len); /* a backspace opens the rows of a table */
        bool sub = line.len && (line.ptr[0] == '^' || line.ptr[0] == BW_MESSAGES_ENQ);
        if (sub)
            line = bw_str_slice(line, 1, line.len);
        if (line.len && line.ptr[line.len - 1] == '=' && (sub || bw_str_find(line, BW_LIT("___"), 0) < line.len))
            line.len--;
        for (size_t i = 0; i < line.len; i++) {
            bool dash =
                line.ptr[i] == '_' && i > 0 && line.ptr[i - 1] == ' ' && (i + 1 == line.len || line.ptr[i + 1] == ' ');
            if (dash)
                bw_buf_text(&out, "—");
            else
                bw_buf_char(&out, line.ptr[i]);
        }
        bw_buf_char(&out, '\n');
    }
    return bw_buf_view(&out);
}

/* Its slug, agency and day: versions of one story share them. */
static void identify(bw_document *doc)
{
    bw_head *h = &doc->head;
    char day[11] = "";
    if (!h->slug.len || h->day == BW_NO_DAY || h->alert) /* alerts of a day share their slug */
        return;
    bw_day_format(h->day, day);
    bw_str dated = bw_copytext_join(doc->arena, bw_str_of(day), ":", h->slug);
    h->item = bw_copytext_join(doc->arena, h->agency, ":", dated);
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_message m;
    bw_head *h = &doc->head;
    bw_status st = bw_messages_next(w, doc->arena, &m, err);
    if (st)
        return st;
    h->id = bw_reader_id(w, doc->arena);
    header top = read_header(bw_messages_text(doc, m.header));
    heads t = {.doc = doc};
    bw_str text = bw_messages_text(doc, m.text);
    if (!read_trailer(doc, m.trailer))
        text = cut_trailer(doc, text);
    bw_str body = read_heads(&t, text);
    bw_str title = t.lines.n ? t.lines.items[0] : t.spare;
    if (bw_str_trim(body).len == 0 && t.lines.n > 1) { /* a list of headlines, or an alert that is all head */
        bw_buf lines = {.arena = doc->arena};
        for (size_t i = 1; i < t.lines.n; i++) {
            bw_buf_str(&lines, t.lines.items[i]);
            bw_buf_text(&lines, "\n\n");
        }
        body = bw_buf_view(&lines);
    }
    if (!h->slug.ptr && top.keyword.len)
        bw_agency_slug(doc, top.keyword);
    if (h->revision.kind == BW_REVISION_NONE && top.version.len)
        (void)bw_marker_apply(top.version, h);
    if (h->words < 0 && top.words)
        h->words = top.words;
    if (top.category)
        h->section = bw_str_print(doc->arena, "%c", top.category);
    h->urgent |= top.priority == 'f' || top.priority == 'b' || top.priority == 'u';
    if (h->day == BW_NO_DAY && top.month)
        h->date_written = bw_str_print(doc->arena, "%02d-%02d", top.month, top.day);
    bw_agency_title(doc, title);
    bw_agency_body(w->options, doc, plain_body(doc->arena, body));
    identify(doc);
    return bw_messages_check(w, doc, err);
}

const bw_reader bw_reader_anpa = {
    .name = "anpa", .recognise = recognise, .open = bw_messages_open, .next = next, .raw = true};
