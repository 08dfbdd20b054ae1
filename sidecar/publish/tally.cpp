#include "sidecar/publish/tally.h"

namespace livecam::publish {

ops::Fields Tally::fields(std::size_t live, std::size_t cameras) const {
    ops::Fields fields{{"live", live},
                       {"cameras", cameras},
                       {"changed", changed},
                       {"unchanged", unchanged},
                       {"failed", failed}};
    if (dropped != 0) {
        fields.emplace_back("dropped_store_full", dropped);
    }
    return fields;
}

}  // namespace livecam::publish
