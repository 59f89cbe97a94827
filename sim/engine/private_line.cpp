// SPDX-License-Identifier: Apache-2.0
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
  double arrived_s = last_arrival(flows_, number);
  if (arrived_s != never) return arrived_s;
  if (flows_.size() == 1) {  // alone
    const Flow& flow = flows_.front();
    return std::max(settled_s_, flow.begins_s) + flow.remaining_bytes / std::min(speed_.rate_Bps, speed_.cap_Bps);
  }
  ahead_ = flows_;
  for (double moment = settled_s_; arrived_s == never; arrived_s = last_arrival(ahead_, number)) {
    moment = advance(ahead_, moment, never);
  }
  return arrived_s;
}

double PrivateLine::last_arrival(const std::vector<Flow>& flows, std::uint64_t number) {
  double latest_s = -never;
  for (const Flow& flow : flows) {
    if (flow.number == number) latest_s = std::max(latest_s, flow.arrived_s);
  }
  if (latest_s == -never) throw std::logic_error("a message was asked for that is not on this line");
  return latest_s;
}

double PrivateLine::under_way(double now) {
  settle(now);
  double bytes = 0.0;
  for (const Flow& flow : flows_) {
    if (flow.arrived_s == never) bytes += flow.remaining_bytes;
  }
  return bytes;
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
