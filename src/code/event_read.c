/* event_read.c: records of JSON to events. The record is docs/events.md; keep in step with event_json.c. */
#include "code/event_read.h"

#include "base/json_in.h"
#include "base/utf8.h"

#include <math.h>

typedef struct {
    bw_document *doc;
    bw_err *err;
    size_t number;      /* of the record, from 1 */
    int32_t sentence;   /* of the record: index into doc->sentences */
    uint32_t room_sentences, room_mentions;
} reading;

static bw_status fault(const reading *r, const char *key)
{
    return bw_fail(r->err, BW_ERR_SYNTAX, "event %zu: '%s' is missing, or not what code writes", r->number, key);
}

/* Text in the arena; what is no UTF-8 is repaired. */
static bw_str text_of(reading *r, json_object *o, const char *key)
{
    bw_str s = bw_json_text(o, key);
    size_t n_bad = 0;
    if (!s.ptr)
        return s;
    bw_str good = bw_utf8_repair(r->doc->arena, s, &n_bad);
    return good.ptr == s.ptr ? bw_str_copy(r->doc->arena, s) : good;
}

static const char *name_of(reading *r, json_object *v)
{
    bw_str s = {json_object_get_string(v), json_object_is_type(v, json_type_string) ? (size_t)json_object_get_string_len(v) : 0};
    char *z = BW_NEW(r->doc->arena, char, s.len + 1);
    if (s.len)
        memcpy(z, s.ptr, s.len);
    return z;
}

/* A code of up to `room` - 1 letters; false: longer. */
static bool copy_code(json_object *o, const char *key, char *out, size_t room)
{
    bw_str s = bw_json_text(o, key);
    if (s.len >= room)
        return false;
    memset(out, 0, room);
    if (s.len)
        memcpy(out, s.ptr, s.len);
    return true;
}

static double number_of(json_object *o, const char *key, double missing)
{
    json_object *v = bw_json_member(o, key);
    return json_object_is_type(v, json_type_double) || json_object_is_type(v, json_type_int) ? json_object_get_double(v) : missing;
}

/* Not NaN, which json-c takes and JSON does not have, nor beyond all numbers. */
static bool is_finite(json_object *o, const char *key) { return isfinite(number_of(o, key, 0)); }

static bw_day day_of(json_object *o, const char *key)
{
    bw_str s = bw_json_text(o, key);
    return s.ptr ? bw_day_parse(s) : BW_NO_DAY;
}

static bool precision_of(json_object *o, bw_precision *out)
{
    bw_str s = bw_json_text(o, "date_precision");
    if (!s.ptr)
        return true;
    for (int p = BW_PRECISION_DAY; p <= BW_PRECISION_YEAR; p++)
        if (bw_str_is(s, bw_precision_name((bw_precision)p))) {
            *out = (bw_precision)p;
            return true;
        }
    return false;
}

/* `start` and `end` of a record, within what its offsets count in. */
static bool span_of(const reading *r, json_object *o, int32_t sentence, bw_span *out)
{
    int64_t start, end;
    bw_str source = bw_sentence_source(r->doc, &r->doc->sentences[sentence]);
    if (!bw_json_whole(o, "start", &start) || !bw_json_whole(o, "end", &end) || start < 0 || end < start || end > (int64_t)source.len)
        return false;
    *out = (bw_span){(uint32_t)start, (uint32_t)end};
    return true;
}

/* ---- sentences and mentions ------------------------------------------------------------------------ */

static bw_status read_sentence(reading *r, json_object *o)
{
    bw_document *doc = r->doc;
    int64_t number;
    if (!bw_json_whole(o, "sentence", &number) || number < -1 || number > INT32_MAX)
        return fault(r, "sentence");
    for (r->sentence = 0; (uint32_t)r->sentence < doc->n_sentences; r->sentence++)
        if (doc->sentences[r->sentence].number == number)
            return BW_OK;
    bw_sentence s = {.number = (int32_t)number};
    bw_span span;
    BW_PUSH(doc->arena, doc->sentences, doc->n_sentences, r->room_sentences, s);
    if (!span_of(r, o, r->sentence, &span))
        return fault(r, "start");
    doc->sentences[r->sentence].start = span.start;
    doc->sentences[r->sentence].end = span.end;
    return BW_OK;
}

static int32_t add_mention(reading *r, bw_mention m)
{
    m.sentence = r->sentence;
    m.same_as = m.also = -1;
    BW_PUSH(r->doc->arena, r->doc->mentions, r->doc->n_mentions, r->room_mentions, m);
    return (int32_t)r->doc->n_mentions - 1;
}

static bool read_sectors(json_object *o, bw_mention *m)
{
    json_object *list = bw_json_list(o, "sectors");
    size_t n = list ? json_object_array_length(list) : 0;
    if (n > BW_MAX_SECTORS)
        return false;
    for (size_t i = 0; i < n; i++) {
        json_object *v = json_object_array_get_idx(list, i);
        if (!json_object_is_type(v, json_type_string) || json_object_get_string_len(v) >= (int)sizeof m->sectors[0])
            return false;
        memcpy(m->sectors[i], json_object_get_string(v), (size_t)json_object_get_string_len(v));
    }
    m->n_sectors = (uint8_t)n;
    return true;
}

