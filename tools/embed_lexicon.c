/* embed_lexicon.c: the files of lexicon/ as one C file, in the order of their names.
 *
 *   usage: embed_lexicon LEXICON OUT.c OUT.d     (OUT.d: what OUT.c was made from, folders included, for ninja)
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const folders[] = {"codebook", "contexts", "grammar", "rules", "sets"};
static const char *const endings[] = {".tsv", ".txt", ".rules"};

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void *check(void *p, const char *what)
{
    if (!p) {
        fprintf(stderr, "embed_lexicon: %s: %s\n", what, strerror(errno));
        exit(1);
    }
    return p;
}

static void embed(const char *path, const char *name, FILE *out)
{
    FILE *f = check(fopen(path, "rb"), path);
    fprintf(out, "    {\"%s\", TEXT(\"\"", name);
    int c, before = '\n';
    while ((c = getc(f)) != EOF) {
        if (before == '\n')
            fputs("\n        \"", out);
        if (c == '\n')
            fputs("\\n\"", out);
        else if (c == '"' || c == '\\' || c == '?') /* '?': no trigraphs */
            fprintf(out, "\\%c", c);
        else if (c < 32 || c > 126)
            fprintf(out, "\\%03o", (unsigned)c);
        else
            putc(c, out);
        before = c;
    }
    fprintf(out, "%s)},\n", before == '\n' ? "" : "\"");
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    FILE *out = check(fopen(argv[2], "wb"), argv[2]), *dep = check(fopen(argv[3], "wb"), argv[3]);
    unsigned n_all = 0;
    fprintf(out, "/* Made by tools/embed_lexicon.c: change the files of lexicon/ instead. */\n#include \"code/lexicon.h\"\n\n"
                 "#define TEXT(s) {s, sizeof(s) - 1}\n\nconst bw_lexicon_file bw_lexicon_files[] = {\n");
    fprintf(dep, "%s:", argv[2]);
    for (size_t k = 0; k < sizeof folders / sizeof *folders; k++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], folders[k]);
        fprintf(dep, " %s", path);
        DIR *d = check(opendir(path), path);
        char **names = NULL;
        size_t n = 0;
        for (struct dirent *e; (e = readdir(d)) != NULL;)
            for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
                size_t len = strlen(e->d_name), tail = strlen(endings[i]);
                if (e->d_name[0] != '.' && len > tail && strcmp(e->d_name + len - tail, endings[i]) == 0) {
                    names = check(realloc(names, (n + 1) * sizeof *names), "memory");
                    names[n++] = check(strdup(e->d_name), "memory");
                }
            }
        closedir(d);
        if (n)
            qsort(names, n, sizeof *names, by_name);
        for (size_t i = 0; i < n; i++) {
            char name[4096];
            snprintf(name, sizeof name, "%s/%s", folders[k], names[i]);
            snprintf(path, sizeof path, "%s/%s/%s", argv[1], folders[k], names[i]);
            fprintf(dep, " %s", path);
            embed(path, name, out);
            free(names[i]);
            n_all++;
        }
        free(names);
    }
    fprintf(out, "};\nconst uint32_t bw_n_lexicon_files = %u;\n", n_all);
    fputc('\n', dep);
    return fclose(out) || fclose(dep);
}
