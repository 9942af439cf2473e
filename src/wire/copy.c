#include "wire/copy.h"

#include "base/utf8.h"
#include "wire/dateline.h"
#include "wire/decode.h"
#include "wire/export.h"
#include "wire/language.h"
#include "wire/marker.h"
#include "wire/reader.h"
#include "wire/terms.h"

#include <errno.h>
#include <stdlib.h>

enum {
    MAX_HEAD = 48,       /* lines before the dateline */
    MAX_HEADLINE = 240,  /* bytes */
    LONG_SENTENCE = 150, /* bytes: prose, not head matter */
    WRAPPED_MOST = 100,  /* bytes of a line that was broken at a fixed width */
};

/* ---- lines ------------------------------------------------------------------------------------ */

bool bw_copy_line(bw_str text, size_t *pos, bw_str *line, size_t *start)
{
    if (*pos >= text.len)
        return false;
    size_t end = bw_str_find_char(text, '\n', *pos);
    *start = *pos;
    *line = bw_str_trim(bw_str_slice(text, *pos, end));
    *pos = end + 1;
    return true;
}

/* The last line that is not empty; its untrimmed start. */
static bool last_line(bw_str text, bw_str *line, size_t *start)
{
    size_t end = text.len;
    while (end > 0 && bw_is_space(text.ptr[end - 1]))
        end--;
    size_t from = end;
    while (from > 0 && text.ptr[from - 1] != '\n')
        from--;
    *start = from;
    *line = bw_str_trim(bw_str_slice(text, from, end));
    return line->len > 0;
}

static bool ends_sentence(bw_str s)
{
    static const char *const closers[] = {"\"", "'", ")", "]", "”", "’", "»"};
    static const char *const ends[] = {".", "?", "!", "…", "。", "！", "？"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
            if (bw_str_ends(s, bw_str_of(closers[i]))) {
                s.len -= strlen(closers[i]);
                more = true;
            }
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (bw_str_ends(s, bw_str_of(ends[i])))
            return true;
    return false;
}

static bool all_capitals(bw_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (bw_is_lower(s.ptr[i]) || (s.ptr[i] & (char)0x80))
            return false;
        n += bw_is_upper(s.ptr[i]);
    }
    return n >= 4;
}

/* ---- cleaning --------------------------------------------------------------------------------- */

/* Control characters of transmission, no-break spaces and the like become blanks; line ends become LF; the quotes of
 * typewriters ("``", "''") become quotes. */
static bw_str clean(bw_arena *a, bw_str s)
{
    bw_buf out = {.arena = a};
    bool typewriter = bw_str_find(s, BW_LIT("``"), 0) < s.len;
    size_t plain = 0;
    for (size_t i = 0; i < s.len;) {
        unsigned char c = (unsigned char)s.ptr[i];
        const char *by = NULL;
        size_t n = 1;
        if (c == '\r') {
            n = i + 1 < s.len && s.ptr[i + 1] == '\n' ? 2 : 1;
            by = "\n";
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
            by = c == '\f' || c == '\v' ? "\n" : " ";
        } else if (typewriter && i + 1 < s.len && (c == '`' || c == '\'') && s.ptr[i + 1] == (char)c) {
            n = 2;
            by = "\"";
        } else if (c >= 0xC2) {
            bw_str here = bw_str_slice(s, i, i + 3);
            if (bw_str_starts(here, BW_LIT("\xC2\xA0"))) {
                n = 2;
                by = " ";
            } else if (bw_str_starts(here, BW_LIT("\xC2\xAD"))) {
                n = 2;
                by = "";
            } else if (bw_str_is(here, "\xE2\x80\x8B") || bw_str_is(here, "\xEF\xBB\xBF")) {
                n = 3;
                by = "";
            } else if (bw_str_is(here, "\xE2\x80\xAF") || bw_str_is(here, "\xE2\x80\x89")) {
                n = 3;
                by = " ";
            } else if (bw_str_is(here, "\xE2\x80\xA8") || bw_str_is(here, "\xE2\x80\xA9")) {
                n = 3;
                by = "\n";
            }
        }
        if (by) {
            bw_buf_str(&out, bw_str_slice(s, plain, i));
            bw_buf_text(&out, by);
            plain = i + n;
        }
        i += n;
    }
    if (plain == 0)
        return s;
    bw_buf_str(&out, bw_str_slice(s, plain, s.len));
    return bw_buf_view(&out);
}

/* Lines of even width that end in the middle of sentences. */
static bool is_wrapped(bw_str text)
{
    size_t n = 0, n_open = 0, pos = 0, start;
    bw_str line, before = {0};
    while (n < 400 && bw_copy_line(text, &pos, &line, &start)) {
        if (line.len > WRAPPED_MOST)
            return false;
        if (before.len && line.len) {
            n++;
            n_open += before.len >= 40 && !ends_sentence(before);
        }
        before = line;
    }
    return n >= 2 && n_open * 2 > n;
}

