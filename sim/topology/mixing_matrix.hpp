// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "sim/topology/graph.hpp"
#include "sim/topology/spectrum.hpp"

namespace lowband {

/// A gossip matrix W: symmetric, doubly stochastic, zero where the graph has no edge. Stored sparsely by rows.
///
/// The weights of edges are rounded down to multiples of the last binary digit of the largest weight, so that every
/// W_ii, which takes the rest of row i, is a float too, and rows and columns sum to one without any error: rounds of
/// gossip do not let the mean drift.
class MixingMatrix {
 public:
  struct Entry {
    int worker;
    float weight;
  };
  /// W_ab = W_ba of an edge {a, b}.
  using EdgeWeight = std::function<double(int a, int b)>;

  /// The weights are at least 0, and sum to at most 1 over the edges of any worker.
  MixingMatrix(const Graph& graph, const EdgeWeight& weight);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(self_.size()); }
  [[nodiscard]] float self_weight(int worker) const { return self_.at(static_cast<std::size_t>(worker)); }
  /// The neighbours of `worker` with their weights, ascending.
  [[nodiscard]] const std::vector<Entry>& neighbours(int worker) const {
    return rows_.at(static_cast<std::size_t>(worker));
  }

  /// The ends of the spectrum: gap and mu right to 1e-5 of themselves, or 1e-13. Its time grows like the number of
  /// edges over the root of the gap.
  [[nodiscard]] Spectrum spectrum() const;
  /// 1 - max(|lambda_2|, |lambda_M|), in [0, 1]: how much of the disagreement one exchange removes at least. 1 for one
  /// worker.
  [[nodiscard]] double spectral_gap() const { return spectrum().gap(); }

 private:
  std::vector<float> self_;
  std::vector<std::vector<Entry>> rows_;
};

}  // namespace lowband
