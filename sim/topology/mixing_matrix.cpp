#include "sim/topology/mixing_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

namespace lowband {

namespace {

using EdgeWeight = std::function<double(int, int)>;

EdgeWeight edge_weight(const Graph& graph, const std::string& weights) {
  if (weights == "metropolis") {
    return [&graph](int a, int b) { return 1.0 / (1 + std::max(graph.degree(a), graph.degree(b))); };
  }
  if (weights == "uniform") {
    return [weight = 1.0 / (1 + graph.max_degree())](int /*a*/, int /*b*/) { return weight; };
  }
  throw std::invalid_argument(fmt::format("there are no mixing weights \"{}\"", weights));
}

/// The last binary digit of the largest W_ii, which grows a little when the weights of its edges are rounded down.
double weight_unit(const Graph& graph, const EdgeWeight& weight) {
  double largest = 0.0;
  for (int worker = 0; worker < graph.size(); ++worker) {
    double self = 1.0;
    for (const int neighbour : graph.neighbours(worker)) self -= weight(worker, neighbour);
    largest = std::max(largest, self);
  }
  constexpr int digits = std::numeric_limits<float>::digits - 1;
  const double grown = largest * (1.0 + std::ldexp(graph.max_degree(), -digits));
  constexpr double below_one = 1.0 - 0x1p-24;  // every W_ii but that of a single worker is less than one
  return std::ldexp(1.0, std::ilogb(std::min(grown, below_one)) - digits);
}

}  // namespace

const std::vector<std::string>& MixingMatrix::weight_names() {
  static const std::vector<std::string> names = {"metropolis", "uniform"};
  return names;
}

MixingMatrix::MixingMatrix(const Graph& graph, const std::string& weights) {
  const auto weight = edge_weight(graph, weights);
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
