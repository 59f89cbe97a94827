// SPDX-License-Identifier: Apache-2.0
#include "models/data/idx_images.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <utility>

#include "models/data/idx.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

constexpr int classes = 10;
constexpr std::array files = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                              "t10k-labels-idx1-ubyte"};

}  // namespace

IdxImages::IdxImages(std::string name, double mean, double deviation)
    : name_(std::move(name)), scale_(PixelScale::standardising(mean, deviation)) {}

void IdxImages::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  augmentation_.parameters(parameters);
}

std::optional<SampleKind> IdxImages::known_samples() const {
  return SampleKind{{.channels = 1, .height = 28, .width = 28}, {.classes = classes}};
}

Data IdxImages::load(const DataFolders& folders) const {
  const fs::path folder = find(folders);
  Data data{.train = read(folder, "train"), .test = read(folder, "t10k"), .augmentation = augmentation_};
  if (data.test.features() != data.train.features()) {
    throw UsageError(fmt::format("{}: expected images of {} pixels as in {}, found {}",
                                 existing_file(folder, files[2]).string(), data.train.features(),
                                 existing_file(folder, files[0]).string(), data.test.features()));
  }
  return data;
}

fs::path IdxImages::find(const DataFolders& folders) const {
  std::vector<std::string> looked;
  for (const fs::path& parent : folders) {
    const fs::path folder = parent / name_;
    std::vector<std::string> missing;
    for (const char* file : files) {
      if (existing_file(folder, file).empty()) missing.emplace_back(file);
    }
    if (missing.empty()) return folder;
    looked.push_back(folder.string());
    if (missing.size() < files.size()) looked.back() += fmt::format(" (lacks {})", fmt::join(missing, ", "));
  }
  fail_absent(fmt::format("dataset \"{}\"", name_), looked,
              fmt::format("Put {}, {}, {} and {} (as they are, or with .gz) into DATA/{}", files[0], files[1], files[2],
                          files[3], name_));
}

Samples IdxImages::read(const fs::path& folder, const std::string& part) const {
  const fs::path images_file = existing_file(folder, part + "-images-idx3-ubyte");
  const fs::path labels_file = existing_file(folder, part + "-labels-idx1-ubyte");
  IdxArray images = read_idx(images_file, 3);
  IdxArray labels = read_idx(labels_file, 1);
  if (labels.shape[0] != images.shape[0]) {
    throw UsageError(fmt::format("{}: byte 4: expected {} labels, one per image of {}, found {}", labels_file.string(),
                                 images.shape[0], images_file.string(), labels.shape[0]));
  }
  constexpr std::size_t header = 8;
  for (std::size_t i = 0; i < labels.values.size(); ++i) {
    if (labels.values[i] >= classes) {
      throw UsageError(fmt::format("{}: byte {}: expected a label from 0 to {}, found {}", labels_file.string(),
                                   header + i, classes - 1, labels.values[i]));
    }
  }
  return Samples::from_pixels(std::move(images.values),
                              Labels::of_classes({labels.values.begin(), labels.values.end()}, classes),
                              {1, images.shape[1], images.shape[2]}, {scale_});
}

}  // namespace lowband
