#pragma once

#include <utility>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"

namespace lowband {

/// Synchronous rounds of all M clients: FedAvg (McMahan et al., AISTATS 2017, arXiv:1602.05629) with the whole of them,
/// with one local step the parameter server (Li et al., OSDI 2014). With x the server's model, which all clients start
/// from, and x_i the one that K local steps have led client i to,
///
///     x <- x + (1/M) sum_i C(x_i - x),
///
/// and on by the outer optimiser. The server waits for all, takes what they send by ascending client, and sends the
/// same to all. What it does depends on no time, so that a run can be recorded.
class RoundServer final : public Node {
 public:
  RoundServer(ServerModel model, int clients) : model_(std::move(model)), clients_(clients) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  ServerModel model_;
  int clients_;
};

}  // namespace lowband
