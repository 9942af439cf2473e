/* Words per second and memory of each stage and of the whole, on text made from bench/news.txt.
 *
 * usage: bench NEWS.txt [STORIES [KERNELS]]: with the arithmetic of that kind of processor (`parse --kernels`)
 *
 * One thread, CPU time. The text is the same in every run and on every machine: slots are filled by a fixed
 * sequence of numbers. Words are runs of characters between white space. A stage's memory is what its results
 * take for one story on average. */
#include "base/file.h"
#include "code/classifier.h"
#include "code/code.h"
#include "link/link.h"
#include "parse/parse.h"
#include "when/when.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { STAGES = 6 };
static const char *const stage_names[STAGES] = {"wire", "parse", "link", "when", "code", "print"};

typedef struct {
    bw_str key;
    bw_strs words;
} slot_list;

typedef struct {
    bw_arena *arena;
    slot_list *lists;
    size_t n_lists, room_lists;
    bw_strs stories;
    uint64_t random;
} news;

static uint32_t draw(news *n, size_t below)
{
    n->random = n->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((n->random >> 33) % below);
}

static void read_news(news *n, bw_str text)
{
    bw_str line;
    bw_buf story = {.arena = n->arena};
    for (bool more = true; more;) {
        more = bw_str_cut(&text, '\n', &line);
        if (bw_str_starts(line, BW_LIT("#")))
            continue;
        if (bw_str_starts(line, BW_LIT("list "))) {
            bw_str rest = bw_str_slice(line, 5, line.len), word;
            slot_list l = {0};
            bw_str_cut(&rest, ' ', &l.key);
            while (bw_str_cut(&rest, ' ', &word))
                if (word.len)
                    BW_PUSH(n->arena, l.words.items, l.words.n, l.words.room, word);
            BW_PUSH(n->arena, n->lists, n->n_lists, n->room_lists, l);
        } else if (line.len) {
            bw_buf_str(&story, line);
            bw_buf_char(&story, '\n');
        } else if (story.len) {
            BW_PUSH(n->arena, n->stories.items, n->stories.n, n->stories.room, bw_buf_view(&story));
            story = (bw_buf){.arena = n->arena};
        }
    }
}

static void fill_slot(news *n, bw_str key, bw_buf *out)
{
    if (bw_str_is(key, "n")) {
        bw_buf_print(out, "%u", draw(n, 28) + 1);
        return;
    }
    bw_str lower = bw_str_lower(n->arena, key);
    for (size_t i = 0; i < n->n_lists; i++) {
        if (!bw_str_eq(n->lists[i].key, lower))
            continue;
        bw_str w = n->lists[i].words.items[draw(n, n->lists[i].words.n)];
        for (size_t k = 0; k < w.len; k++) {
            bool capitals = bw_is_upper(*key.ptr);
            bw_buf_char(out, capitals && bw_is_lower(w.ptr[k]) ? (char)(w.ptr[k] & ~0x20) : w.ptr[k]);
        }
        return;
    }
}

