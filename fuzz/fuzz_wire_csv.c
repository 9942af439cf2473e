/* CSV and TSV: the first byte chooses. */
#include "wire_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_stream(size && data[0] % 2 ? BW_LIT("csv") : BW_LIT("tsv"), data, size);
}
