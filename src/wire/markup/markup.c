#include "wire/markup/markup.h"

void bw_markup_start(bw_markup *m, bw_str input, bw_markup_dialect dialect)
{
    m->input = input;
    m->dialect = dialect;
    m->pos = 0;
    m->raw = (bw_str){0};
    m->no_quote[0] = m->no_quote[1] = m->no_instruction_end = m->no_doctype_end = false;
    m->cdata_from = m->cdata_end = 0;
}

static bool starts_name(const bw_markup *m, char c)
{
    return bw_is_alpha(c) || (m->dialect == BW_MARKUP_XML && (c == '_' || c == ':' || c & (char)0x80));
}

static char at(const bw_markup *m, size_t i) { return i < m->input.len ? m->input.ptr[i] : '\0'; }

static size_t skip_space(const bw_markup *m, size_t i)
{
    while (i < m->input.len && bw_is_space(m->input.ptr[i]))
        i++;
    return i;
}

/* ---- tags --------------------------------------------------------------------------------------- */

static size_t end_of_name(const bw_markup *m, size_t i)
{
    bool xml = m->dialect == BW_MARKUP_XML;
    for (; i < m->input.len; i++) {
        char c = m->input.ptr[i];
        if (c == '>' || c == '/' || bw_is_space(c) || (xml && c == '<'))
            break;
    }
    return i;
}

/* The end of a value without quotes: "<br clear=all/>" is an empty tag in XML. */
static size_t end_of_bare_value(const bw_markup *m, size_t i)
{
    bool xml = m->dialect == BW_MARKUP_XML;
    for (; i < m->input.len; i++) {
        char c = m->input.ptr[i];
        if (c == '>' || bw_is_space(c) || (xml && (c == '<' || (c == '/' && at(m, i + 1) == '>'))))
            break;
    }
    return i;
}

/* The value that begins at `i`; *end is behind it, quote and all. */
static bw_str read_value(bw_markup *m, size_t i, size_t *end)
{
    char quote = at(m, i);
    if (quote == '"' || quote == '\'') {
        bool *missing = &m->no_quote[quote == '"'];
        size_t close = *missing ? m->input.len : bw_str_find_char(m->input, quote, i + 1);
        if (close < m->input.len) {
            *end = close + 1;
            return bw_str_slice(m->input, i + 1, close);
        }
        *missing = true;
        i++;
    }
    *end = end_of_bare_value(m, i);
    return bw_str_slice(m->input, i, *end);
}

static size_t end_of_attribute_name(const bw_markup *m, size_t i)
{
    bool xml = m->dialect == BW_MARKUP_XML;
    for (; i < m->input.len; i++) {
        char c = m->input.ptr[i];
        if (c == '=' || c == '>' || c == '/' || bw_is_space(c) || (xml && c == '<'))
            break;
    }
    return i;
}

/* From behind the name to behind ">"; in XML a "<" begins the next tag where the ">" was forgotten. */
static size_t read_attributes(bw_markup *m, size_t i, bw_markup_token *out)
{
    bool xml = m->dialect == BW_MARKUP_XML;
    while (true) {
        i = skip_space(m, i);
        if (i >= m->input.len || (xml && at(m, i) == '<'))
            return i;
        if (at(m, i) == '>')
            return i + 1;
        if (at(m, i) == '/') {
            out->empty = at(m, i + 1) == '>';
            i++;
            continue;
        }
        size_t end = end_of_attribute_name(m, i + 1);
        bw_markup_attribute a = {.name = bw_str_slice(m->input, i, end)};
        i = skip_space(m, end);
        if (at(m, i) == '=')
            a.value = read_value(m, skip_space(m, i + 1), &i);
        else
            i = end;
        if (out->n_attributes < BW_MARKUP_ATTRIBUTES)
            m->attributes[out->n_attributes++] = a;
    }
}

static bool is_raw_element(bw_str name)
{
    static const bw_str raw[] = {
        BW_LIT("script"), BW_LIT("style"), BW_LIT("title"), BW_LIT("textarea"), BW_LIT("iframe"), BW_LIT("xmp"),
        BW_LIT("noframes"), BW_LIT("noembed"), BW_LIT("plaintext"),
    };
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        if (bw_str_eq_fold(name, raw[i]))
            return true;
    return false;
}

