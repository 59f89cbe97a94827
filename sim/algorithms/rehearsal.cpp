// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/rehearsal.hpp"

#include <stdexcept>

namespace lowband {

namespace {

[[noreturn]] void refuse() { throw std::logic_error("a rehearsal is alone, and in it no time passes"); }

}  // namespace

double Rehearsal::now() const { refuse(); }

void Rehearsal::compute(double flops, FunctionRef<void()> /*work*/) { flops_ += flops; }

void Rehearsal::compute_messages(double flops, FunctionRef<void()> /*work*/, FunctionRef<void()> outline) {
  flops_ += flops;
  outline();
}

void Rehearsal::compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> /*work*/) {
  flops_ += flops * static_cast<double>(count);
}

void Rehearsal::compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> /*work*/,
                                 FunctionRef<void(std::size_t)> after) {
  for (std::size_t i = 0; i < flops.size(); ++i) {
    flops_ += flops[i];
    after(i);
  }
}

void Rehearsal::send(int to, Tag /*tag*/, Message message) {
  flops_until_sent_ = flops_;
  sent_.push_back({to, MessageSize(message)});
}

Message Rehearsal::receive(int /*from*/, Tag /*tag*/) { return {}; }

std::optional<Message> Rehearsal::receive_until(int /*from*/, Tag /*tag*/, double /*deadline*/) { refuse(); }

std::pair<int, Message> Rehearsal::receive_any(Tag /*tag*/) { refuse(); }

std::optional<std::pair<int, Message>> Rehearsal::receive_any_until(Tag /*tag*/, double /*deadline*/) { refuse(); }

void Rehearsal::sleep_until(double /*time*/) { refuse(); }

void Rehearsal::run_beside(std::function<void(Worker&)> /*program*/) { refuse(); }

void Rehearsal::await(FunctionRef<bool()> /*holds*/) { refuse(); }

void Rehearsal::notify() { refuse(); }

double Rehearsal::available_from(int /*rank*/) const { refuse(); }

Stream Rehearsal::random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const {
  return {0, purpose, static_cast<std::uint32_t>(rank), step, lane};
}

}  // namespace lowband
