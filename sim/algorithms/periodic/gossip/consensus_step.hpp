// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

class Gossip;

/// How far workers go towards their neighbours, and the largest step that contracts; nothing where it is not known.
struct ConsensusStep {
  std::optional<double> value;
  std::optional<double> largest;

  /// "consensus_step" and "largest_consensus_step", where both are known.
  [[nodiscard]] Json facts() const;
  /// "consensus_step", if it is known.
  [[nodiscard]] Json settled() const;
  /// That it is too large for `gossip`, or that any is.
  [[nodiscard]] std::vector<std::string> warnings(const Gossip& gossip) const;
};

}  // namespace lowband
