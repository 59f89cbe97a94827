// SPDX-License-Identifier: Apache-2.0
#include "sim/world/task_series.hpp"

namespace lowband {

TaskSeries::TaskSeries(TaskPool& pool, std::size_t count, FunctionRef<void(std::size_t)> work, double begin,
                       double step)
    : pool_(pool), work_(work), begin_(begin), step_(step) {
  for (std::size_t i = 0; i < count; ++i) steps_.emplace_back(turn_, i);
  submit(0);
}

void TaskSeries::run(std::size_t index) {
  work_(index);
  if (index + 1 == steps_.size() || abandoned_) return;
  ++submitted_;  // before this task is done, so that whoever has waited for it sees whether there is another
  submit(index + 1);
}

void TaskSeries::wait() {
  for (TaskPool::Task& step : steps_) pool_.wait(step);
}

void TaskSeries::abandon() noexcept {
  abandoned_ = true;
  for (std::size_t i = 0; i < submitted_; ++i) pool_.finish(steps_[i]);
}

}  // namespace lowband
