// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/theory/rate_only.hpp"

namespace lowband {

/// Quantized parallel restarted SGD, as its abstracts state it: N is not the same in the two versions.
class QprSgdBound final : public RateOnly {
 public:
  [[nodiscard]] std::string formula() const override {
    return "version 1: O(1 / sqrt(N M)), N = local steps; version 2: O(1 / sqrt(N K^2 M)), N = synchronisations, for "
           "gossip";
  }
  [[nodiscard]] std::vector<std::string> assumptions() const override;
  [[nodiscard]] std::string standing() const override { return "abstract"; }
};

}  // namespace lowband
