#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// accuracy-time, accuracy-bytes, loss-iterations, link-bytes, staleness, gradient-workers. Models without an accuracy
/// show their train loss in its place.
[[nodiscard]] std::vector<std::string> plot_kinds();

/// Those that are drawn unless one is asked for: all but gradient-workers, which takes several numbers of workers.
[[nodiscard]] std::vector<std::string> default_plot_kinds();
/// Whether a plot of these results has anything to draw: where nothing was learned there is only traffic, and staleness
/// where any run tells of it.
[[nodiscard]] bool shows_something(const std::string& kind, std::span<const ResultsFolder> results);

/// The gnuplot script that draws the plot `kind` of all `results` for `file`, whose ending decides the format: .svg,
/// .png or .pdf. An accuracy or a loss is that of whom the targets are about; a loss that was not recorded of the
/// workers is the mean model's, and the axis says so. Throws UsageError for any other kind or ending, for `options`
/// that cannot be kept, and where there is nothing to draw.
[[nodiscard]] std::string plot_script(const std::string& kind, std::span<const ResultsFolder> results,
                                      const TargetOptions& options, const std::filesystem::path& file);

/// Throws UsageError if `options` have no effect on the plot `kind`.
void check_effect(const TargetOptions& options, const std::string& kind, std::span<const ResultsFolder> results);

/// Draws the plot into `file`, which appears whole or not at all. Throws UsageError.
void draw_plot(const std::string& kind, std::span<const ResultsFolder> results, const TargetOptions& options,
               const std::filesystem::path& file);

}  // namespace lowband
