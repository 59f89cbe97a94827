// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dnnl.hpp>

namespace lowband {

/// What the three convolutions of a training step have in common: the forward one, and the backward ones for inputs
/// and for parameters.
struct ConvolutionGeometry {
  dnnl::memory::dims input;
  dnnl::memory::dims weights;
  dnnl::memory::desc bias;  ///< empty if there is none
  dnnl::memory::dims output;
  dnnl::memory::dims strides;
  dnnl::memory::dims padding;

  /// In the layouts that suit it best; for training and evaluation.
  [[nodiscard]] dnnl::convolution_forward::primitive_desc forward() const;
  /// In the layouts that the forward one has chosen, so that activations stay as they are, if that is quick, and in
  /// others if only those are.
  [[nodiscard]] dnnl::convolution_backward_data::primitive_desc backward_input(
      const dnnl::convolution_forward::primitive_desc& forward) const;
  [[nodiscard]] dnnl::convolution_backward_weights::primitive_desc backward_weights(
      const dnnl::convolution_forward::primitive_desc& forward) const;
};

}  // namespace lowband
