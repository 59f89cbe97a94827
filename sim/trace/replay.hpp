// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "sim/trace/trace_file.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// Lets `worker` do what the node of its rank did when `trace` was written, with empty computations and messages of
/// size alone: the same operations in the same order, and so the same times as if it had computed. `report` is told of
/// every iteration that was reported, and of every step of a server. Throws UsageError if the trace turns out to be
/// wrong, or too short: the end of the run had cut a program off that goes on here.
void replay(Worker& worker, const TraceFile& trace, const std::function<void(Worker&, std::uint64_t)>& report);

}  // namespace lowband
