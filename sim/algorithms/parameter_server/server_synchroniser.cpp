// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/server_synchroniser.hpp"

#include "sim/algorithms/tags.hpp"

namespace lowband {

void ServerSynchroniser::synchronise(Worker& worker, FloatBuffer& model) {
  model_.push(worker, tags::change, model);
  has_pulled_ = setting_.pulls.pulls(worker.rank(), ++rounds_);
  if (has_pulled_) {
    model_.pull(worker, model);
  } else {
    model_.go_on_from(worker, model);
  }
}

void ServerSynchroniser::finish(Worker& worker, FloatBuffer& model) {
  if (!has_pulled_) model_.pull(worker, model);
}

std::optional<Anchor> ServerSynchroniser::anchor() const {
  if (setting_.rho == 0.0) return std::nullopt;
  return Anchor{model_.start(), setting_.rho};
}

}  // namespace lowband
