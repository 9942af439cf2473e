#include "cli/run.h"

#include "cli/journal.h"
#include "cli/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    MAX_FOREIGN = 12, /* languages that are counted apart */
    RING = 64,        /* finished documents that wait for an earlier one to be written */
    LARGE = 64 << 10, /* a text over this is worked on while no other is read */
    MAX_THREADS = 256,
};

static const double SAVE_EVERY = 0.25; /* seconds */

/* What a job that settles may hold back. */
enum { HELD_BYTES = 256 << 10, HELD_MS = 200 };

/* What a document came to, until its turn to be written. */
typedef struct {
    bool ready;
    char *out; /* malloc */
    size_t len;
    char *note; /* for standard error; malloc or NULL */
    bool refused, document;
    uint64_t words;
    bw_place after; /* where the input stands behind it */
    uint64_t bytes; /* of that file, used so far */
} result;

typedef struct {
    const bw_settings *settings;
    const bw_job *job;
    const bw_pipeline *pipeline;

    pthread_mutex_t reading; /* of the members down to next_ticket; taken before `writing` */
    bw_wire_options wire_options;
    bw_wire *wire;
    int file;         /* the one that is open, or the next to open */
    uint64_t skip_to; /* where the next file is to be taken up */
    uint64_t repaired;
    struct {
        char name[12];
        uint64_t n;
    } foreign[MAX_FOREIGN]; /* documents of the file that are not coded, by language; the last for all others */
    bool no_more;
    uint64_t next_ticket;

    pthread_mutex_t writing; /* of the rest */
    pthread_cond_t written_one;
    result ring[RING];
    uint64_t written;
    FILE *out;
    bool broken; /* the output takes no more: the run ends */
    int why;     /* errno, then */
    bw_err full; /* or that what is collected is too much */
    bw_place place; /* what is written tells of all before it */
    bool journal;
    char id[33];  /* of the run, for the journal */
    double saved; /* when the journal was last written */
    char *held;   /* written, not yet settled; malloc */
    size_t n_held, held_room;
    double held_since;
    pthread_cond_t over; /* nothing more will be written */
    bool finished;
    pthread_mutex_t turning; /* in_turn() and settle() keep out of each other's way; taken after `writing` */
    bw_progress progress;
    uint64_t *before; /* bytes in the files before each file, and in all; NULL: not known */
} run;

/* One line, whatever an id or a name in it holds. */
static char *say(const char *msg)
{
    size_t n = strlen(msg) + 12;
    char *s = malloc(n);
    if (!s)
        return NULL;
    snprintf(s, n, "broadway: %s\n", msg);
    for (char *c = s; c[0] && c[1]; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    return s;
}

static void give_up_output(run *r)
{
    if (!r->broken)
        r->why = errno;
    r->broken = true;
}

static bool output_broken(run *r)
{
    pthread_mutex_lock(&r->writing);
    bool broken = r->broken;
    pthread_mutex_unlock(&r->writing);
    return broken;
}

/* Holds back what a document came to. */
static void hold(run *r, const result *done)
{
    if (r->n_held + done->len > r->held_room) {
        size_t room = (r->n_held + done->len) * 2;
        char *more = realloc(r->held, room);
        if (!more) {
            (void)bw_fail(&r->full, BW_ERR_MEMORY, "out of memory");
            give_up_output(r);
            return;
        }
        r->held = more;
        r->held_room = room;
    }
    if (r->n_held == 0)
        r->held_since = bw_clock();
    memcpy(r->held + r->n_held, done->out, done->len);
    r->n_held += done->len;
}

/* Settles, then lets go of what was held back. `writing` is held. */
static void hand_on(run *r)
{
    if (r->n_held == 0 || r->broken)
        return;
    pthread_mutex_lock(&r->turning);
    bw_status st = r->job->settle(r->job->teller, &r->full);
    pthread_mutex_unlock(&r->turning);
    if (st || fwrite(r->held, 1, r->n_held, r->out) != r->n_held || fflush(r->out) != 0)
        give_up_output(r);
    r->n_held = 0;
}

/* Hands on what is held while the input keeps everybody waiting. */
static void *hand_on_late(void *with)
{
    run *r = with;
    pthread_mutex_lock(&r->writing);
    while (!r->finished) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += HELD_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        pthread_cond_timedwait(&r->over, &r->writing, &until);
        if (r->n_held && bw_clock() - r->held_since >= HELD_MS / 1000.0)
            hand_on(r);
    }
    pthread_mutex_unlock(&r->writing);
    return NULL;
}

