#pragma once

#include <vector>

#include "sim/topology/topology.hpp"

namespace lowband {

/// A grid of any dimensions; the workers fill it with the last index running fastest, as PyTorch's tensors. Each talks
/// to those beside it in every dimension.
class Lattice : public Topology {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Graph graph(int workers, const Place& place) const override;

 protected:
  /// `is_closed`: whether the ends of each dimension are beside each other.
  explicit Lattice(bool is_closed) : is_closed_(is_closed) {}

 private:
  bool is_closed_;
  std::vector<int> dimensions_;
};

/// Without ends. Along a side of two workers there is one edge instead of two, along a side of one worker none.
class Torus final : public Lattice {
 public:
  Torus() : Lattice(true) {}
};

class Grid final : public Lattice {
 public:
  Grid() : Lattice(false) {}
};

}  // namespace lowband
