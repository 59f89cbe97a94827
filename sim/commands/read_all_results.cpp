// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/read_all_results.hpp"

#include "sim/base/notice.hpp"

namespace lowband {

std::vector<ResultsFolder> read_all_results(const std::vector<std::filesystem::path>& dirs) {
  std::vector<ResultsFolder> results;
  for (const auto& dir : dirs) results.push_back(read_results(dir));
  for (const auto& folder : results) {
    for (const auto& remark : folder.remarks) print_error(remark);
  }
  return results;
}

}  // namespace lowband
