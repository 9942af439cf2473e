/* Transmissions of ANPA 1312 and IPTC 7901: the first byte chooses. */
#include "wire_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool first = size && data[0] % 2;
    return fuzz_stream(first ? BW_LIT("anpa") : BW_LIT("iptc7901"), data, size);
}