bw_str bw_copy_paragraphs(bw_arena *a, bw_str text)
{
    bw_buf out = {.arena = a};
    bool wrapped = is_wrapped(text), open = false;
    size_t pos = 0, start;
    bw_str line;
    while (bw_copy_line(text, &pos, &line, &start)) {
        bool rule = line.len >= 3 && (bw_str_is(line, "___") || bw_str_is(line, "---") || bw_str_is(line, "***") ||
                                      bw_str_is(line, "(MORE)") || bw_str_is(line, "(more)"));
        if (line.len == 0 || rule) {
            open = false;
            continue;
        }
        bool indented = start < text.len && bw_is_space(text.ptr[start]);
        if (out.len)
            bw_buf_text(&out, wrapped && open && !indented ? " " : "\n\n");
        bw_buf_str(&out, line);
        open = true;
    }
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}

/* ---- the end of a story ----------------------------------------------------------------------- */

static bool is_end_mark(bw_str line)
{
    return bw_terms_find("end", line) != NULL;
}

/* "… next week. Enditem", "… next week.(END)" */
static bool cut_end_mark(bw_str *line)
{
    size_t n;
    const bw_terms_row *marks = bw_terms_kind("end", &n);
    for (size_t i = 0; i < n; i++) {
        bw_str form = bw_str_of(marks[i].form);
        if (strcmp(marks[i].value, "anywhere") != 0 || line->len <= form.len ||
            !bw_str_eq_fold(bw_str_slice(*line, line->len - form.len, line->len), form))
            continue;
        char before = line->ptr[line->len - form.len - 1];
        if (bw_is_alpha(before) && bw_is_alpha(form.ptr[0]))
            continue;
        *line = bw_str_trim(bw_str_slice(*line, 0, line->len - form.len));
        return true;
    }
    return false;
}

/* Initials as agencies sign: "ob/aru/lw", "dpa wsz jln npr", "PTI AB CD". */
static bool is_signoff(bw_str s)
{
    size_t n_pieces = 0, n_agency = 0, from = 0;
    bool slash = bw_str_find_char(s, '/', 0) < s.len;
    if (s.len < 5 || s.len > 40)
        return false;
    for (size_t at = 0; at <= s.len; at++) {
        if (at < s.len && s.ptr[at] != ' ' && s.ptr[at] != '/' && s.ptr[at] != '-') {
            if (!bw_is_alpha(s.ptr[at]))
                return false;
            continue;
        }
        bw_str piece = bw_str_slice(s, from, at);
        bool agency = n_pieces == 0 && bw_terms_find_agency(piece);
        if (piece.len < 1 || piece.len > 4)
            return false;
        if (bw_is_lower(piece.ptr[0]) != bw_is_lower(piece.ptr[piece.len - 1]))
            return false;
        n_agency += agency;
        n_pieces++;
        from = at + 1;
    }
    if (slash)
        return n_pieces >= 2 && bw_is_lower(s.ptr[0]);
    return n_agency > 0 && n_pieces >= 2;
}

/* "… next week. PTI AB CD": where the sentence ends. */
static size_t inline_signoff(bw_str line)
{
    for (size_t at = line.len; at > 1 && line.len - at < 24; at--)
        if (line.ptr[at - 1] == ' ' && ends_sentence(bw_str_slice(line, 0, at - 1)) &&
            is_signoff(bw_str_slice(line, at, line.len)) && bw_is_upper(line.ptr[at]))
            return at - 1;
    return line.len;
}

/* "--IANS", "==Kyodo" */
static bool is_agency_mark(bw_str s)
{
    return (bw_str_starts(s, BW_LIT("--")) || bw_str_starts(s, BW_LIT("=="))) &&
           bw_terms_find_agency(bw_str_trim(bw_str_slice(s, 2, s.len)));
}

/* "131137 GMT Nov 13" */
static bool is_transmission_time(bw_str s, bw_copydate *date)
{
    size_t gmt = bw_str_find(s, BW_LIT(" GMT"), 0), len;
    if (gmt < 4 || gmt > 8 || gmt + 5 > s.len)
        return false;
    for (size_t i = 0; i < gmt; i++)
        if (!bw_is_digit(s.ptr[i]))
            return false;
    return bw_copydate_at(bw_str_slice(s, gmt + 5, s.len), &len, date);
}

/* "((ola.berg@example.com; +47 1))", whom desks may call */
static bool is_contact(bw_str s) { return bw_str_starts(s, BW_LIT("((")) && bw_str_ends(s, BW_LIT("))")); }

