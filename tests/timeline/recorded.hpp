// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

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

/// Example data: messages that each cross two links of three, "slow" and "fast" of 100 and 1000 bytes a second, in a
/// run of 10 s of two nodes without boxes.
[[nodiscard]] Timeline across_two_links(std::vector<Timeline::Message> messages);

}  // namespace lowband::test
