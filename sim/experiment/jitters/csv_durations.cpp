// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/jitters/csv_durations.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/base/error.hpp"
#include "sim/experiment/csv_column.hpp"

namespace lowband {

void CsvDurations::parameters(Parameters& parameters) {
  parameters.text("file", file_, "relative to this file; its first line names the columns", Parameters::Need::required);
  parameters.text("column", column_, "the one of the durations, in any unit: they are divided by their mean");
}

Jitter CsvDurations::make(const Place& place, const std::filesystem::path& folder) const {
  try {
    const auto path = (folder / file_).lexically_normal();
    auto durations = read_csv_column(path, column_, jitter_durations);
    if (durations.empty())
      throw UsageError(fmt::format("{}: expected at least one duration, found none", path.string()));
    return Jitter(Jitter::Durations{std::move(durations)});
  } catch (const UsageError& error) {
    (place / "file").fail(error.what());
  }
}

}  // namespace lowband
