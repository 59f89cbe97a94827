// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/engine/channel.hpp"
#include "sim/engine/connection_routes.hpp"
#include "sim/engine/inbox.hpp"
#include "sim/engine/postman.hpp"
#include "sim/engine/simgrid_platform.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A message that has been taken.
struct Delivery {
  int from = 0;
  Message message;
  double arrived_s = 0.0;  ///< when it had come
};

/// The one-way connections between nodes, one per (from, to, tag). A message leaves when it is sent, whoever waits for
/// it; messages of one connection are received in the order they were sent.
///
/// SimGrid moves the time, or a PrivateLine does, where a pair has its links to itself; the messages themselves wait
/// here. Where they are received by name, the receiver waits for the next one of the connection: at SimGrid's mailbox,
/// or for as long as the line says. Inboxes need to know of every arrival, and SimGrid tells of the end of each. What a
/// connection's window holds back leaves by a Postman. Every call is made by an actor of the node that it is about.
class Channels {
 public:
  /// `pairs` are all (from, to) that may send; empty: anybody may send to anybody. `private_lines` are some of them.
  Channels(const SimgridPlatform& platform, const std::map<std::pair<int, int>, LineSpeed>& private_lines,
           const std::vector<std::pair<int, int>>& pairs);
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;
  Channels(Channels&&) = delete;
  Channels& operator=(Channels&&) = delete;
  ~Channels();

  /// Who receives for node `rank`; all nodes are named before the first message.
  void set_actor(int rank, const simgrid::s4u::ActorPtr& actor) { actors_.at(static_cast<std::size_t>(rank)) = actor; }

  void send(int from, int to, Tag tag, Message message);
  /// Waits for the next message of `from`.
  [[nodiscard]] Delivery receive(int from, int to, Tag tag);
  /// The same, from an inbox, unless it has not come by `deadline`.
  [[nodiscard]] std::optional<Delivery> receive_until(int from, int to, Tag tag, double deadline);
  /// Waits for whichever message of an inbox arrives first, until `deadline`.
  [[nodiscard]] std::optional<Delivery> receive_any_until(int to, Tag tag, double deadline);
  /// Waits until all that actors of `from` have under way in their own name has arrived: SimGrid takes that back when
  /// they end. What waits for its window is the postman's, who stays.
  void drain(int from);

  /// Bytes of each pair that have been sent and are not carried yet; of pairs that have some. Of what SimGrid carries
  /// by itself it does not tell; the rest it forgets when it kills the actors.
  [[nodiscard]] std::map<std::pair<int, int>, double> under_way();

  /// What each pair (from, to) has exchanged; a pair that connected but sent nothing has an entry of zeros.
  [[nodiscard]] const std::map<std::pair<int, int>, PeerLedger>& peers() const noexcept { return peers_; }

 private:
  struct Key {
    int from = 0;
    int to = 0;
    Tag tag = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  /// What SimGrid carries to an inbox.
  struct UnderWay {
    Channel* channel = nullptr;
    std::uint64_t number = 0;  ///< of the channel's messages
  };

  Channel& channel(int from, int to, Tag tag);
  Inbox& inbox_of(int node, Tag tag);
  /// The connection of a pair, if its window can hold messages back; else null.
  Connection* connection(int from, int to);
  std::span<const Departure> departures(Channel& channel, double now, std::uint64_t bytes);
  void send_on_line(Channel& channel, Passage& passage, double now, std::span<const Departure> parts);
  /// Lets the postman send the parts.
  void hold_back(Channel& channel, Passage& passage, std::span<const Departure> parts);
  /// What SimGrid is to carry, not begun.
  simgrid::s4u::CommPtr put(Channel& channel, std::uint64_t bytes) const;
  /// Begins a part of message `number` of the channel in the name of the actor that calls, whose `transfers` are told.
  void carry(Channel& channel, std::uint64_t number, std::uint64_t bytes, Transfers& transfers);
  Delivery take(Channel& channel);
  Delivery take_from_inbox(Channel& channel);
  /// Waits for the next message of a private line; returns when it arrived.
  double await_on_line(Channel& channel);
  /// Waits for the next message, or part of one, that SimGrid carries; returns when it arrived.
  static double await_by_simgrid(Channel& channel);
  /// Called by SimGrid's own thread of control, when it has carried something to its end.
  void arrived(const void* activity);

  const SimgridPlatform& platform_;
  ConnectionRoutes routes_;
  TcpSettings tcp_;
  double largest_window_;  ///< bytes
  bool windows_matter_;    ///< on one route or another
  std::vector<simgrid::s4u::ActorPtr> actors_;
  std::set<std::pair<int, int>> announced_;  ///< empty: all
  std::map<std::pair<int, int>, PrivateLine> lines_;
  std::map<std::pair<int, int>, PeerLedger> peers_;
  std::unordered_map<Key, Channel, KeyHash> channels_;     // looked up; iterated in the end alone
  std::map<std::pair<int, Tag>, Inbox> inboxes_;           ///< by node and tag
  std::unordered_map<const void*, UnderWay> to_inboxes_;   // likewise
  std::vector<Transfers> carried_;                         ///< by sender
  std::size_t detached_ = 0;                               ///< detached communications that nobody has taken yet
  std::map<std::pair<int, int>, Connection> connections_;  ///< whose windows can hold messages back
  std::vector<std::unique_ptr<Postman>> postmen_;          ///< by sender; of those who have needed one
  std::vector<Transfers> held_back_;                       ///< what they have sent
  Departure whole_;  ///< what departures() returns of a message that nothing holds back
};

}  // namespace lowband
