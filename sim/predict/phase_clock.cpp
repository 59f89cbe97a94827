// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/phase_clock.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/route_speed.hpp"

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
  time += phase.ring == 0 ? together(shared, phase.size.bytes, now + time.coding_s)
                          : around(shared, phase, hop_s, now + time.coding_s);
  time.coding_s += phase.hops * hop_s + phase.receiver_flops * slowest(&std::pair<int, int>::second);
  return time;
}

RoundTime PhaseClock::take_apart(const Phase& phase, const std::vector<double>& steps_s,
                                 const std::vector<Phase>& beside, double now) {
  const auto [found, is_new] = apart_.try_emplace(phase.pairs);
  if (is_new) found->second = routes_.paths(phase.pairs);
  auto& paths = found->second;

  const auto slowest = static_cast<std::size_t>(std::max_element(steps_s.begin(), steps_s.end()) - steps_s.begin());
  std::vector<PlatformRoutes::Sent> messages;
  double receiving_s = 0.0;
  for (const auto& pair : phase.pairs) {
    const auto sender = static_cast<std::size_t>(pair.first);
    const auto receiver = static_cast<std::size_t>(pair.second);
    const double leaves_s = steps_s.at(sender) + phase.sender_flops * seconds_per_flop_.at(sender);
    messages.push_back({.pair = pair, .bytes = phase.size.bytes, .leaves_s = leaves_s});
    receiving_s = std::max(receiving_s, phase.receiver_flops * seconds_per_flop_.at(receiver));
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.leaves_s < b.leaves_s; };
  const double first_s = std::min_element(messages.begin(), messages.end(), earlier)->leaves_s;
  for (const Phase& other : beside) {
    const auto left = left_at(other, first_s);
    messages.insert(messages.end(), left.begin(), left.end());
  }
  const auto carried_s = routes_.carried_s(messages);

  const double coding_s = phase.sender_flops * seconds_per_flop_.at(slowest);
  const double ready_s = steps_s[slowest] + coding_s;
  RoundTime last;
  double last_s = -1.0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto& path = paths[i].setting();
    const double leaves_s = messages[i].leaves_s;
    const double held_s = path.latency_s + leaves_s + paths[i].leaves_after_s(now + leaves_s, phase.size.bytes);
    const double forwarded_s = store_and_forward_s(path.forwarding_s, phase.size.bytes);
    const double arrives_s = std::max(carried_s[i], held_s) + forwarded_s;
    if (arrives_s <= last_s) continue;
    last_s = arrives_s;
    // Of what has been before the slowest was ready, nothing is left.
    double left_s = std::max(0.0, arrives_s - ready_s);
    const auto part = [&left_s](double seconds) {
      const double taken_s = std::min(left_s, seconds);
      left_s -= taken_s;
      return taken_s;
    };
    last = {};
    last.latency_s = part(path.latency_s);
    last.windows_s = part(std::max(0.0, held_s - carried_s[i]));
    last.frames_s = part(forwarded_s);
    last.line_s = left_s * path.usable_share;
    last.frames_s += left_s - last.line_s;
  }
  last.coding_s = coding_s + receiving_s;
  return last;
}

std::vector<PlatformRoutes::Sent> PhaseClock::left_at(const Phase& phase, double seconds) const {
  std::vector<PlatformRoutes::Sent> messages;
  for (const auto& pair : phase.pairs) messages.push_back({.pair = pair, .bytes = phase.size.bytes});
  const auto carried_s = routes_.carried_s(messages);
  double all_s = 0.0;  // without the latency, for which what is sent later waits as well
  for (std::size_t i = 0; i < messages.size(); ++i) {
    all_s = std::max(all_s, carried_s[i] - routes_.latency_s(messages[i].pair));
  }
  const double share = all_s > seconds ? 1.0 - seconds / all_s : 0.0;
  for (auto& message : messages) {
    message.leaves_s = seconds;
    message.bytes *= share;
  }
  return messages;
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
    for (std::size_t p = 0; p < times.size(); ++p) times[p] = pattern.paths[p].send(now, phase.size.bytes);
    RoundTime slowest;
    for (const auto& ring : pattern.rings) {
      RoundTime mean;
      for (const auto& [path, pairs] : ring) mean += (pairs / phase.ring) * times[path];
      slowest = longer(slowest, mean);
    }
    passed_on += slowest;
    now += slowest.total_s() + hop_s;
  }
  for (const auto& path : pattern.paths) carried = longer(carried, phase.hops * path.carried(phase.size.bytes));
  return longer(passed_on, carried);
}

}  // namespace lowband
