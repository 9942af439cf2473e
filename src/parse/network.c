#include "parse/network.h"

#include <stdlib.h>

struct bw_network {
    bw_str bytes;
};

bw_status bw_network_open(bw_str bytes, bw_network **out, bw_err *err)
{
    if (bytes.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "no parser weights: this program was built without models/parse/network.bin");
    bw_network *net = calloc(1, sizeof *net);
    if (!net)
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the network");
    net->bytes = bytes;
    *out = net;
    return BW_OK;
}

void bw_network_close(bw_network *net)
{
    free(net);
}

void bw_network_run(const bw_network *net, bw_document *doc, uint32_t first, uint32_t n)
{
    (void)net;
    for (uint32_t i = 0; i < n; i++) {
        bw_token *t = &doc->tokens[first + i];
        t->upos = BW_UPOS_X;
        memcpy(t->xpos, "FW", 3);
        t->head = i ? (int32_t)(first + i - 1) : -1;
        t->rel = i ? BW_REL_dep : BW_REL_root;
    }
}
