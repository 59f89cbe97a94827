// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/step_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_kinds = 5;
constexpr auto indent = "           ";  // as wide as what stands before what `validate` tells

/// How long a step takes for each operation, or each second of a step_time; and what makes it so.
using Kind = std::tuple<double, double, double, double>;  // seconds of one, host_flops, slowdown, device

Kind kind_of(const SteppingWorker& worker, bool has_step_time) {
  const double host = has_step_time ? 1.0 : worker.host_flops;
  return {worker.slowdown / worker.device / host, host, worker.slowdown, worker.device};
}

std::string plural(std::size_t count) { return fmt::format("{} worker{}", count, count == 1 ? "" : "s"); }

std::string seconds_text(const StepCost& cost, double seconds_of_one) {
  const auto text = [&](double amount) { return quantity_like("1s", amount * seconds_of_one, 3); };
  if (cost.step_time_s) return text(*cost.step_time_s);
  const auto least = text(cost.flops.first);
  const auto most = text(cost.flops.second);
  return least == most ? least : fmt::format("{} to {}", least, most);
}

std::string line(const StepCost& cost, const Kind& kind, std::size_t count) {
  const auto& [seconds_of_one, host, slowdown, device] = kind;
  std::string text = fmt::format("{}{}: {}", indent, seconds_text(cost, seconds_of_one), plural(count));
  if (!cost.step_time_s) text += fmt::format(" at {}", quantity_like("1f", host, 3));
  if (device != 1.0) text += fmt::format(", device {:.3g} times as fast", device);
  if (slowdown != 1.0) text += fmt::format(", slowed down {:.3g} times", slowdown);
  return text + '\n';
}

std::string over_time_line(const std::vector<SteppingWorker>& workers) {
  std::size_t varying = 0;
  std::size_t paused = 0;
  std::pair<double, double> factors;
  for (const auto& worker : workers) {
    if (!worker.over_time) continue;
    const auto& [least, most] = *worker.over_time;
    factors =
        varying == 0 ? *worker.over_time : std::pair(std::min(factors.first, least), std::max(factors.second, most));
    ++varying;
    if (least <= 0.0) ++paused;
  }
  if (varying == 0) return "";
  return fmt::format("{}over time {} at {:.3g} to {:.3g} times that speed{}\n", indent, plural(varying), factors.first,
                     factors.second, paused == 0 ? "" : fmt::format(", {} out of use at times", paused));
}

}  // namespace

std::string step_lines(const StepCost& cost, const std::vector<SteppingWorker>& workers) {
  std::map<Kind, std::size_t> counts;
  for (const auto& worker : workers) ++counts[kind_of(worker, cost.step_time_s.has_value())];
  const std::vector<std::pair<Kind, std::size_t>> kinds(counts.begin(), counts.end());
  std::string lines;
  if (kinds.size() <= most_kinds) {
    for (const auto& [kind, count] : kinds) lines += line(cost, kind, count);
  } else {
    lines = fmt::format("{}{} kinds of workers: the fastest, the middle one and the slowest\n", indent, kinds.size());
    for (const std::size_t i : {std::size_t{0}, kinds.size() / 2, kinds.size() - 1}) {
      lines += line(cost, kinds[i].first, kinds[i].second);
    }
  }
  return lines + over_time_line(workers);
}

std::string flops_text(std::pair<double, double> flops) {
  const auto text = [](double amount) { return quantity_like("1f", amount, 3) + "lop"; };
  const auto least = text(flops.first);
  const auto most = text(flops.second);
  return least == most ? least : fmt::format("{} to {}", least, most);
}

}  // namespace lowband
