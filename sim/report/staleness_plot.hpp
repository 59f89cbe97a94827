#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// Whether any run tells how stale the changes were that it took.
[[nodiscard]] bool tells_of_staleness(const ResultsFolder& results);

/// The gnuplot script of a figure with the share of changes of each staleness, of which some run tells: a panel per
/// scenario (one for those with the very same shares), a histogram per algorithm that has any, of the changes of all
/// its seeds, and in the panel their mean and quantiles. The axis ends a quarter beyond the highest 99 % quantile;
/// where that is far away, several values have a step together. The ending of `file` decides the format.
[[nodiscard]] std::string staleness_plot(std::span<const RunGroup> groups, const std::filesystem::path& file);

}  // namespace lowband
