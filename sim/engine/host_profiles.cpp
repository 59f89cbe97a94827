// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/host_profiles.hpp"

#include <utility>

#include "sim/base/name_pattern.hpp"

namespace lowband {

void HostProfiles::add(std::string match, Profile profile) {
  const std::size_t index = entries_.size();
  if (match.find_first_of("*?[\\") == std::string::npos) {
    names_[match] = index;
  } else {
    patterns_.push_back(index);
  }
  entries_.push_back({std::move(match), std::make_shared<const Profile>(std::move(profile))});
}

std::vector<std::shared_ptr<const Profile>> HostProfiles::of(const std::string& host) const {
  std::vector<std::shared_ptr<const Profile>> profiles;
  if (const auto found = names_.find(host); found != names_.end()) profiles.push_back(entries_[found->second].profile);
  for (const std::size_t index : patterns_) {
    if (matches(entries_[index].match, host)) profiles.push_back(entries_[index].profile);
  }
  return profiles;
}

}  // namespace lowband
