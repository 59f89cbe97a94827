// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lowband {

/// `lowband plot DIR... [--kind KIND] [--OPTION VALUE]... [--out FILE.svg|.png|.pdf] [--script]`
struct PlotOptions {
  std::vector<std::filesystem::path> dirs;  ///< results folders, at least one; a figure shows all of them
  std::optional<std::string> kind;          ///< a name of plots(); else the standard ones, or over-time for `out`
  std::map<std::string, std::vector<std::string>> options{};  ///< by name of a parameter of any kind, as given
  std::optional<std::filesystem::path>
      out;  ///< else DIR/plots/KIND.svg of the one folder, METRIC-KIND.svg with `y`; required for several
  bool has_script = false;  ///< writes beside FILE.svg also FILE.gp, gnuplot's script with its data
};

/// Draws the plots, prints their paths to standard output and returns the exit status. Throws UsageError.
int plot_command(const PlotOptions& options);

/// The options of all kinds, each once: names and what they do.
struct PlotOption {
  std::string name;
  std::string type;
  std::string help;
};
[[nodiscard]] std::vector<PlotOption> plot_options();
/// The kinds that are drawn unless one is asked for.
[[nodiscard]] std::vector<std::string> standard_plots();

}  // namespace lowband
