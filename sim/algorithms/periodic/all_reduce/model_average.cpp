#include "sim/algorithms/periodic/all_reduce/model_average.hpp"

#include <functional>

#include "sim/algorithms/periodic/all_reduce/float_reduction.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void ModelAverage::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = model.size();
  FloatReduction sum(std::make_shared<const FloatBuffer>(std::move(model)), std::plus<float>(), size);
  const auto sums = collective_.all_reduce(worker, tags::reduce, sum);
  worker.compute(static_cast<double>(size), [&] {
    model = FloatBuffer(size);
    take_mean(sums, collective_.workers(), model);
  });
}

}  // namespace lowband
