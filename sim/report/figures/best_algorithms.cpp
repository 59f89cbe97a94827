// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/best_algorithms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace lowband {

namespace {

/// How good a group is: the less the better.
struct Merit {
  enum Tier { reached, accuracy, loss, time, unfinished };
  Tier tier;
  double value;

  [[nodiscard]] bool operator<(const Merit& other) const {
    return tier != other.tier ? tier < other.tier : value < other.value;
  }
};

template <class Figure>
double mean_over_runs(const RunGroup& group, Figure&& figure) {
  double sum = 0.0;
  for (const RunRecord* run : group.runs) sum += figure(*run);
  return sum / static_cast<double>(group.runs.size());
}

Merit merit_of(const RunGroup& group) {
  if (group.runs.empty()) return {Merit::unfinished, 0.0};
  double time = 0.0;
  bool has_reached = !group.reached.empty();
  for (const auto& reached : group.reached) {
    has_reached = has_reached && reached.has_value();
    if (reached) time += reached->sim_time_s;
  }
  if (has_reached) return {Merit::reached, time / static_cast<double>(group.runs.size())};
  const double accuracy =
      mean_over_runs(group, [](const RunRecord& run) { return run.summary.final.workers_test_accuracy; });
  if (!std::isnan(accuracy)) return {Merit::accuracy, -accuracy};
  const double loss = mean_over_runs(group, [](const RunRecord& run) { return run.summary.final.train_loss; });
  if (std::isfinite(loss)) return {Merit::loss, loss};
  return {Merit::time, mean_over_runs(group, [](const RunRecord& run) { return run.summary.sim_time_s; })};
}

/// What the best ones are best by.
std::string criterion(const std::vector<RunGroup>& groups) {
  std::vector<bool> occurs(Merit::unfinished + 1, false);
  for (const auto& group : groups) occurs[merit_of(group).tier] = true;
  std::vector<std::string> words;
  if (occurs[Merit::reached]) words.emplace_back("time to the target");
  if (occurs[Merit::accuracy]) words.emplace_back("accuracy at the end");
  if (occurs[Merit::loss]) words.emplace_back("loss at the end");
  if (occurs[Merit::time]) words.emplace_back("simulated time");
  return fmt::format("{}", fmt::join(words, ", then "));
}

/// The sum of the ranks of each algorithm over the scenarios.
std::map<std::string, std::size_t> rank_sums(const std::vector<RunGroup>& groups) {
  std::map<std::string, std::size_t> sums;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    std::vector<std::pair<Merit, std::string>> merits;
    for (const auto& group : groups) {
      if (group.scenario != scenario) continue;
      const auto own = std::find_if(merits.begin(), merits.end(),
                                    [&group](const auto& known) { return known.second == group.label; });
      const Merit merit = merit_of(group);
      if (own == merits.end()) {
        merits.emplace_back(merit, group.label);
      } else if (merit < own->first) {
        own->first = merit;
      }
    }
    std::stable_sort(merits.begin(), merits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t rank = 0; rank < merits.size(); ++rank) sums[merits[rank].second] += rank;
  }
  return sums;
}

}  // namespace

BestAlgorithms best_algorithms(std::vector<RunGroup> groups, std::size_t most, const char* what) {
  std::vector<std::string> labels = distinct(groups, &RunGroup::label);
  const std::size_t all = labels.size();
  if (all <= most) return {std::move(groups), ""};
  std::string note = fmt::format("The {} best of {} {} by {}, over all scenarios", most, all, what, criterion(groups));
  const auto sums = rank_sums(groups);
  std::stable_sort(labels.begin(), labels.end(),
                   [&sums](const auto& a, const auto& b) { return sums.at(a) < sums.at(b); });
  labels.resize(most);
  std::erase_if(groups, [&labels](const RunGroup& group) {
    return std::find(labels.begin(), labels.end(), group.label) == labels.end();
  });
  return {std::move(groups), std::move(note)};
}

}  // namespace lowband
