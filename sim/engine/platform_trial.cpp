#include "sim/engine/platform_trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "sim/base/error.hpp"
#include "sim/world/message.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// Of the work that is tried: at the speed of the host.
constexpr double work_s = 1e-6;
/// What is under way together: cheaper than one after the other, and little enough to share links without much ado.
constexpr std::size_t at_once = 256;

}  // namespace

std::vector<std::pair<int, int>> covering(const std::vector<std::pair<int, int>>& pairs) {
  std::vector<std::pair<int, int>> chosen;
  std::set<int> senders;
  std::set<int> receivers;
  for (const auto& [from, to] : pairs) {
    const bool sends = senders.insert(from).second;
    const bool receives = receivers.insert(to).second;
    if (sends || receives) chosen.emplace_back(from, to);
  }
  return chosen;
}

void try_platform(const SimgridPlatform& platform, const std::vector<std::pair<int, int>>& pairs, SharedNote& note) {
  const auto tried = covering(pairs);
  const auto host_of = [&](int rank) { return platform.hosts()[static_cast<std::size_t>(rank)]; };
  const auto workers = platform.hosts().size();
  // Step i is the computation of worker i, and after those message i - workers.
  const auto doubt = [&](std::size_t step) {
    if (step < workers) {
      note.write(fmt::format("host \"{}\" (worker {}) cannot compute", platform.hosts()[step]->get_name(), step));
      return;
    }
    const auto [from, to] = tried[step - workers];
    note.write(fmt::format("a message from host \"{}\" (worker {}) to \"{}\" (worker {}) does not arrive",
                           host_of(from)->get_name(), from, host_of(to)->get_name(), to));
  };
  const auto begin = [&](std::size_t step) -> sg::ActivityPtr {
    if (step < workers) {
      sg::Host* host = platform.hosts()[step];
      return sg::this_actor::exec_init(work_s * host->get_speed())->set_host(host)->start();
    }
    const auto [from, to] = tried[step - workers];
    const auto message = sg::Comm::sendto_init()->set_payload_size(message_header_bytes);
    if (const auto rate = platform.rate_limit(from, to)) message->set_rate(*rate);
    return message->set_source(host_of(from))->set_destination(host_of(to));  // which starts it
  };
  bool is_over = false;
  std::string reason = "it never ends";
  const auto attempt = [&] {
    const std::size_t steps = workers + tried.size();
    try {
      std::vector<sg::ActivityPtr> under_way;
      for (std::size_t first = 0; first < steps; first += at_once) {
        const std::size_t end = std::min(first + at_once, steps);
        for (std::size_t step = first; step < end; ++step) {
          doubt(step);
          under_way.push_back(begin(step));
        }
        for (std::size_t step = first; step < end; ++step) {
          doubt(step);
          under_way[step - first]->wait();
        }
        under_way.clear();
      }
      is_over = true;
    } catch (const std::exception& error) {  // and nothing else: SimGrid ends actors with an exception of its own
      const std::string what = error.what();
      reason = what.substr(0, what.find('\n'));
    }
  };
  sg::Actor::create("trial", platform.hosts().front(), attempt);
  platform.engine().run();
  if (!is_over) throw UsageError(fmt::format("{}: {}: {}", platform.file(), note.read(), reason));
}

}  // namespace lowband