/* Sets down how far the output tells: what it says must be on the disk first. */
static void save_place(run *r)
{
    bw_err err = {0};
    hand_on(r);
    if (fflush(r->out) != 0 || fdatasync(fileno(r->out)) != 0)
        give_up_output(r);
    off_t at = ftello(r->out);
    r->place.output = at < 0 ? 0 : (uint64_t)at;
    if (!r->broken && bw_journal_write(r->settings->output, r->id, &r->place, &err)) {
        bw_cli_fail(0, "%s (--resume will not work)", err.msg);
        r->journal = false;
    }
    r->saved = bw_clock();
}

static void write_result(run *r, const result *done)
{
    if (done->note) {
        bw_progress_clear(&r->progress);
        fputs(done->note, stderr);
    }
    if (done->len && !r->broken && r->job->collect) {
        if (r->job->collect(r->job->collector, (bw_str){done->out, done->len}, &r->full))
            give_up_output(r);
    } else if (done->len && !r->broken && r->job->settle) {
        hold(r, done);
    } else if (done->len && !r->broken && fwrite(done->out, 1, done->len, r->out) != done->len) {
        give_up_output(r);
    }
    r->place.refused |= done->refused;
    r->place.file = done->after.file;
    r->place.offset = done->after.offset;
    r->progress.documents += done->document;
    r->progress.words += done->words;
    if (r->before)
        r->progress.bytes = r->before[done->after.file] + done->bytes;
}

