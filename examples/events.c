/* events.c - reads a file of wire copy and prints its events: a first program with libbroadway.
 *
 *     cc events.c $(pkg-config --cflags --libs broadway) -o events
 *     ./events story.txt 2021-04-01
 */
#include <broadway.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    static char copy[1 << 20];
    char why[BW_MESSAGE];
    bw_coder *coder;

    FILE *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!f) {
        fprintf(stderr, "usage: events FILE [DAY]\n");
        return 2;
    }
    size_t length = fread(copy, 1, sizeof copy, f);
    fclose(f);

    if (bw_coder_open(NULL, &coder, why) != BW_DONE) {
        fprintf(stderr, "events: %s\n", why);
        return 1;
    }
    bw_reader *reader = bw_reader_new(coder); /* one for each thread; the coder is shared */
    if (!reader || bw_reader_read_copy(reader, copy, length, argc > 2 ? argv[2] : NULL) != BW_DONE) {
        fprintf(stderr, "events: %s\n", reader ? bw_reader_error(reader) : "out of memory");
        return 1;
    }
    for (size_t i = 0; i < bw_reader_events(reader); i++) {
        printf("%-10s  %s", bw_reader_field(reader, i, "date"), bw_reader_field(reader, i, "type"));
        for (size_t k = 0; k < bw_reader_parties(reader, i, BW_ACTOR); k++)
            printf("  %s", bw_reader_party(reader, i, BW_ACTOR, k, "code"));
        printf("  ->");
        for (size_t k = 0; k < bw_reader_parties(reader, i, BW_RECIPIENT); k++)
            printf("  %s", bw_reader_party(reader, i, BW_RECIPIENT, k, "code"));
        printf("  (%s, %s)\n", bw_reader_field(reader, i, "polarity"), bw_reader_field(reader, i, "modality"));
    }
    bw_reader_free(reader);
    bw_coder_close(coder);
    return 0;
}
