#include "sidecar/pages/local_time.h"

#include <date/date.h>
#include <date/tz.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>

namespace livecam::pages {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

date::sys_seconds moment(std::int64_t ms) {
    return date::floor<seconds>(date::sys_time<milliseconds>{milliseconds{ms}});
}

}  // namespace

std::string iso_utc(std::int64_t ms) {
    const auto time = moment(ms);
    const auto day = date::floor<date::days>(time);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss clock{time - day};
    char text[64];
    std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int{ymd.year()}, unsigned{ymd.month()},
        unsigned{ymd.day()}, static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return text;
}

Expected<LocalClock> LocalClock::create(const std::string& zone) {
    try {
        return LocalClock{date::locate_zone(zone)};
    } catch (const std::exception&) {
        return fail("pages: site.timezone: \"" + zone +
                    "\" is not in /usr/share/zoneinfo; use a name like \"America/Denver\", and "
                    "install tzdata if that is missing");
    }
}

std::string LocalClock::display(std::int64_t ms) const {
    const auto local = zone_->to_local(moment(ms));
    const auto day = date::floor<date::days>(local);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss clock{local - day};
    char text[64];
    std::snprintf(text, sizeof text, "%s %u, %02d:%02d", kMonths[unsigned{ymd.month()} - 1],
                  unsigned{ymd.day()}, static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    return text;
}

}  // namespace livecam::pages
