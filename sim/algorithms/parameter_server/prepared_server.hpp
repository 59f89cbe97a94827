// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/parameter_server/parameter_server.hpp"

namespace lowband {

/// Servers for so many clients. Refers to the algorithm.
class PreparedServer final : public PeriodicMethod {
 public:
  /// While tensors are not known, or the samples that clients are drawn by, there is no program of a server.
  PreparedServer(const ParameterServer& algorithm, const Setting& setting, WorkerWeights weights)
      : PeriodicMethod(algorithm, setting.workers, std::move(weights)),
        server_(algorithm),
        exchanged_(setting.exchanged),
        samples_(setting.samples),
        shards_(setting.workers, size_of(exchanged_), algorithm.shards()) {}

  /// Every client and every server, both ways.
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  /// In rounds of all clients, each of whom pulls every p-th time: one who has been answered in round t may have begun
  /// round t + p, in which it waits again, while another one is still to be answered in t. And where all have ended a
  /// round, servers may have ended the one alone that is p - 1 before it, in which somebody has pulled last.
  [[nodiscard]] std::uint64_t most_ahead() const override { return 2 * server_.pulls().period() - 1; }
  [[nodiscard]] Json settled() const override;
  [[nodiscard]] std::vector<std::string> warnings(const Layout& exchanged, std::uint64_t iterations) const override;
  /// Throws std::logic_error for that of a server, if tensors are not known.
  [[nodiscard]] std::unique_ptr<Node> node(int rank) const override;
  [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const override;

  /// Those of the method.
  [[nodiscard]] std::vector<ClosedForm> closed_forms(const Layout& exchanged) const override;

 private:
  /// That nothing is told before training ends, by methods that tell beside their steps. "" if not so.
  [[nodiscard]] std::string warning_of_first_period(std::uint64_t iterations) const;
  /// That `max_delay` holds nobody up; that `buffer` is never full. "" if not so.
  [[nodiscard]] std::string warning_of_delay(std::uint64_t max_delay, std::uint64_t iterations) const;
  [[nodiscard]] std::string warning_of_buffer(std::uint64_t iterations) const;
  [[nodiscard]] std::unique_ptr<Node> server(int shard) const;
  [[nodiscard]] std::unique_ptr<Node> client(int rank) const;
  [[nodiscard]] ServerMethod::ClientSetting client_setting(int rank) const;

  const ParameterServer& server_;
  Layout exchanged_;
  std::vector<std::uint64_t> samples_;  ///< of each client
  Shards shards_;
};

}  // namespace lowband
