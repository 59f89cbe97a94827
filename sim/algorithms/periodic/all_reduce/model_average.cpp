// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/model_average.hpp"

#include <functional>

#include "sim/algorithms/periodic/all_reduce/float_reduction.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void ModelAverage::synchronise(Worker& worker, FloatBuffer& model) {
  if (weight_ != 1.0F) {
    worker.compute(static_cast<double>(size_), [&] {
      for (float& value : model) value *= weight_;
    });
  }
  FloatReduction sum(std::make_shared<const FloatBuffer>(std::move(model)), size_, std::plus<float>(), size_);
  const auto sums = collective_.all_reduce(worker, tags::reduce, sum);
  worker.compute(static_cast<double>(size_), [&] {
    model = FloatBuffer(size_);
    take_mean(sums, collective_.workers(), model);
  });
}

}  // namespace lowband
