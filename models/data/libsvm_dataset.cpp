// SPDX-License-Identifier: Apache-2.0
#include "models/data/libsvm_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "models/data/libsvm.hpp"
#include "models/data/value_text.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

constexpr int most_features = 100000000;

}  // namespace

void LibsvmDataset::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  parameters.text("train", train_, "file of the training rows, relative to a data folder, such as \"libsvm/a9a\"",
                  Parameters::Need::required);
  parameters.text("test", test_, "file of the test rows; \"\": some training rows are held out for the test");
  declare_held_out(parameters, split_, [this] { return !test_.empty(); });
  parameters.integer("features", features_, {.least = 0, .most = most_features}, "",
                     "features of a row; 0: as many as the largest index of the files says");
  parameters.integer("first_index", first_index_, {.least = 0, .most = 1}, "", "index of the first feature");
  split_.declare_target(parameters);
  parameters.flag("qid", has_queries_,
                  "whether each label is followed by qid:N, which says whose a row is, for the partition \"groups\"");
}

FileSamples LibsvmDataset::read(const fs::path& file) const {
  const int most = features_ == 0 ? most_features : features_;
  LibsvmRows rows = read_libsvm(file, {.first_index = static_cast<std::uint32_t>(first_index_),
                                       .most_index = static_cast<std::uint32_t>(most + first_index_ - 1),
                                       .has_queries = has_queries_});
  FileSamples samples{.shape = {.channels = rows.rows.columns()}, .file = file.string()};
  for (const double label : rows.labels) samples.labels.push_back(value_text(label));
  for (const std::uint64_t query : rows.queries) samples.groups.push_back(std::to_string(query));
  samples.content = std::move(rows.rows);
  samples.place = [name = file.string(), lines = std::move(rows.lines)](std::size_t i) {
    return fmt::format("{}:{}", name, lines[i]);
  };
  return samples;
}

Data LibsvmDataset::load(const DataFolders& folders) const {
  FileSamples train = read(find_file(folders, "the LIBSVM file", train_));
  std::optional<FileSamples> test;
  if (!test_.empty()) test = read(find_file(folders, "the LIBSVM file", test_));
  std::size_t features = std::max(train.shape.channels, test ? test->shape.channels : 0);
  if (features_ > 0) features = static_cast<std::size_t>(features_);
  if (features == 0 && train.size() > 0) {
    throw UsageError(fmt::format("{}: expected a feature, found none", train.file));
  }
  train.shape.channels = features;
  if (test) test->shape.channels = features;
  return split_.data(std::move(train), std::move(test), seed());
}

}  // namespace lowband
