// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_names.hpp"

#include <fmt/format.h>

#include <set>

namespace lowband {

namespace {

std::string identifier(const std::string& name) {
  std::string identifier;
  bool gap = false;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      if (gap && !identifier.empty()) identifier += '-';
      identifier += c;
    }
    gap = !plain;
  }
  return identifier.empty() ? "unnamed" : identifier;
}

}  // namespace

std::vector<std::string> site_identifiers(const std::vector<SiteGraph::Site>& sites) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const auto& site : sites) {
    const std::string base = identifier(site.name);
    std::string name = base;
    for (int number = 2; !taken.insert(name).second; ++number) name = fmt::format("{}-{}", base, number);
    names.push_back(name);
  }
  return names;
}

}  // namespace lowband
