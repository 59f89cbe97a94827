#include "sim/commands/plot.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/report/plots.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/partial.hpp"

namespace lowband {

int plot_command(const PlotOptions& options) {
  if (options.dirs.size() > 1 && !options.out) {
    throw UsageError(
        "plot: several results make one figure, which is of none of their folders: name a file with --out");
  }
  const auto results = read_all_results(options.dirs);
  std::vector<std::string> kinds = default_plot_kinds();
  if (options.kind) {
    kinds = {*options.kind};
  } else if (options.out) {
    kinds = {"accuracy-time"};
  } else {
    std::erase_if(kinds, [&](const std::string& kind) { return !shows_something(kind, results); });
  }
  // Of all kinds, each takes what concerns it; one that was asked for must not pass over anything.
  if (kinds.size() == 1) check_effect(options.target, kinds.front(), results);
  for (const auto& kind : kinds) {
    const auto file = options.out.value_or(results.front().path / plots_name / (kind + ".svg"));
    remove_abandoned(std::filesystem::absolute(file).parent_path());
    draw_plot(kind, results, options.target, file);
    fmt::print("{}\n", file.string());
  }
  return 0;
}

}  // namespace lowband
