// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "models/layers/matrix_product.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// A fully connected layer, y = W x + b, for all samples of a batch. Its parameters are W [out, in] by rows, then
/// b [out]. Inputs x are stored one sample after the other; outputs and their gradients ("deltas", d loss / d y) are
/// samples x out matrices that may be stored either way.
class Dense {
 public:
  Dense(std::size_t in, std::size_t out) : in_(in), out_(out) {}

  [[nodiscard]] std::size_t in() const noexcept { return in_; }
  [[nodiscard]] std::size_t out() const noexcept { return out_; }
  [[nodiscard]] std::size_t parameter_count() const noexcept { return out_ * in_ + out_; }

  /// Weights and biases uniform on (-1/sqrt(in), 1/sqrt(in)): what PyTorch's nn.Linear does by default (He et al.,
  /// ICCV 2015, with a = sqrt(5)).
  void initialise(std::span<float> parameters, Stream& random) const;

  void forward(std::span<const float> parameters, const float* x, std::size_t samples, Strided<float> y) const;

  /// Gradients of the parameters, summed over the samples: dW = delta^T x, db = delta^T 1.
  void backward(const float* x, std::size_t samples, Strided<const float> delta, std::span<float> gradient) const;

  /// Gradient of the inputs, one sample after the other: dx = delta W.
  void backward_input(std::span<const float> parameters, std::size_t samples, Strided<const float> delta,
                      float* dx) const;

 private:
  std::size_t in_;
  std::size_t out_;
};

}  // namespace lowband
