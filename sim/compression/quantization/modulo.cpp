// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/modulo.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"

namespace lowband {

namespace {

/// 1.5 * 2^52: a double this large has no place for a fraction, so adding it rounds to the nearest integer, which then
/// is in the lowest bits, as a two's complement. Every vector instruction set can do that. Beyond magnitudes of 2^51
/// the bits are others, but harmless ones.
constexpr double rounder = 0x1.8p52;

/// The integer next to x, modulo 2^32.
std::uint32_t round_to_nearest(double x) noexcept {
  return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(x + rounder));
}

/// What turns rounding to nearest into stochastic rounding: of u, a multiple of 2^-24 on [0, 1), the offset u - 1/2
/// from the middle of its cell, so that an integer plus an offset is never a tie. Exact.
float offset(float uniform) noexcept { return uniform - (0.5F - 0x1p-25F); }

}  // namespace

void Modulo::parameters(Parameters& parameters) {
  parameters.integer("bits", bits_, {1, 16}, "bit", "per coordinate; stochastic rounding needs 2");
  parameters.number("theta", theta_, {1e-30, 1e30}, "",
                    "bound on how far a coordinate of the receiver's own vector is from the sender's",
                    Parameters::Need::required);
  parameters.choice("rounding", rounding_,
                    {{"nearest", "to the nearest point"}, {"stochastic", "to a point beside, right on average"}},
                    "to the grid of 2^bits points");
}

void Modulo::check(const Place& place) {
  if (stochastic() && bits_ == 1) {
    (place / "bits")
        .fail("stochastic rounding to 1 bit may err by half a period, which nothing can undo; 2 bits, or nearest");
  }
}

double Modulo::delta() const { return std::ldexp(1.0, stochastic() ? -bits_ : -bits_ - 1); }

double Modulo::frequency() const {
  const double exact = (1.0 - 2.0 * delta()) / (2.0 * theta_);
  const auto nearby = static_cast<float>(exact);
  return static_cast<double>(static_cast<double>(nearby) > exact ? std::nextafter(nearby, 0.0F) : nearby);
}

double Modulo::period() const { return 1.0 / frequency(); }

CodecFacts Modulo::facts() const {
  const char* delta = stochastic() ? "2^-bits" : "2^-(bits + 1)";
  return {ErrorClass::biased,
          fmt::format(
              "|C(v)_i - v_i| <= delta 2 theta / (1 - 2 delta), delta = {}, while the receiver's own vector is within "
              "theta of v in every coordinate; no bound otherwise",
              delta),
          "bits"};
}

std::optional<std::size_t> Modulo::encoded_size(std::size_t size) const { return packed_size(size, bits()); }

void Modulo::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.resize(*encoded_size(vector.size()));
  const double steps_per_unit = std::ldexp(frequency(), bits_);
  const std::uint32_t mask = (1U << bits()) - 1;
  // With offsets of zero it rounds to nearest.
  const auto encode_part = [&](std::size_t first, std::span<const float> offsets) {
    const std::size_t count = offsets.size();
    const auto values = vector.subspan(first, count);
    require_finite(values);
    std::array<std::uint32_t, pass_size> codes{};
    for (std::size_t j = 0; j < count; ++j) {
      const double steps = static_cast<double>(values[j]) * steps_per_unit;  // exact: two floats' worth of digits
      codes[j] = round_to_nearest(steps + static_cast<double>(offsets[j])) & mask;
    }
    pack(std::span(codes).first(count), bits(),
         std::span(code).subspan(packed_size(first, bits()), packed_size(count, bits())));
  };
  if (!stochastic()) {
    for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t begin, std::size_t size) {
      const std::array<float, pass_size> zeros{};
      for_each_part(size, pass_size, [&](std::size_t first, std::size_t count) {
        encode_part(begin + first, std::span(zeros).first(count));
      });
    });
    return;
  }
  for_each_chunk(vector.size(), chunk_size, random, [&](Lanes& numbers, std::size_t begin, std::size_t size) {
    std::array<float, pass_size> offsets{};
    for_each_part(size, pass_size, [&](std::size_t first, std::size_t count) {
      const auto part = std::span(offsets).first(count);
      numbers.uniform(part);
      for (float& uniform : part) uniform = offset(uniform);
      encode_part(begin + first, part);
    });
  });
}

void Modulo::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != *encoded_size(vector.size())) throw std::runtime_error("a modulo code has the wrong size");
  const double per_unit = frequency();
  const double whole = period();
  const double step = std::ldexp(1.0, -bits_);
  for_each_chunk(vector.size(), chunk_size, [&](std::size_t /*index*/, std::size_t begin, std::size_t size) {
    std::array<std::uint32_t, pass_size> codes{};
    std::array<double, pass_size> moves{};
    for_each_part(size, pass_size, [&](std::size_t first, std::size_t count) {
      const auto values = vector.subspan(begin + first, count);
      unpack(code.subspan(packed_size(begin + first, bits()), packed_size(count, bits())), bits(),
             std::span(codes).first(count));
      for (std::size_t j = 0; j < count; ++j) {
        // From the receiver's value to the code's nearest one, in periods; both products are exact.
        const double away =
            static_cast<double>(static_cast<std::int32_t>(codes[j])) * step - static_cast<double>(values[j]) * per_unit;
        moves[j] = (away - ((away + rounder) - rounder)) * whole;
      }
      // In a loop of its own, so that the sum is not fused with the product where that would change its rounding.
      for (std::size_t j = 0; j < count; ++j) {
        values[j] = static_cast<float>(static_cast<double>(values[j]) + moves[j]);
      }
    });
  });
}

}  // namespace lowband
