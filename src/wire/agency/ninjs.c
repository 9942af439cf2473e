/* ninjs 1 to 3, what agencies make of it (AP's media API, Superdesk), and the JSON that AFP hands out. One JSON text holds an item or a list of them;
 * several may follow each other. */
#include "base/json.h"
#include "wire/agency/agency.h"
#include "wire/agency/agencyxml.h"
#include "wire/copy/copytext.h"
#include "wire/decode.h"
#include "wire/reader.h"

#include <json-c/json.h>

enum { MAX_DEPTH = 64, MAX_KEYS = 4096 };

typedef struct {
    json_tokener *tokener;
    json_object *value; /* the JSON text that is being handed out, item by item */
    json_object *list;  /* within it; NULL: the value is one item */
    size_t at;
    bw_str bytes;
    size_t pos; /* of the next JSON text */
    uint64_t line;
    size_t line_pos;
} state;

/* ---- telling it apart --------------------------------------------------------------------------- */

/* What names at most three levels deep say. */
typedef struct {
    int n_item, n_body, n_identity, n_ours;
} evidence;

static void weigh(bw_str key, int depth, evidence *e)
{
    static const char *const item[] = {"versioncreated",     "pubstatus",       "firstcreated", "ednote",
                                       "representationtype", "slugline",        "embargoed",    "standard",
                                       "eventdetails",       "copyrightnotice", "usageterms",   "uno", NULL};
    static const char *const body[] = {"bodies", "headlines", "descriptions", "renditions", "associations",
                                       "altids", NULL};
    static const char *const ours[] = {"text", "raw", "version_of_jsonfeed", NULL};
    for (size_t i = 0; item[i]; i++)
        e->n_item += bw_str_eq_fold(key, bw_str_of(item[i]));
    for (size_t i = 0; body[i]; i++)
        e->n_body += bw_str_is(key, body[i]);
    e->n_body += bw_str_starts(key, BW_LIT("body_")) || bw_str_starts(key, BW_LIT("headline_"));
    e->n_identity += bw_str_is(key, "uri") || bw_str_is(key, "guid") || bw_str_is(key, "headline");
    for (size_t i = 0; ours[i]; i++)
        e->n_ours += depth == 1 && bw_str_is(key, ours[i]);
}

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    evidence e = {0};
    bw_str s = bw_str_trim(head);
    if (s.len == 0 || (s.ptr[0] != '{' && s.ptr[0] != '['))
        return false;
    int depth = 0, n_keys = 0;
    for (size_t i = 0; i < s.len && n_keys < MAX_KEYS; i++) {
        char c = s.ptr[i];
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth <= 0)
            break; /* the first JSON text is enough */
        if (c != '"')
            continue;
        size_t from = ++i;
        while (i < s.len && s.ptr[i] != '"')
            i += s.ptr[i] == '\\' ? 2 : 1;
        size_t behind = i + 1;
        while (behind < s.len && bw_is_space(s.ptr[behind]))
            behind++;
        if (behind < s.len && s.ptr[behind] == ':' && depth <= 5) {
            n_keys++;
            weigh(bw_str_slice(s, from, i), depth, &e);
        }
    }
    return e.n_ours == 0 && e.n_identity > 0 && e.n_item + e.n_body > 0;
}

/* ---- JSON texts --------------------------------------------------------------------------------- */

static void release(bw_wire *w)
{
    state *s = w->state;
    if (s && s->value)
        json_object_put(s->value);
    if (s && s->tokener)
        json_tokener_free(s->tokener);
}

static bw_status open(bw_wire *w, bw_err *err)
{
    state *s = BW_NEW(w->permanent, state, 1);
    uint32_t n_repaired = 0;
    w->state = s;
    s->line = 1;
    bw_status st = bw_reader_whole(w, w->permanent, BW_WIRE_MAX_ITEM, "too much for one file of ninjs", &s->bytes, err);
    if (st)
        return st;
    s->bytes = bw_decode_text(w->permanent, s->bytes, &n_repaired);
    if (bw_json_weight(s->bytes) > BW_JSON_HEAVY)
        return bw_fail(err, BW_ERR_LIMIT, "%s: the JSON text holds too many values", w->name);
    s->tokener = json_tokener_new_ex(MAX_DEPTH);
    return s->tokener ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
}

