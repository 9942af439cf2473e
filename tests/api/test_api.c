/* The public interface: what it answers, what it refuses, one coder under many threads. */
#include "broadway.h"
#include "tap.h"

#include <pthread.h>
#include <string.h>

static const char text[] = "Poland expelled three Russian diplomats on Thursday. Kenya will host talks with Sudan.";

enum { THREADS = 4, ROUNDS = 20 };

typedef struct {
    const bw_coder *coder;
    const char *want;
    bool good;
} job;

static void *work(void *with)
{
    job *j = with;
    bw_reader *r = bw_reader_new(j->coder);
    bw_text t = {.size = sizeof t, .text = text, .id = "t", .published = "2021-04-15"};
    j->good = r != NULL;
    for (int i = 0; r && i < ROUNDS; i++)
        j->good &=
            bw_reader_read(r, &t) == BW_DONE && bw_reader_events(r) && strcmp(bw_reader_json(r, 0), j->want) == 0;
    bw_reader_free(r);
    return NULL;
}

int main(void)
{
    bw_coder *coder, *other;
    char why[BW_MESSAGE];

    ok(bw_coder_open(NULL, &coder, why) == BW_DONE && !why[0], "opens: %s", why);
    bw_coder_options options = {.size = sizeof options, .knowledge = "/no/such/folder"};
    ok(bw_coder_open(&options, &other, why) == BW_UNREADABLE && !other && strstr(why, "/no/such/folder"),
       "a folder that is not there: %s", why);
    options = (bw_coder_options){.size = sizeof options, .codebook = "none such"};
    ok(bw_coder_open(&options, &other, NULL) != BW_DONE && !other,
       "a code book that does not exist, no message wanted");
    ok(bw_coder_open(&(bw_coder_options){0}, &other, why) == BW_MISUSE && why[0], "options without their size");
    ok(strlen(bw_coder_version(coder)) == 32 && strcmp(bw_version(), BW_VERSION) == 0, "versions");

    bw_reader *r = bw_reader_new(coder);
    bw_text t = {
        .size = sizeof t, .text = text, .id = "t", .title = "Poland expels diplomats", .published = "2021-04-15"};
    ok(r && bw_reader_events(r) == 0 && !bw_reader_json(r, 0), "a new reader holds nothing");
    ok(bw_reader_read(r, &t) == BW_DONE && !bw_reader_error(r)[0], "reads: %s", bw_reader_error(r));
    size_t n = bw_reader_events(r), expelled = n;
    for (size_t i = 0; i < n; i++)
        if (strcmp(bw_reader_field(r, i, "sentence"), "0") == 0 &&
            strcmp(bw_reader_field(r, i, "actor_code"), "RUSGOV") != 0)
            expelled = i;
    ok(expelled < n, "%zu events, one of them in the first sentence", n);
    if (expelled < n) {
        const char *type = bw_reader_field(r, expelled, "type"), *date = bw_reader_field(r, expelled, "date");
        ok(strcmp(type, "COERCE") == 0 || strcmp(type, "SANCTION") == 0, "expelled diplomats: %s", type);
        ok(strcmp(date, "2021-04-15") == 0, "on that Thursday: %s", date);
        ok(bw_reader_parties(r, expelled, BW_ACTOR) == 1 &&
               strncmp(bw_reader_party(r, expelled, BW_ACTOR, 0, "code"), "POL", 3) == 0 &&
               strcmp(bw_reader_party(r, expelled, BW_ACTOR, 0, "text"), "Poland") == 0,
           "Poland acts");
        ok(bw_reader_parties(r, expelled, BW_RECIPIENT) == 1 &&
               strcmp(bw_reader_party(r, expelled, BW_RECIPIENT, 0, "country"), "RUS") == 0,
           "on Russians");
        ok(strcmp(bw_reader_field(r, expelled, "document"), "t") == 0, "the document's id");
        ok(strstr(bw_reader_json(r, expelled), "\"POL"), "as JSON");
    }
    ok(!bw_reader_field(r, n, "type") && !bw_reader_field(r, 0, "colour") && !bw_reader_json(r, n) &&
           !bw_reader_party(r, 0, BW_ACTOR, 99, "code") && !bw_reader_party(r, 0, BW_ACTOR, 0, "colour") &&
           bw_reader_parties(r, n, BW_ACTOR) == 0 && bw_reader_parties(r, 0, (bw_side)7) == 0,
       "what does not exist is NULL");
    size_t fields = 0;
    while (bw_field_name(fields))
        fields += bw_reader_field(r, 0, bw_field_name(fields)) ? 1 : 1000;
    ok(fields > 40 && fields < 100, "every field has a value, maybe empty");

    ok(bw_reader_read(r, &(bw_text){.size = sizeof(bw_text)}) == BW_MISUSE && bw_reader_error(r)[0], "no text");
    t.text = "Poland\xff thanked Kenya.";
    ok(bw_reader_read(r, &t) == BW_DONE, "malformed UTF-8 is repaired");
    t.text = t.title = "";
    ok(bw_reader_read(r, &t) == BW_DONE && bw_reader_events(r) == 0, "an empty text says nothing");
    static const char copy[] = "WARSAW, April 15 (Reuters) - Poland expelled three Russian diplomats on Thursday.\n";
    ok(bw_reader_read_copy(r, copy, sizeof copy - 1, "2021-04-16") == BW_DONE && bw_reader_events(r) > 0 &&
           strcmp(bw_reader_field(r, 0, "agency"), "Reuters") == 0 &&
           strcmp(bw_reader_field(r, 0, "published"), "2021-04-15") == 0,
       "copy: agency and date");
    ok(bw_reader_read_copy(r, copy, sizeof copy - 1, "soon") == BW_REFUSED && strstr(bw_reader_error(r), "soon"),
       "copy: a date that is none");

    static char huge[12 << 20];
    for (size_t i = 0; i < sizeof huge; i += 20)
        memcpy(huge + i, "Kenya met Poland and", i + 20 <= sizeof huge ? 20 : sizeof huge - i);
    t.text = huge;
    t.length = sizeof huge;
    ok(bw_reader_read(r, &t) == BW_REFUSED && strstr(bw_reader_error(r), "limit") && bw_reader_events(r) == 0,
       "a text that asks for too much is refused: %s", bw_reader_error(r));

    t = (bw_text){.size = sizeof t, .text = text, .id = "t", .published = "2021-04-15"};
    ok(bw_reader_read(r, &t) == BW_DONE && bw_reader_events(r), "and the next is read");
    char want[8192];
    snprintf(want, sizeof want, "%s", bw_reader_events(r) ? bw_reader_json(r, 0) : "");
    pthread_t threads[THREADS];
    job jobs[THREADS];
    bool good = true;
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (job){.coder = coder, .want = want};
        good &= pthread_create(&threads[i], NULL, work, &jobs[i]) == 0;
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        good &= jobs[i].good;
    }
    ok(good, "%d threads share the coder and say the same", THREADS);

    bw_reader_free(r);
    bw_reader_free(NULL);
    bw_coder_close(coder);
    bw_coder_close(NULL);
    return tap_done();
}
