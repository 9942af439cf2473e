/* NewsML-G2: Reuters, AFP, AP, dpa, ANSA, STT. Qcodes are matched by their text; a catalogue is never fetched. */
#include "wire/agency/agency.h"
#include "wire/agency/agencyxml.h"

static bool is_item(bw_str name)
{
    static const char *const names[] = {"newsItem", "packageItem", "conceptItem", "planningItem", "knowledgeItem"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bw_str_is(name, names[i]))
            return true;
    return false;
}

/* Events and concepts as data, not as words. */
static bool is_data(const bw_tree_node *n)
{
    return bw_tree_find(n, "conceptSet") || bw_tree_find(n, "concept") || bw_tree_find(n, "event") ||
           bw_tree_find(n, "eventDetails");
}

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    bw_str root = bw_agencyxml_root(head);
    return is_item(root) || bw_str_is(root, "newsMessage") || bw_str_is(root, "contentSet");
}

/* Also a piece that was cut out of an item. */
static bool wanted(const bw_tree_node *n)
{
    return is_item(bw_tree_local(n)) || bw_str_is(bw_tree_local(n), "contentSet");
}

/* Whether an item is a story: it says so, or holds words to read, for those of pictures, packages and concepts only
 * describe. What is taken back may come without any. */
static bool is_story(const bw_tree_node *n)
{
    static const char *const parts[] = {"inlineXML", "inlineData"};
    const bw_tree_node *meta = bw_tree_child(n, "itemMeta"), *class = meta ? bw_tree_child(meta, "itemClass") : NULL,
                       *status = meta ? bw_tree_child(meta, "pubStatus") : NULL;
    if (!bw_str_is(bw_tree_local(n), "newsItem") || is_data(n))
        return false;
    bw_head h = {0};
    if (status)
        bw_agency_status(&h, bw_tree_value(status, "qcode"));
    if (class ? bw_str_ends(bw_tree_value(class, "qcode"), BW_LIT(":text")) : h.kill)
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const bw_tree_node *c = bw_tree_find(n, parts[i]); c; c = bw_tree_find_next(n, c, parts[i]))
            if (bw_agencyxml_has_words(c))
                return true;
    return false;
}

static bw_status open(bw_wire *w, bw_err *err) { return bw_agencyxml_open(w, wanted, is_story, err); }

/* Who or what an element names: its text, a name within, a literal, the end of its qcode. */
static bw_str name_of(const bw_agencyxml *x, const bw_tree_node *n)
{
    bw_str s = bw_agencyxml_text_at(x, n, "name");
    if (!s.ptr)
        s = bw_agencyxml_value(x, n, "literal");
    if (!s.ptr && n && !bw_tree_child(n, "name"))
        s = bw_agencyxml_text(x, n);
    if (!s.ptr) {
        s = bw_agencyxml_value(x, n, "qcode");
        size_t colon = bw_str_find_char(s, ':', 0);
        s = colon < s.len ? bw_str_slice(s, colon + 1, s.len) : s;
    }
    return s;
}

static void read_item_meta(const bw_agencyxml *x, const bw_tree_node *m)
{
    /* Notes that are no words to an editor about this story. */
    static const char *const other[] = {"notepad", "closingline", "contact", "picture", "cycle"};
    bw_head *h = &x->doc->head;
    bw_agency_times(x->doc, bw_agencyxml_text_at(x, m, "firstCreated"), bw_agencyxml_text_at(x, m, "versionCreated"),
                    bw_agencyxml_text_at(x, m, "embargoed"));
    bw_agency_status(h, bw_agencyxml_value_at(x, m, "pubStatus", "qcode"));
    for (const bw_tree_node *n = m ? bw_tree_child(m, "signal") : NULL; n; n = bw_tree_sibling(n, "signal"))
        bw_agency_signal(h, bw_agencyxml_value(x, n, "qcode"));
    for (const bw_tree_node *n = m ? m->first : NULL; n; n = n->next) {
        if (n->kind != BW_TREE_ELEMENT || !bw_str_eq_fold(bw_tree_local(n), BW_LIT("ednote")))
            continue;
        bw_str role = bw_tree_value(n, "role");
        bool skip = false;
        for (size_t i = 0; i < sizeof other / sizeof *other; i++)
            skip |= bw_str_find(role, bw_str_of(other[i]), 0) < role.len;
        if (!skip)
            bw_agency_note(x->doc, bw_agencyxml_text(x, n));
        else if (bw_str_find(role, BW_LIT("closingline"), 0) < role.len && !h->signoff.ptr)
            h->signoff = bw_agencyxml_text(x, n);
    }
    bw_agency_provider(x->doc, name_of(x, m ? bw_tree_child(m, "provider") : NULL));
    bw_agency_provider(x->doc, bw_agencyxml_value_at(x, m, "provider", "literal"));
    h->section = bw_agencyxml_text_at(x, m, "service/name");
}

