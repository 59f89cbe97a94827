// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>

#include "sim/base/function_ref.hpp"
#include "sim/world/task_pool.hpp"

namespace lowband {

/// work(0), ..., work(count - 1) on a pool, each after the one before it. Each is a task of its own, handed over when
/// its turn has come: several series advance together, and a thread that one of them leaves idle serves the others.
class TaskSeries {
 public:
  /// work(i) is due at `begin` + (i + 1) `step`, both seconds of simulated time: see TaskPool::submit().
  TaskSeries(TaskPool& pool, std::size_t count, FunctionRef<void(std::size_t)> work, double begin, double step);

  /// Returns when all are done, or when one of them has thrown, which is rethrown; those after it do not run.
  void wait();
  /// Returns when none is running and none will.
  void abandon() noexcept;

 private:
  struct Turn {
    TaskSeries& series;
    void operator()(std::size_t index) const { series.run(index); }
  };

  void run(std::size_t index);
  void submit(std::size_t index) { pool_.submit(steps_[index], begin_ + static_cast<double>(index + 1) * step_); }

  TaskPool& pool_;
  FunctionRef<void(std::size_t)> work_;
  double begin_;
  double step_;
  Turn turn_{*this};
  std::deque<TaskPool::Task> steps_;  // a deque: tasks hold an atomic and never move
  std::atomic<std::size_t> submitted_{1};
  std::atomic<bool> abandoned_{false};
};

}  // namespace lowband
