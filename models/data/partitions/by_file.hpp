// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/data/partition.hpp"

namespace lowband {

/// The split that a CSV file states, of which the seed changes nothing. Its columns `worker` and `sample` hold numbers
/// from 0: of the worker, and of the training sample in the order of the data set, in which samples that are held out
/// for the test do not count. Each training sample stands in one line.
class FilePartition final : public Partition {
 public:
  void parameters(Parameters& parameters) override;
  /// Throws UsageError about the file: FILE:LINE, what was expected, and what was found.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> split_samples(const SplitSamples& samples, int workers,
                                                                      std::uint64_t seed) const override;

 private:
  std::string file_;
};

}  // namespace lowband
