// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/world/traffic.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// What a program throws to end the run, of all nodes, at this instant.
struct RunIsOver {};

/// Where nodes run one program each, and send each other messages. What they compute is theirs; how long that and the
/// messages take is the world's: simulated links (Simulation), or a test's. The first nodes are the workers.
///
/// A run is over when the programs of all workers have returned, or one throws RunIsOver: nodes that are no workers,
/// and second programs, end with it. What is under way then has been sent, and nobody waits for it.
class World {
 public:
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  World(World&&) = delete;
  World& operator=(World&&) = delete;
  virtual ~World() = default;

  /// Runs `program` on all nodes; once. A node that throws Diverged stops all of them at that instant, and diverged()
  /// tells why. Any other exception stops all and is rethrown; so is a deadlock, as std::runtime_error.
  virtual void run(const std::function<void(Worker&)>& program) = 0;

  /// Why the run diverged; empty if it did not.
  [[nodiscard]] virtual const std::optional<Diverged>& diverged() const noexcept = 0;
  /// Seconds until now, of the world's clock.
  [[nodiscard]] virtual double now() const = 0;
  /// All workers' bytes until now, headers included.
  [[nodiscard]] virtual std::uint64_t bytes_sent() const noexcept = 0;
  /// The ledgers; complete when run() has returned.
  [[nodiscard]] virtual Traffic traffic() const = 0;
  /// Where the nodes are, by rank.
  [[nodiscard]] virtual std::vector<std::string> host_names() const = 0;
};

}  // namespace lowband
