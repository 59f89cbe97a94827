// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lowband {

/// How long messages have stood in line at a node, from their arrival until its program took them.
struct QueueLedger {
  double waited_s = 0.0;   ///< all that were taken, together
  double longest_s = 0.0;  ///< the one that waited longest

  void add(double seconds) {
    waited_s += seconds;
    longest_s = std::max(longest_s, seconds);
  }
};

/// What one node did, counted by itself.
struct NodeLedger {
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t messages_sent = 0;
  std::uint64_t messages_received = 0;
  double compute_s = 0.0;
  double wait_s = 0.0;
  QueueLedger queue{};  ///< of a node that is no worker
};

/// What one node sent another.
struct PeerLedger {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
};

/// What crossed one link: the wire bytes of every message whose route has it.
struct LinkLedger {
  std::string name;
  double bandwidth_Bps = 0.0;
  double latency_s = 0.0;
  std::uint64_t bytes = 0;
  double under_way = 0.0;  ///< of these bytes: known not to have been carried yet when the run was over
};

/// The cumulative bytes of all workers over simulated time, kept to a bounded number of points: when there are too
/// many, every second one goes, and from then on half as many are taken.
class TrafficCurve {
 public:
  struct Point {
    double sim_time_s;
    std::uint64_t bytes;
  };

  /// `bytes` more were sent at `sim_time_s`, which never decreases.
  void add(double sim_time_s, std::uint64_t bytes);
  [[nodiscard]] std::uint64_t total() const noexcept { return last_.bytes; }
  /// The points, ascending in time; the first is (0, 0), the last the total.
  [[nodiscard]] std::vector<Point> points() const;

 private:
  static constexpr std::size_t most_points = 1024;

  std::vector<Point> kept_{{0.0, 0}};
  Point last_{0.0, 0};
  std::uint64_t instants_ = 0;  ///< distinct times so far
  std::uint64_t stride_ = 1;    ///< every stride-th of them is kept
};

/// The traffic of a run, counted three times: by nodes, by pairs and by links.
struct Traffic {
  std::vector<NodeLedger> nodes;  ///< by rank
  std::map<std::pair<int, int>, PeerLedger> peers;
  std::vector<LinkLedger> links;  ///< by name
  /// Of each node that is no worker, by rank, which of the links are next to it: where messages to it end or those from
  /// it begin.
  std::map<int, std::set<std::size_t>> ports;
  TrafficCurve curve;
  std::uint64_t payload_bytes = 0;  ///< of the messages that stand for coordinates
  std::uint64_t coordinates = 0;    ///< that those messages stand for
  double usable_share = 1.0;        ///< of the links' bandwidths, by the network's model
};

}  // namespace lowband
