#include "wire/markup/address.h"

bw_address bw_address_split(bw_str s)
{
    bw_address out = {0};
    size_t pos = 0, end = 0;
    s = bw_str_trim(s);
    while (end < s.len && (bw_is_alpha(s.ptr[end]) ||
                           (end > 0 && (bw_is_digit(s.ptr[end]) || s.ptr[end] == '+' || s.ptr[end] == '-' || s.ptr[end] == '.'))))
        end++;
    if (end > 0 && end < s.len && s.ptr[end] == ':') {
        out.scheme = bw_str_slice(s, 0, end);
        pos = end + 1;
    }
    size_t hash = bw_str_find_char(s, '#', pos);
    if (hash < s.len)
        out.fragment = bw_str_slice(s, hash + 1, s.len);
    s = bw_str_slice(s, 0, hash);
    size_t mark = bw_str_find_char(s, '?', pos);
    if (mark < s.len)
        out.query = bw_str_slice(s, mark + 1, s.len);
    s = bw_str_slice(s, 0, mark);
    if (bw_str_starts(bw_str_slice(s, pos, s.len), BW_LIT("//"))) {
        size_t slash = bw_str_find_char(s, '/', pos + 2);
        out.authority = bw_str_slice(s, pos + 2, slash);
        pos = slash;
        bw_str host = out.authority;
        size_t at = bw_str_find_char(host, '@', 0);
        if (at < host.len)
            host = bw_str_slice(host, at + 1, host.len);
        size_t port = host.len && *host.ptr == '[' ? bw_str_find_char(host, ']', 0) + 1 : bw_str_find_char(host, ':', 0);
        out.host = bw_str_slice(host, 0, port);
    }
    out.path = bw_str_slice(s, pos, s.len);
    return out;
}

/* Appends `path` to `out` without its "." and ".." (RFC 3986, 5.2.4); an absolute path never climbs above its root. */
static void put_path(bw_buf *out, bw_str path)
{
    size_t floor = out->len;
    while (path.len) {
        size_t slash = *path.ptr == '/';
        size_t end = bw_str_find_char(path, '/', slash);
        bw_str segment = bw_str_slice(path, slash, end);
        bool last = end == path.len;
        if (bw_str_is(segment, "..")) {
            while (out->len > floor && out->ptr[out->len - 1] != '/')
                out->len--;
            out->len -= out->len > floor;
            if (last)
                bw_buf_char(out, '/');
        } else if (bw_str_is(segment, ".")) {
            if (last)
                bw_buf_char(out, '/');
        } else {
            bw_buf_str(out, bw_str_slice(path, 0, end));
        }
        path = bw_str_slice(path, end, path.len);
    }
}

static void put_tail(bw_buf *out, bw_str query, bw_str fragment)
{
    if (query.ptr) {
        bw_buf_char(out, '?');
        bw_buf_str(out, query);
    }
    if (fragment.ptr) {
        bw_buf_char(out, '#');
        bw_buf_str(out, fragment);
    }
}

bw_str bw_address_resolve(bw_arena *a, bw_str base, bw_str reference)
{
    reference = bw_str_trim(reference);
    base = bw_str_trim(base);
    if (base.len == 0)
        return reference;
    bw_address r = bw_address_split(reference), b = bw_address_split(base);
    /* "http:page.html": an old way to write a relative one */
    bool old = r.scheme.len && !r.authority.ptr && bw_str_eq_fold(r.scheme, b.scheme) && b.authority.ptr &&
               (bw_str_eq_fold(r.scheme, BW_LIT("http")) || bw_str_eq_fold(r.scheme, BW_LIT("https")));
    if ((r.scheme.len && !old) || (!b.authority.ptr && !b.scheme.len && !b.path.len))
        return reference;

    bw_buf out = {.arena = a, .room = base.len + reference.len + 8};
    out.ptr = bw_arena_alloc(a, out.room);
    if (b.scheme.len) {
        bw_buf_str(&out, b.scheme);
        bw_buf_char(&out, ':');
    }
    bw_str authority = r.authority.ptr ? r.authority : b.authority;
    if (authority.ptr) {
        bw_buf_text(&out, "//");
        bw_buf_str(&out, authority);
    }
    if (r.authority.ptr || (r.path.len && *r.path.ptr == '/')) {
        put_path(&out, r.path);
        put_tail(&out, r.query, r.fragment);
        return bw_buf_view(&out);
    }
    if (r.path.len == 0) {
        bw_buf_str(&out, b.path);
        put_tail(&out, r.query.ptr ? r.query : b.query, r.fragment);
        return bw_buf_view(&out);
    }
    size_t dir = b.path.len;
    while (dir > 0 && b.path.ptr[dir - 1] != '/')
        dir--;
    bw_buf path = {.arena = a, .room = base.len + reference.len + 1};
    path.ptr = bw_arena_alloc(a, path.room);
    bw_buf_str(&path, bw_str_slice(b.path, 0, dir));
    if (dir == 0 && b.authority.ptr)
        bw_buf_char(&path, '/');
    bw_buf_str(&path, r.path);
    put_path(&out, bw_buf_view(&path));
    put_tail(&out, r.query, r.fragment);
    return bw_buf_view(&out);
}

bool bw_address_has_known_scheme(bw_str s)
{
    static const char *const known[] = {
        "http", "https", "ftp",  "ftps",   "sftp", "mailto", "news",   "nntp", "urn",   "tag",    "tel",  "sms",  "geo",
        "file", "feed",  "data", "magnet", "irc",  "ircs",   "gopher", "rtsp", "rtmp",  "mms",    "xmpp", "sip",  "sips",
        "doi",  "info",  "cid",  "mid",    "svn",  "git",    "ssh",    "ws",   "wss",   "callto", "aim",  "imap", "ldap",
        "telnet", "rsync", "webcal", "hdl", "ed2k", "podcast", "itpc", "pcast", "acct", "tv", "z39.50r", "prospero", "wais", "skype",
    };
    s = bw_str_trim(s);
    bw_str scheme = bw_str_slice(s, 0, bw_str_find_char(s, ':', 0));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (scheme.len < s.len && bw_str_eq_fold(scheme, bw_str_of(known[i])))
            return true;
    return false;
}
