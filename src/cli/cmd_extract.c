#include "base/json.h"
#include "cli/cli.h"
#include "wire/page/page.h"
#include "wire/source.h"

typedef struct {
    bw_settings common;
    const char *url;
    bool explain;
} settings;

static const bw_option options[] = {
    {"url", 0, BW_OPTION_TEXT, "URL", "where the page came from, if it does not say", BW_AT(settings, url)},
    {"explain", 0, BW_OPTION_FLAG, NULL, "print each block of the page, whether it is text of the article, and why",
     BW_AT(settings, explain)},
};

typedef struct {
    const settings *s;
    const char *file;
    bw_arena *arena;
    bw_buf out;
} job;

static void write_page(const bw_page *p, const char *file, bw_buf *out)
{
    bw_json j = {.out = out};
    bw_buf author = {.arena = out->arena};
    for (size_t i = 0; i < p->authors.n; i++) {
        bw_buf_text(&author, i ? ", " : "");
        bw_buf_str(&author, p->authors.items[i]);
    }
    bw_json_open(&j, NULL, '{');
    if (file)
        bw_json_str(&j, "file", bw_str_of(file));
    bw_json_str(&j, "title", p->title);
    bw_json_str(&j, "author", bw_buf_view(&author));
    bw_json_str(&j, "date", p->date);
    bw_json_str(&j, "site", p->site);
    bw_json_str(&j, "url", p->url);
    bw_json_str(&j, "text", p->text);
    bw_json_close(&j, '}');
    bw_buf_char(out, '\n');
}

static bw_status extract(void *with, bw_err *err)
{
    job *j = with;
    bw_str bytes;
    bw_page page;
    bw_buf why = {.arena = j->arena};
    bw_status st = bw_source_whole(j->arena, j->file, BW_WIRE_MAX_ITEM, &bytes, err);
    if (st)
        return st;
    st = bw_page_extract(j->arena, bytes, bw_str_of(j->s->url), (bw_str){0}, &page, j->s->explain ? &why : NULL, err);
    if (st)
        return bw_fail_at(err, st, "%s", j->file);
    j->out = (bw_buf){.arena = j->arena};
    if (j->s->explain)
        bw_buf_str(&j->out, bw_buf_view(&why));
    else
        write_page(&page, j->s->common.n_files > 1 ? j->file : NULL, &j->out);
    return BW_OK;
}

static int run(const bw_command *self, int argc, char **argv)
{
    char dash[] = "-", *standard_input[] = {dash};
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (s.common.n_files == 0) {
        s.common.files = standard_input;
        s.common.n_files = 1;
    }
    bw_arena *arena = bw_arena_new(0);
    if (!arena)
        return bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    status = BW_EXIT_DONE;
    for (int i = 0; i < s.common.n_files; i++) {
        bw_err err;
        bw_arena_mark empty = bw_arena_save(arena);
        job j = {.s = &s, .file = s.common.files[i], .arena = arena};
        if (bw_arena_try(arena, extract, &j, &err) != BW_OK)
            status = bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg);
        else
            fwrite(j.out.ptr, 1, j.out.len, stdout);
        bw_arena_restore(arena, empty);
    }
    bw_arena_free(arena);
    return status;
}

const bw_command bw_command_extract = {
    .name = "extract",
    .arguments = "[FILE…]",
    .summary = "find the article of a web page; write its text, title, author, date, site and address",
    .text = "Reads each FILE (or standard input) as a web page and writes an object of JSON: title, author, date, site, url\n"
            "and text. Of several files each has a line of its own, with the file's name in \"file\".\n",
    BW_OPTIONS(options),
    .run = run,
};
