// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"

using namespace lowband;

namespace {

double weight(const std::string& json, std::uint64_t staleness) {
  return staleness_weights().read(Json::parse(json), Place("test"))->weight(staleness);
}

}  // namespace

TEST_CASE("weights of staleness by hand", "[staleness]") {
  for (const std::uint64_t tau : {0U, 1U, 1000U}) CHECK(weight(R"("constant")", tau) == 1.0);
  // (1 + tau)^-1/2, and with a = 0 and 1.
  CHECK(weight(R"("polynomial")", 0) == 1.0);
  CHECK(weight(R"("polynomial")", 3) == 0.5);
  CHECK(weight(R"("polynomial")", 1) == Approx(std::sqrt(0.5)));
  CHECK(weight(R"({"name": "polynomial", "exponent": 0})", 7) == 1.0);
  CHECK(weight(R"({"name": "polynomial", "exponent": 1})", 7) == 0.125);
  // 1 up to b = 4, then 1 / (10 (tau - 4) + 1).
  CHECK(weight(R"("hinge")", 0) == 1.0);
  CHECK(weight(R"("hinge")", 4) == 1.0);
  CHECK(weight(R"("hinge")", 5) == 1.0 / 11.0);
  CHECK(weight(R"("hinge")", 14) == 1.0 / 101.0);
  // With a = 1/2 and b = 1.5: 1 / (0.5 * 0.5 + 1) at 2.
  CHECK(weight(R"({"name": "hinge", "slope": 0.5, "bound": 1.5})", 1) == 1.0);
  CHECK(weight(R"({"name": "hinge", "slope": 0.5, "bound": 1.5})", 2) == 0.8);
}

TEST_CASE("no weight grows with staleness, and none is 0", "[staleness]") {
  for (const auto& entry : staleness_weights().entries()) {
    INFO(entry.name);
    const auto component = entry.make();
    CHECK(component->weight(0) == 1.0);
    for (std::uint64_t tau = 1; tau < 100; ++tau) {
      CHECK(component->weight(tau) <= component->weight(tau - 1));
      CHECK(component->weight(tau) > 0.0);
    }
  }
}

TEST_CASE("weights of staleness refuse what is out of range", "[staleness]") {
  const auto refused = [](const std::string& json, const std::string& message) {
    INFO(json);
    CHECK_THROWS_WITH(weight(json, 0), Catch::StartsWith("test: " + message));
  };
  refused(R"("linear")", "the document: expected the name of a staleness weight");
  refused(R"({"name": "constant", "exponent": 1})", "/exponent: unknown key");
  refused(R"({"name": "polynomial", "exponent": 1.5})", "/exponent: expected a number from 0 to 1");
  refused(R"({"name": "polynomial", "exponent": -0.5})", "/exponent: expected a number from 0 to 1");
  refused(R"({"name": "hinge", "slope": 0})", "/slope: expected a number above 0");
  refused(R"({"name": "hinge", "bound": -1})", "/bound: expected a number at least 0");
}
