// SPDX-License-Identifier: Apache-2.0
#include "models/layers/convolution_geometry.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"

namespace lowband {

namespace {

using Tag = dnnl::memory::format_tag;
constexpr auto direct = dnnl::algorithm::convolution_direct;
constexpr auto winograd = dnnl::algorithm::convolution_winograd;

/// Whether Winograd's minimal filtering, F(4 x 4, 3 x 3) (Lavin and Gray, CVPR 2016), is worth its transforms: it makes
/// tiles of 4 x 4 outputs with a quarter of the multiplications. With fewer channels the transforms cost more than they
/// save, on smaller maps there are too few tiles, partly empty ones. oneDNN has it for some processors (AVX-512).
bool suits_winograd(const ConvolutionGeometry& geometry) {
  constexpr dnnl::memory::dim least_channels = 32;
  constexpr dnnl::memory::dim least_side = 8;
  const auto& weights = geometry.weights;
  const auto& output = geometry.output;
  return weights[2] == 3 && weights[3] == 3 && geometry.strides == dnnl::memory::dims{1, 1} &&
         std::min(weights[0], weights[1]) >= least_channels && std::min(output[2], output[3]) >= least_side;
}

/// Direct convolutions are always there.
onednn::Absence absence(dnnl::algorithm algorithm) {
  return algorithm == direct ? onednn::Absence::throws : onednn::Absence::is_empty;
}

/// Layouts of the activations that a convolution reads and writes.
struct Layouts {
  dnnl::memory::desc input;
  dnnl::memory::desc output;
};

/// make(layouts, algorithm) by Winograd where that is worth it and oneDNN has it, else directly.
template <class Make>
auto by_best_algorithm(const ConvolutionGeometry& geometry, const Layouts& layouts, const Make& make) {
  if (suits_winograd(geometry)) {
    if (auto desc = make(layouts, winograd); desc.get(true) != nullptr) return desc;
  }
  return make(layouts, direct);
}

/// The same for a backward convolution, in the first layouts that are quick: oneDNN can do everything in any layout,
/// but some shapes only by its reference code, which is hundreds of times slower than what it has for other layouts. In
/// the forward convolution's layouts if nothing is quick.
template <class Make>
auto in_quick_layouts(const ConvolutionGeometry& geometry, const dnnl::convolution_forward::primitive_desc& forward,
                      const Make& make) {
  const auto both = [&](Tag tag) {
    return Layouts{onednn::floats(geometry.input, tag), onednn::floats(geometry.output, tag)};
  };
  const auto first = by_best_algorithm(geometry, {forward.src_desc(), forward.dst_desc()}, make);
  auto candidate = first;
  const std::array others = {both(Tag::any), both(Tag::nchw)};
  for (std::size_t i = 0;; ++i) {
    if (!std::string_view(candidate.impl_info_str()).starts_with("ref")) return candidate;
    if (i == others.size()) return first;
    candidate = make(others[i], direct);
  }
}

}  // namespace

dnnl::convolution_forward::primitive_desc ConvolutionGeometry::forward() const {
  // In evaluation, too: inference by Winograd wants weights that were transformed before, which pays if they serve
  // often.
  constexpr auto kind = dnnl::prop_kind::forward_training;
  const Layouts any{onednn::floats(input, Tag::any), onednn::floats(output, Tag::any)};
  return by_best_algorithm(*this, any, [&](const Layouts& layouts, dnnl::algorithm algorithm) {
    return onednn::describe<dnnl::convolution_forward>(absence(algorithm), kind, algorithm, layouts.input,
                                                       onednn::floats(weights, Tag::any), bias, layouts.output, strides,
                                                       padding, padding);
  });
}

dnnl::convolution_backward_data::primitive_desc ConvolutionGeometry::backward_input(
    const dnnl::convolution_forward::primitive_desc& forward) const {
  return in_quick_layouts(*this, forward, [&](const Layouts& layouts, dnnl::algorithm algorithm) {
    return onednn::describe_back<dnnl::convolution_backward_data>(absence(algorithm), forward, algorithm, layouts.input,
                                                                  onednn::floats(weights, Tag::any), layouts.output,
                                                                  strides, padding, padding);
  });
}

dnnl::convolution_backward_weights::primitive_desc ConvolutionGeometry::backward_weights(
    const dnnl::convolution_forward::primitive_desc& forward) const {
  return in_quick_layouts(*this, forward, [&](const Layouts& layouts, dnnl::algorithm algorithm) {
    return onednn::describe_back<dnnl::convolution_backward_weights>(absence(algorithm), forward, algorithm,
                                                                     layouts.input, onednn::floats(weights, Tag::any),
                                                                     bias, layouts.output, strides, padding, padding);
  });
}

}  // namespace lowband
