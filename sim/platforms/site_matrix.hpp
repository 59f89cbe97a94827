// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lowband {

/// A quantity of each ordered pair of sites, as far as it is known: from who sends to who receives. That of a site and
/// itself holds between workers inside it.
struct SiteMatrix {
  std::string file;                ///< where it stands
  std::vector<std::string> sites;  ///< in the order of the file
  std::map<std::pair<std::string, std::string>, double> values;
  std::vector<std::string> remarks{};  ///< what should be known of how it was read, each a sentence

  [[nodiscard]] std::optional<double> value(const std::string& from, const std::string& to) const;
};

}  // namespace lowband
