#include "sim/commands/compare.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/comparison_format.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

int compare_command(const CompareOptions& options) {
  std::vector<ResultsFolder> results;
  for (const auto& dir : options.dirs) results.push_back(read_results(dir));
  for (const auto& folder : results) {
    for (const auto& remark : folder.remarks) print_error(remark);
  }
  const std::string text = format_comparison(compare(results, options.baseline, options.target), options.format);
  // What is buffered may fail as late as in the flush: a full disk behind a redirection must not look like success.
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
    throw UsageError(fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
  }
  return 0;
}

}  // namespace lowband
