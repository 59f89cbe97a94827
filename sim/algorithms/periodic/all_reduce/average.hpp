#pragma once

#include <vector>

#include "sim/algorithms/periodic/all_reduce/exchange.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// A worker's side of an average over all workers, by a collective.
class Average : public Synchroniser {
 public:
  /// What synchronise() exchanges, in its order.
  [[nodiscard]] virtual std::vector<Exchange> exchanges() const = 0;
};

}  // namespace lowband
