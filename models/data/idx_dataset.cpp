// SPDX-License-Identifier: Apache-2.0
#include "models/data/idx_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "models/data/idx.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

void transpose(std::vector<std::uint8_t>& images, std::size_t rows, std::size_t columns) {
  std::vector<std::uint8_t> turned(rows * columns);
  for (auto image = images.begin(); image != images.end(); image += static_cast<std::ptrdiff_t>(turned.size())) {
    for (std::size_t i = 0; i < turned.size(); ++i) {
      turned[i] = image[static_cast<std::ptrdiff_t>(i % columns * rows + i / columns)];
    }
    std::ranges::copy(turned, image);
  }
}

/// The file, as it is or with ".gz".
fs::path find_packed(const DataFolders& folders, const std::string& name) {
  for (const auto& folder : folders) {
    if (fs::path file = existing_file(folder, name); !file.empty()) return file;
  }
  return find_file(folders, "the IDX file", name);
}

}  // namespace

FileSamples read_idx_samples(const fs::path& images_file, const fs::path& labels_file, bool transposed) {
  IdxArray images = read_idx(images_file, 3);
  const IdxArray labels = read_idx(labels_file, 1);
  if (labels.shape[0] != images.shape[0]) {
    throw UsageError(fmt::format("{}: byte 4: expected {} labels, one per image of {}, found {}", labels_file.string(),
                                 images.shape[0], images_file.string(), labels.shape[0]));
  }
  Shape shape{.channels = 1, .height = images.shape[1], .width = images.shape[2]};
  if (transposed) {
    std::swap(shape.height, shape.width);
    transpose(images.values, shape.height, shape.width);
  }
  FileSamples samples{.content = std::move(images.values), .shape = shape, .file = images_file.string()};
  for (const std::uint8_t label : labels.values) samples.labels.push_back(std::to_string(label));
  constexpr std::size_t header = 8;
  samples.place = [name = labels_file.string()](std::size_t i) { return fmt::format("{}: byte {}", name, header + i); };
  return samples;
}

void IdxDataset::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  files_.parameters(parameters, "mine/train-images.idx");
  declare_held_out(parameters, split_, [this] { return files_.has_test(); });
  parameters.flag("transposed", transposed_, "whether images lie in the file column by column, as in EMNIST's");
  split_.declare_scale(parameters);
  augmentation_.parameters(parameters);
}

Data IdxDataset::load(const DataFolders& folders) const {
  const auto read = [&](const std::string& features, const std::string& labels) {
    return read_idx_samples(find_file(folders, "the IDX file", features), find_file(folders, "the IDX file", labels),
                            transposed_);
  };
  FileSamples train = read(files_.features, files_.labels);
  std::optional<FileSamples> test;
  if (files_.has_test()) test = read(files_.test_features, files_.test_labels);
  return split_.data(std::move(train), std::move(test), seed(), augmentation_);
}

void Emnist::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  parameters.choice("split", kind_,
                    {{"balanced", "47 classes, 112800 + 18800"},
                     {"byclass", "62 classes, 697932 + 116323"},
                     {"bymerge", "47 classes, 697932 + 116323"},
                     {"digits", "10 classes, 240000 + 40000"},
                     {"letters", "26 classes, 124800 + 20800"},
                     {"mnist", "10 classes, 60000 + 10000"}},
                    "which characters");
  split_.declare_scale(parameters);
  augmentation_.parameters(parameters);
}

Data Emnist::load(const DataFolders& folders) const {
  const auto read = [&](const char* part) {
    const auto file = [&](const char* what) {
      return find_packed(folders, fmt::format("emnist/emnist-{}-{}-{}-ubyte", kind_, part, what));
    };
    return read_idx_samples(file("images-idx3"), file("labels-idx1"), true);
  };
  FileSamples train = read("train");
  return split_.data(std::move(train), read("test"), seed(), augmentation_);
}

}  // namespace lowband
