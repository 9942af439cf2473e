/* NewsML 1: AFP, PA, ANA and others. */
#include "wire/agency/agency.h"
#include "wire/agency/agencyxml.h"
#include "wire/copy/copytext.h"

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    bw_str root = bw_agencyxml_root(head);
    return bw_str_is(root, "NewsML") || bw_str_is(root, "NewsItem");
}

static bool wanted(const bw_tree_node *n) { return bw_str_is(bw_tree_local(n), "NewsItem"); }

/* <DataContent>, or <Encoding Notation="base64"><DataContent> */
static bw_tree_node *data_of(const bw_tree_node *content, bool *base64)
{
    const bw_tree_node *encoding = bw_tree_child(content, "Encoding");
    bw_str notation = encoding ? bw_str_trim(bw_tree_value(encoding, "Notation")) : (bw_str){0};
    *base64 = notation.len >= 6 && bw_str_eq_fold(bw_str_slice(notation, notation.len - 6, notation.len), BW_LIT("base64"));
    return bw_tree_child(encoding ? encoding : content, "DataContent");
}

/* A part that holds text: not a picture, nor what describes one. */
static bool is_text(const bw_tree_node *content)
{
    bool base64;
    const bw_tree_node *media = bw_tree_child(content, "MediaType"), *data = data_of(content, &base64);
    static const char *const others[] = {"photo", "picture", "image", "graphic", "animation",
                                         "icon",  "video",   "audio", "sound"};
    bw_str type = media ? bw_tree_value(media, "FormalName") : BW_LIT("Text");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (bw_str_eq_fold(type, bw_str_of(others[i])))
            return false;
    return data && bw_agencyxml_has_words(data);
}

/* What is taken back may come without text. */
static bool is_killed(const bw_tree_node *item)
{
    const bw_tree_node *status = bw_agencyxml_at(item, "NewsManagement/Status");
    bw_head h = {0};
    if (status)
        bw_agency_status(&h, bw_tree_value(status, "FormalName"));
    return h.kill;
}

static bool is_story(const bw_tree_node *item)
{
    if (is_killed(item))
        return true;
    for (const bw_tree_node *c = bw_tree_find(item, "ContentItem"); c; c = bw_tree_find_next(item, c, "ContentItem"))
        if (is_text(c))
            return true;
    return false;
}

static bw_status open(bw_wire *w, bw_err *err) { return bw_agencyxml_open(w, wanted, is_story, err); }

/* urn:newsml:PROVIDER:DATE:ID:REVISION, the last without which it names all versions: "7", "3N" */
static bw_str without_revision(bw_str urn, bw_str revision)
{
    size_t end = urn.len;
    if (end && bw_is_alpha(urn.ptr[end - 1]))
        end--;
    bw_str digits = bw_str_slice(urn, 0, end);
    if (!revision.len || !bw_str_ends(digits, revision) || digits.len <= revision.len ||
        digits.ptr[end - revision.len - 1] != ':')
        return urn;
    return bw_str_slice(urn, 0, end - revision.len - 1);
}

static void read_identity(const bw_agencyxml *x)
{
    bw_document *doc = x->doc;
    const bw_tree_node *id = bw_agencyxml_at(x->node, "Identification/NewsIdentifier");
    bw_str revision = bw_agencyxml_text_at(x, id, "RevisionId"), urn = bw_agencyxml_text_at(x, id, "PublicIdentifier");
    bw_str provider = bw_agencyxml_text_at(x, id, "ProviderId"), day = bw_agencyxml_text_at(x, id, "DateId");
    bw_str number = bw_agencyxml_text_at(x, id, "NewsItemId");
    if (urn.ptr)
        doc->head.item = without_revision(urn, revision);
    else if (number.ptr)
        doc->head.item = bw_copytext_join(doc->arena, BW_LIT("urn:newsml"), ":",
                                          bw_copytext_join(doc->arena, bw_copytext_join(doc->arena, provider, ":", day),
                                                           ":", number));
}

static void read_lines(const bw_agencyxml *x)
{
    bw_document *doc = x->doc;
    const bw_tree_node *lines = bw_tree_find(x->node, "NewsLines");
    if (!lines)
        return;
    bw_agency_slug(doc, bw_agencyxml_text_at(x, lines, "SlugLine"));
    bw_agency_title(doc, bw_agencyxml_text_at(x, lines, "HeadLine"));
    bw_agency_byline(doc, bw_agencyxml_text_at(x, lines, "ByLine"));
    bw_agency_dateline(doc, bw_agencyxml_text_at(x, lines, "DateLine"));
    for (const bw_tree_node *n = bw_tree_child(lines, "NewsLine"); n; n = bw_tree_sibling(n, "NewsLine")) {
        bw_str type = bw_agencyxml_value_at(x, n, "NewsLineType", "FormalName");
        if (bw_str_starts_fold(type, BW_LIT("advisory")) || bw_str_starts_fold(type, BW_LIT("ednote")) ||
            bw_str_starts_fold(type, BW_LIT("editor")))
            bw_agency_note(doc, bw_agencyxml_text_at(x, n, "NewsLineText"));
    }
}

