/* feed.h - RSS, RDF, Atom, CDF and JSON Feed, well-formed or not, in any encoding, to one form.
 *
 *   takes:   a feed's bytes; its address and what HTTP said of it, where known
 *            "<rss><channel><item><title>Talks resume</title>…"
 *   gives:   the feed and its entries; markup without what is unsafe, its addresses absolute; dates as instants
 *   owner:   everything lies in the arena or points into the bytes
 *   fails:   BW_ERR_SYNTAX when it is no feed; what is broken within one is read as far as it goes
 *   cost:    linear; entities that a document type declares may add BW_FEED_MAX_EXPANSION bytes in all
 *   threads: no shared state
 */
#ifndef BW_WIRE_FEED_H
#define BW_WIRE_FEED_H

#include "wire/markup/encoding.h"
#include "wire/markup/instant.h"

enum {
    BW_FEED_MAX_BYTES = 128 << 20,
    BW_FEED_MAX_EXPANSION = 4 << 20,
    BW_FEED_MAX_DEPTH = 100,       /* elements further down are passed over, */
    BW_FEED_MAX_ENTRIES = 200000,  /* and so is what goes beyond these: entries, */
    BW_FEED_MAX_PARTS = 1000,      /* links, authors, contents of one of them, */
    BW_FEED_MAX_KEY = 63,          /* bytes of a member's name, */
    BW_FEED_MAX_SEARCHED = 100,    /* its tags and extensions, among which each new one is looked for */
};

/* What is not known of any of these is empty. */
typedef struct {
    bw_str value, type; /* type: "text/plain", "text/html", "application/xhtml+xml", or another's */
    bw_str language, base; /* in force where it stood */
    bw_str src;            /* where it lies, if not here */
} bw_feed_text;

typedef struct {
    bw_str name, email, href;
} bw_feed_person;
typedef struct {
    bw_feed_person *items;
    uint32_t n, room;
} bw_feed_persons;

typedef struct {
    bw_str term, scheme, label;
} bw_feed_tag;

typedef struct {
    bw_str href, rel, type, length, title, language;
} bw_feed_link;

typedef struct {
    bw_str written; /* ptr NULL: none */
    bool read;      /* `at` is what it means */
    bw_instant at;
} bw_feed_time;

/* A thing of an extension, or one that few need: a value, or members, under the name that it has in the result. */
typedef struct {
    bw_str key, value;
} bw_feed_member;
typedef struct {
    const char *name;
    bw_str value; /* ptr NULL: it has members */
    bw_feed_member *members;
    uint32_t n_members, room;
    bool listed;  /* there may be several of a name */
    bool literal; /* the value is a number or true or false */
} bw_feed_extra;

typedef struct {
    const char *type; /* "Point", "LineString", "Polygon", "Box"; NULL: none */
    bw_str *numbers;  /* as written: latitude, longitude, latitude, … */
    uint32_t n, size; /* size: 3 where heights stand between */
} bw_feed_place;

typedef struct bw_feed_item bw_feed_item;
struct bw_feed_item { /* the feed itself, an entry, or the feed that an entry came from */
    bw_feed_text title, subtitle, summary, rights, info;
    bw_feed_text *content;
    uint32_t n_content, content_room;
    bw_str id, link, comments, language, icon, logo;
    bw_feed_time published, updated, created, expired, valid_from, valid_to;
    bw_feed_persons authors, contributors;
    bw_feed_person publisher;
    bw_feed_tag *tags;
    uint32_t n_tags, tags_room;
    bw_feed_link *links;
    uint32_t n_links, links_room;
    bw_feed_person generator; /* `email`: its version */
    bw_feed_extra *extras;
    uint32_t n_extras, extras_room;
    bw_feed_place place;
    bw_str href; /* of a source that is only named */
    bw_feed_item *source;
};

typedef struct {
    bw_str format; /* "rss20", "rss10", "atom10", "cdf", "json11", …; empty: no feed */
    bw_encoding_verdict encoding;
    uint32_t n_repaired; /* bytes that were no characters */
    bw_feed_item feed;
    bw_feed_item **entries;
    uint32_t n_entries, entries_room;
} bw_feed;

typedef struct {
    bw_str url;
    bw_str content_type, content_location, content_language; /* of the HTTP answer */
} bw_feed_hints;

/* Whether bytes that begin so look like a feed. */
bool bw_feed_looks_so(bw_arena *a, bw_str head);

/* Inside bw_arena_try. `hints` may be NULL. On BW_ERR_SYNTAX *out holds what was found nevertheless. */
BW_MUST_USE bw_status bw_feed_read(bw_arena *a, bw_str bytes, const bw_feed_hints *hints, bw_feed *out, bw_err *err);

/* The whole as JSON, handed to `put` piece by piece. */
typedef void bw_feed_put(void *with, bw_str piece);
void bw_feed_write(bw_arena *a, const bw_feed *f, bw_feed_put *put, void *with);

/* The first link of this kind; empty when there is none. */
bw_str bw_feed_link_of(const bw_feed_item *it, const char *rel);

#endif
