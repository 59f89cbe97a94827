// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// "seed" or "seeds" of an experiment: everything runs once per seed.
class SeedsSection {
 public:
  void parameters(Parameters& parameters);
  /// Throws UsageError if `place`, that of the experiment, has both.
  void check(const Place& place) const;

  /// All of them, in their order; 1 if none is given.
  [[nodiscard]] std::vector<std::uint64_t> list() const;

 private:
  std::optional<std::uint64_t> one_;
  std::vector<std::uint64_t> several_;
};

}  // namespace lowband
