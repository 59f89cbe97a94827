// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"
#include "tests/simulated.hpp"

namespace lowband::test {

using Vector = std::vector<float>;

/// What local steps would do: changes the model of `rank` before synchronisation `round`.
using Progress = std::function<void(int rank, int round, FloatBuffer& model)>;

struct Synchronised {
  std::vector<std::vector<Vector>> models;  ///< [worker][round], after the synchronisation
  Json traffic;                             ///< per worker {bytes_sent, bytes_received, messages_sent}
  double now = 0.0;
};

/// An algorithm, and the method that it has become.
struct Prepared {
  Named<Algorithm> algorithm;
  std::unique_ptr<const Method> method;

  [[nodiscard]] const Method* operator->() const noexcept { return method.get(); }
  [[nodiscard]] const PeriodicMethod& periodic() const { return dynamic_cast<const PeriodicMethod&>(*method); }
  /// What both have to say.
  [[nodiscard]] std::vector<std::string> warnings(const Layout& exchanged = {}) const;
};

/// An algorithm from its JSON, for so many workers of whom nothing else is known.
[[nodiscard]] Prepared prepared(const std::string& json, int workers);
/// The same on a platform, for vectors of these tensors, and workers who have so many training samples, if that is
/// told; what it was left is settled.
[[nodiscard]] Prepared prepared(const std::string& json, const PlatformSettings& platform, const Layout& exchanged,
                                const Registry<Algorithm>& registry = algorithms(),
                                const std::vector<std::uint64_t>& samples = {});
/// The same on any platform.
[[nodiscard]] Prepared settled(const std::string& json, int workers, const Layout& exchanged);

/// A collective from its JSON, for so many workers.
[[nodiscard]] std::unique_ptr<const Collective> collective(const std::string& json, int workers);

/// A vector of `size` normal numbers of its own for each (worker, round).
[[nodiscard]] Vector noise(std::size_t size, int rank, int round);

/// Adds noise() to the model.
void random_progress(int rank, int round, FloatBuffer& model);

/// `rounds` rounds of progress and synchronisation on one worker, whose exchanged tensors are these: its model after
/// each.
[[nodiscard]] std::vector<Vector> take_rounds(Worker& worker, const Prepared& prepared, const Vector& initial,
                                              int rounds, const Layout& tensors,
                                              const Progress& progress = random_progress);

/// The same on every worker of a simulation; one vector is exchanged unless `layout` says otherwise. Workers have so
/// many training samples, if that is told.
[[nodiscard]] Synchronised synchronised(const std::string& json, const PlatformSettings& platform,
                                        const Vector& initial, int rounds, const Progress& progress = random_progress,
                                        const SimulatedOptions& options = {}, const Layout& layout = {},
                                        const std::vector<std::uint64_t>& samples = {});

/// The mean over workers, in double.
[[nodiscard]] std::vector<double> mean(const std::vector<Vector>& vectors);

}  // namespace lowband::test
