#include "sim/engine/channels.hpp"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>
#include <utility>

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// SimGrid 3.32 keeps all detached communications in one list and goes through all of it whenever one of them ends.
/// Up to so many that costs less than what a communication in the sender's name needs more: a wait of the sender.
constexpr std::size_t most_detached = 256;

/// Channel keys: 16 + 24 + 24 bits.
std::uint64_t key(int from, int to, Tag tag) {
  return (static_cast<std::uint64_t>(tag) << 48U) | (static_cast<std::uint64_t>(from) << 24U) |
         static_cast<std::uint64_t>(to);
}

/// Closer than this to now is now: the clock is a sum of waits, each of them rounded.
double rounding(double now) { return 4.0 * std::numeric_limits<double>::epsilon() * now; }

}  // namespace

Channels::Channels(const SimgridPlatform& platform, const std::map<std::pair<int, int>, LineSpeed>& private_lines,
                   const std::vector<std::pair<int, int>>& pairs)
    : platform_(platform),
      actors_(platform.hosts().size()),
      announced_(pairs.begin(), pairs.end()),
      carried_(platform.hosts().size()) {
  for (const auto& [pair, speed] : private_lines) lines_.emplace(pair, speed);
}

void Channels::send(int from, int to, Tag tag, Message message) {
  Channel& channel = this->channel(from, to, tag);
  const std::uint64_t bytes = message.wire_bytes();
  ++channel.peer->messages;
  channel.peer->bytes += bytes;
  Passage& passage = channel.passages.emplace_back(Passage{std::move(message)});
  if (channel.line != nullptr) {
    passage.number = channel.line->send(sg::Engine::get_clock(), static_cast<double>(bytes));
    if (std::exchange(channel.is_awaited, false)) channel.sent->release();
    return;
  }
  const auto comm = channel.mailbox->put_init(&channel, bytes);
  if (const auto rate = platform_.rate_limit(from, to)) comm->set_rate(*rate);
  if (detached_ < most_detached) {
    ++detached_;
    comm->detach();
    return;
  }
  passage.carried = &carried_[static_cast<std::size_t>(from)].emplace_back(Carried{comm});
  comm->start();
  release_taken(from);
}

Message Channels::receive(int from, int to, Tag tag) { return take(channel(from, to, tag)); }

std::pair<int, Message> Channels::receive_any(int to, Tag tag) {
  AnyInbox& inbox = any_inboxes_[key(0, to, tag)];
  for (const int from : senders_[{to, tag}]) employ_courier(channel(from, to, tag), tag);
  while (inbox.arrived.empty()) {
    if (!inbox.filled) inbox.filled = sg::Semaphore::create(0);
    inbox.is_awaited = true;
    inbox.filled->acquire();
  }
  auto first = std::move(inbox.arrived.front());
  inbox.arrived.pop_front();
  return first;
}

void Channels::drain(int from) {
  auto& carried = carried_[static_cast<std::size_t>(from)];
  for (const auto& one : carried) one.comm->wait();
}

/// What the receiver has taken has ended: the wait is over at once, and SimGrid forgets the communication.
void Channels::release_taken(int from) {
  auto& carried = carried_[static_cast<std::size_t>(from)];
  while (!carried.empty() && carried.front().is_taken) {
    carried.front().comm->wait();
    carried.pop_front();
  }
}

Channels::Channel& Channels::channel(int from, int to, Tag tag) {
  if (const auto found = channels_.find(key(from, to, tag)); found != channels_.end()) return found->second;
  if (!announced_.empty() && !announced_.contains({from, to})) {
    throw std::logic_error(fmt::format("worker {} sends to worker {}, which was not announced", from, to));
  }
  // The calls below let other actors run, who may make the same channel meanwhile: it is filed when it is complete.
  Channel made;
  made.from = from;
  made.to = to;
  made.peer = &peers_[{from, to}];
  if (const auto line = lines_.find({from, to}); line != lines_.end()) {
    made.line = &line->second;
    made.sent = sg::Semaphore::create(0);
  } else {
    made.mailbox = platform_.engine().mailbox_by_name_or_create(fmt::format("{}>{}#{}", from, to, tag));
    // Eager: with a permanent receiver a message leaves when it is sent, not when it is asked for.
    made.mailbox->set_receiver(actors_.at(static_cast<std::size_t>(to)));
  }
  const auto [filed, is_new] = channels_.try_emplace(key(from, to, tag), std::move(made));
  if (is_new) {
    senders_[{to, tag}].push_back(from);
    if (any_inboxes_.contains(key(0, to, tag))) employ_courier(filed->second, tag);
  }
  return filed->second;
}

Message Channels::take(Channel& channel) {
  if (channel.line != nullptr) {
    await_on_line(channel);
  } else {
    channel.mailbox->get<Channel>();
  }
  Passage& first = channel.passages.front();
  if (first.carried != nullptr) {
    first.carried->is_taken = true;
  } else if (channel.line == nullptr) {
    --detached_;
  }
  Message message = std::move(first.message);
  channel.passages.pop_front();
  return message;
}

void Channels::await_on_line(Channel& channel) {
  while (channel.passages.empty()) {
    channel.is_awaited = true;
    channel.sent->acquire();
  }
  const std::uint64_t number = channel.passages.front().number;
  while (true) {
    const double now = sg::Engine::get_clock();
    const double wait = channel.line->arrival(number, now) - now;
    if (wait <= rounding(now)) break;
    sg::this_actor::sleep_for(wait);  // what is sent meanwhile may put the arrival off
  }
  channel.line->forget(number);
}

/// Messages of one sender come through one channel in order, but whose message comes first among several senders is
/// known only when it arrives. So a daemon actor per sender waits for its messages and files them as they come in.
void Channels::employ_courier(Channel& channel, Tag tag) {
  if (std::exchange(channel.has_courier, true)) return;
  const auto carry = [this, &channel, tag] {
    AnyInbox& inbox = any_inboxes_[key(0, channel.to, tag)];
    while (true) {
      inbox.arrived.emplace_back(channel.from, take(channel));
      if (std::exchange(inbox.is_awaited, false)) inbox.filled->release();
    }
  };
  sg::Actor::create(fmt::format("courier {}>{}#{}", channel.from, channel.to, tag),
                    platform_.hosts().at(static_cast<std::size_t>(channel.to)), carry)
      ->daemonize();
}

}  // namespace lowband
