// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/by_group.hpp"

#include <set>

#include "tests/models/data/partitions/split_checks.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

Parts split(const std::vector<std::uint32_t>& groups, int workers, std::uint64_t seed = 1) {
  const DataFolders none;
  const Labels labels = Labels::of_classes(std::vector<Label>(groups.size()), 1);
  return partitions().read("groups", Place("test"))->split_samples({labels, groups, none}, workers, seed);
}

TEST_CASE("groups: each goes to one worker as a whole") {
  const std::vector<std::uint32_t> groups = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 0};
  for (const int workers : {1, 2, 3, 5}) {
    const Parts parts = split(groups, workers);
    check_split(parts, groups.size(), static_cast<std::size_t>(workers));
    std::set<std::uint32_t> seen;
    for (const auto& part : parts) {
      std::set<std::uint32_t> own;
      for (const std::uint32_t i : part) own.insert(groups[i]);
      CHECK(own.size() >= groups.size() / 12 * 5 / static_cast<std::size_t>(workers));  // dealt by turns
      for (const std::uint32_t group : own) CHECK(seen.insert(group).second);
    }
    CHECK(seen.size() == 5);
  }
  CHECK(split(groups, 5, 1) == split(groups, 5, 1));
  CHECK(split(groups, 5, 1) != split(groups, 5, 2));
}

TEST_CASE("groups: data without them, or with too few, are refused") {
  CHECK(usage_error([] {
          split({0, 1, 0}, 3);
        }) == "the partition needs at least one group for each of the 3 workers, found 2");
  CHECK_THAT(usage_error([] { split({}, 1); }), Catch::StartsWith("the data do not say whose a sample is"));
}

}  // namespace
}  // namespace lowband
