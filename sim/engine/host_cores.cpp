// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/host_cores.hpp"

#include <algorithm>
#include <vector>

namespace lowband {

double HostCores::share_of(std::size_t computations) const noexcept {
  return std::min(1.0, cores_ / static_cast<double>(computations));
}

HostCores::Handle HostCores::begin(double now, double work_s) {
  go_on_until(now);
  return computations_.insert(computations_.end(), {.left_s = work_s, .begin_s = now});
}

HostCores::Computation HostCores::end(double now, Handle computation) {
  go_on_until(now);
  const Computation ended = *computation;
  computations_.erase(computation);
  return ended;
}

/// From one end of a computation to the next: in between all have the same share.
void HostCores::go_on_until(double now) {
  while (now_s_ < now) {
    std::size_t under_way = 0;
    double least = 0.0;
    for (const Computation& one : computations_) {
      if (one.left_s <= 0.0) continue;
      least = under_way == 0 ? one.left_s : std::min(least, one.left_s);
      ++under_way;
    }
    if (under_way == 0) break;
    const double share = share_of(under_way);
    const double end = now_s_ + speed_.duration(now_s_, least / share);
    const double done = end <= now ? least : share * speed_.work(now_s_, now);
    now_s_ = std::min(end, now);
    for (Computation& one : computations_) {
      if (one.left_s <= 0.0) continue;
      one.left_s -= std::min(done, one.left_s);
      if (one.left_s <= 0.0) one.end_s = now_s_;
    }
  }
  now_s_ = now;
}

double HostCores::wait_s(double now, Handle computation, double left_s) {
  go_on_until(now);
  const double wanted = computation->left_s - left_s;
  if (wanted <= 0.0) return 0.0;
  if (computations_.size() == 1) return speed_.duration(now, wanted);  // mostly
  std::vector<double> lefts;
  for (const Computation& one : computations_) {
    if (one.left_s > 0.0) lefts.push_back(one.left_s);
  }
  std::sort(lefts.begin(), lefts.end());
  double wait = 0.0;
  double done = 0.0;  // of each
  std::size_t under_way = lefts.size();
  for (const double left : lefts) {
    const double share = share_of(under_way--);
    const double next = std::min(left, wanted) - done;
    wait += speed_.duration(now + wait, next / share);
    if (wanted <= left) break;
    done = left;
  }
  return wait;
}

}  // namespace lowband
