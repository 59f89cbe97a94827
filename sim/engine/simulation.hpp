#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/engine/platform.hpp"
#include "sim/engine/task_pool.hpp"
#include "sim/engine/traffic.hpp"
#include "sim/engine/worker.hpp"

namespace lowband {

/// How fast workers compute beyond the speed of their hosts.
struct ComputeSettings {
  std::vector<double> slowdown;  ///< per worker, 1 = as fast as its host; empty: all 1
  double jitter = 0.0;           ///< each compute takes exp(jitter z - jitter^2/2) times as long, z standard normal
};

/// One simulation: every worker is an actor on its host and runs the same program. A process can have one Simulation
/// in its life.
class Simulation {
 public:
  /// `pairs` are all (from, to) that will send messages, if that is known: knowing them, the engine need not leave
  /// every message to SimGrid (private_lines.hpp). Throws UsageError if the platform cannot be used.
  Simulation(const PlatformSettings& platform, ComputeSettings compute, std::uint64_t seed, TaskPool& pool,
             const std::vector<std::pair<int, int>>& pairs = {});
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  Simulation(Simulation&&) = delete;
  Simulation& operator=(Simulation&&) = delete;
  ~Simulation();

  /// Runs `program` on all workers until each has returned. A worker that throws Diverged stops all of them at that
  /// simulated instant, and diverged() tells why. Any other exception stops all and is rethrown; so is a deadlock, as
  /// std::runtime_error.
  void run(const std::function<void(Worker&)>& program);

  /// Why the run diverged; empty if it did not.
  [[nodiscard]] const std::optional<Diverged>& diverged() const noexcept;
  /// Simulated seconds until now.
  [[nodiscard]] double now() const;
  /// All workers' bytes until now, headers included.
  [[nodiscard]] std::uint64_t bytes_sent() const noexcept;
  /// The ledgers; complete when run() has returned.
  [[nodiscard]] Traffic traffic() const;
  [[nodiscard]] std::vector<std::string> host_names() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace lowband
