// SPDX-License-Identifier: Apache-2.0
#include "models/layers/onednn.hpp"

#include <fmt/format.h>
#include <omp.h>

#include <stdexcept>

#include "models/layers/onednn_versions.hpp"

namespace lowband::onednn {

namespace {

constexpr dnnl::cpu_isa compiled_for() {
#if defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512DQ__)
  return dnnl::cpu_isa::avx512_core;
#elif defined(__AVX2__)
  return dnnl::cpu_isa::avx2;
#elif defined(__AVX__)
  return dnnl::cpu_isa::avx;
#else
  return dnnl::cpu_isa::sse41;  // the least that it has code for
#endif
}

}  // namespace

std::string version() {
  const dnnl_version_t* const found = dnnl::version();
  return fmt::format("{}.{}.{}", found->major, found->minor, found->patch);
}

const dnnl::engine& engine() {
  static const dnnl::engine cpu = [] {
    if (dnnl::set_max_cpu_isa(compiled_for()) != dnnl::status::success)
      throw std::logic_error("oneDNN was used before its instruction set was chosen");
    return dnnl::engine(dnnl::engine::kind::cpu, 0);
  }();
  return cpu;
}

dnnl::stream& stream() {
  // OpenMP keeps its number of threads for each thread that asks.
  thread_local dnnl::stream own = (omp_set_num_threads(1), dnnl::stream(engine()));
  return own;
}

const dnnl::primitive_attr& stateless() {
  static const dnnl::primitive_attr attributes = [] {
    dnnl::primitive_attr made;
    made.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return made;
  }();
  return attributes;
}

dnnl::memory::dims extents(std::initializer_list<std::size_t> sizes) { return {sizes.begin(), sizes.end()}; }

Shape sample_shape(const dnnl::memory::desc& desc) {
  const auto extents = extents_of(desc);
  return {static_cast<std::size_t>(extents[1]), static_cast<std::size_t>(extents[2]),
          static_cast<std::size_t>(extents[3])};
}

dnnl::memory::desc floats(const dnnl::memory::dims& extents, dnnl::memory::format_tag layout) {
  return {extents, dnnl::memory::data_type::f32, layout};
}

dnnl::memory wrap(const dnnl::memory::desc& desc, const float* data) {
  return {desc, engine(), const_cast<float*>(data)};  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

}  // namespace lowband::onednn
