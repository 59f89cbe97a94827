// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/measured_sites.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

using Names = std::vector<std::string>;

/// In quotes, of many only the first ones.
std::string listed(const Names& names) {
  constexpr std::size_t most = 10;
  Names quoted;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) quoted.push_back(fmt::format("\"{}\"", names[i]));
  const std::size_t more = names.size() - quoted.size();
  return fmt::format("{}{}", fmt::join(quoted, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// A file and the sites that it tells of, each once.
struct Source {
  std::string file;
  Names sites;

  [[nodiscard]] bool has(const std::string& site) const {
    return std::find(sites.begin(), sites.end(), site) != sites.end();
  }
};

Names sites_of(const std::vector<SiteHosts>& hosts) {
  Names names;
  for (const auto& one : hosts) {
    if (std::find(names.begin(), names.end(), one.site) == names.end()) names.push_back(one.site);
  }
  return names;
}

/// Throws UsageError unless every file tells of all sites that any of them tells of.
void check_same(const std::vector<Source>& sources) {
  std::string lacks;
  for (const auto& source : sources) {
    Names missing;
    for (const auto& other : sources) {
      for (const auto& site : other.sites) {
        const bool is_known = source.has(site) || std::find(missing.begin(), missing.end(), site) != missing.end();
        if (!is_known) missing.push_back(site);
      }
    }
    if (!missing.empty())
      lacks += fmt::format("{}{} lacks {}", lacks.empty() ? "" : "; ", source.file, listed(missing));
  }
  if (lacks.empty()) return;
  throw UsageError(fmt::format(
      "platform matrix: expected the same sites in all files, or --sites to choose from them (and --prefix, "
      "where names differ by one): {}",
      lacks));
}

/// Throws UsageError unless every file tells of all that are wanted.
void check_wanted(const std::vector<Source>& sources, const Names& wanted) {
  for (auto site = wanted.begin(); site != wanted.end(); ++site) {
    if (std::find(wanted.begin(), site, *site) != site) {
      throw UsageError(fmt::format("platform matrix: --sites: \"{}\" stands there twice", *site));
    }
    for (const auto& source : sources) {
      if (source.has(*site)) continue;
      throw UsageError(fmt::format("platform matrix: --sites: {} has no \"{}\"{}", source.file, *site,
                                   did_you_mean(*site, source.sites)));
    }
  }
}

/// Throws UsageError that names the pairs of different sites for which a matrix has no value.
void check_complete(const SiteMatrix& matrix, const std::vector<MeasuredSite>& sites) {
  Names missing;
  for (const auto& from : sites) {
    for (const auto& to : sites) {
      if (from.name != to.name && !matrix.value(from.name, to.name)) {
        missing.push_back(fmt::format("{} to {}", from.name, to.name));
      }
    }
  }
  if (missing.empty()) return;
  throw UsageError(
      fmt::format("{}: expected a value for each ordered pair of sites, found none from {} (--sites chooses "
                  "others)",
                  matrix.file, listed(missing)));
}

}  // namespace

int MeasuredSite::workers() const {
  int sum = 0;
  for (const auto& one : hosts) sum += one.workers;
  return sum;
}

std::vector<MeasuredSite> measured_sites(const SiteMatrix& latencies, const SiteMatrix& bandwidths,
                                         const std::string& hosts_file, const std::vector<SiteHosts>& hosts,
                                         const SiteHosts& otherwise, const Names& wanted) {
  std::vector<Source> sources;
  if (!hosts_file.empty()) sources.push_back({hosts_file, sites_of(hosts)});
  sources.push_back({latencies.file, latencies.sites});
  sources.push_back({bandwidths.file, bandwidths.sites});
  if (wanted.empty()) check_same(sources);
  check_wanted(sources, wanted);
  std::vector<MeasuredSite> sites;
  for (const auto& name : wanted.empty() ? sources.front().sites : wanted) {
    MeasuredSite site{name, {}};
    for (const auto& one : hosts) {
      if (one.site == name && one.workers > 0) site.hosts.push_back(one);
    }
    if (hosts_file.empty()) site.hosts.push_back(otherwise);
    if (!site.hosts.empty()) sites.push_back(std::move(site));
  }
  if (sites.empty()) throw UsageError("platform matrix: expected a site with workers, found none");
  check_complete(latencies, sites);
  check_complete(bandwidths, sites);
  return sites;
}

}  // namespace lowband
