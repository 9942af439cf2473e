/* Packed files, as they are: gzip, zstd, zstd with a dictionary, of whatever format is recognised within. */
#include "wire_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_stream((bw_str){0}, data, size); }
