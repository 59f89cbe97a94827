// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/delta_model.hpp"

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

Message DeltaModel::put(CoordinateRange key, Stream random) {
  const auto value = key.of(std::span<const float>(value_));
  const auto known = key.of(std::span<double>(known_));
  difference_.resize(key.size);
  for (std::size_t k = 0; k < key.size; ++k) {
    difference_[k] = static_cast<float>(static_cast<double>(value[k]) - known[k]);
  }
  const auto code = codes_.take();
  codec_.encode(difference_, key.first, random, *code);
  codec_.decode(*code, key.first, difference_);
  for (std::size_t k = 0; k < key.size; ++k) known[k] += static_cast<double>(difference_[k]);
  return {code, key.size};
}

Message DeltaModel::outline(CoordinateRange key) const { return code_outline(codec_, key); }

void DeltaModel::take(CoordinateRange key, const Message& value) {
  const auto theirs = value.floats();
  const auto own = key.of(std::span<float>(value_));
  const auto known = key.of(std::span<double>(known_));
  for (std::size_t k = 0; k < key.size; ++k) {
    const double correction = static_cast<double>(theirs[k]) - static_cast<double>(static_cast<float>(known[k]));
    own[k] = static_cast<float>(static_cast<double>(own[k]) + correction);
    known[k] += correction;
  }
}

void DeltaModel::add_progress(FloatBuffer& y) {
  const auto weight = static_cast<double>(weight_);
  for (std::size_t k = 0; k < y.size(); ++k) {
    if (value_[k] != read_[k] || weight_ != 1.0F) {
      const double progress = static_cast<double>(y[k]) - static_cast<double>(read_[k]);
      y[k] = static_cast<float>(static_cast<double>(value_[k]) + weight * progress);
    }
  }
  value_ = read_ = y;
}

/// The difference, and what is known of the store.
double DeltaModel::put_flops(CoordinateRange key) const {
  return codec_.encode_flops(key.first, key.size) + codec_.decode_flops(key.first, key.size) +
         2.0 * static_cast<double>(key.size);
}

}  // namespace lowband
