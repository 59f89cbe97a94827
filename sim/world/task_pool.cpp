// SPDX-License-Identifier: Apache-2.0
#include "sim/world/task_pool.hpp"

#include <deque>
#include <limits>
#include <thread>

#include "sim/world/compute_scope.hpp"

namespace lowband {

namespace {

/// When a task is due that is waited for already.
constexpr double at_once = -std::numeric_limits<double>::infinity();

}  // namespace

TaskPool::TaskPool(int threads)
    : threads_(threads),
      // The limit counts the simulating thread, although it never enters the arena.
      limit_(oneapi::tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)) {
  if (threads > 1) arena_.emplace(threads - 1, 0);  // else the simulating thread does everything
}

TaskPool::~TaskPool() {
  // An arena does not wait for what was enqueued: calls that find the queue empty may still be on their way.
  while (scheduled_.load(std::memory_order_acquire) != 0) std::this_thread::yield();
}

bool TaskPool::run_next() {
  Queued next;
  if (!queue_.try_pop(next)) return false;
  Task* const task = next.task;
  try {
    const ComputeScope scope;
    task->work_(task->index_);
  } catch (...) {
    task->error_ = std::current_exception();
  }
  task->done_.store(true, std::memory_order_release);
  // From here on the task may be gone: the waiting side is woken through the pool, which outlives it.
  completed_.fetch_add(1, std::memory_order_release);
  completed_.notify_one();
  return true;
}

void TaskPool::submit(Task& task, double due) {
  queue_.push({due, submitted_.fetch_add(1, std::memory_order_relaxed), &task});
  if (!arena_) return;
  scheduled_.fetch_add(1, std::memory_order_relaxed);
  arena_->enqueue([this] {
    run_next();
    scheduled_.fetch_sub(1, std::memory_order_release);
  });
}

void TaskPool::finish(Task& task) noexcept {
  while (!task.done_.load(std::memory_order_acquire)) {
    const std::uint32_t seen = completed_.load(std::memory_order_acquire);
    if (run_next()) continue;
    if (task.done_.load(std::memory_order_acquire)) break;
    completed_.wait(seen, std::memory_order_acquire);
  }
}

void TaskPool::wait(Task& task) {
  finish(task);
  if (task.error_) std::rethrow_exception(task.error_);
}

void TaskPool::for_each(std::size_t count, FunctionRef<void(std::size_t)> work) {
  std::deque<Task> tasks;  // a deque: tasks hold an atomic and never move
  for (std::size_t i = 0; i < count; ++i) submit(tasks.emplace_back(work, i), at_once);
  for (Task& task : tasks) finish(task);  // all must have ended before any of them goes away
  for (Task& task : tasks) wait(task);
}

}  // namespace lowband
