/* The weights that are built in: keep the names in step with meson.build. */
#include "parse/network.h"

extern const char bw_network_bytes[], bw_network_bytes_end[];

bw_str bw_network_builtin(void)
{
    return (bw_str){bw_network_bytes, (size_t)(bw_network_bytes_end - bw_network_bytes)};
}
