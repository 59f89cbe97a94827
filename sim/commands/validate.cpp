#include "sim/commands/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/experiment/experiment.hpp"
#include "sim/report/units.hpp"

namespace lowband {

int validate_command(const ValidateOptions& options) {
  const Experiment experiment(options.experiment);
  const auto report = experiment.inspect_platform();
  fmt::print("{}: valid\n", options.experiment);
  fmt::print("platform   {} hosts ({} of them work), {} links\n", report.hosts_in_file, report.hosts.size(),
             report.links.size());
  if (!report.routes.empty()) {
    const auto worst = std::max_element(report.routes.begin(), report.routes.end(),
                                        [](const auto& a, const auto& b) { return a.latency_s < b.latency_s; });
    fmt::print("routes     {} pairs of workers talk; the slowest, {} to {}, has {} links and {} latency\n",
               report.routes.size(), report.hosts[static_cast<std::size_t>(worst->from)].first,
               report.hosts[static_cast<std::size_t>(worst->to)].first, worst->links.size(),
               human_seconds(worst->latency_s));
  }
  for (const auto& algorithm : experiment.algorithms) {
    const Json facts = algorithm->facts();
    const int period = algorithm->local_steps();
    fmt::print("algorithm  {}: {}, {}, synchronises every {}{}\n", algorithm->name(), algorithm.name,
               algorithm->compressed() ? algorithm->compression().name : "full precision",
               period == 1 ? "step" : fmt::format("{} steps", period),
               facts.contains("spectral_gap")
                   ? fmt::format(", spectral gap {:.4g}", facts["spectral_gap"].get<double>())
                   : "");
  }
  for (const auto& scenario : experiment.scenarios) {
    const std::size_t changes = scenario.links.size();
    fmt::print("scenario   {}: {}\n", scenario.name,
               changes == 0   ? "the links as they are"
               : changes == 1 ? "1 change of links"
                              : fmt::format("{} changes of links", changes));
  }
  fmt::print("runs       {}\n", experiment.algorithms.size() * experiment.scenarios.size() * experiment.seeds().size());
  return 0;
}

}  // namespace lowband
