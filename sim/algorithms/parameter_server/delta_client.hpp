// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/delta_model.hpp"
#include "sim/algorithms/parameter_server/store_keys.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// A client of stores (DeltaServer) that is never held up by them. It takes local steps from its own copy of the model,
/// and adds what each has changed to that, as it is by then; so a step reads all that has come before it begins. A
/// second program goes over the keys beside them, in order, pass after pass: it puts what is new of a key, and takes
/// what the store has of it by then, with some requests under way at a time. A pass ends when all are answered; the
/// next one begins as soon as K steps have ended since this one began, so that there is something to put, and no more
/// than one pass for each K steps.
class DeltaClient final : public Node {
 public:
  struct Setting {
    const Period& period;  ///< K
    int requests = 1;      ///< under way at a time, at most
    int first_server = 1;  ///< its rank; those of the other shards follow
    int shards = 1;
    /// Its copy of a model with these tensors, which begins as the one that is given.
    std::function<DeltaModel(const FloatBuffer&, const Layout&)> model;
  };

  explicit DeltaClient(Setting setting) : setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

 private:
  void pass(Worker& worker);
  void put(Worker& worker, const StoreKey& key);
  /// Waits for the next answer, whichever server's it is.
  void take(Worker& worker);

  Setting setting_;
  Learner* learner_ = nullptr;
  std::optional<DeltaModel> model_;
  std::vector<StoreKey> keys_;
  std::uint64_t steps_ = 0;
  std::uint64_t periods_ = 0;  ///< of local steps that have ended

  // --- Of the second program. ---
  std::uint64_t periods_before_ = 0;                    ///< when the pass began
  std::vector<std::deque<CoordinateRange>> under_way_;  ///< by shard, each of which answers in turn
  int requests_ = 0;                                    ///< in all of them
  std::uint32_t puts_ = 0;
};

}  // namespace lowband
