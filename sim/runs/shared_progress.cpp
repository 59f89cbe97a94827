#include "sim/runs/shared_progress.hpp"

#include <sys/mman.h>

#include <atomic>
#include <cerrno>
#include <new>
#include <system_error>

namespace lowband {

/// Each number by itself is never half written; that they belong to the same moment does not matter to who looks.
struct SharedProgress::Memory {
  std::atomic<bool> has_begun{false};
  std::atomic<std::uint64_t> iteration{0};
  std::atomic<double> sim_time_s{0.0};
  std::atomic<double> train_loss{0.0};
};

SharedProgress::SharedProgress() {
  void* const memory =
      ::mmap(nullptr, sizeof(Memory), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, /*fd=*/-1, /*offset=*/0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  memory_ = new (memory) Memory;
}

SharedProgress::~SharedProgress() { ::munmap(memory_, sizeof(Memory)); }

void SharedProgress::update(std::uint64_t iteration, double sim_time_s, double train_loss) noexcept {
  constexpr auto order = std::memory_order_relaxed;
  memory_->iteration.store(iteration, order);
  memory_->sim_time_s.store(sim_time_s, order);
  memory_->train_loss.store(train_loss, order);
  memory_->has_begun.store(true, order);
}

SharedProgress::State SharedProgress::state() const noexcept {
  return {memory_->has_begun, memory_->iteration, memory_->sim_time_s, memory_->train_loss};
}

}  // namespace lowband
