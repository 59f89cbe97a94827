// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"

namespace lowband {

/// The collective that takes the least time where the workers are for all that a synchronisation exchanges, by
/// dry_run_seconds(): ring, recursive halving-doubling, tree, direct (up to 128 workers), and hierarchical if the
/// platform has zones. The choice stands in the results.
class AutoChoice final : public CollectiveChoice {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] bool needs_whereabouts() const override { return true; }
  /// Before the exchanges are known, the pairs are those of all that may be chosen.
  [[nodiscard]] std::unique_ptr<const Collective> prepared(const CollectiveSetting& setting,
                                                           const Place& place) const override;
};

}  // namespace lowband
