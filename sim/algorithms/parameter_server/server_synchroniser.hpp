#pragma once

#include <utility>

#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// A client's side of a synchronisation in which all take part (RoundServer): it tells the servers what its local steps
/// have changed, waits for their answers, and goes on from there, as all others do.
class ServerSynchroniser final : public Synchroniser {
 public:
  explicit ServerSynchroniser(ClientModel model) : model_(std::move(model)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  ClientModel model_;
};

}  // namespace lowband
