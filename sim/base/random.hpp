// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace lowband {

/// What a stream of random numbers is for. Each purpose has numbers of its own, so that switching one source of
/// randomness on or off leaves all others as they were.
enum class Purpose : std::uint8_t {
  initial_model = 1,
  batches,
  quantization,
  partition,
  data,
  jitter,
  profile,
  topology,
  devices,
  peers,
  clients
};

/// A counter-based stream of random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2,
/// 3", SC 2011; the Random123 library). The numbers are a function of (seed, purpose, worker, step, lane) alone,
/// whatever the order of execution, which is what makes a run bitwise equal for any number of threads.
///
/// `step` is an iteration or a synchronisation, `lane` (24 bits) tells apart several streams of one step, such as the
/// hops of a ring. A stream holds 2^34 numbers. It is a UniformRandomBitGenerator.
class Stream {
 public:
  using result_type = std::uint32_t;

  Stream(std::uint64_t seed, Purpose purpose, std::uint32_t worker, std::uint32_t step,
         std::uint32_t lane = 0) noexcept;

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

  /// The next 32 random bits.
  result_type operator()() noexcept {
    if (next_ == block_.size()) refill();
    return block_[next_++];
  }

  /// Uniform on [0, 1): a multiple of 2^-24, so every value is exact in float.
  float uniform() noexcept { return to_uniform((*this)()); }

  /// Uniform on {0, ..., n - 1}, without bias (Lemire 2019); n >= 1.
  std::uint32_t below(std::uint32_t n) noexcept;

  /// Standard normal (Box-Muller, one value of the pair is kept for the next call).
  float normal() noexcept;

  /// Fills `out` with what `uniform()` would return one by one, faster.
  void uniform(std::span<float> out) noexcept;

  /// Skips the next `numbers` numbers, at no cost.
  void discard(std::uint64_t numbers) noexcept;

 private:
  static float to_uniform(std::uint32_t bits) noexcept { return static_cast<float>(bits >> 8U) * 0x1p-24F; }
  void refill() noexcept;

  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> block_{};
  std::size_t next_ = 4;
  float spare_normal_ = 0.0F;
  bool has_spare_normal_ = false;
};

}  // namespace lowband
