#include "wire/copy/marker.h"

#include "wire/copy/terms.h"

/* The table's form: folded, numbers and ordinals as '#', hyphens as blanks, no blank beside '#'. */
static bool marker_form(bw_str s, char out[BW_TERMS_MAX + 1], size_t *len, int *number)
{
    char room[BW_TERMS_MAX];
    bw_str f = bw_terms_fold(s, room);
    *number = 0;
    *len = 0;
    for (size_t i = 0; i < f.len; i++) {
        char c = f.ptr[i];
        bool gap = *len == 0 || out[*len - 1] == ' ' || out[*len - 1] == '#';
        if (bw_is_digit(c)) {
            int v = 0;
            while (i < f.len && bw_is_digit(f.ptr[i]) && v < 1000)
                v = v * 10 + (f.ptr[i++] - '0');
            bw_str suffix = bw_str_slice(f, i, i + 2);
            if (bw_str_is(suffix, "st") || bw_str_is(suffix, "nd") || bw_str_is(suffix, "rd") ||
                bw_str_is(suffix, "th"))
                i += 2;
            i--;
            if (*len && out[*len - 1] == ' ')
                --*len;
            out[(*len)++] = '#';
            if (*number == 0)
                *number = v;
        } else if (c == ' ' || c == '-' || c == '\t') {
            if (!gap)
                out[(*len)++] = ' ';
        } else if (c != '.') {
            out[(*len)++] = c;
        }
    }
    while (*len && out[*len - 1] == ' ')
        --*len;
    return *len > 0;
}

/* Reports that stand for themselves give way to what counts versions: "CORRECTED-UPDATE 2-" is update 2. */
static bool outranks(bw_revision_kind a, bw_revision_kind b)
{
    bool weak = b == BW_REVISION_NONE || b == BW_REVISION_CORRECTED || b == BW_REVISION_REPEAT;
    return a == BW_REVISION_WITHDRAWN ||
           (weak && (b == BW_REVISION_NONE || (a != BW_REVISION_REPEAT && a != BW_REVISION_CORRECTED)));
}

static void set_revision(bw_str name, int number, bw_head *head)
{
    static const char *const names[] = {
#define NAME(id, text) text,
        BW_REVISION_LIST(NAME)
#undef NAME
    };
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (bw_str_is(name, names[i]) && outranks((bw_revision_kind)i, head->revision.kind)) {
            head->revision.kind = (bw_revision_kind)i;
            head->revision.number = number;
        }
}

/* What a row of the table says: words parted by commas. number=N is for markers that bear none. */
static void apply_sets(const char *sets, int number, bw_head *head)
{
    bw_str rest = bw_str_of(sets), word, revision = {0};
    while (bw_str_cut(&rest, ',', &word)) {
        bw_str name = bw_str_slice(word, 0, bw_str_find_char(word, '=', 0));
        bw_str value = bw_str_slice(word, name.len + 1, word.len);
        int64_t v;
        if (bw_str_is(name, "revision"))
            revision = value;
        else if (bw_str_is(name, "number") && number == 0 && bw_str_to_int(value, &v))
            number = (int)v;
        else if (bw_str_is(name, "writethru"))
            head->revision.writethru = 1;
        else if (bw_str_is(name, "label"))
            head->label = value;
        else if (bw_str_is(name, "correction"))
            head->correction = true;
        else if (bw_str_is(name, "refile"))
            head->refile = true;
        else if (bw_str_is(name, "kill"))
            head->kill = true;
        else if (bw_str_is(name, "urgent"))
            head->urgent = true;
        else if (bw_str_is(name, "alert"))
            head->alert = true;
    }
    if (revision.ptr)
        set_revision(revision, number, head);
}

static const bw_terms_marker *find(bw_str marker, int *number)
{
    char form[BW_TERMS_MAX + 1];
    size_t len;
    return marker_form(marker, form, &len, number) ? bw_terms_find_marker((bw_str){form, len}) : NULL;
}

bool bw_marker_apply(bw_str marker, bw_head *head)
{
    int number;
    const bw_terms_marker *m = find(marker, &number);
    if (m)
        apply_sets(m->sets, number, head);
    return m != NULL;
}

