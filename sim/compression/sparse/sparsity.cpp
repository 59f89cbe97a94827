// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/sparsity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lowband {

void Sparsity::parameters(Parameters& parameters) {
  parameters.number("ratio", ratio_, {0.0, 1.0, true}, "",
                    "share of the coordinates that is kept; 0.01 unless k is given");
  parameters.integer("k", k_, {1, std::numeric_limits<int>::max()}, "coordinate",
                     "kept of each vector, or all of a shorter one; instead of ratio");
}

void Sparsity::check(const Place& place) {
  if (ratio_ && k_) (place / "k").fail("both ratio and k are given; give one of the two");
  if (!ratio_ && !k_) ratio_ = 0.01;
}

std::size_t Sparsity::kept(std::size_t size) const {
  if (size == 0) return 0;
  if (k_) return std::min(static_cast<std::size_t>(*k_), size);
  return std::clamp(static_cast<std::size_t>(std::round(*ratio_ * static_cast<double>(size))), std::size_t{1}, size);
}

void Sparsity::shorten(double share) {
  if (k_) k_ = std::max(1, static_cast<int>(std::round(share * *k_)));
}

double Sparsity::share(std::size_t size) const {
  return size == 0 ? 1.0 : static_cast<double>(kept(size)) / static_cast<double>(size);
}

}  // namespace lowband
