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

/// Closer than this to now is now: the clock is a sum of waits, each of them rounded.
double rounding(double now) { return 4.0 * std::numeric_limits<double>::epsilon() * now; }

/// Waits for the end of what was sent first, which is gone from the list before others may look at it.
void release_first(std::deque<std::shared_ptr<Carried>>& carried) {
  const auto first = std::move(carried.front());
  carried.pop_front();
  first->comm->wait();
}

/// The activity that has come to its end, unless it failed. SimGrid declares NetworkAction in its public headers
/// without telling that it is an Action, which is its only base.
const void* activity_arrived(const simgrid::kernel::resource::NetworkAction& ended) {
  const auto& action =
      reinterpret_cast<const simgrid::kernel::resource::Action&>(ended);  // NOLINT(*-pro-type-reinterpret-cast)
  const bool is_finished = action.get_state() == simgrid::kernel::resource::Action::State::FINISHED;
  return is_finished ? action.get_activity() : nullptr;
}

}  // namespace

std::size_t Channels::KeyHash::operator()(const Key& key) const noexcept {
  const auto pair = static_cast<std::uint64_t>(key.from) << 32U | static_cast<std::uint32_t>(key.to);
  const std::uint64_t mixed = pair * 0x9E3779B97F4A7C15U + key.tag * std::uint64_t{0xD1B54A32D192ED03U};
  return static_cast<std::size_t>(mixed ^ mixed >> 32U);
}

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
  if (channel.inbox != nullptr) channel.inbox->file_what_is_due();  // so that a line may forget it
  Passage& passage = channel.passages.emplace_back(Passage{std::move(message)});
  if (channel.inbox != nullptr) return send_to_inbox(channel, passage, bytes);
  if (channel.line != nullptr) {
    passage.number = channel.line->send(sg::Engine::get_clock(), static_cast<double>(bytes));
    if (std::exchange(channel.is_awaited, false)) channel.sent->release();
    return;
  }
  if (detached_ < most_detached) {
    ++detached_;
    put(channel, bytes)->detach();
    return;
  }
  carry(channel, passage, bytes);
  release_taken(from);
}

sg::CommPtr Channels::put(Channel& channel, std::uint64_t bytes) const {
  auto comm = channel.mailbox->put_init(&channel, bytes);
  if (const auto rate = platform_.rate_limit(channel.from, channel.to)) comm->set_rate(*rate);
  return comm;
}

void Channels::carry(Channel& channel, Passage& passage, std::uint64_t bytes) {
  const auto carried = std::make_shared<Carried>(Carried{put(channel, bytes)});
  passage.carried = carried;
  carried_[static_cast<std::size_t>(channel.from)].push_back(carried);
  carried->comm->start();
}

void Channels::send_to_inbox(Channel& channel, Passage& passage, std::uint64_t bytes) {
  if (channel.line != nullptr) {
    const double now = sg::Engine::get_clock();
    passage.number = channel.line->send(now, static_cast<double>(bytes));
    const bool is_next = channel.filed + 1 == channel.passages.size();
    if (is_next) channel.inbox->expect(channel, channel.line->arrival(passage.number, now));
    return channel.inbox->tell();
  }
  // In the sender's name: what SimGrid carries by itself has no identity.
  const UnderWay under_way{&channel, channel.taken + channel.passages.size() - 1};
  carry(channel, passage, bytes);
  to_inboxes_.emplace(passage.carried->comm->get_impl(), under_way);
  release_taken(channel.from);
}

void Channels::arrived(const void* activity) {
  const auto found = to_inboxes_.find(activity);
  if (found == to_inboxes_.end()) return;
  const auto [channel, number] = found->second;
  to_inboxes_.erase(found);
  channel->passages[number - channel->taken].carried->has_arrived = true;
  // In order: what has overtaken others waits for them.
  while (channel->filed < channel->passages.size() && channel->passages[channel->filed].carried->has_arrived) {
    channel->inbox->file(*channel, sg::Engine::get_clock());
  }
  channel->inbox->tell();
}

