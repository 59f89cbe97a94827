// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/difference_average.hpp"

namespace lowband {

void DifferenceAverage::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = size_;
  const auto flops = static_cast<double>(size);
  worker.compute(weight_ == 1.0F ? flops : 2.0 * flops, [&] {
    const float* __restrict ours = model.data();
    const float* __restrict common = synchronised_.data();
    float* __restrict difference = difference_.data();
    for (std::size_t k = 0; k < size; ++k) difference[k] = weight_ * (ours[k] - common[k]);
  });
  average(worker, synchronisations_++, difference_);
  worker.compute(flops, [&] {
    const float* __restrict mean = difference_.data();
    float* __restrict common = synchronised_.data();
    float* __restrict ours = model.data();
    for (std::size_t k = 0; k < size; ++k) ours[k] = common[k] += mean[k];
  });
}

}  // namespace lowband
