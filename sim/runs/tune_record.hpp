// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/runs/halving.hpp"

namespace lowband {

/// What rungs have come to, of one entry of algorithms after the other: tune.json beside the results, so that nothing
/// is done twice.
class TuneRecord {
 public:
  /// After each rung all that were on it, the best first.
  using Rungs = std::vector<std::vector<Standing>>;

  /// What `folder` has; nothing at first. Throws UsageError if it is damaged.
  explicit TuneRecord(std::filesystem::path folder);

  /// Of what was decided between these candidates, by this criterion, and all else that it depends on; none if nothing.
  [[nodiscard]] Rungs rungs(const Json& question) const;
  /// Puts `rungs` in place of what there was, and writes all. Throws UsageError.
  void put(const Json& question, const Rungs& rungs);

 private:
  std::filesystem::path file_;
  Json answers_ = Json::array();
};

}  // namespace lowband
