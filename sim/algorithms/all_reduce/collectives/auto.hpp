#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/algorithms/all_reduce/collective.hpp"

namespace lowband {

/// The collective that takes the least time on the platform of the scenario for all that a synchronisation exchanges,
/// by dry_run_seconds(): ring, recursive halving-doubling, tree, direct (up to 128 workers), and hierarchical if the
/// platform has zones. The choice stands in the results.
class AutoCollective final : public Collective {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  void prepare(int workers, const Place& place) override;
  [[nodiscard]] bool needs_platform() const override { return true; }
  void meet(const PlatformReport& platform, std::span<const Exchange> exchanges, const Place& place) override;
  /// Before meet() knows the exchanges: of all that may be chosen.
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] std::string chosen(const std::string& name) const override;

  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const override {
    return choice().all_reduce(worker, tag, reduction);
  }
  [[nodiscard]] std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const override {
    return choice().all_gather(worker, tag, own);
  }

 private:
  /// Throws std::logic_error before meet() knows the exchanges.
  [[nodiscard]] const Collective& choice() const;

  std::vector<Named<Collective>> candidates_;
  const Named<Collective>* choice_ = nullptr;
};

}  // namespace lowband
