// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/group.hpp"

namespace lowband {

/// Inside a site, across sites, inside (as Horovod's hierarchical all-reduce): with m the workers of the smallest site,
/// the first m of each site own a chunk; everybody sends them these chunks; those who own the same chunk reduce it by a
/// ring across sites; and hand it to their sites. The links between S sites carry 2 (S - 1) / S vectors, however many
/// workers a site has.
class HierarchicalCollective final : public Collective {
 public:
  /// `sites`: ranks, every worker's once; none while they are not known. Throws UsageError at `place`, by
  /// check_pairs(), if everybody of a site would send to too many.
  HierarchicalCollective(int workers, std::vector<std::vector<int>> sites, const Place& place);
  [[nodiscard]] std::string name() const override { return "hierarchical"; }
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override;
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& worker, Tag tag, Reduction& reduction) const override;
  /// Through the first worker of each site, and the ring of these.
  [[nodiscard]] std::vector<Message> all_gather(Worker& worker, Tag tag, const Message& own) const override;
  /// With s sites of n workers, m of each owners of chunks: inside a port of an owner carries (n - 1) S / m there and
  /// back, 2 (l + (n - 1) S / (m B)); across, 2 (s - 1) (l + S / (m s B)) around m rings at a time.
  [[nodiscard]] ClosedForm reduce_form(const Reduction& reduction) const override;
  /// Inside l + (n - 1) S / B; across, with all of a site in a bundle, (s - 1) (l + n S / B); inside, all of them to n
  /// - 1 others, l + (n - 1) M S / B.
  [[nodiscard]] ClosedForm gather_form(const Message& own) const override;

 private:
  [[nodiscard]] int smallest_site() const;
  /// The site of `rank`, each worker with its own vector.
  [[nodiscard]] Group site_of(int rank) const;
  /// Of all sites: from every member to the first `owners` of its site, or from these to it.
  [[nodiscard]] std::vector<std::pair<int, int>> inside(int owners, bool is_back) const;
  /// Around the rings across sites of the first `owners` of each, ring by ring.
  [[nodiscard]] std::vector<std::pair<int, int>> rings(int owners) const;
  [[nodiscard]] int largest_site() const;
  /// The worker of this index in every site, each with the sum of its site.
  [[nodiscard]] Group across(int index, int rank) const;

  std::vector<std::vector<int>> sites_;  ///< ranks, ascending
};

/// Unless the experiment lists them, sites are the zones of the platform that the workers' hosts are in.
class HierarchicalChoice final : public CollectiveChoice {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] bool needs_whereabouts() const override { return sites_.empty(); }
  [[nodiscard]] std::unique_ptr<const Collective> prepared(const CollectiveSetting& setting,
                                                           const Place& place) const override;

 private:
  void read_sites(const Json& json, const Place& place);

  std::vector<std::vector<int>> sites_;  ///< as in the experiment
};

/// The workers' sites by the zones of their hosts, in order of first appearance.
[[nodiscard]] std::vector<std::vector<int>> sites_by_zone(const Whereabouts& whereabouts);

}  // namespace lowband
