// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/profile.hpp"

namespace lowband {

/// Profiles of the speeds of hosts, each of all hosts whose names match a shell pattern, as for fnmatch(3). Those of
/// all patterns that match a host are multiplied, as slow-downs are.
class HostProfiles {
 public:
  struct Entry {
    std::string match;
    std::shared_ptr<const Profile> profile;
  };

  /// `match` must not be there yet.
  void add(std::string match, Profile profile);

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// In the order in which they were added.
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
  /// Those of a host.
  [[nodiscard]] std::vector<std::shared_ptr<const Profile>> of(const std::string& host) const;

 private:
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> names_;  ///< of entries that are no patterns, of which there may be thousands
  std::vector<std::size_t> patterns_;         ///< the other entries
};

}  // namespace lowband
