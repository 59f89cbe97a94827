// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include "sim/base/component.hpp"

namespace lowband {

/// How much a server makes of what is stale: s(tau), above 0 and up to 1, the weight of a change that began from a
/// model tau steps of the server ago. s(0) = 1, and what is staler never has more weight.
class StalenessWeight : public Component {
 public:
  [[nodiscard]] virtual double weight(std::uint64_t staleness) const = 0;
  /// Whether all is weighted alike.
  [[nodiscard]] bool is_constant() const { return weight(std::numeric_limits<std::uint64_t>::max()) == 1.0; }
};

[[nodiscard]] const Registry<StalenessWeight>& staleness_weights();

}  // namespace lowband
