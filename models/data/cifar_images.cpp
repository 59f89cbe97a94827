#include "models/data/cifar_images.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

#include "models/data/archive.hpp"
#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

namespace fs = std::filesystem;

constexpr int classes = 10;
constexpr Shape shape{.channels = 3, .height = 32, .width = 32};
constexpr std::size_t record = 1 + 3 * 32 * 32;
constexpr std::size_t records_per_file = 10000;

const std::array<std::string, 5> train_files = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                                "data_batch_4.bin", "data_batch_5.bin"};
const std::string test_file = "test_batch.bin";
constexpr const char* archive_file = "cifar-10-binary.tar.gz";
constexpr const char* unpacked_archive_file = "cifar-10-binary.tar";

/// The files that are there, by name, and the folder or archive that they are in.
struct Files {
  fs::path place;
  std::map<std::string, std::string> contents;
};

/// The folder or the archive in which the data are; looked for in `folders`, first to last.
fs::path find(const DataFolders& folders) {
  std::vector<std::string> looked;
  for (const fs::path& parent : folders) {
    std::error_code none;
    fs::path unpacked = parent / "cifar-10" / "cifar-10-batches-bin";
    if (fs::is_directory(unpacked, none)) return unpacked;
    for (const char* name : {archive_file, unpacked_archive_file}) {
      for (const fs::path& archive : {parent / "cifar-10" / name, parent / name}) {
        if (fs::is_regular_file(archive, none)) return archive;
      }
    }
    looked.push_back((parent / "cifar-10").string());
  }
  fail_absent("dataset \"cifar-10\"", looked,
              fmt::format("Put {}, or the folder cifar-10-batches-bin that is packed in it, into DATA/cifar-10 "
                          "(scripts/fetch_datasets.sh DATA cifar-10 gets it)",
                          archive_file));
}

Files read(const fs::path& place) {
  std::vector<std::string> names(train_files.begin(), train_files.end());
  names.push_back(test_file);
  if (!fs::is_directory(place)) return {place, read_archive(place, names)};
  Files files{place, {}};
  for (const std::string& name : names) {
    for (const auto& file : {place / name, place / (name + ".gz")}) {
      if (!files.contents.contains(name) && fs::exists(file)) files.contents[name] = read_file(file);
    }
  }
  return files;
}

/// Takes the records of a file apart, and appends them.
void append(const Files& files, const std::string& name, std::vector<std::uint8_t>& pixels,
            std::vector<Label>& labels) {
  const std::string& content = files.contents.at(name);
  constexpr std::size_t expected = records_per_file * record;
  if (content.size() != expected) {
    throw UsageError(fmt::format("{}: expected {} records of {} bytes ({} in all), found {} bytes: the file is {}",
                                 (files.place / name).string(), records_per_file, record, expected, content.size(),
                                 content.size() < expected ? "truncated" : "too long"));
  }
  for (std::size_t begin = 0; begin < content.size(); begin += record) {
    const auto label = static_cast<std::uint8_t>(content[begin]);
    if (label >= classes) {
      throw UsageError(fmt::format("{}: byte {}: expected a label from 0 to {}, found {}",
                                   (files.place / name).string(), begin, classes - 1, label));
    }
    labels.push_back(label);
    pixels.insert(pixels.end(), content.begin() + static_cast<std::ptrdiff_t>(begin + 1),
                  content.begin() + static_cast<std::ptrdiff_t>(begin + record));
  }
}

/// The images of these files, one file after the other.
Samples samples_of(const Files& files, std::span<const std::string> names) {
  std::vector<std::uint8_t> pixels;
  std::vector<Label> labels;
  pixels.reserve(names.size() * records_per_file * shape.size());
  for (const std::string& name : names) append(files, name, pixels, labels);
  return Samples::from_pixels(std::move(pixels), Labels::of_classes(std::move(labels), classes), shape,
                              {PixelScale::standardising(0.4914, 0.2470), PixelScale::standardising(0.4822, 0.2435),
                               PixelScale::standardising(0.4465, 0.2616)});
}

}  // namespace

void CifarImages::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  augmentation_.parameters(parameters);
}

std::optional<SampleKind> CifarImages::known_samples() const { return SampleKind{shape, {.classes = classes}}; }

Data CifarImages::load(const DataFolders& folders) const {
  const Files files = read(find(folders));
  std::vector<std::string> batches;
  for (const std::string& name : train_files) {
    if (files.contents.contains(name)) batches.push_back(name);
  }
  if (batches.empty()) {
    throw UsageError(fmt::format("{}: expected at least one of {} to {}, found none", files.place.string(),
                                 train_files.front(), train_files.back()));
  }
  if (!files.contents.contains(test_file)) {
    throw UsageError(fmt::format("{}: expected {}, found none", files.place.string(), test_file));
  }
  Data data{.train = samples_of(files, batches),
            .test = samples_of(files, std::span(&test_file, 1)),
            .augmentation = augmentation_};
  if (batches.size() < train_files.size()) {
    data.notes.push_back(fmt::format("cifar-10: {} training images, as {} of {} batches are there", data.train.size(),
                                     batches.size(), train_files.size()));
  }
  return data;
}

}  // namespace lowband
