#include "wire/copy/dateline.h"

#include "base/utf8.h"
#include "wire/copy/copytext.h"
#include "wire/copy/marker.h"
#include "wire/copy/terms.h"

enum { MAX_DATELINE = 160, MAX_PLACES = 100, MAX_AGENCY = 40, LONG_LINE = 60 };

/* ---- parts ------------------------------------------------------------------------------------ */

static size_t blanks(bw_str s, size_t at)
{
    while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t'))
        at++;
    return at;
}

static bool may_be_dash(char c) { return c == '.' || c == '-' || c == '_' || c == '\xE2'; }

/* The length of a dash as agencies write it: - -- – — _ .- ; with blanks before and behind it. 0: none. */
static size_t dash_at(bw_str s, size_t at)
{
    static const char *const dashes[] = {".--", ".-", "---", "--", "-", "–", "—", "―", "_", "−"};
    size_t from = blanks(s, at);
    if (from == s.len || !may_be_dash(s.ptr[from])) /* as good as always */
        return 0;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (bw_str_starts(bw_str_slice(s, from, s.len), bw_str_of(dashes[i])))
            return blanks(s, from + strlen(dashes[i])) - at;
    return 0;
}

static bool is_separate(bw_str s, size_t at, size_t dash)
{
    return at < s.len && (bw_is_space(s.ptr[at]) || (at > 0 && bw_is_space(s.ptr[at - 1]))) &&
           (at + dash == s.len || bw_is_space(s.ptr[at + dash - 1]));
}

/* "tca/dpa": of partners, the last one's name that is known. */
static bw_str known_agency(bw_str s)
{
    bw_str found = {0}, piece, rest = s;
    const bw_terms_agency *whole = bw_terms_find_agency(bw_str_trim(s));
    if (whole)
        return bw_str_of(whole->agency);
    while (bw_str_cut(&rest, '/', &piece)) {
        const bw_terms_agency *a = bw_terms_find_agency(bw_str_trim(piece));
        if (a)
            found = bw_str_of(a->agency);
    }
    return found;
}

/* Something that can be the name of an agency nobody told us of. */
static bool looks_agency(bw_str s)
{
    size_t words = 1;
    if (s.len < 2 || s.len > MAX_AGENCY || bw_is_lower(s.ptr[0]) || bw_is_digit(s.ptr[0]))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        words += s.ptr[i] == ' ';
        if (bw_is_digit(s.ptr[i]) || strchr(",;:?!()", s.ptr[i]))
            return false;
    }
    return words <= 4;
}

typedef struct {
    bool good;    /* has the shape of names of places */
    bool capital; /* the first name is in capitals */
    bool all_capital;
} shape;

/* Every word begins with a capital or is one of the small words of place names. */
static shape places_shape(bw_str s)
{
    shape sh = {.good = s.len > 0 && s.len <= MAX_PLACES, .all_capital = true};
    size_t n_words = 0, n_letters = 0;
    bool first_piece = true;
    sh.capital = true;
    for (size_t at = 0; at < s.len && sh.good;) {
        size_t start = at, next = at;
        uint32_t c = bw_utf8_next(s, &next);
        if (!bw_utf8_is_letter(c)) {
            if (c < 0x80 && !strchr(" ,/.'-&;[]()", (int)c)) /* "Kathmandu [Nepal]", "Villa Roble (Corunda)" */
                sh.good = false;
            first_piece = first_piece && c != ',' && c != '/';
            at = next;
            continue;
        }
        bool upper = bw_utf8_is_upper(c), lower = bw_utf8_is_lower(c), has_lower = lower;
        size_t n = 0;
        while (at < s.len) {
            next = at;
            c = bw_utf8_next(s, &next);
            if (!bw_utf8_is_letter(c) && c != '\'' && c != 0x2019)
                break;
            has_lower |= bw_utf8_is_lower(c);
            n++;
            at = next;
        }
        n_words++;
        n_letters += n;
        /* "el" in "Ciudad de el Alto"; a name may open with one only before a hyphen: "al-Arish". */
        bool particle = lower && !upper && bw_terms_find("particle", bw_str_slice(s, start, at)) &&
                        (n_words > 1 || (at < s.len && s.ptr[at] == '-'));
        if (lower && !upper && !particle)
            sh.good = false;
        sh.all_capital &= !has_lower;
        if (first_piece && has_lower && upper)
            sh.capital = false;
    }
    sh.good &= n_letters >= 2 && n_words <= 12;
    sh.capital &= sh.good;
    sh.all_capital &= sh.good;
    return sh;
}

