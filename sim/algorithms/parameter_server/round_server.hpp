// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/pull_schedule.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// Rounds of all M clients. With x the server's model, y_i the one that client i starts from, and x_i the one that K
/// local steps have led it to,
///
///     x <- x + (1/M) sum_i C(x_i - y_i),
///
/// and on by the outer optimiser. The server waits for all, takes what they send by ascending client, and sends x to
/// those who pull. For these y_i is x in the next round; for the others it is x_i.
///
/// If all always pull, this is FedAvg (McMahan et al., AISTATS 2017, arXiv:1602.05629) with the whole of them, with one
/// local step the parameter server (Li et al., OSDI 2014). If not, PRLC (Wang, Qu, Guo et al. 2020, arXiv:2001.08277):
/// pulling reduction, whose local compensation it is that a client keeps its own steps meanwhile. After the last round
/// all pull. What the server does depends on no time, so that a run can be recorded.
///
/// Synchronous EASGD (Zhang, Choromanska & LeCun, NeurIPS 2015, arXiv:1412.6651, equations 2 and 3) has a sum of
/// elastic moves (ElasticClient) in place of the mean: c <- c + sum_i C(e_i).
class RoundServer final : public Node {
 public:
  struct Setting {
    int clients = 1;       ///< M
    int divisor = 1;       ///< of the sum over them: M, or 1
    const Period& period;  ///< K
    PullSchedule pulls;
  };

  RoundServer(ServerModel model, Setting setting) : model_(std::move(model)), setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  ServerModel model_;
  Setting setting_;
};

}  // namespace lowband