static void read_tag(bw_markup *m, bw_markup_token *out)
{
    bool close = at(m, m->pos + 1) == '/';
    size_t first = m->pos + 1 + close, end = end_of_name(m, first);
    out->kind = close ? BW_MARKUP_CLOSE : BW_MARKUP_OPEN;
    out->name = bw_str_slice(m->input, first, end);
    out->attributes = m->attributes;
    m->pos = read_attributes(m, end, out);
    if (close)
        out->n_attributes = 0;
    else if (m->dialect == BW_MARKUP_HTML && is_raw_element(out->name))
        m->raw = out->name;
}

/* ---- what is no tag ----------------------------------------------------------------------------- */

/* What lies between `from` and the next `mark`, and the place behind it; without one to the end of the input. */
static void read_until(bw_markup *m, size_t from, bw_str mark, bw_markup_token *out)
{
    size_t end = bw_str_find(m->input, mark, from);
    out->text = bw_str_slice(m->input, from, end);
    m->pos = end < m->input.len ? end + mark.len : m->input.len;
}

static void read_comment(bw_markup *m, bw_markup_token *out)
{
    size_t from = m->pos + 4;
    out->kind = BW_MARKUP_COMMENT;
    if (m->dialect == BW_MARKUP_HTML && (at(m, from) == '>' || (at(m, from) == '-' && at(m, from + 1) == '>'))) {
        m->pos = from + (at(m, from) == '>' ? 1 : 2); /* "<!-->", "<!--->" */
        return;
    }
    read_until(m, from, BW_LIT("-->"), out);
}

/* Where the declaration ends that may hold an internal subset: [<!ENTITY a "b">]. */
static size_t end_of_doctype(bw_markup *m, size_t i)
{
    int depth = 0;
    for (; !m->no_doctype_end && i < m->input.len; i++) {
        char c = m->input.ptr[i];
        if (c == '"' || c == '\'') {
            i = bw_str_find_char(m->input, c, i + 1);
        } else if (c == '<' && bw_str_starts(bw_str_slice(m->input, i, m->input.len), BW_LIT("<!--"))) {
            i = bw_str_find(m->input, BW_LIT("-->"), i + 4) + 2;
        } else if (c == '[') {
            depth++;
        } else if (c == ']' && depth > 0) {
            depth--;
        } else if (c == '>' && depth == 0) {
            return i;
        }
    }
    m->no_doctype_end = true;
    return m->input.len;
}

static void read_doctype(bw_markup *m, bw_markup_token *out)
{
    size_t from = m->pos + 9, end = m->input.len;
    out->kind = BW_MARKUP_DOCTYPE;
    if (m->dialect == BW_MARKUP_XML)
        end = end_of_doctype(m, from);
    if (end >= m->input.len)
        end = bw_str_find_char(m->input, '>', from);
    out->text = bw_str_slice(m->input, from, end);
    m->pos = end < m->input.len ? end + 1 : m->input.len;
}

static void read_instruction(bw_markup *m, bw_markup_token *out)
{
    size_t from = m->pos + 2, end = m->input.len;
    out->kind = BW_MARKUP_INSTRUCTION;
    if (m->dialect == BW_MARKUP_XML && !m->no_instruction_end) {
        end = bw_str_find(m->input, BW_LIT("?>"), from);
        m->no_instruction_end = end == m->input.len;
    }
    size_t mark = end < m->input.len ? 2 : 1;
    if (end == m->input.len)
        end = bw_str_find_char(m->input, '>', from);
    bw_str inside = bw_str_slice(m->input, from, end);
    size_t name = 0;
    while (name < inside.len && !bw_is_space(inside.ptr[name]))
        name++;
    out->name = bw_str_slice(inside, 0, name);
    out->text = bw_str_trim(bw_str_slice(inside, name, inside.len));
    m->pos = end < m->input.len ? end + mark : m->input.len;
}

static void read_cdata(bw_markup *m, bw_markup_token *out)
{
    size_t from = m->pos + 9;
    if (from < m->cdata_from || from > m->cdata_end) {
        m->cdata_from = from;
        m->cdata_end = bw_str_find(m->input, BW_LIT("]]>"), from);
    }
    out->kind = BW_MARKUP_CDATA;
    out->text = bw_str_slice(m->input, from, m->cdata_end);
    m->pos = m->cdata_end < m->input.len ? m->cdata_end + 3 : m->input.len;
}

