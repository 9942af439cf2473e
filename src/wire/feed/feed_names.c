#include "wire/feed/feed_names.h"

static const struct {
    const char *uri, *prefix;
    bw_feed_space space;
} spaces[] = {
    {"http://www.w3.org/2005/atom", "atom", BW_SPACE_FEED},
    {"http://purl.org/atom/ns#", "", BW_SPACE_FEED},
    {"http://purl.org/rss/1.0/", "rss", BW_SPACE_FEED},
    {"http://purl.org/rss/1.0/modules/rss091#", "rss091", BW_SPACE_FEED},
    {"http://purl.org/net/rss1.1#", "", BW_SPACE_FEED},
    {"http://my.netscape.com/rdf/simple/0.9/", "", BW_SPACE_FEED},
    {"http://channel.netscape.com/rdf/simple/0.9/", "", BW_SPACE_FEED},
    {"http://backend.userland.com/rss", "", BW_SPACE_FEED},
    {"http://backend.userland.com/rss2", "", BW_SPACE_FEED},
    {"http://backend.userland.com/rss091", "", BW_SPACE_FEED},
    {"http://blogs.law.harvard.edu/tech/rss", "", BW_SPACE_FEED},
    {"http://cyber.law.harvard.edu/rss/rss.html", "", BW_SPACE_FEED},
    {"", "a10", BW_SPACE_FEED},
    {"", "atom10", BW_SPACE_FEED},
    {"http://purl.org/dc/elements/1.1/", "dc", BW_SPACE_DC},
    {"http://purl.org/dc/elements/1.0/", "", BW_SPACE_DC},
    {"http://purl.org/dc/terms/", "dcterms", BW_SPACE_DCTERMS},
    {"http://purl.org/rss/1.0/modules/content/", "content", BW_SPACE_CONTENT},
    /* Aggregators of Russia have names of their own for the whole text. */
    {"http://news.yandex.ru", "yandex", BW_SPACE_CONTENT},
    {"http://turbo.yandex.ru", "turbo", BW_SPACE_CONTENT},
    {"http://news.rambler.ru", "rambler", BW_SPACE_CONTENT},
    {"http://news.mail.ru", "mailru", BW_SPACE_CONTENT},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes", BW_SPACE_ITUNES},
    {"http://www.itunes.com/dtds/podcastextensions-1.0.dtd", "", BW_SPACE_ITUNES},
    {"http://search.yahoo.com/mrss/", "media", BW_SPACE_MEDIA},
    {"http://video.search.yahoo.com/mrss/", "", BW_SPACE_MEDIA},
    {"http://www.georss.org/georss", "georss", BW_SPACE_GEORSS},
    {"http://www.opengis.net/gml", "gml", BW_SPACE_GML},
    {"http://www.opengis.net/gml/3.2", "", BW_SPACE_GML},
    {"http://www.w3.org/2003/01/geo/wgs84_pos#", "geo", BW_SPACE_GEO},
    {"http://wellformedweb.org/commentapi/", "wfw", BW_SPACE_WFW},
    {"http://purl.org/rss/1.0/modules/slash/", "slash", BW_SPACE_SLASH},
    {"http://purl.org/syndication/thread/1.0", "thr", BW_SPACE_THR},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", BW_SPACE_RDF},
    {"http://web.resource.org/cc/", "cc", BW_SPACE_CC},
    {"http://backend.userland.com/creativecommonsrssmodule", "creativecommons", BW_SPACE_CC},
    {"http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", "", BW_SPACE_CC},
    {"http://creativecommons.org/ns#", "", BW_SPACE_CC},
    {"http://webns.net/mvcb/", "admin", BW_SPACE_ADMIN},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner", BW_SPACE_FEEDBURNER},
    {"http://www.w3.org/1999/xhtml", "xhtml", BW_SPACE_XHTML},
    {"", "html", BW_SPACE_XHTML},
    {"http://www.w3.org/2000/svg", "svg", BW_SPACE_SVG},
    {"http://www.w3.org/1998/math/mathml", "math", BW_SPACE_MATHML},
};

