#pragma once

#include <map>
#include <string>
#include <vector>

namespace lowband {

/// SimGrid's network model and its settings, as an experiment names them: a preset, and configuration keys that refine
/// it. What each preset assumes:
///
/// * `tcp`: connections are held open, so latency counts once and no slow start is paid; full Ethernet frames, so
///   1448 of 1538 bytes on the wire are payload; links with both directions apart do not disturb each other.
/// * `ideal`: as `tcp`, but every byte on the wire is payload: closed forms hold exactly.
/// * `lv08`: SimGrid's own default, fitted to fresh TCP connections: latency x 13.01, bandwidth x 0.97, 5 % of every
///   flow on the reverse route, and slow links weighted.
struct NetworkSettings {
  std::string preset = "tcp";
  std::map<std::string, std::string> refinements;  ///< SimGrid configuration keys, such as "network/TCP-gamma"

  [[nodiscard]] static const std::vector<std::string>& preset_names();
  /// Every configuration key in force with its value, refinements included.
  [[nodiscard]] std::map<std::string, std::string> configuration() const;
};

}  // namespace lowband
