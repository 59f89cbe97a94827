// SPDX-License-Identifier: Apache-2.0
#include "models/layers/dense.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

void Dense::initialise(std::span<float> parameters, Stream& random) const {
  const auto bound = static_cast<float>(1.0 / std::sqrt(static_cast<double>(in_)));
  for (float& parameter : parameters) parameter = (2.0F * random.uniform() - 1.0F) * bound;
}

void Dense::forward(std::span<const float> parameters, const float* x, std::size_t samples, Strided<float> y) const {
  multiply_by_rows(x, samples, parameters.data(), out_, in_, parameters.data() + out_ * in_, y);
}

void Dense::backward(const float* x, std::size_t samples, Strided<const float> delta, std::span<float> gradient) const {
  multiply(delta.transposed(), out_, samples, x, in_, gradient.data());
  const std::span<float> bias = gradient.subspan(out_ * in_, out_);
  std::fill(bias.begin(), bias.end(), 0.0F);
  for (std::size_t i = 0; i < samples; ++i) {
    const float* row = delta.data + i * delta.row_stride;
    for (std::size_t j = 0; j < out_; ++j) bias[j] += row[j * delta.column_stride];
  }
}

void Dense::backward_input(std::span<const float> parameters, std::size_t samples, Strided<const float> delta,
                           float* dx) const {
  multiply(delta, samples, out_, parameters.data(), in_, dx);
}

}  // namespace lowband
