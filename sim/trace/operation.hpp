// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/world/worker.hpp"

namespace lowband {

/// One thing that a program does, without when: what a trace consists of.
struct TraceOperation {
  enum class Kind : std::uint8_t {
    compute,   ///< Worker::compute: flops
    send,      ///< Worker::send: peer, tag, payload_bytes, coordinates
    receive,   ///< Worker::receive: peer, tag
    report,    ///< the reporter has been given the model of `iteration`
    part,      ///< a part of the next Worker::compute_in_parts: flops
    parts,     ///< Worker::compute_in_parts of the parts told before
    after,     ///< the next part of it is over; what follows is done then
    over,      ///< the innermost compute_in_parts has returned
    sleep,     ///< Worker::sleep_until: time_s
    beside,    ///< Worker::run_beside: the second program has begun
    returned,  ///< the program has returned; without it, the end of the run has cut it off
    step,      ///< a step of Worker::compute_steps: flops
  };

  Kind kind = Kind::compute;
  double flops = 0.0;
  int peer = 0;
  Tag tag = 0;
  std::uint64_t payload_bytes = 0;
  std::uint64_t coordinates = 0;
  std::uint64_t iteration = 0;
  double time_s = 0.0;

  bool operator==(const TraceOperation&) const = default;
};

/// Appends `operation` to `code`: a byte for its kind, then numbers of 7 bits a byte, as many as they need. Flops and
/// times that are no whole number take 8 bytes as they are.
void encode(const TraceOperation& operation, std::vector<std::byte>& code);

/// Reads the first operation of `code` and moves `code` past it. Throws std::runtime_error if it is none.
[[nodiscard]] TraceOperation decode(std::span<const std::byte>& code);

}  // namespace lowband
