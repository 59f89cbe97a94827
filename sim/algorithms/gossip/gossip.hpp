#pragma once

#include <optional>

#include "sim/algorithms/algorithm.hpp"
#include "sim/topology/mixing_matrix.hpp"
#include "sim/topology/topology.hpp"

namespace lowband {

/// Mixing with the neighbours of a graph, W being the mixing matrix, y_i the model of worker i after its last
/// synchronisation and D_i = x_i - y_i its local progress since then:
///
/// * `plain`: x_i <- sum_j W_ij x_j, step then mix, in full precision;
/// * `d-psgd`: x_i <- sum_j W_ij y_j + D_i, mix then step, in full precision (D-PSGD; Lian et al., NeurIPS 2017);
/// * `naive`: x_i <- sum_j W_ij Q(x_j), models quantized as they are: the negative control, whose noise does not fall
///   with the learning rate (algorithms reference, 8.2);
/// * `difference`: q_i = Q(sum_j W_ij y_j + D_i - y_i), y_i <- y_i + q_i at the worker and at every replica of it,
///   x_i <- y_i: DCD-PSGD (Tang et al., NeurIPS 2018) with K local steps in the role of its one gradient step.
///
/// `d-psgd` is the full-precision twin of `difference`, `plain` that of `naive`.
class Gossip final : public Algorithm {
 public:
  Gossip();
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] bool is_timing_independent() const override { return true; }
  void prepare(int workers, const Place& place) override;
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] Json facts() const override;
  [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const override;

 private:
  std::string method_ = "auto";
  std::string weights_ = "metropolis";
  Named<Topology> topology_;
  std::optional<Graph> graph_;
  std::optional<MixingMatrix> matrix_;
};

}  // namespace lowband
