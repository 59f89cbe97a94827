// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/periodic/periods/local_steps.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

class OuterOptimizer;

/// Local steps on every worker, then a synchronisation, and so on (parallel restarted SGD). Its paradigm says how
/// workers synchronise.
class PeriodicAlgorithm : public Algorithm {
 public:
  /// Declares what every algorithm has, and local_steps. An override calls it first.
  void parameters(Parameters& parameters) override;
  /// An override calls it first.
  void check(const Place& place) override;

  /// K, the local steps of a worker from one synchronisation to the next.
  [[nodiscard]] const Period& period() const noexcept { return local_steps_.period(); }
  [[nodiscard]] bool is_in_step() const override { return true; }
  [[nodiscard]] std::string rhythm() const override { return "synchronises " + period().text(); }
  [[nodiscard]] std::vector<std::string> warnings(const Layout& exchanged, std::uint64_t iterations) const override;
  /// Whether a synchronisation begins while the local step before it goes on.
  [[nodiscard]] virtual bool overlaps() const { return false; }
  /// What is done with the average before workers go on from it; none where there is no average equal on all of them.
  [[nodiscard]] virtual const OuterOptimizer* outer() const { return nullptr; }

 protected:
  /// Why workers must not come to a synchronisation with different numbers of steps, and what to use; "" if they may.
  [[nodiscard]] virtual std::string why_not_by_time() const;

 private:
  LocalSteps local_steps_;
};

/// A periodic algorithm that is ready. Refers to it.
class PeriodicMethod : public Method {
 public:
  PeriodicMethod(const PeriodicAlgorithm& algorithm, int workers, WorkerWeights weights = {})
      : algorithm_(algorithm), workers_(workers), weights_(std::move(weights)) {}

  [[nodiscard]] std::unique_ptr<Node> node(int rank) const override;
  [[nodiscard]] const PeriodicAlgorithm& algorithm() const noexcept { return algorithm_; }
  [[nodiscard]] int workers() const noexcept { return workers_; }

  /// A worker's side. All workers start from the same `initial` vector, whose tensors `layout` describes: a model, and
  /// what else is exchanged as the model is. Where nothing is learned it is empty, and so are all vectors of the
  /// synchroniser, which sends as much and spends as many operations nevertheless.
  [[nodiscard]] virtual std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                                   const Layout& layout) const = 0;

 protected:
  /// How often a worker counts. Throws std::logic_error if that is not known.
  [[nodiscard]] float weight(int rank) const { return static_cast<float>(weights_.of(rank)); }

 private:
  const PeriodicAlgorithm& algorithm_;
  int workers_;
  WorkerWeights weights_;
};

}  // namespace lowband