static bw_str next_story(news *n, size_t number)
{
    bw_str plan = n->stories.items[number % n->stories.n];
    bw_buf out = {.arena = n->arena};
    for (size_t i = 0; i < plan.len; i++) {
        if (plan.ptr[i] != '{') {
            bw_buf_char(&out, plan.ptr[i]);
            continue;
        }
        size_t end = bw_str_find_char(plan, '}', i);
        fill_slot(n, bw_str_slice(plan, i + 1, end), &out);
        i = end;
    }
    return bw_buf_view(&out);
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct {
    bw_arena *arena;
    const char *path;
    size_t n_stories;
    bw_parser *parser;
    bw_knowledge *knowledge;
    bw_lexicon *lexicon;
    bw_classifier *classifier;
    bw_readers readers;
} bench;

static bw_status run_story(bench *b, bw_str copy, double seconds[STAGES], size_t bytes[STAGES], size_t *events, bw_err *err)
{
    bw_document doc = {.arena = b->arena};
    bw_wire_options wire = {.date = bw_day_of(2024, 6, 28)};
    bw_when_options when = {0};
    bw_event_options print = {.all_modalities = true};
    bw_buf out = {.arena = b->arena};
    bw_status st = BW_OK;

    for (int stage = 0; stage < STAGES && st == BW_OK; stage++) {
        double start = cpu_seconds();
        size_t held = bw_arena_used(b->arena);
        switch (stage) {
        case 0: st = bw_wire_read_copy(copy, &wire, &doc, err); break;
        case 1: st = bw_parse_sentences(b->parser, &doc, err); break;
        case 2: st = bw_link_actors(b->knowledge, &doc, err); break;
        case 3: st = bw_when_dates(&when, &doc, err); break;
        case 4: st = bw_code_events(&b->readers, &doc, err); break;
        default:
            for (uint32_t i = 0; i < doc.n_events; i++)
                bw_code_write(&doc, i, &print, &out);
        }
        seconds[stage] += cpu_seconds() - start;
        bytes[stage] += bw_arena_used(b->arena) - held;
    }
    *events += doc.n_events;
    return st;
}

static size_t count_words(bw_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += !bw_is_space(s.ptr[i]) && (i == 0 || bw_is_space(s.ptr[i - 1]));
    return n;
}

static bw_status run(void *with, bw_err *err)
{
    bench *b = with;
    news n = {.arena = b->arena, .random = 20240628};
    bw_str text;
    bw_status st = bw_file_read(b->arena, b->path, 1 << 20, &text, err);
    if (st)
        return st;
    read_news(&n, text);

    double seconds[STAGES] = {0}, total = 0;
    size_t bytes[STAGES] = {0}, words = 0, events = 0;
    for (size_t i = 0; i < b->n_stories; i++) {
        bw_arena_mark mark = bw_arena_save(b->arena);
        bw_str copy = next_story(&n, i);
        words += count_words(copy);
        st = run_story(b, copy, seconds, bytes, &events, err);
        if (st)
            return st;
        bw_arena_restore(b->arena, mark);
    }
    for (int s = 0; s < STAGES; s++)
        total += seconds[s];

    printf("%zu stories, %zu words, %zu events\n\n", b->n_stories, words, events);
    printf("%-8s %12s %8s %14s\n", "stage", "words/s", "share", "bytes/story");
    for (int s = 0; s < STAGES; s++)
        printf("%-8s %12.0f %7.1f%% %14zu\n", stage_names[s], (double)words / seconds[s], 100 * seconds[s] / total,
               bytes[s] / b->n_stories);
    printf("%-8s %12.0f %7.1f%%\n", "all", (double)words / total, 100.0);
    return BW_OK;
}

int main(int argc, char **argv)
{
    bw_err err = {0};
    bench b = {.path = argc > 1 ? argv[1] : "bench/news.txt", .n_stories = 2000};
    double start = cpu_seconds();

    if (argc > 2)
        b.n_stories = strtoul(argv[2], NULL, 10);
    b.arena = bw_arena_new(0);
    if (!b.arena || b.n_stories == 0 || bw_parser_open(NULL, &b.parser, &err) || bw_knowledge_open(NULL, true, &b.knowledge, &err) ||
        bw_lexicon_open(NULL, true, NULL, &b.lexicon, &err) ||
        bw_classifier_open(bw_classifier_builtin(), bw_parser_network(b.parser), &b.classifier, &err) ||
        (argc > 3 && bw_parser_use(b.parser, argv[3], &err))) {
        fprintf(stderr, "bench: %s\n", err.msg);
        return 1;
    }
    b.readers = (bw_readers){b.lexicon, b.classifier};
    double opened = cpu_seconds() - start;
    bw_status st = bw_arena_try(b.arena, run, &b, &err);
    if (st)
        fprintf(stderr, "bench: %s\n", err.msg);

    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    if (!st)
        printf("\nopening tables and weights %.1f ms; peak memory %.1f MB\n", opened * 1e3, (double)use.ru_maxrss / 1024);
    bw_classifier_close(b.classifier);
    bw_lexicon_close(b.lexicon);
    bw_knowledge_close(b.knowledge);
    bw_parser_close(b.parser);
    bw_arena_free(b.arena);
    return st != BW_OK;
}
