#include "parse/train/annotate.h"

#include "base/file.h"
#include "base/utf8.h"
#include "parse/conllu.h"
#include "parse/segment.h"
#include "parse/train/teacher.h"

#include <errno.h>

enum { LONGEST_LINE = 1 << 20, DOCUMENT = 1 << 16, MOST_BYTES = 1 << 30 };

typedef struct {
    const bw_annotate_options *o;
    bw_train_say *say;
    void *with;
    bw_err *err;
    bw_arena *arena, *scratch; /* scratch: of one document */
    bw_segmenter *segmenter;
    bw_teacher teacher;
    bw_pool *pool;
    FILE *out;
    bw_str name;               /* of the text, for the documents' ids */
    bw_str text;               /* of the document */
    uint32_t n_documents;
    uint64_t n_sentences, n_left, n_words;
} annotation;

static bool is_sure(const annotation *a, const bw_teacher_sentence *s)
{
    return s->sure > 0 && s->sure >= a->o->least;
}

static bw_status annotate_document(void *with, bw_err *err)
{
    annotation *a = with;
    size_t n_bad;
    bw_document doc = {.arena = a->scratch};
    doc.head.text = bw_utf8_repair(a->scratch, a->text, &n_bad);
    doc.head.id = bw_str_print(a->scratch, "%.*s-%u", BW_STR_FMT(a->name), ++a->n_documents);
    bw_segment(a->segmenter, &doc);
    bw_teacher_sentence *list = BW_NEW(a->scratch, bw_teacher_sentence, doc.n_sentences);
    for (uint32_t k = 0; k < doc.n_sentences; k++)
        list[k] = (bw_teacher_sentence){doc.tokens + doc.sentences[k].first, doc.sentences[k].n, 0};
    bw_status st = bw_teacher_annotate(&a->teacher, a->pool, list, doc.n_sentences, err);
    if (st)
        return st;

    uint32_t n = 0;
    for (uint32_t k = 0; k < doc.n_sentences; k++) {
        bw_sentence s = doc.sentences[k];
        a->n_left += !is_sure(a, &list[k]);
        if (!is_sure(a, &list[k]))
            continue;
        for (uint32_t i = 0; i < s.n; i++)
            if (list[k].tokens[i].head >= 0)
                list[k].tokens[i].head += (int32_t)s.first;
        doc.sentences[n++] = s;
        a->n_sentences++;
        a->n_words += s.n;
    }
    doc.n_sentences = n;
    bw_buf out = {.arena = a->scratch};
    if (n)
        bw_conllu_write(&doc, &out);
    if (out.len && fwrite(out.ptr, 1, out.len, a->out) != out.len)
        return bw_fail(err, BW_ERR_IO, "%s: %s", a->o->out, strerror(errno));
    return BW_OK;
}

static bw_status flush(annotation *a, bw_buf *text)
{
    a->text = bw_buf_view(text);
    bw_arena_mark mark = bw_arena_save(a->scratch);
    bw_status st = text->len ? bw_arena_try(a->scratch, annotate_document, a, a->err) : BW_OK;
    bw_arena_restore(a->scratch, mark);
    text->len = 0;
    return st;
}

static bw_status annotate_text(annotation *a, const char *path, bw_buf *text, uint64_t done, uint64_t all)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    FILE *in = fopen(path, "rb");
    bw_lines *lines = in ? bw_lines_new(in, path, LONGEST_LINE) : NULL;
    bw_status st = BW_OK;
    bw_str line;
    if (!lines)
        st = in ? bw_fail(a->err, BW_ERR_MEMORY, "out of memory") : bw_fail(a->err, BW_ERR_IO, "%s: %s", path, strerror(errno));
    a->name = bw_str_of(name);
    a->name.len = bw_str_find_char(a->name, '.', 0);
    a->n_documents = 0;
    while (!st) {
        st = bw_lines_next(lines, &line, a->err);
        if (st == BW_ERR_LIMIT)
            st = BW_OK; /* a line of a million bytes is no paragraph */
        else if (!st) {
            line = bw_str_trim(line);
            if (text->len && text->len + line.len > DOCUMENT)
                st = flush(a, text);
            bw_buf_str(text, line);
            bw_buf_text(text, "\n\n");
        }
        if (!st && a->say)
            a->say(a->with, NULL, done + bw_lines_offset(lines), all);
    }
    if (st == BW_END)
        st = flush(a, text);
    bw_lines_free(lines);
    if (in)
        fclose(in);
    return st;
}

