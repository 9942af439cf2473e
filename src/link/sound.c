#include "link/sound.h"

/* Pairs of letters that write one sound in some romanisation, and the letter that stands for it here. */
static const struct {
    char from[4];
    char to;
} digraphs[] = {
    {"tch", 'C'}, {"sch", 'S'}, {"ch", 'C'}, {"sh", 'S'}, {"kh", 'K'}, {"gh", 'K'}, {"zh", 'Z'}, {"ph", 'f'},
    {"th", 't'},  {"ts", 'c'},  {"tz", 'c'}, {"dj", 'j'}, {"ck", 'k'}, {"qu", 'k'}, {"oo", 'u'}, {"ou", 'u'},
    {"ee", 'i'},  {"ie", 'i'},  {"ei", 'e'}, {"ay", 'e'}, {"ai", 'e'}, {"eo", 'o'}, {"eu", 'o'}, {"eui", 'i'},
    {"ui", 'i'},  {"yu", 'u'},  {"iu", 'u'},
};

bw_str bw_sound_spell(bw_str w, char out[BW_SOUND_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < w.len && n < BW_SOUND_MAX;) {
        char to = w.ptr[i];
        size_t len = 1;
        for (size_t d = 0; d < sizeof digraphs / sizeof *digraphs; d++) {
            if (digraphs[d].from[0] != w.ptr[i])
                continue;
            size_t l = strlen(digraphs[d].from);
            if (l > len && i + l <= w.len && memcmp(digraphs[d].from, w.ptr + i, l) == 0) {
                len = l;
                to = digraphs[d].to;
            }
        }
        i += len;
        if (n == 0 || out[n - 1] != to)
            out[n++] = to;
    }
    return (bw_str){out, n};
}

static int class_of(char c)
{
    switch (c) {
    case 'l': case 'r': return 1;
    case 'b': case 'v': case 'f': case 'p': case 'w': return 2;
    case 'd': case 't': return 3;
    case 'g': case 'k': case 'h': case 'q': case 'K': return 4;
    case 's': case 'z': case 'j': case 'x': case 'C': case 'S': case 'Z': case 'c': return 5;
    case 'm': case 'n': return 6;
    default: return 0;
    }
}

static bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

static int swap_cost(char a, char b)
{
    if (a == b)
        return 0;
    if (vowel(a) && vowel(b))
        return 35;
    int x = class_of(a), y = class_of(b);
    if (x && x == y)
        return 45;
    /* c is k before a, o, u and s elsewhere; y and j, w and u share a sound. */
    if ((a == 'c' && y == 4) || (b == 'c' && x == 4) || (a == 'j' && b == 'y') || (a == 'y' && b == 'j') ||
        (a == 'w' && b == 'u') || (a == 'u' && b == 'w'))
        return 50;
    return 100;
}

static int drop_cost(char c) { return vowel(c) ? 40 : c == 'h' || c == 'K' ? 50 : 85; }

uint32_t bw_sound_skeleton(bw_str sounds)
{
    int last = -1, used = 0;
    uint32_t out = 1;
    for (size_t i = 0; i < sounds.len && used < 4; i++) {
        int c = class_of(sounds.ptr[i]);
        if (c == 0 || (c == 4 && sounds.ptr[i] == 'h')) { /* h comes and goes */
            last = c == 0 ? -1 : last;
            continue;
        }
        if (c != last) {
            out = out * 7 + (uint32_t)c;
            used++;
        }
        last = c;
    }
    return out;
}

int bw_sound_distance(bw_str a, bw_str b, int limit)
{
    int row[BW_SOUND_MAX + 1];
    size_t n = a.len < BW_SOUND_MAX ? a.len : BW_SOUND_MAX, m = b.len < BW_SOUND_MAX ? b.len : BW_SOUND_MAX;
    row[0] = 0;
    for (size_t j = 1; j <= m; j++)
        row[j] = row[j - 1] + drop_cost(b.ptr[j - 1]);
    for (size_t i = 1; i <= n; i++) {
        int corner = row[0], least, drop = drop_cost(a.ptr[i - 1]);
        row[0] += drop;
        least = row[0];
        for (size_t j = 1; j <= m; j++) {
            int swap = corner + swap_cost(a.ptr[i - 1], b.ptr[j - 1]);
            int less = row[j] + drop, more = row[j - 1] + drop_cost(b.ptr[j - 1]);
            corner = row[j];
            row[j] = swap < less ? (swap < more ? swap : more) : less < more ? less : more;
            if (row[j] < least)
                least = row[j];
        }
        if (least > limit)
            return limit + 1;
    }
    return row[m] > limit ? limit + 1 : row[m];
}

int bw_sound_cost(bw_str a, bw_str b, int limit)
{
    size_t most = a.len > b.len ? a.len : b.len, least = a.len + b.len - most;
    if (most == 0)
        return 100 > limit ? limit + 1 : 100;
    /* Each letter more than the other has is dropped, at 40 or more. */
    if ((int)((most - least) * 40 / most) > limit)
        return limit + 1;
    int cost = bw_sound_distance(a, b, (limit + 1) * (int)most) / (int)most;
    return cost > limit ? limit + 1 : cost;
}
