#include "sim/experiment/jitters/csv_durations.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/base/error.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

namespace {

/// Whatever is wrong is told with the line that it stands in.
std::vector<double> read_durations(const std::filesystem::path& file, const std::string& column) {
  CsvReader csv(file);
  const auto index = csv.index_of(column);
  if (!index) csv.lacks(column);
  std::vector<double> durations;
  while (csv.next()) {
    double duration = 0.0;
    csv.read(*index, column, duration);
    if (!jitter_durations.contains(duration)) {
      csv.expected(fmt::format("a {} {}", column, jitter_durations.text()), csv_field(duration));
    }
    durations.push_back(duration);
  }
  if (durations.empty()) throw UsageError(fmt::format("{}: expected at least one duration, found none", file.string()));
  return durations;
}

}  // namespace

void CsvDurations::parameters(Parameters& parameters) {
  parameters.text("file", file_, "relative to this file; its first line names the columns", Parameters::Need::required);
  parameters.text("column", column_, "the one of the durations, in any unit: they are divided by their mean");
}

Jitter CsvDurations::make(const Place& place, const std::filesystem::path& folder) const {
  try {
    return Jitter(Jitter::Durations{read_durations((folder / file_).lexically_normal(), column_)});
  } catch (const UsageError& error) {
    (place / "file").fail(error.what());
  }
}

}  // namespace lowband
