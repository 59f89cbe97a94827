#pragma once

#include <optional>

#include "sim/algorithms/algorithm.hpp"
#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"

namespace lowband {

struct GossipMethod;

/// Mixing with the neighbours of a graph, W being the mixing matrix, y_i the model of worker i after its last
/// synchronisation and D_i = x_i - y_i its local progress since then. What is mixed, and what of it travels, is the
/// method's matter; see gossip_methods() and their classes.
///
/// `plain` (step, then mix: x_i <- sum_j W_ij x_j) is the full-precision twin of `naive`, `choco`, `deep-squeeze` and
/// `moniqua`; `d-psgd` (mix, then step: x_i <- sum_j W_ij y_j + D_i) that of `difference` and `extrapolation`.
/// `sgp` pushes along directed graphs, and has no mixing matrix.
class Gossip final : public Algorithm {
 public:
  Gossip();
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::vector<std::string> warnings(const Layout& layout = {}) const override;
  [[nodiscard]] bool is_timing_independent() const override { return !needs_platform(); }
  [[nodiscard]] bool needs_platform() const override { return topology_->needs_latencies(); }
  void meet(const PlatformReport& platform, const Layout& exchanged, const Place& place) override;
  void prepare(int workers, const Place& place) override;
  [[nodiscard]] bool has_to_settle() const override;
  void settle(const Layout& exchanged, SettledNumbers& known, const Place& place) override;
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] Json facts() const override;
  [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const override;

  /// gamma of `choco` and eta of `deep-squeeze`: how far a worker goes towards its neighbours; nothing while it is to
  /// be settled, and for methods without.
  [[nodiscard]] std::optional<double> consensus_step() const noexcept { return consensus_step_; }

 protected:
  [[nodiscard]] bool needs_unbiased_codec() const override;

 private:
  [[nodiscard]] const GossipMethod& method() const;
  /// The graphs over the workers, and the mixing matrix.
  void build(const Place& place);
  void check_graph(const Place& place) const;
  void check_codec(const Place& place) const;
  void state_consensus_step(Parameters& parameters);
  /// The largest consensus step that contracts, from `known` if it is there; 0 if none does.
  [[nodiscard]] double largest_step(const Layout& exchanged, SettledNumbers& known);
  /// The largest relative error of the codec that can be told, sqrt(E||C(v) - v||^2) / ||v||.
  [[nodiscard]] std::optional<double> alpha(const Layout& layout) const;

  std::string method_ = "auto";
  MixingWeights weights_;
  std::optional<double> consensus_step_;          ///< empty: auto
  std::optional<double> largest_consensus_step_;  ///< that contracts, once it is known
  Named<Topology> topology_;
  int workers_ = 1;
  DigraphSchedule schedule_;    ///< who sends to whom
  std::optional<Graph> graph_;  ///< unless the method pushes
  std::optional<MixingMatrix> matrix_;
};

}  // namespace lowband
