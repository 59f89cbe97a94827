// SPDX-License-Identifier: Apache-2.0
#include "sim/world/strand.hpp"

namespace lowband {

void Strand::Task::Turn::operator()(std::size_t /*index*/) const {
  struct PassOn {
    Strand& strand;
    explicit PassOn(Strand& its_strand) : strand(its_strand) {}
    PassOn(const PassOn&) = delete;
    PassOn& operator=(const PassOn&) = delete;
    PassOn(PassOn&&) = delete;
    PassOn& operator=(PassOn&&) = delete;
    ~PassOn() { strand.pass_on(); }
  } const when_over(task.strand_);
  task.work_();
}

void Strand::submit(Task& task) {
  {
    const std::lock_guard lock(mutex_);
    if (is_busy_) return waiting_.push_back(&task);
    is_busy_ = true;
  }
  pool_.submit(task.task_, task.due_);
}

void Strand::pass_on() {
  Task* next = nullptr;
  {
    const std::lock_guard lock(mutex_);
    is_busy_ = !waiting_.empty();
    if (!is_busy_) return;
    next = waiting_.front();
    waiting_.pop_front();
  }
  pool_.submit(next->task_, next->due_);
}

}  // namespace lowband
