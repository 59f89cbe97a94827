// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/periodic/all_reduce/exchange.hpp"
#include "sim/algorithms/periodic/all_reduce/reduction.hpp"
#include "sim/base/component.hpp"
#include "sim/world/whereabouts.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// How so many workers reduce a vector together: who sends which part of it to whom. It holds nothing that one worker
/// has for itself, so one object serves all of them.
class Collective {
 public:
  explicit Collective(int workers) : workers_(workers) {}
  Collective(const Collective&) = delete;
  Collective& operator=(const Collective&) = delete;
  Collective(Collective&&) = delete;
  Collective& operator=(Collective&&) = delete;
  virtual ~Collective() = default;

  /// As collectives() has it.
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] int workers() const noexcept { return workers_; }
  /// The pairs (from, to) of workers that send each other messages, each once, ascending.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> pairs() const = 0;

  /// The reduction over all workers, in parts that cover the vector. Each part was completed by one worker, and its
  /// message then travelled unchanged, so all workers return the same bytes.
  [[nodiscard]] virtual std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const = 0;
  /// Every worker's message, by rank, unchanged.
  [[nodiscard]] virtual std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const = 0;

  /// The closed forms of all_reduce() of this vector, and of all_gather() of messages like this one, for more than one
  /// worker. Chunks count as long as the longest of them.
  [[nodiscard]] virtual ClosedForm reduce_form(const Reduction& reduction) const = 0;
  [[nodiscard]] virtual ClosedForm gather_form(const Message& own) const = 0;

 private:
  int workers_;
};

/// The condition of closed forms that count binary digits of M: beside a power of two, some messages share links with
/// those of the next phase.
[[nodiscard]] std::string power_of_two_condition(int workers);

/// What a collective is made for.
struct CollectiveSetting {
  int workers = 1;
  const Whereabouts* whereabouts = nullptr;  ///< null: not known yet
  std::span<const Exchange> exchanges{};     ///< of a synchronisation; empty: not known yet
};

/// Which collective an experiment asks for.
class CollectiveChoice : public Component {
 public:
  /// Whether it must know where the workers are, and what they exchange.
  [[nodiscard]] virtual bool needs_whereabouts() const { return false; }
  /// The collective. Before all that is known which it needs, only the pairs that may talk can be asked of it. Throws
  /// UsageError at `place`.
  [[nodiscard]] virtual std::unique_ptr<const Collective> prepared(const CollectiveSetting& setting,
                                                                   const Place& place) const = 0;
};

[[nodiscard]] const Registry<CollectiveChoice>& collectives();

}  // namespace lowband
