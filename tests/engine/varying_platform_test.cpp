// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <fstream>
#include <limits>

#include "sim/base/error.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

constexpr Tag tag = 7;
constexpr std::size_t megabyte = 1'000'000;

/// `bytes` on the wire, header included.
Message message_of(std::size_t bytes) {
  const std::size_t payload = bytes - message_header_bytes;
  return {std::make_shared<const std::vector<std::byte>>(payload), payload};
}

/// When worker 1 has a message of `bytes` that worker 0 has sent at `time_s`, with hosts of 1 Gflop/s; and all.now() is
/// the end of the simulation.
Findings arrival(const PlatformSettings& platform, std::size_t bytes, double time_s = 0.0) {
  return simulated(
      platform,
      [=](Worker& worker, Json& json) {
        if (worker.rank() == 0) {
          if (time_s > 0.0) worker.compute(time_s * 1e9, [] {});
          worker.send(1, tag, message_of(bytes));
        }
        if (worker.rank() == 1) {
          static_cast<void>(worker.receive(0, tag));
          json = worker.now();
        }
      },
      [](const Simulation& simulation) {
        return Json({{"now", simulation.now()}, {"bandwidth", simulation.traffic().links.front().bandwidth_Bps}});
      });
}

/// When worker 0 has computed `flops`.
double computed(const PlatformSettings& platform, double flops, const ComputeSettings& compute = {}) {
  SimulatedOptions options;
  options.compute = compute;
  const auto found = simulated(
      platform,
      [flops](Worker& worker, Json& json) {
        if (worker.rank() == 0) worker.compute(flops, [] {});
        json = worker.now();
      },
      nullptr, options);
  return found.workers[0].get<double>();
}

std::shared_ptr<const Profile> profile(std::vector<Profile::Point> points, std::optional<double> period = {}) {
  return std::make_shared<const Profile>(Profile{std::move(points), period});
}

PlatformSettings with_links(PlatformSettings platform, const LinkChange& change) {
  platform.changes.push_back(change);
  return platform;
}

PlatformSettings with_hosts(PlatformSettings platform, const HostChange& change) {
  platform.host_changes.push_back(change);
  return platform;
}

}  // namespace

