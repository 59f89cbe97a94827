// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"

namespace lowband {

/// The centre of asynchronous EASGD (Zhang, Choromanska & LeCun, NeurIPS 2015, arXiv:1412.6651, algorithm 1). One inbox
/// takes both what clients ask, messages without content, who are sent the centre c, and their elastic moves, which are
/// not answered:
///
///     c <- c + C(e_i).
///
/// What comes at one instant is added, by ascending client and in one sum, before anybody is answered; so where all
/// clients are as fast and messages take time, all read the same centre, as in synchronous rounds.
///
/// A move is so stale as other moves were taken after its client had been sent the centre.
class ElasticServer final : public Node {
 public:
  ElasticServer(ServerModel centre, int clients)
      : centre_(std::move(centre)), read_(static_cast<std::size_t>(clients), 0) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  /// Takes all that has come by the next instant at which something does; returns who has asked.
  [[nodiscard]] std::set<int> take(Worker& worker, Reporter& reporter);

  ServerModel centre_;
  std::uint64_t moves_ = 0;          ///< that have been taken
  std::vector<std::uint64_t> read_;  ///< by client: how many had been when it was last sent the centre
};

}  // namespace lowband
