#include "cli/cli.h"
#include "wire/feed/feed.h"
#include "wire/source.h"

typedef struct {
    bw_settings shared;
    const char *url;
    bw_texts headers;
} settings;

static const bw_option options[] = {
    {"url", 0, BW_OPTION_TEXT, "URL", "the feed's address: relative addresses are resolved against it", offsetof(settings, url)},
    {"header", 0, BW_OPTION_TEXTS, "HEADER", "'NAME: VALUE' of the HTTP answer, as often as wanted (Content-Type, …)",
     offsetof(settings, headers)},
};

enum { MEMORY_PER_FEED = 2047 << 20 };

typedef struct {
    const settings *settings;
    const char *name;
    bw_arena *arena;
} job;

static void read_headers(const settings *s, bw_feed_hints *hints)
{
    const struct {
        const char *name;
        bw_str *value;
    } wanted[] = {{"content-type", &hints->content_type},
                  {"content-location", &hints->content_location},
                  {"content-language", &hints->content_language}};
    for (int i = 0; i < s->headers.n; i++) {
        bw_str rest = bw_str_of(s->headers.items[i]), name;
        bw_str_cut(&rest, ':', &name);
        for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
            if (bw_str_eq_fold(bw_str_trim(name), bw_str_of(wanted[k].name)))
                *wanted[k].value = bw_str_trim(rest);
    }
}

static void put(void *with, bw_str piece)
{
    (void)with;
    fwrite(piece.ptr ? piece.ptr : "", 1, piece.len, stdout);
}

static bw_status read_feed(void *with, bw_err *err)
{
    job *j = with;
    bw_str bytes;
    bw_feed f;
    bw_feed_hints hints = {.url = bw_str_of(j->settings->url)};
    read_headers(j->settings, &hints);
    bw_status cut = bw_source_whole(j->arena, j->name, BW_FEED_MAX_BYTES, &bytes, err);
    if (cut && !bytes.ptr)
        return cut;
    bw_status st = bw_feed_read(j->arena, bytes, &hints, &f, cut ? NULL : err);
    bw_feed_write(j->arena, &f, put, NULL);
    put(NULL, BW_LIT("\n"));
    return cut ? cut : st ? bw_fail_at(err, st, "%s", j->name) : BW_OK;
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (s.shared.n_files > 1)
        return bw_cli_fail(BW_EXIT_USAGE, "feed: takes one file, not %d", s.shared.n_files);
    for (int i = 0; i < s.headers.n; i++)
        if (!strchr(s.headers.items[i], ':'))
            return bw_cli_fail(BW_EXIT_USAGE, "feed: --header takes 'NAME: VALUE', not '%s'", s.headers.items[i]);
    bw_err err = {0};
    job j = {.settings = &s, .name = s.shared.n_files ? s.shared.files[0] : "-", .arena = bw_arena_new(MEMORY_PER_FEED)};
    bw_status st = j.arena ? bw_arena_try(j.arena, read_feed, &j, &err) : bw_fail(&err, BW_ERR_MEMORY, "%s: out of memory", j.name);
    bw_arena_free(j.arena);
    return st ? bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg) : BW_EXIT_DONE;
}

const bw_command bw_command_feed = {
    .name = "feed",
    .arguments = "[FILE]",
    .summary = "read one feed (RSS, Atom, JSON Feed, CDF); write it as JSON",
    .text = "Reads a feed, well-formed or not, in any encoding, packed or not; writes one JSON object: format, encoding, feed and\n"
            "entries. Dates are in UTC, addresses absolute, markup without what is unsafe. Input that is no feed is told so\n"
            "and gives an object without entries.\n",
    BW_OPTIONS(options),
    .run = run,
};
