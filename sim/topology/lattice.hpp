// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "sim/topology/topology.hpp"

namespace lowband {

/// A grid of any dimensions; the workers fill it with the last index running fastest, as PyTorch's tensors. Each talks
/// to those beside it in every dimension.
class Lattice : public Topology {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] double pairs(double workers) const override {
    return 2.0 * workers * std::max(2.0, static_cast<double>(dimensions_.size()));
  }
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const override;
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
