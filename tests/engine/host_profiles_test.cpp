// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/host_profiles.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("a host has the profiles of its name and of all patterns that match it", "[engine]") {
  HostProfiles profiles;
  CHECK(profiles.empty());
  profiles.add("edge-*", {{{0.0, 0.5}}, {}});
  profiles.add("edge-1", {{{0.0, 0.25}}, {}});
  profiles.add("cloud-[01]", {{{0.0, 2.0}}, {}});
  const auto factors = [&](const std::string& host) {
    double product = 1.0;
    for (const auto& profile : profiles.of(host)) product *= profile->factor_at(0.0);
    return product;
  };
  CHECK(factors("edge-1") == 0.125);
  CHECK(factors("edge-2") == 0.5);
  CHECK(factors("cloud-1") == 2.0);
  CHECK(profiles.of("cloud-2").empty());
  CHECK(profiles.of("edge-*").size() == 1);  // as a pattern it matches itself, as a name it is nobody's
  REQUIRE(profiles.entries().size() == 3);
  CHECK(profiles.entries()[1].match == "edge-1");
}
