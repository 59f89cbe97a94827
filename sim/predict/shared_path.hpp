// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/engine/congestion_window.hpp"
#include "sim/predict/round_time.hpp"

namespace lowband {

/// The route of a message that is under way together with others of its phase, and the connection that it goes along.
/// With latency l, and the links j of the route, over which n_j messages of b bytes go at bandwidth B_j, of which a
/// share u is payload, it arrives after
///
///     l + f (min(b, segment) + overhead) + max_j n_j b / (u B_j),
///
/// f being the seconds that a byte takes on all links but the narrowest (store and forward: docs/networks.md), or later
/// if its window holds it back: then after what it would take alone.
class SharedPath {
 public:
  struct Setting {
    double latency_s = 0.0;
    double forwarding_s = 0.0;     ///< f
    double line_s_per_byte = 0.0;  ///< max_j n_j / B_j
    double usable_share = 1.0;     ///< u
    double alone_Bps = 0.0;        ///< payload, when no other message is under way; infinite where there is no link
    double most_Bps = 0.0;         ///< payload of a message that its window limits by latency; infinite for no limit

    bool operator==(const Setting&) const = default;
  };

  /// `window` of the connection, if it can hold back what is sent.
  SharedPath(const Setting& setting, std::optional<CongestionWindow> window)
      : setting_(setting), window_(std::move(window)) {}

  [[nodiscard]] const Setting& setting() const noexcept { return setting_; }

  /// A message of `bytes` that leaves at `now`, which never decreases over all calls.
  [[nodiscard]] RoundTime send(double now, double bytes);
  /// The seconds until its last byte has left if no other message is under way, held back by its window alone; else as
  /// send().
  [[nodiscard]] double leaves_after_s(double now, double bytes);
  /// Of that, what its bytes take, in frames, on the link that has the most to carry.
  [[nodiscard]] RoundTime carried(double bytes) const;

 private:
  Setting setting_;
  std::optional<CongestionWindow> window_;
};

}  // namespace lowband