static bool is_address(bw_str s)
{
    return bw_str_find_char(s, '@', 0) < s.len && bw_str_find_char(s, ' ', 0) == s.len;
}

/* Line ends and runs of blanks as one blank. */
static bw_str fold_space(bw_arena *a, bw_str s)
{
    if (bw_str_find_char(s, '\n', 0) == s.len)
        return s;
    bw_buf out = {.arena = a};
    for (size_t i = 0; i < s.len; i++)
        if (!bw_is_space(s.ptr[i]))
            bw_buf_char(&out, s.ptr[i]);
        else if (out.len && out.ptr[out.len - 1] != ' ')
            bw_buf_char(&out, ' ');
    return bw_buf_view(&out);
}

static bw_str unbracket(bw_str s)
{
    if (s.len > 1 && s.ptr[0] == '(' && bw_str_ends(s, BW_LIT(")")))
        return bw_str_trim(bw_str_slice(s, 1, s.len - 1));
    return s;
}

/* (Reporting by X; Editing by Y), AP's "X contributed to this report." */
static bool is_credit(bw_str s)
{
    bw_str inside = unbracket(s);
    if (s.len > 400)
        return false;
    if (bw_terms_starts("credit", inside))
        return inside.len < s.len || bw_str_find_char(s, ';', 0) < s.len || bw_str_find(s, BW_LIT(" by "), 0) < 40;
    return bw_str_find(s, BW_LIT("contributed to this report"), 0) < s.len;
}

static bool is_copyright(bw_str s)
{
    return s.len < 600 && (bw_terms_starts("tail", s) || bw_str_find(s, BW_LIT("All rights reserved"), 0) < s.len ||
                           bw_str_find(s, BW_LIT("무단"), 0) < s.len);
}

/* A bracket that was broken over lines, at the end of the text. */
static bool open_bracket_before(bw_str text, size_t end, size_t *start)
{
    for (size_t at = end; at > 0 && end - at < 600; at--) {
        if (text.ptr[at - 1] == ')')
            return false;
        if (text.ptr[at - 1] == '(') {
            *start = at - 1;
            return at == 1 || text.ptr[at - 2] == '\n' || bw_is_space(text.ptr[at - 2]);
        }
    }
    return false;
}

/* What follows is for editors or for the site: dpa's notebook, AP's small print, all behind an end mark. */
static bw_str cut_below(bw_str text, bw_head *h)
{
    bw_str line;
    for (size_t pos = 0, start; bw_copy_line(text, &pos, &line, &start);) {
        if (line.len == 0 || start == 0)
            continue;
        if (line.len < 12 && is_end_mark(line)) {
            h->end = true;
            return bw_str_slice(text, 0, start);
        }
        if (bw_str_starts(line, BW_LIT("# ")) && line.len < 24 &&
            (bw_str_starts_fold(bw_str_slice(line, 2, line.len), BW_LIT("notebook")) ||
             bw_str_starts_fold(bw_str_slice(line, 2, line.len), BW_LIT("dpa notebook"))))
            return bw_str_slice(text, 0, start);
        if (bw_str_is(line, "* * * *"))
            return bw_str_slice(text, 0, start);
        if (bw_str_is(line, "___")) {
            size_t next = pos, next_start;
            bw_str below = {0};
            while (below.len == 0 && bw_copy_line(text, &next, &below, &next_start))
                ;
            if (is_credit(below))
                h->credits = unbracket(below);
            if (below.len == 0 || is_credit(below) || is_copyright(below))
                return bw_str_slice(text, 0, start);
        }
    }
    return text;
}

/* Takes the last lines away as long as they are no prose. */
static bw_str cut_last(bw_str text, bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str line;
    size_t start;
    for (int i = 0; i < 40 && last_line(text, &line, &start); i++) {
        bw_copydate date;
        size_t end = (size_t)(line.ptr - text.ptr) + line.len, open;
        if (cut_end_mark(&line)) {
            h->end = true;
            text = bw_str_slice(text, 0, line.len ? (size_t)(line.ptr - text.ptr) + line.len : start);
            continue;
        }
        size_t signoff = inline_signoff(line);
        if (bw_str_ends(line, BW_LIT(")")) && open_bracket_before(text, end - 1, &open) &&
            is_credit(bw_str_slice(text, open, end))) {
            h->credits = fold_space(doc->arena, unbracket(bw_str_slice(text, open, end)));
            start = open;
        } else if (is_credit(line)) {
            h->credits = unbracket(line);
        } else if (is_signoff(line)) {
            h->signoff = line;
        } else if (signoff < line.len) {
            h->signoff = bw_str_slice(line, signoff + 1, line.len);
            start = (size_t)(line.ptr - text.ptr) + signoff;
        } else if (is_agency_mark(line) || is_end_mark(line)) {
            h->end = true;
        } else if (is_transmission_time(line, &date)) {
            if (!h->date_written.ptr)
                bw_copydate_settle(doc, &date, text, BW_NO_DAY);
        } else if (!is_copyright(line) && !is_address(line) && !bw_str_is(line, "___") && !is_contact(line)) {
            break;
        }
        text = bw_str_slice(text, 0, start);
    }
    return text;
}