static bw_str trim_place(bw_str s)
{
    s = bw_str_trim(s);
    while (s.len && (s.ptr[s.len - 1] == ',' || s.ptr[s.len - 1] == ';'))
        s = bw_str_trim(bw_str_slice(s, 0, s.len - 1));
    return s;
}

void bw_dateline_places(bw_arena *a, bw_str s, bw_strs *out)
{
    *out = (bw_strs){0};
    for (size_t at = 0, from = 0; at <= s.len; at++) {
        bw_str here = bw_str_slice(s, at, s.len);
        size_t gap = at == s.len || *here.ptr == '/' || *here.ptr == ';'                            ? 1
                     : bw_str_starts(here, BW_LIT(" and ")) || bw_str_starts(here, BW_LIT(" AND ")) ? 5
                     : bw_str_starts(here, BW_LIT(" & "))                                           ? 3
                     : bw_str_starts(here, BW_LIT("·"))                                             ? strlen("·")
                                                                                                    : 0;
        /* "BOSNIA AND HERZEGOVINA" is one, "SEOUL and TOKYO" are two. */
        if (gap == 5 && (here.ptr[1] == 'A' || !places_shape(bw_str_slice(s, from, at)).all_capital))
            gap = 0;
        if (!gap)
            continue;
        bw_str place = trim_place(bw_str_slice(s, from, at));
        if (place.len)
            BW_PUSH(a, out->items, out->n, out->room, place);
        at += gap - 1;
        from = at + 1;
    }
}

/* "SEOUL, Thursday" with the date behind it: the weekday is none of the places. */
static bw_str drop_weekday(bw_str s, int *weekday)
{
    s = trim_place(s);
    size_t comma = s.len;
    while (comma > 0 && s.ptr[comma - 1] != ',')
        comma--;
    bw_str last = bw_str_trim(bw_str_slice(s, comma, s.len));
    const char *value = last.len > 3 ? bw_terms_find("weekday", last) : NULL;
    if (!value || comma == 0)
        return s;
    *weekday = value[0] - '0';
    return trim_place(bw_str_slice(s, 0, comma));
}

/* ---- the shapes ------------------------------------------------------------------------------- */

/* (서울=연합뉴스) 한미래 기자 = text */
static bool read_korean(bw_arena *a, bw_str s, bw_dateline *d)
{
    if (s.len == 0 || s.ptr[0] != '(')
        return false;
    size_t close = bw_str_find_char(s, ')', 0), equals = bw_str_find_char(s, '=', 0);
    if (close == s.len || equals > close || close > MAX_DATELINE)
        return false;
    d->agency = known_agency(bw_str_slice(s, equals + 1, close));
    if (!d->agency.ptr)
        return false;
    bw_dateline_places(a, bw_str_slice(s, 1, equals), &d->places);
    d->end = blanks(s, close + 1);
    size_t second = bw_str_find_char(bw_str_slice(s, 0, d->end + 80), '=', d->end);
    if (second < s.len && second < d->end + 80) {
        size_t n_titles;
        const bw_terms_row *titles = bw_terms_kind("reporter", &n_titles);
        bw_str names = bw_str_trim(bw_str_slice(s, d->end, second));
        bw_str rest = names, name;
        for (size_t i = 0; i < n_titles; i++)
            rest = bw_str_slice(rest, 0, bw_str_find(rest, bw_str_of(titles[i].form), 0));
        while (rest.len < names.len && bw_str_cut(&rest, ' ', &name))
            while (name.len) {
                size_t dot = bw_str_find(name, BW_LIT("·"), 0);
                bw_str one = bw_str_slice(name, 0, dot);
                name = bw_str_slice(name, dot + strlen("·"), name.len);
                if (one.len)
                    BW_PUSH(a, d->byline.items, d->byline.n, d->byline.room, one);
            }
        d->end = blanks(s, second + 1);
    }
    return true;
}

