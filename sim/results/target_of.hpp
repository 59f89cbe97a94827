// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lowband {

/// Whose figure a target, a table or a plot is about.
enum class TargetOf : std::uint8_t {
  workers,       ///< the mean of what the workers' own models have
  worst_worker,  ///< the least accuracy, or the largest loss, that a worker's own model has
  mean_model,    ///< what the mean of all models has; between workers that differ nobody has this model
  server,        ///< what the server's model has, where there is one: it is evaluated in place of the mean model
};

/// "workers", "worst-worker", "mean-model", "server": as `evaluation.of` has them.
[[nodiscard]] const std::vector<std::string>& target_of_names();
/// The `TargetOf` of that name; empty: there is none.
[[nodiscard]] std::optional<TargetOf> target_of_named(std::string_view name);
[[nodiscard]] std::string name_of(TargetOf of);

}  // namespace lowband
