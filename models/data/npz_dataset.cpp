// SPDX-License-Identifier: Apache-2.0
#include "models/data/npz_dataset.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "models/data/archive.hpp"
#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

/// The names of arrays: of features, labels, and groups ("" without).
struct ArrayNames {
  std::string features;
  std::string labels;
  std::string group;
};

std::string place_of(const fs::path& file, const std::string& array) {
  return fmt::format("{}: array {}", file.string(), in_quotes(array));
}

/// use(the array of this name in the file).
template <class Use>
auto with_array(const fs::path& file, const std::string& name, Use use) {
  ArchiveReader archive(file, ArchiveReader::Kind::zip);
  std::vector<std::string> there;
  while (archive.next()) {
    std::string array = archive.name();
    if (array.ends_with(".npy")) array.erase(array.size() - 4);
    if (array == name) {
      NpyReader reader(place_of(file, name), [&archive](char* to, std::size_t size) { return archive.read(to, size); });
      return use(reader);
    }
    there.push_back(std::move(array));
  }
  throw UsageError(
      fmt::format("{}: there is no array {}{}", file.string(), in_quotes(name), did_you_mean(name, there)));
}

FileSamples read_npz(const fs::path& file, const ArrayNames& names, const ArrayForm& form) {
  FileSamples samples = with_array(file, names.features, [&](NpyReader& array) { return form.features_in(array); });
  const auto values = [&](const std::string& name) {
    return with_array(file, name,
                      [&](NpyReader& array) { return values_in(array, count_of(samples), in_quotes(names.features)); });
  };
  samples.labels = values(names.labels);
  if (!names.group.empty()) samples.groups = values(names.group);
  samples.place = [prefix = place_of(file, names.labels)](std::size_t i) {
    return fmt::format("{}: element {}", prefix, i);
  };
  return samples;
}

}  // namespace

void NpzDataset::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  parameters.text("train", train_, "file of the training arrays, relative to a data folder, such as \"mine/train.npz\"",
                  Parameters::Need::required);
  parameters.text("test", test_, "file of the test arrays; \"\": they are in the first one, or samples are held out");
  parameters.text("features", features_, "array of the training samples");
  parameters.text("labels", labels_, "array of their labels");
  parameters.text("test_features", test_features_,
                  "array of the test samples; \"\": of the same name, in the test file");
  parameters.text("test_labels", test_labels_, "array of their labels; likewise");
  parameters.no_effect_if([this] { return has_test() ? "" : "training samples are held out for the test"; });
  declare_held_out(parameters, split_, [this] { return has_test(); });
  parameters.text("group", group_, "array with the group of a sample, such as a user, for the partition \"groups\"");
  form_.parameters(parameters);
  split_.declare_target(parameters);
  split_.declare_scale(parameters);
  augmentation_.parameters(parameters);
}

Data NpzDataset::load(const DataFolders& folders) const {
  const fs::path train_file = find_file(folders, "the NPZ file", train_);
  FileSamples train = read_npz(train_file, {features_, labels_, group_}, form_);
  std::optional<FileSamples> test;
  if (has_test()) {
    const auto or_else = [](const std::string& name, const std::string& other) { return name.empty() ? other : name; };
    const ArrayNames names{or_else(test_features_, features_), or_else(test_labels_, labels_), ""};
    test = read_npz(test_.empty() ? train_file : find_file(folders, "the NPZ file", test_), names, form_);
  }
  return split_.data(std::move(train), std::move(test), seed(), augmentation_);
}

}  // namespace lowband