/* （中央社記者王小明台北2日電）text: where the name ends and the place begins only readers know. */
static bool read_taiwanese(bw_str s, bw_dateline *d)
{
    static const bw_str wires[] = {BW_LIT("電）"), BW_LIT("電)"), BW_LIT("电）"), BW_LIT("电)")};
    size_t open = bw_str_starts(s, BW_LIT("（")) ? strlen("（") : bw_str_starts(s, BW_LIT("(")) ? 1 : 0;
    bw_str rest = bw_str_slice(s, open, open + MAX_DATELINE);
    const bw_terms_agency *agency = open ? bw_terms_find_agency(bw_str_slice(rest, 0, strlen("中央社"))) : NULL;
    for (size_t i = 0; agency && i < sizeof wires / sizeof *wires; i++) {
        size_t at = bw_str_find(rest, wires[i], 0);
        if (at == rest.len)
            continue;
        d->agency = bw_str_of(agency->agency);
        d->end = open + at + wires[i].len;
        return true;
    }
    return false;
}

/* 新华社北京4月2日电(记者…)text, 【東京共同】text */
static bool read_chinese(bw_arena *a, bw_str s, bw_dateline *d)
{
    if (!(s.ptr[0] & 0x80) && s.ptr[0] != '(')
        return false;
    if (read_taiwanese(s, d))
        return true;
    static const bw_str open = BW_LIT("【"), shut = BW_LIT("】");
    if (bw_str_starts(s, open)) {
        bw_str inside = bw_str_slice(s, open.len, bw_str_find(s, shut, 0));
        for (size_t at = 3; at + open.len + shut.len < s.len && at < inside.len && inside.len < MAX_DATELINE; at += 3) {
            d->agency = known_agency(bw_str_slice(inside, at, inside.len));
            if (!d->agency.ptr)
                continue;
            bw_dateline_places(a, bw_str_slice(inside, 0, at), &d->places);
            d->end = open.len + inside.len + shut.len;
            return true;
        }
        return false;
    }
    for (size_t i = 0; i < n_bw_terms_agencies; i++) {
        bw_str form = bw_str_of(bw_terms_agencies[i].form);
        if (!(form.ptr[0] & (char)0x80) || !bw_str_starts(s, form))
            continue;
        static const bw_str wire = BW_LIT("电"), old_wire = BW_LIT("電");
        size_t at = form.len, len;
        while (at < s.len && at < MAX_DATELINE && !bw_copydate_at(bw_str_slice(s, at, s.len), &len, &d->date))
            bw_utf8_next(s, &at);
        if (at >= s.len || at >= MAX_DATELINE)
            continue;
        size_t mark = bw_str_find(bw_str_slice(s, 0, at + len + 12), wire, at + len);
        if (mark >= at + len + 12 || mark >= s.len)
            mark = bw_str_find(bw_str_slice(s, 0, at + len + 12), old_wire, at + len);
        if (mark >= at + len + 12 || mark >= s.len)
            continue;
        d->agency = bw_str_of(bw_terms_agencies[i].agency);
        bw_dateline_places(a, bw_str_slice(s, form.len, at), &d->places);
        d->end = mark + wire.len;
        static const struct {
            bw_str open, shut;
        } brackets[] = {{BW_LIT("（"), BW_LIT("）")}, {BW_LIT("("), BW_LIT(")")}};
        for (size_t b = 0; b < 2; b++) {
            bw_str rest = bw_str_slice(s, d->end, s.len), names, name;
            size_t close = bw_str_find(rest, brackets[b].shut, 0);
            if (!bw_str_starts(rest, brackets[b].open) || close == rest.len || close > 150)
                continue;
            names = bw_str_slice(rest, brackets[b].open.len, close);
            if (bw_str_starts(names, BW_LIT("记者")) || bw_str_starts(names, BW_LIT("記者")))
                names = bw_str_trim(bw_str_slice(names, 6, names.len));
            for (size_t from = 0, to; from < names.len; from = to + 3) {
                to = bw_str_find(names, BW_LIT("、"), from);
                size_t blank = bw_str_find_char(names, ' ', from);
                to = blank < to ? blank : to;
                name = bw_str_slice(names, from, to);
                BW_PUSH(a, d->byline.items, d->byline.n, d->byline.room, name);
                if (blank == to && to < names.len)
                    to -= 2;
            }
            d->end += close + brackets[b].shut.len;
        }
        d->end = blanks(s, d->end);
        return true;
    }
    return false;
}

