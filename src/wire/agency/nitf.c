/* NITF 2.5 to 3.6, alone or within NewsML. */
#include "wire/agency/agency.h"
#include "wire/agency/agencyxml.h"
#include "wire/copy/copytext.h"

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    /* Several may stand in an element of the sender's own; feeds that hold it are feeds. */
    static const char *const others[] = {"feed",     "rss",         "RDF",      "html",       "NewsML",
                                         "NewsItem", "newsMessage", "newsItem", "packageItem"};
    (void)w, (void)whole;
    bw_str root = bw_agencyxml_root(head);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (bw_str_is(root, others[i]))
            return false;
    return bw_str_is(root, "nitf") || (root.len && bw_str_find(head, BW_LIT("<nitf"), 0) < head.len);
}

static bool wanted(const bw_tree_node *n) { return bw_str_is(bw_tree_local(n), "nitf"); }

static bw_status open(bw_wire *w, bw_err *err) { return bw_agencyxml_open(w, wanted, NULL, err); }

/* <meta name="anpa-keyword" content="Harbor"/> */
static bw_str meta(const bw_agencyxml *x, const bw_tree_node *head, const char *name)
{
    for (const bw_tree_node *m = head ? bw_tree_child(head, "meta") : NULL; m; m = bw_tree_sibling(m, "meta"))
        if (bw_str_eq_fold(bw_tree_value(m, "name"), bw_str_of(name)))
            return bw_agencyxml_value(x, m, "content");
    return (bw_str){0};
}

/* Pieces of text with a blank between them, without the elements called `but`. */
static bw_str pieces(const bw_agencyxml *x, const bw_tree_node *top, const char *but)
{
    bw_buf out = {.arena = x->doc->arena};
    for (const bw_tree_node *n = top ? top->first : NULL; n;) {
        if (n->kind == BW_TREE_ELEMENT && bw_str_is(bw_tree_local(n), but)) {
            n = bw_tree_over(n, top);
            continue;
        }
        bw_str s = n->kind == BW_TREE_TEXT ? bw_tree_words(&x->view, n) : (bw_str){0};
        if (s.len && out.len && s.ptr[0] != ',' && s.ptr[0] != ')' && out.ptr[out.len - 1] != '(')
            bw_buf_char(&out, ' ');
        bw_buf_str(&out, s);
        n = bw_tree_next(n, top);
    }
    return bw_buf_view(&out);
}

static void read_identity(const bw_agencyxml *x, const bw_tree_node *data)
{
    bw_head *h = &x->doc->head;
    bw_str doc_id = bw_agencyxml_value_at(x, data, "doc-id", "id-string");
    bw_tree_node *key = bw_agencyxml_at(data, "du-key");
    bw_str version = bw_agencyxml_value(x, key, "version"), generation = bw_agencyxml_value(x, key, "generation");
    if (!h->item.ptr) {
        h->item = bw_agencyxml_value(x, key, "key");
        if (!h->item.ptr)
            h->item = doc_id;
        if (doc_id.ptr)
            h->id = doc_id;
    }
    if (h->version.ptr)
        return;
    bw_agency_version(x->doc, generation);
    bw_agency_version(x->doc, version);
    if (generation.ptr && version.ptr)
        h->version = bw_copytext_join(x->doc->arena, generation, ".", version);
}

static void read_docdata(const bw_agencyxml *x, const bw_tree_node *head)
{
    bw_head *h = &x->doc->head;
    const bw_tree_node *data = head ? bw_tree_child(head, "docdata") : NULL;
    if (!data)
        return;
    bw_str issued = bw_agencyxml_value_at(x, data, "date.issue", "norm"),
           release = bw_agencyxml_value_at(x, data, "date.release", "norm");
    if (!issued.ptr)
        issued = bw_agencyxml_value_at(x, head, "pubdata", "date.publication");
    if (h->day == BW_NO_DAY)
        bw_agency_times(x->doc, issued, (bw_str){0}, release);
    bw_agency_status(h, bw_agencyxml_value(x, data, "management-status"));
    bw_agency_priority(h, bw_agencyxml_value_at(x, data, "urgency", "ed-urg"));
    for (const bw_tree_node *m = bw_tree_child(data, "ed-msg"); m; m = bw_tree_sibling(m, "ed-msg")) {
        bw_str info = bw_tree_attribute(&x->view, m, "info"), line;
        while (bw_str_cut(&info, '\n', &line))
            bw_agency_note(x->doc, line);
    }
    bw_agency_provider(x->doc, bw_agencyxml_value_at(x, data, "del-list/from-src", "src-name"));
    bw_agency_provider(x->doc, bw_agencyxml_value_at(x, data, "doc-id", "regsrc"));
}