bw_str bw_copy_tail(bw_str text, bw_document *doc)
{
    text = cut_last(text, doc); /* also what stands below an end mark: a sign-off, a time */
    text = cut_below(text, &doc->head);
    return cut_last(text, doc);
}

/* ---- the head of a story ---------------------------------------------------------------------- */

typedef struct {
    bw_str s;      /* trimmed */
    size_t start;  /* in the text */
    size_t next;   /* of the line behind */
    bool gap;      /* an empty line stands before */
    bool taken;    /* known to be something else than headline */
    bool marked;   /* bore a marker */
} head_line;

typedef struct {
    bw_document *doc;
    const bw_wire_options *options;
    bw_str text;
    head_line lines[MAX_HEAD];
    size_t n_lines;
    bw_dateline dateline;
    size_t at;       /* line with the dateline, or where the text begins */
    bool found;      /* a dateline */
    size_t headline; /* line with the headline */
    bw_copydate header; /* a full date on a line of its own */
} copy;

void bw_copy_byline(bw_arena *a, bw_str s, bw_strs *out)
{
    bw_str piece, rest = bw_str_trim(s);
    while (bw_str_ends(rest, BW_LIT("=")) || bw_str_ends(rest, BW_LIT(",")))
        rest = bw_str_trim(bw_str_slice(rest, 0, rest.len - 1));
    while (bw_str_cut(&rest, ',', &piece)) {
        for (bw_str more = piece; more.len;) {
            size_t at = bw_str_find(more, BW_LIT(" and "), 0), gap = 5;
            if (at == more.len) {
                at = bw_str_find(more, BW_LIT(" & "), 0);
                gap = 3;
            }
            bw_str name = bw_str_trim(bw_str_slice(more, 0, at));
            more = bw_str_slice(more, at + gap, more.len);
            if (bw_str_starts_fold(name, BW_LIT("and ")))
                name = bw_str_trim(bw_str_slice(name, 4, name.len));
            /* "Associated Press Writer", "in Oslo": what they are and where, not who. */
            bw_str first = bw_str_slice(name, 0, bw_str_find_char(name, ' ', 0)), last = name;
            for (size_t blank; (blank = bw_str_find_char(last, ' ', 0)) < last.len;)
                last = bw_str_slice(last, blank + 1, last.len);
            bool other = out->n > 0 && (bw_terms_find("byline-stop", last) || bw_terms_find_agency(name));
            if (name.len && !other && !bw_terms_find("byline-stop", first) && out->n < 16)
                BW_PUSH(a, out->items, out->n, out->room, name);
        }
    }
}

static bool read_byline(bw_str s, bw_document *doc)
{
    const bw_terms_row *by = s.len < 160 ? bw_terms_starts("byline", s) : NULL;
    size_t at = by ? strlen(by->form) : s.len;
    if (at >= s.len || s.ptr[at] != ' ' || ends_sentence(s) || doc->head.byline.n)
        return false;
    bw_str names = bw_str_trim(bw_str_slice(s, at, s.len));
    size_t n_words = 1, pos = 0;
    for (size_t i = 0; i < names.len; i++)
        n_words += names.ptr[i] == ' ';
    uint32_t c = names.len ? bw_utf8_next(names, &pos) : 0;
    if (n_words > 16 || (!bw_utf8_is_upper(c) && !bw_str_ends(s, BW_LIT("=")) && !bw_terms_find_agency(bw_str_slice(names, 0, bw_str_find_char(names, ' ', 0)))))
        return false;
    bw_copy_byline(doc->arena, names, &doc->head.byline);
    return true;
}

/* "(ATTN: …)", "ATTENTION - … ///", "Eds: …", "(Adds …)"; the note comes without its wrapping. */
static bool read_note(bw_str s, bw_document *doc)
{
    bw_str inside = unbracket(s), note = inside;
    bool bracket = inside.len < s.len;
    static const char *const openers[] = {"ATTN:", "ATTENTION -", "ATTENTION:", "ATTENTION –", "Eds:", "EDS:", "Editors:",
                                          "EDITORS:", "Eds.:", "Editor's note:", "Note to editors:"};
    bool opened = false;
    for (size_t i = 0; i < sizeof openers / sizeof *openers && !opened; i++)
        if (bw_str_starts(inside, bw_str_of(openers[i]))) {
            note = bw_str_trim(bw_str_slice(inside, strlen(openers[i]), inside.len));
            opened = true;
        }
    if (!opened && !(bracket && bw_is_upper(inside.ptr[0]) && bw_terms_starts("advisory", inside)))
        return false;
    while (bw_str_ends(note, BW_LIT("/")))
        note = bw_str_trim(bw_str_slice(note, 0, note.len - 1));
    doc->head.note = fold_space(doc->arena, note);
    return true;
}

