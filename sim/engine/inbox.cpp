// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/inbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/engine/channel.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

void Inbox::use(Use way) {
  if (use_ != Use::none && use_ != way) {
    throw std::logic_error(fmt::format("node {} receives messages of one inbox both by name and from anybody", node_));
  }
  use_ = way;
  if (way == Use::by_name) filed_.clear();  // nobody asks for their order
}

void Inbox::file(Channel& channel, double time_s) {
  channel.passages[channel.filed++].arrived_s = time_s;
  has_news_ = true;
  if (use_ == Use::by_name) return;
  const auto near = filed_.lower_bound({time_s - resolution_s_, 0, 0});
  const double its_instant = near == filed_.end() ? time_s : std::get<0>(near->first);
  const double instant = its_instant <= time_s + resolution_s_ ? its_instant : time_s;
  filed_.emplace(std::tuple(instant, taken_, channel.from), &channel);
}

void Inbox::tell() {
  if (!has_news_ && next_due_s() >= waits_until_s_) return;
  if (std::exchange(is_awaited_, false)) filled_->release();
}

void Inbox::expect(Channel& channel, double time_s) { due_.push({time_s, &channel}); }

void Inbox::take(Channel& channel) {
  --channel.filed;
  if (use_ != Use::from_any) return;
  filed_.erase(filed_.begin());
  ++taken_;
}

void Inbox::file_what_is_due() {
  const double now = sg::Engine::get_clock();
  while (next_due_s() <= now + resolution_s_) {
    const double due_s = due_.top().first;
    Channel& channel = *due_.top().second;
    due_.pop();
    const std::uint64_t number = channel.passages[channel.filed].number;
    // In order: what has overtaken others waited for them.
    const double arrival_s = std::max(due_s, channel.line->arrival(number, now));
    if (arrival_s > now + resolution_s_) {
      expect(channel, arrival_s);  // others have followed
      continue;
    }
    channel.line->forget(number);
    file(channel, arrival_s);
    if (channel.filed == channel.passages.size()) continue;
    expect(channel, std::max(arrival_s, channel.line->arrival(channel.passages[channel.filed].number, now)));
  }
}

bool Inbox::await(double deadline, FunctionRef<bool()> is_there) {
  while (true) {
    file_what_is_due();
    if (is_there()) return true;
    const double now = sg::Engine::get_clock();
    if (deadline <= now + resolution_s_) return false;
    if (is_awaited_) throw std::logic_error(fmt::format("two programs of node {} wait for one inbox", node_));
    if (!filled_) filled_ = sg::Semaphore::create(0);
    waits_until_s_ = std::min(deadline, next_due_s());
    has_news_ = false;
    is_awaited_ = true;
    if (std::isinf(waits_until_s_)) {
      filled_->acquire();
    } else {
      filled_->acquire_timeout(waits_until_s_ - now);
    }
    is_awaited_ = false;
  }
}

}  // namespace lowband