static bw_str without_slash(bw_str s)
{
    while (s.len && s.ptr[s.len - 1] == '/')
        s.len--;
    return s;
}

bw_feed_space bw_feed_space_of(bw_str uri)
{
    uri = without_slash(bw_str_trim(uri));
    bool secure = bw_str_starts_fold(uri, BW_LIT("https://"));
    if (secure)
        uri = bw_str_slice(uri, 8, uri.len);
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        bw_str known = without_slash(bw_str_of(spaces[i].uri));
        if (secure && bw_str_starts(known, BW_LIT("http://")))
            known = bw_str_slice(known, 7, known.len);
        if (known.len && bw_str_eq_fold(uri, known))
            return spaces[i].space;
    }
    return uri.len ? BW_SPACE_OTHER : BW_SPACE_FEED;
}

bw_feed_space bw_feed_space_usual(bw_str prefix)
{
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (*spaces[i].prefix && bw_str_eq_fold(prefix, bw_str_of(spaces[i].prefix)))
            return spaces[i].space;
    return BW_SPACE_OTHER;
}

const char *bw_feed_space_prefix(bw_feed_space space)
{
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (spaces[i].space == space && space != BW_SPACE_FEED && *spaces[i].prefix)
            return spaces[i].prefix;
    return NULL;
}