static bool read_embargo(bw_str s, bw_document *doc)
{
    const bw_terms_row *row = s.len < 160 ? bw_terms_starts("embargo", unbracket(s)) : NULL;
    if (!row)
        return false;
    bw_str rest = bw_str_slice(unbracket(s), strlen(row->form), s.len);
    static const char *const fillers[] = {"for release", "until", "till", "to", "at", "not for publication before"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        while (rest.len && (bw_is_space(rest.ptr[0]) || rest.ptr[0] == ':' || rest.ptr[0] == '-'))
            rest = bw_str_slice(rest, 1, rest.len);
        bw_str filler = bw_str_of(fillers[i]);
        if (bw_str_starts_fold(rest, filler) && (rest.len == filler.len || !bw_is_alpha(rest.ptr[filler.len])))
            rest = bw_str_slice(rest, filler.len, rest.len);
    }
    rest = bw_str_trim(rest);
    doc->head.embargo = rest.len ? rest : s;
    return true;
}

/* A piece behind a slug's comma: a marker, a count of words. */
static bool read_slug_piece(bw_str piece, bool counts, bw_head *h)
{
    int64_t v;
    piece = bw_str_trim(piece);
    if (bw_str_to_int(piece, &v) && v > 0 && v < 100000) {
        h->words = (int)v;
        return true;
    }
    bw_revision_kind before = h->revision.kind;
    if (bw_marker_apply(piece, h)) {
        if (counts && h->revision.kind == BW_REVISION_LEAD && before != BW_REVISION_LEAD && h->revision.writethru < 0)
            h->revision.writethru = 0;
        return true;
    }
    return false;
}

/* Slug lines: AP "BC-EU--Harbor-Talks, 1st Ld,210", AFP "Norway-talks,2ndlead", dpa "Norway/talks/", Reuters
 * "NORWAY-TALKS/ (UPDATE 1)". `only`: no other line can be the headline, so doubtful ones are not taken. */
static bool read_slug(bw_str s, bool only, bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str rest = s, slug, piece;
    bw_str_cut(&rest, ',', &slug);
    slug = bw_str_trim(slug);
    size_t n_hyphens = 0, n_blanks = 0;
    if (s.len > 120 || ends_sentence(s) || h->slug.ptr)
        return false;
    for (size_t i = 0; i < slug.len; i++) {
        n_hyphens += slug.ptr[i] == '-' || slug.ptr[i] == '/';
        n_blanks += slug.ptr[i] == ' ';
    }
    bool cycle = bw_str_starts(slug, BW_LIT("BC-")) || bw_str_starts(slug, BW_LIT("AM-")) || bw_str_starts(slug, BW_LIT("PM-")) ||
                 bw_str_starts(slug, BW_LIT("AP-"));
    size_t bracket = bw_str_find(slug, BW_LIT(" ("), 0);
    if (bracket < slug.len && bw_str_ends(slug, BW_LIT(")")) && !cycle) {
        bw_str marker = bw_str_slice(slug, bracket + 2, slug.len - 1);
        slug = bw_str_slice(slug, 0, bracket);
        if (n_hyphens == 0 || bw_str_find_char(slug, ' ', 0) < slug.len || !bw_marker_apply(marker, h))
            return false;
    } else if (n_hyphens == 0 || (n_blanks > 0 && !cycle) || n_blanks > 5) {
        return false;
    } else if (rest.ptr) {
        size_t n_known = 0;
        while (bw_str_cut(&rest, ',', &piece)) {
            if (read_slug_piece(piece, cycle, h))
                n_known++;
        }
        if (n_known == 0 && !cycle)
            return false;
    } else if (!cycle && only && !bw_str_ends(slug, BW_LIT("/"))) {
        return false;
    }
    while (bw_str_ends(slug, BW_LIT("/")))
        slug.len--;
    h->slug = slug;
    h->alert |= cycle && bw_str_ends(slug, BW_LIT("NewsAlert"));
    return true;
}

