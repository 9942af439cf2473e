/* cli.h - the commands of the program: one table of them, and for each one table of its options.
 *
 * From the table of options come parsing, --help, the check of the manual page and the completion, so
 * they cannot drift apart. To add a command: a file cmd_NAME.c with a `const bw_command`, a line in
 * BW_COMMAND_LIST, a line in meson.build, a page docs/man/broadway-NAME.1.
 *
 *   exit:    0 done, 1 some inputs refused and the rest done, 2 wrong use
 *   output:  results on standard output; what went wrong on standard error, with file, line and cause
 */
#ifndef BW_CLI_CLI_H
#define BW_CLI_CLI_H

#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

#include <stddef.h>
#include <stdio.h>
#include <xxhash.h>

enum { BW_EXIT_DONE = 0, BW_EXIT_REFUSED = 1, BW_EXIT_USAGE = 2 };

typedef enum {
    BW_OPTION_FLAG,   /* bool */
    BW_OPTION_TEXT,   /* const char * */
    BW_OPTION_NUMBER, /* int, 1 or more */
    BW_OPTION_DAY,    /* bw_day */
    BW_OPTION_CHOICE, /* const char *, one of those that `argument` lists: "table|jsonl|csv" */
    BW_OPTION_TEXTS,  /* bw_texts: given as often as wanted */
} bw_option_kind;

typedef struct {
    const char *items[64];
    int n;
} bw_texts;

typedef struct {
    const char *name; /* without its dashes */
    char letter;      /* for "-j"; 0: none */
    bw_option_kind kind;
    const char *argument; /* as help shows it; NULL for a flag */
    const char *help;
    size_t at; /* offset of the value in the command's settings */
} bw_option;

typedef struct bw_command {
    const char *name;
    const char *arguments; /* behind the options in the usage line */
    const char *summary;   /* one line, for the list of commands */
    const char *text;      /* what it does, for --help; ends in a newline */
    const bw_option *options;
    size_t n_options;
    int (*run)(const struct bw_command *self, int argc, char **argv); /* argv[0] is the command's name */
} bw_command;

#define BW_OPTIONS(table) .options = (table), .n_options = sizeof(table) / sizeof *(table)

/* What most commands share. A command with options of its own has this as the first member of its settings. */
typedef struct {
    char **files; /* operands, in order */
    int n_files;
    const char *from, *text_column, *date_column, *id_column, *title_column, *url_column;
    bw_day date;
    const char *knowledge, *lexicon, *codebook;
    bool no_builtin, rules_only;
    int threads;
    const char *output;
    bool resume;
} bw_settings;

#define BW_AT(type, member) offsetof(type, member)

#define BW_OPTIONS_INPUT                                                                                        \
    {"from", 0, BW_OPTION_CHOICE, BW_WIRE_FORMATS, "format of the input (recognised)",                                                 \
     BW_AT(bw_settings, from)},                                                                                \
        {"date", 0, BW_OPTION_DAY, "DAY", "date of documents that have none, as 2021-04-01",                   \
         BW_AT(bw_settings, date)},                                                                            \
        {"text-column", 0, BW_OPTION_TEXT, "NAME", "CSV: the column of the text", BW_AT(bw_settings, text_column)}, \
        {"date-column", 0, BW_OPTION_TEXT, "NAME", "CSV: the column of the date", BW_AT(bw_settings, date_column)}, \
        {"id-column", 0, BW_OPTION_TEXT, "NAME", "CSV: the column of the id", BW_AT(bw_settings, id_column)},       \
        {"title-column", 0, BW_OPTION_TEXT, "NAME", "CSV: the column of the title",                                \
         BW_AT(bw_settings, title_column)},                                                                        \
    {                                                                                                           \
        "url-column", 0, BW_OPTION_TEXT, "NAME", "CSV: the column of the address", BW_AT(bw_settings, url_column) \
    }

#define BW_OPTIONS_KNOWLEDGE                                                                                   \
    {"knowledge", 0, BW_OPTION_TEXT, "DIR", "tables of who is who, laid over those built in",                  \
     BW_AT(bw_settings, knowledge)},                                                                          \
    {                                                                                                          \
        "no-builtin", 0, BW_OPTION_FLAG, NULL, "leave out the tables and rules that are built in",             \
            BW_AT(bw_settings, no_builtin)                                                                     \
    }

#define BW_OPTIONS_LEXICON BW_OPTIONS_LEXICON_OF("plover-2024")
#define BW_OPTIONS_LEXICON_OF(book)                                                                            \
    {"lexicon", 0, BW_OPTION_TEXT, "DIR", "rules of which words say which event, laid over those built in",    \
     BW_AT(bw_settings, lexicon)},                                                                            \
    {                                                                                                          \
        "codebook", 0, BW_OPTION_CHOICE, "plover-2024|cameo2plover-2021",                                      \
            "table that turns CAMEO codes into types (" book ")", BW_AT(bw_settings, codebook)                 \
    }
#define BW_OPTION_RULES_ONLY {"rules-only", 0, BW_OPTION_FLAG, NULL, "without the classifier, the second reader", BW_AT(bw_settings, rules_only)}

#define BW_OPTIONS_RUN                                                                                         \
    {"threads", 'j', BW_OPTION_NUMBER, "N", "work on N documents at a time; output keeps the order of input (1)", \
     BW_AT(bw_settings, threads)},                                                                            \
        {"resume", 0, BW_OPTION_FLAG, NULL, "go on with an output that was cut off (with --output)",           \
         BW_AT(bw_settings, resume)},                                                                          \
    {                                                                                                          \
        "output", 'o', BW_OPTION_TEXT, "FILE", "write to FILE instead of standard output",                     \
            BW_AT(bw_settings, output)                                                                         \
    }

/* Reads the options into `settings` (its first member a bw_settings, all of it zero before) and the rest of
 * argv into its files. Returns -1 to go on, else the status to leave with: help was shown, or the use was wrong. */
int bw_cli_parse(const bw_command *c, int argc, char **argv, void *settings);

/* Adds the options that shape the output (not threads, output, resume) to a hash: same hash, same output. */
void bw_cli_hash(const bw_command *c, const void *settings, XXH3_state_t *into);

void bw_cli_help(const bw_command *c, FILE *out);
/* "broadway: MESSAGE" on standard error, and the status. */
int bw_cli_fail(int status, const char *fmt, ...) BW_PRINTF(2, 3);
/* Each of the lines so. */
void bw_cli_fail_lines(bw_str lines);

/* In the order of the data, then what looks after it. */
#define BW_COMMAND_LIST(X)                                                                           \
    X(code) X(wire) X(feed) X(extract) X(parse) X(link) X(when) X(relate) X(story) X(explain) X(eval) X(kb) X(lexicon) X(train)

#define BW_COMMAND_EXTERN(name) extern const bw_command bw_command_##name;
BW_COMMAND_LIST(BW_COMMAND_EXTERN)
#undef BW_COMMAND_EXTERN

#endif
