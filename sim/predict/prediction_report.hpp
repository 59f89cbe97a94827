// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/predict/measurement.hpp"
#include "sim/predict/prediction.hpp"

namespace lowband {

/// A prediction, and beside it what was measured, if there are results.
struct PredictionRow {
  Prediction prediction;
  std::optional<Measurement> measurement{};
};

/// What a measurement is made of beyond the plain form, which is computing at mean speed and bytes over bandwidth:
/// the terms of the prediction that this leaves out, and what no closed form tells, which makes up for the rest:
/// "contention" if it is above 0, else "overlap". In seconds, the largest first; those below half a percent of the
/// measurement are left out.
[[nodiscard]] std::vector<std::pair<std::string, double>> terms_beyond_plain(const PredictionRow& row);

/// The rows in one of report_formats(): for people a table per scenario, rows in the order in which they are given, and
/// what the letters in equations mean. Throws UsageError for any other format.
[[nodiscard]] std::string format_predictions(const std::vector<PredictionRow>& rows, const std::string& format);

}  // namespace lowband
