#pragma once

#include <optional>

#include "sim/topology/topology.hpp"

namespace lowband {

/// A two-dimensional grid whose rows and columns close to rings; worker i is in row i / columns, column i mod columns.
/// Along a side of two workers there is one edge instead of two, along a side of one worker none.
///
/// What is not given of `rows` and `columns` follows from the number of workers; without either, the factors are the
/// nearest to a square, so that a prime number of workers makes a ring.
class Torus final : public Topology {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Graph graph(int workers, const Place& place) const override;

 private:
  std::optional<int> rows_;
  std::optional<int> columns_;
};

}  // namespace lowband
