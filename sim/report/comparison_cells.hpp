// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/comparison.hpp"

namespace lowband {

// Cells of the table for people: the mean over the seeds, with "± HALF-WIDTH" of its
// confidence interval where they differ; then "(2/3)" where only
// some of `seeds` have the figure; "-" where none has.

[[nodiscard]] std::string seconds_cell(const Statistic& statistic, std::size_t seeds);
[[nodiscard]] std::string bytes_cell(const Statistic& statistic, std::size_t seeds);
/// Of a fraction, in percent.
[[nodiscard]] std::string percent_cell(const Statistic& statistic, std::size_t seeds, int decimals);
/// "93.42 %"
[[nodiscard]] std::string accuracy_cell(const Statistic& statistic, std::size_t seeds);
/// "2.56 ×"
[[nodiscard]] std::string factor_cell(const Statistic& statistic, std::size_t seeds);
/// "4.06"
[[nodiscard]] std::string number_cell(const Statistic& statistic, std::size_t seeds);
/// "0.1234"
[[nodiscard]] std::string loss_cell(const Statistic& statistic, std::size_t seeds);
/// The cells of a metric: one of the above, by its form.
[[nodiscard]] auto metric_cell(const Metric& metric) -> std::string (*)(const Statistic&, std::size_t);
/// "1.2e-05": the mean alone, as it is the order of magnitude that tells.
[[nodiscard]] std::string magnitude_cell(const Statistic& statistic, std::size_t seeds);

}  // namespace lowband
