// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/periodic/gossip/push_row.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// Stochastic Gradient Push (Assran et al., ICML 2019, arXiv:1811.10792): push-sum on directed graphs that may vary
/// with time. A worker has x_i and a weight w_i, 1 at first; its model, where gradients are taken, is z_i = x_i / w_i.
/// With D_i the progress that K local steps make from z_i,
///
///     x_i <- sum_j p_ij (x_j + D_j);   w_i <- sum_j p_ij w_j;   z_i <- x_i / w_i,
///
/// P column-stochastic: of what worker j has, every out-neighbour gets as much as it keeps. For K = 1, without
/// momentum, D_j = -gamma g_j(z_j): the paper's step. The sum of the w_i stays M, and the sum of the x_i moves by that
/// of the D_i alone. Sent to each out-neighbour: p x, and p w behind it, as 4 (d + 1) bytes.
class StochasticGradientPush final : public Synchroniser {
 public:
  /// Of models of `size` coordinates. `rows`: the exchanges by turns; at the t-th synchronisation the (t modulo their
  /// number)-th.
  StochasticGradientPush(std::vector<PushRow> rows, std::size_t size, const FloatBuffer& initial)
      : rows_(std::move(rows)), size_(size), numerator_(initial) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;

  /// x_i and w_i.
  [[nodiscard]] const FloatBuffer& numerator() const noexcept { return numerator_; }
  [[nodiscard]] float weight() const noexcept { return weight_; }

 private:
  std::vector<PushRow> rows_;
  std::size_t size_;
  FloatBuffer numerator_;
  float weight_ = 1.0F;
  std::size_t synchronisations_ = 0;
  Recycled<FloatBuffer> sent_;
};

}  // namespace lowband
