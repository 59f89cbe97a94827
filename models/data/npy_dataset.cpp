// SPDX-License-Identifier: Apache-2.0
#include "models/data/npy_dataset.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "sim/base/file_reader.hpp"

namespace lowband {

namespace {

/// use(the array in the file of this name).
template <class Use>
auto with_file(const DataFolders& folders, const std::string& name, Use use) {
  FileReader file(find_file(folders, "the NPY file", name));
  NpyReader reader(file.name(), [&file](char* to, std::size_t size) { return file.read(to, size); });
  return use(reader);
}

}  // namespace

void NpyDataset::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  files_.parameters(parameters, "mine/train.npy");
  declare_held_out(parameters, split_, [this] { return files_.has_test(); });
  parameters.text("group", group_, "file with the group of each sample, such as a user, for the partition \"groups\"");
  form_.parameters(parameters);
  split_.declare_target(parameters);
  split_.declare_scale(parameters);
  augmentation_.parameters(parameters);
}

Data NpyDataset::load(const DataFolders& folders) const {
  const auto read = [&](const std::string& features, const std::string& labels, const std::string& group) {
    FileSamples samples = with_file(folders, features, [&](NpyReader& array) { return form_.features_in(array); });
    const auto values = [&](const std::string& name) {
      return with_file(folders, name, [&](NpyReader& array) {
        samples.place = [file = array.name()](std::size_t i) { return fmt::format("{}: element {}", file, i); };
        return values_in(array, count_of(samples), features);
      });
    };
    if (!group.empty()) samples.groups = values(group);
    samples.labels = values(labels);
    return samples;
  };
  FileSamples train = read(files_.features, files_.labels, group_);
  std::optional<FileSamples> test;
  if (files_.has_test()) test = read(files_.test_features, files_.test_labels, "");
  return split_.data(std::move(train), std::move(test), seed(), augmentation_);
}

}  // namespace lowband
