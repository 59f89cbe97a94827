// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/core.hpp"

#include <simgrid/s4u.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace lowband {

namespace sg = simgrid::s4u;

void Core::await(HostCores::Handle computation, double left) {
  while (true) {
    const double now = sg::Engine::get_clock();
    const double wait = host_.wait_s(now, computation, left);
    if (wait < resolution_s_ || now + wait <= now) return;  // after years a double tells less apart
    if (std::isinf(wait)) throw std::logic_error("a host that stands still for ever is to compute");
    sg::this_actor::sleep_for(wait);
  }
}

void Core::spend(double seconds) {
  const double begin = sg::Engine::get_clock();
  const auto computation = host_.begin(begin, seconds);
  await(computation, 0.0);
  const double end = sg::Engine::get_clock();
  host_.end(end, computation);
  busy_s_ += end - begin;
}

void Core::compute(double seconds) {
  pause();
  // While both compute, half of the time is the background's.
  const double shared = std::min(seconds, background_s_.value_or(0.0));
  spend(seconds + shared);
  if (background_s_) *background_s_ -= shared;
  resume();
}

void Core::begin_background(double seconds) {
  if (background_s_) throw std::logic_error("a computation in parts begins within another one");
  background_s_ = seconds;
  resume();
}

void Core::await_background(double left) {
  pause();
  const double wait = *background_s_ - left;
  if (wait >= resolution_s_) {
    spend(wait);
    background_s_ = left;
  }
  resume();
}

void Core::end_background() {
  pause();
  background_s_.reset();
}

void Core::pause() {
  if (!under_way_) return;
  const double now = sg::Engine::get_clock();
  const auto [left, begin, end] = host_.end(now, *std::exchange(under_way_, std::nullopt));
  background_s_ = left;
  busy_s_ += (left > 0.0 ? now : end) - begin;
}

void Core::resume() {
  if (!background_s_ || *background_s_ < resolution_s_) return;
  under_way_ = host_.begin(sg::Engine::get_clock(), *background_s_);
}

}  // namespace lowband
