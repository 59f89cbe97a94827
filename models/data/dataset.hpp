#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "models/data/augmentation.hpp"
#include "models/data/partition.hpp"
#include "models/data/samples.hpp"
#include "sim/base/component.hpp"

namespace lowband {

/// What is learned from, and what is tested on.
struct Data {
  Samples train;
  Samples test;
  /// Of the training samples, when they are drawn for a gradient; images only.
  Augmentation augmentation = {};
  /// What somebody who names the data set would not expect, each in one line.
  std::vector<std::string> notes = {};
};

/// Where data sets are looked up, first to last: `--data`, then `$LOWBAND_DATA`, then `data/`.
using DataFolders = std::vector<std::filesystem::path>;

/// Throws UsageError: `what` is in none of the places that were `looked` at; `remedy` is a sentence about DATA, one of
/// the folders.
[[noreturn]] void fail_absent(const std::string& what, const std::vector<std::string>& looked,
                              const std::string& remedy);

/// FOLDER/`name` in the first of the folders that has it. Throws UsageError: `what` ("the text file") "`name`" is in
/// none of them.
[[nodiscard]] std::filesystem::path find_file(const DataFolders& folders, const std::string& what,
                                              const std::string& name);

/// A data set an experiment can name. Its parameters include the partition over the workers, common to all.
class Dataset : public Component {
 public:
  /// Declares the partition; an override calls it first.
  void parameters(Parameters& parameters) override;

  /// Loads or generates the data; generated data are a function of `seed` and the parameters. Throws UsageError that
  /// says where it looked and how to get the files, or which file is wrong where.
  [[nodiscard]] virtual Data load(const DataFolders& folders, std::uint64_t seed) const = 0;

  [[nodiscard]] const Partition& partition() const noexcept { return *partition_; }

 protected:
  Dataset();

 private:
  Named<Partition> partition_;
};

[[nodiscard]] const Registry<Dataset>& datasets();

}  // namespace lowband
