// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "models/model.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/fetch.hpp"
#include "sim/algorithms/parameter_server/moves.hpp"
#include "sim/algorithms/parameter_server/push_and_fetch.hpp"
#include "sim/algorithms/parameter_server/uplink.hpp"

namespace lowband {

/// A replica of Downpour SGD (DistBelief: Dean et al., NIPS 2012, section 4.1). It takes local steps on its own copy x
/// of the model, and adds up what they have moved; after every n_push iterations, of K steps each, it tells the servers
/// the sum, and after every n_fetch it asks them for the model, which takes the place of x:
///
///     x <- x - gamma g(x), m <- m - gamma g(x), K times;   push C(m), m <- 0;   x <- the servers' model.
///
/// Where both are due it pushes first. Nobody waits for a push. Overlapped, as in the paper, steps go on while a model
/// is fetched, which is adopted at the end of the first iteration after all of its shards have come, with whatever the
/// replica has moved meanwhile lost to x, but not to m; a fetch that is due while another is under way is left out.
/// Serial: the replica waits for the model.
///
/// The schedule of the learning rate goes by its own steps; momentum and the like stay with it.
class DownpourClient final : public Node {
 public:
  struct Setting {
    const Period& period;  ///< K
    const PushAndFetch& push_and_fetch;
    int clients = 1;
    /// Its way to the servers of vectors with these tensors.
    std::function<Uplink(const Layout&)> uplink;
  };

  explicit DownpourClient(Setting setting) : setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

 private:
  /// One iteration.
  void take_steps(Worker& worker);
  /// Throws Diverged, with worker and iteration, if what has moved is not finite and cannot be encoded.
  void push(Worker& worker);
  /// Goes on from what it has asked for, if that has come by `deadline`.
  void adopt(Worker& worker, double deadline);

  Setting setting_;
  Learner* learner_ = nullptr;
  std::optional<Uplink> uplink_;
  std::optional<Moves> moves_;
  std::optional<Fetch> fetch_;
  std::uint64_t steps_ = 0;
  std::uint64_t iterations_ = 0;
};

}  // namespace lowband
