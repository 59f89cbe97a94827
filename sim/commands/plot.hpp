#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"

namespace lowband {

/// `lowband plot DIR... [--kind KIND] [--target accuracy=0.9|loss=0.3] [--of WHOM] [--hold N] [--out
/// FILE.svg|.png|.pdf]`
struct PlotOptions {
  std::vector<std::filesystem::path> dirs;  ///< results folders, at least one; a figure shows all of them
  std::optional<std::string> kind;  ///< one of plot_kinds(); else default_plot_kinds(), or accuracy-time for `out`
  TargetOptions target;
  std::optional<std::filesystem::path> out;  ///< else DIR/plots/KIND.svg of the one folder; required for several
};

/// Draws the plots, prints their paths to standard output and returns the exit status. Throws UsageError.
int plot_command(const PlotOptions& options);

}  // namespace lowband
