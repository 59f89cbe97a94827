#include "sim/predict/phase_clock.hpp"

#include <algorithm>
#include <utility>

namespace lowband {

namespace {

RoundTime longer(const RoundTime& a, const RoundTime& b) { return b.total_s() > a.total_s() ? b : a; }

}  // namespace

PhaseClock::Pattern& PhaseClock::pattern(const PlatformRoutes::Pairs& pairs, int ring) {
  const auto [found, is_new] = patterns_.try_emplace(pairs);
  Pattern& pattern = found->second;
  if (!is_new) return pattern;
  const std::size_t length = ring == 0 ? pairs.size() : static_cast<std::size_t>(ring);
  auto paths = routes_.paths(pairs);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto is_alike = [&](const SharedPath& other) { return other.setting() == paths[i].setting(); };
    const auto known = std::find_if(pattern.paths.begin(), pattern.paths.end(), is_alike);
    const auto index = static_cast<std::size_t>(known - pattern.paths.begin());
    if (known == pattern.paths.end()) pattern.paths.push_back(std::move(paths[i]));
    if (i % length == 0) pattern.rings.emplace_back();
    pattern.rings.back()[index] += 1.0;
  }
  return pattern;
}

RoundTime PhaseClock::take(const Phase& phase, double now) {
  const auto slowest = [&](int std::pair<int, int>::*node) {
    double most = 0.0;
    for (const auto& pair : phase.pairs) {
      most = std::max(most, seconds_per_flop_.at(static_cast<std::size_t>(pair.*node)));
    }
    return most;
  };
  RoundTime time;
  time.coding_s = phase.sender_flops * slowest(&std::pair<int, int>::first);
  if (phase.hops == 0) return time;
  const double hop_s = phase.hop_flops * slowest(&std::pair<int, int>::second);
  Pattern& shared = pattern(phase.pairs, phase.ring);
  time += phase.ring == 0 ? together(shared, phase.bytes, now + time.coding_s)
                          : around(shared, phase, hop_s, now + time.coding_s);
  time.coding_s += phase.hops * hop_s + phase.receiver_flops * slowest(&std::pair<int, int>::second);
  return time;
}

RoundTime PhaseClock::together(Pattern& pattern, double bytes, double now) {
  RoundTime longest;
  for (auto& path : pattern.paths) longest = longer(longest, path.send(now, bytes));
  return longest;
}

RoundTime PhaseClock::around(Pattern& pattern, const Phase& phase, double hop_s, double now) {
  RoundTime passed_on;
  RoundTime carried;
  std::vector<RoundTime> times(pattern.paths.size());
  for (int hop = 0; hop < phase.hops; ++hop) {
    for (std::size_t p = 0; p < times.size(); ++p) times[p] = pattern.paths[p].send(now, phase.bytes);
    RoundTime slowest;
    for (const auto& ring : pattern.rings) {
      RoundTime mean;
      for (const auto& [path, pairs] : ring) mean += (pairs / phase.ring) * times[path];
      slowest = longer(slowest, mean);
    }
    passed_on += slowest;
    now += slowest.total_s() + hop_s;
  }
  for (const auto& path : pattern.paths) carried = longer(carried, phase.hops * path.carried(phase.bytes));
  return longer(passed_on, carried);
}

}  // namespace lowband
