/* NITF, NewsML 1 and G2, Ritzau: the last byte chooses. */
#include "wire_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bw_str formats[] = {BW_LIT("nitf"), BW_LIT("newsml"), BW_LIT("newsmlg2"), BW_LIT("ritzau")};
    return size ? fuzz_stream(formats[data[size - 1] % 4], data, size - 1) : 0;
}
