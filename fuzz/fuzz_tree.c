/* Trees of any bytes in both dialects: links agree, depth is bounded, and what is plain text is valid. */
#include "base/utf8.h"
#include "wire/markup/plain.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    bw_str input;
} job;

static void must(bool good)
{
    if (!good)
        abort();
}

static void check(const bw_tree *t)
{
    uint32_t n_nodes = 0;
    for (const bw_tree_node *n = t->root; n; n = bw_tree_next(n, t->root)) {
        n_nodes++;
        must(n->number < t->n_nodes && n->tag < BW_N_TAGS);
        must(!n->first == !n->last && (!n->first || (n->first->parent == n && n->last->parent == n && !n->first->prev && !n->last->next)));
        must(!n->next || (n->next->prev == n && n->next->parent == n->parent));
        uint32_t depth = 0;
        for (const bw_tree_node *p = n; p->parent; p = p->parent)
            depth++;
        must(depth <= BW_TREE_DEPTH);
    }
    must(n_nodes == t->n_nodes);
}

static bw_status read_tree(void *with, bw_err *err)
{
    job *j = with;
    size_t n_bad;
    bw_str s = bw_utf8_repair(j->arena, j->input, &n_bad);
    (void)err;
    for (int dialect = BW_MARKUP_XML; dialect <= BW_MARKUP_HTML; dialect++) {
        bw_tree *t = bw_tree_read(j->arena, s, (bw_markup_dialect)dialect);
        check(t);
        must(bw_utf8_count_bad(bw_plain_node(t, t->root)) == 0 && bw_utf8_count_bad(bw_tree_words(t, t->root)) == 0);
    }
    bw_str once = bw_plain_of(j->arena, s);
    must(bw_utf8_count_bad(once) == 0 && bw_str_eq(once, bw_str_trim(once)));
    must(bw_utf8_count_bad(bw_plain_line(j->arena, s)) == 0);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_arena *a = bw_arena_new(256 << 20);
    bw_err err;
    must(a != NULL);
    job j = {a, {(const char *)data, size}};
    bw_status st = bw_arena_try(a, read_tree, &j, &err);
    must(st == BW_OK || st == BW_ERR_LIMIT);
    bw_arena_free(a);
    return 0;
}
