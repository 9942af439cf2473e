/* Feeds as files: each entry is a document. */
#include "wire/feed/feed_entry.h"
#include "wire/markup/plain.h"
#include "wire/reader.h"

typedef struct {
    bw_feed feed;
    uint32_t next;
} state;

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)whole;
    return bw_feed_looks_so(w->permanent, head);
}

static bw_status open(bw_wire *w, bw_err *err)
{
    state *s = BW_NEW(w->permanent, state, 1);
    bw_str bytes;
    w->state = s;
    bw_status st = bw_reader_whole(w, w->permanent, BW_FEED_MAX_BYTES, "a feed is read whole", &bytes, err);
    if (!st)
        st = bw_feed_read(w->permanent, bytes, NULL, &s->feed, err);
    return st == BW_ERR_SYNTAX ? bw_fail_at(err, st, "%s", w->name) : st;
}

/* Of the feed's memory, which goes before the document does. */
static bw_str keep(bw_arena *a, bw_str s) { return s.len ? bw_str_copy(a, s) : (bw_str){0}; }

/* A field as a reader sees it. */
static bw_str plain(bw_arena *a, const bw_feed_text *t)
{
    return bw_str_is(t->type, "text/plain") ? bw_str_copy(a, bw_str_trim(t->value)) : bw_plain_of(a, t->value);
}

/* On one line. */
static bw_str plain_line(bw_arena *a, const bw_feed_text *t)
{
    bw_str s = plain(a, t);
    bw_buf out = {.arena = a};
    for (size_t i = 0; i < s.len; i++) {
        bool space = bw_is_space(s.ptr[i]);
        if (!space || (out.len && out.ptr[out.len - 1] != ' '))
            bw_buf_char(&out, space ? ' ' : s.ptr[i]);
    }
    return bw_str_trim(bw_buf_view(&out));
}

static bw_str text_of(bw_arena *a, const bw_feed_item *it)
{
    for (uint32_t i = 0; i < it->n_content; i++) {
        bw_str type = it->content[i].type;
        bool readable = type.len == 0 || bw_str_starts_fold(type, BW_LIT("text/")) || bw_str_ends(type, BW_LIT("xml"));
        bw_str s = readable ? plain(a, &it->content[i]) : (bw_str){0};
        if (s.len)
            return s;
    }
    return plain(a, &it->summary);
}

/* Who wrote it. In Atom and JSON Feed an entry without authors has those of the feed that it came from. */
static void set_byline(bw_document *doc, const bw_feed *f, const bw_feed_item *it)
{
    bool inherited = bw_str_starts(f->format, BW_LIT("atom")) || bw_str_starts(f->format, BW_LIT("json"));
    const bw_feed_persons *who = &it->authors;
    if (inherited && who->n == 0 && it->source)
        who = &it->source->authors;
    if (inherited && who->n == 0)
        who = &f->feed.authors;
    bw_strs *byline = &doc->head.byline;
    for (uint32_t i = 0; i < who->n; i++)
        if (who->items[i].name.len)
            BW_PUSH(doc->arena, byline->items, byline->n, byline->room, bw_str_copy(doc->arena, who->items[i].name));
}

static void set_times(bw_document *doc, const bw_feed_item *it)
{
    const bw_feed_time *t = it->published.read ? &it->published : &it->updated;
    if (!t->read || t->at.precision < BW_INSTANT_DAY) /* a month is no day */
        return;
    doc->head.published = bw_instant_print_local(doc->arena, t->at);
    doc->head.day = t->at.day;
    if (it->updated.read && it->updated.at.seconds != t->at.seconds)
        doc->head.updated = bw_instant_print_local(doc->arena, it->updated.at);
}

void bw_feed_entry_read(const bw_feed *f, uint32_t i, bw_str name, const bw_wire_options *options, bw_document *doc)
{
    bw_arena *a = doc->arena;
    bw_head *h = &doc->head;
    const bw_feed_item *it = f->entries[i], *from = it->source && it->source->title.value.len ? it->source : &f->feed;
    h->item = keep(a, it->id);
    h->url = keep(a, it->link);
    h->id = h->item.len ? h->item : h->url.len ? h->url : bw_str_print(a, "%.*s#%u", (int)name.len, name.ptr, i + 1);
    h->format = keep(a, f->format);
    h->title = plain_line(a, &it->title);
    h->text = text_of(a, it);
    h->publisher = plain_line(a, &from->title);
    if (!h->publisher.len)
        h->publisher = (bw_str){0};
    h->language = keep(a, it->language.len ? it->language : f->feed.language);
    set_byline(doc, f, it);
    for (uint32_t k = 0; k < it->n_tags && !h->section.len; k++)
        h->section = keep(a, it->tags[k].label.len ? it->tags[k].label : it->tags[k].term);
    h->n_repaired = i == 0 ? f->n_repaired : 0;
    set_times(doc, it);
    bw_reader_complete(options, doc);
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    state *s = w->state;
    (void)err;
    if (s->next == s->feed.n_entries)
        return BW_END;
    bw_feed_entry_read(&s->feed, s->next++, bw_str_of(w->name), w->options, doc);
    return BW_OK;
}

const bw_reader bw_reader_feed = {.name = "feed", .recognise = recognise, .open = open, .next = next, .raw = true};
