#include "sim/engine/network_settings.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace lowband;

TEST_CASE("every preset says all that is in force", "[engine]") {
  for (const auto& preset : NetworkSettings::preset_names()) {
    const auto configuration = NetworkSettings{preset, {}}.configuration();
    for (const auto* key : {"model", "latency-factor", "bandwidth-factor", "crosstraffic", "weight-S", "TCP-gamma"}) {
      CHECK(configuration.contains(std::string("network/") + key));
    }
  }
  CHECK(std::stod(NetworkSettings{"tcp", {}}.configuration().at("network/bandwidth-factor")) == 1448.0 / 1538.0);
}

TEST_CASE("refinements win over the preset", "[engine]") {
  const NetworkSettings settings{"ideal", {{"network/TCP-gamma", "0"}, {"network/loopback-lat", "0.1"}}};
  CHECK(settings.configuration().at("network/TCP-gamma") == "0");
  CHECK(settings.configuration().at("network/loopback-lat") == "0.1");
  CHECK(settings.configuration().at("network/latency-factor") == "1");
}
