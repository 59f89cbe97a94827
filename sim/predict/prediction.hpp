// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/algorithms/message_size.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/predict/round_time.hpp"

namespace lowband {

/// What closed forms tell of an algorithm in a scenario: of a round of all its workers, from one synchronisation to the
/// next; or, where each goes at its own pace, of what a worker does from one read of its model to the next.
struct Prediction {
  std::string scenario;
  std::string algorithm;
  /// "" for all workers together; where each goes at its own pace all_in_the_mean, or those of a kind: "worker-3",
  /// "worker-3 and 2 more".
  std::string who{};
  std::string equation{};             ///< of the exchange; "" if there is none
  std::string condition{};            ///< under which it holds, or why there is none; "" for none
  std::optional<int> participants{};  ///< so many workers take part in a round; none: all
  double local_steps = 0.0;           ///< of each of them in a round, in the mean
  RoundTime time{};                   ///< in the mean over all rounds, the first of which finds connections fresh
  /// All that is sent in a round, or by one worker and who answers it; zeros where no form tells.
  MessageSize traffic{};
  std::string busiest_link{};
  double utilisation = 0.0;  ///< of that link: the share of the time in which it carries bytes, above 1 if it cannot

  static constexpr auto all_in_the_mean = "mean of all";
  [[nodiscard]] bool is_known() const noexcept { return !equation.empty(); }
  /// Whether it is about all workers, so that a run can be held against it.
  [[nodiscard]] bool is_of_all() const { return who.empty() || who == all_in_the_mean; }
};

/// What closed forms tell of `algorithm` of this experiment in `scenario`: one of all workers together; or, where each
/// goes at its own pace, one of all in the mean, and one of each kind of worker, by how long its steps take and what it
/// exchanges, if these differ. To be asked once the platform has been inspected, the data are loaded and methods have
/// settled what was left to them. Throws UsageError.
[[nodiscard]] std::vector<Prediction> predictions(const Experiment& experiment, const Algorithm& algorithm,
                                                  const Scenario& scenario);

}  // namespace lowband