/* A line that is a date, with a time and a word like "Updated" at most. */
static bool read_date_line(bw_str s, bw_copydate *out)
{
    bw_copydate d;
    size_t n_words = 0;
    if (s.len < 8 || s.len > 60 || !bw_copydate_find(s, &d) || d.year == 0)
        return false;
    for (size_t i = 0; i < s.len; i++)
        n_words += bw_is_alpha(s.ptr[i]) && (i == 0 || !bw_is_alpha(s.ptr[i - 1]));
    if (n_words > 6)
        return false;
    *out = d;
    return true;
}

static size_t shared_words(bw_str line, bw_str body)
{
    size_t n = 0;
    body = bw_str_slice(body, 0, 800);
    for (size_t at = 0, end; at < line.len; at = end + 1) {
        end = at;
        while (end < line.len && (bw_is_alpha(line.ptr[end]) || line.ptr[end] & (char)0x80))
            end++;
        bw_str word = bw_str_slice(line, at, end);
        for (size_t i = 0; word.len >= 4 && i + word.len <= body.len; i++)
            if (bw_str_eq_fold(bw_str_slice(body, i, i + word.len), word)) {
                n++;
                break;
            }
    }
    return n;
}

static size_t count_words(bw_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += !bw_is_space(s.ptr[i]) && (i == 0 || bw_is_space(s.ptr[i - 1]));
    return n;
}

static void split_head(copy *c)
{
    size_t pos = 0, start;
    bw_str line;
    bool gap = false;
    while (c->n_lines < MAX_HEAD && bw_copy_line(c->text, &pos, &line, &start)) {
        if (line.len)
            c->lines[c->n_lines++] = (head_line){.s = line, .start = start, .next = pos, .gap = gap};
        gap = line.len == 0;
    }
}

/* The dateline stands before the prose: no more than two sentences go before it. */
static void find_dateline(copy *c)
{
    int n_prose = 0;
    for (size_t i = 0; i < c->n_lines && n_prose < 2; i++) {
        bw_str s = c->lines[i].s;
        if (bw_dateline_read(c->doc->arena, s, &c->dateline)) {
            c->found = true;
            c->at = i;
            return;
        }
        n_prose += s.len >= LONG_SENTENCE && ends_sentence(s) && s.ptr[0] != '(';
    }
}

/* Joins the lines of a bracket that was broken over several. */
static void join_brackets(copy *c, size_t end)
{
    for (size_t i = 0; i + 1 < end; i++) {
        bw_str s = c->lines[i].s;
        if (s.ptr[0] != '(' || bw_str_find_char(s, ')', 0) < s.len)
            continue;
        for (size_t j = i + 1; j < end && j < i + 8; j++)
            if (bw_str_ends(c->lines[j].s, BW_LIT(")"))) {
                c->lines[i].s.len = (size_t)(c->lines[j].s.ptr - s.ptr) + c->lines[j].s.len;
                for (size_t k = i + 1; k <= j; k++)
                    c->lines[k].taken = true;
                break;
            }
    }
}

/* Whether the line is head matter of its own; then it is read. */
static bool read_head_line(copy *c, size_t i, size_t n_left)
{
    bw_document *doc = c->doc;
    head_line *l = &c->lines[i];
    bw_str s = l->s, bare = s;
    while (bw_str_ends(bare, BW_LIT("=")) || bw_str_ends(bare, BW_LIT(":")))
        bare = bw_str_trim(bw_str_slice(bare, 0, bare.len - 1));
    bw_str inside = unbracket(bare);
    if (bw_str_starts(bare, BW_LIT("[")) && bw_str_ends(bare, BW_LIT("]")))
        inside = bw_str_slice(bare, 1, bare.len - 1);
    if (s.len < 40 && (inside.len < bare.len || all_capitals(bare) || bw_is_digit(s.ptr[0]) || bw_str_starts(s, BW_LIT("AP"))) &&
        bw_marker_apply(inside, &doc->head))
        return true;
    return read_note(s, doc) || read_embargo(s, doc) || read_byline(s, doc) || read_slug(s, n_left <= 1, doc) ||
           is_address(s) || read_date_line(s, &c->header);
}

static bw_str shown_headline(copy *c, head_line *l)
{
    int n = 0;
    bw_str s = l->s;
    while (s.len > 1 && bw_str_ends(s, BW_LIT("=")))
        s = bw_str_trim(bw_str_slice(s, 0, s.len - 1));
    s = bw_marker_strip(c->doc->arena, s, c->found, &c->doc->head, &n);
    l->marked = n > 0;
    return s;
}

/* Of the lines before the text, the headline is the one that bears a marker, else the first that shares about as many
 * words with the story as any: site furniture shares none. What is long enough to be a sentence below the headline
 * stays text: *extra is its line. */
