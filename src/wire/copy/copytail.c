#include "wire/copy/copytail.h"

#include "wire/copy/copydate.h"
#include "wire/copy/copytext.h"
#include "wire/copy/terms.h"
#include "wire/markup/instant.h"

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

static bool is_end_mark(bw_str line) { return bw_terms_find("end", line) != NULL; }

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

/* "--IANS", "==Kyodo", "(ANSA).", "/ritzau/" */
static bool is_agency_mark(bw_str s)
{
    if (s.len && s.ptr[s.len - 1] == '.')
        s.len--;
    if (s.len > 3 && ((s.ptr[0] == '(' && s.ptr[s.len - 1] == ')') || (s.ptr[0] == '/' && s.ptr[s.len - 1] == '/')))
        return bw_terms_find_agency(bw_str_slice(s, 1, s.len - 1)) != NULL;
    return (bw_str_starts(s, BW_LIT("--")) || bw_str_starts(s, BW_LIT("=="))) &&
           bw_terms_find_agency(bw_str_trim(bw_str_slice(s, 2, s.len)));
}

/* "… next week. /ritzau/", "… next week. (ANSA)", "… next week. EFE": where the sentence ends. */
static size_t inline_agency(bw_str line, bw_str agency)
{
    size_t at = line.len;
    while (at > 0 && line.len - at < 32 && line.ptr[at - 1] != ' ')
        at--;
    bw_str last = bw_str_slice(line, at, line.len);
    bool own = agency.len >= 3 && bw_is_upper(agency.ptr[agency.len - 1]) && bw_str_eq(last, agency);
    bool mark = at > 1 && line.ptr[at - 1] == ' ' && (own || is_agency_mark(last)) &&
                bw_copytext_ends_sentence(bw_str_slice(line, 0, at - 1));
    return mark ? at - 1 : line.len;
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
            if (!bw_is_alpha(s.ptr[at]) && !(bw_is_digit(s.ptr[at]) && n_agency > 0)) /* "dpa ys xx n1" */
                return false;
            continue;
        }
        bw_str piece = bw_str_slice(s, from, at);
        bool agency = n_pieces == 0 && bw_terms_find_agency(piece);
        if (piece.len < 1 || piece.len > 4)
            return false;
        char last = piece.ptr[piece.len - 1];
        if (bw_is_lower(piece.ptr[0]) != bw_is_lower(last) && !bw_is_digit(last))
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
        if (line.ptr[at - 1] == ' ' && bw_copytext_ends_sentence(bw_str_slice(line, 0, at - 1)) &&
            is_signoff(bw_str_slice(line, at, line.len)) && bw_is_upper(line.ptr[at]))
            return at - 1;
    return line.len;
}

/* "ZMN" below "… said. PTI MH JA", "MH-JA" below "… settimana. (ANSA).": initials that a mark above vouches for. */
static bool is_below_mark(bw_str text, size_t start, bw_str s)
{
    bw_str above;
    size_t above_start, n_letters = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!bw_is_upper(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '/' && s.ptr[i] != ' ')
            return false;
        n_letters += bw_is_upper(s.ptr[i]);
    }
    if (s.len < 2 || s.len > 12 || n_letters < 2)
        return false;
    if (bw_str_find(s, BW_LIT(" // "), 0) < s.len) /* Lusa's need no voucher */
        return true;
    if (!last_line(bw_str_slice(text, 0, start), &above, &above_start))
        return false;
    return inline_signoff(above) < above.len || inline_agency(above, (bw_str){0}) < above.len ||
           is_agency_mark(above) || is_end_mark(above);
}

/* When a site or a system sent it: "2024/04/02 15:09 송고", "（2024/04/02-18:30）". */
static bool is_stamp(bw_str s, bw_document *doc)
{
    static const char form[] = "####/##/##?##:##";
    if (bw_str_starts(s, BW_LIT("（")))
        s = bw_str_slice(s, strlen("（"), s.len);
    if (s.len < sizeof form - 1 || s.len > 40)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == '#' ? !bw_is_digit(s.ptr[i]) : form[i] != '?' && s.ptr[i] != form[i])
            return false;
    bw_day day = bw_day_checked(bw_copytext_two_digits(s, 0) * 100 + bw_copytext_two_digits(s, 2), bw_copytext_two_digits(s, 5), bw_copytext_two_digits(s, 8));
    if (day != BW_NO_DAY && doc->head.day == BW_NO_DAY) {
        doc->head.day = day;
        doc->head.published = bw_copydate_print(doc->arena, day);
    }
    return day != BW_NO_DAY;
}

