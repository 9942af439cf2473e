#include "wire/copy/copyhead.h"

#include "base/utf8.h"
#include "wire/copy/copytext.h"
#include "wire/copy/marker.h"
#include "wire/copy/terms.h"

void bw_copyhead_byline(bw_arena *a, bw_str s, bw_strs *out)
{
    bw_str piece, rest = bw_str_trim(s);
    while (bw_str_ends(rest, BW_LIT("=")) || bw_str_ends(rest, BW_LIT(",")))
        rest = bw_str_trim(bw_str_slice(rest, 0, rest.len - 1));
    while (bw_str_cut(&rest, ',', &piece)) {
        for (bw_str more = piece; more.len;) {
            static const bw_str joints[] = {BW_LIT(" and "), BW_LIT(" & "), BW_LIT(" und "), BW_LIT(" et "), BW_LIT(" och "),
                                            BW_LIT(" og ")};
            size_t at = more.len, gap = 0;
            for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
                size_t found = bw_str_find(more, joints[i], 0);
                gap = found < at ? joints[i].len : gap;
                at = found < at ? found : at;
            }
            bw_str name = bw_str_trim(bw_str_slice(more, 0, at));
            size_t slash = bw_str_find_char(name, '/', 0);
            if (slash > 0 && slash < name.len && bw_terms_find_agency(bw_str_slice(name, slash + 1, name.len)))
                name.len = slash; /* "Mira Holt/TT" */
            size_t open = bw_str_find(name, BW_LIT(" ("), 0);
            if (bw_str_ends(name, BW_LIT(")")) && bw_terms_find_agency(bw_str_slice(name, open + 2, name.len - 1)))
                name.len = open; /* "Mira Holt (TT)" */
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
    if (at >= s.len || s.ptr[at] != ' ' || bw_copytext_ends_sentence(s) || doc->head.byline.n)
        return false;
    bw_str names = bw_str_trim(bw_str_slice(s, at, s.len));
    size_t n_words = 1, pos = 0;
    for (size_t i = 0; i < names.len; i++)
        n_words += names.ptr[i] == ' ';
    uint32_t c = names.len ? bw_utf8_next(names, &pos) : 0;
    if (n_words > 16 || (!bw_utf8_is_upper(c) && !bw_str_ends(s, BW_LIT("=")) &&
                         !bw_terms_find_agency(bw_str_slice(names, 0, bw_str_find_char(names, ' ', 0)))))
        return false;
    bw_copyhead_byline(doc->arena, names, &doc->head.byline);
    return true;
}

/* "In Jan. 3 story, corrects last paragraph": an advisory that does not open with its verb. */
static bool is_about_story(bw_str s)
{
    size_t story = bw_str_find(s, BW_LIT(" story, "), 0);
    return story < 60 && story < s.len && bw_terms_starts("advisory", bw_str_slice(s, story + 8, s.len));
}

/* "(ATTN: …)", "ATTENTION - … ///", "Eds: …", "(Adds …)"; the note comes without its wrapping. */
static bool read_note(bw_str s, bw_document *doc)
{
    bw_str inside = bw_copytext_unbracket(s), note = inside;
    bool bracket = inside.len < s.len;
    const bw_terms_row *opener = bw_terms_starts("note", inside);
    if (opener)
        note = bw_str_trim(bw_str_slice(inside, strlen(opener->form), inside.len));
    if (!opener &&
        !(bracket && bw_is_upper(inside.ptr[0]) && (bw_terms_starts("advisory", inside) || is_about_story(inside))))
        return false;
    while (bw_str_ends(note, BW_LIT("/")))
        note = bw_str_trim(bw_str_slice(note, 0, note.len - 1));
    doc->head.note = bw_copytext_fold_space(doc->arena, note);
    return true;
}

static bool read_embargo(bw_str s, bw_document *doc)
{
    const bw_terms_row *row = s.len < 160 ? bw_terms_starts("embargo", bw_copytext_unbracket(s)) : NULL;
    if (!row)
        return false;
    bw_str rest = bw_str_slice(bw_copytext_unbracket(s), strlen(row->form), s.len);
    do { /* "for release until …": the words between */
        while (rest.len && (bw_is_space(rest.ptr[0]) || rest.ptr[0] == ':' || rest.ptr[0] == '-'))
            rest = bw_str_slice(rest, 1, rest.len);
        row = bw_terms_starts("embargo-filler", rest);
        rest = bw_str_slice(rest, row ? strlen(row->form) : 0, rest.len);
    } while (row);
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
    bool closed = bw_str_ends(s, BW_LIT(")")) && bw_str_find(s, BW_LIT("/ ("), 0) < s.len;
    if (closed)
        slug = s;
    else
        bw_str_cut(&rest, ',', &slug);
    slug = bw_str_trim(slug);
    size_t n_hyphens = 0, n_blanks = 0;
    if (s.len > 120 || bw_copytext_ends_sentence(s) || h->slug.ptr)
        return false;
    for (size_t i = 0; i < slug.len; i++) {
        n_hyphens += slug.ptr[i] == '-' || slug.ptr[i] == '/';
        n_blanks += slug.ptr[i] == ' ';
    }
    bool cycle = bw_str_starts(slug, BW_LIT("BC-")) || bw_str_starts(slug, BW_LIT("AM-")) ||
                 bw_str_starts(slug, BW_LIT("PM-")) || bw_str_starts(slug, BW_LIT("AP-"));
    size_t bracket = bw_str_find(slug, BW_LIT(" ("), 0);
    if (bracket < slug.len && bw_str_ends(slug, BW_LIT(")")) && !cycle) {
        bw_str marker = bw_str_slice(slug, bracket + 2, slug.len - 1);
        slug = bw_str_slice(slug, 0, bracket);
        size_t n_known = 0;
        if (n_hyphens == 0 || bw_str_find_char(slug, ' ', 0) < slug.len)
            return false;
        while (bw_str_cut(&marker, ',', &piece)) /* "(UPDATE 1, PIX, CORRECTED)" */
            n_known += bw_marker_apply(bw_str_trim(piece), h);
        if (n_known == 0)
            return false;
        rest = (bw_str){0};
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

bool bw_copyhead_read(bw_str s, bool only, bw_document *doc, bw_copydate *date)
{
    bw_str bare = s;
    while (bw_str_ends(bare, BW_LIT("=")) || bw_str_ends(bare, BW_LIT(":")))
        bare = bw_str_trim(bw_str_slice(bare, 0, bare.len - 1));
    bw_str inside = bw_copytext_unbracket(bare);
    if (bw_str_starts(bare, BW_LIT("[")) && bw_str_ends(bare, BW_LIT("]")))
        inside = bw_str_slice(bare, 1, bare.len - 1);
    bool marked = inside.len < bare.len || bw_copytext_is_capitals(bare) || bw_is_digit(s.ptr[0]) ||
                  bw_str_starts(s, BW_LIT("AP"));
    if (s.len < 40 && marked && bw_marker_apply(inside, &doc->head))
        return true;
    if (bw_str_starts(s, BW_LIT("ZCZC"))) /* opens a telegram; NNNN ends it */
        return true;
    return bw_copyhead_note(s, doc) || read_byline(s, doc) || read_slug(s, only, doc) || bw_copytext_is_address(s) ||
           read_date_line(s, date);
}

bool bw_copyhead_note(bw_str s, bw_document *doc) { return read_note(s, doc) || read_embargo(s, doc); }
