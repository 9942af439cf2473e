#include "cli/run.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    RING = 64,             /* finished documents that wait for an earlier one to be written */
    LARGE = 1 << 20,       /* a text over this is worked on while no other is read */
    MAX_THREADS = 256,
};

/* What a document came to, until its turn to be written. */
typedef struct {
    bool ready;
    char *out; /* malloc */
    size_t len;
    char *note; /* for standard error; malloc or NULL */
    bool refused;
} result;

typedef struct {
    const bw_settings *settings;
    const bw_job *job;
    const bw_pipeline *pipeline;

    pthread_mutex_t reading; /* of the members down to next_ticket; taken before `writing` */
    bw_wire_options wire_options;
    bw_wire *wire;
    int file; /* the one that is open, or the next to open */
    uint64_t repaired;
    bool no_more;
    uint64_t next_ticket;

    pthread_mutex_t writing; /* of the rest */
    pthread_cond_t written_one;
    result ring[RING];
    uint64_t written;
    FILE *out;
    bool refused, broken;
} run;

static char *say(const char *msg)
{
    size_t n = strlen(msg) + 12;
    char *s = malloc(n);
    if (s)
        snprintf(s, n, "broadway: %s\n", msg);
    return s;
}

/* Hands in what a ticket came to, and writes all whose turn it is. */
static void deposit(run *r, uint64_t ticket, result got)
{
    pthread_mutex_lock(&r->writing);
    got.ready = true;
    r->ring[ticket % RING] = got;
    for (result *next = &r->ring[r->written % RING]; next->ready; next = &r->ring[r->written % RING]) {
        if (next->note)
            fputs(next->note, stderr);
        if (next->len && !r->broken && fwrite(next->out, 1, next->len, r->out) != next->len)
            r->broken = true;
        r->refused |= next->refused;
        free(next->out);
        free(next->note);
        *next = (result){0};
        r->written++;
    }
    pthread_cond_broadcast(&r->written_one);
    pthread_mutex_unlock(&r->writing);
}

/* Waits until the ring has a place. `reading` is held. */
static uint64_t take_ticket(run *r)
{
    uint64_t ticket = r->next_ticket++;
    pthread_mutex_lock(&r->writing);
    while (ticket >= r->written + RING)
        pthread_cond_wait(&r->written_one, &r->writing);
    pthread_mutex_unlock(&r->writing);
    return ticket;
}

static const char *file_name(const run *r)
{
    return r->settings->n_files ? r->settings->files[r->file] : "-";
}

static void close_file(run *r)
{
    if (r->repaired) {
        char msg[600];
        snprintf(msg, sizeof msg, "%s: %llu bytes were not UTF-8 and were replaced", file_name(r),
                 (unsigned long long)r->repaired);
        deposit(r, take_ticket(r), (result){.note = say(msg)});
    }
    r->repaired = 0;
    bw_wire_close(r->wire);
    r->wire = NULL;
    r->file++;
}

/* One document under way. */
typedef struct {
    run *run;
    bw_document doc;
    uint64_t ticket, line;
    bool reading, got; /* `reading` is held; the document was read, what follows is the stages' */
    bw_buf out;
} item;

static bw_status read_item(void *with, bw_err *err)
{
    item *it = with;
    return bw_wire_next(it->run->wire, &it->doc, err);
}

static bw_status work_item(void *with, bw_err *err)
{
    item *it = with;
    bw_status st = bw_pipeline_run(it->run->pipeline, &it->doc, err);
    if (!st)
        it->run->job->write(&it->doc, it->run->job->with, &it->out);
    return st;
}

/* Reads the next document, over the ends of files. BW_END: nothing is left. `reading` is held. */
static bw_status next_item(run *r, item *it, bw_err *err)
{
    int n_files = r->settings->n_files ? r->settings->n_files : 1;
    while (!r->no_more && r->file < n_files) {
        bw_status st;
        if (!r->wire) {
            st = bw_wire_open(file_name(r), &r->wire_options, &r->wire, err);
            if (st) {
                r->wire = NULL;
                r->file++;
                it->ticket = take_ticket(r);
                return st;
            }
        }
        it->line = bw_wire_line(r->wire);
        st = bw_arena_try(it->doc.arena, read_item, it, err);
        if (st == BW_END) {
            close_file(r);
            continue;
        }
        it->ticket = take_ticket(r);
        it->got = st == BW_OK;
        r->repaired += st ? 0 : it->doc.head.n_repaired;
        if (st == BW_ERR_MEMORY || (st == BW_ERR_LIMIT && !strstr(err->msg, file_name(r))))
            (void)bw_fail_at(err, st, "%s:%llu", file_name(r), (unsigned long long)it->line);
        if (st == BW_ERR_IO)
            close_file(r);
        return st;
    }
    r->no_more = true;
    return BW_END;
}