/* Somebody in a part that he plays. */
static bw_status read_party(reading *r, const char *key, json_object *o, bw_party *out)
{
    bw_mention m = {.actor = true, .kind = BW_MENTION_AGENT, .confidence = (float)number_of(o, "confidence", 0)};
    bw_span span;
    if (!json_object_is_type(o, json_type_object) || !span_of(r, o, r->sentence, &span) ||
        !copy_code(o, "country", m.country, sizeof m.country) || !read_sectors(o, &m) || !isfinite(m.confidence))
        return fault(r, key);
    m.start = span.start;
    m.end = span.end;
    m.entity = text_of(r, o, "entity");
    m.name = text_of(r, o, "name");
    m.role = text_of(r, o, "role");
    m.wikidata = text_of(r, o, "wikidata");
    m.religion = text_of(r, o, "religion");
    m.ethnicity = text_of(r, o, "ethnicity");
    if (m.entity.len && bw_str_is(m.entity, m.country))
        m.kind = BW_MENTION_COUNTRY;
    bw_buf made = {.arena = r->doc->arena};
    bw_mention_code(&m, &made);
    if (!bw_str_eq(bw_json_text(o, "code"), bw_buf_view(&made)))
        m.code = text_of(r, o, "code"); /* of another coder's dictionary */
    *out = (bw_party){span.start, span.end, add_mention(r, m), m.confidence};
    return BW_OK;
}

static bw_status read_parties(reading *r, json_object *o, const char *key, bw_parties *out)
{
    json_object *list = bw_json_list(o, key);
    bw_status st = BW_OK;
    if (!list)
        return fault(r, key);
    for (size_t i = 0; !st && i < json_object_array_length(list); i++) {
        bw_party p = {0};
        st = read_party(r, key, json_object_array_get_idx(list, i), &p);
        if (!st)
            BW_PUSH(r->doc->arena, out->items, out->n, out->room, p);
    }
    return st;
}

static bw_status read_place(reading *r, json_object *o, int32_t *out, bw_str *source)
{
    json_object *place = bw_json_member(o, "place");
    bw_mention m = {.place = true, .kind = BW_MENTION_PLACE};
    int64_t resolution;
    *out = -1;
    if (!place)
        return BW_OK;
    m.name = text_of(r, place, "name");
    if (!m.name.ptr || !copy_code(place, "country", m.country, sizeof m.country) || !bw_json_whole(place, "resolution", &resolution) ||
        !is_finite(place, "lat") || !is_finite(place, "lon"))
        return fault(r, "place");
    if (resolution == 1)
        m.kind = BW_MENTION_COUNTRY;
    m.feature = text_of(r, place, "feature_code");
    if (resolution != 2)
        m.province = text_of(r, place, "province");
    if (resolution != 3)
        m.district = text_of(r, place, "district");
    m.lat = number_of(place, "lat", 1000);
    m.lon = number_of(place, "lon", 1000);
    m.has_point = m.lat <= 90 && m.lat >= -90 && m.lon <= 180 && m.lon >= -180;
    (void)bw_json_whole(place, "geonames", &m.geonames);
    if (source)
        *source = text_of(r, place, "source");
    *out = add_mention(r, m);
    return BW_OK;
}

/* ---- the record ------------------------------------------------------------------------------------ */

static bw_status read_toll(reading *r, json_object *o, const char *key, bw_toll *t)
{
    json_object *toll = bw_json_member(o, key);
    int64_t least = -1, most = -1;
    *t = (bw_toll){.least = -1, .most = -1};
    if (!toll)
        return BW_OK;
    t->text = text_of(r, toll, "text");
    (void)bw_json_whole(toll, "min", &least);
    (void)bw_json_whole(toll, "max", &most);
    if (!t->text.ptr || least < -1 || least > INT32_MAX || most < -1 || most > INT32_MAX)
        return fault(r, key);
    t->least = (int)least;
    t->most = (int)most;
    return BW_OK;
}

static bw_status read_content(reading *r, json_object *o, bw_content *c)
{
    json_object *content = bw_json_member(o, "content");
    *c = (bw_content){.place = -1, .from = BW_NO_DAY, .to = BW_NO_DAY};
    if (!content)
        return BW_OK;
    if (!bw_plover_of(bw_json_text(content, "type"), &c->type) || !precision_of(content, &c->precision))
        return fault(r, "content");
    bw_status st = read_parties(r, content, "actor", &c->actor);
    if (!st)
        st = read_parties(r, content, "recipient", &c->recipient);
    if (!st)
        st = read_place(r, content, &c->place, NULL);
    c->present = true;
    c->from = day_of(content, "date");
    c->to = day_of(content, "date_end");
    c->negated = bw_str_is(bw_json_text(content, "polarity"), "negated");
    return st;
}

