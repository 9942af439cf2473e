/* json_in.h - JSON objects out of lines, for the commands whose input is not documents.
 *
 *   owner:   the object is given back with the arena; text points into it
 *   fails:   BW_ERR_SYNTAX with the byte at fault; a member of another type counts as absent
 */
#ifndef BW_BASE_JSON_IN_H
#define BW_BASE_JSON_IN_H

#include "base/err.h"
#include "base/str.h"

#include <json-c/json.h>

/* One object and nothing behind it. Inside bw_arena_try. */
BW_MUST_USE bw_status bw_json_in(bw_arena *a, bw_str line, json_object **out, bw_err *err);

/* The member; NULL when it is absent or null. */
json_object *bw_json_member(json_object *o, const char *key);
bw_str bw_json_text(json_object *o, const char *key);               /* ptr NULL when there is none */
bw_str bw_json_id(json_object *o, const char *key);                 /* a whole number is as good as text */
json_object *bw_json_list(json_object *o, const char *key);         /* NULL when there is none */
bool bw_json_whole(json_object *o, const char *key, int64_t *out);  /* false when there is none */
bool bw_json_pair(json_object *o, const char *key, int64_t out[2]); /* [12,34] */

#endif
