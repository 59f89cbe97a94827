// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collectives/auto.hpp"

#include <limits>
#include <set>
#include <stdexcept>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collectives/direct.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/halving_doubling.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/hierarchical.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/ring.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/tree.hpp"
#include "sim/algorithms/periodic/all_reduce/dry_run.hpp"

namespace lowband {

namespace {

/// M (M - 1) messages at a time, and as many routes to look at, are too many to try beyond.
constexpr int most_direct_workers = 128;

using Candidates = std::vector<std::unique_ptr<const Collective>>;

/// The ones with few messages first: a dry run ends when it takes longer than the best so far.
Candidates candidates(const CollectiveSetting& setting, const Place& place) {
  const int workers = setting.workers;
  Candidates all;
  all.push_back(std::make_unique<HalvingDoublingCollective>(workers));
  all.push_back(std::make_unique<TreeCollective>(workers));
  all.push_back(std::make_unique<RingCollective>(workers));
  if (workers > most_direct_workers) return all;
  all.push_back(std::make_unique<DirectCollective>(workers));
  if (setting.whereabouts == nullptr) return all;
  auto sites = sites_by_zone(*setting.whereabouts);
  if (sites.size() > 1) all.push_back(std::make_unique<HierarchicalCollective>(workers, std::move(sites), place));
  return all;
}

/// While the choice cannot be made.
class Undecided final : public Collective {
 public:
  Undecided(int workers, Candidates candidates) : Collective(workers), candidates_(std::move(candidates)) {}

  [[nodiscard]] std::string name() const override { return "auto"; }
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override {
    std::set<std::pair<int, int>> all;
    for (const auto& candidate : candidates_) {
      for (const auto& pair : candidate->pairs()) all.insert(pair);
    }
    return {all.begin(), all.end()};
  }
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& /*worker*/, Tag /*tag*/,
                                                Reduction& /*reduction*/) const override {
    throw std::logic_error(reason);
  }
  [[nodiscard]] std::vector<Message> all_gather(Worker& /*worker*/, Tag /*tag*/,
                                                const Message& /*own*/) const override {
    throw std::logic_error(reason);
  }

  [[nodiscard]] ClosedForm reduce_form(const Reduction& /*reduction*/) const override {
    throw std::logic_error(reason);
  }
  [[nodiscard]] ClosedForm gather_form(const Message& /*own*/) const override { throw std::logic_error(reason); }

 private:
  static constexpr auto reason = "what is exchanged, and where, is not known yet: no collective is chosen";

  Candidates candidates_;
};

}  // namespace

std::unique_ptr<const Collective> AutoChoice::prepared(const CollectiveSetting& setting, const Place& place) const {
  Candidates all = candidates(setting, place);
  if (setting.whereabouts == nullptr || setting.exchanges.empty()) {
    return std::make_unique<Undecided>(setting.workers, std::move(all));
  }
  std::unique_ptr<const Collective> fastest;
  double least = std::numeric_limits<double>::infinity();
  for (auto& candidate : all) {
    const auto seconds = dry_run_seconds(*candidate, setting.exchanges, *setting.whereabouts, least);
    if (!seconds || *seconds >= least) continue;
    fastest = std::move(candidate);
    least = *seconds;
  }
  return fastest;
}

}  // namespace lowband
