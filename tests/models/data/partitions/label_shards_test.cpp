// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/label_shards.hpp"

#include "tests/models/data/partitions/split_checks.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

TEST_CASE("label-shards: two shards of one label each where shards fit into labels") {
  // 1000 samples per label, 20 shards of 500: each lies within one label.
  const auto labels = taking_turns(10000, 10);
  const Parts parts = make_partition(R"("label-shards")")->split(Labels::of_classes(labels, 10), 10, 1);
  check_split(parts, labels.size(), 10);
  for (const auto& part : parts) {
    CHECK(part.size() == 1000);
    CHECK(distinct_labels(part, labels) <= 2);
  }
}

TEST_CASE("label-shards: a shard no larger than a label has two labels at most") {
  const auto labels = taking_turns(1003, 10);
  for (const int shards : {1, 2, 3}) {
    const auto partition =
        make_partition((R"({"scheme": "label-shards", "shards_per_worker": )" + std::to_string(shards) + "}").c_str());
    const Parts parts = partition->split(Labels::of_classes(labels, 10), 13, 1);
    check_split(parts, labels.size(), 13);
    for (const auto& part : parts) CHECK(distinct_labels(part, labels) <= 2 * static_cast<std::size_t>(shards));
  }
}

TEST_CASE("label-shards: the same seed gives the same parts, another seed others") {
  const auto partition = make_partition(R"("label-shards")");
  const auto labels = taking_turns(100, 5);
  CHECK(partition->split(Labels::of_classes(labels, 5), 4, 5) == partition->split(Labels::of_classes(labels, 5), 4, 5));
  CHECK(partition->split(Labels::of_classes(labels, 5), 4, 5) != partition->split(Labels::of_classes(labels, 5), 4, 6));
}

TEST_CASE("label-shards: fewer samples than shards") {
  const auto message = usage_error(
      [] { (void)make_partition(R"("label-shards")")->split(Labels::of_classes(taking_turns(7, 3), 3), 4, 1); });
  CHECK_THAT(message, Catch::Contains("each of the 8 shards") && Catch::Contains("found 7"));
}

TEST_CASE("label-shards: data without one class for each sample") {
  const auto refused = [](const Labels& labels) {
    return usage_error([&] { (void)make_partition(R"("label-shards")")->split(labels, 1, 1); });
  };
  CHECK(refused(Labels::of_values({0.5F, 1.0F})) ==
        "\"label-shards\" goes by the class of a sample, of which these data have none: use \"iid\"");
  CHECK(refused(Labels::of_classes({0, 1}, 2, 2)) ==
        "\"label-shards\" goes by the class of a sample, of which these data have 2: use \"iid\"");
}

}  // namespace
}  // namespace lowband
