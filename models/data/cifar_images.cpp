// SPDX-License-Identifier: Apache-2.0
#include "models/data/cifar_images.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "models/data/archive.hpp"
#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

constexpr Shape shape{.channels = 3, .height = 32, .width = 32};

/// The files that are there, by name, and the folder or archive that they are in.
struct Files {
  fs::path place;
  std::map<std::string, std::string> contents;
};

/// The folder or the archive in which the data are; looked for in `folders`, first to last.
fs::path find(const CifarFiles& set, const DataFolders& folders) {
  const std::string archive_file = set.name + "-binary.tar.gz";
  std::vector<std::string> looked;
  for (const fs::path& parent : folders) {
    std::error_code none;
    fs::path unpacked = parent / set.name / set.folder;
    if (fs::is_directory(unpacked, none)) return unpacked;
    for (const std::string& name : {archive_file, set.name + "-binary.tar"}) {
      for (const fs::path& archive : {parent / set.name / name, parent / name}) {
        if (fs::is_regular_file(archive, none)) return archive;
      }
    }
    looked.push_back((parent / set.name).string());
  }
  fail_absent(fmt::format("dataset \"{}\"", set.name), looked,
              fmt::format("Put {}, or the folder {} that is packed in it, into DATA/{} (scripts/fetch_datasets.sh DATA "
                          "{} gets it)",
                          archive_file, set.folder, set.name, set.name));
}

Files read(const CifarFiles& set, const fs::path& place) {
  std::vector<std::string> names = set.train;
  names.push_back(set.test);
  if (!fs::is_directory(place)) return {place, read_archive(place, names)};
  Files files{place, {}};
  for (const std::string& name : names) {
    if (const fs::path file = existing_file(place, name); !file.empty()) files.contents[name] = read_file(file);
  }
  return files;
}

/// Takes the records of a file apart, and appends them.
void append(const CifarFiles& set, const Files& files, const std::string& name, std::vector<std::uint8_t>& pixels,
            std::vector<Label>& labels) {
  const std::string& content = files.contents.at(name);
  const std::size_t record = set.labels + shape.size();
  const std::size_t records = name == set.test ? set.test_records : set.train_records;
  const std::size_t expected = records * record;
  if (content.size() != expected) {
    throw UsageError(fmt::format("{}: expected {} records of {} bytes ({} in all), found {} bytes: the file is {}",
                                 (files.place / name).string(), records, record, expected, content.size(),
                                 content.size() < expected ? "truncated" : "too long"));
  }
  for (std::size_t begin = 0; begin < content.size(); begin += record) {
    const auto label = static_cast<std::uint8_t>(content[begin + set.label]);
    if (label >= set.classes) {
      throw UsageError(fmt::format("{}: byte {}: expected a label from 0 to {}, found {}",
                                   (files.place / name).string(), begin + set.label, set.classes - 1, label));
    }
    labels.push_back(label);
    pixels.insert(pixels.end(), content.begin() + static_cast<std::ptrdiff_t>(begin + set.labels),
                  content.begin() + static_cast<std::ptrdiff_t>(begin + record));
  }
}

/// The images of these files, one file after the other.
Samples samples_of(const CifarFiles& set, const Files& files, std::span<const std::string> names) {
  std::vector<std::uint8_t> pixels;
  std::vector<Label> labels;
  pixels.reserve(names.size() * set.train_records * shape.size());
  for (const std::string& name : names) append(set, files, name, pixels, labels);
  return Samples::from_pixels(std::move(pixels), Labels::of_classes(std::move(labels), set.classes), shape, set.scales);
}

}  // namespace

Data read_cifar(const CifarFiles& set, const DataFolders& folders) {
  const Files files = read(set, find(set, folders));
  std::vector<std::string> batches;
  for (const std::string& name : set.train) {
    if (files.contents.contains(name)) batches.push_back(name);
  }
  if (batches.empty()) {
    throw UsageError(set.train.size() == 1
                         ? fmt::format("{}: expected {}, found none", files.place.string(), set.train.front())
                         : fmt::format("{}: expected at least one of {} to {}, found none", files.place.string(),
                                       set.train.front(), set.train.back()));
  }
  if (!files.contents.contains(set.test)) {
    throw UsageError(fmt::format("{}: expected {}, found none", files.place.string(), set.test));
  }
  Data data{.train = samples_of(set, files, batches), .test = samples_of(set, files, std::span(&set.test, 1))};
  if (batches.size() < set.train.size()) {
    data.notes.push_back(fmt::format("{}: {} training images, as {} of {} batches are there", set.name,
                                     data.train.size(), batches.size(), set.train.size()));
  }
  return data;
}

void Cifar10::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  augmentation_.parameters(parameters);
}

std::optional<SampleKind> Cifar10::known_samples() const { return SampleKind{shape, {.classes = 10}}; }

Data Cifar10::load(const DataFolders& folders) const {
  const CifarFiles set{
      .name = "cifar-10",
      .folder = "cifar-10-batches-bin",
      .train = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"},
      .train_records = 10000,
      .test = "test_batch.bin",
      .test_records = 10000,
      .labels = 1,
      .label = 0,
      .classes = 10,
      .scales = {PixelScale::standardising(0.4914, 0.2470), PixelScale::standardising(0.4822, 0.2435),
                 PixelScale::standardising(0.4465, 0.2616)}};
  Data data = read_cifar(set, folders);
  data.augmentation = augmentation_;
  return data;
}

void Cifar100::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  parameters.choice("labels", labels_, {{"fine", "100 classes"}, {"coarse", "20 classes of 5 fine ones each"}},
                    "which of the two labels of an image");
  augmentation_.parameters(parameters);
}

int Cifar100::classes() const { return labels_ == "fine" ? 100 : 20; }

std::optional<SampleKind> Cifar100::known_samples() const { return SampleKind{shape, {.classes = classes()}}; }

Data Cifar100::load(const DataFolders& folders) const {
  const CifarFiles set{.name = "cifar-100",
                       .folder = "cifar-100-binary",
                       .train = {"train.bin"},
                       .train_records = 50000,
                       .test = "test.bin",
                       .test_records = 10000,
                       .labels = 2,
                       .label = labels_ == "fine" ? 1U : 0U,
                       .classes = classes(),
                       .scales = {PixelScale::standardising(0.5071, 0.2673), PixelScale::standardising(0.4865, 0.2564),
                                  PixelScale::standardising(0.4409, 0.2762)}};
  Data data = read_cifar(set, folders);
  data.augmentation = augmentation_;
  return data;
}

}  // namespace lowband
