/* BBC Monitoring: headline, "Text of report in English by …", the report, "Source: NAME, place, in LANGUAGE 0915 gmt 2 Apr 24". */
#include "wire/copy/copytail.h"
#include "wire/copy/copytext.h"
#include "wire/copy/dateline.h"
#include "wire/export/export.h"
#include "wire/export/exportdoc.h"

/* "Source: Harbour News Agency, Oslo, in English 0915 gmt 2 Apr 24" */
static bool read_source_line(bw_str line, bw_str *source, bw_copydate *date)
{
    size_t gmt = bw_str_find(line, BW_LIT(" gmt "), 0), len;
    if (!bw_str_starts(line, BW_LIT("Source: ")) || gmt == line.len)
        return false;
    bw_str when = bw_str_slice(line, gmt + 5, line.len);
    if (!bw_copydate_at(when, &len, date))
        return false;
    int64_t year;
    if (date->year == 0 && bw_str_to_int(bw_str_trim(bw_str_slice(when, len, when.len)), &year) && year >= 0 &&
        year < 100)
        date->year = (int)(year < 70 ? 2000 + year : 1900 + year);
    *source = bw_str_trim(bw_str_slice(line, 8, bw_str_find_char(line, ',', 8)));
    return true;
}

static bool is_intro(bw_str line)
{
    return bw_str_starts(line, BW_LIT("Text of report ")) || bw_str_starts(line, BW_LIT("Excerpt from report "));
}

bool bw_monitoring_ends(bw_str line)
{
    bw_str source;
    bw_copydate date;
    return read_source_line(line, &source, &date);
}

bool bw_monitoring_looks(bw_str text)
{
    size_t pos = 0, start;
    bw_str line;
    bool intro = false;
    for (int i = 0; i < 12 && !intro && bw_copytext_line(text, &pos, &line, &start); i++)
        intro = is_intro(line);
    return intro;
}

bw_str bw_monitoring_trim(bw_str body, bw_str *source, bw_copydate *date)
{
    size_t pos = 0, start, intro_at = body.len;
    bw_str line;
    for (int i = 0; i < 12 && intro_at == body.len && bw_copytext_line(body, &pos, &line, &start); i++)
        if (is_intro(line))
            intro_at = pos < body.len ? pos : body.len;
    if (intro_at == body.len)
        return body;
    for (size_t at = intro_at; bw_copytext_line(body, &at, &line, &start);)
        if (read_source_line(line, source, date))
            return bw_str_trim(bw_str_slice(body, intro_at, start));
    return bw_str_trim(bw_str_slice(body, intro_at, body.len));
}

bool bw_export_read_monitoring(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    bw_head *h = &doc->head;
    size_t pos = 0, start;
    bw_str line, title = {0};
    bw_copydate date = {0};
    bool found = false;
    for (int i = 0; i < 12 && !found && bw_copytext_line(text, &pos, &line, &start); i++) {
        found = is_intro(line);
        if (line.len && !found && !title.ptr)
            title = line;
    }
    if (!found)
        return false;
    bw_str body = bw_monitoring_trim(text, &h->source, &date);
    h->publisher = h->source;
    if (!h->title.ptr)
        h->title = title;
    body = bw_copytail_cut(body, doc);
    bw_dateline d;
    bool has_dateline = bw_dateline_read(doc->arena, bw_str_slice(body, 0, bw_str_find_char(body, '\n', 0)), h, &d);
    if (has_dateline) {
        h->agency = d.agency;
        h->places = d.places;
        body = bw_str_slice(body, d.end, body.len);
    }
    h->text = bw_copytext_paragraphs(doc->arena, body);
    if (h->day == BW_NO_DAY && date.month && date.year)
        bw_copydate_settle(doc, &date, h->text, BW_NO_DAY);
    else if (h->day == BW_NO_DAY && has_dateline && d.date.month)
        bw_copydate_settle(doc, &d.date, h->text, options ? options->date : BW_NO_DAY);
    return true;
}
