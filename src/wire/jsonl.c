/* JSON Lines: one object a line. All fields that bw_wire_write() writes are read again. */
#include "base/json.h"
#include "wire/decode.h"
#include "wire/reader.h"

#include <json-c/json.h>

enum { MAX_DEPTH = 32 };

typedef struct {
    json_tokener *tokener;
    json_object *item; /* held here while its fields are copied: the arena may unwind */
} state;

typedef struct {
    bw_wire *w;
    bw_document *doc;
    bw_err *err;
    bw_str raw;
} item;

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    head = bw_str_trim(head);
    return head.len && head.ptr[0] == '{' && !bw_str_starts(head, BW_LIT("{\\rtf"));
}

static void release(bw_wire *w)
{
    state *s = w->state;
    if (s && s->item)
        json_object_put(s->item);
    if (s && s->tokener)
        json_tokener_free(s->tokener);
}

static bw_status open(bw_wire *w, bw_err *err)
{
    state *s = BW_NEW(w->permanent, state, 1);
    w->state = s;
    s->tokener = json_tokener_new_ex(MAX_DEPTH);
    if (!s->tokener)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
    json_tokener_set_flags(s->tokener, JSON_TOKENER_STRICT);
    return BW_OK;
}

/* A text field, valid, in the document's arena; ptr NULL for null and for what is no text. */
static bw_str text_of(item *it, json_object *v)
{
    bw_str s = {0};
    if (json_object_is_type(v, json_type_string))
        s = (bw_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
    else if (json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double))
        s = bw_str_of(json_object_get_string(v));
    if (!s.ptr)
        return s;
    bw_str good = bw_decode_text(it->doc->arena, s, &it->doc->head.n_repaired);
    return good.ptr == s.ptr ? bw_str_copy(it->doc->arena, s) : good;
}

static bw_strs list_of(item *it, json_object *v)
{
    bw_strs list = {0};
    size_t n = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 0;
    for (size_t i = 0; i < n; i++) {
        bw_str s = text_of(it, json_object_array_get_idx(v, i));
        if (s.ptr)
            BW_PUSH(it->doc->arena, list.items, list.n, list.room, s);
    }
    return list;
}

static bw_status fault(item *it, const char *key, const char *what)
{
    return bw_fail(it->err, BW_ERR_SYNTAX, "%s:%llu: '%s' %s", it->w->name, (unsigned long long)it->w->item_line, key,
                   what);
}

static bw_status read_spans(item *it, json_object *v)
{
    bw_head *h = &it->doc->head;
    size_t n = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 0;
    json_object *first = n > 0 ? json_object_array_get_idx(v, 0) : NULL;
    bool numbers = json_object_is_type(first, json_type_array) &&
                   (json_object_array_length(first) == 0 ||
                    json_object_is_type(json_object_array_get_idx(first, 0), json_type_int));
    /* Annotated corpora have spans of their own, which are no question to us. */
    if (!json_object_is_type(v, json_type_array) || (n > 0 && !numbers))
        return BW_OK;
    h->has_spans = true;
    h->n_spans = (uint32_t)n;
    h->spans = BW_NEW(it->doc->arena, bw_span, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        json_object *pair = json_object_array_get_idx(v, i);
        bool two = json_object_is_type(pair, json_type_array) && json_object_array_length(pair) == 2;
        int64_t ends[2] = {-1, -1};
        for (size_t k = 0; two && k < 2; k++) {
            json_object *end = json_object_array_get_idx(pair, k);
            if (json_object_is_type(end, json_type_int))
                ends[k] = json_object_get_int64(end);
        }
        if (ends[0] < 0 || ends[1] < ends[0] || ends[1] > BW_WIRE_MAX_ITEM)
            return fault(it, "spans", "holds something that is no [start,end]");
        h->spans[i] = (bw_span){(uint32_t)ends[0], (uint32_t)ends[1]};
    }
    return BW_OK;
}