static uint64_t line_at(state *s, size_t pos)
{
    for (; s->line_pos < pos; s->line_pos++)
        s->line += s->bytes.ptr[s->line_pos] == '\n';
    return s->line;
}

/* The list that an answer of a server wraps: data.items, response.docs, _items, item … */
static json_object *list_within(json_object *v)
{
    static const char *const names[] = {"items", "_items", "item", "results", "docs"};
    json_object *inner;
    if (json_object_is_type(v, json_type_array))
        return v;
    if ((json_object_object_get_ex(v, "data", &inner) || json_object_object_get_ex(v, "response", &inner)) &&
        json_object_is_type(inner, json_type_object))
        v = inner;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_object_object_get_ex(v, names[i], &inner) && json_object_is_type(inner, json_type_array))
            return inner;
    return NULL;
}

/* The item out of what wraps it: {"data":{"item":{…}}}, {"meta":…,"item":{…}}. */
static json_object *unwrap(json_object *v)
{
    json_object *inner;
    for (int i = 0; i < 3 && json_object_is_type(v, json_type_object); i++) {
        if ((json_object_object_get_ex(v, "data", &inner) || json_object_object_get_ex(v, "item", &inner)) &&
            json_object_is_type(inner, json_type_object))
            v = inner;
        else
            break;
    }
    return v;
}

static bw_status parse_next(bw_wire *w, bw_err *err)
{
    state *s = w->state;
    while (s->pos < s->bytes.len && (bw_is_space(s->bytes.ptr[s->pos]) || s->bytes.ptr[s->pos] == ','))
        s->pos++;
    if (s->pos >= s->bytes.len)
        return BW_END;
    w->item_line = line_at(s, s->pos);
    bw_str rest = bw_str_slice(s->bytes, s->pos, s->bytes.len);
    json_tokener_reset(s->tokener);
    s->value = json_tokener_parse_ex(s->tokener, rest.ptr, (int)rest.len);
    enum json_tokener_error what = json_tokener_get_error(s->tokener);
    size_t end = s->pos + json_tokener_get_parse_end(s->tokener);
    if (what == json_tokener_success && s->value && end > s->pos) {
        s->pos = end;
        s->list = list_within(s->value);
        s->at = 0;
        return BW_OK;
    }
    if (s->value)
        json_object_put(s->value);
    s->value = NULL;
    /* What follows may still be in order: the next line that opens an object. */
    size_t next = bw_str_find(s->bytes, BW_LIT("\n{"), s->pos);
    s->pos = next < s->bytes.len ? next + 1 : s->bytes.len;
    if (what == json_tokener_continue)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: the JSON text is cut off", w->name,
                       (unsigned long long)w->item_line);
    return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: JSON: %s", w->name, (unsigned long long)line_at(s, end),
                   what == json_tokener_success ? "no object" : json_tokener_error_desc(what));
}

static bw_status next_item(bw_wire *w, json_object **out, bw_err *err)
{
    state *s = w->state;
    while (true) {
        if (s->value && s->list && s->at < json_object_array_length(s->list)) {
            *out = unwrap(json_object_array_get_idx(s->list, s->at++));
            return BW_OK;
        }
        if (s->value && !s->list && s->at == 0) {
            s->at = 1;
            *out = unwrap(s->value);
            return BW_OK;
        }
        if (s->value)
            json_object_put(s->value);
        s->value = NULL;
        bw_status st = parse_next(w, err);
        if (st)
            return st;
    }
}

/* ---- fields ------------------------------------------------------------------------------------- */

typedef struct {
    bw_document *doc;
    json_object *v;
} item;

