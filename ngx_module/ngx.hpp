// nginx's C headers, for C++: the only way they enter this module.
//
// They come first in every file here: ngx_config.h sets feature-test macros (_GNU_SOURCE,
// _FILE_OFFSET_BITS) that glibc reads only once. No name of ours is declared inside extern "C".
#pragma once

extern "C" {
// clang-format off
#include <ngx_config.h>  // before every other nginx header
#include <ngx_core.h>
#include <ngx_event.h>
#include <ngx_http.h>
// clang-format on
}
