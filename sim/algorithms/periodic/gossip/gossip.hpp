// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/algorithms/periodic/gossip/consensus_step.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"
#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"

namespace lowband {

struct GossipMethod;

/// Mixing with the neighbours of a graph, W being the mixing matrix, y_i the model of worker i after its last
/// synchronisation and D_i = x_i - y_i its local progress since then, which counts w_i times where workers count by
/// their samples (WeightedProgress). What is mixed, and what of it travels, is the method's matter; see
/// gossip_methods() and their classes.
///
/// `plain` (step, then mix: x_i <- sum_j W_ij x_j) is the full-precision twin of `naive`, `choco`, `deep-squeeze` and
/// `moniqua`; `d-psgd` (mix, then step: x_i <- sum_j W_ij y_j + D_i) that of `difference` and `extrapolation`.
/// `sgp` pushes along directed graphs, and has no mixing matrix. `ad-psgd` and `async-push-sum` have no rounds either:
/// each worker takes K local steps at a time at its own pace, and nodes run by themselves (AsynchronousGossip).
class Gossip final : public PeriodicAlgorithm {
 public:
  Gossip();
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::string rhythm() const override;
  [[nodiscard]] bool is_in_step() const override;
  [[nodiscard]] bool is_timing_independent() const override { return is_in_step() && !needs_whereabouts(); }
  [[nodiscard]] bool needs_whereabouts() const override { return topology_->needs_latencies(); }
  [[nodiscard]] bool has_to_settle() const override;
  [[nodiscard]] std::unique_ptr<const Method> prepared(const Setting& setting, const Place& place) const override;

  [[nodiscard]] const GossipMethod& method() const;
  /// gamma of `choco` and eta of `deep-squeeze`: how far a worker goes towards its neighbours; of `ad-psgd`, in codes
  /// of differences, how much of the way to the average. Nothing while it is to be settled, and for methods without.
  [[nodiscard]] std::optional<double> consensus_step() const noexcept { return consensus_step_; }
  /// Whether active workers exchange beside their steps, not between them; of `ad-psgd`.
  [[nodiscard]] bool overlaps_exchanges() const { return exchange_ == "overlapped"; }
  /// The largest relative error of the codec that can be told, sqrt(E||C(v) - v||^2) / ||v||.
  [[nodiscard]] std::optional<double> alpha(const Layout& layout) const;
  /// The compression of `used`, for vectors of this layout.
  [[nodiscard]] ModelCodec codec_for(const GossipMethod& used, const Layout& layout) const;

 protected:
  [[nodiscard]] bool needs_unbiased_codec() const override;
  [[nodiscard]] std::string why_not_by_time() const override;

 private:
  void check_without_rounds(const Place& place) const;
  void check_by_samples(const Place& place) const;
  void check_graph(const Place& place) const;
  void check_codec(const Place& place) const;
  void declare_consensus_step(Parameters& parameters);
  /// Whether a consensus step has an effect.
  [[nodiscard]] bool has_consensus_step() const;
  /// What prepared() returns of a method without rounds, unless neighbours are not known yet.
  [[nodiscard]] std::unique_ptr<const Method> prepared_without_rounds(const Setting& setting,
                                                                      const Latencies& latencies,
                                                                      const Place& place) const;
  /// The consensus step on `graph`, as far as it can be known.
  [[nodiscard]] ConsensusStep step_on(const Graph& graph, const MixingMatrix& matrix, const Setting& setting,
                                      const Place& place) const;
  /// The largest consensus step that contracts on `graph`, 0 if none does; from `known` if it is there.
  [[nodiscard]] double largest_step(const Graph& graph, const MixingMatrix& matrix, const Setting& setting) const;

  std::string method_ = "auto";
  std::string exchange_ = "serial";
  MixingWeights weights_;
  std::optional<double> consensus_step_;  ///< empty: auto
  Named<Topology> topology_;
  Json searched_;  ///< the parameters that the largest consensus step depends on
};

}  // namespace lowband