/* Names are told apart without regard to case: "versioncreated", "versionCreated". */
static json_object *member(json_object *v, const char *name)
{
    json_object *found = NULL;
    if (!json_object_is_type(v, json_type_object))
        return NULL;
    if (json_object_object_get_ex(v, name, &found))
        return found;
    json_object_object_foreach(v, key, value)
    {
        if (bw_str_eq_fold(bw_str_of(key), bw_str_of(name)))
            return value;
    }
    return NULL;
}

static bw_str copy_text(item *it, json_object *v)
{
    bw_str s = {0};
    if (json_object_is_type(v, json_type_string))
        s = (bw_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
    else if (json_object_is_type(v, json_type_int))
        s = bw_str_of(json_object_get_string(v));
    if (!s.ptr)
        return s;
    bw_str good = bw_decode_text(it->doc->arena, s, &it->doc->head.n_repaired);
    return good.ptr == s.ptr ? bw_str_copy(it->doc->arena, s) : good;
}

static bw_str text(item *it, const char *name) { return copy_text(it, member(it->v, name)); }

/* The first of these that holds text. */
static bw_str first_text(item *it, const char *const *names)
{
    for (; *names; names++) {
        bw_str s = text(it, *names);
        if (bw_str_trim(s).len)
            return s;
    }
    return (bw_str){0};
}

/* A name within an object or the first of a list: {"name":"Finance"}, [{"name":…}], "Finance". */
static bw_str name_of(item *it, json_object *v)
{
    static const char *const names[] = {"name", "literal", "value", "title", "code", NULL};
    if (json_object_is_type(v, json_type_array))
        v = json_object_array_length(v) ? json_object_array_get_idx(v, 0) : NULL;
    if (!json_object_is_type(v, json_type_object))
        return copy_text(it, v);
    item inner = {it->doc, v};
    return first_text(&inner, names);
}

/* Whether a text is marked up: by its type, its role, or its looks. */
static bool is_markup(bw_str type, bw_str s)
{
    return bw_str_find(type, BW_LIT("html"), 0) < type.len ||
           (bw_str_find_char(s, '<', 0) < s.len &&
            (bw_str_find(s, BW_LIT("</"), 0) < s.len || bw_str_find(s, BW_LIT("/>"), 0) < s.len));
}

static bw_str plain(item *it, bw_str type, bw_str s)
{
    return is_markup(type, s) ? bw_agencyxml_markup(it->doc->arena, s) : s;
}

/* The best of several forms of a text. */
typedef struct {
    bw_str text, type, words; /* `words`: their number as the sender gives it */
    int rank;
} form;

/* The main one before those for a line, a phone or a search engine; what is marked up has paragraphs, so it goes before plain
 * text. */
static void consider(form *best, form f, bw_str role)
{
    static const char *const minor[] = {"short", "sub", "alt", "summary", "teaser", "sms", "seo", "social", "push", "extra"};
    if (!bw_str_trim(f.text).len)
        return;
    f.rank = 3 + is_markup(f.type, f.text);
    for (size_t i = 0; i < sizeof minor / sizeof *minor; i++)
        if (bw_str_find(role, bw_str_of(minor[i]), 0) < role.len)
            f.rank = 1;
    if (f.rank > best->rank)
        *best = f;
}

/* A text in any of the forms that versions of ninjs give it: "body_text", "body_xhtml", "body_main", a list of objects
 * "bodies" with role, type and value. */
static bw_str variant(item *it, const char *one, const char *many, bw_str *words)
{
    form best = {0};
    bw_str prefix = bw_str_print(it->doc->arena, "%s_", one);
    json_object *list = member(it->v, many);
    size_t n = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n; i++) {
        item entry = {it->doc, json_object_array_get_idx(list, i)};
        form f = {.text = text(&entry, "value"), .type = text(&entry, "contenttype"), .words = text(&entry, "wordcount")};
        consider(&best, f, text(&entry, "role"));
    }
    if (json_object_is_type(it->v, json_type_object)) {
        json_object_object_foreach(it->v, key, v)
        {
            bw_str name = bw_str_of(key), suffix = bw_str_slice(name, prefix.len, name.len);
            if (bw_str_is(name, one) || bw_str_starts(name, prefix))
                consider(&best, (form){.text = copy_text(it, v), .type = suffix}, suffix);
        }
    }
    if (words)
        *words = best.words;
    return best.text.ptr ? plain(it, best.type, best.text) : best.text;
}

