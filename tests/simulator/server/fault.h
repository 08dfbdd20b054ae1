// The ways in which a camera can be broken.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace livecam::sim {

enum class Fault {
    kNone,
    kSlow,
    kHang,
    kTruncated,
    kHtml,
    kEmpty,
    k500,
    k401,
    k403,
    k404,
    k410,
    k418,
    k429,
    k429Date,
    kRedirect,
    kLoop,
    kRedirectFile,
    kSvg,
    kTooBig,
    kTooBigStream,
    kWrongLength,
    kTrickle,
    kFrozen,
    kFlapping,
    kReset,
    kNoValidators,
    kGarbageHeader,
    kHalfHeader,
    kChunked,
    kGzip,
    kPadding,
    kUnauthorized,
    kUnconditional,
    kHeadLies,
    kNoHead,
    kStream,
};

struct FaultName {
    std::string_view name;
    Fault fault;
    std::string_view what;  // one line for --help
};

/// All faults, in the order of the enumeration, "none" first.
std::span<const FaultName> fault_names();

std::optional<Fault> fault_named(std::string_view name);
std::string_view to_string(Fault fault);

}  // namespace livecam::sim
