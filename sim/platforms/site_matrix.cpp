// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_matrix.hpp"

namespace lowband {

std::optional<double> SiteMatrix::value(const std::string& from, const std::string& to) const {
  const auto found = values.find({from, to});
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace lowband
