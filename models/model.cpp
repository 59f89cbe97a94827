// SPDX-License-Identifier: Apache-2.0
#include "models/model.hpp"

namespace lowband {

std::size_t ParameterTensor::size() const {
  std::size_t size = 1;
  for (const std::size_t extent : shape) size *= extent;
  return size;
}

std::size_t size_of(const Layout& layout) {
  std::size_t size = 0;
  for (const ParameterTensor& tensor : layout) size += tensor.size();
  return size;
}

std::size_t Model::parameter_count() const { return size_of(layout()); }

std::vector<double> Model::backward_flops(std::size_t samples) const {
  std::vector<double> flops(layout().size(), 0.0);
  if (!flops.empty()) flops.back() = gradient_flops(samples);
  return flops;
}

}  // namespace lowband
