#include "coder_hash.h"

#include "source_hash.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <xxhash.h>

enum { DEEPEST = 8 };

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int not_hidden(const struct dirent *d) { return d->d_name[0] != '.'; }

static bw_status add_file(XXH3_state_t *hash, const char *path, bw_err *err)
{
    char bytes[16384];
    size_t n;
    uint64_t size = 0;
    FILE *f = fopen(path, "rb");
    if (!f)
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(errno));
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0) {
        XXH3_128bits_update(hash, bytes, n);
        size += n;
    }
    bool broken = ferror(f) != 0;
    fclose(f);
    XXH3_128bits_update(hash, &size, sizeof size); /* so that files stay apart */
    return broken ? bw_fail(err, BW_ERR_IO, "%s: cannot be read", path) : BW_OK;
}

static bw_status add_folder(XXH3_state_t *hash, const char *path, int depth, bw_err *err)
{
    struct dirent **names;
    int n = depth < DEEPEST ? scandir(path, &names, not_hidden, by_bytes) : 0;
    if (n < 0)
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(errno));
    bw_status st = BW_OK;
    for (int i = 0; i < n; i++) {
        char inner[4096];
        struct stat what;
        int len = snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
        if (!st && (len < 0 || (size_t)len >= sizeof inner))
            st = bw_fail(err, BW_ERR_IO, "%s: name is too long", path);
        if (!st) {
            XXH3_128bits_update(hash, names[i]->d_name, strlen(names[i]->d_name) + 1);
            if (stat(inner, &what) == 0 && S_ISDIR(what.st_mode))
                st = add_folder(hash, inner, depth + 1, err);
            else
                st = add_file(hash, inner, err);
        }
        free(names[i]);
    }
    if (n > 0)
        free(names);
    return st;
}

bw_status bw_coder_hash(const char *const *folders, int n, const char *options, char out[33], bw_err *err)
{
    XXH3_state_t *hash = XXH3_createState();
    if (!hash)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    XXH3_128bits_reset(hash);
    XXH3_128bits_update(hash, BW_SOURCE_HASH, sizeof BW_SOURCE_HASH);
    XXH3_128bits_update(hash, options, strlen(options) + 1);
    bw_status st = BW_OK;
    for (int i = 0; !st && i < n; i++) {
        XXH3_128bits_update(hash, folders[i] ? "+" : "-", 1);
        if (folders[i])
            st = add_folder(hash, folders[i], 0, err);
    }
    XXH128_hash_t h = XXH3_128bits_digest(hash);
    XXH3_freeState(hash);
    if (!st)
        snprintf(out, 33, "%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
    return st;
}
