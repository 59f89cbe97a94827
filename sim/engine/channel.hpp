// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>

#include "sim/engine/congestion_window.hpp"
#include "sim/engine/private_line.hpp"
#include "sim/world/message.hpp"
#include "sim/world/traffic.hpp"

namespace lowband {

class Inbox;

/// A connection whose window holds messages back: of a pair, whatever the tag.
struct Connection {
  CongestionWindow window;
  bool varies = false;        ///< its route changes over time
  std::size_t held_back = 0;  ///< parts that have not left yet
  double held_back_bytes = 0.0;
};

/// A message on its way.
struct Passage {
  Message message;
  std::uint64_t number = 0;  ///< on the private line
  std::size_t parts = 0;     ///< that SimGrid carries in the name of an actor; 0: another way moves it
  std::size_t arrived = 0;   ///< so many of them, as an inbox is told
  double arrived_s = 0.0;    ///< of one that is in an inbox
};

/// A one-way connection: all messages of one tag from one node to another.
struct Channel {
  int from = 0;
  int to = 0;
  PeerLedger* peer = nullptr;
  Connection* connection = nullptr;          ///< if its window can hold messages back
  PrivateLine* line = nullptr;               ///< what carries its messages, if it is not SimGrid
  simgrid::s4u::Mailbox* mailbox = nullptr;  ///< by which SimGrid does
  Inbox* inbox = nullptr;                    ///< where they go, if the tag is that of one
  std::deque<Passage> passages;              ///< those that have not been taken, in order
  std::size_t filed = 0;                     ///< so many of them are in the inbox, the first ones
  std::uint64_t taken = 0;                   ///< messages before the first of them
  std::uint64_t delivered = 0;               ///< those of them that SimGrid has handed over, too
  simgrid::s4u::SemaphorePtr sent;           ///< of a private line without an inbox: wakes who came before the message
  bool is_awaited = false;
  simgrid::s4u::CommPtr reception;  ///< what a receiver waits for, who may be killed meanwhile

  /// The number of the last message sent.
  [[nodiscard]] std::uint64_t newest() const { return taken + passages.size() - 1; }
};

/// A part of message `number` of a channel, which SimGrid carries in the name of an actor.
struct Transfer {
  const Channel* channel = nullptr;
  std::uint64_t number = 0;
  simgrid::s4u::CommPtr comm;
};

/// What an actor has under way, in the order of sending. SimGrid takes back what an actor that ends has under way, and
/// what has been delivered is to be waited for, at no cost, so that SimGrid forgets it.
using Transfers = std::deque<Transfer>;
void release_first(Transfers& transfers);
void release_delivered(Transfers& transfers);

}  // namespace lowband