TEST_CASE("a transfer that straddles a drop of bandwidth goes on at the new rate", "[engine]") {
  // 2 MB at 1 MB/s: one in the first second, the other at half the rate in two more.
  const auto platform = with_links(star(2, 1e6, 0.0), {.match = "*", .bandwidth_profile = profile({{1.0, 0.5}})});
  const auto found = arrival(platform, 2 * megabyte);
  CHECK(found.workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
  // What the results tell of a link is its bandwidth without the profile, whenever the run ends.
  CHECK(found.all["bandwidth"].get<double>() == 1e6);
}

TEST_CASE("a transfer that leaves in a dip goes on faster when that is over", "[engine]") {
  // 1.5 MB: 0.5 MB in the first second, at half the rate, 1 MB in the next one; and 2 MB more at twice the rate.
  const LinkChange dip = {.match = "*", .bandwidth_profile = profile({{0.0, 0.5}, {1.0, 1.0}, {2.0, 2.0}})};
  CHECK(arrival(with_links(star(2, 1e6, 0.0), dip), 1'500'000).workers[1].get<double>() == Approx(2.0).epsilon(1e-9));
  CHECK(arrival(with_links(star(2, 1e6, 0.0), dip), 3'500'000).workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
  // With a latency of 0.2 s 0.1 MB less in the first second, and a window that is never in the way.
  auto far = with_links(star(2, 1e6, 0.1), dip);
  CHECK(arrival(far, 1'400'000).workers[1].get<double>() == Approx(2.0).epsilon(1e-9));
  far.network.window = 1e6;
  CHECK(arrival(far, 3'400'000).workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
  // By a window of 0.6 MB in 0.4 s never more than 1.5 MB/s: 2 s, and 2 MB at that.
  far.network.window = 6e5;
  CHECK(arrival(far, 3'400'000).workers[1].get<double>() == Approx(2.0 + 2 / 1.5).epsilon(1e-9));
}

TEST_CASE("in an outage what is under way stands still, and goes on after it", "[engine]") {
  const LinkChange outage = {.match = "*", .bandwidth_profile = profile({{1.0, 0.0}, {3.5, 0.5}})};
  // 2 MB: 1 MB in the first second, nothing for 2.5 s, 1 MB at half the rate in two more.
  CHECK(arrival(with_links(star(2, 1e6, 0.0), outage), 2 * megabyte).workers[1].get<double>() ==
        Approx(5.5).epsilon(1e-9));
  // What leaves in the outage, at 2 s, waits 1.5 s and takes two; so does what has its latency of 0.2 s still before
  // it.
  CHECK(arrival(with_links(star(2, 1e6, 0.0), outage), megabyte, 2.0).workers[1].get<double>() ==
        Approx(5.5).epsilon(1e-9));
  CHECK(arrival(with_links(star(2, 1e6, 0.1), outage), megabyte, 2.0).workers[1].get<double>() ==
        Approx(5.5).epsilon(1e-9));
  // Out at first and then every other second: 3 MB take until the end of the sixth second.
  const LinkChange often = {.match = "*", .bandwidth_profile = profile({{0.0, 0.0}, {1.0, 1.0}}, 2.0)};
  CHECK(arrival(with_links(star(2, 1e6, 0.0), often), 3 * megabyte).workers[1].get<double>() ==
        Approx(6.0).epsilon(1e-9));
}

TEST_CASE("with frames and slow start, what leaves in an outage finds the line as it is afterwards", "[engine]") {
  // The latency, and the frame that one of the two links passes on, go by in the outage; then 1000 bytes take their
  // line time, 1583 bytes for 1448.
  const LinkChange outage = {.match = "*", .bandwidth_profile = profile({{0.0, 0.0}, {2.0, 1.0}})};
  const auto platform = with_links(star(2, 1e6, 0.01, 1e9, "tcp"), outage);
  CHECK(arrival(platform, 1000).workers[1].get<double>() == Approx(2.0 + 1e-3 * 1583 / 1448).epsilon(1e-9));
}

TEST_CASE("a fat pipe has no outages", "[engine]") {
  const auto folder = scratch_folder();
  std::ofstream(folder / "fat.xml") << R"(<?xml version="1.0"?>
    <!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
    <platform version="4.1"><zone id="z" routing="Full">
    <host id="a" speed="1Gf"/><host id="b" speed="1Gf"/>
    <link id="fat" bandwidth="1MBps" latency="0s" sharing_policy="FATPIPE"/>
    <route src="a" dst="b"><link_ctn id="fat"/></route></zone></platform>)";
  PlatformSettings platform;
  platform.file = (folder / "fat.xml").string();
  platform.network.preset = "ideal";
  platform.workers = 2;
  platform.changes.push_back({.match = "*", .bandwidth_profile = profile({{0.0, 0.0}, {2.0, 1.0}})});
  CHECK_THROWS_WITH(inspect_platform(platform, {{0, 1}}),
                    Contains("link \"fat\": expected bandwidths above 0, as it is a fat pipe"));
}

TEST_CASE("an outage of one link leaves the others to those that do not cross it", "[engine]") {
  // Worker 0 sends 1 MB to each of two others over its port of 1 MB/s. While nothing reaches worker 1, worker 2 has all
  // of the port: its message is there after 1 s, that of worker 1 after the outage of 2 s and another second.
  auto platform = star(3, 1e6, 0.0);
  platform.changes.push_back({.match = "*_1_DOWN", .bandwidth_profile = profile({{0.0, 0.0}, {2.0, 1.0}})});
  const auto found = simulated(platform, [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      worker.send(1, tag, message_of(megabyte));
      worker.send(2, tag, message_of(megabyte));
    } else {
      static_cast<void>(worker.receive(0, tag));
    }
    json = worker.now();
  });
  CHECK(found.workers[2].get<double>() == Approx(1.0).epsilon(1e-9));
  CHECK(found.workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
}

TEST_CASE("a host may be out of use by a profile of its speed", "[engine]") {
  // 2 Gflop at 1 Gflop/s, with nothing done from 0.5 s to 1.5 s.
  const auto platform =
      with_hosts(star(1, 1e6, 0.0), {.match = "*", .speed_profile = profile({{0.5, 0.0}, {1.5, 1.0}})});
  CHECK(computed(platform, 2e9) == Approx(3.0).epsilon(1e-9));
}

TEST_CASE("messages share a bandwidth that varies", "[engine]") {
  // Two of 1 MB over 1 MB/s, half that from 1 s on: 1 MB in the first second, the other in two more.
  const auto platform = with_links(star(2, 1e6, 0.0), {.match = "*", .bandwidth_profile = profile({{1.0, 0.5}})});
  const auto found = simulated(platform, [](Worker& worker, Json& json) {
    for (int i = 0; i < 2; ++i) {
      if (worker.rank() == 0) worker.send(1, tag, message_of(megabyte));
    }
    for (int i = 0; i < 2; ++i) {
      if (worker.rank() == 1) static_cast<void>(worker.receive(0, tag));
    }
    json = worker.now();
  });
  CHECK(found.workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
}

TEST_CASE("a bandwidth profile with a period repeats, and a run ends with its workers", "[engine]") {
  // 1 MB in the first second, 0.5 in the second, and so on: 3 MB in four.
  const auto platform =
      with_links(star(2, 1e6, 0.0), {.match = "*", .bandwidth_profile = profile({{0.0, 1.0}, {1.0, 0.5}}, 2.0)});
  const auto found = arrival(platform, 3 * megabyte);
  CHECK(found.workers[1].get<double>() == Approx(4.0).epsilon(1e-9));
  CHECK(found.all["now"] == found.workers[1]);
}

TEST_CASE("factors over time are of the value after all changes, and the last profile counts", "[engine]") {
  // 4 MB/s x 0.5 = 2 MB/s, then from 1 s on a quarter: 2 MB in the first second, 1 MB in two more.
  auto platform = star(2, 1e6, 0.0);
  platform.changes.push_back({.match = "*", .bandwidth_profile = profile({{0.0, 9.0}})});
  platform.changes.push_back({.match = "*", .bandwidth_Bps = 4e6, .bandwidth_profile = profile({{1.0, 0.25}})});
  platform.changes.push_back({.match = "*", .bandwidth_factor = 0.5});
  CHECK(arrival(platform, 3 * megabyte).workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
}

TEST_CASE("bandwidths of several links change at their own times", "[engine]") {
  // The slower of the two links of the route counts: 1 MB/s until 1 s, 0.5 until 2 s, 0.25 from then on.
  auto platform = star(2, 1e6, 0.0);
  platform.changes.push_back({.match = "*_0_UP", .bandwidth_profile = profile({{1.0, 0.5}})});
  platform.changes.push_back({.match = "*_1_DOWN", .bandwidth_profile = profile({{1.0, 0.5}, {2.0, 0.25}})});
  CHECK(arrival(platform, 2 * megabyte).workers[1].get<double>() == Approx(4.0).epsilon(1e-9));
}

TEST_CASE("a message pays the latency of the moment when it leaves", "[engine]") {
  // Two links of 0.1 s each, three times that from 1 s on. 16 bytes take 16 ns.
  const auto platform = with_links(star(2, 1e9, 0.1), {.match = "*", .latency_profile = profile({{1.0, 3.0}})});
  const auto arrived = [](const PlatformSettings& settings, double time_s) {
    return arrival(settings, message_header_bytes, time_s).workers[1].get<double>();
  };
  CHECK(arrived(platform, 0.0) == Approx(0.2).margin(1e-5));
  CHECK(arrived(platform, 0.9) == Approx(0.9 + 0.2).margin(1e-5));  // on its way when latencies change
  CHECK(arrived(platform, 1.5) == Approx(1.5 + 0.6).margin(1e-5));
  const auto one_link = with_links(star(2, 1e9, 0.1), {.match = "*_UP", .latency_profile = profile({{1.0, 3.0}})});
  CHECK(arrived(one_link, 1.5) == Approx(1.5 + 0.3 + 0.1).margin(1e-5));
  auto refined = platform;
  refined.network.refinements["network/latency-factor"] = "2";
  CHECK(arrived(refined, 1.5) == Approx(1.5 + 2 * 0.6).margin(1e-5));
}

TEST_CASE("a message has the window over the round trip of the moment when it leaves", "[engine]") {
  // 0.2 s one way, 0.6 s from 1 s on; 1 MB by a window of 1 MB takes a round trip: 0.4 s, then 1.2 s.
  auto platform = with_links(star(2, 1e9, 0.1), {.match = "*", .latency_profile = profile({{1.0, 3.0}})});
  platform.network.window = 1e6;
  CHECK(arrival(platform, megabyte).workers[1].get<double>() == Approx(0.2 + 0.4).epsilon(1e-9));
  CHECK(arrival(platform, megabyte, 1.5).workers[1].get<double>() == Approx(1.5 + 0.6 + 1.2).epsilon(1e-9));
  // Under tcp 1448 of 1583 bytes of that are payload, as where latencies do not vary, and a frame is forwarded.
  platform.network.preset = "tcp";
  platform.network.tcp.initial_window.reset();
  CHECK(arrival(platform, megabyte).workers[1].get<double>() ==
        Approx(0.2 + 1538e-9 + 0.4 * 1583 / 1448).epsilon(1e-9));
  // A narrower line than that counts, and so does the absence of a window.
  platform = with_links(star(2, 1e6, 0.1), {.match = "*", .latency_profile = profile({{1.0, 3.0}})});
  platform.network.window = 1e6;
  CHECK(arrival(platform, megabyte, 1.5).workers[1].get<double>() == Approx(1.5 + 0.6 + 1.2).epsilon(1e-9));
  platform.network.window = std::numeric_limits<double>::infinity();
  CHECK(arrival(platform, megabyte, 1.5).workers[1].get<double>() == Approx(1.5 + 0.6 + 1.0).epsilon(1e-9));
}

TEST_CASE("bandwidth may change while a message pays its latency", "[engine]") {
  // 0.2 s of latency, during which the bandwidth falls to a half: 1 MB then takes 2 s.
  const auto platform = with_links(star(2, 1e6, 0.1), {.match = "*", .bandwidth_profile = profile({{0.05, 0.5}})});
  CHECK(arrival(platform, megabyte).workers[1].get<double>() == Approx(2.2).epsilon(1e-9));
}

TEST_CASE("a computation that straddles a change of speed goes on at the new speed", "[engine]") {
  // 3 Gflop at 1 Gflop/s: one in the first second, two at half the speed in four more; or at twice the speed in one.
  const auto slower = with_hosts(star(2, 1e6, 0.0), {.match = "*", .speed_profile = profile({{1.0, 0.5}})});
  CHECK(computed(slower, 3e9) == Approx(5.0).epsilon(1e-9));
  const auto faster = with_hosts(star(2, 1e6, 0.0), {.match = "*", .speed_profile = profile({{1.0, 2.0}})});
  CHECK(computed(faster, 3e9) == Approx(2.0).epsilon(1e-9));
  // A worker that is twice as slow does the same with half the work.
  CHECK(computed(slower, 1.5e9, {.slowdown = {2.0, 1.0}}) == Approx(5.0).epsilon(1e-9));
  // Rounds of 2 s at 1, then 0.5: 1.5 Gflop in each.
  const auto repeated =
      with_hosts(star(2, 1e6, 0.0), {.match = "*", .speed_profile = profile({{0.0, 1.0}, {1.0, 0.5}}, 2.0)});
  CHECK(computed(repeated, 4e9) == Approx(5.0).epsilon(1e-9));
}

TEST_CASE("a changed speed is what a speed profile varies", "[engine]") {
  // 1 Gflop/s, made 4, then halved: 2 Gflop/s. 4 Gflop: half of it in the first second, the rest at half the speed.
  auto platform = star(2, 1e6, 0.0);
  platform.host_changes = {{.match = "*", .speed_flops = 4e9}, {.match = "w0", .speed_factor = 0.5}};
  CHECK(computed(platform, 4e9) == Approx(2.0).epsilon(1e-9));
  CHECK(computed(with_hosts(platform, {.match = "w0", .speed_profile = profile({{1.0, 0.5}})}), 4e9) ==
        Approx(3.0).epsilon(1e-9));
  const auto hosts = inspect_platform(platform, {}).hosts;
  CHECK(hosts[0].second == 2e9);
  CHECK(hosts[1].second == 4e9);
}

TEST_CASE("a speed profile of the platform file is obeyed", "[engine]") {
  std::ofstream(scratch_folder() / "speed.txt") << "1 0.5\n";
  const auto file = scratch_folder() / "traced.xml";
  std::ofstream(file) << R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <zone id="zone" routing="Full"><host id="a" speed="1Gf" speed_file="speed.txt"/></zone>
</platform>
)";
  PlatformSettings platform;
  platform.file = file.string();
  CHECK(computed(platform, 3e9) == Approx(5.0).epsilon(1e-9));
  // With the host made twice as fast: 2 Gflop in the first second, 1 Gflop in another.
  CHECK(computed(with_hosts(platform, {.match = "a", .speed_factor = 2.0}), 3e9) == Approx(2.0).epsilon(1e-9));
}

TEST_CASE("profiles that repeat for ever do not hide a deadlock", "[engine]") {
  const auto program = [](Worker& worker, Json& /*json*/) {
    static_cast<void>(worker.receive(1 - worker.rank(), tag));
  };
  auto platform = star(2, 1e6, 0.0);
  platform.changes.push_back({.match = "*", .bandwidth_profile = profile({{0.0, 1.0}, {1.0, 0.5}}, 2.0)});
  platform.host_changes.push_back({.match = "*", .speed_profile = profile({{0.0, 1.0}, {1.0, 0.5}}, 2.0)});
  CHECK_THROWS_WITH(simulated(platform, program), Contains("deadlock"));
}

TEST_CASE("a long wait for one message is no deadlock, however often bandwidths change", "[engine]") {
  // 1 MB at 1 MB/s, with a change every millisecond: 1000 of them.
  const auto platform = with_links(star(2, 1e6, 0.0), {.match = "*", .bandwidth_profile = profile({{0.0, 1.0}}, 1e-3)});
  CHECK(arrival(platform, megabyte).workers[1].get<double>() == Approx(1.0).epsilon(1e-9));
}

TEST_CASE("computations in step with the changes are no deadlock", "[engine]") {
  // 300 s of a computation a second, each ending when the bandwidth changes; then 1 MB at 0.5 MB/s.
  auto platform = with_links(star(2, 1e6, 0.0), {.match = "*", .bandwidth_profile = profile({{0.0, 0.5}}, 1.0)});
  platform.host_changes.push_back({.match = "*", .speed_profile = profile({{0.0, 1.0}})});
  const auto found = simulated(platform, [](Worker& worker, Json& json) {
    for (int i = 0; i < 300; ++i) worker.compute(1e9, [] {});
    if (worker.rank() == 0) worker.send(1, tag, message_of(megabyte));
    if (worker.rank() == 1) static_cast<void>(worker.receive(0, tag));
    json = worker.now();
  });
  CHECK(found.workers[1].get<double>() == Approx(302.0).epsilon(1e-9));
}

TEST_CASE("bandwidths cannot vary where SimGrid weights links by them", "[engine]") {
  auto platform = star(2, 1e6, 0.0, 1e9, "lv08");
  platform.changes.push_back({.match = "*", .bandwidth_profile = profile({{1.0, 0.5}})});
  CHECK_THROWS_AS(inspect_platform(platform, {}), UsageError);
  CHECK_THROWS_WITH(inspect_platform(platform, {}), Contains("network/weight-S"));
  platform.network.refinements["network/weight-S"] = "0";
  CHECK_NOTHROW(inspect_platform(platform, {}));
}
