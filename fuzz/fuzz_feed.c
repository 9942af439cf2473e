/* Any bytes as a feed: what comes of them is valid JSON in UTF-8, and as documents they end. */
#include "wire_stream.h"

#include "wire/feed/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(void *with, bw_str piece) { bw_buf_str(with, piece); }

typedef struct {
    bw_arena *arena;
    bw_str bytes;
} input;

static bw_status read_feed(void *with, bw_err *err)
{
    input *in = with;
    bw_feed f;
    bw_buf out = {.arena = in->arena};
    static const bw_feed_hints hints = {.url = BW_LIT("http://g.example/a/f"), .content_type = BW_LIT("text/xml; charset=utf-8")};
    bw_status st = bw_feed_read(in->arena, in->bytes, in->bytes.len % 2 ? &hints : NULL, &f, err);
    must(st == BW_OK || st == BW_ERR_SYNTAX);
    bw_feed_write(in->arena, &f, put, &out);
    must(bw_utf8_count_bad(bw_buf_view(&out)) == 0);
    for (uint32_t i = 0; i < f.n_entries; i++)
        for (uint32_t k = 0; k < f.entries[i]->n_content; k++) {
            /* What is safe stays as it is. */
            bw_str once = bw_str_lower(in->arena, f.entries[i]->content[k].value);
            bool html = !bw_str_is(f.entries[i]->content[k].type, "text/plain");
            must(!html || bw_str_find(once, BW_LIT("<script"), 0) == once.len);
        }
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    bw_arena *arena = bw_arena_new(256 << 20);
    must(arena != NULL);
    input in = {.arena = arena, .bytes = {(const char *)data, size}};
    must(bw_arena_try(arena, read_feed, &in, &err) == BW_OK);
    bw_arena_free(arena);
    return fuzz_stream(BW_LIT("feed"), data, size);
}