/* The agency at `at`: "(Reuters)", "/TASS/", or a known name alone; *end is behind it. */
static bool agency_at(bw_str s, size_t at, size_t *end, bw_str *written)
{
    if (at >= s.len)
        return false;
    char close = s.ptr[at] == '(' ? ')' : s.ptr[at] == '/' ? '/' : '\0';
    if (close) {
        size_t to = bw_str_find_char(s, close, at + 1);
        *written = bw_str_trim(bw_str_slice(s, at + 1, to));
        *end = to + 1;
        return to < s.len && written->len > 0 && written->len <= MAX_AGENCY;
    }
    for (size_t to = at; to < s.len && to < at + MAX_AGENCY; to++) {
        if (s.ptr[to] != ' ' && s.ptr[to] != '\t')
            continue;
        *written = bw_str_slice(s, at, to);
        *end = to;
        if (dash_at(s, to) && known_agency(*written).ptr)
            return true;
    }
    return false;
}

/* "WATCH: …", "UPDATE - …": capitals that are no place. */
static bool is_no_place(bw_str s)
{
    bw_head none = {0};
    size_t blank = bw_str_find_char(s, ' ', 0);
    return bw_terms_find("no-place", s) || bw_terms_find("no-place", bw_str_slice(s, 0, blank)) ||
           bw_marker_apply(s, &none);
}

static bool is_long_dash(bw_str s, size_t at, size_t len)
{
    return bw_str_find(bw_str_slice(s, at, at + len), BW_LIT("—"), 0) < len;
}

/* Whether what follows is a sentence and not the rest of a headline. `whole`: a short one counts where it ends like one. */
static bool opens_sentence(bw_str s, size_t at, bool whole)
{
    bw_str rest = bw_str_trim(bw_str_slice(s, at, s.len));
    bool short_one = whole && bw_copytext_ends_sentence(rest) && !bw_str_ends(rest, BW_LIT("?")) &&
                     !bw_str_ends(rest, BW_LIT("!")) && bw_copytext_count_words(rest) >= 3;
    if ((rest.len < LONG_LINE && !short_one) || places_shape(bw_str_slice(rest, 0, 40)).all_capital)
        return false;
    size_t pos = 0;
    uint32_t c = bw_utf8_next(rest, &pos);
    return bw_utf8_is_upper(c) || c == '"' || c == 0x201C || c == '\'' || c == 0x2018 || bw_is_digit(rest.ptr[0]);
}

/* "KABUL, Afghanistan" */
static bool has_country(bw_str places, shape sh)
{
    size_t comma = bw_str_find_char(places, ',', 0);
    return sh.capital && comma >= 4 && comma + 1 < places.len;
}

/* The name of who sent the item, which its head tells. */
static bool is_sender(bw_str written, const bw_head *head)
{
    return head && written.len > 1 && (bw_str_eq_fold(written, head->publisher) || bw_str_eq_fold(written, head->agency));
}

/* Where a country in brackets ends, with its comma: "Villa Roble (Corunda), 30 nov (EFE)". 0: it is none. */
static size_t country_bracket(bw_str s, size_t at)
{
    if (s.ptr[at] != '(' || at <= 2)
        return 0;
    size_t close = bw_str_find_char(s, ')', at);
    bw_str inside = bw_str_slice(s, at + 1, close);
    if (close + 1 >= s.len || s.ptr[close + 1] != ',' || inside.len > MAX_AGENCY || known_agency(inside).ptr ||
        !places_shape(inside).good)
        return 0;
    return close + 1;
}

/* Places that end behind this have not the shape of such: there the first word in lower case ends, in most prose after a few bytes.
 * s.len: any may. What a comma begins may be a weekday, which drop_weekday() takes off, as long as it is one word. */
static size_t end_of_places(bw_str s)
{
    size_t n_words = 0;
    bool comma = false;
    for (size_t at = 0, next; at < s.len && at < MAX_DATELINE; at = next) {
        next = at;
        uint32_t c = bw_utf8_next(s, &next);
        comma |= c == ',';
        n_words = c == ',' ? 0 : n_words;
        if (!bw_utf8_is_letter(c))
            continue;
        bool lower = bw_utf8_is_lower(c) && !bw_utf8_is_upper(c), goes_on = at > 0 && s.ptr[at - 1] == '-';
        while (next < s.len) {
            size_t end = next;
            c = bw_utf8_next(s, &end);
            if (!bw_utf8_is_letter(c) && c != '\'' && c != 0x2019)
                break;
            next = end;
        }
        n_words += !goes_on;
        if (lower && c != '-' && (!comma || n_words > 1) && next < s.len && !bw_terms_find("particle", bw_str_slice(s, at, next)))
            return next;
    }
    return s.len;
}

