/* event_document.c: documents as wire prints them, with their events in them; event_read.c reads them back. */
#include "code/event_row.h"
#include "wire/wire.h"

static void begin(const bw_document *doc, bw_buf *out)
{
    bw_wire_write(doc, out);
    out->len--;
    bw_buf_text(out, ",\"events\":[");
}

static void write_row(const bw_row *r)
{
    if (r->out->ptr[r->out->len - 1] != '[')
        bw_buf_char(r->out, ',');
    bw_code_write(r->doc, (uint32_t)(r->event - r->doc->events), &r->how->record, r->out);
}

static void end(const bw_document *doc, bw_buf *out)
{
    (void)doc;
    bw_buf_text(out, "]}\n");
}

const bw_writer bw_writer_documents = {.name = "documents", .all = true, .row = write_row, .begin = begin, .end = end};
