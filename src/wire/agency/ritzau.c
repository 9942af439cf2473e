/* Ritzau's own XML: <RBNews>, one or a list of them. */
#include "wire/agency/agency.h"
#include "wire/agency/agencyxml.h"

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    return bw_str_is(bw_agencyxml_root(head), "RBNews") || (bw_str_starts(bw_agencyxml_root(head), BW_LIT("XMLNews")) &&
                                                            bw_str_find(head, BW_LIT("<RBNews"), 0) < head.len);
}

static bool wanted(const bw_tree_node *n) { return bw_str_is(bw_tree_local(n), "RBNews"); }

static bw_status open(bw_wire *w, bw_err *err) { return bw_agencyxml_open(w, wanted, NULL, err); }

/* Text that was escaped once more than XML asks for. */
static bw_str line(const bw_agencyxml *x, const char *name)
{
    bw_str s = bw_agencyxml_text_at(x, x->node, name);
    return s.len ? bw_plain_of(x->doc->arena, s) : s;
}

static bool is_true(const bw_agencyxml *x, const char *name) { return bw_str_eq_fold(line(x, name), BW_LIT("true")); }

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_agencyxml x;
    bw_head *h = &doc->head;
    bw_status st = bw_agencyxml_next(w, doc, &x, err);
    if (st)
        return st;
    bw_str id = line(&x, "NewsID"), history = line(&x, "HistID"), origin = line(&x, "origin");
    h->id = id;
    h->item = history.len ? history : id;
    bw_agency_times(doc, line(&x, "PublishDate"), (bw_str){0}, (bw_str){0});
    bw_agency_title(doc, line(&x, "headline"));
    bw_agency_slug(doc, line(&x, "strapline"));
    bw_agency_place(doc, line(&x, "town"));
    bw_agency_byline(doc, line(&x, "byLine"));
    bw_agency_note(doc, line(&x, "TilRedaktionen"));
    bw_agency_priority(h, line(&x, "Priority"));
    h->section = line(&x, "section");
    h->urgent |= is_true(&x, "InfoFlash") || bw_str_eq_fold(line(&x, "format"), BW_LIT("flash"));
    while (origin.len && origin.ptr[0] == '/' && bw_str_ends(origin, BW_LIT("/")) && origin.len > 2)
        origin = bw_str_slice(origin, 1, origin.len - 1);
    bw_agency_provider(doc, origin.len ? origin : BW_LIT("Ritzau"));
    if (is_true(&x, "Annuleret"))
        bw_agency_status(h, BW_LIT("canceled"));
    if (is_true(&x, "Korrektion"))
        bw_agency_signal(h, BW_LIT("correction"));
    if (is_true(&x, "NyVersion"))
        bw_agency_signal(h, BW_LIT("update"));
    bw_agency_version(doc, line(&x, "version"));
    bw_str body = bw_agencyxml_body(&x, bw_tree_child(x.node, "content"), false);
    if (!h->title.ptr && !bw_str_trim(body).len)
        body = line(&x, "ContentShort");
    return bw_agency_finish(w, doc, BW_LIT("text"), body, err);
}

const bw_reader bw_reader_ritzau = {.name = "ritzau", .recognise = recognise, .open = open, .next = next, .raw = true};
