// SPDX-License-Identifier: Apache-2.0
// Closed forms by hand, and held against simulations of the real thing.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/predict/rounds.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr double bandwidth = 1e5;      // bytes/s
constexpr double latency = 2 * 0.003;  // of a route: two links
constexpr double fast = 1e18;          // operations that take no time
constexpr double slow = 1e5;           // and such that do

std::string all_reduce(const std::string& collective, const std::string& more = "") {
  return R"({"name": "a", "paradigm": "all-reduce", "collective": )" + collective + more + "}";
}

std::string gossip(const std::string& topology, const std::string& more = "") {
  return R"({"name": "a", "paradigm": "gossip", "topology": )" + topology + more + "}";
}

/// The prediction of so many rounds of a vector, in the mean.
RoundTime predicted(const std::string& json, const PlatformSettings& platform, std::size_t size, double rounds = 1.0) {
  const Layout layout = {{"x", {size}}};
  const Prepared ready = prepared(json, platform, layout);
  const PlatformReport report = inspect_platform(platform, ready->pairs());
  const PlatformRoutes routes(report);
  std::vector<double> seconds_per_flop;
  for (const auto& host : report.hosts) seconds_per_flop.push_back(1.0 / host.second);
  PhaseClock clock(routes, std::move(seconds_per_flop));
  const auto forms = ready->closed_forms(layout);
  REQUIRE(forms.size() == 1);
  return mean_round(forms.front(), {}, rounds, clock);
}

/// The same, simulated, without the 1e5 operations of what each round begins with, on hosts of this speed.
double simulated_s(const std::string& json, const PlatformSettings& platform, std::size_t size, int rounds = 1,
                   double speed = fast) {
  const auto result = synchronised(json, platform, Vector(size), rounds, [](int, int, FloatBuffer&) {});
  return result.now / rounds - 1e5 / speed;
}

/// Of `workers` on a star without time for computation.
double on_star(const std::string& json, int workers, std::size_t size, double link_latency = latency / 2) {
  return predicted(json, star(workers, bandwidth, link_latency, fast), size).total_s();
}

double message(double bytes) { return latency + (bytes + 16) / bandwidth; }

Approx hand(double seconds) { return Approx(seconds).epsilon(1e-9); }

}  // namespace

TEST_CASE("closed forms of collectives are those of theory on a star", "[predict]") {
  // 8 workers and 8000 bytes: chunks of 1000.
  CHECK(on_star(all_reduce(R"("ring")"), 8, 2000) == hand(14 * message(1000)));
  CHECK(on_star(all_reduce(R"("direct")"), 8, 2000) == hand(2 * (latency + 7 * 1016 / bandwidth)));
  CHECK(on_star(all_reduce(R"("tree")"), 8, 2000) == hand(6 * message(8000) + 2 * message(0)));
  const double halving = message(4000) + message(2000) + message(1000);
  const double doubling = message(1000 + 4) + message(2000 + 2 * 4) + message(4000 + 4 * 4);
  CHECK(on_star(all_reduce(R"("recursive-halving-doubling")"), 8, 2000) == hand(halving + doubling));
  // Two sites of 4: owners get 3 chunks of 2000 bytes, exchange halves of their own in 2 hops, send 3 bundles of 2.
  const std::string sites = R"({"name": "hierarchical", "sites": [[0, 1, 2, 3], [4, 5, 6, 7]]})";
  const double inwards = latency + 3 * 2016 / bandwidth;
  const double outwards = latency + 3 * (2000 + 2 * 4 + 16) / bandwidth;
  CHECK(on_star(all_reduce(sites), 8, 2000) == hand(inwards + 2 * message(1000) + outwards));
}

