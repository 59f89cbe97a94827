// SPDX-License-Identifier: Apache-2.0
#include "tests/timeline/recorded.hpp"

#include "sim/timeline/timeline_file.hpp"
#include "sim/timeline/timeline_worker.hpp"
#include "tests/checked_child.hpp"

namespace lowband::test {

Timeline recorded(const PlatformSettings& platform, const std::function<void(Worker&)>& program,
                  const TimelineLimits& limits, const SimulatedOptions& options) {
  const std::string bytes = run_in_checked_child([&] {
    TaskPool pool(options.threads);
    Simulation simulation(platform, options.compute, options.seed, pool, options.pairs);
    TimelineRecorder recorder(limits);
    simulation.observe(recorder);
    simulation.run([&](Worker& worker) {
      TimelineWorker timeline_worker(worker, recorder);
      program(timeline_worker);
    });
    std::vector<std::string> roles(static_cast<std::size_t>(platform.workers), "worker");
    for (const auto& other : platform.others) roles.push_back(other.role);
    const Traffic traffic = simulation.traffic();
    return to_bytes(
        recorder.finished({traffic, simulation.host_names(), roles, simulation.routes()}, simulation.now()));
  });
  return timeline_of_bytes(bytes, "recorded");
}

Message message_of(std::size_t wire_bytes, std::size_t coordinates) {
  return Message::without_content(wire_bytes - message_header_bytes, coordinates);
}

Timeline example_timeline() {
  using enum Timeline::Box::Kind;
  Timeline timeline;
  timeline.to_s = 1.0;
  timeline.end_s = 1.0;
  timeline.nodes = {{"a \"quoted\" <host>", "worker"}, {"b\\\n,c", "worker"}, {"s", "server"}};
  timeline.boxes.resize(6);
  // Worker 0: a step from 0 to 0.5, in which it encodes and waits; then it waits again.
  timeline.boxes[0] = {
      {0.0, 0.5, step, 3, 1}, {0.1, 0.2, compute, 0, 1}, {0.25, 0.5, wait, 0, 1, 1, 0}, {0.5, 0.9, wait, 0, 1, 2, 1}};
  timeline.boxes[1] = {{0.0, 0.125, step, 1, 1}, {0.125, 1.0, sleep, 0, 1}};
  timeline.boxes[2] = {{0.0, 0.5, wait, 0, 0, 1, 2}, {0.5, 1.0, wait, 0, 0, -1}};
  timeline.boxes[4] = {{0.0, 1.0, attend, 0, 0}};
  timeline.messages = {{1, 0, 7, false, false, 1000, 246, 0.125, 0.5, 0.5, 0.1, 0.25},
                       {2, 0, 7, false, false, 100, 0, 0.5, 0.75, 0.9, 0.1, 0.025},
                       {1, 2, 7, false, false, 1000, 246, 0.125, 0.5, 0.5, 0.1, 0.25},
                       {1, 0, 8, true, false, 16, 0, 1.0 / 3.0, 0.4, 0.9, 0.1, 0.0},
                       {0, 1, 9, false, false, 16, 0, 0.9}};
  timeline.reports = {{0, 0, 0.0}, {1, 4, 0.125}};
  timeline.links = {{"up", 1e6, 0.05}, {"down\t\"x\"", 1e6, 0.05}};
  timeline.routes = {{{0, 1}, {0, 1}}, {{1, 0}, {0, 1}}, {{1, 2}, {0, 1}}, {{2, 0}, {1}}};
  return timeline;
}

Timeline across_two_links(std::vector<Timeline::Message> messages) {
  Timeline timeline;
  timeline.to_s = timeline.end_s = 10.0;
  timeline.nodes = {{"a", "worker"}, {"b", "worker"}};
  timeline.boxes.resize(4);
  timeline.links = {{"slow", 100.0, 0.0}, {"fast", 1000.0, 0.0}, {"unused", 1.0, 0.0}};
  timeline.routes = {{{0, 1}, {0, 1}}};
  timeline.messages = std::move(messages);
  return timeline;
}

}  // namespace lowband::test