static void *work(void *with)
{
    run *r = with;
    bw_arena *arena = bw_arena_new(BW_DOCUMENT_MEMORY);
    if (!arena)
        return NULL;
    bw_arena_mark empty = bw_arena_save(arena);

    for (;;) {
        item it = {.run = r, .doc.arena = arena, .out.arena = arena};
        bw_err err = {0};
        pthread_mutex_lock(&r->reading);
        bw_status st = next_item(r, &it, &err);
        const char *name = st == BW_OK ? file_name(r) : "";
        bool alone = st == BW_OK && it.doc.head.text.len > LARGE;
        if (!alone)
            pthread_mutex_unlock(&r->reading);
        if (st == BW_END)
            break;
        if (st == BW_OK) {
            st = bw_arena_try(arena, work_item, &it, &err);
            if (st)
                (void)bw_fail_at(&err, st, "%s:%llu", name, (unsigned long long)it.line);
        }
        result got = {0};
        if (!st && it.out.len) {
            got.out = malloc(it.out.len);
            if (got.out) {
                memcpy(got.out, it.out.ptr, it.out.len);
                got.len = it.out.len;
            } else {
                st = bw_fail(&err, BW_ERR_MEMORY, "%s:%llu: out of memory", name, (unsigned long long)it.line);
            }
        }
        if (st) {
            got.refused = true;
            got.note = say(err.msg);
        }
        bw_arena_restore(arena, empty);
        deposit(r, it.ticket, got);
        if (alone)
            pthread_mutex_unlock(&r->reading);
    }
    bw_arena_free(arena);
    return NULL;
}

int bw_run_with(const bw_settings *s, const bw_job *job, const bw_pipeline *p)
{
    run r = {.settings = s, .job = job, .pipeline = p, .out = stdout};
    bw_run_wire_options(s, &r.wire_options);
    pthread_mutex_init(&r.reading, NULL);
    pthread_mutex_init(&r.writing, NULL);
    pthread_cond_init(&r.written_one, NULL);
    if (s->output && !(r.out = fopen(s->output, "wb")))
        return bw_cli_fail(BW_EXIT_USAGE, "%s: %s", s->output, strerror(errno));
    fwrite(job->header.ptr, 1, job->header.len, r.out);

    pthread_t threads[MAX_THREADS];
    int n = 0, want = s->threads < MAX_THREADS ? s->threads : MAX_THREADS;
    while (n < want - 1 && pthread_create(&threads[n], NULL, work, &r) == 0)
        n++;
    work(&r);
    for (int i = 0; i < n; i++)
        pthread_join(threads[i], NULL);

    bw_wire_close(r.wire);
    if ((r.out == stdout ? fflush(stdout) : fclose(r.out)) != 0)
        r.broken = true;
    pthread_mutex_destroy(&r.reading);
    pthread_mutex_destroy(&r.writing);
    pthread_cond_destroy(&r.written_one);
    if (r.broken)
        return bw_cli_fail(BW_EXIT_REFUSED, "%s: cannot write", s->output ? s->output : "standard output");
    return r.refused ? BW_EXIT_REFUSED : BW_EXIT_DONE;
}

int bw_run_documents(const bw_settings *s, const bw_job *job)
{
    bw_pipeline *p = NULL;
    bw_err err = {0};
    if (bw_pipeline_open(&job->stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    int status = bw_run_with(s, job, p);
    bw_pipeline_close(p);
    return status;
}

void bw_run_wire_options(const bw_settings *s, bw_wire_options *out)
{
    *out = (bw_wire_options){
        .format = bw_str_of(s->from),
        .date = s->date,
        .text_column = bw_str_of(s->text_column),
        .date_column = bw_str_of(s->date_column),
        .id_column = bw_str_of(s->id_column),
        .title_column = bw_str_of(s->title_column),
        .url_column = bw_str_of(s->url_column),
    };
}

void bw_run_stages(const bw_settings *s, bw_stage until, bw_pipeline_options *out)
{
    *out = (bw_pipeline_options){
        .until = until,
        .knowledge = s->knowledge,
        .lexicon = s->lexicon,
        .codebook = s->codebook,
        .no_builtin = s->no_builtin,
    };
}
