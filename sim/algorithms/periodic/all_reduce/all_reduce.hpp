// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/algorithms/periodic/all_reduce/average.hpp"
#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"

namespace lowband {

/// Averaging over all workers, by one of the collectives(). Without compression the models themselves are averaged:
/// x <- (1/M) sum_i w_i x_i (PR-SGD; Yu, Yang & Zhu 2019). With compression the differences to the last synchronised
/// model y are averaged, y <- y + (1/M) sum_i w_i (x_i - y). Every w_i is 1, unless workers count by their samples
/// (WorkerWeights). What is compressed is averaged by one of
///
/// * `per-hop`: partial sums are decoded, added to and encoded again wherever they come by (RAR-B of the algorithms
///   reference; by the ring, the nearest to "ring all-reduce with quantized messages" of arXiv 2004.09125 read
///   literally);
/// * `shared-scale`: a maximum over all workers fixes the scales, then integers are summed exactly, each hop as wide
///   as its sums can be (RAR-A; shared scales: Wen et al., TernGrad, NeurIPS 2017);
/// * `all-gather`: every worker's code travels unchanged to everybody, who adds all of them (RAR-C);
/// * `two-phase`: every chunk has an owner, who adds the workers' codes and sends the mean in a code of its own (RAR-D;
///   1-bit Adam, Tang et al., ICML 2021).
///
/// A codec of matrices ("low-rank") has an average of its own, whatever `quantization` says.
///
/// After each of them, all workers hold the same model bit for bit; an outer optimiser may make another of it.
class AllReduce final : public PeriodicAlgorithm {
 public:
  AllReduce();
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] std::vector<std::string> warnings(const Layout& exchanged, std::uint64_t iterations) const override;
  [[nodiscard]] bool is_timing_independent() const override { return !period().seconds() && !needs_whereabouts(); }
  [[nodiscard]] bool has_known_sizes() const override;
  [[nodiscard]] bool overlaps() const override { return overlap_; }
  [[nodiscard]] const OuterOptimizer* outer() const override { return &*outer_; }
  [[nodiscard]] bool needs_whereabouts() const override { return collective_->needs_whereabouts(); }
  [[nodiscard]] std::unique_ptr<const Method> prepared(const Setting& setting, const Place& place) const override;

  /// A worker's side of all that is exchanged, by `collective`; see PeriodicMethod::synchroniser().
  [[nodiscard]] std::unique_ptr<Average> average(const Collective& collective, const Contributor& own,
                                                 const FloatBuffer& initial, const Layout& layout) const;
  /// What a synchronisation of a vector with these tensors exchanges, in its order.
  [[nodiscard]] std::vector<Exchange> exchanges(const Collective& collective, const Layout& exchanged) const;

 protected:
  [[nodiscard]] std::string why_not_by_time() const override { return ""; }

 private:
  [[nodiscard]] bool is_two_phase() const;
  /// The same of a whole vector, or of a bucket.
  [[nodiscard]] std::unique_ptr<Average> whole_average(const Collective& collective, const Contributor& own,
                                                       const FloatBuffer& initial, const Layout& layout) const;

  Named<CollectiveChoice> collective_;
  std::string quantization_ = "per-hop";
  Named<OuterOptimizer> outer_;
  std::optional<int> fusion_bytes_;
  bool overlap_ = false;
};

}  // namespace lowband
