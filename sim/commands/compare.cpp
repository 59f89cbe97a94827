#include "sim/commands/compare.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "sim/base/error.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/comparison_format.hpp"

namespace lowband {

int compare_command(const CompareOptions& options) {
  const auto results = read_all_results(options.dirs);
  const std::string text = format_comparison(compare(results, options.baseline, options.target), options.format);
  // What is buffered may fail as late as in the flush: a full disk behind a redirection must not look like success.
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
    throw UsageError(fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
  }
  return 0;
}

}  // namespace lowband
