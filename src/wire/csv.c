/* CSV (RFC 4180, with ',' ';' or '|' between cells) and TSV: the first row names the columns. */
#include "wire/decode.h"
#include "wire/reader.h"

enum { MAX_COLUMNS = 1024 };

typedef enum {
    COLUMN_ID,
    COLUMN_TEXT,
    COLUMN_RAW,
    COLUMN_DATE,
    COLUMN_TITLE,
    COLUMN_URL,
    COLUMN_PUBLISHER,
    COLUMN_LANGUAGE,
    N_COLUMNS,
} column;

/* The usual names, best first; case, blanks, hyphens and underscores do not count. */
static const char *const usual[N_COLUMNS][12] = {
    [COLUMN_ID] = {"id", "docid", "documentid", "articleid", "storyid", "guid", "uid", "rowid"},
    [COLUMN_TEXT] = {"text", "body", "content", "article", "fulltext", "articletext", "story", "storytext", "bodytext",
                     "maintext", "sentence"},
    [COLUMN_RAW] = {"raw", "rawtext", "copy"},
    [COLUMN_DATE] = {"published", "date", "pubdate", "publishdate", "publicationdate", "publishedat", "datetime",
                     "datepublished", "timestamp", "pubdatetime"},
    [COLUMN_TITLE] = {"title", "headline", "heading", "hed"},
    [COLUMN_URL] = {"url", "link", "sourceurl", "articleurl", "permalink"},
    [COLUMN_PUBLISHER] = {"publisher", "source", "outlet", "newspaper", "publication", "media", "sourcename"},
    [COLUMN_LANGUAGE] = {"language", "lang"},
};

typedef struct {
    char delimiter;
    bw_strs names;
    int columns[N_COLUMNS]; /* -1: not there */
} state;

/* ---- rows ------------------------------------------------------------------------------------- */

/* The end of the cell that begins at `from`, before its delimiter or at the end of the row. *open: it is quoted, and the quote is not
 * closed; `inside`: it began in a line before. */
static size_t end_of_cell(bw_str row, size_t from, char delimiter, bool inside, bool *open)
{
    size_t at = from;
    *open = inside || (at < row.len && row.ptr[at] == '"');
    at += *open && !inside;
    while (*open && at < row.len) {
        at = bw_str_find_char(row, '"', at);
        if (at + 1 < row.len && row.ptr[at + 1] == '"') {
            at += 2;
        } else if (at < row.len) {
            *open = false;
            at++;
        }
    }
    return bw_str_find_char(row, delimiter, at);
}

/* Whether a quoted cell is still open at the end of the line. */
static bool still_quoted(bw_str line, char delimiter, bool quoted)
{
    bool open;
    size_t at = end_of_cell(line, 0, delimiter, quoted, &open);
    while (at < line.len)
        at = end_of_cell(line, at + 1, delimiter, false, &open);
    return open;
}

/* The next row, which may go over several lines when a cell is quoted; blank lines are passed over. */
static bw_status next_row(bw_wire *w, bw_arena *a, char delimiter, bw_str *row, bw_err *err)
{
    bw_str line;
    bw_status st;
    do {
        st = bw_lines_next(w->lines, &line, err);
        w->item_line = bw_lines_number(w->lines);
        if (st)
            return st;
    } while (bw_str_trim(line).len == 0);

    if (!still_quoted(line, delimiter, false)) {
        *row = line;
        return BW_OK;
    }
    bw_buf all = {.arena = a};
    bool quoted = true, over = false;
    bw_buf_str(&all, line);
    while (quoted && (st = bw_lines_next(w->lines, &line, err)) == BW_OK) {
        quoted = still_quoted(line, delimiter, true);
        over |= all.len + line.len >= BW_WIRE_MAX_ITEM;
        if (over)
            break;
        bw_buf_char(&all, '\n');
        bw_buf_str(&all, line);
    }
    if (st != BW_OK && st != BW_END)
        return st;
    if (quoted || over)
        return bw_fail(err, BW_ERR_SYNTAX,
                       "%s:%llu: a quote is opened in this row and not closed %s %llu: those lines are lost", w->name,
                       (unsigned long long)w->item_line, over ? "within 16 MB, up to line" : "until the end, line",
                       (unsigned long long)bw_lines_number(w->lines));
    *row = bw_buf_view(&all);
    return BW_OK;
}

