// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/whereabouts_of.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "sim/engine/forked.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/world/forwarding_worker.hpp"

namespace lowband {

namespace {

struct TakesTooLong : std::runtime_error {
  TakesTooLong() : std::runtime_error("a trial takes too long") {}
};

/// Gives up when it receives something too late.
class HastyWorker final : public ForwardingWorker {
 public:
  HastyWorker(Worker& worker, double limit_s) : ForwardingWorker(worker), limit_s_(limit_s) {}

  [[nodiscard]] Message receive(int from, Tag tag) override {
    Message message = ForwardingWorker::receive(from, tag);
    if (now() > limit_s_) throw TakesTooLong();
    return message;
  }

 private:
  double limit_s_;
};

std::optional<double> simulated_seconds(const PlatformSettings& platform, const std::function<void(Worker&)>& program,
                                        const std::vector<std::pair<int, int>>& pairs, double limit_s) {
  const std::string seconds = run_in_child([&]() -> std::string {
    TaskPool pool(1);
    Simulation simulation(platform, {}, 0, pool, pairs);
    try {
      simulation.run([&](Worker& worker) {
        HastyWorker hasty(worker, limit_s);
        program(hasty);
      });
    } catch (const TakesTooLong&) {
      return "";
    }
    return fmt::format("{}", simulation.now());
  });
  return seconds.empty() ? std::nullopt : std::optional(std::stod(seconds));
}

}  // namespace

Whereabouts whereabouts_of(const PlatformReport& report) {
  Whereabouts whereabouts;
  for (const auto& route : report.routes) whereabouts.latencies[{route.from, route.to}] = route.latency_s;
  whereabouts.zones = report.zones;
  PlatformSettings warm = report.inspected;
  warm.network.tcp.initial_window.reset();  // what is tried once will be done many times: by then windows are wide
  whereabouts.seconds_of = [platform = std::move(warm)](const auto& program, const auto& pairs, double limit_s) {
    return simulated_seconds(platform, program, pairs, limit_s);
  };
  return whereabouts;
}

}  // namespace lowband
