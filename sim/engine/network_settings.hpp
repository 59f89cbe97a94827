#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lowband {

/// SimGrid's network model and its settings, as an experiment names them: a preset, and configuration keys that refine
/// it. What each preset assumes:
///
/// * `tcp`: connections are held open, so latency counts once and no slow start is paid; full Ethernet frames, so
///   1448 of 1538 bytes on the wire are payload; links with both directions apart do not disturb each other.
///   A message alone has at most a window of 6 MiB under way, the most that Linux grants by default (tcp_rmem).
/// * `ideal`: as `tcp`, but every byte on the wire is payload, and there is no window: closed forms hold exactly.
/// * `lv08`: SimGrid's own default, fitted to fresh TCP connections: latency x 13.01, bandwidth x 0.97, 5 % of every
///   flow on the reverse route, slow links weighted, and a window of 4 MiB.
///
/// With a window a message has at most window / (2 x latency) of its route, the round trip being twice the one-way
/// latency: SimGrid's network/TCP-gamma.
struct NetworkSettings {
  std::string preset = "tcp";
  std::map<std::string, std::string> refinements;  ///< SimGrid configuration keys, such as "network/loopback-lat"
  std::optional<double> window{};                  ///< bytes, infinite for no limit; none: that of the preset

  [[nodiscard]] static const std::vector<std::string>& preset_names();
  /// The window in force, in bytes: infinite without one.
  [[nodiscard]] double window_bytes() const;
  /// Every configuration key in force with its value, refinements included.
  [[nodiscard]] std::map<std::string, std::string> configuration() const;
};

}  // namespace lowband
