#include "sim/report/comparison_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace lowband {

namespace {

using Rows = std::span<const ComparisonRow>;

constexpr Unit percent{0.01, "%"};

/// "MEAN ± DEVIATION", then "(2/3)" where some seeds have no such figure; "-" where none has.
template <class Single, class Several>
std::string cell(const Statistic& statistic, std::size_t seeds, Single&& single, Several&& several) {
  if (statistic.count == 0) return "-";
  std::string text = statistic.count == 1 ? single(statistic.mean) : several(statistic.mean, statistic.deviation);
  if (statistic.count < seeds) text += fmt::format(" ({}/{})", statistic.count, seeds);
  return text;
}

std::string seconds_cell(const Statistic& statistic, std::size_t seeds) {
  return cell(statistic, seeds, human_seconds,
              [](double mean, double deviation) { return mean_and_deviation(mean, deviation, time_unit(mean)); });
}

std::string bytes_cell(const Statistic& statistic, std::size_t seeds) {
  return cell(statistic, seeds, human_bytes,
              [](double mean, double deviation) { return mean_and_deviation(mean, deviation, byte_unit(mean)); });
}

/// A figure in a unit of its own, with a fixed number of decimals.
std::string fixed_cell(const Statistic& statistic, std::size_t seeds, int decimals, Unit unit) {
  const std::string_view space = unit.symbol.empty() ? "" : " ";
  return cell(
      statistic, seeds,
      [&](double mean) { return fmt::format("{:.{}f}{}{}", mean / unit.size, decimals, space, unit.symbol); },
      [&](double mean, double deviation) {
        return fmt::format("{:.{}f} ± {:.{}f}{}{}", mean / unit.size, decimals, deviation / unit.size, decimals, space,
                           unit.symbol);
      });
}

std::string loss_cell(const Statistic& statistic, std::size_t seeds) {
  return cell(
      statistic, seeds, [](double mean) { return fmt::format("{:.4g}", mean); },
      [](double mean, double deviation) { return fmt::format("{:.4g} ± {:.2g}", mean, deviation); });
}

std::string status_of(const ComparisonRow& row) {
  const auto of_seeds = [&row](std::size_t count) {
    return row.seeds > 1 ? fmt::format("{}/{} ", count, row.seeds) : "";
  };
  if (row.diverged > 0) return fmt::format("{}diverged (iteration {})", of_seeds(row.diverged), row.diverged_at);
  if (row.finished < row.seeds) return of_seeds(row.seeds - row.finished) + "not finished";
  return "finished";
}

std::string target_of(const ComparisonRow& row) {
  if (row.target_accuracy) return fmt::format("test accuracy {:.6g} %", 100.0 * *row.target_accuracy);
  if (row.target_loss) return fmt::format("train loss {:.6g}", *row.target_loss);
  return "";
}

TextTable table_of(Rows rows, bool accuracy) {
  TextTable table;
  table.columns = {{"algorithm", true}, {"time to target"}, {"speed-up"},
                   {"bytes to target"}, {"bytes saved"},    {accuracy ? "test accuracy" : "train loss"},
                   {"bytes sent"},      {"bits/parameter"}, {"status", true}};
  for (const auto& row : rows) {
    const bool is_baseline = row.baseline == row.label;
    table.rows.push_back({
        row.label,
        seconds_cell(row.time_to_target_s, row.seeds),
        is_baseline ? "baseline" : fixed_cell(row.speed_up, row.seeds, 2, {1.0, "×"}),
        bytes_cell(row.bytes_to_target, row.seeds),
        is_baseline ? "baseline" : fixed_cell(row.bytes_saved, row.seeds, 1, percent),
        accuracy ? fixed_cell(row.final_test_accuracy, row.seeds, 2, percent)
                 : loss_cell(row.final_train_loss, row.seeds),
        bytes_cell(row.bytes_sent, row.seeds),
        fixed_cell(row.bits_per_parameter, row.seeds, 2, {1.0, ""}),
        status_of(row),
    });
  }
  return table;
}

/// "10Mbps (target: test accuracy 90 %)"
std::string title_of(Rows rows) {
  std::vector<std::string> targets;
  for (const auto& row : rows) {
    const std::string target = target_of(row);
    if (!target.empty() && std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }
  return targets.empty() ? rows.front().scenario
                         : fmt::format("{} (target: {})", rows.front().scenario, fmt::join(targets, ", "));
}

/// "Speed-up and bytes saved are those at the target, against ..."
std::string footnote_of(Rows rows) {
  std::vector<std::string> baselines;
  for (const auto& row : rows) {
    if (row.baseline.empty()) continue;
    if (std::find(baselines.begin(), baselines.end(), row.baseline) == baselines.end()) {
      baselines.push_back(row.baseline);
    }
  }
  if (baselines.empty()) return "";
  return fmt::format("Speed-up and bytes saved are those at the target, against {}.\n", fmt::join(baselines, ", "));
}

/// Calls format(title, table) for the rows of every scenario.
template <class Format>
std::string by_scenario(Rows rows, Format&& format) {
  const bool accuracy =
      std::any_of(rows.begin(), rows.end(), [](const ComparisonRow& row) { return row.final_test_accuracy.count > 0; });
  std::string text;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last =
        std::find_if(first, rows.end(), [&first](const ComparisonRow& row) { return row.scenario != first->scenario; });
    const Rows scenario(first, last);
    text += format(title_of(scenario), table_of(scenario, accuracy)) + '\n';
    first = last;
  }
  return text + footnote_of(rows);
}

}  // namespace

std::string aligned_comparison(Rows rows) {
  return by_scenario(
      rows, [](const std::string& title, const TextTable& table) { return title + '\n' + aligned(table, "  "); });
}

std::string markdown_comparison(Rows rows) {
  return by_scenario(
      rows, [](const std::string& title, const TextTable& table) { return "### " + title + "\n\n" + markdown(table); });
}

}  // namespace lowband