/* A cell without its quotes; what stands wrongly behind a closing quote leaves the cell as it is. */
static bw_str unquote(bw_arena *a, bw_str cell)
{
    if (cell.len < 2 || cell.ptr[0] != '"' || cell.ptr[cell.len - 1] != '"')
        return cell;
    bw_str inside = bw_str_slice(cell, 1, cell.len - 1);
    if (bw_str_find_char(inside, '"', 0) == inside.len)
        return inside;
    char *out = bw_arena_alloc(a, inside.len);
    size_t n = 0;
    for (size_t from = 0, at; from < inside.len; from = at + 2) {
        at = bw_str_find_char(inside, '"', from);
        if (at < inside.len && (at + 1 == inside.len || inside.ptr[at + 1] != '"'))
            return cell;
        size_t piece = at + (at < inside.len) - from; /* with one of two quotes */
        memcpy(out + n, inside.ptr + from, piece);
        n += piece;
    }
    return (bw_str){out, n};
}

static void cut_row(bw_arena *a, bw_str row, char delimiter, bw_strs *cells)
{
    bool open;
    *cells = (bw_strs){0};
    for (size_t from = 0, end; from <= row.len; from = end + 1) {
        end = end_of_cell(row, from, delimiter, false, &open);
        if (cells->n < MAX_COLUMNS)
            BW_PUSH(a, cells->items, cells->n, cells->room, unquote(a, bw_str_slice(row, from, end)));
    }
}

/* ---- columns ---------------------------------------------------------------------------------- */

static bool is_usual(bw_str name, const char *form)
{
    size_t at = 0;
    name = bw_str_trim(name);
    for (size_t i = 0; i < name.len; i++) {
        char c = bw_lower(name.ptr[i]);
        if (c == ' ' || c == '_' || c == '-' || c == '.')
            continue;
        if (form[at] == '\0' || form[at] != c)
            return false;
        at++;
    }
    return at > 0 && form[at] == '\0';
}

static int find_column(bw_strs names, column c)
{
    for (size_t k = 0; k < sizeof usual[c] / sizeof *usual[c] && usual[c][k]; k++)
        for (size_t i = 0; i < names.n; i++)
            if (is_usual(names.items[i], usual[c][k]))
                return (int)i;
    return -1;
}

static char guess_delimiter(bw_str line)
{
    static const char choices[] = {'\t', ',', ';', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t k = 0; k < sizeof choices; k++) {
        size_t n = 0;
        bool quoted = false;
        for (size_t i = 0; i < line.len; i++) {
            quoted ^= line.ptr[i] == '"';
            n += !quoted && line.ptr[i] == choices[k];
        }
        if (n > most) {
            most = n;
            best = choices[k];
        }
    }
    return best;
}

/* A first line whose cells are short names, two of them usual ones or one of them for the text. */
static bool looks_header(const bw_wire *w, bw_str head, bool tabs)
{
    bw_str line = bw_str_slice(head, 0, bw_str_find_char(head, '\n', 0)), cell;
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    char delimiter = guess_delimiter(line);
    if ((delimiter == '\t') != tabs || bw_str_find_char(line, delimiter, 0) == line.len || line.len > 4096)
        return false;
    size_t n_usual = 0, n_text = 0, n_prose = 0; /* "Text, more text" is a headline */
    while (bw_str_cut(&line, delimiter, &cell)) {
        if (cell.len >= 2 && cell.ptr[0] == '"' && cell.ptr[cell.len - 1] == '"')
            cell = bw_str_slice(cell, 1, cell.len - 1);
        if (cell.len > 60 || bw_str_find_char(cell, '.', 0) + 1 == cell.len)
            return false;
        n_prose += cell.len == 0 || cell.ptr[0] == ' ';
        bool asked = cell.len && (bw_str_eq(cell, w->options->text_column) ||
                                  bw_str_eq(cell, w->options->date_column) || bw_str_eq(cell, w->options->id_column));
        for (int c = 0; c < N_COLUMNS; c++)
            if (asked || find_column((bw_strs){&cell, 1, 1}, (column)c) >= 0) {
                n_usual++;
                n_text += asked || c == COLUMN_TEXT || c == COLUMN_RAW;
                break;
            }
    }
    return n_usual >= 2 || (n_text >= 1 && n_prose == 0);
}