/* Hands in what a ticket came to, and writes all whose turn it is. */
static void deposit(run *r, uint64_t ticket, result got)
{
    pthread_mutex_lock(&r->writing);
    got.ready = true;
    r->ring[ticket % RING] = got;
    for (result *next = &r->ring[r->written % RING]; next->ready; next = &r->ring[r->written % RING]) {
        write_result(r, next);
        free(next->out);
        free(next->note);
        *next = (result){0};
        r->written++;
    }
    if (r->n_held > HELD_BYTES)
        hand_on(r);
    if (r->journal && bw_clock() - r->saved >= SAVE_EVERY)
        save_place(r);
    bw_progress_show(&r->progress);
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

static const char *file_name(const run *r) { return r->settings->n_files ? r->settings->files[r->file] : "-"; }

/* "3 documents are not in English and were not coded (fr 2, de 1)". */
static void tell_foreign(run *r)
{
    char msg[600], list[400] = "";
    uint64_t n = 0;
    for (int i = 0; i < MAX_FOREIGN && r->foreign[i].n; i++) {
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s %llu", i ? ", " : "", r->foreign[i].name, (unsigned long long)r->foreign[i].n);
        n += r->foreign[i].n;
    }
    if (n == 0)
        return;
    snprintf(msg, sizeof msg, "%s: %llu document%s not in English and not coded (%s)", file_name(r), (unsigned long long)n,
             n == 1 ? " is" : "s are", list);
    deposit(r, take_ticket(r), (result){.note = say(msg), .after.file = r->file + 1});
    memset(r->foreign, 0, sizeof r->foreign);
}

static void count_foreign(run *r, bw_str language)
{
    int i = 0;
    language = language.len ? bw_str_slice(language, 0, sizeof r->foreign[0].name - 1) : BW_LIT("unknown");
    while (i < MAX_FOREIGN - 1 && r->foreign[i].n && !bw_str_is(language, r->foreign[i].name))
        i++;
    if (r->foreign[i].n == 0)
        snprintf(r->foreign[i].name, sizeof r->foreign[i].name, "%.*s", (int)(i < MAX_FOREIGN - 1 ? language.len : 6),
                 i < MAX_FOREIGN - 1 ? language.ptr : "others");
    r->foreign[i].n++;
}

static void close_file(run *r)
{
    tell_foreign(r);
    if (r->repaired) {
        char msg[600];
        snprintf(msg, sizeof msg, "%s: %llu bytes were not UTF-8 and were replaced", file_name(r),
                 (unsigned long long)r->repaired);
        deposit(r, take_ticket(r), (result){.note = say(msg), .after.file = r->file + 1});
    }
    r->repaired = 0;
    bw_wire_close(r->wire);
    r->wire = NULL;
    r->file++;
    r->skip_to = 0;
}

/* One document under way. */
typedef struct {
    run *run;
    bw_document doc;
    uint64_t ticket, line;
    bw_place after;
    uint64_t bytes;
    bw_buf out;
} item;

static bw_status read_item(void *with, bw_err *err)
{
    item *it = with;
    return bw_wire_next(it->run->wire, &it->doc, err);
}

static bw_status tell(void *with, bw_err *err)
{
    item *it = with;
    return it->run->job->in_turn(it->run->job->teller, &it->doc, err);
}

/* What the turns write to takes no more. */
static void end_run(run *r, const bw_err *why)
{
    pthread_mutex_lock(&r->writing);
    if (!r->broken)
        r->full = *why;
    give_up_output(r);
    pthread_mutex_unlock(&r->writing);
}

/* Waits until all documents before it are written, and goes on alone. */
static bw_status take_turn(item *it, bw_err *err)
{
    run *r = it->run;
    pthread_mutex_lock(&r->writing);
    while (r->written != it->ticket)
        pthread_cond_wait(&r->written_one, &r->writing);
    pthread_mutex_unlock(&r->writing);
    pthread_mutex_lock(&r->turning);
    bw_status st = bw_arena_try(it->doc.arena, tell, it, err);
    pthread_mutex_unlock(&r->turning);
    if (st == BW_ERR_IO)
        end_run(r, err);
    return st;
}

static bw_status run_stages(void *with, bw_err *err)
{
    item *it = with;
    return bw_pipeline_run(it->run->pipeline, &it->doc, err);
}

static bw_status write_item(void *with, bw_err *err)
{
    item *it = with;
    (void)err;
    it->run->job->write(&it->doc, it->run->job->with, &it->out);
    return BW_OK;
}

static bw_status work_item(item *it, bw_err *err)
{
    bw_arena *a = it->doc.arena;
    bw_status st = bw_arena_try(a, run_stages, it, err);
    if (!st && it->run->job->in_turn)
        st = take_turn(it, err);
    return st ? st : bw_arena_try(a, write_item, it, err);
}

/* Puts the place before a message that lacks it; a file of one item has no line to name. */
static void blame(bw_err *err, bw_status st, const char *name, uint64_t line)
{
    if (line)
        (void)bw_fail_at(err, st, "%s:%llu", name, (unsigned long long)line);
    else
        (void)bw_fail_at(err, st, "%s", name);
}

/* Reads the next document, over the ends of files. BW_END: nothing is left. `reading` is held. */
static bw_status next_item(run *r, item *it, bw_err *err)
{
    int n_files = r->settings->n_files ? r->settings->n_files : 1;
    r->no_more |= output_broken(r);
    while (!r->no_more && r->file < n_files) {
        bw_status st;
        if (!r->wire) {
            st = bw_wire_open(file_name(r), &r->wire_options, &r->wire, err);
            if (st) {
                r->wire = NULL;
                r->file++;
                it->after.file = r->file;
                it->ticket = take_ticket(r);
                return st;
            }
            if (r->skip_to && (st = bw_wire_seek(r->wire, r->skip_to, err))) {
                close_file(r);
                it->after.file = r->file;
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
        it->after = (bw_place){.file = r->file, .offset = bw_wire_offset(r->wire)};
        it->bytes = bw_wire_bytes(r->wire);
        r->repaired += st ? 0 : it->doc.head.n_repaired;
        if (!st && r->job->stages.english_only && it->doc.head.foreign)
            count_foreign(r, it->doc.head.language);
        if (st == BW_ERR_MEMORY || (st == BW_ERR_LIMIT && !strstr(err->msg, file_name(r))))
            blame(err, st, file_name(r), it->line);
        if (st == BW_ERR_IO) {
            close_file(r);
            it->after = (bw_place){.file = r->file};
            it->bytes = 0;
        }
        return st;
    }
    r->no_more = true;
    return BW_END;
}

static uint64_t count_words(const bw_document *doc)
{
    uint64_t n = 0;
    bw_str text = doc->head.text;
    if (doc->n_tokens)
        return doc->n_tokens;
    for (size_t i = 1; i < text.len; i++)
        n += bw_is_space(text.ptr[i]) != bw_is_space(text.ptr[i - 1]);
    return (n + (text.len && bw_is_space(text.ptr[0]))) / 2;
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
            st = work_item(&it, &err);
            if (st)
                blame(&err, st, name, it.line);
        }
        result got = {.after = it.after, .bytes = it.bytes, .document = true, .words = st ? 0 : count_words(&it.doc)};
        if (!st && it.out.len) {
            got.out = malloc(it.out.len);
            if (got.out) {
                memcpy(got.out, it.out.ptr, it.out.len);
                got.len = it.out.len;
            } else {
                st = bw_fail(&err, BW_ERR_MEMORY, "out of memory");
                blame(&err, st, name, it.line);
            }
        }
        if (st) {
            got.refused = true;
            got.note = output_broken(r) ? NULL : say(err.msg); /* it is told at the end */
        }
        bw_arena_restore(arena, empty);
        deposit(r, it.ticket, got);
        if (alone)
            pthread_mutex_unlock(&r->reading);
    }
    bw_arena_free(arena);
    return NULL;
}

/* What makes two runs the same: coder, options that shape the output, inputs. */
static void name_run(run *r)
{
    XXH3_state_t *state = XXH3_createState();
    if (!state)
        return;
    const char *coder = bw_pipeline_coder(r->pipeline);
    XXH3_128bits_reset(state);
    XXH3_128bits_update(state, coder, strlen(coder));
    bw_cli_hash(r->job->command, r->settings, state);
    XXH128_hash_t h = XXH3_128bits_digest(state);
    XXH3_freeState(state);
    snprintf(r->id, sizeof r->id, "%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
}

/* Bytes before each file, so that the time left can be told; NULL when one is no plain file. */
static uint64_t *sizes(const bw_settings *s)
{
    uint64_t *before = calloc((size_t)s->n_files + 1, sizeof *before);
    for (int i = 0; before && i < s->n_files; i++) {
        struct stat st;
        if (stat(s->files[i], &st) != 0 || !S_ISREG(st.st_mode)) {
            free(before);
            return NULL;
        }
        before[i + 1] = before[i] + (uint64_t)st.st_size;
    }
    return before;
}

/* The input that the output would overwrite, or NULL. */
static const char *overwritten(const bw_settings *s)
{
    struct stat out, in;
    if (stat(s->output, &out) != 0 || !S_ISREG(out.st_mode))
        return NULL;
    for (int i = 0; i < s->n_files; i++)
        if (stat(s->files[i], &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
            return s->files[i];
    return NULL;
}

/* Opens the output; with --resume finds the place to go on from. Returns -1 to go on, else the exit status. */
static int open_output(run *r)
{
    const bw_settings *s = r->settings;
    bw_err err = {0};
    bool going_on = false;
    struct stat there;

    if (!s->output) {
        r->out = stdout;
        return -1;
    }
    if (overwritten(s))
        return bw_cli_fail(BW_EXIT_USAGE, "%s: is an input, and would be overwritten", overwritten(s));
    if (s->resume) {
        bw_status st = bw_journal_read(s->output, r->id, &r->place, &err);
        if (st == BW_END && stat(s->output, &there) == 0)
            return bw_cli_fail(BW_EXIT_DONE, "%s: is complete, nothing to resume", s->output);
        if (st && st != BW_END)
            return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
        going_on = st == BW_OK && r->place.file <= s->n_files && stat(s->output, &there) == 0 &&
                   (uint64_t)there.st_size >= r->place.output;
        if (!going_on)
            r->place = (bw_place){0};
    }
    int fd = open(s->output, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0 && fstat(fd, &there) == 0 && S_ISREG(there.st_mode)) {
        r->journal = !r->job->collect; /* what is collected is written at the end: there is no place to go on from */
        if (r->journal && !going_on && bw_journal_write(s->output, r->id, &r->place, &err)) { /* before anything is lost */
            bw_cli_fail(0, "%s (--resume will not work)", err.msg);
            r->journal = false;
        }
        if (ftruncate(fd, (off_t)r->place.output) != 0 || lseek(fd, 0, SEEK_END) < 0) {
            close(fd);
            fd = -1;
        }
    }
    r->out = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!r->out)
        return bw_cli_fail(BW_EXIT_USAGE, "%s: %s", s->output, strerror(errno));
    r->saved = bw_clock();
    return -1;
}

int bw_run_with(const bw_settings *s, const bw_job *job, const bw_pipeline *p)
{
    run r = {.settings = s, .job = job, .pipeline = p};
    bw_run_wire_options(s, &r.wire_options);
    name_run(&r);
    int status = open_output(&r);
    if (status >= 0)
        return status;
    r.file = r.place.file;
    r.skip_to = r.place.offset;
    if (r.place.output == 0 && job->header.len)
        fwrite(job->header.ptr, 1, job->header.len, r.out);
    r.before = s->n_files ? sizes(s) : NULL;
    bw_progress_start(&r.progress, !s->output && isatty(STDOUT_FILENO), r.before ? r.before[s->n_files] : 0);
    if (!s->n_files && isatty(STDIN_FILENO))
        fputs("broadway: reading what you type; Ctrl-D ends it\n", stderr);
    pthread_mutex_init(&r.reading, NULL);
    pthread_mutex_init(&r.writing, NULL);
    pthread_mutex_init(&r.turning, NULL);
    pthread_cond_init(&r.written_one, NULL);
    pthread_condattr_t steady; /* a clock that is set is no time that passes */
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&r.over, &steady);
    pthread_condattr_destroy(&steady);

    pthread_t threads[MAX_THREADS], late;
    bool has_late = job->settle && pthread_create(&late, NULL, hand_on_late, &r) == 0;
    int n = 0, want = s->threads < MAX_THREADS ? s->threads : MAX_THREADS;
    while (n < want - 1 && pthread_create(&threads[n], NULL, work, &r) == 0)
        n++;
    work(&r);
    for (int i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_lock(&r.writing);
    hand_on(&r);
    r.finished = true;
    pthread_cond_signal(&r.over);
    pthread_mutex_unlock(&r.writing);
    if (has_late)
        pthread_join(late, NULL);

    bw_progress_clear(&r.progress);
    bw_wire_close(r.wire);
    if (job->collect && !r.broken && r.no_more && bw_run_print_collected(job, r.out, &r.full))
        give_up_output(&r);
    if ((r.out == stdout ? fflush(stdout) : fclose(r.out)) != 0)
        give_up_output(&r);
    if (r.journal && !r.broken && r.no_more)
        bw_journal_remove(s->output);
    free(r.before);
    free(r.held);
    pthread_mutex_destroy(&r.turning);
    pthread_cond_destroy(&r.over);
    pthread_mutex_destroy(&r.reading);
    pthread_mutex_destroy(&r.writing);
    pthread_cond_destroy(&r.written_one);
    if (r.full.msg[0])
        return bw_cli_fail(BW_EXIT_REFUSED, "%s", r.full.msg);
    if (r.broken)
        return bw_cli_fail(BW_EXIT_REFUSED, "%s: cannot write: %s", s->output ? s->output : "standard output",
                           strerror(r.why));
    if (!r.no_more)
        return bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    return r.place.refused ? BW_EXIT_REFUSED : BW_EXIT_DONE;
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
        .rules_only = s->rules_only,
    };
}

bw_status bw_run_print_collected(const bw_job *job, FILE *out, bw_err *err)
{
    bw_str piece;
    bw_status st;
    while ((st = job->collected(job->collector, &piece, err)) == BW_OK)
        if (fwrite(piece.ptr, 1, piece.len, out) != piece.len)
            return BW_ERR_IO;
    return st == BW_END ? BW_OK : st;
}

void bw_run_write_line(bw_document *doc, const void *with, bw_buf *out)
{
    const bw_line_writer *write = with;
    (*write)(doc, out);
    bw_buf_char(out, '\n');
}

int bw_run_lines(const bw_command *self, int argc, char **argv, bw_stage until, const bw_line_writer *write)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    bw_job job = {.command = self, .write = bw_run_write_line, .with = write};
    bw_run_stages(&s, until, &job.stages);
    return bw_run_documents(&s, &job);
}
