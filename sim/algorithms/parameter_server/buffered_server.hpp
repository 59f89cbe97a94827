#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"

namespace lowband {

/// FedBuff (Nguyen et al., AISTATS 2022, arXiv:2106.06639, algorithm 1). The server puts what clients have changed into
/// a buffer, whenever it comes; when there are B changes in it, it makes a step along them, and its model has the next
/// version. A change that began from version v and is taken at version v' has the staleness tau = v' - v:
///
///     x <- x + (1/B) sum_i s(tau_i) C(x_i - y_i),   s(tau) = (1 + tau)^-a,
///
/// and on by the outer optimiser. The divisor is B, whatever the weights, as in the paper; y_i is the model that client
/// i began from. A client begins anew from the model of the moment, either at once, or after the step that its change
/// is in. All that comes at one instant is taken, by ascending client, before anybody is answered.
class BufferedServer final : public Node {
 public:
  struct Setting {
    int clients = 1;
    int buffer = 1;                   ///< B
    double staleness_exponent = 0.0;  ///< a
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
  std::vector<std::uint64_t> started_;  ///< from which version each client has begun
  std::vector<int> in_buffer_;          ///< whose changes are in the buffer, unless they have begun anew
  std::vector<int> may_restart_;
};

}  // namespace lowband
