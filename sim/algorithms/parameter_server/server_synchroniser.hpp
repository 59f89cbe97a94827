#pragma once

#include <utility>

#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// A client's side of a synchronisation in which all take part (RoundServer): it tells the servers what its local steps
/// have changed, waits for their answers, and goes on from there, as all others do. With rho above 0 the steps stay
/// near the model that they began from (FedProx: Li et al., MLSys 2020, arXiv:1812.06127).
class ServerSynchroniser final : public Synchroniser {
 public:
  ServerSynchroniser(ClientModel model, double rho) : model_(std::move(model)), rho_(rho) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;
  [[nodiscard]] std::optional<Anchor> anchor() const override;

 private:
  ClientModel model_;
  double rho_;
};

}  // namespace lowband
