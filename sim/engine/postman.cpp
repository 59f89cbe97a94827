// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/postman.hpp"

#include "sim/engine/clock_rounding.hpp"
#include "sim/engine/simgrid_versions.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

void Postman::take(std::vector<Errand> errands) {
  for (auto& [time_s, send] : errands) errands_.emplace(std::pair(time_s, taken_++), std::move(send));
  if (!std::exchange(exists_, true)) {
    called_ = sg::Semaphore::create(0);
    begin_actor("postman", host_, [this] { work(); })->daemonize();
  } else if (std::exchange(is_awaited_, false)) {
    called_->release();
  }
}

void Postman::work() {
  while (true) {
    const double now = sg::Engine::get_clock();
    if (!errands_.empty() && errands_.begin()->first.first <= now + clock_rounding(now)) {
      const auto errand = errands_.extract(errands_.begin());
      errand.mapped()();
      continue;
    }
    is_awaited_ = true;
    if (errands_.empty()) {
      called_->acquire();
    } else {
      called_->acquire_timeout(errands_.begin()->first.first - now);
    }
    is_awaited_ = false;
  }
}

}  // namespace lowband
