// SPDX-License-Identifier: Apache-2.0
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

/// `count` of these clients, which ascend, or all of them where there are no more: ascending, every such set equally
/// likely (Floyd's algorithm: Bentley & Floyd, "Programming pearls: a sample of brilliance", CACM 1987). One
/// Stream::below() for each.
[[nodiscard]] std::vector<int> sampled_clients(Stream random, std::span<const int> clients, int count);

/// `count` of the clients, of whom each has so many training `samples`, ascending, drawn one after the other: of those
/// that are left, each with a probability in proportion to its samples. That is by a sample, all that are left equally
/// likely, with which all others of its client leave: one Stream::below() for each client. Of these `clients` alone,
/// which ascend; all of them that have samples where there are no more. All samples together are fewer than 2^32.
[[nodiscard]] std::vector<int> clients_by_samples(Stream random, std::span<const int> clients, int count,
                                                  std::span<const std::uint64_t> samples);

/// Synchronous rounds of r of M clients: FedAvg (McMahan et al., AISTATS 2017, arXiv:1602.05629) and, with codes on the
/// way up, FedPAQ (Reisizadeh et al., AISTATS 2020, arXiv:1909.13014). In each round the server draws r clients,
/// without replacement, sends them its model, waits for what their K local steps change of it, and takes the mean:
///
///     x <- x + (1/r) sum_i C(w_i (x_i - x)),
///
/// and on by the outer optimiser; client i counts w_i times. Who is out of use at the instant of the draw is left out
/// of it (Worker:: available_from()): of fewer than r all take part, and the mean is over them; if there is nobody, the
/// server waits for the first one. Each client of the round is sent a receipt when that is done, without content, so
/// that it can tell the reporter of steps that the server's model has. Others wait. The servers of all shards draw the
/// same clients, with the random numbers of the first one.
class SampledServer final : public Node {
 public:
  /// The clients of a round, ascending: r of these, or all of them where there are no more.
  using Draw = std::function<std::vector<int>(Stream, std::span<const int>)>;

  struct Setting {
    Draw draw;
    int clients = 1;       ///< M
    int first_server = 1;  ///< its rank
  };

  SampledServer(ServerModel model, Setting setting) : model_(std::move(model)), setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  /// The clients that are in use; waits until there are some.
  [[nodiscard]] std::vector<int> available(Worker& worker) const;

  ServerModel model_;
  Setting setting_;
};

}  // namespace lowband
