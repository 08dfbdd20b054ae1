#include <spdlog/fmt/fmt.h>

#include "shared/frame_table.h"
#include "shared/store_budget.h"
#include "sidecar/ctl/check.h"

namespace livecam::ctl {
namespace {

FrameTable table_of(const IndexView& index) {
    FrameTable table;
    Descriptor descriptor;
    for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
        if (index.read(entry, descriptor)) {
            for (const FrameUse& use : frames_of(descriptor)) {
                table.add(use.serial, use.length);
            }
        }
    }
    return table;
}

}  // namespace

void check_budget(const StoreReader& reader, Findings& findings, Checked& checked) {
    const IndexView& index = reader.index();
    const std::string path = std::string(reader.path()) + "/index";
    std::string fault;
    for (int i = 0; i < kLooks; ++i) {
        Summary before;
        Summary after;
        const bool read = index.summary(before);
        const FrameTable table = table_of(index);
        if (read && index.summary(after) && before == after) {
            if (table.bytes() == after.live_bytes && table.frames() == after.live_frames) {
                fault.clear();
                break;
            }
            fault = fmt::format("the summary counts {} frames of {} bytes, the entries {} of {}",
                                after.live_frames, after.live_bytes, table.frames(), table.bytes());
            if (!written_now(index)) {
                break;
            }
        } else if (i + 1 == kLooks && fault.empty()) {
            checked.notes.push_back("the budget was not compared: livecamd publishes too fast");
        }
        let_writer_go_on();
    }
    if (!fault.empty()) {
        findings.push_back({path, fault, "restart livecamd, which counts anew"});
    }
    Summary summary;
    if (index.summary(summary) && summary.max_bytes != 0 &&
        summary.live_bytes > summary.max_bytes) {
        findings.push_back(
            {reader.path(),
             fmt::format("frames take {}, store.max_bytes is {}", human_bytes(summary.live_bytes),
                         human_bytes(summary.max_bytes)),
             "raise it"});
    }
}

}  // namespace livecam::ctl
