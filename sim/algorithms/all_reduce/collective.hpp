#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/all_reduce/exchange.hpp"
#include "sim/algorithms/all_reduce/reduction.hpp"
#include "sim/base/component.hpp"
#include "sim/engine/platform.hpp"
#include "sim/engine/worker.hpp"

namespace lowband {

/// How workers reduce a vector together: who sends which part of it to whom. It holds nothing that one worker has for
/// itself, so one object serves all of them.
class Collective : public Component {
 public:
  /// Fixes the number of workers; called before everything below. Throws UsageError at `place`.
  virtual void prepare(int workers, const Place& /*place*/) { workers_ = workers; }
  /// Whether it must know the platform, by meet(), before anything is exchanged.
  [[nodiscard]] virtual bool needs_platform() const { return false; }
  /// Learns where the workers are, with the routes between pairs(), and what a synchronisation exchanges, if that is
  /// known. Throws UsageError at `place` if it is of no use there.
  virtual void meet(const PlatformReport& /*platform*/, std::span<const Exchange> /*exchanges*/,
                    const Place& /*place*/) {}

  /// The pairs (from, to) of workers that send each other messages, each once, ascending.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> pairs() const = 0;
  /// The collective that does the work: another one, where this only chooses. `name` is what this one is called.
  [[nodiscard]] virtual std::string chosen(const std::string& name) const { return name; }

  /// The reduction over all workers, in parts that cover the vector. Each part was completed by one worker, and its
  /// message then travelled unchanged, so all workers return the same bytes.
  [[nodiscard]] virtual std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const = 0;
  /// Every worker's message, by rank, unchanged.
  [[nodiscard]] virtual std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const = 0;

 protected:
  [[nodiscard]] int workers() const noexcept { return workers_; }

 private:
  int workers_ = 1;
};

[[nodiscard]] const Registry<Collective>& collectives();

}  // namespace lowband
