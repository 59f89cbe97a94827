// SPDX-License-Identifier: Apache-2.0
#include "sim/base/error.hpp"

#include <catch2/catch.hpp>

#include "tests/usage_error.hpp"

using namespace lowband;

TEST_CASE("the nearest name is the one with the fewest edits", "[error]") {
  const std::vector<std::string> names = {"ring", "torus", "complete", "star"};
  CHECK(nearest_name("rnig", names) == "ring");  // one swap
  CHECK(nearest_name("tours", names) == "torus");
  CHECK(nearest_name("complet", names) == "complete");
  CHECK(nearest_name("sta", names) == "star");
  CHECK(nearest_name("star", names) == "star");
}

TEST_CASE("a name more than half of which would have to change is near to nothing", "[error]") {
  const std::vector<std::string> names = {"ring", "torus"};
  CHECK(nearest_name("qqqq", names).empty());
  CHECK(nearest_name("hypercube", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name("", std::vector<std::string>{"x"}).empty());
  CHECK(nearest_name("ring", {}).empty());
}

TEST_CASE("of equally near names the first is taken", "[error]") {
  CHECK(nearest_name("sied", std::vector<std::string>{"kind", "side"}) == "side");  // a swap is one edit
  CHECK(nearest_name("bat", std::vector<std::string>{"cat", "hat"}) == "cat");
}

TEST_CASE("a suggestion, or the list where nothing is near", "[error]") {
  const std::vector<std::string> names = {"ring", "torus"};
  CHECK(did_you_mean("rign", names) == ", did you mean \"ring\"?");
  CHECK(did_you_mean("hypercube", names) == " (there are: ring, torus)");
  CHECK(did_you_mean("ring", {}).empty());
  CHECK(suggestion("rign", names) == ", did you mean \"ring\"?");
  CHECK(suggestion("hypercube", names).empty());
  CHECK(usage_error([] {
          fail_choice("--to", "hypercube", std::vector<std::string>{"ring", "torus"});
        }) == "--to: expected ring, torus, found \"hypercube\"");
}

TEST_CASE("nouns take their article", "[error]") {
  CHECK(with_article("codec") == "a codec");
  CHECK(with_article("algorithm") == "an algorithm");
}
