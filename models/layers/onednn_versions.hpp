// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dnnl.hpp>

#include "models/layers/onednn.hpp"

/// What oneDNN 3 says otherwise than 2, in which an operation is described first, and its primitive from that. No other
/// file asks for the version.
namespace lowband::onednn {

/// What becomes of the description of a primitive that oneDNN has not got.
enum class Absence : std::uint8_t { throws, is_empty };

#if DNNL_VERSION_MAJOR >= 3

[[nodiscard]] inline dnnl::memory::dims extents_of(const dnnl::memory::desc& desc) { return desc.get_dims(); }

/// The description of a primitive with these operands.
template <class Primitive, class... Operands>
[[nodiscard]] typename Primitive::primitive_desc describe(Absence absence, const Operands&... operands) {
  return typename Primitive::primitive_desc(engine(), operands..., stateless(), absence == Absence::is_empty);
}

/// The same of a backward one, which goes by the choices of its forward one.
template <class Primitive, class Forward, class... Operands>
[[nodiscard]] typename Primitive::primitive_desc describe_back(Absence absence, const Forward& forward,
                                                               const Operands&... operands) {
  return typename Primitive::primitive_desc(engine(), operands..., forward, stateless(), absence == Absence::is_empty);
}

/// Into the layout of the source.
[[nodiscard]] inline auto describe_normalisation(dnnl::prop_kind use, const dnnl::memory::desc& desc, float epsilon,
                                                 dnnl::normalization_flags flags) {
  return describe<dnnl::batch_normalization_forward>(Absence::throws, use, desc, desc, epsilon, flags);
}
[[nodiscard]] inline auto describe_normalisation_back(const dnnl::batch_normalization_forward::primitive_desc& forward,
                                                      const dnnl::memory::desc& desc, float epsilon,
                                                      dnnl::normalization_flags flags) {
  return describe_back<dnnl::batch_normalization_backward>(Absence::throws, forward, dnnl::prop_kind::backward, desc,
                                                           desc, desc, epsilon, flags);
}

/// Windows have no gaps, and nothing is padded: `none`.
[[nodiscard]] inline auto describe_pooling(dnnl::prop_kind use, dnnl::algorithm kind, const dnnl::memory::desc& input,
                                           const dnnl::memory::desc& output, const dnnl::memory::dims& stride,
                                           const dnnl::memory::dims& kernel, const dnnl::memory::dims& none) {
  return describe<dnnl::pooling_forward>(Absence::throws, use, kind, input, output, stride, kernel, none, none, none);
}
[[nodiscard]] inline auto describe_pooling_back(const dnnl::pooling_forward::primitive_desc& forward,
                                                dnnl::algorithm kind, const dnnl::memory::desc& input,
                                                const dnnl::memory::desc& output, const dnnl::memory::dims& stride,
                                                const dnnl::memory::dims& kernel, const dnnl::memory::dims& none) {
  return describe_back<dnnl::pooling_backward>(Absence::throws, forward, kind, input, output, stride, kernel, none,
                                               none, none);
}

#else

[[nodiscard]] inline dnnl::memory::dims extents_of(const dnnl::memory::desc& desc) { return desc.dims(); }

template <class Primitive, class... Operands>
[[nodiscard]] typename Primitive::primitive_desc describe(Absence absence, const Operands&... operands) {
  return typename Primitive::primitive_desc(typename Primitive::desc(operands...), stateless(), engine(),
                                            absence == Absence::is_empty);
}

template <class Primitive, class Forward, class... Operands>
[[nodiscard]] typename Primitive::primitive_desc describe_back(Absence absence, const Forward& forward,
                                                               const Operands&... operands) {
  return typename Primitive::primitive_desc(typename Primitive::desc(operands...), stateless(), engine(), forward,
                                            absence == Absence::is_empty);
}

[[nodiscard]] inline auto describe_normalisation(dnnl::prop_kind use, const dnnl::memory::desc& desc, float epsilon,
                                                 dnnl::normalization_flags flags) {
  return describe<dnnl::batch_normalization_forward>(Absence::throws, use, desc, epsilon, flags);
}
[[nodiscard]] inline auto describe_normalisation_back(const dnnl::batch_normalization_forward::primitive_desc& forward,
                                                      const dnnl::memory::desc& desc, float epsilon,
                                                      dnnl::normalization_flags flags) {
  return describe_back<dnnl::batch_normalization_backward>(Absence::throws, forward, dnnl::prop_kind::backward, desc,
                                                           desc, epsilon, flags);
}

[[nodiscard]] inline auto describe_pooling(dnnl::prop_kind use, dnnl::algorithm kind, const dnnl::memory::desc& input,
                                           const dnnl::memory::desc& output, const dnnl::memory::dims& stride,
                                           const dnnl::memory::dims& kernel, const dnnl::memory::dims& none) {
  return describe<dnnl::pooling_forward>(Absence::throws, use, kind, input, output, stride, kernel, none, none);
}
[[nodiscard]] inline auto describe_pooling_back(const dnnl::pooling_forward::primitive_desc& forward,
                                                dnnl::algorithm kind, const dnnl::memory::desc& input,
                                                const dnnl::memory::desc& output, const dnnl::memory::dims& stride,
                                                const dnnl::memory::dims& kernel, const dnnl::memory::dims& none) {
  return describe_back<dnnl::pooling_backward>(Absence::throws, forward, kind, input, output, stride, kernel, none,
                                               none);
}

#endif

}  // namespace lowband::onednn
