/* LexisNexis. Three layouts:
 *
 *   older          2 of 9 DOCUMENTS, publication, date, edition; SECTION:, LENGTH:, HEADLINE: …, BODY:, then LOAD-DATE: …
 *   older, bare    the same with the headline unlabelled below the date, and the body below LENGTH:
 *   Nexis Uni      headline, publication, date, copyright; Section:, Length: …, Body; then Classification, Load-Date: …
 *
 * A collection of the newer kind opens with a cover that lists what was asked for and found.
 */
#include "wire/copy/copytext.h"
#include "wire/copy/terms.h"
#include "wire/export/exportdoc.h"

enum { MAX_PREAMBLE = 16 };

typedef struct {
    bool capitals, headline, body; /* labels that the text has */
} layout;

/* A label as the layout writes it. `within`: in the body, where only few can stand. */
static bw_label read_label(bw_str line, bool capitals_only, bool within, bw_str *value)
{
    bw_label alone = bw_label_find("lexis-alone", line), l = bw_label_read("lexis", line, value);
    if (line.len == 0)
        return BW_LABEL_NONE;
    if (l == BW_LABEL_NONE) {
        bool sure = alone == BW_LABEL_END || alone == BW_LABEL_CORRECTED;
        return capitals_only && !sure ? BW_LABEL_NONE : alone;
    }
    size_t colon = bw_str_find_char(line, ':', 0);
    bool capitals = true;
    for (size_t i = 0; i < colon; i++)
        capitals &= !bw_is_lower(line.ptr[i]);
    if (bw_is_lower(line.ptr[0]) || (capitals_only && !capitals))
        return BW_LABEL_NONE;
    if (within && !(l == BW_LABEL_CLOSE ||
                    (capitals && (l == BW_LABEL_TAIL || l == BW_LABEL_LANGUAGE || l == BW_LABEL_CORRECTION ||
                                  l == BW_LABEL_CORRECTED)) ||
                    (l == BW_LABEL_LANGUAGE && bw_exportdoc_language(*value))))
        return BW_LABEL_NONE;
    return l;
}

static layout survey(bw_str text)
{
    layout y = {0};
    size_t pos = 0, start;
    bw_str line, value;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bw_label l = read_label(line, true, false, &value);
        y.capitals |= l == BW_LABEL_LENGTH || l == BW_LABEL_HEADLINE || l == BW_LABEL_BODY || l == BW_LABEL_CLOSE;
        y.headline |= l == BW_LABEL_HEADLINE;
        y.body |= l == BW_LABEL_BODY;
    }
    for (pos = 0; !y.capitals && bw_copytext_line(text, &pos, &line, &start);) {
        bw_label l = read_label(line, false, false, &value);
        y.headline |= l == BW_LABEL_HEADLINE;
        y.body |= l == BW_LABEL_BODY && value.len == 0;
    }
    return y;
}

bool bw_lexis_looks(bw_str text)
{
    bool length = false, headline = false, body = false, close = false, date = false;
    size_t pos = 0, start;
    bw_str line, value;
    unsigned seen = 0;
    int n_kinds = 0;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bw_copydate d;
        bw_label l = read_label(line, false, false, &value);
        date |= bw_exportdoc_date(line, &d);
        length |= l == BW_LABEL_LENGTH && bw_exportdoc_number(value) >= 0;
        headline |= l == BW_LABEL_HEADLINE;
        body |= l == BW_LABEL_BODY && value.len == 0;
        close |= l == BW_LABEL_CLOSE || l == BW_LABEL_LANGUAGE;
        n_kinds += l != BW_LABEL_NONE && !(seen & 1u << l);
        seen |= 1u << l;
    }
    return (body && (length || headline) && n_kinds >= 2) || (length && date && (close || n_kinds >= 3));
}

/* ---- above the labels --------------------------------------------------------------------------- */

typedef struct {
    bw_str s;
    bool gap, below; /* an empty line stands before it; it stands below the date */
} head_line;

typedef struct {
    head_line lines[MAX_PREAMBLE];
    size_t n;
    bool cover, gap;
    bw_str listed; /* the cover's first headline */
} preamble;

/* "1. Ferries to sail again" */
static bool is_listed(bw_str line, bw_str *headline)
{
    size_t at = 0;
    while (at < line.len && bw_is_digit(line.ptr[at]))
        at++;
    if (at == 0 || at + 1 >= line.len || line.ptr[at] != '.' || !bw_is_space(line.ptr[at + 1]))
        return false;
    *headline = bw_str_trim(bw_str_slice(line, at + 1, line.len));
    return true;
}

static void read_preamble(bw_str line, preamble *p, bw_exportdoc *x)
{
    bw_str value, headline;
    bw_copydate d;
    bool cover = bw_label_read("lexis-cover", line, &value) == BW_LABEL_COVER;
    bool listed = p->cover && is_listed(line, &headline);
    if (cover || listed) {
        p->cover = true;
        p->n = 0;
        if (listed && !p->listed.ptr)
            p->listed = headline;
    } else if (line.len && !bw_exportdoc_notice(line) && !bw_str_starts(line, BW_LIT("Supplied by "))) {
        if (!x->dated && (p->n > 0 || !p->cover) && bw_exportdoc_date(line, &d)) {
            x->date = d;
            x->when = line;
            x->dated = true;
        } else {
            if (p->n == MAX_PREAMBLE) {
                memmove(p->lines, p->lines + 1, (MAX_PREAMBLE - 1) * sizeof *p->lines);
                p->n--;
            }
            p->lines[p->n++] = (head_line){.s = line, .gap = p->gap, .below = x->dated};
        }
    }
    p->gap = line.len == 0;
}

