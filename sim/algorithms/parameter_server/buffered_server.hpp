// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"
#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"

namespace lowband {

/// FedBuff (Nguyen et al., AISTATS 2022, arXiv:2106.06639, algorithm 1). The server puts what clients have changed into
/// a buffer, whenever it comes; when there are B changes in it, it makes a step along them, and its model has the next
/// version. A change that began from version v and is taken at version v' has the staleness tau = v' - v:
///
///     x <- x + (1/n) sum_i s(tau_i) C(x_i - y_i),
///
/// and on by the outer optimiser. The divisor n is B, whatever the weights s, as in the paper; or the sum of the
/// weights, as in FedScale and in Flower's port, so that a step is a mean of changes. y_i is the model that client i
/// began from. A client begins anew from the model of the moment, either at once, or after the step that its change
/// is in. All that comes at one instant is taken, by ascending client, before anybody is answered.
class BufferedServer final : public Node {
 public:
  struct Setting {
    int clients = 1;
    int buffer = 1;  ///< B
    const StalenessWeight& staleness;
    bool divides_by_weights = false;
    bool restarts_after_flush = false;
  };

  BufferedServer(ServerModel model, const Setting& setting) : model_(std::move(model)), setting_(setting) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  void take(Worker& worker, Reporter& reporter, int client, const Message& change);
  /// Those who may begin anew.
  void answer(Worker& worker);

  ServerModel model_;
  Setting setting_;
  std::uint64_t version_ = 0;
  double weights_ = 0.0;  ///< of the changes in the buffer; a sum of float32 in double: exact in any order
  std::vector<std::uint64_t> started_;  ///< from which version each client has begun
  std::vector<int> in_buffer_;          ///< whose changes are in the buffer, unless they have begun anew
  std::vector<int> may_restart_;
};

}  // namespace lowband
