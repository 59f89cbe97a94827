// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/compute_settings.hpp"
#include "sim/engine/platform.hpp"
#include "sim/world/message_observer.hpp"
#include "sim/world/task_pool.hpp"
#include "sim/world/world.hpp"

namespace lowband {

/// The simulated world: every worker is an actor on its host. A process can have one Simulation in its life.
class Simulation final : public World {
 public:
  /// `pairs` are all (from, to) that will send messages, if that is known: knowing them, the engine need not leave
  /// every message to SimGrid (private_lines.hpp). Throws UsageError if the platform cannot be used.
  Simulation(const PlatformSettings& platform, ComputeSettings compute, std::uint64_t seed, TaskPool& pool,
             const std::vector<std::pair<int, int>>& pairs = {});
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  Simulation(Simulation&&) = delete;
  Simulation& operator=(Simulation&&) = delete;
  ~Simulation() override;

  /// Tells `observer` of all messages, but for those to come after the end of the run. To be called before run().
  void observe(MessageObserver& observer);

  void run(const std::function<void(Worker&)>& program) override;
  [[nodiscard]] const std::optional<Diverged>& diverged() const noexcept override;
  [[nodiscard]] double now() const override;
  [[nodiscard]] std::uint64_t bytes_sent() const noexcept override;
  [[nodiscard]] Traffic traffic() const override;
  [[nodiscard]] std::vector<std::string> host_names() const override;
  /// Of each pair that has exchanged something, the links that its messages cross, as they stand in traffic().
  [[nodiscard]] std::map<std::pair<int, int>, std::vector<std::size_t>> routes() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace lowband