static void read_management(const bw_agencyxml *x)
{
    bw_head *h = &x->doc->head;
    const bw_tree_node *m = bw_tree_child(x->node, "NewsManagement");
    bw_str status = bw_agencyxml_value_at(x, m, "Status", "FormalName");
    bw_str until = bw_agencyxml_text_at(x, m, "StatusWillChange/DateAndTime");
    bw_agency_times(x->doc, bw_agencyxml_text_at(x, m, "FirstCreated"),
                    bw_agencyxml_text_at(x, m, "ThisRevisionCreated"),
                    bw_str_eq_fold(status, BW_LIT("embargoed")) ? until : (bw_str){0});
    if (h->day == BW_NO_DAY)
        bw_agency_times(x->doc, bw_agencyxml_above(x, "DateAndTime"), (bw_str){0}, (bw_str){0});
    bw_agency_status(h, status);
    bw_agency_priority(h, bw_agencyxml_value_at(x, m, "Urgency", "FormalName"));
    bw_agency_signal(h, bw_agencyxml_value_at(x, m, "Instruction", "FormalName"));
    for (const bw_tree_node *n = m ? bw_tree_child(m, "Property") : NULL; n; n = bw_tree_sibling(n, "Property"))
        if (bw_str_is(bw_tree_value(n, "FormalName"), "EditorialNote") ||
            bw_str_is(bw_tree_value(n, "FormalName"), "Advisory"))
            bw_agency_note(x->doc, bw_agencyxml_value(x, n, "Value"));
}

/* <Property FormalName="City" Value="Oslo"/> */
static bw_str property(const bw_agencyxml *x, const bw_tree_node *top, const char *name)
{
    for (const bw_tree_node *n = top ? bw_tree_find(top, "Property") : NULL; n;
         n = bw_tree_find_next(top, n, "Property"))
        if (bw_str_eq_fold(bw_tree_value(n, "FormalName"), bw_str_of(name)))
            return bw_agencyxml_value(x, n, "Value");
    return (bw_str){0};
}

static void read_metadata(const bw_agencyxml *x)
{
    bw_document *doc = x->doc;
    bw_head *h = &doc->head;
    const bw_tree_node *administrative = bw_tree_find(x->node, "AdministrativeMetadata"),
                       *descriptive = bw_tree_find(x->node, "DescriptiveMetadata");
    bw_agency_provider(doc, bw_agencyxml_value_at(x, administrative, "Provider/Party", "FormalName"));
    bw_agency_provider(doc, bw_agencyxml_value_at(x, administrative, "Source/Party", "FormalName"));
    bw_agency_provider(doc, bw_agencyxml_text_at(x, x->node, "*/CreditLine"));
    bw_agency_provider(doc, bw_agencyxml_text_at(x, x->node, "Identification/NewsIdentifier/ProviderId"));
    h->language = bw_agencyxml_value_at(x, descriptive, "Language", "FormalName");
    if (!h->language.ptr)
        h->language = bw_agencyxml_value(x, x->node, "xml:lang");
    bw_agency_place(doc, property(x, descriptive, "City"));
    h->section = bw_agencyxml_value_at(x, descriptive, "SubjectCode/Subject", "FormalName");
    if (!bw_agency_words(h, property(x, x->node, "Words")))
        (void)bw_agency_words(h, property(x, x->node, "WordCount"));
}

/* One content often comes in several forms: the longest is the story, captions are short. */
static bw_str read_content(const bw_agencyxml *x)
{
    bw_str best = {0};
    for (bw_tree_node *c = bw_tree_find(x->node, "ContentItem"); c; c = bw_tree_find_next(x->node, c, "ContentItem")) {
        if (!is_text(c))
            continue;
        bool base64;
        bw_tree_node *data = data_of(c, &base64), *nitf = bw_tree_find(data, "nitf");
        bw_str s = nitf ? bw_nitf_read(x, nitf) : bw_agencyxml_body(x, data, base64);
        if (s.len > best.len)
            best = s;
    }
    return best;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_agencyxml x;
    bw_status st = bw_agencyxml_next(w, doc, &x, err);
    if (st)
        return st;
    read_identity(&x);
    read_management(&x);
    read_lines(&x);
    read_metadata(&x);
    bw_str type = bw_agencyxml_value_at(&x, x.node, "*/ContentItem/MediaType", "FormalName");
    bw_str body = read_content(&x);
    bw_agency_slug(doc, bw_agencyxml_text_at(&x, x.node, "Identification/NameLabel"));
    bw_agency_version(doc, bw_agencyxml_text_at(&x, x.node, "Identification/NewsIdentifier/RevisionId"));
    return bw_agency_finish(w, doc, type, body, err);
}

const bw_reader bw_reader_newsml = {.name = "newsml", .recognise = recognise, .open = open, .next = next, .raw = true};
