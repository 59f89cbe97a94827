// SPDX-License-Identifier: Apache-2.0
#include "sim/world/traffic.hpp"

namespace lowband {

void TrafficCurve::add(double sim_time_s, std::uint64_t bytes) {
  if (sim_time_s > last_.sim_time_s) {
    // The instant before is complete now: it becomes a point.
    if (instants_ % stride_ == 0 && last_.sim_time_s > kept_.back().sim_time_s) kept_.push_back(last_);
    ++instants_;
    if (kept_.size() >= most_points) {
      std::size_t kept = 1;
      for (std::size_t i = 2; i < kept_.size(); i += 2) kept_[kept++] = kept_[i];
      kept_.resize(kept);
      stride_ *= 2;
    }
  }
  last_ = {sim_time_s, last_.bytes + bytes};
}

std::vector<TrafficCurve::Point> TrafficCurve::points() const {
  auto points = kept_;
  if (last_.sim_time_s > points.back().sim_time_s) {
    points.push_back(last_);
  } else {
    points.back() = last_;
  }
  return points;
}

}  // namespace lowband
