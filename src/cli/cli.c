#include "cli/cli.h"

#include <stdarg.h>
#include <string.h>

int bw_cli_fail(int status, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("broadway: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return status;
}

void bw_cli_fail_lines(bw_str lines)
{
    bw_str line;
    while (lines.len && bw_str_cut(&lines, '\n', &line))
        if (line.len)
            bw_cli_fail(0, "%.*s", (int)line.len, line.ptr);
}

enum { HELP_AT = 30, HELP_WIDTH = 100 };

/* Behind the first `column` columns; many choices go over several lines. Returns the column where it ends. */
static int print_argument(const char *argument, int column, FILE *out)
{
    bw_str rest = bw_str_of(argument), choice;
    int start = column;
    while (rest.len && bw_str_cut(&rest, '|', &choice)) {
        if (column > start && column + (int)choice.len > HELP_WIDTH) {
            fprintf(out, "\n%*s", start, "");
            column = start;
        }
        column += fprintf(out, "%.*s%s", (int)choice.len, choice.ptr, rest.ptr ? "|" : "");
    }
    return column;
}

void bw_cli_help(const bw_command *c, FILE *out)
{
    fprintf(out, "usage: broadway %s [options]%s%s\n\n%s\noptions:\n", c->name, *c->arguments ? " " : "", c->arguments,
            c->text);
    for (size_t i = 0; i < c->n_options; i++) {
        const bw_option *o = &c->options[i];
        char letter[8] = "";
        if (o->letter)
            snprintf(letter, sizeof letter, "-%c,", o->letter);
        int n = fprintf(out, "  %-3s --%s%s", letter, o->name, o->argument ? " " : "");
        n = print_argument(o->argument ? o->argument : "", n, out);
        fprintf(out, "%s%*s%s\n", n > HELP_AT ? "\n" : "", n > HELP_AT ? HELP_AT + 2 : HELP_AT + 2 - n, "", o->help);
    }
    fprintf(out, "  %-28s  %s\n", "    --help", "show this");
}

static bool choice_allows(const char *choices, const char *value)
{
    bw_str rest = bw_str_of(choices), one;
    while (bw_str_cut(&rest, '|', &one))
        if (bw_str_is(one, value))
            return true;
    return false;
}

static bool set(const bw_command *c, const bw_option *o, const char *value, void *settings)
{
    void *at = (char *)settings + o->at;
    bw_texts *texts = at;
    int64_t n;

    switch (o->kind) {
    case BW_OPTION_FLAG: *(bool *)at = true; return true;
    case BW_OPTION_TEXT: *(const char **)at = value; return true;
    case BW_OPTION_NUMBER:
        if (!bw_str_to_int(bw_str_of(value), &n) || n < 1 || n > 1000000)
            break;
        *(int *)at = (int)n;
        return true;
    case BW_OPTION_DAY:
        *(bw_day *)at = bw_day_parse(bw_str_of(value));
        if (*(bw_day *)at == BW_NO_DAY)
            break;
        return true;
    case BW_OPTION_CHOICE:
        if (!choice_allows(o->argument, value))
            break;
        *(const char **)at = value;
        return true;
    case BW_OPTION_TEXTS:
        if (texts->n == sizeof texts->items / sizeof *texts->items) {
            bw_cli_fail(BW_EXIT_USAGE, "%s: --%s stands more than %d times", c->name, o->name, texts->n);
            return false;
        }
        texts->items[texts->n++] = value;
        return true;
    }
    const char *want = o->kind == BW_OPTION_NUMBER ? "a number from 1"
                       : o->kind == BW_OPTION_DAY  ? "a day such as 2021-04-01"
                                                   : o->argument;
    bw_cli_fail(BW_EXIT_USAGE, "%s: --%s takes %s, not '%s'", c->name, o->name, want, value);
    return false;
}

static const bw_option *find(const bw_command *c, const char *name, size_t len, char letter)
{
    for (size_t i = 0; i < c->n_options; i++) {
        const bw_option *o = &c->options[i];
        if (letter ? o->letter == letter : strlen(o->name) == len && memcmp(o->name, name, len) == 0)
            return o;
    }
    return NULL;
}

static void hash_text(XXH3_state_t *into, const char *z)
{
    XXH3_128bits_update(into, z ? z : "", z ? strlen(z) + 1 : 1); /* with its NUL, so that parts stay apart */
}

void bw_cli_hash(const bw_command *c, const void *settings, XXH3_state_t *into)
{
    static const char *const shapeless[] = {"threads", "output", "resume"};
    hash_text(into, c->name);
    for (size_t i = 0; i < c->n_options; i++) {
        const bw_option *o = &c->options[i];
        const void *at = (const char *)settings + o->at;
        bool counts = true;
        for (size_t k = 0; k < sizeof shapeless / sizeof *shapeless; k++)
            counts &= strcmp(o->name, shapeless[k]) != 0;
        if (!counts)
            continue;
        hash_text(into, o->name);
        switch (o->kind) {
        case BW_OPTION_FLAG: hash_text(into, *(const bool *)at ? "1" : "0"); break;
        case BW_OPTION_NUMBER: XXH3_128bits_update(into, at, sizeof(int)); break;
        case BW_OPTION_DAY: XXH3_128bits_update(into, at, sizeof(bw_day)); break;
        case BW_OPTION_TEXT:
        case BW_OPTION_CHOICE: hash_text(into, *(const char *const *)at); break;
        case BW_OPTION_TEXTS:
            for (int k = 0; k < ((const bw_texts *)at)->n; k++)
                hash_text(into, ((const bw_texts *)at)->items[k]);
            break;
        }
    }
    const bw_settings *s = settings;
    for (int i = 0; i < s->n_files; i++)
        hash_text(into, s->files[i]);
}

static int check_resume(const bw_command *c, const bw_settings *s)
{
    if (!s->output)
        return bw_cli_fail(BW_EXIT_USAGE, "%s: --resume needs --output FILE", c->name);
    bool standard = s->n_files == 0;
    for (int i = 0; i < s->n_files; i++)
        standard |= strcmp(s->files[i], "-") == 0;
    return standard ? bw_cli_fail(BW_EXIT_USAGE, "%s: --resume cannot go back in standard input", c->name) : -1;
}

int bw_cli_parse(const bw_command *c, int argc, char **argv, void *settings)
{
    bw_settings *s = settings;
    s->date = BW_NO_DAY;
    s->threads = 1;
    s->files = argv; /* operands are gathered at its front */

    bool options_end = false;
    for (int i = 1; i < argc; i++) {
        char *arg = argv[i];
        if (options_end || arg[0] != '-' || !arg[1]) {
            s->files[s->n_files++] = arg;
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            options_end = true;
            continue;
        }
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            bw_cli_help(c, stdout);
            return BW_EXIT_DONE;
        }
        bool longer = arg[1] == '-';
        const char *name = longer ? arg + 2 : arg + 1, *value = NULL;
        size_t len = longer ? strcspn(name, "=") : 1;
        const bw_option *o = find(c, name, len, longer ? 0 : arg[1]);
        if (!o)
            return bw_cli_fail(BW_EXIT_USAGE, "%s: no option '%s' (broadway %s --help lists them)", c->name, arg,
                               c->name);
        if (name[len])
            value = name + len + longer;
        if (o->kind == BW_OPTION_FLAG && value)
            return bw_cli_fail(BW_EXIT_USAGE, "%s: --%s takes no value", c->name, o->name);
        if (o->kind != BW_OPTION_FLAG && !value) {
            if (++i == argc)
                return bw_cli_fail(BW_EXIT_USAGE, "%s: --%s needs %s", c->name, o->name, o->argument);
            value = argv[i];
        }
        if (!set(c, o, value, settings))
            return BW_EXIT_USAGE;
    }
    if (s->output && strcmp(s->output, "-") == 0)
        s->output = NULL;
    return s->resume ? check_resume(c, s) : -1;
}
