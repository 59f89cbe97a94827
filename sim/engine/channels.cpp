// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/channels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/engine/clock_rounding.hpp"
#include "sim/engine/simgrid_versions.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// The activity that has come to its end, unless it failed. SimGrid declares NetworkAction in its public headers
/// without telling that it is an Action, which is its only base.
const void* activity_arrived(const simgrid::kernel::resource::NetworkAction& ended) {
  const auto& action =
      reinterpret_cast<const simgrid::kernel::resource::Action&>(ended);  // NOLINT(*-pro-type-reinterpret-cast)
  const bool is_finished = action.get_state() == simgrid::kernel::resource::Action::State::FINISHED;
  return is_finished ? action.get_activity() : nullptr;
}

}  // namespace

/// What was sent first is gone from the list before others may look at it.
void release_first(Transfers& transfers) {
  const auto first = std::move(transfers.front());
  transfers.pop_front();
  first.comm->wait();
}

void release_delivered(Transfers& transfers) {
  const auto is_delivered = [](const Transfer& transfer) { return transfer.number < transfer.channel->delivered; };
  while (!transfers.empty() && is_delivered(transfers.front())) release_first(transfers);
}

std::size_t Channels::KeyHash::operator()(const Key& key) const noexcept {
  const auto pair = static_cast<std::uint64_t>(key.from) << 32U | static_cast<std::uint32_t>(key.to);
  const std::uint64_t mixed = pair * 0x9E3779B97F4A7C15U + key.tag * std::uint64_t{0xD1B54A32D192ED03U};
  return static_cast<std::size_t>(mixed ^ mixed >> 32U);
}

Channels::Channels(const SimgridPlatform& platform, const std::map<std::pair<int, int>, LineSpeed>& private_lines,
                   const std::vector<std::pair<int, int>>& pairs)
    : platform_(platform),
      routes_(platform),
      tcp_(platform.network().tcp_in_force()),
      largest_window_(platform.network().window_bytes()),
      windows_matter_(platform.network().has_connections() && CongestionWindow::can_matter(tcp_, largest_window_)),
      actors_(platform.hosts().size()),
      announced_(pairs.begin(), pairs.end()),
      carried_(platform.hosts().size()),
      postmen_(platform.hosts().size()),
      held_back_(platform.hosts().size()) {
  for (const auto& [pair, speed] : private_lines) lines_.emplace(pair, speed);
}

/// SimGrid complains of a communication that is forgotten while it is under way, as that of a receiver who was killed.
Channels::~Channels() {
  for (auto& [key, channel] : channels_) {
    if (channel.reception) channel.reception->cancel();
  }
}

void Channels::send(int from, int to, Tag tag, Message message) {
  Channel& channel = this->channel(from, to, tag);
  const std::uint64_t bytes = message.wire_bytes();
  ++channel.peer->messages;
  channel.peer->bytes += bytes;
  if (channel.inbox != nullptr) channel.inbox->file_what_is_due();  // so that a line may forget it
  const double now = sg::Engine::get_clock();
  const auto parts = departures(channel, now, bytes);
  Passage& passage = channel.passages.emplace_back(std::move(message));
  if (channel.line != nullptr) return send_on_line(channel, passage, now, parts);
  const bool waits = parts.size() > 1 || parts.front().time_s > now ||
                     (channel.connection != nullptr && channel.connection->held_back > 0);
  if (waits) return hold_back(channel, passage, parts);
  if (channel.inbox == nullptr && detached_ < most_detached) {
    ++detached_;
    put(channel, bytes)->detach();
    return;
  }
  auto& transfers = carried_[static_cast<std::size_t>(from)];
  passage.parts = 1;
  carry(channel, channel.newest(), bytes, transfers);
  release_delivered(transfers);
}

/// The parts in which a message leaves, at the earliest now; valid until the next message of the pair.
std::span<const Departure> Channels::departures(Channel& channel, double now, std::uint64_t bytes) {
  const auto all = static_cast<double>(bytes);
  if (channel.connection == nullptr) return {&(whole_ = {now, all}), 1};
  Connection& connection = *channel.connection;
  if (connection.varies) connection.window.set_route(routes_.of(platform_.speed(channel.from, channel.to)));
  return connection.window.send(now, all);
}

sg::CommPtr Channels::put(Channel& channel, std::uint64_t bytes) const {
  auto comm = channel.mailbox->put_init(&channel, bytes);
  if (const auto rate = platform_.rate_limit(channel.from, channel.to)) comm->set_rate(*rate);
  return comm;
}

void Channels::carry(Channel& channel, std::uint64_t number, std::uint64_t bytes, Transfers& transfers) {
  const auto comm = put(channel, bytes);
  transfers.push_back({&channel, number, comm});
  comm->start();
  // What SimGrid carries by itself has no identity: so what goes to inboxes is in the name of an actor.
  if (channel.inbox != nullptr) to_inboxes_.emplace(comm->get_impl(), UnderWay{&channel, number});
}

void Channels::hold_back(Channel& channel, Passage& passage, std::span<const Departure> parts) {
  passage.parts = parts.size();
  channel.connection->held_back += parts.size();
  for (const auto& part : parts) channel.connection->held_back_bytes += part.bytes;
  const auto from = static_cast<std::size_t>(channel.from);
  std::vector<Postman::Errand> errands;
  for (const auto& [time_s, bytes] : parts) {
    errands.push_back(
        {time_s, [this, &channel, from, number = channel.newest(), size = static_cast<std::uint64_t>(bytes)] {
           --channel.connection->held_back;
           channel.connection->held_back_bytes -= static_cast<double>(size);
           carry(channel, number, size, held_back_[from]);
           release_delivered(held_back_[from]);
         }});
  }
  auto& postman = postmen_[from];
  if (!postman) postman = std::make_unique<Postman>(platform_.hosts()[from]);
  postman->take(std::move(errands));
}

