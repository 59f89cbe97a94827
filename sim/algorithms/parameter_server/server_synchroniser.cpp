#include "sim/algorithms/parameter_server/server_synchroniser.hpp"

#include "sim/algorithms/tags.hpp"

namespace lowband {

void ServerSynchroniser::synchronise(Worker& worker, FloatBuffer& model) {
  model_.push(worker, tags::change, model);
  model_.pull(worker, model);
}

std::optional<Anchor> ServerSynchroniser::anchor() const {
  if (rho_ == 0.0) return std::nullopt;
  return Anchor{model_.start(), rho_};
}

}  // namespace lowband
