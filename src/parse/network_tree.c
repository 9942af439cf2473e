#include "parse/network_tree.h"

#include "base/arena.h"

bool bw_network_is_tree(const int32_t *heads, uint32_t n)
{
    uint32_t n_roots = 0;
    for (uint32_t i = 0; i < n; i++)
        n_roots += heads[i] < 0;
    if (n_roots != 1)
        return false;
    /* From each word the root is at most n steps up; Brent's hare finds a cycle without memory. */
    for (uint32_t i = 0; i < n; i++) {
        int32_t slow = (int32_t)i, fast = (int32_t)i;
        for (uint32_t steps = 1; heads[fast] >= 0; steps++) {
            fast = heads[fast];
            if (fast == slow || steps > n)
                return false;
            if ((steps & (steps - 1)) == 0)
                slow = fast;
        }
    }
    return true;
}

/* The nodes are the words, then the root, then the cycles that were drawn together, in their order. */
typedef struct {
    uint32_t n, root, n_nodes, room;
    int64_t *score;         /* (room, room): dependent, head */
    uint16_t *word, *head;  /* (room, room): between which words that edge really goes */
    uint16_t *best;         /* of each node: its head */
    uint16_t *edge_word, *edge_head; /* of each node: the words of its chosen edge */
    uint16_t *inside;       /* the cycle that a node was drawn into; 0: none */
    uint8_t *state;         /* 0 unseen, 1 on the way, 2 leads to the root */
    uint16_t *way, *cycle;
} graph;

static size_t at(const graph *g, uint32_t dependent, uint32_t head)
{
    return (size_t)dependent * g->room + head;
}

static bool active(const graph *g, uint32_t node)
{
    return g->inside[node] == 0;
}

static void choose(graph *g, uint32_t node)
{
    uint32_t best = g->root;
    for (uint32_t h = 0; h < g->n_nodes; h++)
        if (h != node && active(g, h) && g->score[at(g, node, h)] > g->score[at(g, node, best)])
            best = h;
    g->best[node] = (uint16_t)best;
    g->edge_word[node] = g->word[at(g, node, best)];
    g->edge_head[node] = g->head[at(g, node, best)];
}

/* Draws the nodes of a cycle together into one new node, which it returns. */
static uint32_t contract(graph *g, uint32_t n_cycle)
{
    uint32_t c = g->n_nodes++;
    for (uint32_t k = 0; k < n_cycle; k++)
        g->inside[g->cycle[k]] = (uint16_t)c;

    for (uint32_t u = 0; u < c; u++) {
        if (!active(g, u))
            continue;
        size_t in = at(g, c, u), out = at(g, u, c);
        for (uint32_t k = 0; k < n_cycle; k++) {
            uint32_t v = g->cycle[k];
            int64_t gain = g->score[at(g, v, u)] - g->score[at(g, v, g->best[v])];
            if (k == 0 || gain > g->score[in]) {
                g->score[in] = gain;
                g->word[in] = g->word[at(g, v, u)];
                g->head[in] = g->head[at(g, v, u)];
            }
            if (u != g->root && (k == 0 || g->score[at(g, u, v)] > g->score[out])) {
                g->score[out] = g->score[at(g, u, v)];
                g->word[out] = g->word[at(g, u, v)];
                g->head[out] = g->head[at(g, u, v)];
            }
        }
        if (u != g->root && g->inside[g->best[u]] == c)
            g->best[u] = (uint16_t)c;
    }
    choose(g, c);
    return c;
}

static void grow(graph *g)
{
    g->state[g->root] = 2;
    for (uint32_t start = 0; start < g->n; start++) {
        if (!active(g, start) || g->state[start])
            continue;
        uint32_t n_way = 0, v = start;
        for (;;) {
            g->state[v] = 1;
            g->way[n_way++] = (uint16_t)v;
            uint32_t u = g->best[v];
            if (g->state[u] == 2)
                break;
            if (g->state[u] == 1) {
                uint32_t n_cycle = 0;
                do
                    g->cycle[n_cycle++] = g->way[--n_way];
                while (g->way[n_way] != u);
                u = contract(g, n_cycle);
            }
            v = u;
        }
        while (n_way)
            g->state[g->way[--n_way]] = 2;
    }
}

void bw_network_tree(bw_arena *a, const int32_t *scores, uint32_t n, uint32_t stride, int32_t *heads)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t best = n;
        for (uint32_t j = 0; j < n; j++)
            if (j != i && scores[(size_t)i * stride + j] > scores[(size_t)i * stride + best])
                best = j;
        heads[i] = best == n ? -1 : (int32_t)best;
    }
    if (n == 0 || bw_network_is_tree(heads, n))
        return;

    bw_arena_mark mark = bw_arena_save(a);
    graph g = {.n = n, .root = n, .n_nodes = n + 1, .room = 2 * n + 1};
    size_t n_edges = (size_t)g.room * g.room;
    g.score = BW_NEW(a, int64_t, n_edges);
    g.word = BW_NEW(a, uint16_t, n_edges);
    g.head = BW_NEW(a, uint16_t, n_edges);
    g.best = BW_NEW(a, uint16_t, g.room);
    g.edge_word = BW_NEW(a, uint16_t, g.room);
    g.edge_head = BW_NEW(a, uint16_t, g.room);
    g.inside = BW_NEW(a, uint16_t, g.room);
    g.state = BW_NEW(a, uint8_t, g.room);
    g.way = BW_NEW(a, uint16_t, g.room);
    g.cycle = BW_NEW(a, uint16_t, g.room);

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j <= n; j++) {
            size_t e = at(&g, i, j);
            /* Every root costs more than a tree can win, so that the best tree has one. */
            g.score[e] = scores[(size_t)i * stride + j] - (j == n ? (int64_t)1 << 44 : 0);
            g.word[e] = (uint16_t)i;
            g.head[e] = (uint16_t)j;
        }
        choose(&g, i);
    }
    grow(&g);

    /* Outermost first: the edge into a cycle takes the place of one of its own. */
    for (uint32_t c = g.n_nodes; c-- > n + 1;) {
        uint32_t v = g.edge_word[c];
        while (g.inside[v] != c)
            v = g.inside[v];
        g.edge_word[v] = g.edge_word[c];
        g.edge_head[v] = g.edge_head[c];
    }
    for (uint32_t i = 0; i < n; i++)
        heads[i] = g.edge_head[i] == n ? -1 : (int32_t)g.edge_head[i];
    bw_arena_restore(a, mark);
}
