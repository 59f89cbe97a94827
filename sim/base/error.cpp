// SPDX-License-Identifier: Apache-2.0
#include "sim/base/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/base/printable.hpp"

namespace lowband {

namespace {

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`, each letter edited once at most
/// (optimal string alignment): swaps are the most common slips of the fingers.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> above_previous;
  std::vector<std::size_t> previous;
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    above_previous = std::exchange(previous, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, substituted});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], above_previous[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  if (name.empty()) return "";
  std::string best;
  std::size_t least = std::max<std::size_t>(1, name.size() / 2) + 1;
  for (const auto& candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view name, std::span<const std::string> candidates) {
  const auto best = nearest_name(name, candidates);
  return best.empty() ? "" : fmt::format(", did you mean \"{}\"?", best);
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  if (std::string near = suggestion(name, candidates); !near.empty()) return near;
  return candidates.empty() ? "" : fmt::format(" (there are: {})", fmt::join(candidates, ", "));
}

void fail_choice(std::string_view option, std::string_view found, std::span<const std::string> choices) {
  throw UsageError(fmt::format("{}: expected {}, found {}{}", option, fmt::join(choices, ", "), in_quotes(found),
                               suggestion(found, choices)));
}

std::string with_article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

}  // namespace lowband
