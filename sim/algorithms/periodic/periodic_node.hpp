#pragma once

#include <memory>
#include <optional>

#include "sim/algorithms/periodic/outer/outer_step.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"

namespace lowband {

/// Parallel restarted SGD on one worker: `iterations` local steps, a synchronisation after every period of them and
/// after the last.
class PeriodicNode final : public Node {
 public:
  PeriodicNode(const PeriodicMethod& method, int rank) : method_(method), rank_(rank) {}

  void run(Worker& worker, Learner& learner, Reporter& reporter) override;

 private:
  class Training;

  const PeriodicMethod& method_;
  int rank_;
};

}  // namespace lowband
