#include "document.h"

static const char *const upos_names[] = {
#define NAME(name) #name,
    BW_UPOS_LIST(NAME)
#undef NAME
};
static const char *const rel_names[] = {
#define NAME(name, text) text,
    BW_REL_LIST(NAME)
#undef NAME
};
static const char *const plover_names[] = {
    "",
#define NAME(name, quad) #name,
    BW_PLOVER_LIST(NAME)
#undef NAME
};
static const unsigned char plover_quads[] = {
    0,
#define QUAD(name, quad) quad,
    BW_PLOVER_LIST(QUAD)
#undef QUAD
};

static bool find(const char *const *names, size_t n, bw_str name, size_t *out)
{
    for (size_t i = 0; i < n; i++)
        if (bw_str_is(name, names[i])) {
            *out = i;
            return true;
        }
    return false;
}

const char *bw_upos_name(bw_upos u) { return upos_names[u]; }
const char *bw_rel_name(bw_rel r) { return rel_names[r]; }

bool bw_upos_of(bw_str name, bw_upos *out)
{
    size_t i;
    if (!find(upos_names, BW_N_UPOS, name, &i))
        return false;
    *out = (bw_upos)i;
    return true;
}

bw_rel bw_rel_of(bw_str label)
{
    size_t i;
    if (find(rel_names, BW_N_REL, label, &i))
        return (bw_rel)i;
    bw_str main_type = bw_str_slice(label, 0, bw_str_find_char(label, ':', 0));
    return find(rel_names, BW_N_REL, main_type, &i) ? (bw_rel)i : BW_REL_dep;
}

const char *bw_ner_name(bw_ner n)
{
    static const char *const names[] = {"O", "PER", "ORG", "LOC", "MISC"};
    return names[n];
}

const char *bw_mention_kind_name(bw_mention_kind k)
{
    static const char *const names[] = {"person", "org", "agent", "country", "place"};
    return names[k];
}

void bw_mention_code(const bw_mention *m, bw_buf *out)
{
    if (m->code.len) {
        bw_buf_str(out, m->code);
        return;
    }
    bw_buf_text(out, m->country);
    if (m->n_sectors)
        bw_buf_text(out, m->sectors[0]);
}

bool bw_mention_compatriots(const bw_mention *a, const bw_mention *b)
{
    return strcmp(a->country, b->country) == 0 && (a->country[0] || bw_str_eq(a->code, b->code));
}

const char *bw_precision_name(bw_precision p)
{
    static const char *const names[] = {"day", "week", "month", "year"};
    return names[p];
}

const char *bw_time_type_name(char type)
{
    return type == 'T' ? "TIME" : type == 'P' ? "DURATION" : type == 'S' ? "SET" : "DATE";
}

const char *bw_plover_name(bw_plover t) { return plover_names[t]; }
int bw_plover_quad(bw_plover t) { return plover_quads[t]; }

bool bw_plover_of(bw_str name, bw_plover *out)
{
    size_t i;
    if (name.len == 0 || !find(plover_names, BW_N_PLOVER, name, &i))
        return false;
    *out = (bw_plover)i;
    return true;
}

const char *bw_modality_name(bw_modality m)
{
    static const char *const names[] = {"actual", "planned", "hypothetical", "denied"};
    return names[m];
}

bw_str bw_sentence_source(const bw_document *doc, const bw_sentence *s)
{
    return s->number < 0 ? doc->head.title : doc->head.text;
}

bw_str bw_sentence_text(const bw_document *doc, const bw_sentence *s)
{
    return bw_str_slice(bw_sentence_source(doc, s), s->start, s->end);
}
