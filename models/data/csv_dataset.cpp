// SPDX-License-Identifier: Apache-2.0
#include "models/data/csv_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "models/data/value_text.hpp"
#include "sim/base/csv_reader.hpp"
#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

/// Where a column stands that somebody has named.
std::size_t index_of(const CsvReader& reader, const fs::path& file, const std::string& column) {
  const auto index = reader.index_of(column);
  if (!index) {
    throw UsageError(fmt::format("{}: there is no column {}{}", file.string(), in_quotes(column),
                                 did_you_mean(column, reader.columns())));
  }
  return *index;
}

void refuse_twice(const CsvReader& reader, const fs::path& file) {
  std::set<std::string> seen;
  for (const auto& column : reader.columns()) {
    if (!seen.insert(column).second) {
      throw UsageError(
          fmt::format("{}: expected columns of different names, found two {}", file.string(), in_quotes(column)));
    }
  }
}

}  // namespace

void CsvDataset::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  parameters.text("train", train_, "file of the training rows, relative to a data folder, such as \"mine/train.csv\"",
                  Parameters::Need::required);
  parameters.text("test", test_, "file of the test rows; \"\": some training rows are held out for the test");
  declare_held_out(parameters, split_, [this] { return !test_.empty(); });
  parameters.text("label", label_, "column of the labels", Parameters::Need::required);
  parameters.texts("features", features_, "columns of the features; by default all but those of label and group");
  parameters.text("group", group_, "column with the group of a row, such as a user, for the partition \"groups\"");
  parameters.choice("separator", separator_,
                    {{"comma", "fields are separated by \",\""},
                     {"semicolon", "fields are separated by \";\""},
                     {"tab", "fields are separated by tabs"}},
                    "separator of the fields of a row");
  parameters.flag("header", has_header_,
                  "whether the first line names the columns; otherwise they are called \"1\", \"2\", ...");
  parameters.integer("skipped_lines", skipped_lines_, {.least = 0}, "lines", "skipped at the beginning of the file");
  split_.declare_target(parameters);
  split_.declare_scale(parameters);
}

FileSamples CsvDataset::read(const fs::path& file, std::vector<std::string>& features) const {
  const char separator = separator_ == "comma" ? ',' : separator_ == "semicolon" ? ';' : '\t';
  CsvReader reader(file, {separator, static_cast<std::size_t>(skipped_lines_), has_header_});
  refuse_twice(reader, file);
  if (features.empty()) {
    for (const auto& column : reader.columns()) {
      if (column != label_ && column != group_) features.push_back(column);
    }
    if (features.empty())
      throw UsageError(fmt::format("{}: expected columns beside that of the labels, found none", file.string()));
  }
  const std::size_t label = index_of(reader, file, label_);
  std::vector<std::size_t> columns;
  for (const auto& column : features) columns.push_back(index_of(reader, file, column));

  FloatBuffer values;
  std::vector<std::size_t> lines;
  FileSamples samples{.shape = {.channels = features.size()}, .file = file.string()};
  const auto text_in = [&](std::size_t index, const std::string& column) {
    const std::string text = value_text(reader.field(index));
    if (text.empty()) reader.expected(fmt::format("a value in column {}", in_quotes(column)), "nothing");
    return text;
  };
  while (reader.next()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string& text = reader.field(columns[i]);
      const auto value = static_cast<float>(number_in(text));
      if (!std::isfinite(value)) {
        reader.expected(fmt::format("a finite number in column {}", in_quotes(features[i])),
                        text.empty() ? "nothing" : in_quotes(text.substr(0, 40)));
      }
      values.push_back(value);
    }
    samples.labels.push_back(text_in(label, label_));
    if (!group_.empty()) samples.groups.push_back(text_in(index_of(reader, file, group_), group_));
    lines.push_back(reader.line());
  }
  samples.content = std::move(values);
  samples.place = [name = file.string(), lines = std::move(lines)](std::size_t i) {
    return fmt::format("{}:{}", name, lines[i]);
  };
  return samples;
}

Data CsvDataset::load(const DataFolders& folders) const {
  std::vector<std::string> features = features_;
  FileSamples train = read(find_file(folders, "the CSV file", train_), features);
  std::optional<FileSamples> test;
  if (!test_.empty()) test = read(find_file(folders, "the CSV file", test_), features);
  return split_.data(std::move(train), std::move(test), seed());
}

}  // namespace lowband