static void choose_headline(copy *c, size_t end, bw_str body, size_t *extra)
{
    size_t n_left = 0, best = end, most = 0;
    *extra = end;
    join_brackets(c, end);
    for (size_t i = 0; i < end; i++)
        n_left += !c->lines[i].taken;
    for (size_t i = 0; i < end; i++)
        if (!c->lines[i].taken && read_head_line(c, i, n_left)) {
            c->lines[i].taken = true;
            n_left--;
        }
    for (size_t i = 0; i < end && best == end; i++) {
        head_line *l = &c->lines[i];
        if (l->taken)
            continue;
        /* Markers are looked for in a copy of the head, so that a line not chosen leaves no trace. */
        bw_head before = c->doc->head;
        bw_str shown = shown_headline(c, l);
        if (l->marked && shown.len == 0) /* "(EDITORIAL from …)": the headline follows */
            l->taken = true;
        else
            c->doc->head = before;
        if (l->marked && shown.len)
            best = i;
    }
    for (size_t i = 0; i < end && best == end; i++) {
        size_t shared = c->lines[i].taken || c->lines[i].s.len > MAX_HEADLINE ? 0 : shared_words(c->lines[i].s, body);
        most = shared > most ? shared : most;
    }
    for (size_t i = 0; i < end && best == end; i++)
        if (!c->lines[i].taken && c->lines[i].s.len <= MAX_HEADLINE && shared_words(c->lines[i].s, body) * 2 >= most)
            best = i;
    if (best == end)
        return;
    /* A line above that no gap divides from it is the headline, and this the line below it. */
    while (!c->lines[best].marked && best > 0 && !c->lines[best].gap && !c->lines[best - 1].taken &&
           count_words(c->lines[best - 1].s) >= 3)
        best--;
    bw_str headline = c->lines[best].s;
    size_t after = best + 1;
    /* A headline that was broken over two lines goes on in small letters. */
    while (after < end && !c->lines[after].taken && !c->lines[after].gap && bw_is_lower(c->lines[after].s.ptr[0]) &&
           headline.len + c->lines[after].s.len < MAX_HEADLINE) {
        headline = bw_str_print(c->doc->arena, "%.*s %.*s", (int)headline.len, headline.ptr, (int)c->lines[after].s.len,
                                c->lines[after].s.ptr);
        c->lines[after++].taken = true;
    }
    c->lines[best].s = headline;
    c->headline = best;
    c->doc->head.title = shown_headline(c, &c->lines[best]);
    for (size_t i = after; i < end; i++)
        if (!c->lines[i].taken && ends_sentence(c->lines[i].s) && count_words(c->lines[i].s) >= 8) {
            *extra = i;
            break;
        }
}

/* Without a dateline the head is what stands before the first line of prose; all lines when there is none. */
static size_t head_without_dateline(copy *c)
{
    size_t n = c->n_lines;
    for (size_t i = 0; i < n; i++) {
        bw_str s = c->lines[i].s;
        bool wraps = i + 1 < n && !c->lines[i + 1].gap && s.len >= 40 && bw_is_lower(c->lines[i + 1].s.ptr[0]);
        bool bracket = s.ptr[0] == '(' && bw_str_ends(s, BW_LIT(")"));
        bool question = (bw_str_ends(s, BW_LIT("?")) || bw_str_ends(s, BW_LIT("!"))) && s.len < 100 && i == 0 && n > 1;
        bw_document probe = {.arena = c->doc->arena, .head = {.words = -1}};
        bool note = !question && ends_sentence(s) && (read_note(s, &probe) || read_embargo(s, &probe));
        if (!note && !bracket && !question && (ends_sentence(s) || wraps || s.len > MAX_HEADLINE))
            return i;
    }
    return n;
}

/* No line is prose: the first is the headline and what follows the text; but a line alone is text, unless something
 * says that it is a flash. */
static size_t begin_without_prose(copy *c)
{
    bw_head *h = &c->doc->head;
    size_t n_taken = 0;
    for (size_t i = 0; i < c->n_lines; i++)
        n_taken += c->lines[i].taken;
    for (size_t i = c->headline + 1; i < c->n_lines; i++)
        if (!c->lines[i].taken)
            return c->lines[i].start;
    if (!h->title.ptr || n_taken > 0 || c->lines[c->headline].marked)
        return c->text.len;
    if (all_capitals(h->title)) {
        while (h->title.ptr[0] == '*' || h->title.ptr[0] == ' ')
            h->title = bw_str_slice(h->title, 1, h->title.len);
        h->alert = true;
        return c->text.len;
    }
    h->title = (bw_str){0};
    return c->lines[0].start;
}

