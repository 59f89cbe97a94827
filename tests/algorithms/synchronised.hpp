#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/all_reduce/collective.hpp"
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

/// An algorithm from its JSON, prepared for so many workers.
[[nodiscard]] Named<Algorithm> algorithm(const std::string& json, int workers);

/// Lets it settle what it was left, for vectors of these tensors.
void settle(Algorithm& algorithm, const Layout& layout);

/// A collective from its name, prepared for so many workers.
[[nodiscard]] std::unique_ptr<Collective> collective(const std::string& name, int workers);

/// A vector of `size` normal numbers of its own for each (worker, round).
[[nodiscard]] Vector noise(std::size_t size, int rank, int round);

/// Adds noise() to the model.
void random_progress(int rank, int round, FloatBuffer& model);

/// `rounds` rounds of progress and synchronisation on every worker, from `initial`, one vector unless `layout` says
/// otherwise.
[[nodiscard]] Synchronised synchronised(const std::string& json, const PlatformSettings& platform,
                                        const Vector& initial, int rounds, const Progress& progress = random_progress,
                                        const SimulatedOptions& options = {}, const Layout& layout = {});

/// The mean over workers, in double.
[[nodiscard]] std::vector<double> mean(const std::vector<Vector>& vectors);

}  // namespace lowband::test
