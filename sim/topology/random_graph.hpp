// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/random.hpp"
#include "sim/topology/topology.hpp"

namespace lowband {

/// A graph that is drawn: the same for the same seed, and drawn again, with further random numbers, until it is
/// connected.
class RandomGraph : public Topology {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  /// Throws UsageError if the parameters do not fit, or hardly any such graph is connected.
  [[nodiscard]] Graph make_graph(int workers, const Place& place) const final;
  /// Throws UsageError if there is no such graph over so many workers.
  virtual void check_workers(int workers, const Place& place) const = 0;
  /// Draws a graph, connected or not; nothing if the draw led nowhere.
  [[nodiscard]] virtual std::optional<Graph> draw(int workers, Stream& random) const = 0;
  /// Whether it is drawn at all: not if the parameters leave nothing to chance.
  [[nodiscard]] virtual bool is_random() const { return true; }

 private:
  std::uint64_t seed_ = 1;
};

/// G(M, p) (Erdos & Renyi 1959; Gilbert 1959): every pair of workers has an edge with probability p.
class ErdosRenyi final : public RandomGraph {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] double pairs(double workers) const override;
  void check_workers(int workers, const Place& place) const override;
  [[nodiscard]] std::optional<Graph> draw(int workers, Stream& random) const override;
  [[nodiscard]] bool is_random() const override { return probability_ != 1.0; }

 private:
  [[nodiscard]] double probability(double workers) const;

  std::optional<double> probability_;
};

/// Every worker has the same degree: edge ends are paired at random, without loops and double edges (Steger & Wormald,
/// "Generating random regular graphs quickly", 1999).
class RandomRegular final : public RandomGraph {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers * degree_; }
  void check_workers(int workers, const Place& place) const override;
  [[nodiscard]] std::optional<Graph> draw(int workers, Stream& random) const override;

 private:
  int degree_ = 3;
};

/// A ring where every worker talks to the `degree` nearest, each edge led elsewhere with probability `rewire` (Watts &
/// Strogatz, Nature 1998).
class SmallWorld final : public RandomGraph {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] double pairs(double workers) const override { return workers * degree_; }
  void check_workers(int workers, const Place& place) const override;
  [[nodiscard]] std::optional<Graph> draw(int workers, Stream& random) const override;
  [[nodiscard]] bool is_random() const override { return rewire_ != 0.0; }

 private:
  int degree_ = 4;
  double rewire_ = 0.1;
};

}  // namespace lowband
