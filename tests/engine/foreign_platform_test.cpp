// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <simgrid/s4u.hpp>

#include "sim/base/error.hpp"
#include "sim/engine/platform_xml.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

constexpr Tag tag = 7;
constexpr std::size_t megabyte = 1'000'000;

PlatformSettings foreign(const std::string& name, int workers = 2) {
  PlatformSettings settings;
  settings.file = (std::filesystem::path(LOWBAND_SOURCE_DIR) / "tests/platforms/xml" / (name + ".xml")).string();
  settings.network.preset = "ideal";
  settings.workers = workers;
  return settings;
}

/// `bytes` on the wire, header included.
Message message_of(std::size_t bytes) {
  const std::size_t payload = bytes - message_header_bytes;
  return {std::make_shared<const std::vector<std::byte>>(payload), payload};
}

/// When worker 1 has a message of `bytes` that worker 0 has sent at `sent_s`.
double arrival(const PlatformSettings& platform, std::size_t bytes, double sent_s = 0.0) {
  const auto found = simulated(platform, [=](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      if (sent_s > 0.0) worker.compute(sent_s * 1e9, [] {});
      worker.send(1, tag, message_of(bytes));
    }
    if (worker.rank() == 1) {
      static_cast<void>(worker.receive(0, tag));
      json = worker.now();
    }
  });
  return found.workers[1].get<double>();
}

/// When worker 0 has computed `flops`.
double computed(const PlatformSettings& platform, double flops) {
  const auto found = simulated(platform, [flops](Worker& worker, Json& json) {
    if (worker.rank() == 0) worker.compute(flops, [] {});
    json = worker.now();
  });
  return found.workers[0].get<double>();
}

