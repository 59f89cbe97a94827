// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/pull_schedule.hpp"

namespace lowband {

PullSchedule PullSchedule::always() {
  PullSchedule schedule;
  schedule.pull_every_ = 1;
  return schedule;
}

void PullSchedule::declare(Parameters& parameters, const std::function<std::string(const char* key)>& why_not) {
  parameters.integer(
      "pull_every", pull_every_, {.least = 1}, "pushes",
      "p, for prlc: a client pulls the server's model after every p-th push, and otherwise continues from its own");
  parameters.no_effect_if([why_not] { return why_not("pull_every"); });
  parameters.choice("pulls", pulls_,
                    {{staggered, "client i after its push t = 1, 2, ... if t + i is a multiple of p"},
                     {"together", "all clients after every p-th push"}},
                    "after which pushes a client of prlc pulls");
  parameters.no_effect_if([this, why_not]() -> std::string {
    if (auto reason = why_not("pulls"); !reason.empty()) return reason;
    return pull_every_ > 1 ? "" : "with a \"pull_every\" of 1 all clients pull after every push";
  });
}

}  // namespace lowband
