// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/halving.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace lowband {

namespace {

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) { return a / b + (a % b == 0 ? 0 : 1); }

}  // namespace

std::vector<Rung> rungs_of(std::size_t candidates, std::uint64_t iterations, std::size_t eta, std::uint64_t every) {
  std::vector<Rung> rungs;
  std::uint64_t divisor = 1;  // eta^r
  for (; rungs.empty() || rungs.back().candidates > eta; divisor *= eta) {
    rungs.push_back({0, ceil_div(candidates, divisor)});
  }
  for (auto& rung : rungs) {
    divisor /= eta;  // eta^(R - 1 - r)
    rung.steps = std::min(ceil_div(ceil_div(iterations, divisor), every) * every, iterations);
  }
  // Of those that end together all candidates enter the one that stays.
  std::vector<Rung> apart;
  for (const auto& rung : rungs) {
    if (apart.empty() || rung.steps != apart.back().steps) apart.push_back(rung);
  }
  return apart;
}

Standing standing_of(std::string candidate, std::uint64_t steps, const std::vector<Outlook>& outlooks) {
  Standing standing;
  standing.candidate = std::move(candidate);
  standing.steps = steps;
  standing.runs = outlooks.size();
  double sum = 0.0;
  for (const auto& outlook : outlooks) {
    if (outlook.is_known) ++standing.known;
    if (!std::isfinite(outlook.value)) continue;
    ++standing.hopeful;
    sum += outlook.value;
  }
  standing.value =
      standing.hopeful > 0 ? sum / static_cast<double>(standing.hopeful) : std::numeric_limits<double>::infinity();
  return standing;
}

std::vector<Standing> ranked(std::vector<Standing> standings, bool is_last) {
  std::stable_sort(standings.begin(), standings.end(), [is_last](const Standing& a, const Standing& b) {
    if (is_last && a.known != b.known) return a.known > b.known;
    if (a.hopeful != b.hopeful) return a.hopeful > b.hopeful;
    return a.value < b.value;
  });
  return standings;
}

}  // namespace lowband
