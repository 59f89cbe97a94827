// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/results_charts.hpp"

#include <cctype>
#include <string>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/figures/plot.hpp"

namespace lowband {

namespace {

/// "Bytes per link" of "EXPERIMENT: bytes per link": the page says of what experiment it is.
std::string heading_of(const Figure& figure, const ResultsFolder& results) {
  const std::string experiment = results.manifest.at("experiment").at("name").get<std::string>() + ": ";
  std::string heading = figure.title.substr(figure.title.starts_with(experiment) ? experiment.size() : 0);
  if (!heading.empty()) heading.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(heading.front())));
  return heading;
}

}  // namespace

void add_results_charts(Page& page, std::span<const ResultsFolder> results, const RunDetails& details,
                        const TargetOptions& target) {
  for (const auto& entry : plots().entries()) {
    const auto plot = entry.make();
    plot->aim_at(target);
    if (!plot->is_standard() || !plot->lack_of(results).empty()) continue;
    try {
      Figure figure = plot->page_figure(results, details);
      const std::string heading = heading_of(figure, results.front());
      add_chart(page, {entry.name, heading}, std::move(figure));
    } catch (const UsageError& error) {  // a report without it is better than none
      page.warnings.emplace_back(error.what());
    }
  }
}

}  // namespace lowband