static void let_go(void *what) { json_object_put(what); }

/* The events of a coded document; other lists of that name are somebody else's. */
static void read_coded(item *it, json_object *v)
{
    size_t n = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 0;
    for (size_t i = 0; i < n; i++)
        if (!json_object_is_type(json_object_array_get_idx(v, i), json_type_object) ||
            !json_object_object_get_ex(json_object_array_get_idx(v, i), "trigger", NULL))
            return;
    if (!json_object_is_type(v, json_type_array) || it->doc->head.coded)
        return;
    it->doc->head.coded = v;
    bw_arena_defer(it->doc->arena, let_go, json_object_get(v));
}

static bw_revision read_revision(item *it, json_object *v)
{
    static const char *const names[] = {
#define NAME(id, text) text,
        BW_REVISION_LIST(NAME)
#undef NAME
    };
    bw_revision r = {.writethru = -1};
    json_object *kind, *number, *writethru;
    if (!json_object_is_type(v, json_type_object))
        return r;
    if (json_object_object_get_ex(v, "kind", &kind)) {
        bw_str name = text_of(it, kind);
        for (size_t i = 1; i < sizeof names / sizeof *names; i++)
            if (bw_str_is(name, names[i]))
                r.kind = (bw_revision_kind)i;
    }
    if (json_object_object_get_ex(v, "number", &number) && json_object_is_type(number, json_type_int))
        r.number = json_object_get_int(number);
    if (json_object_object_get_ex(v, "writethru", &writethru) && json_object_is_type(writethru, json_type_boolean))
        r.writethru = json_object_get_boolean(writethru);
    return r;
}

/* Fields of the head that are texts or flags, by their names. */
#define FIELD(name) {BW_LIT(#name), offsetof(bw_head, name)}
static const struct {
    bw_str key;
    size_t place;
} texts[] = {
    FIELD(id),      FIELD(title),   FIELD(text),    FIELD(url),    FIELD(publisher), FIELD(agency), FIELD(slug),
    FIELD(language), FIELD(label),  FIELD(note),    FIELD(embargo), FIELD(credits),  FIELD(signoff), FIELD(source),
    FIELD(section), FIELD(format),  FIELD(item),    FIELD(version), FIELD(updated),
}, flags[] = {
    FIELD(translated), FIELD(correction), FIELD(refile), FIELD(kill), FIELD(urgent), FIELD(alert), FIELD(end),
};
#undef FIELD
enum { N_NEEDED = 3 }; /* of the texts; others mean something else to others */

static bw_status read_field(item *it, bw_str key, json_object *v)
{
    bw_head *h = &it->doc->head;
    if (!v)
        return BW_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (bw_str_eq(key, texts[i].key)) {
            bw_str s = text_of(it, v);
            if (!s.ptr && i < N_NEEDED)
                return fault(it, texts[i].key.ptr, "is no text");
            *(bw_str *)(void *)((char *)h + texts[i].place) = s;
            return BW_OK;
        }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (bw_str_eq(key, flags[i].key)) {
            *(bool *)((char *)h + flags[i].place) = json_object_is_type(v, json_type_boolean) && json_object_get_boolean(v);
            return BW_OK;
        }
    if (bw_str_is(key, "raw")) {
        it->raw = text_of(it, v);
        if (!it->raw.ptr)
            return fault(it, "raw", "is no text");
    } else if (bw_str_is(key, "published") || (bw_str_is(key, "date") && !h->published.ptr)) {
        bw_str s = text_of(it, v);
        if (!s.ptr || !bw_reader_published(it->doc, s))
            return fault(it, bw_str_is(key, "date") ? "date" : "published", "is no date: YYYY-MM-DD is");
    } else if (bw_str_is(key, "byline")) {
        h->byline = list_of(it, v);
    } else if (bw_str_is(key, "places")) {
        h->places = list_of(it, v);
    } else if (bw_str_is(key, "words") && json_object_is_type(v, json_type_int)) {
        h->words = json_object_get_int(v);
    } else if (bw_str_is(key, "revision")) {
        h->revision = read_revision(it, v);
    } else if (bw_str_is(key, "events")) {
        read_coded(it, v);
    } else if (bw_str_is(key, "spans")) {
        return read_spans(it, v);
    }
    return BW_OK;
}

