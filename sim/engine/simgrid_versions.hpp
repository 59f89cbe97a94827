// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <simgrid/version.h>  // after the above: in 3.32 it does not include what it needs

#if SIMGRID_VERSION < 33400
#include <simgrid/kernel/resource/NetworkModelIntf.hpp>
#endif

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

/// What SimGrid says otherwise from version to version, 3.32 to 4.x. No other file asks for the version.
namespace lowband {

/// Who is to apply a factor to the latency of each message, by size, ends, links and zones of its route.
using LatencyFactor =
    std::function<double(double, const simgrid::s4u::Host*, const simgrid::s4u::Host*,
                         const std::vector<simgrid::s4u::Link*>&, const std::unordered_set<simgrid::s4u::NetZone*>&)>;

#if SIMGRID_VERSION < 33400

/// Up to so many messages travel detached: SimGrid keeps these in one list, and goes through all of it whenever one of
/// them ends. Up to so many that costs less than what a message in the sender's name needs more: a wait of the sender.
constexpr std::size_t most_detached = 256;

inline void set_latency_factor(const simgrid::s4u::Engine& engine, const LatencyFactor& factor) {
  engine.get_netzone_root()->get_network_model()->set_lat_factor_cb(factor);
}

#else

constexpr std::size_t most_detached = std::numeric_limits<std::size_t>::max();

inline void set_latency_factor(const simgrid::s4u::Engine& engine, const LatencyFactor& factor) {
  engine.get_netzone_root()->set_latency_factor_cb(factor);
}

#endif

#if SIMGRID_VERSION < 33500

/// Waits for a message as for any of several: where it waits for one, SimGrid lets the host sleep for ever beside, to
/// notice its failure, of which the host's actors are told anyway.
inline void wait_as_for_any(const simgrid::s4u::CommPtr& comm) {
  static_cast<void>(simgrid::s4u::Activity::wait_any({comm}));
}

#else

inline void wait_as_for_any(const simgrid::s4u::CommPtr& comm) {
  static_cast<void>(simgrid::s4u::ActivitySet({comm}).wait_any());
}

#endif

#if SIMGRID_VERSION < 40000

template <class Program>
simgrid::s4u::ActorPtr begin_actor(const std::string& name, simgrid::s4u::Host* host, Program program) {
  return simgrid::s4u::Actor::create(name, host, std::move(program));
}

#elif SIMGRID_VERSION < 40100

template <class Program>
simgrid::s4u::ActorPtr begin_actor(const std::string& name, simgrid::s4u::Host* host, Program program) {
  return simgrid::s4u::Engine::get_instance()->add_actor(name, host, std::move(program));
}

#else

template <class Program>
simgrid::s4u::ActorPtr begin_actor(const std::string& name, simgrid::s4u::Host* host, Program program) {
  return host->add_actor(name, std::move(program));
}

#endif

}  // namespace lowband
