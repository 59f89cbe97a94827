// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/weighted_progress.hpp"

namespace lowband {

void WeightedProgress::synchronise(Worker& worker, FloatBuffer& model) {
  worker.compute(3.0 * static_cast<double>(size_), [&] {
    for (std::size_t k = 0; k < model.size(); ++k) model[k] = start_[k] + weight_ * (model[k] - start_[k]);
  });
  gossip_->synchronise(worker, model);
  worker.compute(0.0, [&] { start_.assign(model.begin(), model.end()); });
}

}  // namespace lowband
