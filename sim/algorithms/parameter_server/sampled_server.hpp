#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"
#include "sim/base/random.hpp"

namespace lowband {

/// `count` of the clients 0, ..., `clients` - 1, ascending, every such set equally likely (Floyd's algorithm: Bentley &
/// Floyd, "Programming pearls: a sample of brilliance", CACM 1987): one Stream::below() for each.
[[nodiscard]] std::vector<int> sampled_clients(Stream random, int count, int clients);

/// `count` of the clients that have so many training `samples`, ascending, drawn one after the other: of those that are
/// left, each with a probability in proportion to its samples. That is by a sample, all that are left equally likely,
/// with which all others of its client leave: one Stream::below() for each client. At least `count` clients have
/// samples, and all together fewer than 2^32.
[[nodiscard]] std::vector<int> clients_by_samples(Stream random, int count, std::span<const std::uint64_t> samples);

/// Synchronous rounds of r of M clients: FedAvg (McMahan et al., AISTATS 2017, arXiv:1602.05629) and, with codes on the
/// way up, FedPAQ (Reisizadeh et al., AISTATS 2020, arXiv:1909.13014). In each round the server draws r clients,
/// without replacement, sends them its model, waits for what their K local steps change of it, and takes the mean:
///
///     x <- x + (1/r) sum_i C(w_i (x_i - x)),
///
/// and on by the outer optimiser; client i counts w_i times. Each client of the round is sent a receipt when that is
/// done, without content, so that it can tell the reporter of steps that the server's model has. Others wait. The
/// servers of all shards draw the same clients, with the random numbers of the first one.
class SampledServer final : public Node {
 public:
  /// The r clients of a round, ascending.
  using Draw = std::function<std::vector<int>(Stream)>;

  struct Setting {
    Draw draw;
    int clients_per_round = 1;  ///< r
    int first_server = 1;       ///< its rank
  };

  SampledServer(ServerModel model, Setting setting) : model_(std::move(model)), setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  ServerModel model_;
  Setting setting_;
};

}  // namespace lowband
