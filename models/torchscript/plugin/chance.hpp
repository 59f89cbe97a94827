// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Generator.h>

#include <cstdint>
#include <mutex>

namespace lowband::torchscript {

/// libtorch's random numbers, which all threads draw from one generator.
class Chance {
 public:
  /// Keeps it to this thread, which draws from this seed, for as long as the result lives.
  [[nodiscard]] static std::unique_lock<std::mutex> drawing_from(std::uint64_t seed);
  /// Whether anybody has drawn since the last seed.
  [[nodiscard]] static bool has_drawn();
  /// Gives it the seed of those who do not draw.
  static void reset();

 private:
  static void seed(std::uint64_t seed);
};

}  // namespace lowband::torchscript
