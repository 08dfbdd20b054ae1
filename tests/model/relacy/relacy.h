// Relacy without its macros. It redefines new, delete, malloc, assert, errno and the names of the
// memory orders, which would turn std::memory_order_acquire into something else. Whatever is to be
// checked is therefore included first, and the macros end here.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "shared/latch.h"

// Last, since everything that comes after it would see the macros.
#include <relacy/relacy.hpp>

#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef assert
#undef errno
#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst
#undef VAR
#undef VAR_T
#undef TLS_T
