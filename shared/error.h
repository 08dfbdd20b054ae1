// What went wrong, as one line for people: the thing, the value, the limit and the remedy.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace livecam {

struct Error {
    std::string message;
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string message) {
    return tl::unexpected<Error>{Error{std::move(message)}};
}

/// "…: No space left on device".
tl::unexpected<Error> fail_errno(std::string message, int error_number);

}  // namespace livecam
