/* The text of a page that a script fills, out of the data that the script reads: the longest text of a member that is called one
 * ("body", "content"), or the paragraphs that an array holds one by one. Nothing else tells data of one maker from another's. */
#include "wire/page/page_head.h"
#include "wire/page/pagewords.h"

#include <json-c/json.h>

enum { MAX_DEPTH = 60, LEAST = 120 /* bytes that are an article */ };

typedef struct {
    bw_arena *arena;
    bw_str best;
} search;

static bool is_named(const char *key) { return bw_pagewords_find("member", bw_str_of(key)) != NULL; }

/* The text of an element of an array: itself, or what its members of such a name hold, one in the other. */
static void add_piece(bw_arena *a, json_object *v, int depth, bw_buf *out)
{
    if (json_object_is_type(v, json_type_string)) {
        bw_str s = bw_page_json_text(a, v);
        bw_buf_str(out, s);
    } else if (depth > 0 && json_object_is_type(v, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(v); i++)
            add_piece(a, json_object_array_get_idx(v, i), depth - 1, out);
    } else if (depth > 0 && json_object_is_type(v, json_type_object)) {
        json_object_object_foreach(v, key, inner)
            if (is_named(key))
                add_piece(a, inner, depth - 1, out);
    }
}

/* What reads like text: several words, the mark of a sentence's end. */
static bool is_prose(bw_str s)
{
    static const bw_str ends[] = {BW_LIT(". "), BW_LIT(".\""), BW_LIT(".<"), BW_LIT("?"), BW_LIT("!"), BW_LIT("\xE3\x80\x82"),
                                  BW_LIT("\xE0\xA5\xA4"), BW_LIT("\xDB\x94")};
    bool end = bw_str_ends(s, BW_LIT("."));
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !end; i++)
        end = bw_str_find(s, ends[i], 0) < s.len;
    return end && s.len >= 40 && s.ptr[0] != '{' && s.ptr[0] != '[' && (s.ptr[0] == '<' || bw_str_find(s, BW_LIT("://"), 0) > 20);
}

static void offer(search *s, bw_str text)
{
    if (text.len >= LEAST && text.len > s->best.len && is_prose(text))
        s->best = text;
}

static bw_str text_of_array(search *s, json_object *v)
{
    bw_buf all = {.arena = s->arena};
    for (size_t i = 0; i < json_object_array_length(v); i++) {
        bw_buf piece = {.arena = s->arena};
        add_piece(s->arena, json_object_array_get_idx(v, i), 4, &piece);
        bw_str text = bw_page_body(s->arena, bw_buf_view(&piece));
        bw_buf_text(&all, all.len && text.len ? "\n\n" : "");
        bw_buf_str(&all, text);
    }
    return bw_buf_view(&all);
}

static void visit(search *s, json_object *v, bool named, int depth)
{
    if (depth == 0)
        return;
    if (json_object_is_type(v, json_type_string) && named) {
        offer(s, bw_page_json_text(s->arena, v));
    } else if (json_object_is_type(v, json_type_array)) {
        if (named)
            offer(s, text_of_array(s, v));
        for (size_t i = 0; i < json_object_array_length(v) && !named; i++)
            visit(s, json_object_array_get_idx(v, i), false, depth - 1);
    } else if (json_object_is_type(v, json_type_object)) {
        json_object_object_foreach(v, key, inner)
            visit(s, inner, is_named(key), depth - 1);
    }
}

bw_str bw_page_data_text(bw_page_head *h, const bw_tree *t)
{
    search s = {.arena = h->arena, .best = BW_LIT("")};
    for (const bw_tree_node *n = t->root; n; n = bw_tree_next(n, t->root)) {
        if (n->tag != BW_TAG_script || !n->first || !bw_str_eq_fold(bw_str_trim(bw_tree_value(n, "type")), BW_LIT("application/json")))
            continue;
        json_object *v = bw_page_json_read(h, n->first->text);
        if (v)
            visit(&s, v, false, MAX_DEPTH);
    }
    return s.best.len ? bw_page_body(h->arena, s.best) : s.best;
}
