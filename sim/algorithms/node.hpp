// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/learner.hpp"
#include "sim/algorithms/reporter.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// What one node does from the first step to the last, and what it keeps meanwhile. It and its learner live until the
/// run is over, so that a second program may refer to them.
class Node {
 public:
  Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  Node(Node&&) = delete;
  Node& operator=(Node&&) = delete;
  virtual ~Node() = default;

  /// Trains `learner`, which is left with what was learned, and tells `reporter`; a node that is no worker has none.
  /// Throws Diverged.
  virtual void run(Worker& worker, Learner* learner, Reporter& reporter) = 0;
};

}  // namespace lowband