static bw_status read_names(reading *r, json_object *o, bw_event *e)
{
    json_object *modes = bw_json_list(o, "modes"), *contexts = bw_json_list(o, "contexts");
    size_t n_modes = modes ? json_object_array_length(modes) : 0, n_contexts = contexts ? json_object_array_length(contexts) : 0;
    if (n_modes > BW_MAX_MODES)
        return fault(r, "modes");
    if (n_contexts > UINT8_MAX)
        return fault(r, "contexts");
    for (size_t i = 0; i < n_modes; i++)
        e->modes[e->n_modes++] = name_of(r, json_object_array_get_idx(modes, i));
    const char **names = BW_NEW(r->doc->arena, const char *, n_contexts);
    for (size_t i = 0; i < n_contexts; i++)
        names[i] = name_of(r, json_object_array_get_idx(contexts, i));
    e->contexts = names;
    e->n_contexts = (uint8_t)n_contexts;
    return BW_OK;
}

static bw_status read_act(reading *r, json_object *o, bw_event *e)
{
    bw_str type = bw_json_text(o, "type"), modality = bw_json_text(o, "modality");
    json_object *trigger = bw_json_member(o, "trigger");
    int64_t quad = 0;
    if (!copy_code(o, "id", e->id, sizeof e->id) || !e->id[0])
        return fault(r, "id");
    if (!trigger || !span_of(r, trigger, r->sentence, &e->trigger))
        return fault(r, "trigger");
    if (type.ptr && !bw_plover_of(type, &e->type))
        return fault(r, "type");
    if (!copy_code(o, "cameo", e->cameo, sizeof e->cameo))
        return fault(r, "cameo");
    if (!precision_of(o, &e->precision))
        return fault(r, "date_precision");
    static const char *const numbers[] = {"intensity", "goldstein", "confidence"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!is_finite(o, numbers[i]))
            return fault(r, numbers[i]);
    (void)bw_json_whole(o, "quad", &quad);
    e->raw = !type.ptr && quad == 0;
    e->from = day_of(o, "date");
    e->to = day_of(o, "date_end");
    e->date_source = text_of(r, o, "date_source");
    e->has_intensity = bw_json_member(o, "intensity") != NULL;
    e->intensity = number_of(o, "intensity", 0);
    e->has_goldstein = bw_json_member(o, "goldstein") != NULL;
    e->goldstein = number_of(o, "goldstein", 0);
    e->reciprocal = json_object_get_boolean(bw_json_member(o, "reciprocal"));
    e->negated = bw_str_is(bw_json_text(o, "polarity"), "negated");
    while (!bw_str_is(modality, bw_modality_name(e->modality)))
        if (e->modality++ == BW_DENIED)
            return fault(r, "modality");
    return read_names(r, o, e);
}

static void read_why(reading *r, json_object *o, bw_event *e)
{
    json_object *list = bw_json_list(o, "alternatives");
    int64_t happening;
    if (bw_json_whole(o, "happening", &happening) && happening >= 0 && happening < 1 << 20)
        e->happening = (uint32_t)happening;
    e->rule = text_of(r, o, "rule");
    e->confidence = (float)number_of(o, "confidence", 0);
    for (size_t i = 0; i < 2 && list && i < json_object_array_length(list); i++) {
        json_object *v = json_object_array_get_idx(list, i);
        if (!bw_plover_of(bw_json_text(v, "type"), &e->alternatives[i].type))
            break;
        e->alternatives[i].share = (float)number_of(v, "probability", 0);
    }
}

static bw_status read_event(reading *r, json_object *o, bw_event *e)
{
    *e = (bw_event){.said_by = -1};
    bw_status st = read_sentence(r, o);
    e->sentence = r->sentence;
    if (!st)
        st = read_act(r, o, e);
    if (!st)
        st = read_parties(r, o, "actor", &e->actor);
    if (!st)
        st = read_parties(r, o, "recipient", &e->recipient);
    if (!st)
        st = read_content(r, o, &e->content);
    if (!st)
        st = read_place(r, o, &e->place, &e->place_source);
    if (!st)
        st = read_toll(r, o, "dead", &e->dead);
    if (!st)
        st = read_toll(r, o, "injured", &e->injured);
    if (!st)
        st = read_toll(r, o, "arrested", &e->arrested);
    if (!st && bw_json_member(o, "said_by")) {
        bw_party p = {0};
        st = read_party(r, "said_by", bw_json_member(o, "said_by"), &p);
        e->said_by = p.mention;
    }
    read_why(r, o, e);
    return st;
}

bw_status bw_code_read(bw_document *doc, bw_err *err)
{
    reading r = {.doc = doc, .err = err};
    size_t n = doc->head.coded ? json_object_array_length(doc->head.coded) : 0;
    bw_event *events = BW_NEW(doc->arena, bw_event, n);
    bw_status st = BW_OK;
    doc->n_events = doc->n_sentences = doc->n_mentions = doc->n_tokens = 0;
    doc->sentences = NULL;
    doc->mentions = NULL;
    for (size_t i = 0; !st && i < n; i++) {
        r.number = i + 1;
        st = read_event(&r, json_object_array_get_idx(doc->head.coded, i), &events[i]);
    }
    doc->events = events;
    doc->n_events = st ? 0 : (uint32_t)n;
    return st;
}
