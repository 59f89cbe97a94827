// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <type_traits>

namespace lowband {

/// A value that the process which makes this shares with the children that it forks: what one of them writes, all see.
template <class Value>
class SharedMemory {
 public:
  static_assert(std::is_trivially_destructible_v<Value>, "no process is the last one to use it");

  /// Throws std::system_error.
  SharedMemory() {
    void* const memory = ::mmap(nullptr, sizeof(Value), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    value_ = new (memory) Value{};
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;
  SharedMemory(SharedMemory&&) = delete;
  SharedMemory& operator=(SharedMemory&&) = delete;
  ~SharedMemory() { ::munmap(value_, sizeof(Value)); }

  [[nodiscard]] Value& operator*() noexcept { return *value_; }
  [[nodiscard]] const Value& operator*() const noexcept { return *value_; }
  Value* operator->() noexcept { return value_; }
  const Value* operator->() const noexcept { return value_; }

 private:
  Value* value_;
};

}  // namespace lowband
