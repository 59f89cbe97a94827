// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/dirichlet.hpp"

#include "tests/models/data/partitions/split_checks.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

Parts split(const std::string& alpha, const std::vector<Label>& labels, int classes, int workers, std::uint64_t seed) {
  const auto partition = make_partition((R"({"scheme": "dirichlet", "alpha": )" + alpha + "}").c_str());
  return partition->split(Labels::of_classes(labels, classes), workers, seed);
}

/// The mean over classes of sum_w p_w^2, with p_w the share of the class that worker w has.
double concentration(const Parts& parts, const std::vector<Label>& labels, int classes) {
  double sum = 0.0;
  for (int label = 0; label < classes; ++label) {
    double squares = 0.0;
    double total = 0.0;
    for (const auto& part : parts) {
      const auto count = static_cast<double>(std::count_if(
          part.begin(), part.end(), [&](std::uint32_t index) { return std::cmp_equal(labels[index], label); }));
      squares += count * count;
      total += count;
    }
    sum += squares / (total * total);
  }
  return sum / classes;
}

TEST_CASE("dirichlet: every sample once, nobody empty, at any alpha") {
  const auto labels = taking_turns(1000, 10);
  for (const char* alpha : {"0.0001", "0.01", "0.5", "1", "100", "1000000"}) {
    for (const int workers : {1, 8, 50}) {
      check_split(split(alpha, labels, 10, workers, 1), labels.size(), static_cast<std::size_t>(workers));
    }
  }
  // As few samples as workers: everybody gets one.
  const Parts parts = split("0.1", taking_turns(5, 2), 2, 5, 1);
  check_split(parts, 5, 5);
}

TEST_CASE("dirichlet: the skew has its expected size, and grows as alpha falls") {
  // For p ~ Dirichlet(a, ..., a) over W workers, E sum p^2 = (a + 1) / (W a + 1). 200 classes are 200 independent
  // draws; sum p^2 lies between 1/W and 1, so its standard deviation is below 1/2 (above alpha 1 far below), and five
  // standard errors are below 0.18. With W = 8: alpha 0.1 -> 0.611, 0.5 -> 0.3, 10 -> 0.136.
  const auto labels = taking_turns(200 * 100, 200);
  const double strong = concentration(split("0.1", labels, 200, 8, 1), labels, 200);
  const double medium = concentration(split("0.5", labels, 200, 8, 1), labels, 200);
  const double weak = concentration(split("10", labels, 200, 8, 1), labels, 200);
  CHECK(strong == Approx(1.1 / 1.8).margin(0.1));
  CHECK(medium == Approx(1.5 / 5.0).margin(0.05));
  CHECK(weak == Approx(11.0 / 81.0).margin(0.01));
  CHECK(strong > medium);
  CHECK(medium > weak);
}

TEST_CASE("dirichlet: large alpha is balanced") {
  const auto labels = taking_turns(8000, 10);
  for (const auto& part : split("1000000", labels, 10, 8, 1))
    CHECK(std::abs(static_cast<int>(part.size()) - 1000) < 20);
}

TEST_CASE("dirichlet: the same seed gives the same parts, another seed others") {
  const auto labels = taking_turns(100, 5);
  CHECK(split("0.5", labels, 5, 4, 5) == split("0.5", labels, 5, 4, 5));
  CHECK(split("0.5", labels, 5, 4, 5) != split("0.5", labels, 5, 4, 6));
}

TEST_CASE("dirichlet: what it rejects") {
  CHECK_THAT(usage_error([] { (void)split("0", {0}, 1, 1, 1); }), Catch::Contains("/alpha"));
  CHECK_THAT(usage_error([] { (void)split("1", {0, 1}, 2, 3, 1); }), Catch::Contains("each of the 3 workers"));
}

TEST_CASE("dirichlet: data without one class for each sample") {
  const auto refused = [](const Labels& labels) {
    return usage_error([&] { (void)make_partition(R"("dirichlet")")->split(labels, 1, 1); });
  };
  CHECK(refused(Labels::of_values({0.5F, 1.0F})) ==
        "\"dirichlet\" goes by the class of a sample, of which these data have none: use \"iid\"");
  CHECK(refused(Labels::of_classes({0, 1}, 2, 2)) ==
        "\"dirichlet\" goes by the class of a sample, of which these data have 2: use \"iid\"");
}

}  // namespace
}  // namespace lowband