TEST_CASE("closed forms of all-gathers are those of theory on a star", "[predict]") {
  // Codes of 2000 coordinates by 4 bits in one bucket, whose scale has 4 bytes: 1004 bytes.
  const std::string coded =
      R"(, "quantization": "all-gather", "compression": {"name": "qsgd", "bits": 4, "norm": "max", "bucket": 4096})";
  const double code = 1004;
  CHECK(on_star(all_reduce(R"("ring")", coded), 8, 2000) == hand(7 * message(code)));
  CHECK(on_star(all_reduce(R"("direct")", coded), 8, 2000) == hand(latency + 7 * (code + 16) / bandwidth));
  // Bundles have the length of each part in 4 bytes.
  const double part = code + 4;
  const double up = message(part) + message(2 * part) + message(4 * part);
  CHECK(on_star(all_reduce(R"("tree")", coded), 8, 2000) == hand(up + 3 * message(8 * part) + 2 * message(0)));
}

TEST_CASE("a step of gossip takes a latency, and the bytes for all neighbours", "[predict]") {
  CHECK(on_star(gossip(R"("ring")"), 8, 2000) == hand(latency + 2 * 8016 / bandwidth));
  CHECK(on_star(gossip(R"("complete")"), 8, 2000) == hand(latency + 7 * 8016 / bandwidth));
  // Pushed to one receiver, with the weight.
  CHECK(on_star(gossip(R"({"name": "directed-exponential", "peers": "one"})", R"(, "method": "sgp")"), 8, 2000) ==
        hand(latency + 8020 / bandwidth));
}

TEST_CASE("without latency a ring takes 2 (M - 1) / M vectors, whatever M, and so does direct", "[predict]") {
  const std::size_t size = 9'000'000;  // so long that headers hardly count
  for (const int workers : {2, 3, 9, 60}) {
    INFO(workers << " workers");
    const double vectors = 2.0 * (workers - 1) / workers;
    const double expected_s = vectors * 4.0 * static_cast<double>(size) / bandwidth;
    CHECK(on_star(all_reduce(R"("ring")"), workers, size, 0.0) == Approx(expected_s).epsilon(1e-4));
    CHECK(on_star(all_reduce(R"("direct")"), workers, size, 0.0) == Approx(expected_s).epsilon(1e-4));
  }
}

TEST_CASE("closed forms are what is simulated, codes and operations included", "[predict]") {
  const PlatformSettings platform = star(8, bandwidth, 0.003, slow);
  const std::string coded = R"(, "compression": {"name": "qsgd", "bits": 4, "bucket": 250}, "quantization": )";
  const auto held = [&](const std::string& json) {
    INFO(json);
    const RoundTime time = predicted(json, platform, 2000);
    CHECK(time.coding_s > 0.0);
    CHECK(simulated_s(json, platform, 2000, 1, slow) == Approx(time.total_s()).epsilon(1e-6));
  };
  for (const std::string collective : {R"("ring")", R"("direct")", R"("recursive-halving-doubling")"}) {
    held(all_reduce(collective));
    for (const std::string way : {R"("per-hop")", R"("shared-scale")", R"("all-gather")"}) {
      held(all_reduce(collective, coded + way));
    }
  }
  held(all_reduce(R"("direct")", coded + R"("two-phase")"));
  held(all_reduce(R"("ring")", R"(, "fusion_bytes": 1000)"));
  held(gossip(R"("ring")"));
  held(gossip(R"("ring")", R"(, "method": "d-psgd")"));
  held(gossip(R"("complete")", R"(, "compression": {"name": "qsgd", "bits": 8})"));
  held(gossip(R"({"name": "directed-exponential", "peers": "all"})", R"(, "method": "sgp")"));
}

TEST_CASE("receipts of a tree share a link with what their senders pass on, which a closed form does not tell",
          "[predict]") {
  const PlatformSettings platform = star(8, bandwidth, 0.003, slow);
  const std::string tree = all_reduce(R"("tree")");
  CHECK(simulated_s(tree, platform, 2000, 1, slow) == Approx(predicted(tree, platform, 2000).total_s()).epsilon(1e-3));
}

