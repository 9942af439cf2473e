/* schema.org as JSON-LD: objects that describe an article, wherever they lie. */
#include "base/json.h"
#include "base/utf8.h"
#include "wire/markup/plain.h"
#include "wire/page/page_head.h"

#include <json-c/json.h>

enum { MAX_DEPTH = 24, MAX_JSON_DEPTH = 64, MAX_OBJECTS = 2000, MAX_COMPARED = 20000 };

typedef struct {
    bw_page_head *head;
    json_object *root;
    int n_objects;
    int n_compared; /* in search of what others refer to */
} walk;

bw_str bw_page_json_text(bw_arena *a, json_object *v)
{
    size_t n_bad;
    if (!json_object_is_type(v, json_type_string))
        return (bw_str){0};
    bw_str s = {json_object_get_string(v), (size_t)json_object_get_string_len(v)};
    return bw_str_copy(a, bw_utf8_repair(a, s, &n_bad));
}

static bw_str text_of(const walk *w, json_object *v) { return bw_page_json_text(w->head->arena, v); }

/* How well an object of this type describes an article: a rank, or BW_HEAD_NONE. */
static uint8_t rank_of_type(bw_str type)
{
    size_t slash = type.len;
    while (slash > 0 && type.ptr[slash - 1] != '/' && type.ptr[slash - 1] != ':')
        slash--;
    type = bw_str_slice(type, slash, type.len);
    if (bw_str_ends(type, BW_LIT("Article")) || bw_str_ends(type, BW_LIT("Posting")) || bw_str_is(type, "Report") ||
        bw_str_is(type, "Review") || bw_str_is(type, "Recipe"))
        return 1;
    if (bw_str_is(type, "CreativeWork"))
        return 3;
    return bw_str_ends(type, BW_LIT("Page")) ? 6 : BW_HEAD_NONE;
}

static uint8_t rank_of(const walk *w, json_object *v)
{
    json_object *type;
    uint8_t best = BW_HEAD_NONE;
    if (!json_object_object_get_ex(v, "@type", &type))
        return best;
    if (!json_object_is_type(type, json_type_array))
        return rank_of_type(text_of(w, type));
    for (size_t i = 0; i < json_object_array_length(type); i++) {
        uint8_t rank = rank_of_type(text_of(w, json_object_array_get_idx(type, i)));
        best = rank < best ? rank : best;
    }
    return best;
}

/* What an object refers to, if it is no more than a reference: {"@id": "#ann"} and, in the same "@graph", {"@id": "#ann", "name": …}. */
static json_object *follow(walk *w, json_object *v, const char *name)
{
    json_object *all = w->root, *id, *other, *member;
    if (json_object_object_get_ex(v, name, &member) || !json_object_object_get_ex(v, "@id", &id))
        return v;
    if (json_object_is_type(all, json_type_object) && !json_object_object_get_ex(all, "@graph", &all))
        return v;
    for (size_t i = 0; json_object_is_type(all, json_type_array) && i < json_object_array_length(all); i++) {
        json_object *candidate = json_object_array_get_idx(all, i);
        if (w->n_compared++ > MAX_COMPARED || !json_object_is_type(candidate, json_type_object))
            continue;
        if (json_object_object_get_ex(candidate, "@id", &other) && json_object_object_get_ex(candidate, name, &member) &&
            json_object_equal(id, other))
            return candidate;
    }
    return v;
}

/* The text of a value, of its name, or of its address: of one, or of each of several. */
static void take_names(walk *w, bw_head_field field, uint8_t rank, json_object *v, const char *name, int depth)
{
    json_object *inner;
    if (depth == 0)
        return;
    if (json_object_is_type(v, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(v); i++)
            take_names(w, field, rank, json_object_array_get_idx(v, i), name, depth - 1);
    } else if (json_object_is_type(v, json_type_object)) {
        if (json_object_object_get_ex(follow(w, v, name), name, &inner))
            take_names(w, field, rank, inner, name, depth - 1);
    } else {
        bw_page_head_take(w->head, field, rank, text_of(w, v));
    }
}

