/* feed_names.h - the elements of feeds, by the vocabulary that they are of.
 *
 *   takes:   addresses and prefixes of namespaces, local names in any case
 *   fails:   never: what is not known is BW_SPACE_OTHER, BW_NAME_NONE
 *   threads: no shared state
 */
#ifndef BW_WIRE_FEED_NAMES_H
#define BW_WIRE_FEED_NAMES_H

#include "base/str.h"

typedef enum {
    BW_SPACE_FEED, /* RSS, Atom, CDF: they share their names */
    BW_SPACE_DC,
    BW_SPACE_DCTERMS,
    BW_SPACE_CONTENT,
    BW_SPACE_ITUNES,
    BW_SPACE_MEDIA,
    BW_SPACE_GEORSS,
    BW_SPACE_GML,
    BW_SPACE_GEO,
    BW_SPACE_WFW,
    BW_SPACE_SLASH,
    BW_SPACE_THR,
    BW_SPACE_RDF,
    BW_SPACE_CC,
    BW_SPACE_ADMIN,
    BW_SPACE_FEEDBURNER,
    BW_SPACE_XHTML,
    BW_SPACE_SVG,
    BW_SPACE_MATHML,
    BW_SPACE_OTHER,
} bw_feed_space;

typedef enum {
    BW_NAME_NONE,
    BW_NAME_RSS, BW_NAME_RDF, BW_NAME_FEED, BW_NAME_CHANNEL, BW_NAME_ENTRY, BW_NAME_SOURCE,
    /* "Weak" ones count where the format's own element is missing. */
    BW_NAME_TITLE, BW_NAME_WEAK_TITLE, BW_NAME_DESCRIPTION, BW_NAME_SUMMARY, BW_NAME_WEAK_SUMMARY, BW_NAME_SUBTITLE,
    BW_NAME_WEAK_SUBTITLE, BW_NAME_CONTENT, BW_NAME_ENCODED, BW_NAME_BODY, BW_NAME_RIGHTS, BW_NAME_INFO, BW_NAME_LINK, BW_NAME_ID,
    BW_NAME_GUID, BW_NAME_COMMENTS, BW_NAME_LANGUAGE, BW_NAME_CATEGORY, BW_NAME_SUBJECT, BW_NAME_KEYWORDS, BW_NAME_MEDIA_KEYWORDS,
    BW_NAME_AUTHOR, BW_NAME_WEAK_AUTHOR, BW_NAME_CREDIT, BW_NAME_CONTRIBUTOR, BW_NAME_PUBLISHER, BW_NAME_PUBLISHED, BW_NAME_UPDATED,
    BW_NAME_CREATED, BW_NAME_EXPIRED, BW_NAME_VALID, BW_NAME_GENERATOR, BW_NAME_ICON, BW_NAME_LOGO, BW_NAME_ENCLOSURE, BW_NAME_IMAGE,
    BW_NAME_TEXT_INPUT, BW_NAME_CLOUD, BW_NAME_TTL, BW_NAME_DOCS, BW_NAME_ERRORS_TO, BW_NAME_LICENSE, BW_NAME_IMAGE_ADDRESS,
    BW_NAME_IMAGE_LINK, BW_NAME_NEW_LOCATION, BW_NAME_RATING, BW_NAME_BLOCK, BW_NAME_EXPLICIT, BW_NAME_ITUNES_CATEGORY, BW_NAME_MEDIA_CONTENT,
    BW_NAME_THUMBNAIL, BW_NAME_MEDIA_PLAYER, BW_NAME_COMMENT_RSS, BW_NAME_COMMENT_API, BW_NAME_IN_REPLY_TO,
    BW_NAME_POINT, BW_NAME_LINE, BW_NAME_POLYGON, BW_NAME_BOX, BW_NAME_GML_POINT, BW_NAME_GML_LINE, BW_NAME_GML_POLYGON,
    BW_NAME_GML_BOX, BW_NAME_POSITION, BW_NAME_CORNER, BW_NAME_LATITUDE, BW_NAME_LONGITUDE,
} bw_feed_name;

bw_feed_space bw_feed_space_of(bw_str uri);
bw_feed_space bw_feed_space_usual(bw_str prefix); /* of a prefix that nobody declared */
const char *bw_feed_space_prefix(bw_feed_space space); /* NULL: the feed's own, or none is usual */
bw_feed_name bw_feed_name_find(bw_feed_space space, bw_str local);

#endif
