#include "code/coder_conf.h"

#include <stdio.h>

enum { MOST_WORDS = 1000 };

static bool truth(bw_str s, bool *out)
{
    *out = bw_str_eq_fold(s, BW_LIT("true")) || bw_str_eq_fold(s, BW_LIT("yes"));
    return *out || bw_str_eq_fold(s, BW_LIT("false")) || bw_str_eq_fold(s, BW_LIT("no"));
}

/* NULL, or what is wrong with the value. */
static const char *set(bw_coder_conf *c, bw_str name, bw_str value)
{
    const struct {
        const char *name;
        uint32_t *at;
    } numbers[] = {{"comma_min", &c->inner.least}, {"comma_max", &c->inner.most}, {"comma_bmin", &c->first.least},
                   {"comma_bmax", &c->first.most}, {"comma_emin", &c->last.least}, {"comma_emax", &c->last.most}};
    int64_t n = -1;
    bool yes;
    if (bw_str_is(name, "require_dyad")) {
        if (!truth(value, &yes))
            return "true or false is wanted";
        c->without_recipient = !yes;
        return NULL;
    }
    bool number = bw_str_to_int(value, &n) && n >= 0 && n <= MOST_WORDS;
    if (bw_str_is(name, "new_actor_length"))
        return number && n == 0 ? NULL : "only 0: who is in no table is not named";
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (bw_str_is(name, numbers[i].name)) {
            if (!number)
                return "a number of words from 0 to 1000 is wanted";
            *numbers[i].at = (uint32_t)n;
            return NULL;
        }
    return "unknown option (there are require_dyad, new_actor_length, comma_min, comma_max, comma_bmin, comma_bmax, comma_emin, comma_emax)";
}

void bw_coder_conf_read(const char *file, bw_str text, bw_coder_conf *out, bw_conf_report *report, void *with)
{
    bw_str line;
    for (uint32_t number = 1; bw_str_cut(&text, '\n', &line); number++) {
        bw_str body = bw_str_trim(bw_str_slice(line, 0, bw_str_find_char(line, '#', 0)));
        if (body.len == 0)
            continue;
        size_t equals = bw_str_find_char(body, '=', 0);
        bw_str value = bw_str_trim(bw_str_slice(body, equals + 1, body.len));
        bool whole = equals < body.len && value.len;
        const char *wrong = whole ? set(out, bw_str_trim(bw_str_slice(body, 0, equals)), value) : "'option = value' is wanted";
        if (wrong)
            report(with, file, number, (uint32_t)((whole ? value.ptr : body.ptr) - line.ptr) + 1, wrong);
    }
}
