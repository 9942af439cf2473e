#include "story/packer.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

struct bw_packer {
    ZSTD_CCtx *packing;
    ZSTD_DCtx *unpacking;
    ZSTD_CDict *common_in; /* of the first text; NULL before it came */
    ZSTD_DDict *common_out;
};

bw_packer *bw_packer_new(void)
{
    bw_packer *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->packing = ZSTD_createCCtx();
    p->unpacking = ZSTD_createDCtx();
    if (p->packing && p->unpacking)
        return p;
    bw_packer_free(p);
    return NULL;
}

void bw_packer_free(bw_packer *p)
{
    if (!p)
        return;
    ZSTD_freeCCtx(p->packing);
    ZSTD_freeDCtx(p->unpacking);
    ZSTD_freeCDict(p->common_in);
    ZSTD_freeDDict(p->common_out);
    free(p);
}

bw_str bw_packer_pack(bw_packer *p, bw_str text, bw_arena *scratch, bw_arena *kept)
{
    if (!p->common_in) {
        p->common_in = ZSTD_createCDict(text.ptr, text.len, 1);
        p->common_out = ZSTD_createDDict(text.ptr, text.len);
    }
    if (!p->common_in || !p->common_out)
        return (bw_str){0};
    size_t room = ZSTD_compressBound(text.len);
    char *packed = BW_NEW(scratch, char, room);
    size_t len = ZSTD_compress_usingCDict(p->packing, packed, room, text.ptr, text.len, p->common_in);
    return ZSTD_isError(len) ? (bw_str){0} : bw_str_copy(kept, (bw_str){packed, len});
}

bw_str bw_packer_unpack(const bw_packer *p, bw_str packed, bw_arena *a)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.ptr, packed.len);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return (bw_str){0};
    char *text = BW_NEW(a, char, (size_t)size + 1);
    size_t len = ZSTD_decompress_usingDDict(p->unpacking, text, (size_t)size, packed.ptr, packed.len, p->common_out);
    return ZSTD_isError(len) || len != size ? (bw_str){0} : (bw_str){text, len};
}
