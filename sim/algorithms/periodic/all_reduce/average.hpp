// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/periodic/all_reduce/exchange.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// Whose side of an average it is.
struct Contributor {
  int rank = 0;
  float weight = 1.0F;  ///< w: how often it counts (WorkerWeights)
};

/// A worker's side of an average over all workers, by a collective.
class Average : public Synchroniser {
 public:
  /// What synchronise() exchanges, in its order.
  [[nodiscard]] virtual std::vector<Exchange> exchanges() const = 0;
};

}  // namespace lowband
