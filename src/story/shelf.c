#include "story/shelf.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

/* ---- what a document says of itself ------------------------------------------------------------- */

static uint64_t hash_of(bw_str s) { return s.len ? bw_hash(s) | 1 : 0; }

/* Without case and outer blanks, so that "Reuters" and "REUTERS" are one. */
static uint64_t name_hash(bw_arena *a, bw_str s) { return hash_of(bw_str_lower(a, bw_str_trim(s))); }

static uint64_t words_hash(bw_wordprint p)
{
    uint64_t h = 0x9E3779B97F4A7C15u;
    for (uint32_t i = 0; i < p.n; i++)
        h = (h ^ p.items[i].hash) * 0xD6E8FEB86659FD93u, h ^= h >> 32;
    return p.n ? h | 1 : 0;
}

/* An address that names one page: host and path without scheme, "www.", mark, trackers; 0 for a front page. */
static uint64_t url_hash(bw_arena *a, bw_str url)
{
    size_t scheme = bw_str_find(url, BW_LIT("://"), 0);
    if (scheme < url.len)
        url = bw_str_slice(url, scheme + 3, url.len);
    url = bw_str_slice(url, 0, bw_str_find_char(url, '#', 0));
    size_t query = bw_str_find_char(url, '?', 0), slash = bw_str_find_char(url, '/', 0);
    bw_str host = bw_str_lower(a, bw_str_slice(url, 0, slash)), path = bw_str_slice(url, slash, query);
    if (bw_str_starts(host, BW_LIT("www.")))
        host = bw_str_slice(host, 4, host.len);
    while (bw_str_ends(path, BW_LIT("/")))
        path.len--;
    bw_buf page = {.arena = a};
    bw_str rest = bw_str_slice(url, query + 1, url.len), part;
    bw_buf_str(&page, host);
    bw_buf_str(&page, path);
    uint32_t n_kept = 0;
    while (rest.len && bw_str_cut(&rest, '&', &part))
        if (part.len && !bw_str_starts(part, BW_LIT("utm_")) && !bw_str_starts(part, BW_LIT("fbclid")) && !bw_str_starts(part, BW_LIT("gclid"))) {
            bw_buf_char(&page, n_kept++ ? '&' : '?');
            bw_buf_str(&page, part);
        }
    return path.len || n_kept ? hash_of(bw_buf_view(&page)) : 0;
}

static int64_t digits(bw_str s, size_t at, size_t n)
{
    int64_t v;
    bw_str part = bw_str_slice(s, at, at + n);
    return part.len == n && bw_is_digit(part.ptr[0]) && bw_str_to_int(part, &v) ? v : -1;
}

/* "2024-05-08T10:00:00+02:00" as seconds; INT64_MIN for a mere day. */
static int64_t time_of(bw_str s)
{
    bw_day day = bw_day_parse(s);
    int64_t hour = digits(s, 11, 2), minute = digits(s, 14, 2), second = digits(s, 17, 2), zone = 0;
    if (day == BW_NO_DAY || s.len < 16 || s.ptr[4] != '-' || hour < 0 || minute < 0)
        return INT64_MIN;
    size_t sign = 16;
    while (sign < s.len && s.ptr[sign] != '+' && s.ptr[sign] != '-')
        sign++;
    int64_t zone_hours = digits(s, sign + 1, 2), zone_minutes = digits(s, sign + (bw_str_find_char(s, ':', sign) < s.len ? 4 : 3), 2);
    if (zone_hours >= 0)
        zone = (zone_hours * 60 + (zone_minutes > 0 ? zone_minutes : 0)) * (s.ptr[sign] == '-' ? -60 : 60);
    return (int64_t)day * 86400 + hour * 3600 + minute * 60 + (second > 0 ? second : 0) - zone;
}

static uint32_t rank_of(const bw_head *h)
{
    uint32_t number = h->revision.number > 0 ? (uint32_t)h->revision.number : 1;
    switch (h->revision.kind) {
    case BW_REVISION_NONE: return h->kill || h->correction ? UINT32_MAX : !(h->urgent || h->alert);
    case BW_REVISION_LEAD:
    case BW_REVISION_UPDATE:
    case BW_REVISION_FLASH_UPDATE: return 1 + number;
    default: return UINT32_MAX;
    }
}

static uint32_t flags_of(const bw_head *h)
{
    bool kill = h->kill || h->revision.kind == BW_REVISION_WITHDRAWN;
    bool correction = h->correction || h->revision.kind == BW_REVISION_CORRECTED;
    bool marked = kill || correction || h->refile || h->revision.kind != BW_REVISION_NONE;
    return (marked ? BW_KEPT_MARKED : 0) | (h->urgent || h->alert ? BW_KEPT_FIRST : 0) | (kill ? BW_KEPT_KILL : 0) |
           (correction ? BW_KEPT_CORRECTION : 0);
}

/* Parts come with their lengths, so that they stay apart. */
static void key_of(bw_arena *a, const bw_head *h, uint32_t flags, unsigned char key[16])
{
    const bw_str parts[] = {h->id, h->title, h->item, h->version, h->url, h->publisher, h->text};
    bw_buf all = {.arena = a};
    bw_buf_print(&all, "%u %d %d", flags, (int)h->revision.kind, h->revision.number);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bw_buf_print(&all, " %zu ", parts[i].len);
        bw_buf_str(&all, parts[i]);
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(all.ptr, all.len));
    memcpy(key, canonical.digest, sizeof canonical.digest);
}

