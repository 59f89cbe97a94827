// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/world/program_id.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A message as it leaves.
struct Departing {
  ProgramId from;
  int to = 0;
  Tag tag = 0;
  std::uint64_t bytes = 0;        ///< on the wire, header included
  std::uint64_t coordinates = 0;  ///< that it stands for
  double time_s = 0.0;
  double latency_s = 0.0;       ///< of its route, as it is now
  double transmission_s = 0.0;  ///< that its bytes take beyond that where no other message is under way
};

/// Is told by a world of its messages, in the order in which things happen: so they can be written down. It changes
/// nothing, and asks for nothing.
class MessageObserver {
 public:
  MessageObserver() = default;
  MessageObserver(const MessageObserver&) = delete;
  MessageObserver& operator=(const MessageObserver&) = delete;
  MessageObserver(MessageObserver&&) = delete;
  MessageObserver& operator=(MessageObserver&&) = delete;
  virtual ~MessageObserver() = default;

  virtual void departed(const Departing& message) = 0;
  /// `by` takes, at `time_s`, the next message of `from` with this tag, which arrived at `arrived_s` or has just done
  /// so. Messages of one pair and tag are taken in the order in which they departed.
  virtual void taken(ProgramId by, int from, Tag tag, double arrived_s, double time_s) = 0;
};

}  // namespace lowband