/* The entries of a report that grows, in one text: each below its headline. */
static void read_updates(walk *w, json_object *v)
{
    static const char *const parts[] = {"headline", "articleBody"};
    bw_buf all = {.arena = w->head->arena};
    json_object *updates, *value;
    if (!json_object_object_get_ex(v, "liveBlogUpdate", &updates) || !json_object_is_type(updates, json_type_array))
        return;
    for (size_t i = 0; i < json_object_array_length(updates); i++)
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            json_object *entry = json_object_array_get_idx(updates, i);
            if (!json_object_is_type(entry, json_type_object) || !json_object_object_get_ex(entry, parts[k], &value))
                continue;
            bw_str text = bw_page_body(w->head->arena, text_of(w, value));
            bw_buf_text(&all, all.len && text.len ? "\n" : "");
            bw_buf_str(&all, text);
        }
    bw_page_head_take(w->head, BW_HEAD_BODY, 2, bw_buf_view(&all));
}

static void read_article(walk *w, json_object *v, uint8_t rank)
{
    static const struct {
        const char *key;
        bw_head_field field;
        const char *name;
        uint8_t worse;
    } members[] = {
        {"headline", BW_HEAD_TITLE, "@value", 0},
        {"name", BW_HEAD_TITLE, "@value", 2},
        {"author", BW_HEAD_AUTHOR, "name", 0},
        {"creator", BW_HEAD_AUTHOR, "name", 1},
        {"datePublished", BW_HEAD_DATE, "@value", 0},
        {"dateCreated", BW_HEAD_DATE, "@value", 3},
        {"dateModified", BW_HEAD_UPDATED, "@value", 0},
        {"publisher", BW_HEAD_SITE, "name", 1},
        {"url", BW_HEAD_URL, "@id", 3},
        {"mainEntityOfPage", BW_HEAD_URL, "@id", 4},
        {"inLanguage", BW_HEAD_LANGUAGE, "name", 2},
        {"articleBody", BW_HEAD_BODY, "@value", 0},
    };
    json_object *value;
    w->head->is_article |= rank == 1;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (json_object_object_get_ex(v, members[i].key, &value))
            take_names(w, members[i].field, (uint8_t)(rank + members[i].worse), value, members[i].name, 4);
    read_updates(w, v);
}

static void visit(walk *w, json_object *v, int depth)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    if (depth == 0 || w->n_objects++ > MAX_OBJECTS)
        return;
    if (json_object_is_type(v, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(v); i++)
            visit(w, json_object_array_get_idx(v, i), depth - 1);
        return;
    }
    if (!json_object_is_type(v, json_type_object))
        return;
    uint8_t rank = rank_of(w, v);
    if (rank < BW_HEAD_NONE)
        read_article(w, v, rank);
    json_object *inner;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (json_object_object_get_ex(v, inside[i], &inner))
            visit(w, inner, depth - 1);
}

static void release(void *v) { json_object_put(v); }
static void release_tokener(void *v) { json_tokener_free(v); }

/* The JSON itself, out of the comments and CDATA marks in which some wrap it. */
static bw_str unwrap(bw_str s)
{
    size_t mark = bw_str_find(s, BW_LIT("<![CDATA["), 0), from = mark < 40 && mark < s.len ? mark + 9 : 0, to = s.len;
    if (from)
        to = bw_str_find(s, BW_LIT("]]>"), from);
    while (from < to && s.ptr[from] != '{' && s.ptr[from] != '[')
        from++;
    while (to > from && s.ptr[to - 1] != '}' && s.ptr[to - 1] != ']')
        to--;
    return bw_str_slice(s, from, to);
}

json_object *bw_page_json_read(bw_page_head *h, bw_str json)
{
    json = unwrap(json);
    h->json_weight += bw_json_weight(json) + 8192; /* a tokener's own */
    if (json.len == 0 || json.len > INT32_MAX || h->json_weight > BW_JSON_HEAVY)
        return NULL;
    json_tokener *tokener = json_tokener_new_ex(MAX_JSON_DEPTH);
    if (!tokener)
        return NULL;
    bw_arena_defer(h->arena, release_tokener, tokener);
    json_object *v = json_tokener_parse_ex(tokener, json.ptr, (int)json.len);
    if (v)
        bw_arena_defer(h->arena, release, v);
    return v;
}

void bw_linked_data_read(bw_page_head *h, bw_str json)
{
    json_object *v = bw_page_json_read(h, json);
    walk w = {.head = h, .root = v};
    if (v)
        visit(&w, v, MAX_DEPTH);
}
