// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/data/file_samples.hpp"
#include "models/data/npy.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

/// Arrays as samples, along their first dimension: (N, features), or images, (N, height, width) of one channel,
/// (N, channels, height, width) or (N, height, width, channels). Images of unsigned bytes are kept as pixels.
class ArrayForm {
 public:
  /// Declares `axes`.
  void parameters(Parameters& parameters);

  /// The features alone; labels are for the caller to fill in. Throws UsageError about the array.
  [[nodiscard]] FileSamples features_in(NpyReader& array) const;

 private:
  [[nodiscard]] bool has_channels_last(const NpyReader& array) const;

  std::string axes_ = "auto";
};

/// How many samples there are, before their labels are known.
[[nodiscard]] std::size_t count_of(const FileSamples& features);

/// The elements of an array that has one for each of so many samples of `features`: labels, or groups.
[[nodiscard]] std::vector<std::string> values_in(NpyReader& array, std::size_t samples, const std::string& features);

}  // namespace lowband
