// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"

namespace lowband {

/// A server of Downpour SGD (DistBelief: Dean et al., NIPS 2012, section 4.1). Each push is a step of its own, whose
/// gradient is what the replica's steps would have moved with the opposite sign, all of it, however many replicas there
/// are:
///
///     the outer optimiser's step from x with the gradient -C(m_i),   or x <- x + C(m_i) without one.
///
/// DistBelief's optimiser is Adagrad, which squares each push as it comes. Who asks is sent x. One inbox takes both
/// pushes and what is asked for, by messages without content; all pushes of one instant are taken, by ascending client,
/// before anybody is answered.
///
/// A push is as stale as steps were made since the server last sent its client the model, also if the client has pushed
/// before it got that.
class DownpourServer final : public Node {
 public:
  DownpourServer(ServerModel model, int clients)
      : model_(std::move(model)), read_(static_cast<std::size_t>(clients), 0) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  void take(Worker& worker, Reporter& reporter, int client, const Message& push);

  ServerModel model_;
  std::uint64_t version_ = 0;
  std::vector<std::uint64_t> read_;  ///< which version each client was sent last
};

}  // namespace lowband
