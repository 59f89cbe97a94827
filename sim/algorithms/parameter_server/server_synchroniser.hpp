#pragma once

#include <utility>

#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// A client's side of a synchronisation in which all take part (RoundServer): it tells the server what its local steps
/// have changed, waits for the answer, and goes on from there, as all others do.
class ServerSynchroniser final : public Synchroniser {
 public:
  ServerSynchroniser(ClientModel model, int server) : model_(std::move(model)), server_(server) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

 private:
  ClientModel model_;
  int server_;
};

}  // namespace lowband
