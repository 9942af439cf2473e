/* Exports of databases in any container: the first byte chooses the database. */
#include "wire_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {"lexis", "factiva", "proquest", "monitoring"};
    return size ? fuzz_stream(bw_str_of(formats[data[0] % 4]), data + 1, size - 1) : 0;
}
