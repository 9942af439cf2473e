/* stubs.c: stands in for stages that are not written yet. A stage that lands takes over (these are weak);
 * whoever lands one deletes its lines here. */
#include "code/code.h"
#include "link/link.h"
#include "wire/wire.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"
#define STUB __attribute__((weak))
#define NOT_YET(stage) bw_fail(err, BW_ERR_USAGE, stage ": not written yet")

STUB bw_status bw_wire_open(const char *name, const bw_wire_options *options, bw_wire **out, bw_err *err)
{
    return NOT_YET("wire");
}
STUB void bw_wire_close(bw_wire *w) {}
STUB bw_status bw_wire_next(bw_wire *w, bw_document *doc, bw_err *err) { return NOT_YET("wire"); }
STUB uint64_t bw_wire_offset(const bw_wire *w) { return 0; }
STUB uint64_t bw_wire_line(const bw_wire *w) { return 0; }
STUB bw_status bw_wire_seek(bw_wire *w, uint64_t offset, bw_err *err) { return NOT_YET("wire"); }
STUB bw_status bw_wire_read_copy(bw_str bytes, const bw_wire_options *options, bw_document *doc, bw_err *err)
{
    return NOT_YET("wire");
}
STUB void bw_wire_write(const bw_document *doc, bw_buf *out) {}




STUB bw_status bw_lexicon_open(const char *overlay, bool builtin, const char *codebook, bw_lexicon **out, bw_err *err)
{
    return NOT_YET("code");
}
STUB void bw_lexicon_close(bw_lexicon *l) {}
STUB bw_status bw_code_events(const bw_lexicon *l, bw_document *doc, bw_err *err) { return NOT_YET("code"); }
STUB void bw_code_write(const bw_document *doc, uint32_t i, const bw_event_options *options, bw_buf *out) {}
STUB bw_status bw_code_relate(const bw_lexicon *l, bw_document *doc, bw_span actor, bw_span recipient, bw_relation *out,
                              bw_err *err)
{
    return NOT_YET("code");
}
STUB bw_status bw_code_explain(const bw_lexicon *l, bw_document *doc, bw_buf *out, bw_err *err)
{
    return NOT_YET("code");
}