/* As bw_marker_apply(), but not for what only brackets make a marker. */
static bool apply_bare(bw_str marker, bw_head *head)
{
    int number;
    const bw_terms_marker *m = find(marker, &number);
    return m && strcmp(m->source, "translated") != 0 && bw_marker_apply(marker, head);
}

static bool is_word(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bw_is_alpha(s.ptr[i]) && s.ptr[i] != ' ' && s.ptr[i] != '-')
            return false;
    return s.len > 0;
}

static bool is_capitals(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (bw_is_lower(s.ptr[i]))
            return false;
    return true;
}

/* "(LEAD) Talks …", "[속보] …", "【速報】…" */
static bool strip_bracket(bw_arena *a, bw_str *headline, bool foreign, bw_head *head)
{
    static const struct {
        bw_str open, close;
    } pairs[] = {{BW_LIT("("), BW_LIT(")")},
                 {BW_LIT("["), BW_LIT("]")},
                 {BW_LIT("<"), BW_LIT(">")},
                 {BW_LIT("【"), BW_LIT("】")},
                 {BW_LIT("（"), BW_LIT("）")}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!bw_str_starts(*headline, pairs[i].open))
            continue;
        size_t end = bw_str_find(*headline, pairs[i].close, pairs[i].open.len);
        bw_str inside = bw_str_slice(*headline, pairs[i].open.len, end), rest;
        if (end == headline->len || inside.len > 60)
            return false;
        rest = bw_str_trim(bw_str_slice(*headline, end + pairs[i].close.len, headline->len));
        bw_str first = bw_str_slice(inside, 0, bw_str_find_char(inside, ' ', 0));
        bool known = bw_marker_apply(inside, head) || (first.len < inside.len && bw_marker_apply(first, head));
        if (!known && (!foreign || i > 1 || !is_word(inside) || inside.len > 24 || rest.len < 12))
            return false;
        if (!known)
            head->label = bw_str_lower(a, inside);
        *headline = rest;
        return true;
    }
    return false;
}

static size_t separator(bw_str s, const char *const *choices)
{
    for (; *choices; choices++)
        if (bw_str_starts(s, bw_str_of(*choices)))
            return strlen(*choices);
    return 0;
}

/* "Urgent: …", "UPDATE 1-…", "REFILE-UPDATE 1-…" */
static bool strip_prefix(bw_str *headline, bw_head *head)
{
    static const char *const colons[] = {":", "：", NULL}, *const dashes[] = {"-", "–", "—", NULL};
    for (size_t at = 0; at < headline->len && at < 40; at++) {
        bw_str before = bw_str_slice(*headline, 0, at), from = bw_str_slice(*headline, at, headline->len);
        if (*from.ptr != ':' && *from.ptr != '-' && !(*from.ptr & 0x80))
            continue;
        size_t colon = separator(from, colons), dash = separator(from, dashes), len = colon + dash;
        bool hyphen = dash > 0;
        if (!len || (hyphen && !is_capitals(before)))
            continue;
        if (apply_bare(bw_str_trim(before), head)) {
            while (len < from.len && from.ptr[len] == '-')
                len++;
            *headline = bw_str_trim(bw_str_slice(from, len, from.len));
            return true;
        }
        if (!hyphen)
            return false;
    }
    return false;
}

bw_str bw_marker_strip(bw_arena *a, bw_str headline, bool foreign, bw_head *head, int *n_found)
{
    int n = 0;
    if (headline.len > 6 && bw_str_starts(headline, BW_LIT("++ ")) &&
        bw_str_ends(headline, BW_LIT(" ++"))) { /* ANSA's flashes */
        headline = bw_str_trim(bw_str_slice(headline, 2, headline.len - 2));
        head->urgent = true;
        n++;
    }
    while (n < 8 && headline.len && (strip_bracket(a, &headline, foreign, head) || strip_prefix(&headline, head)))
        n++;
    size_t open = bw_str_ends(headline, BW_LIT(")")) ? headline.len : 0;
    while (open > 0 && headline.ptr[open - 1] != '(')
        open--;
    if (open > 1 && bw_marker_apply(bw_str_slice(headline, open, headline.len - 1), head)) {
        headline = bw_str_trim(bw_str_slice(headline, 0, open - 1));
        n++;
    }
    if (n_found)
        *n_found += n;
    return headline;
}
