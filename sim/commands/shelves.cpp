// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/shelves.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "models/data/dataset.hpp"
#include "models/layers/layer.hpp"
#include "models/losses/loss.hpp"
#include "models/model.hpp"
#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/optimizers/optimizer.hpp"
#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"
#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"
#include "sim/algorithms/schedules/schedule.hpp"
#include "sim/experiment/devices/device_source.hpp"
#include "sim/experiment/jitters/jitter_source.hpp"
#include "sim/experiment/profiles/profile_source.hpp"
#include "sim/platforms/platform_generator.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/results/metrics/metric.hpp"
#include "sim/theory/bound.hpp"
#include "sim/topology/topology.hpp"

namespace lowband {

namespace {

template <class Kind>
Shelf shelf(std::string title, const Registry<Kind>& registry) {
  Shelf shelf{std::move(title), registry.kind(), {}};
  for (const auto& entry : registry.entries()) {
    shelf.items.push_back({entry.name, registry.kind(), entry.help, entry.source, entry.make});
  }
  return shelf;
}

}  // namespace

std::vector<Shelf> shelves() {
  return {shelf("algorithms", algorithms()),
          shelf("collectives", collectives()),
          shelf("periods", periods()),
          shelf("optimizers", optimizers()),
          shelf("schedules", schedules()),
          shelf("outer-optimizers", outer_optimizers()),
          shelf("staleness-weights", staleness_weights()),
          shelf("codecs", compressors()),
          shelf("topologies", topologies()),
          shelf("models", models()),
          shelf("layers", layers()),
          shelf("losses", losses()),
          shelf("datasets", datasets()),
          shelf("partitions", partitions()),
          shelf("devices", device_sources()),
          shelf("profiles", profile_sources()),
          shelf("jitter-distributions", jitter_sources()),
          shelf("platforms", platform_generators()),
          shelf("metrics", metrics()),
          shelf("plots", plots())};
}

Shelf shelf_of_bounds() { return shelf("bounds", bounds()); }

std::vector<Shelf> listed_shelves() {
  std::vector<Shelf> listed = shelves();
  listed.push_back(shelf_of_bounds());
  return listed;
}

const char* text(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::lossless:
      return "lossless";
    case ErrorClass::unbiased:
      return "unbiased";
    case ErrorClass::biased:
      return "biased";
  }
  return "";
}

const char* text(Better better) { return better == Better::less ? "less" : "more"; }

std::string owners_text(const Metric& metric) {
  if (!metric.is_of_a_model()) return "no one model";
  std::vector<std::string> names;
  for (const TargetOf of : metric.facts().of) {
    names.push_back(name_of(of));
    if (of == TargetOf::mean_model) names.push_back(name_of(TargetOf::server));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace lowband
