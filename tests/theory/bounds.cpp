// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/theory/bound.hpp"

using namespace lowband;

namespace {

std::unique_ptr<Bound> bound(const char* name) { return bounds().find(name)->make(); }

}  // namespace

TEST_CASE("the bound of parallel SGD is what its formula says", "[theory]") {
  const ProblemConstants problem{.smoothness = 4.0, .noise_sq = 3.0, .initial_gap = 2.0};
  BoundSettings settings{.iterations = 100.0, .workers = 6.0, .learning_rate = 0.1};
  // 2 * 2 / (0.1 * 100) + 4 * 0.1 * 3 / 6
  CHECK(*bound("parallel-sgd")->value(problem, settings) == Approx(0.4 + 0.2));
  CHECK(bound("parallel-sgd")->lack(problem, settings).empty());
  settings.learning_rate = 0.3;
  CHECK(bound("parallel-sgd")->lack(problem, settings) ==
        "it takes a learning rate of at most 1/L = 0.25, and that is 0.3");
  settings.local_steps = 2.0;
  CHECK(bound("parallel-sgd")->lack(problem, settings) == "it takes K = 1, and K is 2");
}

TEST_CASE("the bound of PR-SGD adds what workers drift apart", "[theory]") {
  const ProblemConstants problem{.smoothness = 4.0, .noise_sq = 3.0, .second_moment = 5.0, .initial_gap = 2.0};
  const BoundSettings settings{.iterations = 100.0, .workers = 6.0, .local_steps = 2.0, .learning_rate = 0.1};
  // 0.4 + 4 * (0.1 * 2)^2 * 5 * 4^2 + 0.2
  CHECK(*bound("pr-sgd")->value(problem, settings) == Approx(0.4 + 12.8 + 0.2));
  CHECK(bound("pr-sgd")->lack(problem, settings).empty());
}

TEST_CASE("the bound of CHOCO-SGD holds for a learning rate of its own", "[theory]") {
  const ProblemConstants problem{.smoothness = 0.5, .noise_sq = 2.0, .second_moment = 0.01, .initial_gap = 3.0};
  BoundSettings settings{
      .iterations = 24.0, .workers = 1.0, .learning_rate = 0.2, .spectral_gap = 1.0, .contraction = 1.0};
  // 4 (3 + 2 * 0.5) / sqrt(25) + 24 * 0.01 * 0.5 * 82^2 / 25
  CHECK(*bound("choco")->value(problem, settings) == Approx(3.2 + 32.2752));
  CHECK(bound("choco")->lack(problem, settings).empty());  // sqrt(1 / 25), and 64 * 0.25 = 16 steps
  settings.learning_rate = 0.1;
  CHECK(bound("choco")->lack(problem, settings) ==
        "it takes the learning rate sqrt(M / (N + 1)) = 0.2, and that is 0.1");
  settings.iterations = 15.0;
  CHECK(bound("choco")->lack(problem, settings) == "it takes N of at least 64 M L^2 = 16, and N is 15");
  // Of the codec and the graph nothing is made up.
  const BoundSettings unknown{.iterations = 24.0, .workers = 1.0, .learning_rate = 0.2};
  CHECK(bound("choco")->lack(problem, unknown) ==
        "it takes the spectral gap of the mixing matrix and the contraction of the codec, which are not known here");
}

TEST_CASE("of what is known by its order alone there is no value", "[theory]") {
  for (const char* name : {"d-psgd", "qpr-sgd"}) {
    CHECK_FALSE(bound(name)->value({}, {}));
    CHECK(bound(name)->lack({}, {}) == "only its order is known, not its constants");
  }
}

TEST_CASE("every bound says where it is from and what it takes", "[theory]") {
  for (const auto& entry : bounds().entries()) {
    CAPTURE(entry.name);
    const auto one = entry.make();
    CHECK_FALSE(entry.source.empty());
    CHECK_FALSE(one->formula().empty());
    CHECK_FALSE(one->assumptions().empty());
    CHECK_FALSE(one->standing().empty());
  }
}
