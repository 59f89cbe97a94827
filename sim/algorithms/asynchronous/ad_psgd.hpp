// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/asynchronous/pair_average.hpp"
#include "sim/algorithms/asynchronous/shared_model.hpp"
#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// AD-PSGD (Lian et al., ICML 2018, arXiv:1710.06952) with K local steps, on a graph with two sides: workers of one
/// side are active, those of the other passive. A worker reads its model x, takes K steps from there, and adds what
/// they have changed to x as it is by then: the gradients are those of what was read. When it is active, it asks a
/// neighbour drawn at random for an average (PairAverage), as it was before the steps are added:
///
///     read x' = x_i;   y = x' - gamma g(x') - ...;   x_i, x_j <- (x_i + x_j) / 2;   x_i <- x_i + (y - x').
///
/// A passive worker j answers at once, while it takes steps of its own; nobody waits for another's gradient, and as
/// only active workers wait, and for passive ones, nobody waits for ever.
///
/// Serial: an active worker asks after every K steps, and waits for the answer. Overlapped: a second program asks again
/// and again, as fast as the network allows, while the first continues its steps, so that the number of exchanges
/// per gradient is not fixed. Whatever steps change between request and answer is added on top of the average. (In
/// FAIR's code a gradient also waits until the one before has been taken by its second program; here none waits.)
///
/// Where workers count by their samples, what the steps have changed is added w times. The staleness of a change is the
/// number of exchanges that have changed x_i between its being read and added. (The paper's tau counts the updates of
/// all workers meanwhile.)
///
/// Momentum and the like stay with the worker.
class AdPsgd final : public Node {
 public:
  struct Setting {
    const Period& period;    ///< K
    std::vector<int> peers;  ///< its neighbours
    bool is_active = false;
    bool overlaps = false;
    float weight = 1.0F;  ///< how often its progress counts
    /// Its side of the averages of models with these tensors, all of which begin as the one that is given.
    std::function<std::unique_ptr<PairAverage>(const FloatBuffer&, const Layout&)> average;
  };

  explicit AdPsgd(Setting setting) : setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

  /// What worker `rank` does from a read of its model, of these tensors, to the next, alone: if it is active and
  /// serial, it waits for the answer of a neighbour, of whom the first stands for all, 2 (l + S / B); else for nobody.
  [[nodiscard]] static ClosedForm closed_form(const Setting& setting, int rank, const Layout& exchanged);

 private:
  /// The active side of an exchange.
  void ask(Worker& worker);
  /// The passive side of the next one.
  void answer(Worker& worker);
  /// Begins the second program, if there is one.
  void begin_beside(Worker& worker);
  [[nodiscard]] Stream code_numbers(const Worker& worker) const;

  Setting setting_;
  Learner* learner_ = nullptr;
  std::optional<SharedModel> model_;
  std::unique_ptr<PairAverage> average_;
  std::uint64_t steps_ = 0;
  std::uint32_t exchanges_ = 0;             ///< that have changed the model, or are about to
  std::uint32_t exchanges_at_reading_ = 0;  ///< when training read the model last
};

}  // namespace lowband
