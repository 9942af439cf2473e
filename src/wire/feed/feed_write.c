/* A feed as JSON: what is not known of it is left out. */
#include "base/json.h"
#include "wire/feed/feed.h"

#include <stdio.h>

enum { PIECE = 64 << 10 }; /* bytes are handed on so many at a time */

typedef struct {
    bw_arena *arena;
    bw_buf buf;
    bw_json json;
} writer;

static void put_str(writer *w, const char *key, bw_str v)
{
    if (v.len)
        bw_json_str(&w->json, key, v);
}

/* The names of a text and of what is told about it. */
#define TEXT(name) name, name "_type", name "_language", name "_base"

static void put_text(writer *w, const char *key, const char *type, const char *language, const char *base, const bw_feed_text *t)
{
    if (t->value.len == 0)
        return;
    bw_json_str(&w->json, key, t->value);
    put_str(w, type, t->type);
    put_str(w, language, t->language);
    put_str(w, base, t->base);
}

static void put_time(writer *w, const char *key, const char *raw, const bw_feed_time *t)
{
    if (t->read)
        bw_json_str(&w->json, key, bw_instant_print(w->arena, t->at));
    if (t->written.len)
        bw_json_str(&w->json, raw, t->written);
}

static void put_person(writer *w, const char *key, const bw_feed_person *p)
{
    bw_json_open(&w->json, key, '{');
    put_str(w, "name", p->name);
    put_str(w, "email", p->email);
    put_str(w, "href", p->href);
    bw_json_close(&w->json, '}');
}

static void put_persons(writer *w, const char *key, const bw_feed_persons *list)
{
    if (list->n == 0)
        return;
    bw_json_open(&w->json, key, '[');
    for (uint32_t i = 0; i < list->n; i++)
        put_person(w, NULL, &list->items[i]);
    bw_json_close(&w->json, ']');
}

static void put_author(writer *w, const char *key, const char *detail, const bw_feed_person *p)
{
    if (p->name.len + p->email.len + p->href.len == 0)
        return;
    put_str(w, key, p->name.len ? p->name : p->email);
    put_person(w, detail, p);
}

static void put_tags(writer *w, const bw_feed_item *it)
{
    if (it->n_tags == 0)
        return;
    bw_json_open(&w->json, "tags", '[');
    for (uint32_t i = 0; i < it->n_tags; i++) {
        bw_json_open(&w->json, NULL, '{');
        put_str(w, "term", it->tags[i].term);
        put_str(w, "scheme", it->tags[i].scheme);
        put_str(w, "label", it->tags[i].label);
        bw_json_close(&w->json, '}');
    }
    bw_json_close(&w->json, ']');
}

static void put_link(writer *w, const bw_feed_link *l, bool enclosure)
{
    bw_json_open(&w->json, NULL, '{');
    put_str(w, "href", l->href);
    if (!enclosure)
        put_str(w, "rel", l->rel);
    put_str(w, "type", l->type);
    put_str(w, "length", l->length);
    put_str(w, "title", l->title);
    put_str(w, "hreflang", l->language);
    bw_json_close(&w->json, '}');
}

static void put_links(writer *w, const char *key, const bw_feed_item *it, bool enclosures)
{
    bool any = false;
    for (uint32_t i = 0; i < it->n_links; i++) {
        if (enclosures && !bw_str_is(it->links[i].rel, "enclosure"))
            continue;
        if (!any)
            bw_json_open(&w->json, key, '[');
        any = true;
        put_link(w, &it->links[i], enclosures);
    }
    if (any)
        bw_json_close(&w->json, ']');
}

static void put_content(writer *w, const bw_feed_item *it)
{
    if (it->n_content == 0)
        return;
    bw_json_open(&w->json, "content", '[');
    for (uint32_t i = 0; i < it->n_content; i++) {
        bw_json_open(&w->json, NULL, '{');
        put_str(w, "value", it->content[i].value);
        put_str(w, "type", it->content[i].type);
        put_str(w, "language", it->content[i].language);
        put_str(w, "base", it->content[i].base);
        put_str(w, "src", it->content[i].src);
        bw_json_close(&w->json, '}');
    }
    bw_json_close(&w->json, ']');
}

static void put_literal(writer *w, const char *key, bw_str v)
{
    if (bw_str_is(v, "true") || bw_str_is(v, "false"))
        bw_json_bool(&w->json, key, v.len == 4);
    else
        bw_json_int(&w->json, key, *v.ptr - '0');
}

static void put_extra(writer *w, const char *key, const bw_feed_extra *x)
{
    if (x->literal) {
        put_literal(w, key, x->value);
    } else if (x->value.ptr) {
        bw_json_str(&w->json, key, x->value);
    } else {
        bw_json_open(&w->json, key, '{');
        for (uint32_t i = 0; i < x->n_members; i++) {
            char name[BW_FEED_MAX_KEY + 1];
            bw_str k = x->members[i].key;
            snprintf(name, sizeof name, "%.*s", (int)k.len, k.ptr);
            bw_json_str(&w->json, name, x->members[i].value);
        }
        bw_json_close(&w->json, '}');
    }
}

