#include "models/data/libsvm_dataset.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/data/libsvm.hpp"
#include "models/data/partitions/shuffle.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

constexpr int most_features = 100000000;
constexpr std::size_t most_classes = 65536;

LibsvmRows read(const fs::path& file, std::uint32_t most_index) {
  LibsvmRows read = read_libsvm(file, most_index);
  if (read.labels.empty()) throw UsageError(fmt::format("{}: expected at least one row, found none", file.string()));
  return read;
}

/// The values that labels have, in rising order.
std::vector<double> distinct(std::vector<double> labels, const fs::path& file) {
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  if (labels.size() > most_classes) {
    throw UsageError(fmt::format("{}: expected at most {} different labels, one for each class, found {}",
                                 file.string(), most_classes, labels.size()));
  }
  return labels;
}

/// The class of each row: the place of its label among `values`.
std::vector<Label> classes_of(const LibsvmRows& rows, const fs::path& file, const std::vector<double>& values,
                              const fs::path& train_file) {
  std::vector<Label> classes;
  for (std::size_t i = 0; i < rows.labels.size(); ++i) {
    const auto value = std::lower_bound(values.begin(), values.end(), rows.labels[i]);
    if (value == values.end() || *value != rows.labels[i]) {
      constexpr std::size_t most_told = 10;
      const std::span<const double> told = std::span(values).first(std::min(values.size(), most_told));
      throw UsageError(fmt::format("{}:{}: expected a label that {} has ({}{}), found {}", file.string(), rows.lines[i],
                                   train_file.string(), fmt::join(told, ", "),
                                   told.size() < values.size() ? ", ..." : "", rows.labels[i]));
    }
    classes.push_back(static_cast<Label>(value - values.begin()));
  }
  return classes;
}

/// Takes the samples of these numbers.
Samples selected(const SparseRows& rows, const Labels& labels, std::vector<std::uint32_t> which, std::size_t features) {
  std::sort(which.begin(), which.end());
  return Samples::from_sparse(rows.select(which), labels.select(which), features);
}

}  // namespace

void LibsvmDataset::parameters(Parameters& parameters) {
  const auto with_test_file = [this] { return test_.empty() ? "" : "there is a test file"; };
  Dataset::parameters(parameters);
  parameters.text("train", train_, "file of the training rows, relative to a data folder, such as \"libsvm/a9a\"",
                  Parameters::Need::required);
  parameters.text("test", test_, "file of the test rows; \"\": some training rows are held out for the test");
  parameters.number("test_share", test_share_, {.least = 0.0, .most = 0.9, .above = true}, "",
                    "share of the training rows that is held out where there is no test file");
  parameters.no_effect_if(with_test_file);
  declare_seed(parameters);
  parameters.no_effect_if(with_test_file);
  parameters.integer("features", features_, {.least = 0, .most = most_features}, "",
                     "features of a row; 0: the largest index of the files");
}

Data LibsvmDataset::load(const DataFolders& folders) const {
  const auto most_index = static_cast<std::uint32_t>(features_ == 0 ? most_features : features_);
  const fs::path train_file = find_file(folders, "the LIBSVM file", train_);
  LibsvmRows train = read(train_file, most_index);
  const std::vector<double> values = distinct(train.labels, train_file);
  const auto labels_of = [&](const LibsvmRows& rows, const fs::path& file) {
    return Labels::of_classes(classes_of(rows, file, values, train_file), static_cast<int>(values.size()));
  };
  Labels labels = labels_of(train, train_file);
  const auto features_of = [&](std::size_t largest_index) {
    if (features_ > 0) return static_cast<std::size_t>(features_);
    if (largest_index == 0) throw UsageError(fmt::format("{}: expected a feature, found none", train_file.string()));
    return largest_index;
  };

  if (!test_.empty()) {
    const fs::path test_file = find_file(folders, "the LIBSVM file", test_);
    LibsvmRows test = read(test_file, most_index);
    Labels test_labels = labels_of(test, test_file);
    const std::size_t features = features_of(std::max(train.rows.columns(), test.rows.columns()));
    return {.train = Samples::from_sparse(std::move(train.rows), std::move(labels), features),
            .test = Samples::from_sparse(std::move(test.rows), std::move(test_labels), features)};
  }

  const std::size_t count = labels.size();
  if (count < 2) {
    throw UsageError(
        fmt::format("{}: expected at least 2 rows, one of them for the test, found {}", train_file.string(), count));
  }
  Stream random(seed(), Purpose::data, 0, 0);
  const std::vector<std::uint32_t> order = shuffled_indices(count, random);
  const auto wanted = static_cast<std::size_t>(std::lround(test_share_ * static_cast<double>(count)));
  const auto held_out = static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(wanted, 1, count - 1));
  const std::size_t features = features_of(train.rows.columns());
  return {.train = selected(train.rows, labels, {order.begin() + held_out, order.end()}, features),
          .test = selected(train.rows, labels, {order.begin(), order.begin() + held_out}, features)};
}

}  // namespace lowband
