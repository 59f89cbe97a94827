// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/kept_values.hpp"

#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/base/error.hpp"

namespace lowband {

void gather(std::span<const float> vector, std::span<const std::uint32_t> indices, double factor,
            std::span<std::byte> values) {
  bool finite = true;
  for (std::size_t j = 0; j < indices.size(); ++j) {
    const auto value = static_cast<float>(factor * static_cast<double>(vector[indices[j]]));
    finite &= std::isfinite(value);
    std::memcpy(&values[j * sizeof value], &value, sizeof value);
  }
  if (!finite) throw Diverged("a value to be sent is not finite, or is beyond float32 once scaled");
}

void scatter(std::span<const std::byte> values, std::span<const std::uint32_t> indices, std::span<float> vector) {
  bool finite = true;
  for (std::size_t j = 0; j < indices.size(); ++j) {
    float value = 0.0F;
    std::memcpy(&value, &values[j * sizeof value], sizeof value);
    finite &= std::isfinite(value);
    vector[indices[j]] = value;
  }
  if (!finite) throw std::runtime_error("a sparse code has a value that is not finite");
}

}  // namespace lowband
