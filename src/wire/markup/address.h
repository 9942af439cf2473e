/* address.h - addresses of the web (RFC 3986, and what pages make of it): parts, and references resolved.
 *
 *   takes:   "https://example.org/a/b?q#f", "../c", "//host/x", " /with blanks around "
 *   owner:   parts point into the address
 *   fails:   never: what is no address has empty parts, and a reference that cannot be resolved comes back as it was
 *   threads: no shared state
 */
#ifndef BW_WIRE_ADDRESS_H
#define BW_WIRE_ADDRESS_H

#include "base/str.h"

typedef struct {
    bw_str scheme;    /* "https", without its colon; empty: a relative reference */
    bw_str authority; /* "user@host:80"; ptr NULL: none */
    bw_str host;      /* of the authority */
    bw_str path, query, fragment; /* the last two without their marks; ptr NULL: none */
} bw_address;

bw_address bw_address_split(bw_str s);

/* The address that `reference` means where `base` is in force; `reference` trimmed when there is no base. */
bw_str bw_address_resolve(bw_arena *a, bw_str base, bw_str reference);

/* Whether it begins with a scheme that the web knows ("https:", "mailto:", "urn:"): others may be a path with a colon in it. */
bool bw_address_has_known_scheme(bw_str s);

#endif
