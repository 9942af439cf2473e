/* Any documents, in any order, and a state damaged in any way: ids are those of documents that came before, a place once given stays,
 * a state that is opened again gives the same answers or is refused with a reason.
 *
 * Bytes: the first says how the state is to be damaged; then documents, each a byte of flags, a byte of length, and so many bytes
 * that choose words. */
#define _GNU_SOURCE /* memfd_create */
#include "base/utf8.h"
#include "story/story.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = 64 };

static const char *const words[] = {"minister", "talks", "Oslo",  "port", "the",  "of",   "in",    "said",   "12",   "1,400", "killed", "ferry", "union",
                                    "Berg",     "on",    "strike", "day",  "bank", "rose", "percent", "7",  "index", "fell", "to",    "Kabul",  "blast",
                                    "\xE5\x8C\x97\xE4\xBA\xAC", "caf\xC3\xA9", "rain", "high", "low", "."};

static void must(bool good)
{
    if (!good)
        abort();
}

typedef struct {
    bw_arena *arena;
    const uint8_t *data;
    size_t size;
    char path[64];
    bw_head heads[MOST];
    bw_str copies[MOST], revised[MOST];
    uint32_t revisions[MOST];
    int n;
    bw_stories *stories;
} job;

static bw_str words_of(bw_arena *a, const uint8_t *data, size_t n)
{
    bw_buf out = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        bw_buf_text(&out, words[data[i] % 32]);
        bw_buf_char(&out, data[i] & 128 ? '\n' : ' ');
    }
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}

static void make_documents(job *j)
{
    const uint8_t *p = j->data + 1, *end = j->data + j->size;
    while (end - p >= 3 && j->n < MOST) {
        bw_head *h = &j->heads[j->n];
        uint8_t flags = p[0], more = p[1];
        size_t n = p[2] < end - p - 3 ? p[2] : (size_t)(end - p - 3);
        p += 3;
        *h = (bw_head){.words = -1, .day = flags & 1 ? 19000 + more % 4 : BW_NO_DAY, .revision = {.writethru = -1}};
        h->id = bw_str_print(j->arena, "%d", more & 128 ? 1 : j->n);
        h->text = words_of(j->arena, p, n);
        if (flags & 2)
            h->agency = BW_LIT("Reuters");
        if (flags & 4)
            h->publisher = more & 1 ? BW_LIT("A") : BW_LIT("B");
        if (flags & 8)
            h->title = words_of(j->arena, p, n < 5 ? n : 5);
        if (flags & 16)
            h->item = BW_LIT("x"), h->version = bw_str_print(j->arena, "%d", more % 8);
        if (flags & 32)
            h->slug = BW_LIT("talks");
        if (flags & 64)
            h->url = BW_LIT("https://a.example/b?c=d");
        h->revision.kind = (bw_revision_kind)(flags & 128 ? more % 10 : 0);
        h->revision.number = more >> 4 & 7;
        h->kill = (more & 15) == 15;
        h->urgent = (more & 15) == 14;
        h->correction = (more & 15) == 13;
        j->n++;
        p += n;
    }
}

static bool known(const job *j, int until, bw_str id)
{
    for (int i = 0; i < until; i++)
        if (bw_str_eq(j->heads[i].id, id))
            return true;
    return false;
}

/* Places all; answers are checked, or compared with those of the first time. */
static bw_status place_all(job *j, bool again, bw_err *err)
{
    for (int i = 0; i < j->n; i++) {
        bw_document doc = {.arena = j->arena, .head = j->heads[i]};
        bw_buf out = {.arena = j->arena};
        bw_status st = bw_story_place(j->stories, &doc, err);
        if (st)
            return st;
        const bw_placing *p = &doc.story;
        bw_str founder = bw_str_slice(p->copy, 0, bw_str_find_char(p->copy, '#', 0));
        bw_story_write(&doc, &out);
        must(bw_utf8_count_bad(bw_buf_view(&out)) == 0 && p->revision > 0 && p->story.len > 0 && known(j, i + 1, founder));
        must(!p->revision_of.ptr || (p->revision > 1 && known(j, i, p->revision_of)));
        if (again)
            must(p->seen && bw_str_eq(p->copy, j->copies[i]) && p->revision == j->revisions[i] && bw_str_eq(p->revision_of, j->revised[i]));
        j->copies[i] = p->copy;
        j->revisions[i] = p->revision;
        j->revised[i] = p->revision_of;
        bw_story_fate fate;
        must(bw_story_fate_of(j->stories, doc.head.id, j->arena, &fate, err) == BW_OK);
    }
    return BW_OK;
}

static void damage(const job *j)
{
    FILE *f = fopen(j->path, "r+b");
    if (!f)
        return;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    for (size_t i = 1; i + 2 < j->size && i < 40 && size > 0; i += 3) {
        fseek(f, (long)((j->data[i] << 8 | j->data[i + 1]) * 7L % size), SEEK_SET);
        fputc(j->data[i + 2], f);
    }
    if (j->data[0] & 64 && size > 0 && ftruncate(fileno(f), size / 2) != 0)
        abort();
    fclose(f);
}

static void close_stories(job *j)
{
    bw_story_close(j->stories);
    j->stories = NULL;
}

static bw_status work(void *with, bw_err *err)
{
    job *j = with;
    bool in_file = j->data[0] & 1;
    bw_story_options options = {.state = in_file ? j->path : NULL, .memory = j->data[0] & 2 && in_file ? 4000 : 0};
    make_documents(j);
    bw_status st = bw_story_open(&options, &j->stories, err);
    if (!st)
        st = place_all(j, false, err);
    if (!st)
        st = bw_story_commit(j->stories, err);
    must(st == BW_OK);
    st = place_all(j, true, err);
    must(st == BW_OK);
    if (in_file) {
        close_stories(j);
        must(bw_story_open(&options, &j->stories, err) == BW_OK && place_all(j, true, err) == BW_OK);
        if (j->n > 1) {
            bw_document doc = {.arena = j->arena};
            must(bw_story_recall(j->stories, j->heads[0].id, &doc, err) == BW_OK);
        }
        close_stories(j);
        if (j->data[0] & 4) {
            damage(j);
            err->msg[0] = 0;
            st = bw_story_open(&options, &j->stories, err);
            must(st == BW_OK || err->msg[0]);
            for (int i = 0; st == BW_OK && i < j->n; i++) {
                bw_document doc = {.arena = j->arena, .head = j->heads[i]};
                st = bw_story_place(j->stories, &doc, err);
            }
        }
    }
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    if (size < 4)
        return 0;
    bw_err err = {0};
    job *j = calloc(1, sizeof *j);
    must(j != NULL);
    *j = (job){.arena = bw_arena_new((size_t)256 << 20), .data = data, .size = size};
    snprintf(j->path, sizeof j->path, "/dev/shm/fuzz_story_%ld", (long)getpid());
    if (j->arena) {
        bw_status st = bw_arena_try(j->arena, work, j, &err);
        (void)st;
        bw_story_close(j->stories);
    }
    for (size_t i = 0; i < 4; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", j->path, endings[i]);
        unlink(name);
    }
    bw_arena_free(j->arena);
    free(j);
    return 0;
}
