#include "sidecar/ops/process_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <time.h>
#include <unistd.h>

#include <fstream>

#include "build_info.h"

namespace livecam::ops {
namespace {

double cpu_seconds() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

/// proc(5): /proc/self/statm counts pages; the second number is what is resident.
double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help,
                         const prometheus::Labels& labels = {}) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels);
}

}  // namespace

ProcessMetrics::ProcessMetrics(prometheus::Registry& registry)
    : cpu_(prometheus::BuildCounter()
               .Name("livecam_sidecar_cpu_seconds_total")
               .Help("Processor time that livecamd has used.")
               .Register(registry)
               .Add({})),
      memory_(gauge(registry, "livecam_sidecar_resident_memory_bytes",
                    "Memory of livecamd that is in RAM.")) {
    gauge(registry, "livecam_build_info", "The livecamd that wrote this; always 1.",
          {{"version", LIVECAM_VERSION},
           {"commit", LIVECAM_COMMIT},
           {"build_time", LIVECAM_BUILD_TIME}})
        .Set(1);
    gauge(registry, "livecam_sidecar_start_time_seconds", "When livecamd was started.")
        .SetToCurrentTime();
}

void ProcessMetrics::refresh() {
    cpu_.Increment(cpu_seconds() - cpu_.Value());
    memory_.Set(resident_bytes());
}

}  // namespace livecam::ops
