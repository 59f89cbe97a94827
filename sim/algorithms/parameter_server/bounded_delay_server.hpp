// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// A parameter server with a bounded delay (Li et al., OSDI 2014; between workers: stale synchronous parallel, Ho et
/// al., NIPS 2013). Iterations, of K local steps each, are counted, not versions of the model. What a client changes in
/// one is added when it comes, whatever the others do,
///
///     x <- x + (1/M) C(x_i - y_i),
///
/// or is the gradient of the outer optimiser's step. It is the reader who waits: client i may read the model for its
/// iteration t (0, 1, ...) when everybody's iterations up to t - tau - 1 are in:
///
///     min_j (iterations of j that are in) >= t - tau.
///
/// With tau = 0 all read the same model, as in synchronous rounds. Without a bound it is asynchronous SGD, and so it is
/// if tau is no less than the iterations that the N steps of training are for each client, although a fast client takes
/// over steps of slow ones. All that comes at one instant is added, by ascending client, before anybody is answered.
class BoundedDelayServer final : public Node {
 public:
  /// `max_delay` is tau; none: no bound. `period` tells what an iteration is; it must outlive the server.
  BoundedDelayServer(ServerModel model, int clients, std::optional<int> max_delay, const Period& period)
      : model_(std::move(model)), clients_(clients), max_delay_(max_delay), period_(period) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  void take(Worker& worker, Reporter& reporter, int client, const Message& change);
  /// Those who may read.
  void answer(Worker& worker);
  [[nodiscard]] bool may_read(int client, std::uint64_t least_iterations) const;
  /// Takes away a bound that training of so many steps of each client does not come to.
  void lift_bound(std::uint64_t steps);

  ServerModel model_;
  int clients_;
  std::optional<int> max_delay_;
  const Period& period_;
  std::uint64_t version_ = 0;
  std::vector<std::uint64_t> read_;        ///< which version each client has read
  std::vector<std::uint64_t> iterations_;  ///< of each client that are in
  std::set<int> readers_;                  ///< who waits
};

}  // namespace lowband
