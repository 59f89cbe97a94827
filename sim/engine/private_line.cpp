#include "sim/engine/private_line.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/engine/route_speed.hpp"

namespace lowband {

std::uint64_t PrivateLine::send(double now, std::span<const Departure> parts) {
  settle(now);
  for (const auto& [time_s, bytes] : parts) {
    const double delay_s = speed_.latency_s + store_and_forward_s(speed_.forwarding_s, bytes);
    flows_.push_back({sent_, time_s + delay_s, bytes, never});
  }
  return sent_++;
}

double PrivateLine::arrival(std::uint64_t number, double now) {
  settle(now);
  const auto is_other = [number](const Flow& flow) { return flow.number != number; };
  const auto first = std::find_if_not(flows_.begin(), flows_.end(), is_other);
  const auto last = std::find_if(first, flows_.end(), is_other);
  if (first == last) throw std::logic_error("a message was asked for that is not on this line");
  const auto is_earlier = [](const Flow& a, const Flow& b) { return a.arrived_s < b.arrived_s; };
  const double arrived_s = std::max_element(first, last, is_earlier)->arrived_s;
  if (arrived_s != never) return arrived_s;
  ahead_ = flows_;
  const auto begin = ahead_.begin() + (first - flows_.begin());
  const auto end = begin + (last - first);
  const auto has_arrived = [](const Flow& flow) { return flow.arrived_s != never; };
  for (double moment = settled_s_; !std::all_of(begin, end, has_arrived);) moment = advance(ahead_, moment, never);
  return std::max_element(begin, end, is_earlier)->arrived_s;
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
