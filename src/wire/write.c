#include "base/json.h"
#include "wire/wire.h"

static void write_list(bw_json *j, const char *key, bw_strs list)
{
    bw_json_open(j, key, '[');
    for (size_t i = 0; i < list.n; i++)
        bw_json_str(j, NULL, list.items[i]);
    bw_json_close(j, ']');
}

static void write_revision(bw_json *j, bw_revision r)
{
    static const char *const names[] = {
#define NAME(id, text) text,
        BW_REVISION_LIST(NAME)
#undef NAME
    };
    if (r.kind == BW_REVISION_NONE) {
        bw_json_null(j, "revision");
        return;
    }
    bw_json_open(j, "revision", '{');
    bw_json_str(j, "kind", bw_str_of(names[r.kind]));
    if (r.number)
        bw_json_int(j, "number", r.number);
    else
        bw_json_null(j, "number");
    if (r.writethru >= 0)
        bw_json_bool(j, "writethru", r.writethru == 1);
    bw_json_close(j, '}');
}

void bw_wire_write(const bw_document *doc, bw_buf *out)
{
    const bw_head *h = &doc->head;
    bw_json j = {.out = out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "id", h->id);
    bw_json_str(&j, "url", h->url);
    bw_json_str(&j, "publisher", h->publisher);
    bw_json_str(&j, "agency", h->agency);
    bw_json_str(&j, "title", h->title);
    bw_json_str(&j, "slug", h->slug);
    write_list(&j, "byline", h->byline);
    write_list(&j, "places", h->places);
    bw_json_str(&j, "published", h->published);
    write_revision(&j, h->revision);

    const struct {
        const char *key;
        bw_str text;
    } texts[] = {{"item", h->item},       {"version", h->version}, {"updated", h->updated},
                 {"label", h->label},     {"note", h->note},     {"embargo", h->embargo}, {"credits", h->credits},
                 {"signoff", h->signoff}, {"source", h->source}, {"section", h->section}, {"format", h->format}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].text.ptr)
            bw_json_str(&j, texts[i].key, texts[i].text);
    const struct {
        const char *key;
        bool flag;
    } flags[] = {{"correction", h->correction}, {"refile", h->refile}, {"kill", h->kill},
                 {"urgent", h->urgent},         {"alert", h->alert},   {"end", h->end},
                 {"translated", h->translated}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].flag)
            bw_json_bool(&j, flags[i].key, true);
    if (h->words >= 0)
        bw_json_int(&j, "words", h->words);
    if (h->has_spans) {
        bw_json_open(&j, "spans", '[');
        for (uint32_t i = 0; i < h->n_spans; i++) {
            bw_json_open(&j, NULL, '[');
            bw_json_int(&j, NULL, h->spans[i].start);
            bw_json_int(&j, NULL, h->spans[i].end);
            bw_json_close(&j, ']');
        }
        bw_json_close(&j, ']');
    }
    bw_json_str(&j, "language", h->language);
    bw_json_str(&j, "text", h->text);
    bw_json_close(&j, '}');
}