static void close_out(void *with)
{
    annotation *a = with;
    if (a->out)
        fclose(a->out);
}

static void free_arena(void *a) { bw_arena_free(a); }
static void end_pool(void *pool) { bw_pool_free(pool); }

static bw_arena *new_arena(annotation *a)
{
    bw_arena *own = bw_arena_new(0);
    if (own)
        bw_arena_defer(a->arena, free_arena, own);
    return own;
}

static bw_status prepare(annotation *a, const char *part)
{
    bw_str bytes;
    bw_status st = bw_segmenter_read(a->arena, bw_token_builtin(), bw_segment_builtin(), &a->segmenter, a->err);
    if (!st)
        st = bw_file_read(a->arena, a->o->teacher, (size_t)MOST_BYTES * 4, &bytes, a->err);
    if (st)
        return st;
    if ((st = bw_teacher_read(&a->teacher, a->arena, bytes, a->err)))
        return bw_fail_at(a->err, st, "%s", a->o->teacher);
    a->scratch = new_arena(a);
    a->pool = bw_pool_new(a->o->threads ? (int)a->o->threads : 1);
    if (!a->scratch || !a->pool)
        return bw_fail(a->err, BW_ERR_MEMORY, "no memory or no thread");
    bw_arena_defer(a->arena, end_pool, a->pool);
    for (int k = 0; k < BW_TRAIN_SHARDS; k++)
        if (!(a->teacher.model->shards[k].arena = new_arena(a)))
            return bw_fail(a->err, BW_ERR_MEMORY, "no memory");
    if (!(a->out = fopen(part, "wb")))
        return bw_fail(a->err, BW_ERR_IO, "%s: %s", part, strerror(errno));
    bw_arena_defer(a->arena, close_out, a);
    return BW_OK;
}

static uint64_t length_of(const char *path)
{
    FILE *f = fopen(path, "rb");
    long n = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : 0;
    if (f)
        fclose(f);
    return n > 0 ? (uint64_t)n : 0;
}

static bw_status annotate(void *with, bw_err *err)
{
    annotation *a = with;
    a->err = err;
    const char *part = bw_str_print(a->arena, "%s.part%c", a->o->out, 0).ptr;
    bw_buf text = {.arena = a->arena};
    uint64_t all = 0, done = 0;
    bw_status st = prepare(a, part);
    for (size_t i = 0; i < a->o->n_texts; i++)
        all += length_of(a->o->texts[i]);
    for (size_t i = 0; !st && i < a->o->n_texts; i++) {
        st = annotate_text(a, a->o->texts[i], &text, done, all);
        done += length_of(a->o->texts[i]);
    }
    if (st)
        return st;
    FILE *out = a->out;
    a->out = NULL;
    if (fclose(out) != 0 || rename(part, a->o->out) != 0)
        return bw_fail(err, BW_ERR_IO, "%s: %s", a->o->out, strerror(errno));
    char line[160];
    snprintf(line, sizeof line, "%llu sentences, %llu words; %llu sentences left out", (unsigned long long)a->n_sentences,
             (unsigned long long)a->n_words, (unsigned long long)a->n_left);
    if (a->say)
        a->say(a->with, line, done, all);
    return BW_OK;
}

bw_status bw_annotate(const bw_annotate_options *options, bw_train_say *say, void *with, bw_err *err)
{
    bw_arena *arena = bw_arena_new(0);
    if (!arena)
        return bw_fail(err, BW_ERR_MEMORY, "no memory to annotate in");
    annotation a = {.o = options, .say = say, .with = with, .arena = arena};
    bw_status st = bw_arena_try(arena, annotate, &a, err);
    bw_arena_free(arena);
    return st;
}
