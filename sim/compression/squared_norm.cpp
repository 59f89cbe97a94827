#include "sim/compression/squared_norm.hpp"

#include <array>
#include <cstddef>

namespace lowband {

double squared_norm(std::span<const float> vector) noexcept {
  // Eight sums side by side: an order of additions that is fixed and that vector instructions can follow.
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> sums{};
  const std::size_t even = vector.size() / lanes * lanes;
  for (std::size_t i = 0; i < even; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const auto value = static_cast<double>(vector[i + lane]);
      sums[lane] += value * value;  // exact before the addition: a float has 24 bits
    }
  }
  double sum = 0.0;
  for (const double lane_sum : sums) sum += lane_sum;
  for (const float value : vector.subspan(even)) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

}  // namespace lowband
