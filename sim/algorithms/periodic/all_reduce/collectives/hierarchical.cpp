// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collectives/hierarchical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "sim/algorithms/periodic/all_reduce/collectives/chunk_bits.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/direct.hpp"
#include "sim/algorithms/periodic/all_reduce/collectives/ring.hpp"
#include "sim/base/chunks.hpp"
#include "sim/base/size_limit.hpp"

namespace lowband {

void HierarchicalChoice::parameters(Parameters& parameters) {
  Parameter sites;
  sites.name = "sites";
  sites.type = "list of lists of workers";
  sites.help = "the workers of each site, every worker once; empty: by the zones of the platform";
  sites.schema = {{"type", "array"},
                  {"items", {{"type", "array"}, {"minItems", 1}, {"items", {{"type", "integer"}, {"minimum", 0}}}}}};
  sites.read = [this](const Json& json, const Place& place) { read_sites(json, place); };
  sites.value = [this] { return Json(sites_); };
  parameters.add(std::move(sites));
}

void HierarchicalChoice::read_sites(const Json& json, const Place& place) {
  if (!json.is_array()) place.expected("a list of lists of workers", json);
  sites_.clear();
  for (std::size_t s = 0; s < json.size(); ++s) {
    if (!json[s].is_array() || json[s].empty()) (place / s).expected("a list of workers", json[s]);
    auto& site = sites_.emplace_back();
    for (std::size_t i = 0; i < json[s].size(); ++i) {
      const bool fits = json[s][i].is_number_unsigned() && std::in_range<int>(json[s][i].get<std::uint64_t>());
      if (!fits) (place / s / i).expected("a worker, an integer at least 0", json[s][i]);
      site.push_back(json[s][i].get<int>());
    }
    std::sort(site.begin(), site.end());
  }
}

std::unique_ptr<const Collective> HierarchicalChoice::prepared(const CollectiveSetting& setting,
                                                               const Place& place) const {
  std::vector<std::vector<int>> sites = sites_;
  Place blamed = place;
  if (!sites_.empty()) {
    blamed = place / "sites";
    std::vector<int> all;
    for (const auto& site : sites_) all.insert(all.end(), site.begin(), site.end());
    std::sort(all.begin(), all.end());
    if (all != Group::of_all(setting.workers, 0).ranks) {
      blamed.fail(fmt::format("expected every worker from 0 to {} once", setting.workers - 1));
    }
  } else if (setting.whereabouts != nullptr) {
    sites = sites_by_zone(*setting.whereabouts);
    if (sites.size() < 2) place.fail("all workers are in one zone of the platform: list the \"sites\"");
  }
  return std::make_unique<HierarchicalCollective>(setting.workers, std::move(sites), blamed);
}

HierarchicalCollective::HierarchicalCollective(int workers, std::vector<std::vector<int>> sites, const Place& place)
    : Collective(workers), sites_(std::move(sites)) {
  if (!sites_.empty()) check_pairs(2.0 * smallest_site() * workers, workers, place);
}

std::vector<std::vector<int>> sites_by_zone(const Whereabouts& whereabouts) {
  std::vector<std::string> zones;
  std::vector<std::vector<int>> sites;
  for (std::size_t rank = 0; rank < whereabouts.zones.size(); ++rank) {
    const auto found = std::find(zones.begin(), zones.end(), whereabouts.zones[rank]);
    const auto index = static_cast<std::size_t>(found - zones.begin());
    if (found == zones.end()) {
      zones.push_back(whereabouts.zones[rank]);
      sites.emplace_back();
    }
    sites[index].push_back(static_cast<int>(rank));
  }
  return sites;
}

int HierarchicalCollective::smallest_site() const {
  std::size_t smallest = sites_.front().size();
  for (const auto& site : sites_) smallest = std::min(smallest, site.size());
  return static_cast<int>(smallest);
}

Group HierarchicalCollective::site_of(int rank) const {
  for (const auto& site : sites_) {
    const auto found = std::lower_bound(site.begin(), site.end(), rank);
    if (found == site.end() || *found != rank) continue;
    return {site, std::vector<int>(site.size(), 1), static_cast<int>(found - site.begin())};
  }
  throw std::logic_error(fmt::format("worker {} is in no site", rank));
}

Group HierarchicalCollective::across(int index, int rank) const {
  Group group;
  for (const auto& site : sites_) {
    const int member = site[static_cast<std::size_t>(index)];
    if (member == rank) group.me = group.size();
    group.ranks.push_back(member);
    group.contributions.push_back(static_cast<int>(site.size()));
  }
  return group;
}

std::vector<Reduced> HierarchicalCollective::all_reduce(Worker& worker, Tag tag, Reduction& reduction) const {
  const Group site = site_of(worker.rank());
  const Chunks chunks(reduction.size(), smallest_site());
  direct_reduce_scatter(worker, tag, reduction, chunks, site);
  Message complete;
  if (site.me < chunks.count()) {
    std::vector<Message> pieces;
    for (auto& piece : ring_all_reduce(worker, tag, reduction, chunks.range(site.me), across(site.me, worker.rank()))) {
      pieces.push_back(std::move(piece.message));
    }
    complete = Message::bundle(std::move(pieces));
  }
  const auto bundles = direct_all_gather(worker, tag, complete, chunks.count(), site);
  std::vector<Reduced> all;
  for (int c = 0; c < chunks.count(); ++c) {
    const Chunks pieces(chunks.range(c), static_cast<int>(sites_.size()));
    const auto messages = bundles[static_cast<std::size_t>(c)].parts();
    for (int piece = 0; piece < pieces.count(); ++piece) {
      all.push_back({pieces.range(piece), messages[static_cast<std::size_t>(piece)]});
    }
  }
  return all;
}

std::vector<Message> HierarchicalCollective::all_gather(Worker& worker, Tag tag, const Message& own) const {
  const Group site = site_of(worker.rank());
  Message everything;
  if (site.me == 0) {
    std::vector<Message> here = {own};
    for (int i = 1; i < site.size(); ++i) here.push_back(worker.receive(site.rank(i), tag));
    everything =
        Message::bundle(ring_all_gather(worker, tag, Message::bundle(std::move(here)), across(0, site.rank(0))));
  } else {
    worker.send(site.rank(0), tag, own);
  }
  const auto bundles = direct_all_gather(worker, tag, everything, 1, site).front().parts();
  std::vector<Message> all(static_cast<std::size_t>(workers()));
  for (std::size_t s = 0; s < sites_.size(); ++s) {
    const auto messages = bundles[s].parts();
    for (std::size_t i = 0; i < messages.size(); ++i) all[static_cast<std::size_t>(sites_[s][i])] = messages[i];
  }
  return all;
}

std::vector<std::pair<int, int>> HierarchicalCollective::inside(int owners, bool is_back) const {
  std::vector<std::pair<int, int>> pairs;
  for (const auto& site : sites_) {
    for (int c = 0; c < owners; ++c) {
      const int owner = site[static_cast<std::size_t>(c)];
      for (const int worker : site) {
        if (worker != owner) pairs.emplace_back(is_back ? owner : worker, is_back ? worker : owner);
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());  // where all own chunks, the same connections serve both ways
  return pairs;
}

std::vector<std::pair<int, int>> HierarchicalCollective::rings(int owners) const {
  std::vector<std::pair<int, int>> pairs;
  for (std::size_t c = 0; c < static_cast<std::size_t>(owners); ++c) {
    for (std::size_t s = 0; s < sites_.size(); ++s)
      pairs.emplace_back(sites_[s][c], sites_[(s + 1) % sites_.size()][c]);
  }
  return pairs;
}

int HierarchicalCollective::largest_site() const {
  std::size_t largest = 0;
  for (const auto& site : sites_) largest = std::max(largest, site.size());
  return static_cast<int>(largest);
}

ClosedForm HierarchicalCollective::reduce_form(const Reduction& reduction) const {
  const int owners = smallest_site();
  const int largest = largest_site();
  const Chunks chunks(reduction.size(), owners);
  const CoordinateRange chunk = chunks.range(0);
  const double bits = bits_of_chunks(reduction, chunks);
  ClosedForm form{.equation = "2 (l + (n - 1) S / (m B)) inside, 2 (s - 1) (l + S / (m s B)) across"};
  form.phases.push_back({.pairs = inside(owners, false),
                         .size = MessageSize(reduction.outline(chunk, 1)).with_payload(bits),
                         .sender_flops = (largest > owners ? owners : owners - 1) * reduction.partial_flops(chunk),
                         .receiver_flops = (largest - 1) * reduction.add_flops(chunk)});
  if (sites_.size() > 1) {
    auto across_sites = ring_phases(reduction, chunk, across(0, sites_.front().front()), rings(owners));
    for (auto& phase : across_sites) phase.size = phase.size.with_payload(bits);
    form.phases.insert(form.phases.end(), across_sites.begin(), across_sites.end());
  }
  const CoordinateRange piece = Chunks(chunk, static_cast<int>(sites_.size())).range(0);
  const std::vector<Message> pieces(sites_.size(), reduction.outline(piece, workers()));
  form.phases.push_back(
      {.pairs = inside(owners, true), .size = MessageSize(Message::bundle(pieces)).with_payload(bits)});
  return form;
}

ClosedForm HierarchicalCollective::gather_form(const Message& own) const {
  const auto sites = static_cast<int>(sites_.size());
  const Message of_site = Message::bundle(std::vector<Message>(static_cast<std::size_t>(largest_site()), own));
  const Message of_all = Message::bundle(std::vector<Message>(sites_.size(), of_site));
  ClosedForm form{.equation = "2 l + (n - 1) (M + 1) S / B inside, (s - 1) (l + n S / B) across"};
  form.phases.push_back({.pairs = inside(1, false), .size = MessageSize(own)});
  if (sites > 1) {
    form.phases.push_back({.pairs = rings(1), .size = MessageSize(of_site), .ring = sites, .hops = sites - 1});
  }
  form.phases.push_back({.pairs = inside(1, true), .size = MessageSize(of_all)});
  return form;
}

std::vector<std::pair<int, int>> HierarchicalCollective::pairs() const {
  std::set<std::pair<int, int>> pairs;
  if (sites_.empty()) return {};  // not known yet
  const auto owners = static_cast<std::size_t>(smallest_site());
  for (std::size_t s = 0; s < sites_.size(); ++s) {
    const auto& site = sites_[s];
    const auto& next = sites_[(s + 1) % sites_.size()];
    for (std::size_t c = 0; c < owners; ++c) {
      for (const int worker : site) {
        if (worker == site[c]) continue;
        pairs.emplace(worker, site[c]);
        pairs.emplace(site[c], worker);
      }
      if (sites_.size() > 1) pairs.emplace(site[c], next[c]);
    }
  }
  return {pairs.begin(), pairs.end()};
}

}  // namespace lowband
