#pragma once

#include <utility>
#include <vector>

#include "sim/algorithms/parameter_server/parameter_server.hpp"

namespace lowband {

/// A server for so many clients. Refers to the algorithm.
class PreparedServer final : public PeriodicMethod {
 public:
  /// For models with these tensors; none: not known yet, so that there is no program of the server.
  PreparedServer(const ParameterServer& algorithm, int clients, Layout exchanged)
      : PeriodicMethod(algorithm, clients), server_(algorithm), exchanged_(std::move(exchanged)) {}

  /// Every client and the server, both ways.
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  /// In rounds of all clients one may have begun the next round, which ends for nobody before all have begun it.
  [[nodiscard]] std::uint64_t most_ahead() const override { return 1; }
  /// Throws std::logic_error for that of the server, if tensors are not known.
  [[nodiscard]] std::unique_ptr<Node> node(int rank) const override;
  [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const override;

 private:
  [[nodiscard]] std::unique_ptr<Node> server() const;
  [[nodiscard]] std::unique_ptr<Node> client(int rank) const;

  const ParameterServer& server_;
  Layout exchanged_;
};

}  // namespace lowband
