// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "sim/engine/profile.hpp"

namespace lowband {

/// How the speed of a host varies over time: f(t), the product of some profiles, as a factor of its own speed. Work is
/// told in the seconds that it takes at that speed. What begins at t and is w of it is over at the least T with
///
///     integral of f from t to T = w,
///
/// a sum over the stretches of time in which f stays. Where f is 0, what is under way stands still.
class VaryingSpeed {
 public:
  /// f = 1.
  VaryingSpeed() = default;
  explicit VaryingSpeed(std::vector<std::shared_ptr<const Profile>> profiles) : profiles_(std::move(profiles)) {}

  /// T - t, infinite if the host never does that much any more; exactly `work_s` where nothing varies.
  [[nodiscard]] double duration(double begin_s, double work_s) const;
  /// w of `begin_s` to `end_s`.
  [[nodiscard]] double work(double begin_s, double end_s) const;
  /// The first instant from `time_s` on at which f is above 0; infinite if there is none.
  [[nodiscard]] double resumes_at(double time_s) const;

 private:
  [[nodiscard]] Profile::Stretch stretch_at(double time_s) const;

  std::vector<std::shared_ptr<const Profile>> profiles_;
};

}  // namespace lowband
