/* News sitemaps. */
#include "wire_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_stream(BW_LIT("sitemap"), data, size); }
