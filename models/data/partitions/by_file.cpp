// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/by_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv_reader.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void FilePartition::parameters(Parameters& parameters) {
  parameters.text(
      "file", file_,
      "CSV file relative to a data folder: columns worker and sample, numbers from 0, a line for each sample",
      Parameters::Need::required);
}

std::vector<std::vector<std::uint32_t>> FilePartition::split_samples(const SplitSamples& samples, int workers,
                                                                     std::uint64_t /*seed*/) const {
  const auto file = find_file(samples.folders, "the partition", file_);
  CsvReader reader(file);
  const auto column = [&](const char* name) {
    const auto index = reader.index_of(name);
    if (!index) reader.lacks(name);
    return *index;
  };
  const std::size_t worker_column = column("worker");
  const std::size_t sample_column = column("sample");
  const auto number = [&](std::size_t index, const char* what, std::size_t count) {
    std::uint64_t value = 0;
    reader.read(index, what, value);
    if (value >= count) reader.expected(fmt::format("a {} from 0 to {}", what, count - 1), std::to_string(value));
    return static_cast<std::size_t>(value);
  };
  std::vector<bool> is_taken(samples.labels.size());
  std::vector<std::vector<std::uint32_t>> parts(static_cast<std::size_t>(workers));
  while (reader.next()) {
    const std::size_t worker = number(worker_column, "worker", parts.size());
    const std::size_t sample = number(sample_column, "sample", is_taken.size());
    if (is_taken[sample]) reader.expected("each sample once", fmt::format("sample {} again", sample));
    is_taken[sample] = true;
    parts[worker].push_back(static_cast<std::uint32_t>(sample));
  }
  const auto missing = std::ranges::find(is_taken, false);
  if (missing != is_taken.end()) {
    throw UsageError(fmt::format("{}: expected a line for each of the {} training samples, found none for sample {}",
                                 file.string(), is_taken.size(), missing - is_taken.begin()));
  }
  for (std::size_t worker = 0; worker < parts.size(); ++worker) {
    if (parts[worker].empty()) {
      throw UsageError(
          fmt::format("{}: expected at least one sample for each of the {} workers, found none for worker {}",
                      file.string(), parts.size(), worker));
    }
    std::ranges::sort(parts[worker]);
  }
  return parts;
}

}  // namespace lowband
