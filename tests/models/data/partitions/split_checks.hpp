// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "models/data/partition.hpp"

namespace lowband {

using Parts = std::vector<std::vector<std::uint32_t>>;

inline std::unique_ptr<LabelPartition> make_partition(const char* json) {
  auto made = partitions().read(Json::parse(json), Place("test"));
  return std::unique_ptr<LabelPartition>(dynamic_cast<LabelPartition*>(made.release()));
}

/// `count` labels that take turns, as in 0 1 2 0 1 2 0.
inline std::vector<Label> taking_turns(std::size_t count, int classes) {
  std::vector<Label> labels(count);
  for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<Label>(i % static_cast<std::size_t>(classes));
  return labels;
}

/// Every sample is with exactly one worker, indices ascend, and nobody is empty.
inline void check_split(const Parts& parts, std::size_t samples, std::size_t workers) {
  REQUIRE(parts.size() == workers);
  std::vector<int> owners(samples, 0);
  for (const auto& part : parts) {
    REQUIRE_FALSE(part.empty());
    REQUIRE(std::is_sorted(part.begin(), part.end()));
    for (const std::uint32_t index : part) ++owners.at(index);
  }
  REQUIRE(std::all_of(owners.begin(), owners.end(), [](int count) { return count == 1; }));
}

/// How many different labels a worker sees.
inline std::size_t distinct_labels(const std::vector<std::uint32_t>& part, const std::vector<Label>& labels) {
  std::set<Label> seen;
  for (const std::uint32_t index : part) seen.insert(labels[index]);
  return seen.size();
}

}  // namespace lowband