/* AFP's text: a list of paragraphs. */
static bw_str paragraphs(item *it, json_object *list)
{
    bw_buf out = {.arena = it->doc->arena};
    size_t n = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n; i++) {
        bw_buf_str(&out, plain(it, (bw_str){0}, copy_text(it, json_object_array_get_idx(list, i))));
        bw_buf_text(&out, "\n\n");
    }
    return bw_buf_view(&out);
}

static void read_byline(item *it)
{
    static const char *const names[] = {"byline", "by", NULL}, *const entries[] = {"by", "byline", "name", NULL};
    json_object *list = member(it->v, "bylines");
    size_t n = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    bw_agency_byline(it->doc, plain(it, (bw_str){0}, first_text(it, names)));
    for (size_t i = 0; i < n && !it->doc->head.byline.n; i++) {
        item entry = {it->doc, json_object_array_get_idx(list, i)};
        bw_agency_byline(it->doc, first_text(&entry, entries));
    }
    if (it->doc->head.byline.n)
        return;
    list = member(it->v, "authors");
    n = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n && i < 16; i++) {
        item entry = {it->doc, json_object_array_get_idx(list, i)};
        bw_str name = bw_str_trim(text(&entry, "name")), role = text(&entry, "role");
        if (name.len && !bw_str_is(role, "editor") && !bw_str_is(role, "photographer"))
            BW_PUSH(it->doc->arena, it->doc->head.byline.items, it->doc->head.byline.n, it->doc->head.byline.room,
                    name);
    }
}

static void read_place(item *it)
{
    item line = {it->doc, member(it->v, "datelinelocation")};
    bw_str city = text(&line, "city"), country = text(&line, "countryname");
    bw_agency_dateline(it->doc, text(it, "dateline"));
    bw_agency_place(it->doc, name_of(it, member(it->v, "located")));
    if (!city.len && text(it, "uno").len) {
        city = text(it, "city");
        country = text(it, "country");
    }
    if (city.len)
        bw_agency_place(it->doc, bw_copytext_join(it->doc->arena, city, ", ", country));
}

static void read_status(item *it)
{
    bw_head *h = &it->doc->head;
    json_object *signals = member(it->v, "signals");
    json_object *flag;
    bw_agency_status(h, text(it, "pubstatus"));
    bw_agency_status(h, text(it, "status"));
    bw_agency_signal(h, text(it, "signal"));
    bw_agency_priority(h, text(it, "urgency"));
    bw_str priority = text(it, "editorialpriority");
    h->urgent |= bw_str_is(priority, "f") || bw_str_is(priority, "b") || bw_str_is(priority, "u");
    size_t n = json_object_is_type(signals, json_type_array) ? json_object_array_length(signals) : 0;
    for (size_t i = 0; i < n; i++)
        bw_agency_signal(h, name_of(it, json_object_array_get_idx(signals, i)));
    if (json_object_is_type(signals, json_type_object)) { /* TT: {"updatetype":"KORR"} */
        json_object_object_foreach(signals, key, value)
        {
            (void)key;
            bw_agency_signal(h, copy_text(it, value));
        }
    } else if (!n) {
        bw_agency_signal(h, copy_text(it, signals));
    }
    bw_str sequence = text(it, "rewrite_sequence");
    if (text(it, "evolvedfrom").len || sequence.len) {
        int64_t number = 0;
        if (h->revision.kind == BW_REVISION_NONE)
            h->revision =
                (bw_revision){BW_REVISION_UPDATE,
                              bw_str_to_int(sequence, &number) && number > 0 && number < 1000 ? (int)number : 0, -1};
    }
    flag = member(it->v, "correction_sequence");
    if (json_object_is_type(flag, json_type_int) && json_object_get_int(flag) > 0)
        bw_agency_signal(h, BW_LIT("correction"));
    bw_agency_version(it->doc, text(it, "version"));
}

