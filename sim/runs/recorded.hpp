// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// What a trace holds beside the workers' operations: all of a run's results that no network changes.
struct Recorded {
  Json learning;                                 ///< what was learned, as learning_of() tells it
  std::uint64_t parameters = 0;                  ///< d of the model
  std::vector<MetricsRow> metrics;               ///< times and bytes, which the network decides, are 0
  std::vector<WorkerMetricsRow> worker_metrics;  ///< likewise; a row of each worker per row above, or none
};

/// What decides the operations and results of a run, whatever the network: the version, the instruction set, data,
/// model, training, when and on how many samples is evaluated, the algorithm and the seed, from the manifest of an
/// experiment. Two runs that agree in it have the same trace.
[[nodiscard]] Json learning_of(const Json& manifest, const std::string& algorithm, std::uint64_t seed);

[[nodiscard]] std::string to_text(const Recorded& recorded);
/// Throws UsageError that names `file`, where the text stood.
[[nodiscard]] Recorded from_text(const std::string& text, const std::filesystem::path& file);

}  // namespace lowband