/* Those of one name, which may be scattered, stand together. */
static void put_extras(writer *w, const bw_feed_item *it)
{
    for (uint32_t i = 0; i < it->n_extras; i++) {
        const bw_feed_extra *x = &it->extras[i];
        bool before = false;
        for (uint32_t k = 0; k < i && !before; k++)
            before = strcmp(it->extras[k].name, x->name) == 0;
        if (before || (!x->value.ptr && x->n_members == 0))
            continue;
        if (!x->listed) {
            put_extra(w, x->name, x);
            continue;
        }
        bw_json_open(&w->json, x->name, '[');
        for (uint32_t k = i; k < it->n_extras; k++)
            if (strcmp(it->extras[k].name, x->name) == 0)
                put_extra(w, NULL, &it->extras[k]);
        bw_json_close(&w->json, ']');
    }
}

static void put_number(writer *w, bw_str n)
{
    if (w->json.more)
        bw_buf_char(w->json.out, ',');
    w->json.more = true;
    bw_buf_str(w->json.out, n);
}

/* GeoJSON's order: the longitude first. */
static void put_place(writer *w, const bw_feed_place *p)
{
    if (!p->type || p->n < 2)
        return;
    bool point = strcmp(p->type, "Point") == 0, polygon = strcmp(p->type, "Polygon") == 0;
    bw_json_open(&w->json, "where", '{');
    bw_json_str(&w->json, "type", bw_str_of(p->type));
    bw_json_open(&w->json, "coordinates", '[');
    if (polygon)
        bw_json_open(&w->json, NULL, '[');
    for (uint32_t i = 0; i + p->size <= p->n && !(point && i); i += p->size) {
        if (!point)
            bw_json_open(&w->json, NULL, '[');
        put_number(w, p->numbers[i + 1]);
        put_number(w, p->numbers[i]);
        if (p->size == 3)
            put_number(w, p->numbers[i + 2]);
        if (!point)
            bw_json_close(&w->json, ']');
    }
    if (polygon)
        bw_json_close(&w->json, ']');
    bw_json_close(&w->json, ']');
    bw_json_close(&w->json, '}');
}

static void put_generator(writer *w, const bw_feed_person *g)
{
    if (g->name.len + g->href.len == 0)
        return;
    put_str(w, "generator", g->name);
    bw_json_open(&w->json, "generator_detail", '{');
    put_str(w, "name", g->name);
    put_str(w, "href", g->href);
    put_str(w, "version", g->email);
    bw_json_close(&w->json, '}');
}

static void put_item(writer *w, const bw_feed_item *it)
{
    static const bw_feed_person nobody;
    put_text(w, TEXT("title"), &it->title);
    put_str(w, "link", it->link);
    put_str(w, "id", it->id);
    put_str(w, "href", it->href);
    put_time(w, "published", "raw_published", &it->published);
    put_time(w, "updated", "raw_updated", &it->updated);
    put_time(w, "created", "raw_created", &it->created);
    put_time(w, "expired", "raw_expired", &it->expired);
    put_time(w, "validity_start", "raw_validity_start", &it->valid_from);
    put_time(w, "validity_end", "raw_validity_end", &it->valid_to);
    put_text(w, TEXT("subtitle"), &it->subtitle);
    put_text(w, TEXT("summary"), &it->summary);
    put_content(w, it);
    put_author(w, "author", "author_detail", it->authors.n ? &it->authors.items[0] : &nobody);
    put_persons(w, "authors", &it->authors);
    put_persons(w, "contributors", &it->contributors);
    put_author(w, "publisher", "publisher_detail", &it->publisher);
    put_links(w, "enclosures", it, true);
    put_tags(w, it);
    put_links(w, "links", it, false);
    put_str(w, "hub", bw_feed_link_of(it, "hub"));
    put_str(w, "self", bw_feed_link_of(it, "self"));
    put_str(w, "next", bw_feed_link_of(it, "next"));
    put_str(w, "comments", it->comments);
    put_text(w, TEXT("rights"), &it->rights);
    put_text(w, TEXT("info"), &it->info);
    put_str(w, "language", it->language);
    put_str(w, "icon", it->icon);
    put_str(w, "logo", it->logo);
    put_generator(w, &it->generator);
    put_place(w, &it->place);
    put_extras(w, it);
}

static void flush(writer *w, bw_feed_put *put, void *with)
{
    put(with, bw_buf_view(&w->buf));
    w->buf.len = 0;
}

void bw_feed_write(bw_arena *a, const bw_feed *f, bw_feed_put *put, void *with)
{
    writer w = {.arena = a, .buf.arena = a};
    w.json.out = &w.buf;
    bw_json_open(&w.json, NULL, '{');
    bw_json_str(&w.json, "format", f->format.len ? f->format : (bw_str){0});
    put_str(&w, "encoding", f->encoding.name);
    if (f->n_repaired)
        bw_json_int(&w.json, "repaired", f->n_repaired);
    bw_json_open(&w.json, "feed", '{');
    put_item(&w, &f->feed);
    bw_json_close(&w.json, '}');
    bw_json_open(&w.json, "entries", '[');
    for (uint32_t i = 0; i < f->n_entries; i++) {
        const bw_feed_item *it = f->entries[i];
        bw_json_open(&w.json, NULL, '{');
        put_item(&w, it);
        if (it->source) {
            bw_json_open(&w.json, "source", '{');
            put_item(&w, it->source);
            bw_json_close(&w.json, '}');
        }
        bw_json_close(&w.json, '}');
        if (w.buf.len >= PIECE)
            flush(&w, put, with);
    }
    bw_json_close(&w.json, ']');
    bw_json_close(&w.json, '}');
    flush(&w, put, with);
}
