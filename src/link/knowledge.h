/* knowledge.h - the tables that a program holds open; what link.h keeps to itself. */
#ifndef BW_LINK_KNOWLEDGE_H
#define BW_LINK_KNOWLEDGE_H

#include "link/gazetteer.h"
#include "link/kb.h"
#include "link/link.h"

struct bw_knowledge {
    bw_arena *arena; /* holds an overlay's block */
    kb kb;
    bw_gazetteer gazetteer; /* empty with `builtin` false */
    uint32_t role_hos, role_hog, role_io, role_official; /* KB_NONE where posts.tsv has no such role */
};

#endif