static void infer_dates(copy *c)
{
    bw_document *doc = c->doc;
    bw_day reference = c->options ? c->options->date : BW_NO_DAY;
    bw_copydate d = c->dateline.date;
    if (doc->head.day != BW_NO_DAY)
        reference = doc->head.day;
    if (c->header.month && reference == BW_NO_DAY)
        reference = bw_day_checked(c->header.year, c->header.month, c->header.day);
    bool has_date = doc->head.day != BW_NO_DAY;
    if (c->found && d.month) {
        bw_str published = doc->head.published;
        bw_day day = doc->head.day;
        bw_copydate_settle(doc, &d, doc->head.text, reference);
        if (has_date) { /* given with the copy: better than what is written in it */
            doc->head.published = published;
            doc->head.day = day;
        }
    } else if (!has_date && c->header.month && reference != BW_NO_DAY) {
        bw_copydate_settle(doc, &c->header, doc->head.text, reference);
    }
}

void bw_copy_complete(const bw_wire_options *options, bw_document *doc)
{
    bw_head *h = &doc->head;
    if (h->day == BW_NO_DAY && options && options->date != BW_NO_DAY && !h->date_written.ptr) {
        h->day = options->date;
        h->published = bw_copydate_print(doc->arena, h->day);
    }
    if (!h->language.ptr)
        h->language = bw_language_guess(h->text.len ? h->text : h->title);
}

static void read_plain(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    copy c = {.doc = doc, .options = options, .text = text};
    bw_head *h = &doc->head;
    bw_str given = h->title;
    split_head(&c);
    find_dateline(&c);
    if (!c.found)
        c.at = head_without_dateline(&c);
    size_t begin = c.at < c.n_lines ? c.lines[c.at].start : text.len, extra;
    if (c.found) {
        begin = (size_t)(c.lines[c.at].s.ptr - text.ptr) + c.dateline.end;
        h->agency = c.dateline.agency;
        h->places = c.dateline.places;
        h->byline = c.dateline.byline;
    }
    bw_str body = bw_copy_tail(bw_str_slice(text, begin, text.len), doc);
    choose_headline(&c, c.at, body, &extra);
    if (!c.found && c.at == c.n_lines) {
        body = bw_copy_tail(bw_str_slice(text, begin_without_prose(&c), text.len), doc);
        extra = c.at;
    }
    if (given.len)
        h->title = given;
    h->text = bw_copy_paragraphs(doc->arena, body);
    if (extra < c.at)
        h->text = bw_str_print(doc->arena, "%.*s\n\n%.*s", (int)c.lines[extra].s.len, c.lines[extra].s.ptr, (int)h->text.len,
                               h->text.ptr);
    infer_dates(&c);
}

bw_status bw_wire_read_copy(bw_str bytes, const bw_wire_options *options, bw_document *doc, bw_err *err)
{
    if (bytes.len > BW_WIRE_MAX_ITEM)
        return bw_fail(err, BW_ERR_LIMIT, "copy of %zu bytes is over the limit of %d MB", bytes.len, BW_WIRE_MAX_ITEM >> 20);
    doc->head.words = -1;
    doc->head.revision = (bw_revision){.writethru = -1};
    if (!doc->head.published.ptr)
        doc->head.day = BW_NO_DAY;
    bw_str text = clean(doc->arena, bw_decode_text(doc->arena, bytes, &doc->head.n_repaired));
    if (bw_str_trim(text).len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "copy is empty");
    if (!bw_export_read_database(text, options, doc) && !bw_export_read_monitoring(text, options, doc))
        read_plain(text, options, doc);
    bw_copy_complete(options, doc);
    return BW_OK;
}

/* ---- the stream: one file, one document --------------------------------------------------------- */

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)head, (void)whole;
    return true;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    char *data = NULL;
    size_t len = 0, room = 0, n;
    if (w->done)
        return BW_END;
    w->done = true;
    do {
        if (len == room) {
            room = room ? room * 2 : 1 << 16;
            data = bw_arena_grow(doc->arena, data, len, room, 1);
        }
        n = fread(data + len, 1, room - len, w->file);
        len += n;
        if (len > BW_WIRE_MAX_ITEM)
            return bw_fail(err, BW_ERR_LIMIT, "%s: over %d MB: plain copy is one document a file; are these JSON Lines or CSV?",
                           w->name, BW_WIRE_MAX_ITEM >> 20);
    } while (n > 0);
    if (ferror(w->file))
        return bw_fail(err, BW_ERR_IO, "%s: %s", w->name, strerror(errno));
    doc->head.id = bw_str_copy(doc->arena, bw_str_of(w->name));
    bw_status st = bw_wire_read_copy((bw_str){data, len}, w->options, doc, err);
    return st ? bw_fail_at(err, st, "%s", w->name) : BW_OK;
}

const bw_reader bw_reader_copy = {.name = "copy", .recognise = recognise, .next = next};