Message Channels::receive(int from, int to, Tag tag) {
  if ((tag & inbox_bit) == 0) return take(channel(from, to, tag));
  return receive_until(from, to, tag, std::numeric_limits<double>::infinity()).value();
}

std::optional<Message> Channels::receive_until(int from, int to, Tag tag, double deadline) {
  Inbox& inbox = inbox_of(to, tag);
  inbox.use(Inbox::Use::by_name);
  Channel& channel = this->channel(from, to, tag);
  if (!inbox.await(deadline, [&channel] { return channel.filed > 0; })) return std::nullopt;
  return take_from_inbox(channel);
}

std::optional<std::pair<int, Message>> Channels::receive_any_until(int to, Tag tag, double deadline) {
  Inbox& inbox = inbox_of(to, tag);
  inbox.use(Inbox::Use::from_any);
  if (!inbox.await(deadline, [&inbox] { return !inbox.is_empty(); })) return std::nullopt;
  Channel& first = inbox.first();
  const int from = first.from;
  return std::pair(from, take_from_inbox(first));
}

void Channels::drain(int from) {
  auto& carried = carried_[static_cast<std::size_t>(from)];
  while (!carried.empty()) release_first(carried);
}

/// What the receiver has taken has ended: the wait is over at once, and SimGrid forgets the communication.
void Channels::release_taken(int from) {
  auto& carried = carried_[static_cast<std::size_t>(from)];
  while (!carried.empty() && carried.front()->is_taken) release_first(carried);
}

Inbox& Channels::inbox_of(int node, Tag tag) {
  if ((tag & inbox_bit) == 0) {
    throw std::logic_error(fmt::format("tag {} is no inbox: its messages come by name, and without deadline", tag));
  }
  const auto found = inboxes_.find({node, tag});
  if (found != inboxes_.end()) return found->second;
  if (inboxes_.empty()) {
    sg::Link::on_communication_state_change_cb(
        [this](const auto& ended, simgrid::kernel::resource::Action::State /*before*/) {
          arrived(activity_arrived(ended));
        });
  }
  return inboxes_.emplace(std::pair(node, tag), Inbox(node, platform_.clock_resolution_s())).first->second;
}

Channel& Channels::channel(int from, int to, Tag tag) {
  const Key key{from, to, tag};
  if (const auto found = channels_.find(key); found != channels_.end()) return found->second;
  if (!announced_.empty() && !announced_.contains({from, to})) {
    throw std::logic_error(fmt::format("node {} sends to node {}, which was not announced", from, to));
  }
  // The calls below let other actors run, who may make the same channel meanwhile: it is filed when it is complete.
  Channel made;
  made.from = from;
  made.to = to;
  made.peer = &peers_[{from, to}];
  if (const auto line = lines_.find({from, to}); line != lines_.end()) made.line = &line->second;
  if ((tag & inbox_bit) != 0) made.inbox = &inbox_of(to, tag);
  if (made.line == nullptr) {
    made.mailbox = platform_.engine().mailbox_by_name_or_create(fmt::format("{}>{}#{}", from, to, tag));
    // Eager: with a permanent receiver a message leaves when it is sent, not when it is asked for.
    made.mailbox->set_receiver(actors_.at(static_cast<std::size_t>(to)));
  } else if (made.inbox == nullptr) {
    made.sent = sg::Semaphore::create(0);
  }
  return channels_.try_emplace(key, std::move(made)).first->second;
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

Message Channels::take_from_inbox(Channel& channel) {
  channel.inbox->take(channel);
  const Passage first = std::move(channel.passages.front());
  channel.passages.pop_front();
  ++channel.taken;
  if (first.carried != nullptr) {
    channel.mailbox->get<Channel>();  // it has arrived: at once
    first.carried->is_taken = true;
  }
  return first.message;
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

}  // namespace lowband