void Channels::send_on_line(Channel& channel, Passage& passage, double now, std::span<const Departure> parts) {
  passage.number = channel.line->send(now, parts);
  if (channel.inbox != nullptr) {
    const bool is_next = channel.filed + 1 == channel.passages.size();
    if (is_next) channel.inbox->expect(channel, channel.line->arrival(passage.number, now));
    channel.inbox->tell();
  } else if (std::exchange(channel.is_awaited, false)) {
    channel.sent->release();
  }
}

void Channels::arrived(const void* activity) {
  const auto found = to_inboxes_.find(activity);
  if (found == to_inboxes_.end()) return;
  const auto [channel, number] = found->second;
  to_inboxes_.erase(found);
  ++channel->passages[number - channel->taken].arrived;
  const auto is_there = [channel = channel] {
    if (channel->filed == channel->passages.size()) return false;
    const Passage& next = channel->passages[channel->filed];
    return next.arrived == next.parts;
  };
  while (is_there()) {  // in order: what has overtaken others waits for them
    channel->inbox->file(*channel, sg::Engine::get_clock());
  }
  channel->inbox->tell();
}

Delivery Channels::receive(int from, int to, Tag tag) {
  if ((tag & inbox_bit) == 0) return take(channel(from, to, tag));
  return receive_until(from, to, tag, std::numeric_limits<double>::infinity()).value();
}

std::optional<Delivery> Channels::receive_until(int from, int to, Tag tag, double deadline) {
  Inbox& inbox = inbox_of(to, tag);
  inbox.use(Inbox::Use::by_name);
  Channel& channel = this->channel(from, to, tag);
  if (!inbox.await(deadline, [&channel] { return channel.filed > 0; })) return std::nullopt;
  return take_from_inbox(channel);
}

std::optional<Delivery> Channels::receive_any_until(int to, Tag tag, double deadline) {
  Inbox& inbox = inbox_of(to, tag);
  inbox.use(Inbox::Use::from_any);
  if (!inbox.await(deadline, [&inbox] { return !inbox.is_empty(); })) return std::nullopt;
  return take_from_inbox(inbox.first());
}

std::map<std::pair<int, int>, double> Channels::under_way() {
  std::map<std::pair<int, int>, double> bytes;
  const auto add = [&](const std::pair<int, int>& pair, double of_pair) {
    if (of_pair > 0.0) bytes[pair] += of_pair;
  };
  for (auto& [pair, line] : lines_) add(pair, line.under_way(sg::Engine::get_clock()));
  for (const auto& [pair, connection] : connections_) {
    if (connection.held_back > 0) add(pair, connection.held_back_bytes);
  }
  for (const auto* transfers : {&carried_, &held_back_}) {
    for (const Transfers& of_sender : *transfers) {
      for (const Transfer& transfer : of_sender) {
        add({transfer.channel->from, transfer.channel->to}, transfer.comm->get_remaining());
      }
    }
  }
  return bytes;
}

void Channels::drain(int from) {
  auto& carried = carried_[static_cast<std::size_t>(from)];
  while (!carried.empty()) release_first(carried);
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
  made.connection = connection(from, to);
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

Connection* Channels::connection(int from, int to) {
  if (!windows_matter_) return nullptr;
  if (const auto found = connections_.find({from, to}); found != connections_.end()) return &found->second;
  const RouteSpeed speed = platform_.speed(from, to);
  const auto route = routes_.of(speed);
  if (!speed.varies && !CongestionWindow::matters(tcp_, largest_window_, route)) return nullptr;
  const Connection made{CongestionWindow(tcp_, largest_window_, route), speed.varies};
  return &connections_.try_emplace({from, to}, made).first->second;
}

Delivery Channels::take(Channel& channel) {
  double arrived_s = channel.line != nullptr ? await_on_line(channel) : await_by_simgrid(channel);
  Passage& first = channel.passages.front();
  for (std::size_t part = 1; part < first.parts; ++part) {  // it has come with the last of them
    arrived_s = std::max(arrived_s, await_by_simgrid(channel));
  }
  if (first.parts == 0 && channel.line == nullptr) --detached_;
  Delivery delivery{channel.from, std::move(first.message), arrived_s};
  channel.passages.pop_front();
  ++channel.taken;
  ++channel.delivered;
  return delivery;
}

Delivery Channels::take_from_inbox(Channel& channel) {
  channel.inbox->take(channel);
  Passage first = std::move(channel.passages.front());
  channel.passages.pop_front();
  ++channel.taken;
  for (std::size_t part = 0; part < first.parts; ++part) channel.mailbox->get<Channel>();  // at once
  ++channel.delivered;
  return {channel.from, std::move(first.message), first.arrived_s};
}

double Channels::await_by_simgrid(Channel& channel) {
  Channel* told = nullptr;
  channel.reception = channel.mailbox->get_async<Channel>(&told);
  wait_as_for_any(channel.reception);
  return std::exchange(channel.reception, nullptr)->get_finish_time();
}

double Channels::await_on_line(Channel& channel) {
  while (channel.passages.empty()) {
    channel.is_awaited = true;
    channel.sent->acquire();
  }
  const std::uint64_t number = channel.passages.front().number;
  while (true) {
    const double now = sg::Engine::get_clock();
    const double arrival_s = channel.line->arrival(number, now);
    if (arrival_s - now <= clock_rounding(now)) {
      channel.line->forget(number);
      return arrival_s;
    }
    sg::this_actor::sleep_for(arrival_s - now);  // what is sent meanwhile may put the arrival off
  }
}

}  // namespace lowband
