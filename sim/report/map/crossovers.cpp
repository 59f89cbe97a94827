// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/crossovers.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "sim/report/map/contest.hpp"

namespace lowband {

namespace {

/// A place of a line whose times are known.
struct Known {
  double at = 0.0;
  std::vector<double> times;

  [[nodiscard]] std::size_t winner() const { return winner_of(times).value(); }
};

/// Between two places with different winners.
class Bracket {
 public:
  Bracket(std::size_t line, Known low, Known high)
      : line_(line),
        below_(low.winner()),
        above_(high.winner()),
        low_(std::move(low)),
        high_(std::move(high)),
        weight_low_(lead_at(low_)),
        weight_high_(lead_at(high_)),
        guess_(root()),
        width_(high_.at - low_.at) {}

  [[nodiscard]] Probe probe() const { return {line_, guess_}; }
  [[nodiscard]] bool is_done() const { return is_done_; }
  [[nodiscard]] Crossover crossover() const { return {line_, guess_, below_, above_}; }

  /// Takes the times at the guess. Returns what is to be looked at in its place, where a third one wins there.
  std::vector<Bracket> take(const std::vector<double>& times) {
    const Known middle{guess_, times};
    const std::size_t winner = middle.winner();
    if (times[winner] < std::min(times[below_], times[above_]) && !is_narrow()) {
      return {Bracket(line_, low_, middle), Bracket(line_, middle, high_)};
    }
    ++guesses_;
    is_done_ = lead_at(middle) == 0.0;
    if (is_done_) return {};
    move_end_to(middle);
    const double before = std::exchange(guess_, next_guess());
    is_done_ = std::abs(guess_ - before) <= crossover_precision * before || is_narrow() || guesses_ == most_guesses;
    return {};
  }

 private:
  enum class End { none, low, high };
  static constexpr int most_guesses = 60;
  static constexpr int patience = 3;

  /// By how many seconds the winner at the low end is behind that at the high end: below 0 there, above 0 here.
  [[nodiscard]] double lead_at(const Known& place) const { return place.times[below_] - place.times[above_]; }
  [[nodiscard]] bool is_narrow() const { return high_.at - low_.at <= crossover_precision * high_.at; }

  /// An end that stays again loses half of its weight, or all guesses would come from one side.
  void move_end_to(const Known& middle) {
    const double lead = lead_at(middle);
    if (lead < 0.0) {
      low_ = middle;
      weight_low_ = lead;
      if (stayed_ == End::high) weight_high_ *= 0.5;
      stayed_ = End::high;
    } else {
      high_ = middle;
      weight_high_ = lead;
      if (stayed_ == End::low) weight_low_ *= 0.5;
      stayed_ = End::low;
    }
  }

  /// Where a straight line from end to end is zero.
  [[nodiscard]] double root() const {
    return (low_.at * weight_high_ - high_.at * weight_low_) / (weight_high_ - weight_low_);
  }

  /// The root; the middle, by ratio, if guesses do not narrow the bracket, as at a jump.
  double next_guess() {
    if (guesses_ % patience == 0) {
      const double width = high_.at - low_.at;
      if (width > 0.5 * std::exchange(width_, width)) return std::sqrt(low_.at * high_.at);
    }
    return root();
  }

  std::size_t line_;
  std::size_t below_;
  std::size_t above_;
  Known low_;
  Known high_;
  double weight_low_;  ///< lead_at() the ends, or less of it
  double weight_high_;
  double guess_;
  double width_;  ///< when patience ended last
  End stayed_ = End::none;
  int guesses_ = 0;
  bool is_done_ = false;
};

std::vector<Bracket> brackets_of(const std::vector<MapLine>& lines) {
  std::vector<Bracket> brackets;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    for (std::size_t i = 0; i + 1 < lines[line].at.size(); ++i) {
      Known low{lines[line].at[i], lines[line].times[i]};
      Known high{lines[line].at[i + 1], lines[line].times[i + 1]};
      if (low.winner() != high.winner()) brackets.emplace_back(line, std::move(low), std::move(high));
    }
  }
  return brackets;
}

}  // namespace

std::vector<Crossover> crossovers(const std::vector<MapLine>& lines, const TimesAt& times_at) {
  std::vector<Crossover> found;
  for (std::vector<Bracket> open = brackets_of(lines); !open.empty();) {
    std::vector<Probe> probes;
    for (const auto& bracket : open) probes.push_back(bracket.probe());
    const auto times = times_at(probes);
    std::vector<Bracket> still;
    for (std::size_t i = 0; i < open.size(); ++i) {
      auto parts = open[i].take(times[i]);
      if (open[i].is_done()) {
        found.push_back(open[i].crossover());
      } else if (parts.empty()) {
        still.push_back(std::move(open[i]));
      } else {
        std::move(parts.begin(), parts.end(), std::back_inserter(still));
      }
    }
    open = std::move(still);
  }
  std::sort(found.begin(), found.end(),
            [](const Crossover& a, const Crossover& b) { return std::pair(a.line, a.at) < std::pair(b.line, b.at); });
  return found;
}

}  // namespace lowband
