// SPDX-License-Identifier: Apache-2.0
#include "sim/base/lanes.hpp"

#include <algorithm>
#include <experimental/simd>

namespace lowband {

namespace {

using Words = std::experimental::fixed_size_simd<std::uint32_t, static_cast<int>(Lanes::count)>;

/// Inline at any cost: a call passes the 16 words through memory, which takes five times as long as all the rest.
[[gnu::always_inline]] inline Words rotated_left(const Words& x, int bits) { return (x << bits) | (x >> (32 - bits)); }

/// Calls `put(i, numbers)` for the next `blocks` rows of numbers.
template <class Put>
void advance(std::array<std::array<std::uint32_t, Lanes::count>, 4>& state, std::size_t blocks, Put put) {
  constexpr std::experimental::element_aligned_tag aligned;
  Words s0(state[0].data(), aligned);
  Words s1(state[1].data(), aligned);
  Words s2(state[2].data(), aligned);
  Words s3(state[3].data(), aligned);
  for (std::size_t i = 0; i < blocks; ++i) {
    put(i, rotated_left(s0 + s3, 7) + s0);
    const Words shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotated_left(s3, 11);
  }
  s0.copy_to(state[0].data(), aligned);
  s1.copy_to(state[1].data(), aligned);
  s2.copy_to(state[2].data(), aligned);
  s3.copy_to(state[3].data(), aligned);
}

}  // namespace

Lanes::Lanes(Stream& seeds) noexcept {
  for (auto& words : state_) {
    for (auto& word : words) word = seeds();
  }
  // The one forbidden state, a generator of zeros only: about once in 2^124 seeds.
  for (std::size_t lane = 0; lane < count; ++lane) {
    if ((state_[0][lane] | state_[1][lane] | state_[2][lane] | state_[3][lane]) == 0) state_[0][lane] = 1;
  }
}

void Lanes::fill(std::span<std::uint32_t> out) noexcept {
  const std::size_t blocks = out.size() / count;
  advance(state_, blocks, [&](std::size_t i, const Words& numbers) {
    numbers.copy_to(&out[i * count], std::experimental::element_aligned);
  });
  if (const auto rest = out.subspan(blocks * count); !rest.empty()) {
    std::array<std::uint32_t, count> last{};
    fill(last);
    std::copy_n(last.begin(), rest.size(), rest.begin());
  }
}

void Lanes::uniform(std::span<float> out) noexcept {
  const std::size_t blocks = out.size() / count;
  advance(state_, blocks, [&](std::size_t i, const Words& numbers) {
    // Through signed integers, for which all instruction sets have the conversion; 24 bits are exact.
    const auto bits = std::experimental::static_simd_cast<std::int32_t>(numbers >> 8);
    (std::experimental::static_simd_cast<float>(bits) * 0x1p-24F)
        .copy_to(&out[i * count], std::experimental::element_aligned);
  });
  if (const auto rest = out.subspan(blocks * count); !rest.empty()) {
    std::array<float, count> last{};
    uniform(last);
    std::copy_n(last.begin(), rest.size(), rest.begin());
  }
}

}  // namespace lowband
