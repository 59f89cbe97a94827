// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform_trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "sim/base/error.hpp"
#include "sim/engine/simgrid_versions.hpp"
#include "sim/world/message.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

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
  const auto doubt = [&](const std::pair<int, int>& pair) {
    const auto& [from, to] = pair;
    note.write(fmt::format("a message from host \"{}\" (worker {}) to \"{}\" (worker {}) does not arrive",
                           host_of(from)->get_name(), from, host_of(to)->get_name(), to));
  };
  const auto begin = [&](const std::pair<int, int>& pair) {
    const auto& [from, to] = pair;
    const auto message = sg::Comm::sendto_init()->set_payload_size(message_header_bytes);
    if (const auto rate = platform.rate_limit(from, to)) message->set_rate(*rate);
    return message->set_source(host_of(from))->set_destination(host_of(to));  // which starts it
  };
  bool is_over = false;
  std::string reason = "it never ends";
  const auto attempt = [&] {
    try {
      std::vector<sg::CommPtr> under_way;
      for (std::size_t first = 0; first < tried.size(); first += at_once) {
        const std::size_t end = std::min(first + at_once, tried.size());
        for (std::size_t i = first; i < end; ++i) {
          doubt(tried[i]);
          under_way.push_back(begin(tried[i]));
        }
        for (std::size_t i = first; i < end; ++i) {
          doubt(tried[i]);
          under_way[i - first]->wait();
        }
        under_way.clear();
      }
      is_over = true;
    } catch (const std::exception& error) {  // and nothing else: SimGrid ends actors with an exception of its own
      const std::string what = error.what();
      reason = what.substr(0, what.find('\n'));
    }
  };
  begin_actor("trial", platform.hosts().front(), attempt);
  platform.engine().run();
  if (!is_over) throw UsageError(fmt::format("{}: {}: {}", platform.file(), note.read(), reason));
}

}  // namespace lowband
