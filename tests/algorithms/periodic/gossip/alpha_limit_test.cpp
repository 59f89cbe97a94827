// SPDX-License-Identifier: Apache-2.0
// Difference gossip is warned about where its codec errs by more than the theory of DCD-PSGD allows.
#include <catch2/catch.hpp>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto eight_bits = R"({"name": "qsgd", "bits": 8})";

std::vector<std::string> warnings(const std::string& codec, const Layout& layout = {},
                                  const std::string& method = "difference", const std::string& topology = "ring") {
  return prepared(R"({"name": "g", "paradigm": "gossip", "topology": ")" + topology + R"(", "method": ")" + method +
                      R"(", "compression": )" + codec + "}",
                  8)
      .warnings(layout);
}

}  // namespace

TEST_CASE("a codec beyond the limit on alpha is warned about, with both numbers", "[algorithms]") {
  // Ring of 8: 0.0732. Buckets of 512 by their maximum, s = 127: alpha^2 = (sqrt(1 + 511 / 127^2) - 1) / 2 = 0.00786.
  const auto found = warnings(eight_bits);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::Contains("\"difference\"") && Catch::Contains("below 0.073") &&
                           Catch::Contains("\"qsgd\" reaches 0.089"));
  CHECK(warnings(R"({"name": "qsgd", "bits": 9})").empty());          // about half of it
  CHECK(warnings(eight_bits, {}, "difference", "complete").empty());  // 0.5
  CHECK(warnings(eight_bits, {}, "choco").empty());
  CHECK(warnings(eight_bits, {}, "extrapolation").empty());  // another condition
  CHECK(warnings(R"("none")").empty());
}

TEST_CASE("the size of the model counts where it is known", "[algorithms]") {
  // Ten parameters: (sqrt(1 + 9 / 127^2) - 1) / 2 = 0.00014, alpha = 0.012.
  CHECK(warnings(eight_bits, {{"x", {10}}}).empty());
  CHECK(warnings(eight_bits, {{"x", {100, 100}}}).size() == 1);
  // A code for each of a hundred tensors of ten, or one of all thousand.
  Layout tensors;
  for (int i = 0; i < 100; ++i) tensors.push_back({"x", {10}});
  CHECK(warnings(R"({"name": "qsgd", "bits": 8, "scope": "layer"})", tensors).empty());
  CHECK(warnings(eight_bits, tensors).size() == 1);
  // 16 levels on the whole vector: d / (2 15^2), of which nothing is known before d is.
  CHECK(warnings(R"("k-level")").empty());
  CHECK(warnings(R"("k-level")", tensors).size() == 1);
}

TEST_CASE("codecs to which the limit does not apply are not measured by it", "[algorithms]") {
  const Layout layout = {{"x", {1000}}};
  CHECK(warnings(R"({"name": "grid", "step": 1})", layout).empty());  // an error that does not grow with the vector
  CHECK(warnings(R"({"name": "qsgd", "bits": 2, "error_feedback": true})", layout).empty());
  const auto biased = warnings(R"("scaled-sign")", layout);
  REQUIRE(biased.size() == 1);
  CHECK_THAT(biased[0], Catch::Contains("is biased"));
}
