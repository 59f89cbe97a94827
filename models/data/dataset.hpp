// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/data/augmentation.hpp"
#include "models/data/data_folders.hpp"
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
  /// Whose each training sample is, by number; empty if the data do not tell.
  std::vector<std::uint32_t> groups = {};
  /// Where it was looked for, and what a partition names is.
  DataFolders folders = {};
  /// What somebody who names the data set would not expect, each in one line.
  std::vector<std::string> notes = {};
};

/// What samples of a data set look like.
struct SampleKind {
  Shape shape;
  LabelShape labels;
};

/// A data set an experiment can name. Its parameters include the partition over the workers, common to all.
class Dataset : public Component {
 public:
  /// Declares the partition; an override calls it first.
  void parameters(Parameters& parameters) override;

  /// Loads or generates the data; what is generated is a function of the parameters, seed() among them. Throws
  /// AbsentData that says where it looked and how to get the files, or UsageError that says which file is wrong where.
  [[nodiscard]] virtual Data load(const DataFolders& folders) const = 0;
  /// What its samples look like, where that is known before the files are there.
  [[nodiscard]] virtual std::optional<SampleKind> known_samples() const { return std::nullopt; }

  /// Decides what chance decides of the data; 1 if no other is given.
  [[nodiscard]] std::uint64_t seed() const noexcept { return seed_.value_or(1); }
  /// Gives the seed, unless one is given.
  void default_seed(std::uint64_t seed) {
    if (!seed_) seed_ = seed;
  }

  [[nodiscard]] const Partition& partition() const noexcept { return *partition_; }

 protected:
  Dataset();
  /// Declares the seed: for data of which chance decides something.
  void declare_seed(Parameters& parameters);

 private:
  std::optional<std::uint64_t> seed_;
  Named<Partition> partition_;
};

[[nodiscard]] const Registry<Dataset>& datasets();

}  // namespace lowband
