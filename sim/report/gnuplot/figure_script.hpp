// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// The gnuplot script that draws `figure` to standard output, with its data. The ending of `file` decides the format:
/// .svg, .png or .pdf. Throws UsageError for other endings, and as page_of() does.
[[nodiscard]] std::string figure_script(const Figure& figure, const std::filesystem::path& file);

/// The same script as one that gnuplot, run beside it, draws `file` with: for who wants to change a picture by hand.
[[nodiscard]] std::string standalone_script(const Figure& figure, const std::filesystem::path& file);

/// Throws UsageError unless `file` ends in .svg, .png or .pdf.
void check_picture_ending(const std::filesystem::path& file);

}  // namespace lowband
