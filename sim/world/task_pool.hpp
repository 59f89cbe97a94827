// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <oneapi/tbb/concurrent_priority_queue.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <tuple>

#include "sim/base/function_ref.hpp"

namespace lowband {

/// Runs the real mathematics of all workers on `threads` threads, of which the simulating thread is one: when it must
/// wait for a task it runs tasks that nobody has begun, so no core idles while there is work. What is due first begins
/// first: were it last, its worker's next task would come when all others are done, and have one core alone. Tasks
/// never wait for tasks, so what runs on an actor's small stack is never nested.
class TaskPool {
 public:
  /// One call, work(index); the task and what `work` refers to must live until wait() has returned.
  class Task {
   public:
    explicit Task(FunctionRef<void(std::size_t)> work, std::size_t index = 0) : work_(work), index_(index) {}

   private:
    friend class TaskPool;
    FunctionRef<void(std::size_t)> work_;
    std::size_t index_;
    std::exception_ptr error_;
    std::atomic<bool> done_{false};
  };

  explicit TaskPool(int threads);
  TaskPool(const TaskPool&) = delete;
  TaskPool& operator=(const TaskPool&) = delete;
  TaskPool(TaskPool&&) = delete;
  TaskPool& operator=(TaskPool&&) = delete;
  ~TaskPool();

  [[nodiscard]] int threads() const noexcept { return threads_; }

  /// Hands `task` over; it starts as soon as a thread is free that has nothing which is due before. `due` is the moment
  /// of simulated time at which it will be waited for, as far as that is known: it decides nothing but the order.
  void submit(Task& task, double due);
  /// Returns when `task` is done, and rethrows what it threw.
  void wait(Task& task);
  /// Returns when `task` is done, whatever it threw.
  void finish(Task& task) noexcept;
  /// Runs work(0), ..., work(count - 1), on all threads; rethrows the exception of the lowest index.
  void for_each(std::size_t count, FunctionRef<void(std::size_t)> work);

 private:
  struct Queued {
    double due = 0.0;
    std::uint64_t number = 0;  ///< in the order of submission
    Task* task = nullptr;

    /// Whether it gives way to `other`.
    bool operator<(const Queued& other) const { return std::tie(other.due, other.number) < std::tie(due, number); }
  };

  bool run_next();

  int threads_;
  oneapi::tbb::concurrent_priority_queue<Queued> queue_;
  std::atomic<std::uint64_t> submitted_{0};
  std::atomic<std::uint32_t> scheduled_{0};  ///< calls of run_next() that the arena still owes
  std::atomic<std::uint32_t> completed_{0};  ///< changes with every task that ends: what an idle wait() sleeps on
  // Declared last, destroyed first: the arena's threads use all of the above.
  oneapi::tbb::global_control limit_;  ///< binds what tasks run in parallel themselves, such as codecs, too
  std::optional<oneapi::tbb::task_arena> arena_;
};

}  // namespace lowband
