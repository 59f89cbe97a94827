// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/experiment/jitters/jitter_source.hpp"

namespace lowband {

/// Jitter::Durations as they stand in the experiment file.
class ListedDurations final : public JitterSource {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Jitter make(const Place& place, const std::filesystem::path& folder) const override;

 private:
  std::vector<double> durations_;
};

}  // namespace lowband