/* "（編輯：王小明）1130402": the year since 1911. */
static bool is_taiwanese_stamp(bw_str s, bw_document *doc)
{
    size_t at = bw_str_find(s, BW_LIT("）"), 0) + strlen("）");
    int64_t v;
    if (!bw_str_starts(s, BW_LIT("（")) || at + 7 != s.len || !bw_str_to_int(bw_str_slice(s, at, s.len), &v) ||
        v < 1000000)
        return false;
    bw_day day = bw_day_checked((int)(v / 10000) + 1911, (int)(v / 100 % 100), (int)(v % 100));
    if (day != BW_NO_DAY && doc->head.day == BW_NO_DAY) {
        doc->head.day = day;
        doc->head.published = bw_copydate_print(doc->arena, day);
    }
    return day != BW_NO_DAY;
}

bool bw_copytail_sent(bw_str line, bw_document *doc)
{
    bw_str rest = bw_str_trim(line), zone = {0}, month, year;
    int day = bw_copytext_two_digits(rest, 0), hour = bw_copytext_two_digits(rest, 2), minute = bw_copytext_two_digits(rest, 4);
    if (day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || rest.len < 7 || rest.len > 40 || bw_is_digit(rest.ptr[6]))
        return false;
    rest = bw_str_trim(bw_str_slice(rest, 6, rest.len));
    (void)bw_str_cut(&rest, ' ', &month);
    if (!bw_terms_find("month", month)) { /* "GMT Nov 13", "Nov 13" */
        zone = month;
        rest = bw_str_trim(rest);
        (void)bw_str_cut(&rest, ' ', &month);
    }
    const char *known = bw_terms_find("month", month);
    year = bw_str_trim(rest);
    int64_t y, m;
    if (!known || (year.len != 2 && year.len != 4) || !bw_str_to_int(year, &y) || !bw_str_to_int(bw_str_of(known), &m))
        return false;
    bw_day d = bw_day_checked((int)(year.len == 4 ? y : y < 70 ? y + 2000 : y + 1900), (int)m, day);
    if (d == BW_NO_DAY)
        return false;
    if (doc->head.day != BW_NO_DAY || doc->head.date_written.ptr)
        return true;
    bw_instant i;
    doc->head.day = d;
    doc->head.published = bw_copydate_print(doc->arena, d);
    if (zone.len && bw_instant_read(bw_str_print(doc->arena, "%.*s %02d:%02d %.*s", BW_STR_FMT(doc->head.published), hour, minute,
                                                 BW_STR_FMT(zone)), &i) &&
        i.zone_known)
        doc->head.published = bw_instant_print_written(doc->arena, i);
    return true;
}

/* "51 77 03 CRO01 1113 APE4800 GEST": marks of a sending system. */
static bool is_routing(bw_str s)
{
    size_t n_words = 0, n_mixed = 0;
    bw_str word;
    while (bw_str_cut(&s, ' ', &word)) {
        size_t n_digits = 0, n_capitals = 0;
        for (size_t i = 0; i < word.len; i++) {
            n_digits += bw_is_digit(word.ptr[i]);
            n_capitals += bw_is_upper(word.ptr[i]);
        }
        if (n_digits + n_capitals < word.len)
            return false;
        n_words++;
        n_mixed += n_digits > 0 && n_capitals > 0;
    }
    return n_words >= 4 && n_mixed >= 2;
}

/* "((ola.berg@example.com; +47 1))", whom desks may call */
static bool is_contact(bw_str s) { return bw_str_starts(s, BW_LIT("((")) && bw_str_ends(s, BW_LIT("))")); }

