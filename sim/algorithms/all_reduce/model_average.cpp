#include "sim/algorithms/all_reduce/model_average.hpp"

#include <functional>

#include "sim/algorithms/all_reduce/float_reduction.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void ModelAverage::synchronise(Worker& worker, FloatBuffer& model) {
  const std::size_t size = model.size();
  const Chunks chunks(size, worker.size());
  FloatReduction sum(std::make_shared<const FloatBuffer>(std::move(model)), worker.size(), std::plus<float>());
  const auto sums = ring_all_reduce(worker, tags::reduce, sum);
  worker.compute(static_cast<double>(size), [&] {
    const float share = 1.0F / static_cast<float>(worker.size());
    model = FloatBuffer(size);
    for (int c = 0; c < chunks.count(); ++c) {
      const auto total = sums[static_cast<std::size_t>(c)].floats();
      float* __restrict mean = model.data() + chunks.begin(c);
      for (std::size_t k = 0; k < total.size(); ++k) mean[k] = share * total[k];
    }
  });
}

}  // namespace lowband
