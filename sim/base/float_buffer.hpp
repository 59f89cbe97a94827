// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace lowband {

/// Allocates on cache-line boundaries and leaves new floats uninitialised: a vector of a million floats that is about
/// to be overwritten need not be zeroed first, and vector instructions never straddle two lines.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t alignment{64};

  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>& /*other*/) noexcept {}  // NOLINT(google-explicit-constructor)

  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
  void deallocate(T* pointer, std::size_t /*n*/) noexcept { ::operator delete(pointer, alignment); }

  template <class U>
  void construct(U* pointer) noexcept {
    ::new (static_cast<void*>(pointer)) U;
  }
  template <class U, class... Args>
  void construct(U* pointer, Args&&... args) {
    ::new (static_cast<void*>(pointer)) U(std::forward<Args>(args)...);
  }

  bool operator==(const AlignedAllocator&) const noexcept { return true; }
};

/// A flat vector of float32: a model, a gradient, a difference.
using FloatBuffer = std::vector<float, AlignedAllocator<float>>;

}  // namespace lowband
