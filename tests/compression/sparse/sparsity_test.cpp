// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/sparsity.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"

using namespace lowband;

namespace {

Sparsity sparsity(const char* json) {
  Sparsity result;
  Parameters declared;
  result.parameters(declared);
  declared.read(Json::parse(json), Place("e.json"));
  result.check(Place("e.json"));
  return result;
}

}  // namespace

TEST_CASE("Sparsity: a ratio is rounded to whole coordinates, and never to none", "[sparsity]") {
  const auto percent = sparsity("{}");
  CHECK(percent.kept(0) == 0);
  CHECK(percent.kept(1) == 1);
  CHECK(percent.kept(149) == 1);
  CHECK(percent.kept(151) == 2);  // 1.51
  CHECK(percent.kept(16'000'000) == 160'000);
  CHECK(percent.share(200) == 0.01);
  CHECK(sparsity(R"({"ratio": 1})").kept(509) == 509);
  CHECK(sparsity(R"({"ratio": 0.29})").kept(100) == 29);  // 28.999999999999996 in double
}

TEST_CASE("Sparsity: k is at most all coordinates", "[sparsity]") {
  const auto ten = sparsity(R"({"k": 10})");
  CHECK(ten.kept(0) == 0);
  CHECK(ten.kept(7) == 7);
  CHECK(ten.kept(1'000'000) == 10);
  CHECK(ten.share(0) == 1.0);
  CHECK(ten.share(40) == 0.25);
}

TEST_CASE("Sparsity: ratio or k, in range", "[sparsity]") {
  CHECK_THROWS_WITH(sparsity(R"({"ratio": 0.1, "k": 2})"),
                    "e.json: /k: both ratio and k are given; give one of the two");
  for (const char* bad :
       {R"({"ratio": 0})", R"({"ratio": 1.01})", R"({"ratio": -1})", R"({"k": 0})", R"({"k": 0.5})"}) {
    CHECK_THROWS_AS(sparsity(bad), UsageError);
  }
  // What the manifest shows can be read again.
  for (const char* parameters : {"{}", R"({"k": 3})"}) {
    Sparsity first = sparsity(parameters);
    Parameters declared;
    first.parameters(declared);
    CHECK(sparsity(declared.values().dump().c_str()).kept(1000) == first.kept(1000));
  }
}
