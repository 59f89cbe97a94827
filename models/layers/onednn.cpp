#include "models/layers/onednn.hpp"

#include <omp.h>

namespace lowband::onednn {

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
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
  const auto& extents = desc.data.dims;
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
