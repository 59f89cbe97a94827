#include "sim/engine/core.hpp"

#include <algorithm>
#include <stdexcept>

namespace lowband {

namespace sg = simgrid::s4u;

Core::Core(sg::Host* host, bool executes, double resolution_s) : resolution_s_(resolution_s) {
  if (executes) execute(host);
}

void Core::execute(const sg::Host* host) {
  if (background_s_) throw std::logic_error("the core is to be shared while it computes");
  simgrid_flops_per_s_ = host->get_speed();
}

void Core::spend(double seconds) {
  const double begin = sg::Engine::get_clock();
  if (simgrid_flops_per_s_) {
    sg::this_actor::execute(seconds * *simgrid_flops_per_s_);
  } else {
    sg::this_actor::sleep_for(seconds);
  }
  busy_s_ += sg::Engine::get_clock() - begin;
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
  if (!background_s_ || *background_s_ < resolution_s_) return;
  const double elapsed = sg::Engine::get_clock() - since_s_;
  if (!execution_) {
    const double done = std::min(elapsed, *background_s_);
    *background_s_ -= done;
    busy_s_ += done;
    return;
  }
  if (execution_->test()) {
    busy_s_ += execution_->get_finish_time() - since_s_;
    background_s_ = 0.0;
  } else {
    background_s_ = execution_->get_remaining() / *simgrid_flops_per_s_;
    busy_s_ += elapsed;
    execution_->cancel();
  }
  execution_ = nullptr;
}

void Core::resume() {
  if (!background_s_ || *background_s_ < resolution_s_) return;
  since_s_ = sg::Engine::get_clock();
  if (simgrid_flops_per_s_) execution_ = sg::this_actor::exec_async(*background_s_ * *simgrid_flops_per_s_);
}

}  // namespace lowband