static void read_identity(item *it)
{
    static const char *const names[] = {"uri", "guid", "uno", "_id", "id", NULL};
    static const char *const pages[] = {"canonicalurl", "canonical_url", "url", "web_url", NULL};
    bw_head *h = &it->doc->head;
    item other = {it->doc, member(it->v, "altids")};
    h->url = bw_str_trim(first_text(it, pages));
    h->item = bw_str_trim(text(&other, "itemid"));
    if (!h->item.len) {
        h->item = bw_str_trim(first_text(it, names));
        if (!h->url.len && bw_str_starts(h->item, BW_LIT("http")))
            h->url = h->item;
    }
    if (!h->url.len)
        h->url = (bw_str){0};
    if (!h->item.len)
        h->item = (bw_str){0};
}

static void read_provider(item *it)
{
    static const char *const names[] = {"provider", "source", "infosource", "infosources", "publisher", "creditline"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        bw_agency_provider(it->doc, name_of(it, member(it->v, names[i])));
    item rights = {it->doc, member(it->v, "rightsinfo")};
    bw_agency_provider(it->doc, text(it, "copyrightholder"));
    bw_agency_provider(it->doc, text(&rights, "copyrightholder"));
    if (text(it, "uno").len)
        bw_agency_provider(it->doc, BW_LIT("AFP"));
}

static bw_status read_item(bw_wire *w, item *it, bw_err *err)
{
    static const char *const notes[] = {"ednote", "editorial_note", "specialinstructions", "advisory", NULL};
    static const char *const languages[] = {"language", "lang", NULL};
    static const char *const first[] = {"firstpublished", "firstcreated", "published", NULL};
    static const char *const title[] = {"title", "name", NULL};
    bw_head *h = &it->doc->head;
    bw_str type = text(it, "type");
    bw_agency_times(it->doc, first_text(it, first), text(it, "versioncreated"), text(it, "embargoed"));
    read_identity(it);
    bw_agency_slug(it->doc, text(it, "slugline"));
    bw_agency_slug(it->doc, name_of(it, member(it->v, "slug")));
    bw_str headline = variant(it, "headline", "headlines", NULL);
    bw_agency_title(it->doc, headline.len ? headline : first_text(it, title));
    read_byline(it);
    read_place(it);
    read_provider(it);
    read_status(it);
    bw_agency_note(it->doc, first_text(it, notes));
    h->section = name_of(it, member(it->v, "service"));
    h->language = first_text(it, languages);
    if (!h->section.len)
        h->section = name_of(it, member(it->v, "services"));
    bw_str words, body = variant(it, "body", "bodies", &words);
    if (!bw_agency_words(h, text(it, "wordcount")))
        (void)bw_agency_words(h, words);
    if (!bw_str_trim(body).len)
        body = paragraphs(it, member(it->v, "news"));
    if (!bw_str_trim(body).len)
        body = variant(it, "description", "descriptions", NULL);
    return bw_agency_finish(w, it->doc, type, body, err);
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    json_object *v;
    bw_status st = next_item(w, &v, err);
    if (st)
        return st;
    if (!json_object_is_type(v, json_type_object))
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: a news item is a JSON object, and this is none", w->name,
                       (unsigned long long)w->item_line);
    item it = {doc, v};
    return read_item(w, &it, err);
}

const bw_reader bw_reader_ninjs = {
    .name = "ninjs", .recognise = recognise, .open = open, .next = next, .close = release, .raw = true};
