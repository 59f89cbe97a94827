// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/mixing_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lowband {

namespace {

/// The last binary digit of the largest weight, which, if it is a W_ii, grows a little when the weights of its edges
/// are rounded down.
double weight_unit(const Graph& graph, const MixingMatrix::EdgeWeight& weight) {
  double largest = 0.0;
  for (int worker = 0; worker < graph.size(); ++worker) {
    double self = 1.0;
    for (const int neighbour : graph.neighbours(worker)) {
      largest = std::max(largest, weight(worker, neighbour));
      self -= weight(worker, neighbour);
    }
    largest = std::max(largest, self);
  }
  constexpr int digits = std::numeric_limits<float>::digits - 1;
  const double grown = largest * (1.0 + std::ldexp(graph.max_degree(), -digits));
  constexpr double below_one = 1.0 - 0x1p-24;  // a weight of one is a multiple of any such unit
  return std::ldexp(1.0, std::ilogb(std::min(grown, below_one)) - digits);
}

}  // namespace

MixingMatrix::MixingMatrix(const Graph& graph, const EdgeWeight& weight) {
  const double unit = weight_unit(graph, weight);
  for (int worker = 0; worker < graph.size(); ++worker) {
    double self = 1.0;
    std::vector<Entry> row;
    for (const int neighbour : graph.neighbours(worker)) {
      const double rounded = std::floor(weight(worker, neighbour) / unit) * unit;
      row.push_back({neighbour, static_cast<float>(rounded)});
      self -= rounded;
    }
    self_.push_back(static_cast<float>(self));
    rows_.push_back(std::move(row));
  }
}

}  // namespace lowband
