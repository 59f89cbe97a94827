// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>

#include "sim/base/function_ref.hpp"
#include "sim/world/task_pool.hpp"

namespace lowband {

/// What one node computes, where it has two programs: tasks of a pool, each after the one that was submitted before it
/// (fourth law of the worker).
class Strand {
 public:
  /// One call of `work`; the task and what `work` refers to must live until wait() or finish() has returned.
  class Task {
   public:
    /// `due`: see TaskPool::submit().
    Task(Strand& strand, FunctionRef<void()> work, double due) : strand_(strand), work_(work), due_(due) {}
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    Task(Task&&) = delete;
    Task& operator=(Task&&) = delete;
    ~Task() = default;

    /// Returns when it is done, and rethrows what it threw.
    void wait() { strand_.pool_.wait(task_); }
    /// Returns when it is done, whatever it threw.
    void finish() noexcept { strand_.pool_.finish(task_); }

   private:
    friend class Strand;
    struct Turn {
      Task& task;
      void operator()(std::size_t index) const;
    };

    Strand& strand_;
    FunctionRef<void()> work_;
    double due_;
    Turn turn_{*this};
    TaskPool::Task task_{turn_};
  };

  explicit Strand(TaskPool& pool) : pool_(pool) {}

  void submit(Task& task);

 private:
  /// One is over: the next one, if there is any, may begin.
  void pass_on();

  TaskPool& pool_;
  std::mutex mutex_;
  std::deque<Task*> waiting_;
  bool is_busy_ = false;
};

}  // namespace lowband