TEST_CASE("links that many share carry the bytes of all", "[predict]") {
  // Eight workers on both sides of a line: 16 messages of a chunk cross it each way, in both halves of the exchange.
  const PlatformSettings platform = shipped("dumbbell_8.xml", 8);
  const PlatformReport report = inspect_platform(platform, {});
  const auto line = std::find_if(report.links.begin(), report.links.end(),
                                 [](const auto& link) { return link.name.find("backbone") != std::string::npos; });
  REQUIRE(line != report.links.end());
  const std::size_t size = 800'000;
  const RoundTime time = predicted(all_reduce(R"("direct")"), platform, size);
  CHECK(time.line_s == hand(2 * 16 * (400'000 + 16) / line->bandwidth_Bps));
  CHECK(simulated_s(all_reduce(R"("direct")"), platform, size) == Approx(time.total_s()).epsilon(0.02));
}

TEST_CASE("around a ring with a slow pair its messages follow each other", "[predict]") {
  // Worker 3 of 8 sends ten times as slowly: all of its 14 messages take longer than what goes around.
  PlatformSettings platform = star(8, bandwidth, 0.003, fast);
  platform.changes = {{.match = "*3_UP", .bandwidth_Bps = bandwidth / 10}};
  const std::string ring = all_reduce(R"("ring")");
  const RoundTime time = predicted(ring, platform, 2000);
  CHECK(time.total_s() == hand(14 * 1016 / (bandwidth / 10)));
  CHECK(simulated_s(ring, platform, 2000, 20) == Approx(time.total_s()).epsilon(0.02));
}

TEST_CASE("around a ring with a long pair each round takes hops of mean length", "[predict]") {
  PlatformSettings platform = star(8, bandwidth, 0.003, fast);
  platform.changes = {{.match = "*3_UP", .latency_s = 1.003}};
  const std::string ring = all_reduce(R"("ring")");
  const RoundTime time = predicted(ring, platform, 2000);
  CHECK(time.total_s() == hand(14 * (message(1000) + 1.0 / 8)));
  CHECK(simulated_s(ring, platform, 2000, 40) == Approx(time.total_s()).epsilon(0.02));
}

TEST_CASE("what TCP's frames and windows cost is told apart", "[predict]") {
  // On a line of 2 Mbps and 0.1 s a round trip of 0.4 s has room for 93 kB; a fresh connection begins with 14 kB.
  const double line = 0.25e6;
  const PlatformSettings platform = star(4, line, 0.1, fast, "tcp");
  const std::string ring = all_reduce(R"("ring")");
  const std::size_t size = 40'000;
  const RoundTime first = predicted(ring, platform, size);
  const double chunk = 4.0 * static_cast<double>(size) / 4 + 16;
  CHECK(first.line_s == hand(6 * chunk / line));
  CHECK(first.latency_s == hand(6 * 0.2));
  // 1583 bytes of line time for 1448 of payload, and a frame of 1538 bytes on one of two links.
  CHECK(first.frames_s == hand(6 * (chunk * (1583.0 / 1448.0 - 1.0) + 1538.0) / line));
  CHECK(first.windows_s > 0.05);
  CHECK(simulated_s(ring, platform, size) == Approx(first.total_s()).epsilon(0.02));
  // Of many rounds, connections are fresh in the first alone.
  const RoundTime mean = predicted(ring, platform, size, 10);
  CHECK(mean.windows_s < first.windows_s);
  CHECK(simulated_s(ring, platform, size, 10) == Approx(mean.total_s()).epsilon(0.02));
}

TEST_CASE("what is not worth a closed form says so", "[predict]") {
  CHECK(prepared(all_reduce(R"("ring")"), 1)->closed_forms({{"x", {10}}}).front().equation.empty());
  const auto form = prepared(all_reduce(R"("tree")"), 6)->closed_forms({{"x", {10}}}).front();
  CHECK(form.condition == "about, as M is no power of two");
}
