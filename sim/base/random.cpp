// SPDX-License-Identifier: Apache-2.0
#include "sim/base/random.hpp"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>

namespace lowband {

namespace {

/// Inlined by force: in a loop over blocks, out-of-line calls would keep the processor from overlapping them, at half
/// the speed.
[[gnu::always_inline]] inline std::array<std::uint32_t, 4> philox(const std::array<std::uint32_t, 4>& counter,
                                                                  const std::array<std::uint32_t, 2>& key) noexcept {
  const auto block = r123::Philox4x32{}({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {block[0], block[1], block[2], block[3]};
}

}  // namespace

Stream::Stream(std::uint64_t seed, Purpose purpose, std::uint32_t worker, std::uint32_t step,
               std::uint32_t lane) noexcept
    : counter_{0, step, worker, (static_cast<std::uint32_t>(purpose) << 24U) | (lane & 0xFFFFFFU)},
      key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)} {}

void Stream::refill() noexcept {
  block_ = philox(counter_, key_);
  ++counter_[0];
  next_ = 0;
}

void Stream::discard(std::uint64_t numbers) noexcept {
  const std::uint64_t position = std::uint64_t{counter_[0]} * block_.size() - (block_.size() - next_) + numbers;
  counter_[0] = static_cast<std::uint32_t>(position / block_.size());
  next_ = block_.size();
  if (const std::size_t rest = position % block_.size(); rest != 0) {
    refill();
    next_ = rest;
  }
}

std::uint32_t Stream::below(std::uint32_t n) noexcept {
  std::uint64_t product = std::uint64_t{(*this)()} * n;
  if (static_cast<std::uint32_t>(product) < n) {
    const std::uint32_t threshold = (0U - n) % n;
    while (static_cast<std::uint32_t>(product) < threshold) product = std::uint64_t{(*this)()} * n;
  }
  return static_cast<std::uint32_t>(product >> 32U);
}

float Stream::normal() noexcept {
  if (has_spare_normal_) {
    has_spare_normal_ = false;
    return spare_normal_;
  }
  // 1 - u is in (0, 1], so the logarithm is finite. In double: the result must not depend on how a compiler fuses.
  const double radius = std::sqrt(-2.0 * std::log(1.0 - static_cast<double>(uniform())));
  const double angle = 2.0 * std::numbers::pi * static_cast<double>(uniform());
  spare_normal_ = static_cast<float>(radius * std::sin(angle));
  has_spare_normal_ = true;
  return static_cast<float>(radius * std::cos(angle));
}

void Stream::uniform(std::span<float> out) noexcept {
  std::size_t i = 0;
  while (i < out.size() && next_ < block_.size()) out[i++] = uniform();
  // Whole blocks go straight to `out`.
  for (; out.size() - i >= block_.size(); i += block_.size()) {
    const auto block = philox(counter_, key_);
    ++counter_[0];
    for (std::size_t j = 0; j < block.size(); ++j) out[i + j] = to_uniform(block[j]);
  }
  while (i < out.size()) out[i++] = uniform();
}

}  // namespace lowband