/* Of the name of what a packed file holds, too. */
static bool has_suffix(const bw_wire *w, const char *suffix)
{
    static const bw_str packed[] = {BW_LIT(".gz"), BW_LIT(".zst"), BW_LIT(".zstd")};
    bw_str name = bw_str_of(w->name), end = bw_str_of(suffix);
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (bw_str_ends(name, packed[i])) {
            name.len -= packed[i].len;
            break;
        }
    return name.len > end.len && bw_str_eq_fold(bw_str_slice(name, name.len - end.len, name.len), end);
}

static bool recognise_csv(const bw_wire *w, bw_str head, bool whole)
{
    (void)whole;
    return has_suffix(w, ".csv") || looks_header(w, head, false);
}

static bool recognise_tsv(const bw_wire *w, bw_str head, bool whole)
{
    (void)whole;
    return has_suffix(w, ".tsv") || has_suffix(w, ".tab") || looks_header(w, head, true);
}

static bw_str list_names(bw_arena *a, bw_strs names)
{
    bw_buf out = {.arena = a};
    for (size_t i = 0; i < names.n && out.len < 200; i++)
        bw_buf_print(&out, "%s'%.*s'", i ? ", " : "", (int)(names.items[i].len > 40 ? 40 : names.items[i].len),
                     names.items[i].ptr);
    return bw_buf_view(&out);
}

static bw_status choose_columns(bw_wire *w, state *s, bw_err *err)
{
    const bw_wire_options *o = w->options;
    const struct {
        column column;
        bw_str asked;
        const char *option;
    } named[] = {
        {COLUMN_TEXT, o->text_column, "text"}, {COLUMN_DATE, o->date_column, "date"},
        {COLUMN_ID, o->id_column, "id"},       {COLUMN_TITLE, o->title_column, "title"},
        {COLUMN_URL, o->url_column, "url"},
    };
    for (int c = 0; c < N_COLUMNS; c++)
        s->columns[c] = find_column(s->names, (column)c);
    for (size_t k = 0; k < sizeof named / sizeof *named; k++) {
        if (!named[k].asked.len)
            continue;
        int found = -1;
        for (size_t i = 0; i < s->names.n && found < 0; i++)
            if (bw_str_eq(bw_str_trim(s->names.items[i]), named[k].asked))
                found = (int)i;
        for (size_t i = 0; i < s->names.n && found < 0; i++)
            if (bw_str_eq_fold(bw_str_trim(s->names.items[i]), named[k].asked))
                found = (int)i;
        bw_str names = list_names(w->permanent, s->names);
        if (found < 0)
            return bw_fail(err, BW_ERR_USAGE, "%s:%llu: no column '%.*s' for the %s; the columns are %.*s", w->name,
                           (unsigned long long)w->item_line, (int)(named[k].asked.len > 60 ? 60 : named[k].asked.len),
                           named[k].asked.ptr, named[k].option, BW_STR_FMT(names));
        s->columns[named[k].column] = found;
    }
    if (s->columns[COLUMN_TEXT] < 0 && s->columns[COLUMN_RAW] < 0) {
        bw_str names = list_names(w->permanent, s->names);
        return bw_fail(err, BW_ERR_SYNTAX,
                       "%s:%llu: no column for the text; the columns are %.*s: name one with --text-column", w->name,
                       (unsigned long long)w->item_line, BW_STR_FMT(names));
    }
    return BW_OK;
}

