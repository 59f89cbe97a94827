// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/rounds.hpp"

#include <algorithm>
#include <cmath>

#include "sim/algorithms/periodic/periodic_algorithm.hpp"

namespace lowband {

namespace {

/// Beyond, rounds are taken for as long as the last one, whether or not they have become alike.
constexpr double most_followed_rounds = 10'000.0;

/// Of a sum of shares of rounds.
constexpr double rounding = 1e-9;

/// Messages along each pair.
double messages(const Phase& phase) { return std::max(phase.hops, 1); }

}  // namespace

/// As if all workers came to their periods together: of a period each, so many rounds as it takes for all of them to
/// have part in one.
Rounds rounds_in(const Algorithm& algorithm, std::optional<int> participants, int workers, std::uint64_t iterations) {
  const auto* periodic = dynamic_cast<const PeriodicAlgorithm*>(&algorithm);
  if (periodic == nullptr || periodic->period().seconds()) return {};
  const double rounds_of_all = participants ? static_cast<double>(workers) / *participants : 1.0;
  double rounds = 0.0;
  double first_steps = 0.0;
  double steps = 0.0;  // of those who take part in each, together
  std::uint64_t iteration = 0;
  for (std::uint64_t period = 0; iteration < iterations; ++period) {
    const std::uint64_t left = iterations - iteration;
    std::uint64_t count = std::clamp<std::uint64_t>(periodic->period().steps(iteration, period), 1, iterations);
    if (algorithm.is_in_step()) count = std::min(count, left);
    if (period == 0) first_steps = static_cast<double>(count);
    const double share = std::min(1.0, static_cast<double>(left) / static_cast<double>(count));
    double of_period = share * rounds_of_all;
    iteration += count;
    if (iteration >= iterations) of_period = std::ceil(rounds + of_period - rounding) - rounds;
    rounds += of_period;
    steps += of_period * static_cast<double>(count);
  }
  return {rounds, rounds > 0.0 ? steps / rounds : 0.0, first_steps};
}

RoundTime mean_round(const ClosedForm& form, const RoundTime& own, double rounds, PhaseClock& clock,
                     const LocalWork& work) {
  const std::size_t phases = form.phases.size() / form.turns;
  const auto cycle = static_cast<double>(form.turns);
  RoundTime sum;
  RoundTime last_cycle;  // a round of each turn
  double followed = 0.0;
  double now = 0.0;
  const auto take_once = [&](const std::vector<Phase>& once) {
    RoundTime time;
    for (const Phase& phase : once) time += clock.take(phase, now + time.total_s());
    now += time.total_s();
    sum += time;
  };
  const auto take = [&](const Phase& phase, double begins_s, const RoundTime& round) {
    if (!phase.begins_apart) return clock.take(phase, begins_s + round.total_s());
    return followed == 0.0 ? clock.take_apart(phase, work.first_s, form.beside_first, begins_s)
                           : clock.take_apart(phase, work.mean_s, {}, begins_s);
  };
  take_once(form.opening);
  while (followed < rounds) {
    RoundTime this_cycle;
    for (std::size_t turn = 0; turn < form.turns; ++turn) {
      RoundTime round = own;
      for (std::size_t i = 0; i < phases; ++i) {
        round += take(form.phases[turn * phases + i], now, round);
      }
      now += round.total_s();
      this_cycle += round;
      if (followed + static_cast<double>(turn) < rounds) sum += round;
    }
    followed = std::min(rounds, followed + cycle);
    const bool is_alike = std::abs(this_cycle.total_s() - last_cycle.total_s()) <= 1e-12 * this_cycle.total_s();
    last_cycle = this_cycle;
    if (is_alike || followed >= most_followed_rounds) break;
  }
  const RoundTime others = ((rounds - followed) / cycle) * last_cycle;
  sum += others;
  now += others.total_s();
  take_once(form.closing);
  return (1.0 / rounds) * sum;
}

MessageSize traffic_of_round(const ClosedForm& form) {
  MessageSize sum;
  for (const Phase& phase : form.phases) sum += static_cast<double>(phase.pairs.size()) * messages(phase) * phase.size;
  return (1.0 / static_cast<double>(form.turns)) * sum;
}

std::vector<double> busy_seconds(const ClosedForm& form, const PlatformRoutes& routes, const PlatformReport& report) {
  std::vector<double> busy(report.links.size(), 0.0);
  for (const Phase& phase : form.phases) {
    if (phase.size.bytes == 0.0) continue;
    const auto& among = phase.drawn_from.empty() ? phase.pairs : phase.drawn_from;
    const double share = static_cast<double>(phase.pairs.size()) / static_cast<double>(among.size());
    const auto crossings = routes.crossings(among);
    for (std::size_t i = 0; i < busy.size(); ++i) {
      busy[i] += share * crossings[i] * messages(phase) * phase.size.bytes /
                 (report.links[i].bandwidth_Bps * report.bandwidth_factor);
    }
  }
  for (double& seconds : busy) seconds /= static_cast<double>(form.turns);
  return busy;
}

}  // namespace lowband
