#pragma once

#include <functional>
#include <string>

#include "sim/timeline/timeline.hpp"
#include "tests/simulated.hpp"

namespace lowband::test {

/// Runs `program` on every node of a simulation in a child process, and returns its timeline.
[[nodiscard]] Timeline recorded(const PlatformSettings& platform, const std::function<void(Worker&)>& program,
                                const TimelineLimits& limits = {}, const SimulatedOptions& options = {});

/// A message of so many bytes on the wire, header included, that stands for `coordinates`.
[[nodiscard]] Message message_of(std::size_t wire_bytes, std::size_t coordinates = 0);

/// Example data: three nodes, "worker 0" and "worker 1" and "server 2", with a step within which a message is taken,
/// second programs, and names that are hard to write.
[[nodiscard]] Timeline example_timeline();

}  // namespace lowband::test
