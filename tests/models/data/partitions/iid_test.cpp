// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/iid.hpp"

#include "tests/models/data/partitions/split_checks.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

TEST_CASE("iid: equal parts up to one sample") {
  const auto iid = make_partition(R"("iid")");
  for (const int workers : {1, 2, 7, 8, 100}) {
    const auto labels = taking_turns(100, 3);
    const Parts parts = iid->split(Labels::of_classes(labels, 3), workers, 1);
    check_split(parts, labels.size(), static_cast<std::size_t>(workers));
    const auto [least, most] = std::minmax_element(parts.begin(), parts.end(),
                                                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
    CHECK(most->size() - least->size() <= 1);
  }
}

TEST_CASE("iid: every worker sees every class about equally often") {
  const auto labels = taking_turns(10000, 10);
  const Parts parts = make_partition(R"("iid")")->split(Labels::of_classes(labels, 10), 8, 1);
  for (const auto& part : parts) {
    std::vector<int> counts(10);
    for (const std::uint32_t index : part) ++counts[labels[index]];
    // 1250 of 10000 without replacement: mean 125, standard deviation sqrt(1250 * 0.1 * 0.9 * 7/8) = 9.9; five of them.
    for (const int count : counts) CHECK(std::abs(count - 125) < 50);
  }
}

TEST_CASE("iid: the same seed gives the same parts, another seed others") {
  const auto iid = make_partition(R"("iid")");
  const auto labels = taking_turns(100, 3);
  CHECK(iid->split(Labels::of_classes(labels, 3), 4, 5) == iid->split(Labels::of_classes(labels, 3), 4, 5));
  CHECK(iid->split(Labels::of_classes(labels, 3), 4, 5) != iid->split(Labels::of_classes(labels, 3), 4, 6));
}

TEST_CASE("iid: fewer samples than workers") {
  const auto message =
      usage_error([] { (void)make_partition(R"("iid")")->split(Labels::of_classes(taking_turns(3, 3), 3), 4, 1); });
  CHECK_THAT(message, Catch::Contains("each of the 4 workers") && Catch::Contains("found 3"));
}

}  // namespace
}  // namespace lowband
