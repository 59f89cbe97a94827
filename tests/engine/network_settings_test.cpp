// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/network_settings.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

using namespace lowband;

TEST_CASE("every preset says all that is in force", "[engine]") {
  for (const auto& preset : NetworkSettings::preset_names()) {
    NetworkSettings settings;
    settings.preset = preset;
    const auto configuration = settings.configuration();
    for (const auto* key : {"model", "latency-factor", "bandwidth-factor", "crosstraffic", "weight-S", "TCP-gamma"}) {
      CHECK(configuration.contains(std::string("network/") + key));
    }
  }
  NetworkSettings settings;
  CHECK(std::stod(settings.configuration().at("network/bandwidth-factor")) == 1448.0 / (1538.0 + 45.0));
  settings.tcp.receive_offload = true;
  CHECK(std::stod(settings.configuration().at("network/bandwidth-factor")) == 1448.0 / 1538.0);
}

TEST_CASE("refinements win over the preset", "[engine]") {
  const NetworkSettings settings{"ideal", {{"network/weight-S", "5"}, {"network/loopback-lat", "0.1"}}};
  CHECK(settings.configuration().at("network/weight-S") == "5");
  CHECK(settings.configuration().at("network/loopback-lat") == "0.1");
  CHECK(settings.configuration().at("network/latency-factor") == "1");
}

TEST_CASE("every preset has its window, which a size or none at all replaces", "[engine]") {
  const auto gamma = [](const std::string& preset, std::optional<double> window = std::nullopt) {
    NetworkSettings settings;
    settings.preset = preset;
    settings.window = window;
    return settings.configuration().at("network/TCP-gamma");
  };
  CHECK(gamma("tcp") == "6291456");  // 6 MiB, the most by Linux's tcp_rmem
  CHECK(gamma("ideal") == "0");      // SimGrid's word for none
  CHECK(gamma("lv08") == "4194304");
  CHECK(gamma("ideal", 65536.0) == "65536");
  CHECK(gamma("tcp", std::numeric_limits<double>::infinity()) == "0");
}

TEST_CASE("what is known of TCP counts with its preset alone", "[engine]") {
  NetworkSettings settings;
  CHECK(settings.tcp_in_force().store_and_forward);
  CHECK(settings.statement_of_tcp().at("tcp/initial_window") == "10 segments");
  CHECK(settings.statement_of_tcp().at("tcp/idle_restart") == "0.2s");
  settings.tcp.idle_restart_s.reset();
  CHECK(settings.statement_of_tcp().at("tcp/idle_restart") == "none");
  settings.preset = "ideal";
  CHECK_FALSE(settings.tcp_in_force().store_and_forward);
  CHECK_FALSE(settings.tcp_in_force().initial_window);
  CHECK(settings.statement_of_tcp().empty());
}
