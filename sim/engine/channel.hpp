#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "sim/engine/private_line.hpp"
#include "sim/world/message.hpp"
#include "sim/world/traffic.hpp"

namespace lowband {

class Inbox;

/// A message that SimGrid carries in the sender's name, and whether the receiver has taken it since.
struct Carried {
  simgrid::s4u::CommPtr comm;
  bool has_arrived = false;  ///< as an inbox is told
  bool is_taken = false;
};

/// A message on its way. What moves it is a detached communication of SimGrid, unless one of these says otherwise.
struct Passage {
  Message message;
  std::uint64_t number = 0;               ///< on the private line
  std::shared_ptr<Carried> carried = {};  ///< in the sender's name
};

/// A one-way connection: all messages of one tag from one node to another.
struct Channel {
  int from = 0;
  int to = 0;
  PeerLedger* peer = nullptr;
  PrivateLine* line = nullptr;               ///< what carries its messages, if it is not SimGrid
  simgrid::s4u::Mailbox* mailbox = nullptr;  ///< by which SimGrid does
  Inbox* inbox = nullptr;                    ///< where they go, if the tag is that of one
  std::deque<Passage> passages;              ///< those that have not been taken, in order
  std::size_t filed = 0;                     ///< so many of them are in the inbox, the first ones
  std::uint64_t taken = 0;                   ///< messages before the first of them
  simgrid::s4u::SemaphorePtr sent;           ///< of a private line without an inbox: wakes who came before the message
  bool is_awaited = false;
};

}  // namespace lowband
