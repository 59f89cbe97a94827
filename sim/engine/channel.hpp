#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "sim/engine/congestion_window.hpp"
#include "sim/engine/private_line.hpp"
#include "sim/world/message.hpp"
#include "sim/world/traffic.hpp"

namespace lowband {

class Inbox;

/// A message that SimGrid carries in the name of an actor, in one part or several.
struct Carried {
  std::size_t parts = 1;
  std::size_t parts_arrived = 0;  ///< as an inbox is told
  bool is_taken = false;          ///< by the receiver
};

/// One of these parts.
struct Transfer {
  std::shared_ptr<Carried> carried;
  simgrid::s4u::CommPtr comm;
};

/// What an actor has under way, in the order of sending. SimGrid takes back what an actor that ends has under way, and
/// what has been taken is to be waited for, at no cost, so that SimGrid forgets it.
using Transfers = std::deque<Transfer>;
void release_first(Transfers& transfers);
void release_taken(Transfers& transfers);

/// A connection whose window holds messages back: of a pair, whatever the tag.
struct Connection {
  CongestionWindow window;
  bool varies = false;        ///< its route changes over time
  std::size_t held_back = 0;  ///< parts that have not left yet
};

/// A message on its way. What moves it is a detached communication of SimGrid, unless one of these says otherwise.
struct Passage {
  Message message;
  std::uint64_t number = 0;               ///< on the private line
  std::shared_ptr<Carried> carried = {};  ///< in the name of an actor
  double arrived_s = 0.0;                 ///< of one that is in an inbox
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
  simgrid::s4u::SemaphorePtr sent;           ///< of a private line without an inbox: wakes who came before the message
  bool is_awaited = false;
  bool is_timed = false;  ///< when SimGrid's arrive by name is kept; at the price of a step more of the receiver
  simgrid::s4u::CommPtr reception{};  ///< of the message that is taken, where that is kept

  /// The number of the last message sent.
  [[nodiscard]] std::uint64_t newest() const { return taken + passages.size() - 1; }
};

}  // namespace lowband
