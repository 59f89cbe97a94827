// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/varying_speed.hpp"

#include <algorithm>
#include <limits>

namespace lowband {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

}  // namespace

Profile::Stretch VaryingSpeed::stretch_at(double time_s) const {
  Profile::Stretch all{.factor = 1.0, .until_s = never};
  for (const auto& profile : profiles_) {
    const Profile::Stretch own = profile->stretch_at(time_s);
    all = {all.factor * own.factor, std::min(all.until_s, own.until_s)};
  }
  return all;
}

double VaryingSpeed::duration(double begin_s, double work_s) const {
  if (profiles_.empty()) return work_s;
  if (work_s <= 0.0) return 0.0;
  double time = begin_s;
  double left = work_s;
  while (time < never) {
    const auto [factor, until] = stretch_at(time);
    if (factor > 0.0) {
      const double seconds = left / factor;
      if (time + seconds <= until) return time - begin_s + seconds;
      left -= factor * (until - time);
    }
    time = until;
  }
  return never;
}

double VaryingSpeed::work(double begin_s, double end_s) const {
  if (profiles_.empty()) return end_s - begin_s;
  double done = 0.0;
  for (double time = begin_s; time < end_s;) {
    const auto [factor, until] = stretch_at(time);
    const double end = std::min(until, end_s);
    done += factor * (end - time);
    time = end;
  }
  return done;
}

double VaryingSpeed::resumes_at(double time_s) const {
  double time = time_s;
  while (time < never) {
    const auto [factor, until] = stretch_at(time);
    if (factor > 0.0) return time;
    time = until;
  }
  return never;
}

}  // namespace lowband
