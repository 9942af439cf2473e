#include "link/sound.h"

enum { LONGEST = 32 };

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

/* Letters to sounds; doubled letters count once. */
static int sounds(bw_str w, char out[LONGEST])
{
    int n = 0;
    for (size_t i = 0; i < w.len && n < LONGEST;) {
        char to = w.ptr[i];
        size_t len = 1;
        for (size_t d = 0; d < sizeof digraphs / sizeof *digraphs; d++) {
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
    return n;
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

uint32_t bw_sound_skeleton(bw_str word)
{
    char s[LONGEST];
    int n = sounds(word, s), last = -1, used = 0;
    uint32_t out = 1;
    for (int i = 0; i < n && used < 4; i++) {
        int c = class_of(s[i]);
        if (c == 0 || (c == 4 && s[i] == 'h')) { /* h comes and goes */
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

int bw_sound_length(bw_str word)
{
    char s[LONGEST];
    return sounds(word, s);
}

int bw_sound_distance(bw_str a, bw_str b, int limit)
{
    char x[LONGEST], y[LONGEST];
    int n = sounds(a, x), m = sounds(b, y), row[LONGEST + 1];
    row[0] = 0;
    for (int j = 1; j <= m; j++)
        row[j] = row[j - 1] + drop_cost(y[j - 1]);
    for (int i = 1; i <= n; i++) {
        int corner = row[0], least;
        row[0] += drop_cost(x[i - 1]);
        least = row[0];
        for (int j = 1; j <= m; j++) {
            int swap = corner + swap_cost(x[i - 1], y[j - 1]);
            int less = row[j] + drop_cost(x[i - 1]), more = row[j - 1] + drop_cost(y[j - 1]);
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