/* [PLACES] [DATE] [AGENCY] [DASH] text; `after_agency`: one stands before it, so that place and date need no more. */
static bool read_western(bw_arena *a, bw_str line, const bw_head *head, bool after_agency, bw_dateline *d)
{
    bw_str s = line, places = {0}, written = {0}, known;
    size_t at = 0, len = 0, end = 0, cut, most;
    int weekday = -1;
    bool has_date = false, has_agency = false;

    /* "(ANSA) - ROMA, 2 APR - text", "(CNN)Text": the agency may come first. */
    if (s.ptr[0] == '(' && agency_at(s, 0, &end, &written) && known_agency(written).ptr &&
        ((len = dash_at(s, end)) > 0 || (bw_is_upper(s.ptr[1]) && end < s.len && bw_is_upper(s.ptr[end])))) {
        bw_str agency = known_agency(written);
        bw_dateline inner = {0};
        bw_str rest = bw_str_slice(s, end + len, s.len);
        if (rest.len && rest.ptr[0] != '(' && read_western(a, rest, head, true, &inner) && !inner.agency.ptr) {
            *d = inner;
            d->end += end + len;
        } else {
            d->end = end + len;
        }
        d->agency = agency;
        return true;
    }

    /* The first of date, agency and dash ends the places. */
    most = end_of_places(s);
    for (cut = 0; cut < most && cut < MAX_DATELINE; cut++) {
        bool starts = cut == 0 || s.ptr[cut - 1] == ' ' || s.ptr[cut - 1] == ',' || s.ptr[cut - 1] == '.';
        size_t behind = country_bracket(s, cut);
        if (behind) {
            cut = behind - 1;
            continue;
        }
        if (s.ptr[cut] == '(' || (s.ptr[cut] == '/' && starts && cut > 0 && cut + 1 < s.len && s.ptr[cut + 1] != ' ' &&
                                  agency_at(s, cut, &end, &written) && known_agency(written).ptr))
            break;
        len = dash_at(s, cut);
        if (len && cut > 0 && (is_separate(s, cut, len) || bw_str_starts(bw_str_slice(s, cut, s.len), BW_LIT("—"))))
            break;
        if (starts && bw_copydate_at(bw_str_slice(s, cut, s.len), &len, &d->date)) {
            has_date = true;
            break;
        }
        if (starts && cut > 0 && agency_at(s, cut, &end, &written) && s.ptr[cut] != '/') {
            has_agency = true;
            break;
        }
        if (s.ptr[cut] == ':')
            break;
        if (strchr("?!\"<>{}|", s.ptr[cut]))
            return false;
    }
    if (cut >= most || cut >= MAX_DATELINE)
        return false;
    places = drop_weekday(bw_str_slice(s, 0, cut), &weekday);
    at = cut;
    if (has_date) {
        at = blanks(s, at + len);
        if (d->date.weekday < 0)
            d->date.weekday = weekday;
        size_t after = at;
        while (after < s.len && (s.ptr[after] == '.' || s.ptr[after] == ','))
            after = blanks(s, after + 1);
        if (!dash_at(s, at) || agency_at(s, after, &end, &written))
            at = after;
    }
    if (!has_agency)
        has_agency = agency_at(s, at, &end, &written);
    if (has_agency)
        at = end;
    known = has_agency ? known_agency(written) : (bw_str){0};
    bool slashed = has_agency && s.ptr[end - 1] == '/';
    if (slashed && at < s.len && s.ptr[at] == '.')
        at++;
    if (slashed || (has_agency && !dash_at(s, at) && at < s.len && s.ptr[at] == ':'))
        at = blanks(s, at + !slashed);
    size_t dash = dash_at(s, at);
    bool colon = !dash && at < s.len && s.ptr[at] == ':', long_dash = is_long_dash(s, at, dash);

    /* MOSCOW. April 2 (Interfax) */
    if (has_date && places.len && places.ptr[places.len - 1] == '.' &&
        (places_shape(places).all_capital || (known.ptr && bw_str_find_char(places, ',', 0) == places.len)) &&
        places.len > 5 && places.ptr[places.len - 3] != '.')
        places.len--;
    shape sh = places_shape(places);
    bool at_line_end = blanks(s, at) == s.len;
    const bw_terms_row *by = at_line_end && !has_date ? bw_terms_starts("byline", places) : NULL; /* "Von Ola Berg (dpa)" */
    if ((places.len && !sh.good) || (by && bw_str_find_char(places, ' ', 0) == strlen(by->form)))
        return false;
    bool accepted;
    if (known.ptr)
        accepted = dash || slashed || has_date || (places.len && sh.capital) || at_line_end;
    else if (has_agency)
        accepted = (is_sender(written, head) && dash && places.len) ||
                   (looks_agency(written) && has_date &&
                    (places.len ? dash || sh.capital : dash && s.ptr[end - 1] == ')'));
    else if (has_date)
        accepted = places.len && (colon || (dash && is_separate(s, at, dash))) &&
                   (sh.capital || colon || after_agency || opens_sentence(s, at + dash, false));
    else if (colon) /* KABUL: text */
        accepted = sh.all_capital && places.len >= 4 && !is_no_place(places) && opens_sentence(s, at + 1, false);
    else
        accepted = dash && is_separate(s, at, dash) && (sh.all_capital || (long_dash && has_country(places, sh))) &&
                   places.len >= 4 && !is_no_place(places) && opens_sentence(s, at + dash, long_dash);
    if (!accepted || (known.ptr && !places.len && !has_date && !dash))
        return false;
    if (!has_date && places.len && sh.capital == false && !dash && !at_line_end)
        return false;

    size_t text = dash ? at + dash : colon ? blanks(s, at + 1) : blanks(s, at);
    /* "John Doe (AP) - who …" */
    if (!has_date && !sh.capital && places.len && text < s.len && bw_is_lower(s.ptr[text]))
        return false;
    /* МОСКВА, 8 мая - РИА Новости. text */
    size_t stop = bw_str_find_char(bw_str_slice(s, 0, text + MAX_AGENCY), '.', text);
    if (!has_agency && stop < s.len && stop < text + MAX_AGENCY) {
        known = known_agency(bw_str_slice(s, text, stop));
        text = known.ptr ? blanks(s, stop + 1) : text;
    }

    bw_dateline_places(a, places, &d->places);
    d->agency = known.ptr ? known : has_agency ? written : (bw_str){0};
    d->end = text;
    return true;
}

