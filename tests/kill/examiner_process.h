// The examiner in a process of its own: a reader that shares nothing with the writer but the store,
// and whose allocations do not change what the writer's children, forked from here, will do.
#pragma once

#include <sys/types.h>

#include "tests/kill/examiner.h"

namespace livecam::kill_points {

class ExaminerProcess {
  public:
    ExaminerProcess();
    ExaminerProcess(const ExaminerProcess&) = delete;
    ExaminerProcess& operator=(const ExaminerProcess&) = delete;
    ~ExaminerProcess();

    void prepare(Litter litter);
    Findings look();
    Findings look_and_restart();

  private:
    Findings ask(char what);

    int socket_ = -1;
    pid_t pid_ = -1;
};

}  // namespace livecam::kill_points
