// SPDX-License-Identifier: Apache-2.0
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
  explicit PeriodicNode(const PeriodicMethod& method) : method_(method) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

 private:
  class Training;

  const PeriodicMethod& method_;
};

}  // namespace lowband
