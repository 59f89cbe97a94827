#include "sim/engine/postman.hpp"

#include <utility>

#include "sim/engine/clock_rounding.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

void Postman::at(double time_s, sg::Host* host, std::function<void()> send) {
  const bool is_next = errands_.empty() || time_s < errands_.top().time_s;
  errands_.push({time_s, errands_taken_++, host, std::move(send)});
  if (!std::exchange(exists_, true)) {
    called_ = sg::Semaphore::create(0);
    sg::Actor::create("postman", host, [this] { work(); })->daemonize();
  } else if (is_next && std::exchange(is_awaited_, false)) {
    called_->release();
  }
}

void Postman::work() {
  while (true) {
    const double now = sg::Engine::get_clock();
    if (!errands_.empty() && errands_.top().time_s <= now + clock_rounding(now)) {
      const Errand errand = errands_.top();
      errands_.pop();
      sg::this_actor::set_host(errand.host);
      errand.send();
      continue;
    }
    is_awaited_ = true;
    if (errands_.empty()) {
      called_->acquire();
    } else {
      called_->acquire_timeout(errands_.top().time_s - now);
    }
    is_awaited_ = false;
  }
}

}  // namespace lowband
