#include "sim/engine/private_line.hpp"

#include <algorithm>
#include <stdexcept>

namespace lowband {

std::uint64_t PrivateLine::send(double now, double bytes) {
  settle(now);
  flows_.push_back({sent_, now + speed_.latency_s, bytes, never});
  return sent_++;
}

double PrivateLine::arrival(std::uint64_t number, double now) {
  settle(now);
  const auto is_asked_for = [number](const Flow& flow) { return flow.number == number; };
  const auto here = std::find_if(flows_.begin(), flows_.end(), is_asked_for);
  if (here == flows_.end()) throw std::logic_error("a message was asked for that is not on this line");
  if (here->arrived_s != never) return here->arrived_s;
  ahead_ = flows_;
  const Flow& asked_for = ahead_[static_cast<std::size_t>(here - flows_.begin())];
  for (double moment = settled_s_; asked_for.arrived_s == never;) moment = advance(ahead_, moment, never);
  return asked_for.arrived_s;
}

void PrivateLine::forget(std::uint64_t number) {
  std::erase_if(flows_, [number](const Flow& flow) { return flow.number == number; });
}

void PrivateLine::settle(double now) {
  while (settled_s_ < now) settled_s_ = advance(flows_, settled_s_, now);
}

double PrivateLine::advance(std::vector<Flow>& flows, double from, double to) const {
  std::size_t under_way = 0;
  double least = never;
  double next = to;
  for (const Flow& flow : flows) {
    if (flow.arrived_s != never) continue;
    if (flow.begins_s > from) {
      next = std::min(next, flow.begins_s);
    } else {
      ++under_way;
      least = std::min(least, flow.remaining_bytes);
    }
  }
  if (under_way == 0) return next;
  const double share = std::min(speed_.rate_Bps / static_cast<double>(under_way), speed_.cap_Bps);
  const double first_arrival = from + least / share;
  const bool one_arrives = first_arrival <= next;
  next = std::min(next, first_arrival);
  for (Flow& flow : flows) {
    if (flow.arrived_s != never || flow.begins_s > from) continue;
    if (one_arrives && flow.remaining_bytes == least) {
      flow.arrived_s = next;
    } else {
      flow.remaining_bytes = std::max(0.0, flow.remaining_bytes - share * (next - from));
    }
  }
  return next;
}

}  // namespace lowband
