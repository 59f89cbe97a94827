// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// Runs of an experiment that are over soon, each really carried out in a child of this process, in the first scenario
/// and with the first seed: to see what long ones cost on this machine.
class ShortRuns {
 public:
  /// `data` are those that the experiment's model is bound to. Trainings have so many threads. What takes longer than
  /// `patience_s` is given up.
  ShortRuns(Experiment& experiment, const Data& data, int threads, double patience_s);
  ShortRuns(const ShortRuns&) = delete;
  ShortRuns& operator=(const ShortRuns&) = delete;
  ShortRuns(ShortRuns&&) = delete;
  ShortRuns& operator=(ShortRuns&&) = delete;
  ~ShortRuns();

  /// The real seconds of a run, from its child's beginning to its end, in which `iterations` steps of an algorithm, by
  /// its index, are trained, with a synchronisation every `local_steps` of them and evaluations of a single sample at
  /// both ends, and the results are written. Keeps its trace for replayed(), if it has one. Nothing if it is given up.
  [[nodiscard]] std::optional<double> trained(std::size_t algorithm, std::uint64_t local_steps,
                                              std::uint64_t iterations);
  /// Those of a replay of what trained() has kept last. Nothing if there is no such trace, or it is given up.
  [[nodiscard]] std::optional<double> replayed(std::size_t algorithm);
  /// The real seconds of an evaluation as runs have it, from one on a part of the samples that takes about `least_s`.
  /// `are_alike`: the workers' models are the same. Nothing if it is given up.
  [[nodiscard]] std::optional<double> evaluated(bool are_alike, double least_s);

  /// The most that any of these children, or this process, has had resident.
  [[nodiscard]] std::uint64_t peak_bytes() const noexcept { return peak_bytes_; }

 private:
  /// What `work`, done in a child, returns; and the seconds that the child was there.
  struct Done {
    double told = 0.0;
    double real_s = 0.0;
  };
  [[nodiscard]] std::optional<Done> in_child(const std::function<double()>& work);

  Experiment& experiment_;  ///< changed in children alone
  const Data& data_;
  int threads_;
  double patience_s_;
  Shares shares_;
  std::filesystem::path folder_;  ///< of traces and results
  std::uint64_t peak_bytes_;
};

}  // namespace lowband