/* (Reporting by X; Editing by Y), AP's "X contributed to this report." */
static bool is_credit(bw_str s)
{
    bw_str inside = bw_copytext_unbracket(s);
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

/* dpa's notebook: under "## Note to editors" what changed, under "## Editorial contacts" who reported. */
static void read_notebook(bw_str text, bw_document *doc)
{
    bw_str line, note = {0}, credits = {0};
    const char *section = "";
    for (size_t pos = 0, start; bw_copytext_line(text, &pos, &line, &start);) {
        bw_str item = bw_str_trim(bw_str_slice(line, 1, line.len));
        if (bw_str_starts(line, BW_LIT("## "))) {
            const char *known = bw_terms_find("notebook", bw_str_trim(bw_str_slice(line, 3, line.len)));
            section = known ? known : "";
        } else if (bw_str_starts(line, BW_LIT("- ")) && strcmp(section, "note") == 0) {
            note = bw_copytext_join(doc->arena, note, "; ", item);
        } else if (bw_str_starts(line, BW_LIT("- ")) && strcmp(section, "credit") == 0 &&
                   bw_terms_starts("credit", item)) {
            credits = bw_copytext_join(doc->arena, credits, "; ", item);
        }
    }
    if (note.len && !doc->head.note.ptr)
        doc->head.note = note;
    if (credits.len && !doc->head.credits.ptr)
        doc->head.credits = credits;
}

/* "(END) Harbour Newswires", "(Schluss) ob": who ends here. */
static bool is_named_end(bw_str line)
{
    size_t close = bw_str_find_char(line, ')', 0);
    bw_str name = bw_str_trim(bw_str_slice(line, close + 1, line.len));
    bool initials = name.len <= 12 && bw_str_find_char(name, ' ', 0) == name.len;
    return line.ptr[0] == '(' && close < 10 && name.len > 1 && name.len < 40 && (bw_is_upper(name.ptr[0]) || initials) &&
           !bw_copytext_ends_sentence(name) && is_end_mark(bw_str_slice(line, 0, close + 1));
}

/* What follows is for editors or for the site: dpa's notebook, AP's small print, all behind an end mark. */
static bw_str cut_below(bw_str text, bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str line;
    for (size_t pos = 0, start; bw_copytext_line(text, &pos, &line, &start);) {
        if (line.len == 0 || start == 0)
            continue;
        if ((line.len < 12 && is_end_mark(line)) || is_named_end(line)) {
            h->end = true;
            return bw_str_slice(text, 0, start);
        }
        if (bw_str_starts(line, BW_LIT("# ")) && line.len < 24 &&
            (bw_str_starts_fold(bw_str_slice(line, 2, line.len), BW_LIT("notebook")) ||
             bw_str_starts_fold(bw_str_slice(line, 2, line.len), BW_LIT("notizblock")) ||
             bw_str_starts_fold(bw_str_slice(line, 2, line.len), BW_LIT("dpa notebook")) ||
             bw_str_starts_fold(bw_str_slice(line, 2, line.len), BW_LIT("dpa-notizblock")))) {
            read_notebook(bw_str_slice(text, start, text.len), doc);
            return bw_str_slice(text, 0, start);
        }
        if (bw_str_is(line, "* * * *"))
            return bw_str_slice(text, 0, start);
        if (bw_str_is(line, "___")) {
            size_t next = pos, next_start;
            bw_str below = {0};
            while (below.len == 0 && bw_copytext_line(text, &next, &below, &next_start))
                ;
            if (is_credit(below))
                h->credits = bw_copytext_unbracket(below);
            if (below.len == 0 || is_credit(below) || is_copyright(below))
                return bw_str_slice(text, 0, start);
        }
    }
    return text;
}

/* Where the last bracket of a line opens. */
static bool last_bracket(bw_str line, size_t *at)
{
    bool found = false;
    for (size_t next = bw_str_find(line, BW_LIT("（"), 0); next < line.len;
         next = bw_str_find(line, BW_LIT("（"), next + 1)) {
        *at = next;
        found = true;
    }
    return found;
}

/* Times, addresses, copyright, rules: lines of a system or a site. */
static bool is_furniture(bw_str line, bw_document *doc)
{
    return bw_copytail_sent(line, doc) || is_stamp(line, doc) || is_copyright(line) || bw_copytext_is_address(line) ||
           bw_str_is(line, "___") || bw_str_is(line, "--") || is_contact(line) || is_routing(line);
}

/* Takes the last lines away as long as they are no prose. */
static bw_str cut_last(bw_str text, bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str line;
    size_t start;
    for (int i = 0; i < 40 && last_line(text, &line, &start); i++) {
        size_t end = (size_t)(line.ptr - text.ptr) + line.len, open;
        if (cut_end_mark(&line)) {
            h->end = true;
            text = bw_str_slice(text, 0, line.len ? (size_t)(line.ptr - text.ptr) + line.len : start);
            continue;
        }
        size_t signoff = inline_signoff(line);
        if (bw_str_ends(line, BW_LIT(")")) && open_bracket_before(text, end - 1, &open) &&
            is_credit(bw_str_slice(text, open, end))) {
            h->credits = bw_copytext_fold_space(doc->arena, bw_copytext_unbracket(bw_str_slice(text, open, end)));
            start = open;
        } else if (is_credit(line)) {
            h->credits = bw_copytext_unbracket(line);
        } else if (is_signoff(line)) {
            h->signoff = line;
        } else if (signoff < line.len) {
            h->signoff = bw_str_slice(line, signoff + 1, line.len);
            start = (size_t)(line.ptr - text.ptr) + signoff;
        } else if (is_agency_mark(line) || is_end_mark(line) || bw_str_eq(bw_copytext_unbracket(line), h->agency)) {
            h->end = true;
        } else if (inline_agency(line, h->agency) < line.len) {
            start = (size_t)(line.ptr - text.ptr) + inline_agency(line, h->agency);
            h->end = true;
        } else if (is_below_mark(text, start, line)) {
            if (!h->signoff.ptr)
                h->signoff = line;
        } else if (last_bracket(line, &open) && (is_stamp(bw_str_slice(line, open, line.len), doc) ||
                                                 is_taiwanese_stamp(bw_str_slice(line, open, line.len), doc))) {
            start = (size_t)(line.ptr - text.ptr) + open;
        } else if (!is_furniture(line, doc)) {
            break;
        }
        text = bw_str_slice(text, 0, start);
    }
    return text;
}

bw_str bw_copytail_cut(bw_str text, bw_document *doc)
{
    text = cut_last(text, doc); /* also what stands below an end mark: a sign-off, a time */
    text = cut_below(text, doc);
    return cut_last(text, doc);
}
