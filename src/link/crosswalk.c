#include "link/crosswalk.h"

#include "link/knowledge.h"

static const struct {
    const char *name, *form;
} schemes[BW_N_SCHEMES] = {
#define SCHEME_ROW(name, text, form) {text, form},
    BW_SCHEME_LIST(SCHEME_ROW)
#undef SCHEME_ROW
};

static const char *const crossed_names[BW_N_CROSSED] = {"body", "country", "sector"};

bool bw_crossed_of(bw_str name, bw_crossed *out)
{
    for (int i = 0; i < BW_N_CROSSED; i++)
        if (bw_str_is(name, crossed_names[i])) {
            *out = (bw_crossed)i;
            return true;
        }
    return false;
}

bool bw_scheme_of(bw_str name, bw_scheme *out)
{
    for (int i = 0; i < BW_N_SCHEMES; i++)
        if (bw_str_is(name, schemes[i].name)) {
            *out = (bw_scheme)i;
            return true;
        }
    return false;
}

const char *bw_scheme_name(bw_scheme s) { return schemes[s].name; }

bool bw_scheme_allows(bw_scheme s, bw_str code)
{
    const char *form = schemes[s].form;
    if (*form == '*')
        return code.len > 0;
    bool digits = *form == '9';
    for (size_t i = 0; i < code.len; i++)
        if (!(digits ? bw_is_digit(code.ptr[i]) : bw_is_upper(code.ptr[i])))
            return false;
    return digits ? code.len >= 1 && code.len <= 3 : *form == '3' ? code.len && code.len % 3 == 0 : code.len == strlen(form);
}

int bw_crossing_order(const kb_crossing *c, bw_str code, uint32_t kind, bw_str other, uint32_t scheme)
{
    if (c->kind != kind)
        return c->kind < kind ? -1 : 1;
    int order = bw_str_cmp(code, other);
    return order ? order : (c->scheme > scheme) - (c->scheme < scheme);
}

static bool holds(const kb_crossing *c, bw_day day)
{
    return kb_holds(c->from, c->to, day == BW_NO_DAY ? KB_ALWAYS : day);
}

bw_str bw_crosswalk_to(const bw_knowledge *know, bw_crossed kind, bw_str code, bw_scheme scheme, bw_day day)
{
    const kb *k = &know->kb;
    uint32_t low = 0, high = k->n_crossings;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const kb_crossing *c = &k->crossings[mid];
        if (bw_crossing_order(c, kb_str(k, c->code), kind, code, scheme) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < k->n_crossings; low++) {
        const kb_crossing *c = &k->crossings[low];
        if (bw_crossing_order(c, kb_str(k, c->code), kind, code, scheme) != 0)
            break;
        if ((c->way & KB_OUT) && holds(c, day))
            return kb_str(k, c->value);
    }
    return BW_LIT("");
}

bw_str bw_crosswalk_from(const bw_knowledge *know, bw_crossed kind, bw_scheme scheme, bw_str theirs, bw_day day)
{
    const kb *k = &know->kb;
    for (uint32_t i = 0; i < k->n_crossings; i++) {
        const kb_crossing *c = &k->crossings[i];
        if (c->kind == kind && c->scheme == scheme && (c->way & KB_IN) && holds(c, day) && bw_str_eq(kb_str(k, c->value), theirs))
            return kb_str(k, c->code);
    }
    return BW_LIT("");
}

bw_str bw_crosswalk_name(const bw_knowledge *know, const char *country, bool icews, bw_day day)
{
    bw_str code = bw_str_of(country);
    bw_str name = icews ? bw_crosswalk_to(know, BW_CROSS_COUNTRY, code, BW_SCHEME_ICEWS, day) : BW_LIT("");
    uint32_t at = name.len ? KB_NONE : kb_find_country(&know->kb, country);
    return name.len ? name : at != KB_NONE ? kb_str(&know->kb, know->kb.countries[at].name) : code;
}

/* In a scheme of CAMEO's family. Without a crosswalk (--no-builtin) codes stay what they are. */
static bw_str cameo_of(const bw_knowledge *know, bw_crossed kind, const char *code, bw_scheme scheme, bw_day day)
{
    bw_str ours = bw_str_of(code);
    if (know->kb.n_crossings == 0)
        return kind == BW_CROSS_BODY ? BW_LIT("") : ours;
    bw_str value = scheme == BW_SCHEME_PHOENIX ? bw_crosswalk_to(know, kind, ours, scheme, day) : BW_LIT("");
    return value.len ? value : bw_crosswalk_to(know, kind, ours, BW_SCHEME_CAMEO, day);
}

/* Three letters at a time, what is there already left out. */
static void put_parts(bw_buf *out, size_t from, bw_str code)
{
    for (size_t at = 0; at < code.len; at += 3) {
        bool there = false;
        for (size_t i = from; i + 3 <= out->len && !there; i += 3)
            there = memcmp(out->ptr + i, code.ptr + at, 3) == 0;
        if (!there)
            bw_buf_str(out, bw_str_slice(code, at, at + 3));
    }
}

void bw_crosswalk_actor(const bw_knowledge *know, const bw_mention *m, bw_scheme scheme, bw_day day, bw_buf *out)
{
    size_t from = out->len;
    if (m->code.len) {
        bw_buf_str(out, m->code);
        return;
    }
    bw_str whole = m->entity.len && know->kb.n_crossings
                       ? bw_crosswalk_to(know, BW_CROSS_BODY, m->entity, BW_SCHEME_CAMEO, day)
                       : BW_LIT("");
    put_parts(out, from, whole.len || !m->country[0] ? whole : cameo_of(know, BW_CROSS_COUNTRY, m->country, scheme, day));
    for (int i = 0; i < m->n_sectors; i++)
        put_parts(out, from, cameo_of(know, BW_CROSS_SECTOR, m->sectors[i], scheme, day));
}

static void show_day(bw_buf *out, bw_day day)
{
    char text[11] = "";
    if (day != KB_EVER && day != KB_ALWAYS)
        bw_day_format(day, text);
    bw_buf_print(out, "\t%s", text);
}

void bw_crosswalk_show(const bw_knowledge *know, bw_str code, bw_day day, bw_buf *out)
{
    const kb *k = &know->kb;
    for (uint32_t i = 0; i < k->n_crossings; i++) {
        const kb_crossing *c = &k->crossings[i];
        if ((day != BW_NO_DAY && !holds(c, day)) || (!bw_str_eq(kb_str(k, c->code), code) && !bw_str_eq(kb_str(k, c->value), code)))
            continue;
        bw_buf_print(out, "%s\t%.*s\t%s\t%.*s", crossed_names[c->kind], BW_STR_FMT(kb_str(k, c->code)), schemes[c->scheme].name,
                     BW_STR_FMT(kb_str(k, c->value)));
        show_day(out, c->from);
        show_day(out, c->to);
        bw_buf_print(out, "\t%s", c->way == KB_OUT ? "out" : c->way == KB_IN ? "in" : "");
        while (out->ptr[out->len - 1] == '\t') /* as the table leaves them out */
            out->len--;
        bw_buf_char(out, '\n');
    }
}