/* "Late Edition - Final", "Abendausgabe" */
static bool is_edition(bw_str line)
{
    char room[BW_TERMS_MAX];
    size_t n;
    bw_str s = bw_terms_fold(line, room);
    const bw_terms_row *words = bw_terms_kind("edition", &n);
    for (size_t i = 0; i < n; i++)
        if (bw_str_find(s, bw_str_of(words[i].form), 0) < s.len)
            return true;
    return false;
}

/* Who published it, and the headline where no label says it. */
static void settle_preamble(const preamble *p, const layout *y, bw_exportdoc *x)
{
    size_t first = 0, n_above = 0;
    while (n_above < p->n && !p->lines[n_above].below)
        n_above++;
    for (size_t i = 0; i + 1 < n_above && first == 0; i++)
        if (p->listed.len ? bw_str_eq_fold(p->lines[i].s, p->listed)
                          : n_above > 2 && bw_exportdoc_is_heading(x, p->lines[i].s))
            first = i;
    if (first + 1 >= n_above)
        first = 0;
    if (p->cover && first == 0 && n_above > 2 && !p->listed.len)
        first = n_above - 2;
    if (n_above > 0)
        bw_exportdoc_set(x, BW_LABEL_PUBLISHER, p->lines[y->capitals ? 0 : n_above - 1].s);
    if (y->headline)
        return;
    if (n_above >= first + 2 && !(y->capitals && n_above < p->n)) {
        bw_exportdoc_set(x, BW_LABEL_HEADLINE, p->lines[y->capitals ? 1 : first].s);
        return;
    }
    bw_buf title = {.arena = x->doc->arena};
    bool adjacent = true;
    for (size_t i = n_above; i < p->n; i++) {
        adjacent &= !p->lines[i].gap;
        if ((adjacent && i + 1 < p->n) || (title.len == 0 && is_edition(p->lines[i].s) && i + 1 < p->n))
            continue;
        if (title.len && p->lines[i].gap) /* a line of its own below the headline */
            break;
        if (title.len)
            bw_buf_char(&title, ' ');
        bw_buf_str(&title, p->lines[i].s);
    }
    bw_exportdoc_set(x, BW_LABEL_HEADLINE, bw_buf_view(&title));
}

/* ---- the document ------------------------------------------------------------------------------- */

static bool goes_on(bw_label l)
{
    return l == BW_LABEL_HEADLINE || l == BW_LABEL_BYLINE || l == BW_LABEL_SECTION || l == BW_LABEL_DATELINE ||
           l == BW_LABEL_ABSTRACT || l == BW_LABEL_CORRECTION || l == BW_LABEL_HEAD || l == BW_LABEL_TAIL;
}

void bw_lexis_read(bw_str text, bw_exportdoc *x)
{
    layout y = survey(text);
    preamble pre = {0};
    size_t pos = 0, start;
    bw_str line, value, held = {0}; /* the value of `open`, which may go on */
    bw_label open = BW_LABEL_NONE;
    bool above = true, within = false, below = false, gap = false;
    x->wrapped = y.capitals;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bool labels_yet = y.capitals || x->dated || (pre.n >= 2 && !pre.cover);
        bw_label l = above && !labels_yet ? BW_LABEL_NONE : read_label(line, y.capitals, within, &value);
        if (l == BW_LABEL_END)
            break;
        if (l == BW_LABEL_NONE && within) {
            bw_exportdoc_set(x, BW_LABEL_BODY, line);
        } else if (l == BW_LABEL_NONE && above) {
            read_preamble(line, &pre, x);
        } else if (l == BW_LABEL_NONE && line.len) {
            bool empty = held.len == 0 && goes_on(open);
            if ((!gap || empty) && goes_on(open)) {
                held = bw_copytext_join(x->doc->arena, held, " ", line);
            } else if (!y.body && !below && open != BW_LABEL_NONE) {
                bw_exportdoc_set(x, open, held);
                open = BW_LABEL_NONE;
                within = true;
                bw_exportdoc_set(x, BW_LABEL_BODY, line);
            } else if (open == BW_LABEL_ABSTRACT || open == BW_LABEL_CORRECTION) {
                bw_exportdoc_set(x, open, held);
                held = line;
            }
        } else if (l == BW_LABEL_CORRECTED && within) {
            bw_exportdoc_set(x, l, value);
        } else if (l != BW_LABEL_NONE) {
            below |= within || l == BW_LABEL_TAIL || l == BW_LABEL_CLOSE;
            if (above && pre.n)
                settle_preamble(&pre, &y, x);
            above = false;
            if (open != BW_LABEL_NONE)
                bw_exportdoc_set(x, open, held);
            within = l == BW_LABEL_BODY;
            open = l == BW_LABEL_BODY ? BW_LABEL_NONE : l;
            held = value;
            if (within && value.len)
                bw_exportdoc_set(x, BW_LABEL_BODY, value);
        }
        gap = line.len == 0;
    }
    if (open != BW_LABEL_NONE)
        bw_exportdoc_set(x, open, held);
    if (above)
        settle_preamble(&pre, &y, x);
}
