/* sha1.h - SHA-1 (RFC 3174): not for secrets, but the published way in which dev sets are cut into halves. */
#ifndef BW_CLI_SHA1_H
#define BW_CLI_SHA1_H

#include "base/str.h"

void bw_sha1(bw_str s, uint8_t digest[20]);

#endif
