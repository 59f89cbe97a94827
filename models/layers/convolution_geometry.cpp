// SPDX-License-Identifier: Apache-2.0
#include "models/layers/convolution_geometry.hpp"

#include <array>
#include <string_view>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"

namespace lowband {

namespace {

using Tag = dnnl::memory::format_tag;
constexpr auto direct = dnnl::algorithm::convolution_direct;

/// Layouts of the activations that a convolution reads and writes.
struct Layouts {
  dnnl::memory::desc input;
  dnnl::memory::desc output;
};

/// make(layouts) for a backward convolution, in the first layouts that are quick: oneDNN can do everything in any
/// layout, but some shapes only by its reference code, which is hundreds of times slower than what it has for other
/// layouts. In the forward convolution's layouts if nothing is quick.
template <class Make>
auto in_quick_layouts(const ConvolutionGeometry& geometry, const dnnl::convolution_forward::primitive_desc& forward,
                      const Make& make) {
  const auto both = [&](Tag tag) {
    return Layouts{onednn::floats(geometry.input, tag), onednn::floats(geometry.output, tag)};
  };
  const auto first = make(Layouts{forward.src_desc(), forward.dst_desc()});
  auto candidate = first;
  const std::array others = {both(Tag::any), both(Tag::nchw)};
  for (std::size_t i = 0;; ++i) {
    if (!std::string_view(candidate.impl_info_str()).starts_with("ref")) return candidate;
    if (i == others.size()) return first;
    candidate = make(others[i]);
  }
}

}  // namespace

dnnl::convolution_forward::primitive_desc ConvolutionGeometry::forward() const {
  // In evaluation, too, so that both have the same layouts and sums.
  return onednn::describe<dnnl::convolution_forward>(dnnl::prop_kind::forward_training, direct,
                                                     onednn::floats(input, Tag::any), onednn::floats(weights, Tag::any),
                                                     bias, onednn::floats(output, Tag::any), strides, padding, padding);
}

dnnl::convolution_backward_data::primitive_desc ConvolutionGeometry::backward_input(
    const dnnl::convolution_forward::primitive_desc& forward) const {
  return in_quick_layouts(*this, forward, [&](const Layouts& layouts) {
    return onednn::describe_back<dnnl::convolution_backward_data>(
        forward, direct, layouts.input, onednn::floats(weights, Tag::any), layouts.output, strides, padding, padding);
  });
}

dnnl::convolution_backward_weights::primitive_desc ConvolutionGeometry::backward_weights(
    const dnnl::convolution_forward::primitive_desc& forward) const {
  return in_quick_layouts(*this, forward, [&](const Layouts& layouts) {
    return onednn::describe_back<dnnl::convolution_backward_weights>(forward, direct, layouts.input,
                                                                     onednn::floats(weights, Tag::any), bias,
                                                                     layouts.output, strides, padding, padding);
  });
}

}  // namespace lowband
