// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/push_and_fetch.hpp"

#include <fmt/format.h>

namespace lowband {

namespace {

/// The steps of so many iterations, or `most` + 1 if they are more than `most`.
std::uint64_t steps_of(const Period& period, std::uint64_t iterations, std::uint64_t most) {
  std::uint64_t taken = 0;
  for (std::uint64_t i = 0; i < iterations && taken <= most; ++i) taken = period.end(taken, i, most + 1);
  return taken;
}

}  // namespace

void PushAndFetch::declare(Parameters& parameters, const std::function<std::string(const char* key)>& why_not) {
  const auto without_them = [&](const char* key) { return [why_not, key] { return why_not(key); }; };
  parameters.integer("push_every", push_every_, {.least = 1}, "iterations",
                     "n_push, for downpour: a client sends the sum of its steps after this many, of local_steps each");
  parameters.no_effect_if(without_them("push_every"));
  parameters.integer("fetch_every", fetch_every_, {.least = 1}, "iterations",
                     "n_fetch, for downpour: a client asks for the model after this many");
  parameters.no_effect_if(without_them("fetch_every"));
  parameters.choice("exchange", exchange_, {{"overlapped", "continues its steps"}, {"serial", "waits for the model"}},
                    "what a client of downpour does while the model is on its way");
  parameters.no_effect_if(without_them("exchange"));
}

std::string PushAndFetch::rhythm(const Period& period) const {
  if (push_every_ == 1 && fetch_every_ == 1) return "pushes and fetches " + period.text() + ", without rounds";
  return fmt::format("pushes after {} and fetches after {} iterations, which end {}, without rounds", push_every_,
                     fetch_every_, period.text());
}

std::vector<std::string> PushAndFetch::warnings(const Period& period, std::uint64_t steps) const {
  std::vector<std::string> lines;
  if (steps == 0) return lines;
  // What leaves as training ends arrives if somebody waits for the answer to what follows it.
  const auto warn = [&](const char* key, std::uint64_t iterations, bool is_waited_for, const char* consequence) {
    const std::uint64_t taken = steps_of(period, iterations, steps);
    if (taken < steps || (taken == steps && is_waited_for)) return;
    lines.push_back(
        fmt::format("\"{}\" is {}, and training, {} steps, is over before {}", key, iterations, steps, consequence));
  };
  warn("push_every", push_every(), !overlaps() && push_every() % fetch_every() == 0,
       "the first push arrives: the servers learn nothing");
  warn("fetch_every", fetch_every(), !overlaps(),
       "the first model arrives: clients go on from their own models, whatever the others learn");
  return lines;
}

}  // namespace lowband
