/* Web pages as files: one page, one document. */
#include "wire/page/page.h"
#include "wire/reader.h"

/* A page says so in its first tags, behind whatever stands before them. */
static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    static const bw_str marks[] = {BW_LIT("<!doctype html"), BW_LIT("<html"), BW_LIT("<head>"), BW_LIT("<head "), BW_LIT("<body>"),
                                   BW_LIT("<body "), BW_LIT("<title>")};
    (void)w, (void)whole;
    for (size_t at = 0; at < head.len && at < 4096; at++) {
        if (bw_is_space(head.ptr[at]) || (unsigned char)head.ptr[at] >= 0x80 || head.ptr[at] == '\0')
            continue; /* a byte order mark, UTF-16 */
        if (head.ptr[at] != '<')
            return false;
        bw_str rest = bw_str_slice(head, at, head.len);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (bw_str_starts_fold(rest, marks[i]))
                return true;
        /* A comment or an XML declaration may go before. */
        bw_str end = bw_str_starts(rest, BW_LIT("<!--")) ? BW_LIT("-->") : bw_str_starts(rest, BW_LIT("<?xml")) ? BW_LIT("?>") : BW_LIT("");
        size_t behind = end.len ? bw_str_find(head, end, at) : head.len;
        if (behind == head.len)
            return false;
        at = behind + end.len - 1;
    }
    return false;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_str bytes;
    if (w->done)
        return BW_END;
    w->done = true;
    bw_status st = bw_reader_whole(w, doc->arena, BW_WIRE_MAX_ITEM, "a web page is one document a file", &bytes, err);
    if (st)
        return st;
    doc->head.id = bw_str_copy(doc->arena, bw_str_of(w->name));
    doc->head.format = BW_LIT("html");
    st = bw_page_read(bytes, (bw_str){0}, (bw_str){0}, w->options, doc, err);
    return st ? bw_fail_at(err, st, "%s", w->name) : BW_OK;
}

const bw_reader bw_reader_html = {.name = "html", .recognise = recognise, .next = next, .raw = true};