static bw_status parse_line(bw_wire *w, bw_str line, bw_err *err)
{
    state *s = w->state;
    if (line.ptr[0] != '{' && line.ptr[0] != '[')
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: no JSON object: the line does not begin with '{'", w->name,
                       (unsigned long long)w->item_line);
    if (bw_json_weight(line) > BW_JSON_HEAVY)
        return bw_fail(err, BW_ERR_LIMIT, "%s:%llu: the JSON object holds too many values", w->name,
                       (unsigned long long)w->item_line);
    json_tokener_reset(s->tokener);
    s->item = json_tokener_parse_ex(s->tokener, line.ptr, (int)line.len);
    enum json_tokener_error what = json_tokener_get_error(s->tokener);
    size_t column = json_tokener_get_parse_end(s->tokener) + 1;
    unsigned long long number = (unsigned long long)w->item_line;
    if (what == json_tokener_continue)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu:%zu: the JSON object is cut off: the line ends within it", w->name,
                       number, line.len + 1);
    if (what != json_tokener_success)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu:%zu: JSON: %s", w->name, number, column,
                       json_tokener_error_desc(what));
    if (!json_object_is_type(s->item, json_type_object))
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: a JSON list: JSON Lines have one object a line (jq -c '.[]' makes them)",
                       w->name, number);
    if (bw_str_trim(bw_str_slice(line, column - 1, line.len)).len)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu:%zu: something follows the JSON object", w->name, number, column);
    return BW_OK;
}

static bw_status read_item(item *it)
{
    state *s = it->w->state;
    bw_head *h = &it->doc->head;
    bw_status st = BW_OK;
    json_object_object_foreach(s->item, key, v)
    {
        st = read_field(it, bw_str_of(key), v);
        if (st)
            return st;
    }
    if (!h->id.len)
        h->id = bw_reader_id(it->w, it->doc->arena);
    for (uint32_t i = 0; i < h->n_spans; i++)
        if (h->text.ptr && h->spans[i].end > h->text.len)
            return fault(it, "spans", "reach beyond the text");
    if (!h->text.ptr && it->raw.ptr) {
        st = bw_wire_read_copy(it->raw, it->w->options, it->doc, it->err);
        return st ? bw_fail_at(it->err, st, "%s:%llu", it->w->name, (unsigned long long)it->w->item_line) : BW_OK;
    }
    if (!h->text.ptr && !h->title.ptr)
        return bw_fail(it->err, BW_ERR_SYNTAX, "%s:%llu: has neither 'text' nor 'raw'", it->w->name,
                       (unsigned long long)it->w->item_line);
    if (!h->text.ptr)
        h->text = BW_LIT("");
    bw_reader_complete(it->w->options, it->doc);
    return BW_OK;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    state *s = w->state;
    bw_str line;
    bw_status st;
    if (s->item) { /* left behind when memory ran out */
        json_object_put(s->item);
        s->item = NULL;
    }
    do {
        st = bw_lines_next(w->lines, &line, err);
        w->item_line = bw_lines_number(w->lines);
        if (st)
            return st;
        line = bw_str_trim(line);
    } while (line.len == 0);

    st = parse_line(w, line, err);
    if (!st) {
        item it = {.w = w, .doc = doc, .err = err};
        st = read_item(&it);
    }
    if (s->item)
        json_object_put(s->item);
    s->item = NULL;
    return st;
}

const bw_reader bw_reader_jsonl = {
    .name = "jsonl", .recognise = recognise, .open = open, .next = next, .close = release, .by_line = true};
