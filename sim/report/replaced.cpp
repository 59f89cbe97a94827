// SPDX-License-Identifier: Apache-2.0
#include "sim/report/replaced.hpp"

#include <algorithm>

namespace lowband {

std::string replaced(std::string_view text, std::span<const Replacement> replacements) {
  std::string result;
  while (!text.empty()) {
    const auto found = std::find_if(replacements.begin(), replacements.end(),
                                    [text](const Replacement& one) { return text.starts_with(one.text); });
    const bool is_one = found != replacements.end();
    result += is_one ? found->by : text.substr(0, 1);
    text.remove_prefix(is_one ? found->text.size() : 1);
  }
  return result;
}

}  // namespace lowband
