// SPDX-License-Identifier: Apache-2.0
// Rounds of clients that are drawn, by hand and held against simulations of the real thing.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/predict/rounds.hpp"
#include "tests/algorithms/parameter_server/served.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr double line_Bps = 1e5;               // bytes/s
constexpr double route_latency_s = 2 * 0.003;  // of a route: two links
constexpr double no_time_flops = 1e18;         // operations that take no time

}  // namespace

TEST_CASE("how many rounds a training has, and how many steps", "[predict]") {
  const auto rounds = [](const std::string& json, std::optional<int> participants, int workers,
                         std::uint64_t iterations) {
    const Rounds found = rounds_in(*prepared(json, workers).algorithm, participants, workers, iterations);
    return std::pair(found.count, found.local_steps);
  };
  // In step the last period of 5 steps by twos is cut short; clients at their own pace take two steps each time.
  const std::string by_twos = R"(, "local_steps": 2)";
  CHECK(rounds(all_reduce("2"), std::nullopt, 4, 5) == std::pair(3.0, 5.0 / 3.0));
  CHECK(rounds(server("fedasync", by_twos), std::nullopt, 4, 5) == std::pair(3.0, 2.0));
  // 8 clients are to take 40 steps: 14 rounds of three of them, 10 rounds of two that take two steps each.
  CHECK(rounds(server("synchronous", R"(, "clients_per_round": 3)"), 3, 8, 5) == std::pair(14.0, 1.0));
  CHECK(rounds(server("synchronous", R"(, "clients_per_round": 2)" + by_twos), 2, 8, 5) == std::pair(10.0, 2.0));
  // Periods of 1, 3, 5 and 7 steps, two of four clients at a time: two rounds of each of the first three make 36 of 40
  // steps, and one of the next is enough.
  const std::string growing = R"(, "local_steps": {"name": "growing", "steps": 1, "growth": 2, "most": 100})";
  const auto [count, steps] = rounds(server("synchronous", R"(, "clients_per_round": 2)" + growing), 2, 4, 10);
  CHECK(count == 7.0);
  CHECK(steps == Approx((2.0 * (1 + 3 + 5) + 7.0) / 7.0));
}

TEST_CASE("rounds of drawn clients are what is simulated, from the first model to the last receipt", "[predict]") {
  const std::size_t size = 1200;  // shards of equal size
  struct Case {
    int clients;
    int drawn;
    int local_steps;
    int shards;
    std::uint64_t iterations;
  };
  for (const auto& [clients, drawn, local_steps, shards, iterations] :
       {Case{4, 2, 3, 1, 6}, Case{4, 4, 1, 1, 5}, Case{8, 3, 1, 1, 5}, Case{6, 1, 2, 2, 4}, Case{5, 2, 4, 3, 8}}) {
    CAPTURE(clients, drawn, local_steps, shards, iterations);
    const std::string json = server(
        "synchronous",
        fmt::format(R"(, "clients_per_round": {}, "local_steps": {}, "shards": {})", drawn, local_steps, shards));
    PlatformSettings platform = star(clients + shards, line_Bps, route_latency_s / 2, no_time_flops);
    platform.workers = clients;
    const auto problem = noisy_quadratic(clients, size, 2, 1);
    const Layout layout = problem.model->layout();
    const Prepared ready = prepared(json, platform, layout);
    const ClosedForm form = ready->closed_forms(layout).front();
    CHECK(form.equation == "2 l + r (S + S') / (k B)");

    platform.others = ready.algorithm->other_nodes(clients);
    const PlatformReport report = inspect_platform(platform, ready->pairs());
    const PlatformRoutes routes(report);
    PhaseClock clock(routes, std::vector<double>(report.hosts.size(), 1.0 / no_time_flops));
    const Rounds rounds = rounds_in(*ready.algorithm, drawn, clients, iterations);
    const RoundTime mean = mean_round(form, {.computing_s = rounds.local_steps}, rounds.count, clock);

    // Each client has its turn as often, so that all ports of clients carry the same.
    const auto busy = busy_seconds(form, routes, report);
    for (std::size_t link = 0; link < busy.size(); ++link) {
      const std::string& name = report.links[link].name;
      const bool is_up = name.ends_with("_UP");
      for (int client = 0; client < clients; ++client) {
        if (name.find(fmt::format("_{}_", client)) == std::string::npos) continue;
        const double bytes = 4.0 * static_cast<double>(size) + 16.0 * shards + (is_up ? 0.0 : 16.0 * shards);
        CHECK(busy[link] == Approx(bytes / line_Bps * drawn / clients).epsilon(1e-9));
      }
    }

    // By hand: the initial model; in each round a message of each shard to and from each of r clients, along
    // the ports of servers, or of clients if there are more shards, and receipts beside the models; the last receipts.
    // Whole rounds, until all have taken their steps.
    const double shard = 4.0 * static_cast<double>(size) / shards + 16.0;
    const double steps = static_cast<double>(clients) * static_cast<double>(iterations);
    const double count = std::ceil(steps / (drawn * local_steps));
    CHECK(rounds.count == count);
    const double messages = std::max(drawn, shards);
    const double round_s = local_steps + 2.0 * route_latency_s + messages * (2.0 * shard + 16.0) / line_Bps;
    const double ends_s = route_latency_s + shards * shard / line_Bps + route_latency_s + messages * 16.0 / line_Bps;
    CHECK(mean.total_s() * count == Approx(ends_s + count * round_s).epsilon(1e-9));

    const TrainingSettings settings{.iterations = iterations, .batch_size = 1, .learning_rate = 0.1};
    PlatformSettings simulated_on = platform;
    simulated_on.others.clear();
    const double simulated_s = trained(problem, ready, simulated_on, settings, by_total_steps(1), 1,
                                       steps_of_seconds(std::vector<double>(static_cast<std::size_t>(clients), 1.0)))
                                   .all["now"]
                                   .get<double>();
    CHECK(simulated_s == Approx(mean.total_s() * count).epsilon(5e-4));  // receipts are mostly others'
  }
}
