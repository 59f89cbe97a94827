#include "sim/algorithms/all_reduce/collectives/auto.hpp"

#include <limits>
#include <set>
#include <stdexcept>

#include "sim/algorithms/all_reduce/collectives/direct.hpp"
#include "sim/algorithms/all_reduce/collectives/halving_doubling.hpp"
#include "sim/algorithms/all_reduce/collectives/hierarchical.hpp"
#include "sim/algorithms/all_reduce/collectives/ring.hpp"
#include "sim/algorithms/all_reduce/collectives/tree.hpp"
#include "sim/algorithms/all_reduce/dry_run.hpp"

namespace lowband {

namespace {

/// M (M - 1) messages at a time, and as many routes to look at, are too many to try beyond.
constexpr int most_direct_workers = 128;

}  // namespace

void AutoCollective::prepare(int workers, const Place& place) {
  Collective::prepare(workers, place);
  candidates_.clear();
  // The ones with few messages first: a dry run ends when it takes longer than the best so far.
  candidates_.push_back({"recursive-halving-doubling", std::make_unique<HalvingDoublingCollective>()});
  candidates_.push_back({"tree", std::make_unique<TreeCollective>()});
  candidates_.push_back({"ring", std::make_unique<RingCollective>()});
  if (workers <= most_direct_workers) candidates_.push_back({"direct", std::make_unique<DirectCollective>()});
  for (auto& candidate : candidates_) candidate->prepare(workers, place);
  choice_ = nullptr;
}

void AutoCollective::meet(const PlatformReport& platform, std::span<const Exchange> exchanges, const Place& place) {
  prepare(workers(), place);
  if (workers() <= most_direct_workers && sites_by_zone(platform).size() > 1) {  // the routes of all pairs are known
    candidates_.push_back({"hierarchical", std::make_unique<HierarchicalCollective>()});
    candidates_.back()->prepare(workers(), place);
    candidates_.back()->meet(platform, exchanges, place);
  }
  if (exchanges.empty()) return;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& candidate : candidates_) {
    const auto seconds = dry_run_seconds(*candidate, exchanges, platform.inspected, least);
    if (!seconds || *seconds >= least) continue;
    choice_ = &candidate;
    least = *seconds;
  }
}

std::vector<std::pair<int, int>> AutoCollective::pairs() const {
  if (choice_ != nullptr) return choice().pairs();
  std::set<std::pair<int, int>> all;
  for (const auto& candidate : candidates_) {
    for (const auto& pair : candidate->pairs()) all.insert(pair);
  }
  return {all.begin(), all.end()};
}

std::string AutoCollective::chosen(const std::string& name) const { return choice_ == nullptr ? name : choice_->name; }

const Collective& AutoCollective::choice() const {
  if (choice_ == nullptr) throw std::logic_error("the platform is not known yet: no collective is chosen");
  return **choice_;
}

}  // namespace lowband
