// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/units.hpp"

namespace lowband {

namespace {

/// Sums of equal figures may differ in their last digits.
bool seeds_differ(const Statistic& statistic) {
  constexpr double rounding = 1e-12;
  return statistic.count > 1 && statistic.deviation > rounding * std::abs(statistic.mean);
}

template <class Single, class Several>
std::string cell(const Statistic& statistic, std::size_t seeds, Single&& single, Several&& several) {
  if (statistic.count == 0) return "-";
  std::string text = seeds_differ(statistic) ? several(statistic.mean, statistic.half_width) : single(statistic.mean);
  if (statistic.count < seeds) text += fmt::format(" ({}/{})", statistic.count, seeds);
  return text;
}

/// A figure in a unit of its own, with a fixed number of decimals.
std::string fixed_cell(const Statistic& statistic, std::size_t seeds, int decimals, Unit unit) {
  const std::string_view space = unit.symbol.empty() ? "" : " ";
  return cell(
      statistic, seeds,
      [&](double mean) { return fmt::format("{:.{}f}{}{}", mean / unit.size, decimals, space, unit.symbol); },
      [&](double mean, double half_width) {
        return fmt::format("{:.{}f} ± {:.{}f}{}{}", mean / unit.size, decimals, half_width / unit.size, decimals, space,
                           unit.symbol);
      });
}

}  // namespace

std::string seconds_cell(const Statistic& statistic, std::size_t seeds) {
  return cell(statistic, seeds, human_seconds, [](double mean, double half_width) {
    return mean_and_half_width(mean, half_width, time_unit(std::max(std::abs(mean), half_width)));
  });
}

std::string bytes_cell(const Statistic& statistic, std::size_t seeds) {
  return cell(statistic, seeds, human_bytes, [](double mean, double half_width) {
    return mean_and_half_width(mean, half_width, byte_unit(std::max(std::abs(mean), half_width)));
  });
}

std::string percent_cell(const Statistic& statistic, std::size_t seeds, int decimals) {
  return fixed_cell(statistic, seeds, decimals, {0.01, "%"});
}

std::string accuracy_cell(const Statistic& statistic, std::size_t seeds) { return percent_cell(statistic, seeds, 2); }

std::string factor_cell(const Statistic& statistic, std::size_t seeds) {
  return fixed_cell(statistic, seeds, 2, {1.0, "×"});
}

std::string number_cell(const Statistic& statistic, std::size_t seeds) {
  return fixed_cell(statistic, seeds, 2, {1.0, ""});
}

std::string loss_cell(const Statistic& statistic, std::size_t seeds) {
  return cell(
      statistic, seeds, [](double mean) { return fmt::format("{:.4g}", mean); },
      [](double mean, double half_width) { return fmt::format("{:.4g} ± {:.2g}", mean, half_width); });
}

auto metric_cell(const Metric& metric) -> std::string (*)(const Statistic&, std::size_t) {
  switch (metric.facts().form) {
    case MetricForm::share:
      return accuracy_cell;
    case MetricForm::bytes:
      return bytes_cell;
    case MetricForm::number:
      break;
  }
  return loss_cell;
}

std::string magnitude_cell(const Statistic& statistic, std::size_t seeds) {
  const auto single = [](double mean) { return fmt::format("{:.2g}", mean); };
  return cell(statistic, seeds, single, [&single](double mean, double) { return single(mean); });
}

}  // namespace lowband