std::string refusal(const PlatformSettings& platform) {
  try {
    static_cast<void>(inspect_platform(platform, {{0, 1}, {1, 0}}));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

PlatformSettings with_links(PlatformSettings platform, const LinkChange& change) {
  platform.changes.push_back(change);
  return platform;
}

}  // namespace

TEST_CASE("every kind of platform that SimGrid knows runs", "[foreign]") {
  struct Kind {
    const char* name;
    double
        arrival_s;  ///< of 1 MB from worker 0 to worker 1 at the beginning: the latencies, and 1 MB at the slowest link
  };
  const std::vector<Kind> kinds = {
      {"full", 0.01 + 1},
      {"floyd", 0.015 + 1},
      {"dijkstra", 0.015 + 1},
      {"dijkstra_cache", 0.015 + 1},
      {"vivaldi", 0.06},   // hypot(30, 40) + 5 + 5 ms, whatever the size
      {"peer", 0.05 + 1},  // hypot(30, 40) ms; 2 MB/s out, 1 MB/s in
      {"wifi_unused", 0.01 + 1},
      {"cluster_zone", 0.009 + 1},  // up 1 ms, the backbone 5 ms, down 3 ms and 1 MB/s
      {"cabinet", 0.008 + 1},       // 1, 5 and 2 ms; 1 MB/s up
      {"cluster", 0.002 + 1},
      {"cluster_shared", 0.002 + 1},
      {"cluster_backbone", 0.007 + 2},  // 0.5 MB/s
      {"cluster_limiter", 0.002 + 4},   // 0.25 MB/s
      {"cluster_torus", 0.001 + 1},     // neighbours: one link
      {"cluster_fat_tree", 0.002 + 1},  // up to the switch that both have, and down
      {"cluster_dragonfly", 0.002 + 1},
      {"split_duplex", 0.01 + 1},
      {"full_duplex_old_name", 0.01 + 1},
      {"fatpipe", 0.01 + 1},
      {"nested", 0.01 + 1},
      {"bypass_route", 0.01 + 1},
      {"bypass_zone_route", 0.01 + 1},
      {"multicore", 0.01 + 1},
      {"pstates", 0.01 + 1},
      {"disks", 0.01 + 1},
      {"properties", 0.01 + 1},
      {"tracing", 0.01 + 1},
      {"settings", 0.01 + 1},
      {"host_model", 0.01 + 1},
  };
  for (const auto& [name, arrival_s] : kinds) {
    CAPTURE(name);
    const auto platform = foreign(name);
    CHECK(refusal(platform).empty());
    CHECK(arrival(platform, megabyte) == Approx(arrival_s).epsilon(1e-9));
    CHECK(computed(platform, 2e9) == Approx(2.0).epsilon(1e-9));  // at 1 Gf: of one core, and of the state it is in
  }
}

TEST_CASE("what cannot run is refused with the host or link to blame", "[foreign]") {
  struct Refused {
    const char* name;
    std::vector<std::string> said;
  };
  const std::vector<Refused> refused = {
      {"none", {"no route from host \"a\" (worker 0) to \"b\" (worker 1), which must talk"}},
      {"wifi", {"link \"air\", on the route from host \"a\" (worker 0) to \"b\" (worker 1), is Wi-Fi"}},
      {"storage", {"SimGrid cannot use this platform", "storage"}},
      {"actor", {"SimGrid cannot use this platform", "'master'"}},
      {"host_state_file", {"line 6: state of host \"a\"", "state.profile", "go off and on"}},
      {"peer_state_file", {"line 6: state of host \"a\"", "go off and on"}},
      {"link_state_file", {"line 8: state of link \"l\"", "go off and on"}},
      {"trace_connect_state", {"state of host \"b\"", "go off and on"}},
      {"trace_connect_nothing", {"link \"k\", which is not there"}},
      {"missing_file", {"bandwidth of link \"l\"", "nowhere.profile"}},
      {"stochastic", {"bandwidth of link \"l\"", "stochastic"}},
      {"latency_file_of_none", {"link \"l\": expected a latency above 0"}},
      {"parallel_workers", {"contexts/nthreads = 1", "found 4"}},
      {"unknown_setting", {"surf/precison"}},
  };
  for (const auto& [name, said] : refused) {
    CAPTURE(name);
    const std::string refusal_of_it = refusal(foreign(name));
    CHECK_THAT(refusal_of_it, Contains(std::string(name) + ".xml: "));
    for (const auto& part : said) CHECK_THAT(refusal_of_it, Contains(part));
  }
}

TEST_CASE("a bandwidth profile of the platform is obeyed", "[foreign]") {
  // 10 ms, then 1.99 MB until 2 s, 1 MB until 4 s, and the last 0.01 MB at 2 MB/s.
  for (const char* name : {"bandwidth_file", "split_duplex_files", "trace_connect"}) {
    CAPTURE(name);
    CHECK(arrival(foreign(name), 3 * megabyte) == Approx(4.005).epsilon(1e-9));
  }
}

TEST_CASE("a latency profile of the platform is obeyed, and loses no message", "[foreign]") {
  for (const char* name : {"latency_file", "split_duplex_files"}) {
    CAPTURE(name);
    const auto platform = foreign(name);
    CHECK(arrival(platform, megabyte) == Approx(0.01 + 1).epsilon(1e-9));  // on its way at 1 s, when latencies change
    CHECK(arrival(platform, 16, 1.5) == Approx(1.5 + 0.03).margin(5e-5));
  }
}

TEST_CASE("a speed profile of the platform is obeyed", "[foreign]") {
  // 3 Gflop: one in the first second, two at half the speed.
  for (const char* name : {"speed_file", "availability_file"}) CHECK(computed(foreign(name), 3e9) == Approx(5.0));
  // 1.5 Gflop in a round of 2 s.
  CHECK(computed(foreign("trace_connect"), 4e9) == Approx(5.0));
}

TEST_CASE("a scenario's value replaces a profile of the platform, a factor multiplies it", "[foreign]") {
  const auto platform = foreign("bandwidth_file");
  // 1 MB/s throughout: 3 MB take 3 s.
  const auto absolute = with_links(platform, {.match = "*", .bandwidth_Bps = 1e6});
  CHECK(arrival(absolute, 3 * megabyte) == Approx(3.01).epsilon(1e-9));
  // 2 MB/s: 3.98 MB until 2 s; 1 MB/s: 2 MB until 4 s; and the last 0.02 MB at 4 MB/s.
  const auto twice = with_links(platform, {.match = "*", .bandwidth_factor = 2.0});
  CHECK(arrival(twice, 6 * megabyte) == Approx(4.005).epsilon(1e-9));
  // A profile of the scenario's takes its place, too: 1 MB/s, from 1 s on 0.25.
  const auto other = with_links(
      platform,
      {.match = "*", .bandwidth_profile = std::make_shared<const Profile>(Profile{{{1.0, 0.25}}, std::nullopt})});
  CHECK(arrival(other, 2 * megabyte) == Approx(1.0 + 1.01 / 0.25).epsilon(1e-9));

  const auto over_time = [](const PlatformSettings& settings) { return inspect_platform(settings, {}).over_time; };
  using Which = PlatformReport::OverTime::Profile;
  REQUIRE(over_time(platform).size() == 1);
  CHECK(over_time(platform)[0].profile == Which::of_file);
  CHECK(over_time(twice)[0].quantity == "bandwidth");
  CHECK(over_time(twice)[0].name == "l");
  CHECK(over_time(twice)[0].least == Approx(1e6));
  CHECK(over_time(twice)[0].most == Approx(4e6));
  CHECK(over_time(absolute)[0].profile == Which::replaced);
  CHECK(over_time(absolute)[0].least == 1e6);
  CHECK(over_time(other)[0].profile == Which::of_scenario);
  CHECK(over_time(other)[0].least == Approx(0.25e6));

  // The same of latencies and speeds.
  CHECK(arrival(with_links(foreign("latency_file"), {.match = "*", .latency_s = 0.02}), 16, 1.5) ==
        Approx(1.5 + 0.02).margin(5e-5));
  CHECK(arrival(with_links(foreign("latency_file"), {.match = "*", .latency_factor = 2.0}), 16, 1.5) ==
        Approx(1.5 + 0.06).margin(5e-5));
  auto fast = foreign("speed_file");
  fast.host_changes = {{.match = "a", .speed_flops = 2e9}};
  CHECK(computed(fast, 6e9) == Approx(3.0));
}

TEST_CASE("a bandwidth profile of the platform is refused where the scenario's own is", "[foreign]") {
  auto platform = foreign("bandwidth_file");
  platform.network.preset = "lv08";
  CHECK_THAT(refusal(platform), Contains("link \"l\": expected network/weight-S = 0 for a bandwidth profile"));
}

TEST_CASE("settings of a platform are told as they are in force", "[foreign]") {
  const auto settings = inspect_settings(foreign("settings"));
  CHECK(settings.settings.at("surf/precision") == "1e-6");
  CHECK(settings.settings.at("network/TCP-gamma") == "0");
  REQUIRE(settings.warnings.size() == 1);
  CHECK_THAT(settings.warnings[0], Contains("network/TCP-gamma = 1000 has no effect"));
  CHECK(inspect_settings(foreign("full")).settings == foreign("full").network.configuration());
  const auto tracing = inspect_settings(foreign("tracing"));
  CHECK_FALSE(tracing.settings.contains("tracing"));
  CHECK(tracing.warnings.size() == 2);
  const auto of_hosts = inspect_settings(foreign("host_model"));
  CHECK(of_hosts.settings.at("host/model") == "ptask_L07");
  CHECK_FALSE(of_hosts.settings.contains("network/model"));
  CHECK_FALSE(of_hosts.settings.contains("network/bandwidth-factor"));
}

TEST_CASE("between coordinates no link carries bytes, and latencies of links vary apart", "[foreign]") {
  const auto found = simulated(
      foreign("vivaldi"),
      [](Worker& worker, Json& /*json*/) {
        if (worker.rank() == 0) worker.send(1, tag, message_of(megabyte));
        if (worker.rank() == 1) static_cast<void>(worker.receive(0, tag));
      },
      [](const Simulation& simulation) {
        return Json({{"links", simulation.traffic().links.size()}, {"bytes", simulation.bytes_sent()}});
      });
  CHECK(found.all["links"] == 0);
  CHECK(found.all["bytes"] == megabyte);
  // 50 ms between the peers, and 10 ms of each link, three times that from 1 s on.
  auto peers = foreign("peer");
  peers.changes = {{.match = "*",
                    .latency_s = 0.01,
                    .latency_profile = std::make_shared<const Profile>(Profile{{{1.0, 3.0}}, std::nullopt})}};
  CHECK(arrival(peers, 16) == Approx(0.07).margin(5e-5));
  CHECK(arrival(peers, 16, 1.5) == Approx(1.5 + 0.11).margin(5e-5));
}

TEST_CASE("a deadlock names who waits for whom, and the host or link that is off", "[foreign]") {
  const auto wait_in_vain = [](Worker& worker, Json& /*json*/) {
    if (worker.rank() == 1) static_cast<void>(worker.receive(0, tag));
  };
  CHECK_THROWS_WITH(
      simulated(foreign("full"), wait_in_vain),
      Contains("deadlock at 0 s: worker 1 (host \"b\") waits for a message of worker 0 (host \"a\"), which "
               "never comes"));
  const auto host_off = [](Worker& worker, Json& /*json*/) {
    if (worker.rank() == 1) {
      worker.compute(1e9, [] {});
      simgrid::s4u::Host::by_name("a")->turn_off();
      static_cast<void>(worker.receive(0, tag));
    } else {
      static_cast<void>(worker.receive(1, tag));
    }
  };
  CHECK_THROWS_WITH(simulated(foreign("full"), host_off),
                    Contains("worker 1 (host \"b\") waits for a message of worker 0 (host \"a\"): host \"a\" is off"));
  const auto link_off = [](Worker& worker, Json& /*json*/) {
    if (worker.rank() == 0) {
      simgrid::s4u::Link::by_name("l")->turn_off();
      worker.send(1, tag, message_of(megabyte));
    } else {
      static_cast<void>(worker.receive(0, tag));
    }
  };
  CHECK_THROWS_WITH(simulated(foreign("full"), link_off),
                    Contains("worker 1 (host \"b\") waits for a message of worker 0 (host \"a\"): link \"l\" is off"));
}

TEST_CASE("a copy of a platform names other files, and what SimGrid sees names none", "[foreign]") {
  const PlatformXml xml(foreign("split_duplex_files").file);
  CHECK(xml.named_files() == std::vector<std::string>{"latency.profile", "bandwidth.profile"});
  const std::string copy = xml.text_with_files({{"bandwidth.profile", "a&b.txt"}, {"latency.profile", "l.txt"}});
  CHECK_THAT(copy, Contains("latency_file=\"l.txt\"\n          bandwidth_file='a&amp;b.txt'/>"));
  const std::string seen = xml.text_for_simgrid();
  CHECK_THAT(seen, !Contains("_file") && Contains("sharing_policy=\"SPLITDUPLEX\""));
  CHECK(std::count(seen.begin(), seen.end(), '\n') == std::count(copy.begin(), copy.end(), '\n'));
  const std::string traced = PlatformXml(foreign("trace_connect").file).text_for_simgrid();
  CHECK_THAT(traced, !Contains("trace") && !Contains("0.5") && Contains("</zone>"));
}
