// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/delta_store.hpp"

#include <algorithm>

namespace lowband {

void DeltaStore::add(CoordinateRange key, std::span<const std::byte> code, double weight) {
  delta_.resize(key.size);
  codec_.decode(code, key.first, delta_);
  const auto values = place_of(key).of(std::span<double>(values_));
  for (std::size_t k = 0; k < key.size; ++k) values[k] += weight * static_cast<double>(delta_[k]);
}

void DeltaStore::read(CoordinateRange key, FloatBuffer& value) const {
  const auto values = place_of(key).of(std::span<const double>(values_));
  value.resize(key.size);
  std::transform(values.begin(), values.end(), value.begin(), [](double each) { return static_cast<float>(each); });
}

/// The weight and the sum.
double DeltaStore::add_flops(CoordinateRange key) const {
  return codec_.decode_flops(key.first, key.size) + 2.0 * static_cast<double>(key.size);
}

}  // namespace lowband
