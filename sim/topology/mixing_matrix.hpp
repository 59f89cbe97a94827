#pragma once

#include <string>
#include <vector>

#include "sim/topology/graph.hpp"

namespace lowband {

/// A gossip matrix W: symmetric, doubly stochastic, zero where the graph has no edge. Stored sparsely by rows.
///
/// `metropolis`: W_ij = 1 / (1 + max(deg_i, deg_j)); `uniform`: W_ij = 1 / (1 + the largest degree). W_ii takes the
/// rest of row i. (Xiao & Boyd, "Fast linear iterations for distributed averaging", 2004.)
///
/// The weights of edges are rounded down to multiples of the last binary digit of the largest W_ii, so that every W_ii
/// is a float too, and rows and columns sum to one without any error: rounds of gossip do not let the mean drift.
class MixingMatrix {
 public:
  struct Entry {
    int worker;
    float weight;
  };

  /// `weights` is one of weight_names(), else std::invalid_argument is thrown; the graph is connected.
  MixingMatrix(const Graph& graph, const std::string& weights);

  [[nodiscard]] static const std::vector<std::string>& weight_names();

  [[nodiscard]] int size() const noexcept { return static_cast<int>(self_.size()); }
  [[nodiscard]] float self_weight(int worker) const { return self_.at(static_cast<std::size_t>(worker)); }
  /// The neighbours of `worker` with their weights, ascending.
  [[nodiscard]] const std::vector<Entry>& neighbours(int worker) const {
    return rows_.at(static_cast<std::size_t>(worker));
  }

  /// 1 - max(|lambda_2|, |lambda_M|), in [0, 1]: how much of the disagreement one exchange removes at least. 1 for one
  /// worker. Right to 1e-5 of itself, or 1e-13. Its time grows like the number of edges over the root of the gap.
  [[nodiscard]] double spectral_gap() const;

 private:
  std::vector<float> self_;
  std::vector<std::vector<Entry>> rows_;
};

}  // namespace lowband
