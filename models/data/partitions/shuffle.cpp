// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/shuffle.hpp"

#include <fmt/format.h>

#include <numeric>
#include <string>

#include "sim/base/error.hpp"

namespace lowband {

std::vector<std::uint32_t> shuffled_indices(std::size_t count, Stream& random) {
  std::vector<std::uint32_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0U);
  shuffle(std::span(indices), random);
  return indices;
}

void require_samples(std::size_t samples, std::size_t needed, const char* what) {
  if (samples < needed) {
    throw UsageError(fmt::format("the partition needs at least one training sample for each of the {} {}, found {}",
                                 needed, what, samples));
  }
}

std::span<const Label> class_of_each(const Labels& labels, const char* partition) {
  if (labels.are_classes() && labels.shape().per_sample == 1) return labels.classes();
  throw UsageError(fmt::format("\"{}\" goes by the class of a sample, of which these data have {}: use \"iid\"",
                               partition, labels.are_classes() ? std::to_string(labels.shape().per_sample) : "none"));
}

}  // namespace lowband
