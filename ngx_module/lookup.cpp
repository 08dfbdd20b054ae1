// nginx's headers come first.
#include "ngx_module/lookup.h"
//
#include "ngx_module/pure/key_path.h"

namespace livecam::http {
namespace {

bool find_entry(const IndexView& index, std::string_view key, Target& target) noexcept {
    const std::optional<std::uint32_t> entry = index.find(key);
    // A path that was removed has an entry still, of kind kNone.
    if (!entry || !index.read(*entry, target.descriptor)) {
        return false;
    }
    target.entry = *entry;
    // A redirect that names an entry is another address of that entry's pictures, if there are any.
    const std::uint32_t alias = target.descriptor.target;
    if (target.descriptor.kind == Kind::kRedirect && alias != layout::kAnyEntry) {
        Descriptor pictures;
        if (index.read(alias, pictures) && pictures.kind == Kind::kFrames) {
            target.entry = alias;
            target.descriptor = pictures;
        }
    }
    return target.descriptor.kind != Kind::kNone;
}

}  // namespace

bool find_target(const IndexView& index, Target& target) noexcept {
    if (find_entry(index, target.key, target)) {
        target.match = target.descriptor.kind == Kind::kMiss ? Match::kMiss : Match::kEntry;
        return true;
    }
    if (const std::optional<ImmutablePath> path = split_immutable(target.key);
        path && find_entry(index, path->parent, target) &&
        target.descriptor.kind == Kind::kFrames) {
        target.match = Match::kImmutable;
        target.etag = path->etag;
        return true;
    }
    const Prefixes prefixes = miss_prefixes(target.key);
    for (std::size_t i = 0; i < prefixes.count; ++i) {
        if (find_entry(index, prefixes.items[i], target) && target.descriptor.kind == Kind::kMiss) {
            target.match = Match::kMiss;
            return true;
        }
    }
    return false;
}

}  // namespace livecam::http