/* "de" of "de-CH" */
static bw_str primary(bw_str language) { return bw_str_slice(language, 0, bw_str_find_char(language, '-', 0)); }

/* Whether a content is in another language than its item: a translation of it. */
static bool is_foreign(const bw_agencyxml *x, const bw_tree_node *content)
{
    bw_str own = primary(x->doc->head.language), language = primary(bw_tree_value(content, "xml:lang"));
    return own.len && language.len && !bw_str_eq_fold(own, language);
}

/* The main headline: one without a role, or with that of the main one; in the item's language, where it has several. */
static bw_str headline(const bw_agencyxml *x, const bw_tree_node *m)
{
    bw_str any = {0}, other = {0};
    for (const bw_tree_node *n = m ? bw_tree_child(m, "headline") : NULL; n; n = bw_tree_sibling(n, "headline")) {
        bw_str s = bw_agencyxml_text(x, n), role = bw_tree_value(n, "role");
        bool main = s.ptr && (!role.len || bw_str_find(role, BW_LIT("main"), 0) < role.len);
        if (main && !is_foreign(x, n))
            return s;
        if (main && !other.ptr)
            other = s;
        if (!any.ptr)
            any = s;
    }
    return other.ptr ? other : any;
}

static void read_content_meta(const bw_agencyxml *x, const bw_tree_node *m)
{
    bw_document *doc = x->doc;
    bw_agency_priority(&doc->head, bw_agencyxml_text_at(x, m, "urgency"));
    bw_agency_byline(doc, bw_agencyxml_text_at(x, m, "by"));
    bw_agency_dateline(doc, bw_agencyxml_text_at(x, m, "dateline"));
    bw_agency_place(doc, name_of(x, m ? bw_tree_child(m, "located") : NULL));
    bw_agency_provider(doc, name_of(x, m ? bw_tree_child(m, "infoSource") : NULL));
    bw_agency_provider(doc, bw_agencyxml_text_at(x, m, "creditline"));
}

static bw_str read_form(const bw_agencyxml *x, bw_tree_node *form)
{
    bw_str name = bw_tree_local(form), encoding = bw_tree_value(form, "encoding");
    bw_tree_node *nitf = bw_tree_find(form, "nitf"), *body = bw_tree_find(form, "body");
    if (is_data(form))
        return (bw_str){0};
    if (bw_str_is(name, "inlineXML"))
        return nitf ? bw_nitf_read(x, nitf) : bw_agencyxml_body(x, body ? body : form, false);
    if (bw_str_is(name, "inlineData"))
        return bw_agencyxml_body(x, form, bw_str_find(encoding, BW_LIT("base64"), 0) < encoding.len);
    return (bw_str){0};
}