static bw_status open_table(bw_wire *w, bool tabs, bw_err *err)
{
    state *s = BW_NEW(w->permanent, state, 1);
    bw_str row;
    w->state = s;
    /* The header's own quotes are read with the comma; its delimiter is known only after. */
    bw_status st = next_row(w, w->permanent, tabs ? '\t' : ',', &row, err);
    if (st)
        return st == BW_END ? bw_fail(err, BW_ERR_SYNTAX, "%s: is empty", w->name) : st;
    uint32_t n_repaired = 0;
    row = bw_str_copy(w->permanent, bw_decode_text(w->permanent, row, &n_repaired));
    s->delimiter = tabs ? '\t' : guess_delimiter(row);
    cut_row(w->permanent, row, s->delimiter, &s->names);
    return choose_columns(w, s, err);
}

static bw_status open_csv(bw_wire *w, bw_err *err) { return open_table(w, false, err); }
static bw_status open_tsv(bw_wire *w, bw_err *err) { return open_table(w, true, err); }

/* ---- items ------------------------------------------------------------------------------------ */

static bw_str cell_text(bw_document *doc, const state *s, bw_strs cells, column c)
{
    if (s->columns[c] < 0)
        return (bw_str){0};
    bw_str cell = cells.items[s->columns[c]];
    bw_str good = bw_decode_text(doc->arena, cell, &doc->head.n_repaired);
    if (c != COLUMN_TEXT && c != COLUMN_RAW)
        good = bw_str_trim(good);
    if (good.len == 0)
        return (bw_str){0};
    return good.ptr >= cell.ptr && good.ptr <= cell.ptr + cell.len ? bw_str_copy(doc->arena, good) : good;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    state *s = w->state;
    bw_head *h = &doc->head;
    bw_strs cells;
    bw_str row;
    bw_status st = next_row(w, doc->arena, s->delimiter, &row, err);
    unsigned long long line = (unsigned long long)w->item_line;
    if (st)
        return st;
    cut_row(doc->arena, row, s->delimiter, &cells);
    if (cells.n != s->names.n)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: %zu cells where the header has %zu", w->name, line, cells.n,
                       s->names.n);

    h->id = cell_text(doc, s, cells, COLUMN_ID);
    if (!h->id.len)
        h->id = bw_reader_id(w, doc->arena);
    h->title = cell_text(doc, s, cells, COLUMN_TITLE);
    h->url = cell_text(doc, s, cells, COLUMN_URL);
    h->publisher = cell_text(doc, s, cells, COLUMN_PUBLISHER);
    h->language = cell_text(doc, s, cells, COLUMN_LANGUAGE);
    bw_str date = cell_text(doc, s, cells, COLUMN_DATE);
    if (!bw_reader_published(doc, date))
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: '%.*s' in column '%.*s' is no date: YYYY-MM-DD is", w->name, line,
                       (int)(date.len > 40 ? 40 : date.len), date.ptr,
                       BW_STR_FMT(s->names.items[s->columns[COLUMN_DATE]]));
    h->text = cell_text(doc, s, cells, COLUMN_TEXT);
    bw_str raw = h->text.ptr ? (bw_str){0} : cell_text(doc, s, cells, COLUMN_RAW);
    if (raw.ptr) {
        st = bw_wire_read_copy(raw, w->options, doc, err);
        return st ? bw_fail_at(err, st, "%s:%llu", w->name, line) : BW_OK;
    }
    if (!h->text.ptr && !h->title.ptr)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: the text is empty", w->name, line);
    if (!h->text.ptr)
        h->text = BW_LIT("");
    bw_reader_complete(w->options, doc);
    return BW_OK;
}

const bw_reader bw_reader_csv = {
    .name = "csv", .recognise = recognise_csv, .open = open_csv, .next = next, .by_line = true};
const bw_reader bw_reader_tsv = {
    .name = "tsv", .recognise = recognise_tsv, .open = open_tsv, .next = next, .by_line = true};
