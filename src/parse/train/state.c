#include "parse/train/state.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

typedef struct {
    char magic[8];
    bw_state_place place;
    uint64_t numbers, checksum; /* of all parts */
} header;

static const char magic[8] = "BWTRAIN";

static header make_header(const bw_state_place *place, const bw_state_part *parts, size_t n_parts)
{
    header h = {.place = *place};
    memcpy(h.magic, magic, sizeof magic);
    for (size_t i = 0; i < n_parts; i++) {
        h.numbers += parts[i].n;
        h.checksum = XXH3_64bits_withSeed(parts[i].values, parts[i].n * sizeof(float), h.checksum);
    }
    return h;
}

bw_status bw_state_write(const char *path, const bw_state_place *place, const bw_state_part *parts, size_t n_parts,
                         bw_err *err)
{
    char part[4096];
    int len = snprintf(part, sizeof part, "%s.part", path);
    if (len < 0 || (size_t)len >= sizeof part)
        return bw_fail(err, BW_ERR_IO, "%s: name is too long", path);
    FILE *f = fopen(part, "wb");
    if (!f)
        return bw_fail(err, BW_ERR_IO, "%s: %s", part, strerror(errno));
    header h = make_header(place, parts, n_parts);
    bool good = fwrite(&h, sizeof h, 1, f) == 1;
    for (size_t i = 0; good && i < n_parts; i++)
        good = fwrite(parts[i].values, sizeof(float), parts[i].n, f) == parts[i].n;
    good = fclose(f) == 0 && good;
    if (!good || rename(part, path) != 0) {
        int why = errno;
        remove(part);
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(why));
    }
    return BW_OK;
}

bw_status bw_state_read(const char *path, bw_state_place *place, const bw_state_part *parts, size_t n_parts, bw_err *err)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return errno == ENOENT ? BW_END : bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(errno));
    header h;
    uint64_t numbers = 0;
    bw_status st = BW_OK;
    for (size_t i = 0; i < n_parts; i++)
        numbers += parts[i].n;
    if (fread(&h, sizeof h, 1, f) != 1 || memcmp(h.magic, magic, sizeof magic) != 0)
        st = bw_fail(err, BW_ERR_SYNTAX, "%s: no state of a training run", path);
    else if (h.place.run != place->run || h.numbers != numbers)
        st = bw_fail(err, BW_ERR_USAGE, "%s: of a run with other files or options; remove it to begin anew", path);
    bool good = !st;
    for (size_t i = 0; good && i < n_parts; i++)
        good = fread(parts[i].values, sizeof(float), parts[i].n, f) == parts[i].n;
    if (!st && (!good || make_header(&h.place, parts, n_parts).checksum != h.checksum))
        st = bw_fail(err, BW_ERR_SYNTAX, "%s: damaged; remove it to begin anew", path);
    fclose(f);
    if (!st)
        *place = h.place;
    return st;
}
