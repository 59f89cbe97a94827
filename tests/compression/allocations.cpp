// SPDX-License-Identifier: Apache-2.0
#include "tests/compression/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t count = 0;

}  // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(LOWBAND_SANITIZED)

// The forms for arrays and those that do not throw call this one.
void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

#endif

namespace lowband::testing {

std::size_t allocations() noexcept { return count; }

}  // namespace lowband::testing
