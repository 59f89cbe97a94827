// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/experiment/jitters/jitter_source.hpp"

namespace lowband {

/// Jitter::Durations from a column of a CSV file, such as a trace of measured computations.
class CsvDurations final : public JitterSource {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] Jitter make(const Place& place, const std::filesystem::path& folder) const override;

 private:
  std::string file_;
  std::string column_ = "duration";
};

}  // namespace lowband