void bw_kept_describe(bw_arena *a, const bw_head *h, bw_kept *k)
{
    k->flags = flags_of(h) | (k->flags & BW_KEPT_INDEXED);
    key_of(a, h, flags_of(h), k->key);
    k->id = h->id;
    k->id_hash = hash_of(h->id);
    k->item = hash_of(h->item);
    k->url = url_hash(a, h->url);
    k->slug = name_hash(a, h->slug);
    k->publisher = name_hash(a, h->publisher);
    k->agency = name_hash(a, h->agency);
    k->title = bw_wordprint_of(a, h->title);
    k->text = bw_wordprint_of(a, h->text);
    if (k->text.n == 0)
        k->text = k->title;
    k->title_hash = words_hash(k->title);
    k->words = words_hash(k->text);
    k->day = h->day;
    k->time = time_of(h->updated.len ? h->updated : h->published);
    k->rank = rank_of(h);
    if (!bw_str_to_int(h->version, &k->version) || k->version < 0)
        k->version = -1;
}

/* ---- the shelf ---------------------------------------------------------------------------------- */

enum { BESIDE = 256 }; /* bytes of a document beside its words and names */
static_assert(sizeof(bw_kept) <= BESIDE, "a document takes more than is counted");

void bw_shelf_begin(bw_shelf *s, uint32_t first) { s->oldest = s->next = first; }

static void free_kept(bw_kept *k)
{
    free(k->late);
    free(k);
}

void bw_shelf_free(bw_shelf *s)
{
    for (uint32_t i = s->oldest; i != s->next; i++)
        free_kept(s->items[i & (s->room - 1)]);
    free(s->items);
    free(s->families);
    *s = (bw_shelf){0};
}

size_t bw_kept_size(const bw_kept *k)
{
    return BESIDE + (k->title.n + k->text.n) * sizeof(bw_word) + k->id.len + k->copy.len + k->revision_of.len + k->story.len;
}

bw_status bw_shelf_room(bw_shelf *s, bw_err *err)
{
    if (s->next - s->oldest < s->room)
        return BW_OK;
    uint32_t room = s->room ? s->room * 2 : 1024;
    bw_kept **items = room ? malloc(room * sizeof(bw_kept *)) : NULL;
    uint32_t *families = items ? malloc(room * sizeof *families) : NULL;
    if (!families) {
        free(items);
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    }
    for (uint32_t i = s->oldest; i != s->next; i++) {
        items[i & (room - 1)] = s->items[i & (s->room - 1)];
        families[i & (room - 1)] = s->families[i & (s->room - 1)];
    }
    free(s->items);
    free(s->families);
    s->items = items;
    s->families = families;
    s->room = room;
    return BW_OK;
}

static bw_str copy_text(char **to, bw_str s)
{
    bw_str copy = {s.ptr ? *to : NULL, s.len};
    if (s.len)
        memcpy(*to, s.ptr, s.len);
    *to += s.len;
    return copy;
}

static bw_wordprint copy_words(bw_word **to, bw_wordprint p)
{
    bw_wordprint copy = {p.items ? *to : NULL, p.n};
    if (!p.items)
        return copy;
    memcpy(*to, p.items, p.n * sizeof *p.items);
    *to += p.n;
    return copy;
}

bw_status bw_shelf_copy(bw_shelf *s, const bw_kept *k, bw_kept **out, bw_err *err)
{
    size_t words_size = (k->title.items ? k->title.n * sizeof(bw_word) : 0) + (k->text.items ? k->text.n * sizeof(bw_word) : 0);
    bw_kept *copy = malloc(sizeof *copy + words_size + k->id.len + k->copy.len + k->revision_of.len + k->story.len);
    if (!copy)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    *copy = *k;
    copy->late = NULL;
    bw_word *words = (bw_word *)(copy + 1);
    copy->title = copy_words(&words, k->title);
    copy->text = copy_words(&words, k->text);
    char *text = (char *)words;
    copy->id = copy_text(&text, k->id);
    copy->copy = copy_text(&text, k->copy);
    copy->revision_of = copy_text(&text, k->revision_of);
    copy->story = copy_text(&text, k->story);
    copy->number = s->next;
    *out = copy;
    return BW_OK;
}

void bw_shelf_put(bw_shelf *s, bw_kept *k)
{
    s->families[s->next & (s->room - 1)] = k->family;
    s->items[s->next++ & (s->room - 1)] = k;
    s->bytes += bw_kept_size(k);
    while (s->bytes > s->limit && s->oldest + 1 != s->next) {
        bw_kept *old = s->items[s->oldest++ & (s->room - 1)];
        s->bytes -= bw_kept_size(old);
        free_kept(old);
    }
}

bw_kept *bw_shelf_get(const bw_shelf *s, uint32_t number)
{
    return number >= s->oldest && number < s->next ? s->items[number & (s->room - 1)] : NULL;
}

uint32_t bw_shelf_family(const bw_shelf *s, uint32_t number)
{
    return number >= s->oldest && number < s->next ? s->families[number & (s->room - 1)] : number;
}

bw_status bw_shelf_read(const bw_shelf *s, uint32_t number, const bw_kept **out, bw_err *err)
{
    bw_kept *k = bw_shelf_get(s, number);
    *out = k;
    if (!k || k->text.items || k->text.n == 0) /* a title's words are the text's where that has none */
        return BW_OK;
    bw_status st = s->read(s->with, k, &k->late, err);
    if (st)
        return st;
    k->title.items = k->late;
    k->text.items = k->late + k->title.n;
    return BW_OK;
}
