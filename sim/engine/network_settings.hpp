// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lowband {

// Ethernet and TCP with timestamps, in bytes of line time.
inline constexpr double segment_bytes = 1448.0;  ///< payload of a full frame
inline constexpr double overhead_bytes = 90.0;   ///< of a frame: TCP 32, IP 20, Ethernet 18, preamble and gap 20
inline constexpr double frame_bytes = segment_bytes + overhead_bytes;

/// What the preset `tcp` knows of TCP's connections, which are held open: one for each ordered pair of nodes.
struct TcpSettings {
  /// A message arrives one frame later for each link of its route but the narrowest, as a switch passes on whole
  /// frames. A line that a token bucket shapes, as a cloud's, has no such frame.
  bool store_and_forward = true;
  /// Receivers take many segments at once (GRO: usual from 1 Gbps on) and hardly acknowledge them. Else an
  /// acknowledgement per two frames goes back, and takes bandwidth from what is sent there.
  bool receive_offload = false;
  /// What a fresh connection may have under way, in segments (Linux: 10; RFC 6928); none: there is no slow start.
  std::optional<double> initial_window = 10.0;
  /// By how many segments each segment acknowledged widens the window: 1 doubles it every round trip.
  double window_growth = 1.0;
  /// A connection that has not sent for this long and a round trip (Linux's retransmission timeout, of at least 0.2 s)
  /// halves its window, and again each time the same has passed, down to the initial one; none: never.
  std::optional<double> idle_restart_s = 0.2;
};

/// SimGrid's network model and its settings, as an experiment names them: a preset, and configuration keys that refine
/// it. What each preset assumes:
///
/// * `tcp`: connections are held open, so latency counts once; full Ethernet frames, of which two are acknowledged
///   together, so 1448 of 1538 + 45 bytes of line time are payload; links with both directions apart do not disturb
///   each other otherwise. Slow start, when a connection is fresh or has been idle; store and forward (TcpSettings). A
///   connection has at most a window of 6 MiB under way, long the most that Linux granted by default (tcp_rmem).
/// * `ideal`: every byte on the wire is payload, latency counts once, and there is no window: closed forms hold
/// exactly.
/// * `lv08`: SimGrid's own default, fitted to fresh TCP connections: latency x 13.01, bandwidth x 0.97, 5 % of every
///   flow on the reverse route, slow links weighted, and a window of 4 MiB for each message.
///
/// With a window a message has at most window / (2 x latency) of its route, the round trip being twice the one-way
/// latency: SimGrid's network/TCP-gamma.
struct NetworkSettings {
  std::string preset = "tcp";
  std::map<std::string, std::string> refinements;  ///< SimGrid configuration keys, such as "network/loopback-lat"
  std::optional<double> window{};                  ///< bytes, infinite for no limit; none: that of the preset
  TcpSettings tcp{};                               ///< in force with the preset `tcp` alone
  bool is_replaced = false;  ///< by that which the platform's model of hosts brings along: then only the window counts

  [[nodiscard]] static const std::vector<std::string>& preset_names();
  /// The window in force, in bytes: infinite without one.
  [[nodiscard]] double window_bytes() const;
  /// What is in force of `tcp`: nothing of it with other presets.
  [[nodiscard]] TcpSettings tcp_in_force() const;
  /// Whether nodes hold connections whose windows are followed; else each message is SimGrid's affair.
  [[nodiscard]] bool has_connections() const { return preset != "lv08" && !is_replaced; }
  /// Every configuration key in force with its value, refinements included.
  [[nodiscard]] std::map<std::string, std::string> configuration() const;
  /// What is in force of `tcp` in words, by keys "tcp/initial_window" and so on; empty with other presets.
  [[nodiscard]] std::map<std::string, std::string> statement_of_tcp() const;
};

}  // namespace lowband
