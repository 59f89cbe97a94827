// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/parameters.hpp"
#include "sim/topology/mixing_matrix.hpp"

namespace lowband {

/// Where the weights of a mixing matrix come from, a parameter of an experiment:
///
/// - "metropolis": W_ij = 1 / (1 + max(deg_i, deg_j)); "uniform": W_ij = 1 / (1 + the largest degree). W_ii takes the
///   rest of row i. (Xiao & Boyd, "Fast linear iterations for distributed averaging", 2004.)
/// - "lazy": (I + W) / 2 of the metropolis W, which has no negative eigenvalue.
/// - a matrix, as a list of rows: symmetric, doubly stochastic (both to 1e-6), zero where the graph has no edge. W_ii
/// is
///   taken to be what the edges leave of 1.
class MixingWeights {
 public:
  static constexpr auto standard = "metropolis";
  /// The rules that have a name.
  [[nodiscard]] static const std::vector<Choice>& rules();

  MixingWeights() = default;
  /// Throws std::invalid_argument for a rule of another name.
  explicit MixingWeights(std::string rule);

  /// Declares this as the parameter `name`.
  void declare(Parameters& parameters, std::string name);

  [[nodiscard]] bool is_standard() const { return given_.empty() && rule_ == standard; }
  /// Whether they come from a rule, which goes for any graph.
  [[nodiscard]] bool is_rule() const { return given_.empty(); }
  /// The matrix over a connected graph. Throws UsageError at `place`, that of the parameter, if given weights do not
  /// fit the graph.
  [[nodiscard]] MixingMatrix matrix(const Graph& graph, const Place& place) const;

 private:
  void check_given(const Graph& graph, const Place& place) const;

  std::string rule_ = standard;
  std::vector<std::vector<double>> given_;  ///< empty unless the experiment gives a matrix
};

}  // namespace lowband