/* In the order of space and name. */
static const struct {
    bw_feed_space space;
    const char *name;
    bw_feed_name id;
} names[] = {
    {BW_SPACE_FEED, "abstract", BW_NAME_DESCRIPTION},
    {BW_SPACE_FEED, "author", BW_NAME_AUTHOR},
    {BW_SPACE_FEED, "body", BW_NAME_BODY},
    {BW_SPACE_FEED, "category", BW_NAME_CATEGORY},
    {BW_SPACE_FEED, "channel", BW_NAME_CHANNEL},
    {BW_SPACE_FEED, "cloud", BW_NAME_CLOUD},
    {BW_SPACE_FEED, "comments", BW_NAME_COMMENTS},
    {BW_SPACE_FEED, "content", BW_NAME_CONTENT},
    {BW_SPACE_FEED, "contributor", BW_NAME_CONTRIBUTOR},
    {BW_SPACE_FEED, "copyright", BW_NAME_RIGHTS},
    {BW_SPACE_FEED, "created", BW_NAME_CREATED},
    {BW_SPACE_FEED, "description", BW_NAME_DESCRIPTION},
    {BW_SPACE_FEED, "docs", BW_NAME_DOCS},
    {BW_SPACE_FEED, "enclosure", BW_NAME_ENCLOSURE},
    {BW_SPACE_FEED, "entry", BW_NAME_ENTRY},
    {BW_SPACE_FEED, "expirationdate", BW_NAME_EXPIRED},
    {BW_SPACE_FEED, "feed", BW_NAME_FEED},
    {BW_SPACE_FEED, "fullitem", BW_NAME_ENCODED},
    {BW_SPACE_FEED, "generator", BW_NAME_GENERATOR},
    {BW_SPACE_FEED, "guid", BW_NAME_GUID},
    {BW_SPACE_FEED, "icon", BW_NAME_ICON},
    {BW_SPACE_FEED, "id", BW_NAME_ID},
    {BW_SPACE_FEED, "image", BW_NAME_IMAGE},
    {BW_SPACE_FEED, "info", BW_NAME_INFO},
    {BW_SPACE_FEED, "issued", BW_NAME_PUBLISHED},
    {BW_SPACE_FEED, "item", BW_NAME_ENTRY},
    {BW_SPACE_FEED, "language", BW_NAME_LANGUAGE},
    {BW_SPACE_FEED, "lastbuilddate", BW_NAME_UPDATED},
    {BW_SPACE_FEED, "link", BW_NAME_LINK},
    {BW_SPACE_FEED, "logo", BW_NAME_LOGO},
    {BW_SPACE_FEED, "managingeditor", BW_NAME_AUTHOR},
    {BW_SPACE_FEED, "modified", BW_NAME_UPDATED},
    {BW_SPACE_FEED, "newlocation", BW_NAME_NEW_LOCATION},
    {BW_SPACE_FEED, "pubdate", BW_NAME_PUBLISHED},
    {BW_SPACE_FEED, "published", BW_NAME_PUBLISHED},
    {BW_SPACE_FEED, "publisher", BW_NAME_PUBLISHER},
    {BW_SPACE_FEED, "rating", BW_NAME_RATING},
    {BW_SPACE_FEED, "rdf", BW_NAME_RDF},
    {BW_SPACE_FEED, "rights", BW_NAME_RIGHTS},
    {BW_SPACE_FEED, "rss", BW_NAME_RSS},
    {BW_SPACE_FEED, "source", BW_NAME_SOURCE},
    {BW_SPACE_FEED, "subtitle", BW_NAME_SUBTITLE},
    {BW_SPACE_FEED, "summary", BW_NAME_SUMMARY},
    {BW_SPACE_FEED, "tagline", BW_NAME_SUBTITLE},
    {BW_SPACE_FEED, "textinput", BW_NAME_TEXT_INPUT},
    {BW_SPACE_FEED, "title", BW_NAME_TITLE},
    {BW_SPACE_FEED, "ttl", BW_NAME_TTL},
    {BW_SPACE_FEED, "updated", BW_NAME_UPDATED},
    {BW_SPACE_FEED, "webmaster", BW_NAME_PUBLISHER},
    {BW_SPACE_DC, "author", BW_NAME_AUTHOR},
    {BW_SPACE_DC, "contributor", BW_NAME_CONTRIBUTOR},
    {BW_SPACE_DC, "creator", BW_NAME_AUTHOR},
    {BW_SPACE_DC, "date", BW_NAME_UPDATED},
    {BW_SPACE_DC, "description", BW_NAME_WEAK_SUMMARY},
    {BW_SPACE_DC, "language", BW_NAME_LANGUAGE},
    {BW_SPACE_DC, "publisher", BW_NAME_PUBLISHER},
    {BW_SPACE_DC, "rights", BW_NAME_RIGHTS},
    {BW_SPACE_DC, "subject", BW_NAME_SUBJECT},
    {BW_SPACE_DC, "title", BW_NAME_WEAK_TITLE},
    {BW_SPACE_DCTERMS, "abstract", BW_NAME_WEAK_SUMMARY},
    {BW_SPACE_DCTERMS, "created", BW_NAME_CREATED},
    {BW_SPACE_DCTERMS, "creator", BW_NAME_WEAK_AUTHOR},
    {BW_SPACE_DCTERMS, "issued", BW_NAME_PUBLISHED},
    {BW_SPACE_DCTERMS, "modified", BW_NAME_UPDATED},
    {BW_SPACE_DCTERMS, "valid", BW_NAME_VALID},
    {BW_SPACE_CONTENT, "content", BW_NAME_ENCODED},
    {BW_SPACE_CONTENT, "encoded", BW_NAME_ENCODED},
    {BW_SPACE_CONTENT, "full-text", BW_NAME_ENCODED},
    {BW_SPACE_CONTENT, "fulltext", BW_NAME_ENCODED},
    {BW_SPACE_ITUNES, "author", BW_NAME_WEAK_AUTHOR},
    {BW_SPACE_ITUNES, "block", BW_NAME_BLOCK},
    {BW_SPACE_ITUNES, "category", BW_NAME_ITUNES_CATEGORY},
    {BW_SPACE_ITUNES, "explicit", BW_NAME_EXPLICIT},
    {BW_SPACE_ITUNES, "image", BW_NAME_IMAGE_ADDRESS},
    {BW_SPACE_ITUNES, "keywords", BW_NAME_KEYWORDS},
    {BW_SPACE_ITUNES, "link", BW_NAME_IMAGE_LINK},
    {BW_SPACE_ITUNES, "owner", BW_NAME_PUBLISHER},
    {BW_SPACE_ITUNES, "subtitle", BW_NAME_WEAK_SUBTITLE},
    {BW_SPACE_ITUNES, "summary", BW_NAME_WEAK_SUMMARY},
    {BW_SPACE_MEDIA, "category", BW_NAME_CATEGORY},
    {BW_SPACE_MEDIA, "content", BW_NAME_MEDIA_CONTENT},
    {BW_SPACE_MEDIA, "credit", BW_NAME_CREDIT},
    {BW_SPACE_MEDIA, "description", BW_NAME_WEAK_SUMMARY},
    {BW_SPACE_MEDIA, "keywords", BW_NAME_MEDIA_KEYWORDS},
    {BW_SPACE_MEDIA, "license", BW_NAME_LICENSE},
    {BW_SPACE_MEDIA, "player", BW_NAME_MEDIA_PLAYER},
    {BW_SPACE_MEDIA, "thumbnail", BW_NAME_THUMBNAIL},
    {BW_SPACE_MEDIA, "title", BW_NAME_WEAK_TITLE},
    {BW_SPACE_GEORSS, "box", BW_NAME_BOX},
    {BW_SPACE_GEORSS, "line", BW_NAME_LINE},
    {BW_SPACE_GEORSS, "point", BW_NAME_POINT},
    {BW_SPACE_GEORSS, "polygon", BW_NAME_POLYGON},
    {BW_SPACE_GML, "envelope", BW_NAME_GML_BOX},
    {BW_SPACE_GML, "linestring", BW_NAME_GML_LINE},
    {BW_SPACE_GML, "lowercorner", BW_NAME_CORNER},
    {BW_SPACE_GML, "point", BW_NAME_GML_POINT},
    {BW_SPACE_GML, "polygon", BW_NAME_GML_POLYGON},
    {BW_SPACE_GML, "pos", BW_NAME_POSITION},
    {BW_SPACE_GML, "poslist", BW_NAME_POSITION},
    {BW_SPACE_GML, "uppercorner", BW_NAME_CORNER},
    {BW_SPACE_GEO, "lat", BW_NAME_LATITUDE},
    {BW_SPACE_GEO, "long", BW_NAME_LONGITUDE},
    {BW_SPACE_WFW, "comment", BW_NAME_COMMENT_API},
    {BW_SPACE_WFW, "commentrss", BW_NAME_COMMENT_RSS},
    {BW_SPACE_THR, "in-reply-to", BW_NAME_IN_REPLY_TO},
    {BW_SPACE_RDF, "rdf", BW_NAME_RDF},
    {BW_SPACE_CC, "license", BW_NAME_LICENSE},
    {BW_SPACE_ADMIN, "errorreportsto", BW_NAME_ERRORS_TO},
    {BW_SPACE_ADMIN, "generatoragent", BW_NAME_GENERATOR},
    {BW_SPACE_FEEDBURNER, "browserfriendly", BW_NAME_INFO},
    {BW_SPACE_XHTML, "body", BW_NAME_BODY},
    {BW_SPACE_XHTML, "div", BW_NAME_BODY},
};

bw_feed_name bw_feed_name_find(bw_feed_space space, bw_str local)
{
    char key[24];
    if (local.len == 0 || local.len >= sizeof key)
        return BW_NAME_NONE;
    for (size_t i = 0; i < local.len; i++)
        key[i] = bw_lower(local.ptr[i]);
    key[local.len] = '\0';
    size_t low = 0, high = sizeof names / sizeof *names;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = (int)names[mid].space - (int)space;
        if (order == 0)
            order = strcmp(names[mid].name, key);
        if (order == 0)
            return names[mid].id;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return BW_NAME_NONE;
}
