#pragma once

#include <simgrid/s4u.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/engine/private_line.hpp"
#include "sim/engine/simgrid_platform.hpp"
#include "sim/world/message.hpp"
#include "sim/world/traffic.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// The one-way connections between workers, one per (from, to, tag). A message leaves when it is sent, whoever waits
/// for it; messages of one connection are received in the order they were sent.
///
/// SimGrid moves the time, through a mailbox per connection, or a PrivateLine does, where a pair has its links to
/// itself; the messages themselves wait here. Every call is made by the actor of the worker that it is about.
class Channels {
 public:
  /// `pairs` are all (from, to) that may send; empty: anybody may send to anybody. `private_lines` are some of them.
  Channels(const SimgridPlatform& platform, const std::map<std::pair<int, int>, LineSpeed>& private_lines,
           const std::vector<std::pair<int, int>>& pairs);
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;
  Channels(Channels&&) = delete;
  Channels& operator=(Channels&&) = delete;
  ~Channels() = default;

  /// Who receives for worker `rank`; all workers are named before the first message.
  void set_actor(int rank, const simgrid::s4u::ActorPtr& actor) { actors_.at(static_cast<std::size_t>(rank)) = actor; }

  void send(int from, int to, Tag tag, Message message);
  /// Waits for the next message of `from`.
  [[nodiscard]] Message receive(int from, int to, Tag tag);
  /// Waits for whichever message arrives first; returns its sender too.
  [[nodiscard]] std::pair<int, Message> receive_any(int to, Tag tag);
  /// Waits until all that `from` has sent has arrived: SimGrid takes back what an actor that ends has under way.
  void drain(int from);

  /// What each pair (from, to) has exchanged; a pair that connected but sent nothing has an entry of zeros.
  [[nodiscard]] const std::map<std::pair<int, int>, PeerLedger>& peers() const noexcept { return peers_; }

 private:
  /// A message that SimGrid carries in the sender's name, and whether the receiver has taken it since.
  struct Carried {
    simgrid::s4u::CommPtr comm;
    bool is_taken = false;
  };
  /// A message on its way. What moves it is a detached communication of SimGrid, unless one of these says otherwise.
  struct Passage {
    Message message;
    std::uint64_t number = 0;    ///< on the private line
    Carried* carried = nullptr;  ///< in the sender's name
  };
  struct Channel {
    int from = 0;
    int to = 0;
    simgrid::s4u::Mailbox* mailbox = nullptr;
    PrivateLine* line = nullptr;
    std::deque<Passage> passages;
    simgrid::s4u::SemaphorePtr sent;  ///< of a private line: released for a receiver that came before the message
    bool is_awaited = false;
    PeerLedger* peer = nullptr;
    bool has_courier = false;
  };
  /// What has arrived from any sender under one tag.
  struct AnyInbox {
    std::deque<std::pair<int, Message>> arrived;
    simgrid::s4u::SemaphorePtr filled;
    bool is_awaited = false;
  };

  Channel& channel(int from, int to, Tag tag);
  Message take(Channel& channel);
  void await_on_line(Channel& channel);
  void release_taken(int from);
  void employ_courier(Channel& channel, Tag tag);

  const SimgridPlatform& platform_;
  std::vector<simgrid::s4u::ActorPtr> actors_;
  std::set<std::pair<int, int>> announced_;  ///< empty: all
  std::map<std::pair<int, int>, PrivateLine> lines_;
  std::map<std::pair<int, int>, PeerLedger> peers_;
  std::unordered_map<std::uint64_t, Channel> channels_;      // looked up, never iterated
  std::unordered_map<std::uint64_t, AnyInbox> any_inboxes_;  // likewise
  std::map<std::pair<int, Tag>, std::vector<int>> senders_;  ///< who has sent to (worker, tag), in order of first use
  std::vector<std::deque<Carried>> carried_;                 ///< by sender
  std::size_t detached_ = 0;                                 ///< detached communications that nobody has taken yet
};

}  // namespace lowband