static bool read_any(bw_arena *a, bw_str s, const bw_head *head, bw_dateline *d)
{
    static const bw_dateline none = {.date = {.weekday = -1}};
    *d = none;
    if (s.len < 4)
        return false;
    if (read_korean(a, s, d))
        return true;
    *d = none;
    if (read_chinese(a, s, d))
        return true;
    *d = none;
    return read_western(a, s, head, false, d);
}

bool bw_dateline_is_place(bw_str line)
{
    return line.len >= 4 && line.len <= 40 && places_shape(line).capital && !is_no_place(line);
}

bool bw_dateline_read(bw_arena *a, bw_str line, bw_head *head, bw_dateline *out)
{
    bw_head marked = head ? *head : (bw_head){0};
    bw_dateline d;
    bw_str s = bw_str_trim(line);
    int n = 0;
    bw_str rest = bw_marker_strip(a, s, false, &marked, &n);
    bool found = n > 0 && read_any(a, rest, head, &d);
    if (found && head)
        *head = marked;
    if (!found) {
        rest = s;
        found = read_any(a, s, head, &d);
    }
    if (!found)
        return false;
    d.end += (size_t)(rest.ptr - line.ptr);
    if (d.date.month)
        d.date_written = d.date.year ? bw_str_print(a, "%04d-%02d-%02d", d.date.year, d.date.month, d.date.day)
                                     : bw_str_print(a, "%02d-%02d", d.date.month, d.date.day);
    *out = d;
    return true;
}

bool bw_dateline_alone(bw_arena *a, bw_str s, bw_head *head, bw_dateline *out)
{
    bw_dateline d = {.date = {.weekday = -1}};
    size_t at = 0, len = 0;
    s = bw_str_trim(s);
    if (bw_dateline_read(a, s, head, out) || bw_dateline_read(a, bw_str_print(a, "%.*s -", BW_STR_FMT(s)), head, out))
        return true;
    for (; at < s.len; at++) {
        bool begins = at == 0 || s.ptr[at - 1] == ' ' || s.ptr[at - 1] == ',';
        if ((begins && bw_copydate_at(bw_str_slice(s, at, s.len), &len, &d.date)) || bw_is_digit(s.ptr[at]))
            break; /* figures are no place either, whatever they mean */
    }
    bw_dateline_places(a, drop_weekday(bw_str_slice(s, 0, at), &d.date.weekday), &d.places);
    d.end = s.len;
    *out = d;
    return d.places.n > 0 || d.date.month > 0;
}
