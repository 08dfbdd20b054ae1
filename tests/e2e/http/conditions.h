// Conditional requests and ranges (RFC 9110, 13 and 14) as a table.
#pragma once

#include <string>
#include <vector>

namespace livecam::e2e {

/// In the fields' values, {ETAG} is the resource's ETag, {OTHER} another one, {DATE} its
/// Last-Modified, {BEFORE} and {AFTER} a day before and after it, {LENGTH} its length.
struct Condition {
    std::vector<std::string> fields;
    long status;
    /// What nginx's static module answers where RFC 9110 says otherwise; 0: the same.
    long status_of_file = 0;
};

const std::vector<Condition>& conditions();

}  // namespace livecam::e2e
