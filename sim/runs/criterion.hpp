// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/target.hpp"

namespace lowband {

/// What candidates are to be good at.
enum class TuneBy : std::uint8_t {
  time,   ///< simulated seconds to the target
  bytes,  ///< bytes to the target
  loss,   ///< training loss of the mean model, or the server's
};

/// "time", "bytes", "loss".
[[nodiscard]] const std::vector<std::string>& tune_by_names();
/// The `TuneBy` of that name; empty: there is none.
[[nodiscard]] std::optional<TuneBy> tune_by_named(std::string_view name);

/// By what candidates are judged; there is a target unless that is the loss.
struct Criterion {
  TuneBy by = TuneBy::time;
  TargetRule target{};
};

/// What is to be expected of a run, by what it has come to.
struct Outlook {
  double value = 0.0;     ///< seconds, bytes or loss: the less the better; infinite: there is no hope
  bool is_known = false;  ///< it is so; else it is extrapolated
};

/// The outlook of a run whose evaluations so far are `rows`, from the initial model on.
///
/// By loss it is that of the last evaluation. By time and bytes it is what a run needed that has reached its target
/// (reached_target()). Else it is what it has needed so far over the share of the way that it has come, as if it went
/// on at its mean rate: with accuracy a_0 at first, a now and a* as target, that share is (a - a_0) / (a* - a_0), and
/// likewise for losses; the smaller of both if there are both. A run that has come no part of the way, or has diverged,
/// has no hope.
[[nodiscard]] Outlook outlook_of(const std::vector<MetricsRow>& rows, bool has_diverged, const Criterion& criterion);

}  // namespace lowband
