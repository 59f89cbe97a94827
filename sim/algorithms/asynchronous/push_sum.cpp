// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/push_sum.hpp"

namespace lowband {

namespace {

/// Takes half of `value` away, as a float32. What is left is exact: a difference of numbers so near has enough digits.
float take_half(double& value) {
  const auto half = static_cast<float>(0.5 * value);
  value -= static_cast<double>(half);
  return half;
}

}  // namespace

void PushSum::add_progress(const FloatBuffer& y, double times) {
  for (std::size_t k = 0; k < numerator_.size(); ++k) {
    numerator_[k] += times * (static_cast<double>(y[k]) - static_cast<double>(read_[k]));
  }
}

Message PushSum::push() {
  const auto halves = sent_.take();
  halves->resize(numerator_.size() + 1);
  for (std::size_t k = 0; k < numerator_.size(); ++k) (*halves)[k] = take_half(numerator_[k]);
  halves->back() = take_half(weight_);
  return Message(halves).standing_for(size_);
}

void PushSum::take(const Message& pushed) {
  const auto halves = pushed.floats();
  for (std::size_t k = 0; k < numerator_.size(); ++k) numerator_[k] += static_cast<double>(halves[k]);
  weight_ += static_cast<double>(halves[numerator_.size()]);
}

void PushSum::read(FloatBuffer& y) {
  for (std::size_t k = 0; k < numerator_.size(); ++k) read_[k] = static_cast<float>(numerator_[k] / weight_);
  y = read_;
}

}  // namespace lowband