/* Of several forms of the content the longest: others and captions are shorter. In the item's own language, if any is. */
static bw_str read_content(const bw_agencyxml *x)
{
    static const bw_str dash = BW_LIT("<endash>-</endash>");
    bw_str best = {0};
    bool foreign = true;
    bw_tree_node *set = bw_str_is(bw_tree_local(x->node), "contentSet") ? x->node : bw_tree_find(x->node, "contentSet");
    for (; set; set = set == x->node ? NULL : bw_tree_sibling(set, "contentSet"))
        for (bw_tree_node *c = set->first; c; c = c->next) {
            bw_str s = c->kind == BW_TREE_ELEMENT ? read_form(x, c) : (bw_str){0};
            if (s.len == 0 || (is_foreign(x, c) == foreign ? s.len <= best.len : is_foreign(x, c)))
                continue;
            best = s;
            foreign = is_foreign(x, c);
            (void)bw_agency_words(&x->doc->head, bw_tree_value(c, "wordcount"));
        }
    if (bw_str_find(best, dash, 0) == best.len)
        return best;
    bw_buf out = {.arena = x->doc->arena}; /* STT marks its dashes */
    for (size_t at = 0, end; at < best.len; at = end + dash.len) {
        end = bw_str_find(best, dash, at);
        bw_buf_str(&out, bw_str_slice(best, at, end));
        if (end < best.len)
            bw_buf_text(&out, "–");
    }
    return bw_buf_view(&out);
}

/* What describes an item that has no text; Reuters repeats slug and headline there. */
static bw_str description(const bw_agencyxml *x, const bw_tree_node *m)
{
    bw_str title = x->doc->head.title;
    for (const bw_tree_node *n = m ? bw_tree_child(m, "description") : NULL; n; n = bw_tree_sibling(n, "description")) {
        bw_str s = bw_agencyxml_text(x, n);
        if (s.len && !(title.len && bw_str_ends(s, title)))
            return s;
    }
    return (bw_str){0};
}

static bw_str class_of(const bw_agencyxml *x)
{
    static const char *const kinds[][2] = {{"packageItem", "package"},
                                           {"conceptItem", "concept"},
                                           {"planningItem", "planning"},
                                           {"knowledgeItem", "concept"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (bw_str_is(bw_tree_local(x->node), kinds[i][0]))
            return bw_str_of(kinds[i][1]);
    if (is_data(x->node))
        return BW_LIT("event");
    return bw_agencyxml_value_at(x, x->node, "itemMeta/itemClass", "qcode");
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_agencyxml x;
    bw_head *h = &doc->head;
    bw_status st = bw_agencyxml_next(w, doc, &x, err);
    if (st)
        return st;
    const bw_tree_node *content = bw_tree_child(x.node, "contentMeta"), *meta = bw_tree_child(x.node, "itemMeta");
    h->item = bw_agencyxml_value(&x, x.node, "guid");
    h->language = bw_agencyxml_value_at(&x, content, "language", "tag");
    if (!h->language.ptr)
        h->language = bw_agencyxml_value(&x, x.node, "xml:lang");
    bw_agency_slug(doc,
                   bw_agencyxml_text_at(&x, content, "slugline")); /* counts updates, where signals only tell of one */
    bw_agency_title(doc, headline(&x, content));
    read_item_meta(&x, meta);
    if (h->day == BW_NO_DAY)
        bw_agency_times(doc, bw_agencyxml_text_at(&x, content, "contentCreated"),
                        bw_agencyxml_text_at(&x, content, "contentModified"), (bw_str){0});
    if (h->day == BW_NO_DAY)
        bw_agency_times(doc, bw_agencyxml_above(&x, "sent"), (bw_str){0}, (bw_str){0});
    read_content_meta(&x, content);
    bw_agency_version(doc, bw_agencyxml_value(&x, x.node, "version"));
    bw_str body = read_content(&x);
    bw_agency_title(doc, bw_agencyxml_text_at(&x, meta, "title"));
    bw_agency_provider(doc, bw_agencyxml_above(&x, "sender"));
    if (!bw_str_trim(body).len)
        body = description(&x, content);
    return bw_agency_finish(w, doc, class_of(&x), body, err);
}

const bw_reader bw_reader_newsmlg2 = {
    .name = "newsmlg2", .recognise = recognise, .open = open, .next = next, .raw = true};
