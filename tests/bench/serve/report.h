// What was measured, for people, for programs and for the README.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/bench/serve/measure.h"

namespace livecam::bench {

/// A measurement of another shape than a row of works: what it is, its figure, its verdict.
struct Finding {
    std::string name;   // for --work
    std::string what;   // in words
    std::string value;  // "41.2 MB"
    std::string limit;  // "64 MB"; empty: none
    bool missed = false;
};

struct Report {
    std::string machine;                // processors, kernel
    std::vector<std::string> versions;  // of servers and loads
    std::string date;
    int rounds = 0;
    std::vector<WorkResult> works;
    std::vector<Finding> findings;
    std::vector<std::pair<std::string, std::string>> settings;  // of servers, by name
    std::vector<Missing> missing;
};

/// processor, kernel, versions and date of this run.
void describe_machine(Report& report);

void print(const WorkResult& result);
void print(const Finding& finding);
void print_head(const Report& report);

std::string markdown(const Report& report);
std::string json(const Report& report);
/// Bars of the processor time for each picture, readable on light and on dark ground.
std::string svg(const Report& report);

}  // namespace livecam::bench