static void read_declaration(bw_markup *m, bw_markup_token *out)
{
    bw_str rest = bw_str_slice(m->input, m->pos, m->input.len);
    if (bw_str_starts(rest, BW_LIT("<!--"))) {
        read_comment(m, out);
    } else if (m->dialect == BW_MARKUP_XML && bw_str_starts(rest, BW_LIT("<![CDATA["))) {
        read_cdata(m, out);
    } else if (bw_str_starts_fold(rest, BW_LIT("<!DOCTYPE"))) {
        read_doctype(m, out);
    } else {
        out->kind = BW_MARKUP_COMMENT;
        read_until(m, m->pos + 2, BW_LIT(">"), out);
    }
}

/* ---- text --------------------------------------------------------------------------------------- */

/* Whether a "<" at `i` opens something. */
static bool opens(const bw_markup *m, size_t i)
{
    char next = at(m, i + 1);
    if (next == '/')
        return starts_name(m, at(m, i + 2)) || (m->dialect == BW_MARKUP_HTML && i + 2 < m->input.len);
    return next == '!' || next == '?' || starts_name(m, next);
}

static void read_text(bw_markup *m, bw_markup_token *out)
{
    /* A "<" at the start opens nothing, or this would not be text. */
    size_t end = bw_str_find_char(m->input, '<', m->pos + 1);
    while (end < m->input.len && !opens(m, end))
        end = bw_str_find_char(m->input, '<', end + 1);
    out->kind = BW_MARKUP_TEXT;
    out->text = bw_str_slice(m->input, m->pos, end);
    m->pos = end;
}

/* Text of an element that ends at nothing but its own end tag. */
static void read_raw(bw_markup *m, bw_markup_token *out)
{
    bw_str name = m->raw;
    bool plain = bw_str_eq_fold(name, BW_LIT("plaintext"));
    size_t end = plain ? m->input.len : bw_str_find_char(m->input, '<', m->pos);
    for (; end < m->input.len; end = bw_str_find_char(m->input, '<', end + 1)) {
        char after = at(m, end + 2 + name.len);
        if (at(m, end + 1) == '/' && bw_str_starts_fold(bw_str_slice(m->input, end + 2, m->input.len), name) &&
            (after == '>' || after == '/' || bw_is_space(after) || end + 2 + name.len >= m->input.len))
            break;
    }
    out->kind = BW_MARKUP_TEXT;
    out->raw = !bw_str_eq_fold(name, BW_LIT("title")) && !bw_str_eq_fold(name, BW_LIT("textarea"));
    out->text = bw_str_slice(m->input, m->pos, end);
    m->pos = end;
    m->raw = (bw_str){0};
}

bool bw_markup_next(bw_markup *m, bw_markup_token *out)
{
    *out = (bw_markup_token){.start = m->pos};
    if (m->pos >= m->input.len)
        return false;
    if (m->raw.len)
        read_raw(m, out);
    if (out->text.len) {
        out->end = m->pos;
        return true;
    }
    if (m->pos >= m->input.len)
        return false;
    *out = (bw_markup_token){.start = m->pos};
    char next = at(m, m->pos + 1);
    if (at(m, m->pos) != '<' || !opens(m, m->pos))
        read_text(m, out);
    else if (next == '?')
        read_instruction(m, out);
    else if (next == '!')
        read_declaration(m, out);
    else if (next == '/' && !starts_name(m, at(m, m->pos + 2))) {
        out->kind = BW_MARKUP_COMMENT; /* "</ p>", "</>": the standard drops them */
        read_until(m, m->pos + 2, BW_LIT(">"), out);
    } else
        read_tag(m, out);
    out->end = m->pos;
    return true;
}

bw_str bw_markup_value(const bw_markup_token *t, const char *name)
{
    bw_str wanted = bw_str_of(name);
    for (uint32_t i = 0; i < t->n_attributes; i++)
        if (bw_str_eq_fold(t->attributes[i].name, wanted))
            return t->attributes[i].value.ptr ? t->attributes[i].value : BW_LIT("");
    return (bw_str){0};
}
