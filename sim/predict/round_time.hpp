// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lowband {

/// The time from one synchronisation to the next, in simulated seconds, by what it is made of. The plain form is
/// computing_s + line_s; the others are what it leaves out.
struct RoundTime {
  double computing_s = 0.0;   ///< local steps, of a worker in the mean
  double stragglers_s = 0.0;  ///< by so much longer those of the slowest worker take
  double coding_s = 0.0;      ///< what is computed for the exchange: encoding, decoding, adding, mixing
  double line_s = 0.0;  ///< bytes, headers included, over the bandwidth of the link that takes longest for its own
  double latency_s = 0.0;
  double frames_s = 0.0;   ///< the bytes of frames and acknowledgements, and what is stored and forwarded
  double windows_s = 0.0;  ///< what connections' windows hold back

  [[nodiscard]] double communicating_s() const noexcept { return line_s + latency_s + frames_s + windows_s; }
  [[nodiscard]] double total_s() const noexcept { return computing_s + stragglers_s + coding_s + communicating_s(); }

  RoundTime& operator+=(const RoundTime& other) noexcept {
    computing_s += other.computing_s;
    stragglers_s += other.stragglers_s;
    coding_s += other.coding_s;
    line_s += other.line_s;
    latency_s += other.latency_s;
    frames_s += other.frames_s;
    windows_s += other.windows_s;
    return *this;
  }
  [[nodiscard]] friend RoundTime operator*(double factor, const RoundTime& time) noexcept {
    return {factor * time.computing_s, factor * time.stragglers_s, factor * time.coding_s, factor * time.line_s,
            factor * time.latency_s,   factor * time.frames_s,     factor * time.windows_s};
  }
};

}  // namespace lowband
