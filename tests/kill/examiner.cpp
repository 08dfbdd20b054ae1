#include "tests/kill/examiner.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "shared/frame_file.h"
#include "shared/frame_listing.h"
#include "shared/frame_table.h"
#include "shared/hash.h"
#include "shared/store_budget.h"
#include "tests/kill/writers.h"
#include "tests/stress/bounded_read.h"

namespace livecam::kill_points {
namespace {

constexpr std::int64_t kNow = 1000;  // ms; the same for every refresh
constexpr int kTries = 4;            // as many as a worker has
constexpr std::uint64_t kOrphans = 24;

using stress::Outcome;

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

void require(bool done, const char* what) {
    if (!done) {
        std::fprintf(stderr, "kill points: cannot prepare the store: %s\n", what);
        std::exit(2);
    }
}

}  // namespace

void Findings::add(const std::string& wrong) {
    if (bad++ == 0) {
        std::snprintf(first, sizeof first, "%s", wrong.c_str());
    }
}

Examiner::Examiner() : path_(store_options().path) {
    {
        auto writer = StoreWriter::open(store_options());
        require(writer.has_value(), writer ? "" : writer.error().message.c_str());
        for (std::uint64_t version = 1; version <= kOldVersion; ++version) {
            require(put_picture(*writer, kPictureKey, kPictureCamera, version) &&
                        put_picture(*writer, kOtherKey, kOtherCamera, version) &&
                        put_page(*writer, version),
                    "a publish");
        }
    }
    clean_ = Snapshot::take(path_);
}

void Examiner::prepare(Litter litter) {
    reader_.reset();
    held_.clear();
    clean_.restore(path_);
    if (litter == Litter::kOrphansAndIndexNew) {
        const Fd frames{::open((path_ + "/frames").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        const std::uint64_t highest = std::ranges::max(named_serials(frames.get()));
        for (std::uint64_t i = 1; i <= kOrphans; ++i) {
            std::ofstream(path_ + "/frames/" + frame_name(highest + i).data()) << "left behind";
        }
        // Killed between the two links and the rename.
        std::filesystem::copy_file(path_ + "/index", path_ + "/index.new");
        std::filesystem::create_hard_link(path_ + "/index", path_ + "/index.old");
    }
    reader_ = std::make_unique<StoreReader>(path_.c_str(), ::geteuid());
    require(reader_->refresh(kNow), "a reader cannot attach");
    epoch_ = reader_->index().epoch();
    generation_ = reader_->index().generation();
    picture_ = page_ = kOldVersion;
    hold(kPictureKey, kPictureCamera);
    hold(kOtherKey, kOtherCamera);
    hold(kPageKey, kPage);
}

void Examiner::hold(const char* key, std::uint64_t camera) {
    for (std::size_t n = 0; n < kKeep + 1; ++n) {
        stress::FrameRead read = stress::read_frame(*reader_, kNow, key, camera, n, 1);
        require(read.outcome == Outcome::kWhole, "a frame is not there");
        held_.push_back(
            {std::move(read.frame), read.descriptor.frames[n].length, camera, read.version});
    }
}

void Examiner::look_with(StoreReader& reader, const char* who, Findings& findings) {
    const std::string reader_name = std::string(who) + ": ";
    if (!reader.refresh(kNow)) {
        findings.add(reader_name + "finds no index");
        return;
    }
    struct Camera {
        const char* key;
        std::uint64_t number;
    };
    for (const Camera camera : {Camera{kPictureKey, kPictureCamera}, {kOtherKey, kOtherCamera}}) {
        std::uint64_t newest = 0;
        for (std::size_t n = 0; n < kKeep + 1; ++n) {
            const auto read =
                stress::read_frame(reader, kNow, camera.key, camera.number, n, kTries);
            const std::string what = reader_name + camera.key + " " + number(n) + " ";
            if (read.outcome != Outcome::kWhole) {
                findings.add(what + to_string(read.outcome));
                continue;
            }
            if (n == 0) {
                newest = read.version;
            }
            if (read.version + n != newest) {
                findings.add(what + "is version " + number(read.version));
            }
        }
        if (camera.number == kOtherCamera ? newest != kOldVersion : newest < picture_) {
            findings.add(reader_name + camera.key + " went to version " + number(newest));
        }
        if (camera.number == kPictureCamera) {
            picture_ = std::max(picture_, newest);
        }
    }
    look_at_page(reader, who, findings);
    Summary summary;
    if (!reader.index().summary(summary)) {
        findings.add(reader_name + "no summary");
    }
}

void Examiner::look_at_page(StoreReader& reader, const char* who, Findings& findings) {
    std::set<std::uint64_t> versions;
    Descriptor descriptor;
    for (std::size_t n = 0; n < 3; ++n) {
        const auto read = stress::read_frame(reader, kNow, kPageKey, kPage, n, kTries);
        if (read.outcome != Outcome::kWhole) {
            findings.add(std::string(who) + ": page variant " + number(n) + " " +
                         to_string(read.outcome));
            return;
        }
        versions.insert(read.version);
        descriptor = read.descriptor;
    }
    const Fd file =
        open_frame(reader.frames(), descriptor.headers_serial, descriptor.headers_length);
    std::string headers(descriptor.headers_length, '\0');
    if (!file ||
        ::pread(file.get(), headers.data(), headers.size(), 0) !=
            static_cast<ssize_t>(headers.size()) ||
        headers != page_headers(*versions.begin()) || versions.size() != 1) {
        findings.add(std::string(who) + ": variants and headers of a page do not belong together");
    }
    if (*versions.begin() < page_) {
        findings.add(std::string(who) + ": the page went back");
    }
    page_ = std::max(page_, *versions.begin());
}

void Examiner::look(Findings& findings) {
    look_with(*reader_, "a reader that was attached", findings);
    StoreReader late(path_.c_str(), ::geteuid());
    look_with(late, "a reader that attaches now", findings);
    for (const Held& held : held_) {
        if (stress::judge_frame(held.frame.get(), held.length, {held.camera, held.version}) !=
            Outcome::kWhole) {
            findings.add("a frame that was open changed");
        }
    }
    std::set<std::uint64_t> named;
    for (const std::uint64_t serial : named_serials(late.frames())) {
        named.insert(serial);
    }
    for (std::uint32_t entry = 0; entry < late.index().entry_count(); ++entry) {
        Descriptor descriptor;
        late.index().read(entry, descriptor);
        findings.untold |= descriptor.generation > late.index().generation();
        for (const FrameUse& use : frames_of(descriptor)) {
            named.erase(use.serial);
        }
    }
    findings.orphan = !named.empty();
    findings.replaced = late.index().epoch() != epoch_;
    findings.state = state();
    findings.picture = picture_;
    findings.page = page_;
}

std::uint64_t Examiner::state() const {
    std::set<std::string> items;
    for (const auto& found : std::filesystem::recursive_directory_iterator(path_)) {
        struct stat status {};
        ::stat(found.path().c_str(), &status);
        std::string item = found.path().string();
        for (const auto part : {std::uint64_t{status.st_mode}, std::uint64_t{status.st_nlink},
                                static_cast<std::uint64_t>(status.st_size)}) {
            item += ' ' + number(part);
        }
        layout::Preamble preamble{};
        if (found.path().filename().string().starts_with("index")) {
            std::ifstream(found.path(), std::ios::binary)
                .read(reinterpret_cast<char*>(&preamble), sizeof preamble);
            item += ' ' + number(preamble.flags.load());
        }
        items.insert(item);
    }
    std::string all;
    for (const std::string& item : items) {
        all += item + '\n';
    }
    return key_hash(all);
}

void Examiner::audit(const StoreWriter& writer, const char* when, Findings& findings) {
    std::set<std::uint64_t> referenced;
    for (std::uint32_t entry = 0; entry < writer.entry_count(); ++entry) {
        for (const FrameUse& use : frames_of(writer.descriptor(entry))) {
            referenced.insert(use.serial);
        }
    }
    std::uint64_t bytes = 0;
    std::set<std::uint64_t> named;
    for (const std::uint64_t serial : named_serials(writer.frames_directory())) {
        struct stat status {};
        ::fstatat(writer.frames_directory(), frame_name(serial).data(), &status, 0);
        bytes += frame_cost(static_cast<std::uint64_t>(status.st_size));
        named.insert(serial);
    }
    if (named != referenced) {
        findings.add(std::string(when) + ": " + number(named.size()) + " frames have a name, " +
                     number(referenced.size()) + " are referred to");
    }
    std::set<std::string> names;
    for (const auto& found : std::filesystem::directory_iterator(path_)) {
        names.insert(found.path().filename().string());
    }
    const std::set<std::string> wanted{"demand", "frames", "index", "lock"};
    for (const std::string& name : names) {
        if (!wanted.contains(name)) {
            findings.add(std::string(when) + ": " + name + " was left behind");
        }
    }
    Summary summary;
    if (!reader_->index().summary(summary) || summary.live_bytes != bytes ||
        summary.live_frames != named.size() || summary.live_bytes > summary.max_bytes ||
        summary.max_bytes != *store_options().max_bytes || !(summary == writer.summary())) {
        findings.add(std::string(when) + ": the budget says " + number(summary.live_bytes) +
                     " bytes in " + number(summary.live_frames) + " frames of at most " +
                     number(summary.max_bytes) + ", there are " + number(bytes) + " in " +
                     number(named.size()));
    }
}

void Examiner::restart(Findings& findings) {
    std::uint64_t highest = 0;
    for (const std::uint64_t serial : named_serials(reader_->frames())) {
        highest = std::max(highest, serial);
    }
    auto writer = StoreWriter::open(store_options());
    if (!writer) {
        findings.add("the next start fails: " + writer.error().message);
        return;
    }
    const std::uint64_t picture = picture_;
    const std::uint64_t page = page_;
    look_with(*reader_, "after the next start", findings);
    if (picture_ != picture || page_ != page) {
        findings.add("the next start published something");
    }
    audit(*writer, "after the next start", findings);

    const IndexView& index = reader_->index();
    if (index.epoch() == epoch_ && (picture > kOldVersion || page > kOldVersion)) {
        const auto entry = index.find(picture > kOldVersion ? kPictureKey : kPageKey);
        bool told = false;
        if (!index.changes(generation_, index.generation(),
                           [&](std::uint32_t changed) { told |= entry && changed == *entry; }) ||
            !told) {
            findings.add("a change that readers see was never told");
        }
    }
    const auto published = put_picture(*writer, kPictureKey, kPictureCamera, picture + 1);
    if (!published) {
        findings.add("the next publish fails: " + published.error().message);
        return;
    }
    if (writer->descriptor(*writer->find(kPictureKey)).frames[0].serial <= highest) {
        findings.add("a serial was given out again");
    }
    look_with(*reader_, "after the next publish", findings);
    if (picture_ != picture + 1) {
        findings.add("the next publish is not seen");
    }
    audit(*writer, "after the next publish", findings);
}

}  // namespace livecam::kill_points
