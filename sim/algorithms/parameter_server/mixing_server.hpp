// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"
#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"

namespace lowband {

/// FedAsync (Xie, Koyejo & Gupta 2019, arXiv:1903.03934, algorithm 1). The server mixes the model that a client has
/// come to into its own, whenever it comes, the less of it the staler it is: with the staleness tau of what began from
/// version v and is taken at version v' = v + tau,
///
///     a = alpha s(tau);   x <- (1 - a) x + a (y_i + C(x_i - y_i)),
///
/// which has the next version. y_i is the model that client i began from; the server keeps it, as clients tell what
/// they have changed of it. So x moves by a C(x_i - y_i), and by a (y_i - x) back to where client i began, which
/// FedBuff with a buffer of 1 does not; nothing of that is left where tau = 0, as y_i is x. A client begins anew at
/// once, from the model of the moment. All that comes at one instant is mixed in, one after the other by ascending
/// client, before anybody is answered.
class MixingServer final : public Node {
 public:
  struct Setting {
    int clients = 1;
    double mixing = 1.0;  ///< alpha
    const StalenessWeight& staleness;
  };

  MixingServer(ServerModel model, const Setting& setting)
      : model_(std::move(model)), setting_(setting), started_(static_cast<std::size_t>(setting.clients)) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  /// What a client has begun from.
  struct Start {
    std::uint64_t version = 0;
    std::shared_ptr<const FloatBuffer> model{};
  };

  void take(Worker& worker, Reporter& reporter, int client, const Message& change);

  ServerModel model_;
  Setting setting_;
  std::uint64_t version_ = 0;
  std::vector<Start> started_;  ///< by client
};

}  // namespace lowband