static void read_slug(const bw_agencyxml *x, const bw_tree_node *head)
{
    static const char *const names[] = {"slugline", "slug", "anpa-keyword", "ntbstikkord"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        bw_agency_slug(x->doc, meta(x, head, names[i]));
    bw_agency_slug(x->doc, bw_agencyxml_value_at(x, head, "docdata/key-list/keyword", "key"));
}

static void read_body_head(const bw_agencyxml *x, const bw_tree_node *top)
{
    bw_document *doc = x->doc;
    bw_tree_node *line = bw_tree_child(top, "hedline");
    if (!line)
        line = bw_tree_child(top, "headline");
    bw_agency_title(doc, bw_agencyxml_text_at(x, line, "hl1"));
    if (line && !bw_tree_child(line, "hl1"))
        bw_agency_title(doc, bw_agencyxml_text(x, line));
    bw_agency_byline(doc, pieces(x, bw_tree_child(top, "byline"), "byttl"));
    bw_agency_provider(doc, bw_agencyxml_text_at(x, top, "distributor"));
    bw_agency_provider(doc, bw_agencyxml_text_at(x, top, "rights/rights.owner"));
    for (const bw_tree_node *n = bw_tree_child(top, "note"); n; n = bw_tree_sibling(n, "note"))
        bw_agency_note(doc, bw_agencyxml_text(x, n));
    bw_tree_node *dateline = bw_tree_child(top, "dateline");
    if (doc->head.day == BW_NO_DAY)
        bw_agency_times(doc, bw_agencyxml_value_at(x, dateline, "story.date", "norm"), (bw_str){0}, (bw_str){0});
    if (dateline && bw_tree_child(dateline, "location"))
        bw_agency_place(doc, pieces(x, bw_tree_child(dateline, "location"), "story.date"));
    else
        bw_agency_dateline(doc, pieces(x, dateline, "story.date"));
}

bw_str bw_nitf_read(const bw_agencyxml *x, bw_tree_node *nitf)
{
    bw_head *h = &x->doc->head;
    bw_tree_node *head = bw_tree_child(nitf, "head"), *body = bw_tree_child(nitf, "body");
    bw_tree_node *top = body ? bw_tree_child(body, "body.head") : NULL,
                 *content = body ? bw_tree_child(body, "body.content") : bw_tree_find(nitf, "body.content");
    read_docdata(x, head);
    if (top)
        read_body_head(x, top);
    bw_agency_title(x->doc, bw_agencyxml_text_at(x, head, "title"));
    read_slug(x, head);
    if (head && bw_tree_child(head, "docdata"))
        read_identity(x, bw_tree_child(head, "docdata"));
    bw_agency_provider(x->doc, bw_agencyxml_value_at(x, head, "docdata/doc.copyright", "holder"));
    if (h->words < 0 && !bw_agency_words(h, meta(x, head, "anpa-wordcount")) &&
        bw_str_is(bw_agencyxml_value_at(x, head, "pubdata", "unit-of-measure"), "word"))
        (void)bw_agency_words(h, bw_agencyxml_value_at(x, head, "pubdata", "item-length"));
    if (!h->section.ptr)
        h->section = bw_agencyxml_value_at(x, head, "tobject/tobject.subject", "tobject.subject.type");
    if (!h->language.ptr)
        h->language = bw_agencyxml_value(x, nitf, "baselang");
    if (!h->language.ptr)
        h->language = bw_agencyxml_value(x, nitf, "xml:lang");
    bw_str end = bw_agencyxml_text_at(x, body, "body.end/tagline");
    if (end.ptr && !h->credits.ptr)
        h->credits = end;
    bw_str text = bw_agencyxml_body(x, content ? content : body, false);
    return bw_str_trim(text).len || !top ? text : bw_agencyxml_body(x, bw_tree_child(top, "abstract"), false);
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_agencyxml x;
    bw_status st = bw_agencyxml_next(w, doc, &x, err);
    if (st)
        return st;
    bw_str body = bw_nitf_read(&x, x.node);
    return bw_agency_finish(w, doc, BW_LIT("text"), body, err);
}

const bw_reader bw_reader_nitf = {.name = "nitf", .recognise = recognise, .open = open, .next = next, .raw = true};
