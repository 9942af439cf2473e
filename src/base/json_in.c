#include "base/json_in.h"

#include "base/json.h"
#include "base/utf8.h"

static void release(void *what) { json_object_put(what); }

bw_status bw_json_in(bw_arena *a, bw_str line, json_object **out, bw_err *err)
{
    line = bw_utf8_skip_mark(line);
    if (line.len > INT32_MAX / 2)
        return bw_fail(err, BW_ERR_LIMIT, "object is too long");
    if (bw_json_weight(line) > BW_JSON_HEAVY)
        return bw_fail(err, BW_ERR_LIMIT, "the JSON object holds too many values");
    json_tokener *t = json_tokener_new_ex(64);
    if (!t)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    json_tokener_set_flags(t, JSON_TOKENER_STRICT);
    json_object *o = json_tokener_parse_ex(t, line.ptr, (int)line.len);
    enum json_tokener_error why = json_tokener_get_error(t);
    size_t at = json_tokener_get_parse_end(t);
    json_tokener_free(t);
    bool object = o && json_object_is_type(o, json_type_object);
    if (!object || bw_str_trim(bw_str_slice(line, at, line.len)).len) {
        json_object_put(o);
        if (why == json_tokener_continue)
            return bw_fail(err, BW_ERR_SYNTAX, "JSON ends early");
        if (why != json_tokener_success)
            return bw_fail(err, BW_ERR_SYNTAX, "JSON: %s at byte %zu", json_tokener_error_desc(why), at);
        return bw_fail(err, BW_ERR_SYNTAX, object ? "JSON: something stands behind the object" : "not a JSON object");
    }
    bw_arena_defer(a, release, o);
    *out = o;
    return BW_OK;
}

json_object *bw_json_member(json_object *o, const char *key)
{
    json_object *v = NULL;
    return json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, key, &v) ? v : NULL;
}

bw_str bw_json_text(json_object *o, const char *key)
{
    json_object *v = bw_json_member(o, key);
    if (!json_object_is_type(v, json_type_string))
        return (bw_str){0};
    return (bw_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

bw_str bw_json_id(json_object *o, const char *key)
{
    json_object *v = bw_json_member(o, key);
    return json_object_is_type(v, json_type_int) ? bw_str_of(json_object_get_string(v)) : bw_json_text(o, key);
}

json_object *bw_json_list(json_object *o, const char *key)
{
    json_object *v = bw_json_member(o, key);
    return json_object_is_type(v, json_type_array) ? v : NULL;
}

bool bw_json_whole(json_object *o, const char *key, int64_t *out)
{
    json_object *v = bw_json_member(o, key);
    if (!json_object_is_type(v, json_type_int))
        return false;
    *out = json_object_get_int64(v);
    return true;
}

bool bw_json_pair(json_object *o, const char *key, int64_t out[2])
{
    json_object *v = bw_json_list(o, key);
    if (!v || json_object_array_length(v) != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        json_object *n = json_object_array_get_idx(v, i);
        if (!json_object_is_type(n, json_type_int))
            return false;
        out[i] = json_object_get_int64(n);
    }
    return true;
}
