#include "shared/error.h"

#include <system_error>

namespace livecam {

tl::unexpected<Error> fail_errno(std::string message, int error_number) {
    return fail(std::move(message) + ": " + std::generic_category().message(error_number));
}

}  // namespace livecam
