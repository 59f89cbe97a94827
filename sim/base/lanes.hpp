// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/base/random.hpp"

namespace lowband {

/// Random numbers in bulk: 16 generators xoshiro128++ 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", ACM TOMS 2021) side by side, each with 128 bits of state seeded from a Stream. Every vector
/// instruction set runs them in step, so a number costs a fraction of one of Philox; what is given up is the random
/// access, which a chunk of a message does not need.
///
/// Number 16 i + j is the i-th of generator j, whatever the instruction set and however the calls are cut, as long as
/// each asks for a multiple of 16: what is left of the last 16 numbers of a call is lost.
class Lanes {
 public:
  static constexpr std::size_t count = 16;
  /// How many numbers of a Stream one object takes as its seed.
  static constexpr std::size_t seed_numbers = 4 * count;

  explicit Lanes(Stream& seeds) noexcept;

  /// 32 random bits each.
  void fill(std::span<std::uint32_t> out) noexcept;
  /// Uniform on [0, 1): multiples of 2^-24.
  void uniform(std::span<float> out) noexcept;

 private:
  std::array<std::array<std::uint32_t, count>, 4> state_;
};

}  // namespace lowband
