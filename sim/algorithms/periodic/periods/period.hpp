// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/base/component.hpp"

namespace lowband {

/// When workers synchronise: how many local steps each period has. The last one ends with training, however long it is.
class Period : public Component {
 public:
  /// K >= 1 of the period that begins after `iteration` local steps and `synchronisations` synchronisations.
  [[nodiscard]] virtual std::uint64_t steps(std::uint64_t iteration, std::uint64_t synchronisations) const = 0;
  /// K, where it is always the same.
  [[nodiscard]] virtual std::optional<int> constant() const { return std::nullopt; }
  /// Where that period ends, training being of so many `iterations` in all: it may be cut short.
  [[nodiscard]] std::uint64_t end(std::uint64_t iteration, std::uint64_t synchronisations,
                                  std::uint64_t iterations) const {
    const std::uint64_t count = steps(iteration, synchronisations);
    return count < iterations - iteration ? iteration + count : iterations;
  }
  /// Simulated seconds that a period takes, where it is of time and not of steps.
  [[nodiscard]] virtual std::optional<double> seconds() const { return std::nullopt; }
  /// What of it does not come about in so many iterations, a sentence; "" if all does.
  [[nodiscard]] virtual std::string warning(std::uint64_t /*iterations*/) const { return ""; }
  /// What is told to people, after "synchronises ": "every 4 steps".
  [[nodiscard]] virtual std::string text() const = 0;
};

/// All but the constant one, which is an integer in the experiment.
[[nodiscard]] const Registry<Period>& periods();

/// The warning of periods of `steps` steps from iteration `from` on.
[[nodiscard]] std::string longer_than_training(int steps, std::uint64_t from, std::uint64_t iterations);

/// "every step", "every 4 steps"
[[nodiscard]] std::string every_steps(int steps);

}  // namespace lowband
