/* markup.h - XML and HTML as they come, cut into tags and text: well-formed or not, one pass, no copies.
 *
 *   takes:   valid UTF-8
 *            "<p class=x>Talks <b>resume</b>"
 *   gives:   tokens that point into it; names as written, values and text with their references ("&amp;") in place
 *   fails:   never: what is no markup is text. What is cut off ends with the input.
 *   cost:    linear in the input, whatever it holds; no memory
 *   threads: no shared state
 *
 * In the HTML dialect tags end and raw elements (script, style, textarea, title …) hold text as the WHATWG's tokenizer has
 * it; in XML every element is alike, and there are CDATA sections.
 */
#ifndef BW_WIRE_MARKUP_H
#define BW_WIRE_MARKUP_H

#include "base/str.h"

typedef enum { BW_MARKUP_XML, BW_MARKUP_HTML } bw_markup_dialect;

typedef enum {
    BW_MARKUP_TEXT,
    BW_MARKUP_CDATA,       /* `text` is what it holds, no references */
    BW_MARKUP_OPEN,        /* <name …> */
    BW_MARKUP_CLOSE,       /* </name> */
    BW_MARKUP_COMMENT,
    BW_MARKUP_INSTRUCTION, /* <?name text?> */
    BW_MARKUP_DOCTYPE,     /* `text` is all between "<!DOCTYPE" and its ">", with the internal subset */
} bw_markup_kind;

typedef struct {
    bw_str name, value; /* value without its quotes; ptr NULL: none ("<p hidden>") */
} bw_markup_attribute;

enum { BW_MARKUP_ATTRIBUTES = 96 }; /* of one tag; what comes behind them is passed over */

typedef struct {
    bw_markup_kind kind;
    bw_str name, text;
    const bw_markup_attribute *attributes; /* until the next call */
    uint32_t n_attributes;
    bool empty;        /* "/>" */
    bool raw;          /* text of a raw element of HTML: script, style … */
    size_t start, end; /* of the token, in the input */
} bw_markup_token;

typedef struct {
    bw_str input;
    bw_markup_dialect dialect;
    size_t pos;
    bw_str raw; /* the raw element that is open, or empty */
    /* What a search to the end did not find is not searched for again, or time would grow with the square. */
    bool no_quote[2], no_instruction_end, no_doctype_end;
    size_t cdata_from, cdata_end; /* the first "]]>" behind cdata_from; a caller may go back to within a section */
    bw_markup_attribute attributes[BW_MARKUP_ATTRIBUTES];
} bw_markup;

void bw_markup_start(bw_markup *m, bw_str input, bw_markup_dialect dialect);
bool bw_markup_next(bw_markup *m, bw_markup_token *out); /* false: the end */

/* The value of an attribute, by its name without regard to case, as written; ptr NULL: the tag has none. */
bw_str bw_markup_value(const bw_markup_token *t, const char *name);

/* Entities that a document type declares, their values with references replaced. */
typedef struct {
    bw_str name, value;
} bw_markup_entity;
typedef struct {
    const bw_markup_entity *items;
    size_t n;
} bw_markup_entities;

/* The text with its references replaced; `s` itself when it has none. Numbers for windows-1252 (128 to 159) mean its
 * characters. In HTML the semicolon may lack where the standard lets it; the named characters of HTML are known in XML too, for feeds
 * use them undeclared. What is no reference stays. `declared` may be NULL. */
bw_str bw_markup_unescape(bw_arena *a, bw_str s, bw_markup_dialect dialect, const bw_markup_entities *declared);

/* The same for the value of an attribute: a name that "=" or a letter follows is part of an address ("?a=1&copy=2"). */
bw_str bw_markup_unescape_value(bw_arena *a, bw_str s, bw_markup_dialect dialect, const bw_markup_entities *declared);

/* Writes the characters of a named reference (without "&" and ";") to `out` in UTF-8 and returns their length; 0: there is no such
 * name. *bare: the semicolon may lack. */
size_t bw_markup_named(bw_str name, char out[8], bool *bare);

/* `s` with "&", "<", ">" and, for values of attributes, '"' written as references. */
void bw_markup_escape(bw_buf *out, bw_str s, bool attribute);

#endif
