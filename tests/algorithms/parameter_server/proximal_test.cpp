// SPDX-License-Identifier: Apache-2.0
// Local steps that stay near the server's model: FedProx, and FedAsync's clients.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/algorithms/parameter_server/served.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto near = R"(, "local_steps": 2, "proximal": 5)";

std::vector<MetricsRow> run(const OwningProblem& problem, const std::string& json, int workers,
                            std::uint64_t iterations) {
  const auto platform = star_with_server(workers);
  const auto ready = prepared(json, platform, problem.model->layout());
  auto reports = by_total_steps(2);
  if (ready.algorithm->is_in_step()) reports.clock = EvaluationClock::iterations;
  return trained(problem, ready, platform, {.iterations = iterations, .batch_size = 1, .learning_rate = 0.1}, reports)
      .metrics;
}

}  // namespace

TEST_CASE("two local steps that stay near the model that they began from, by hand", "[server]") {
  // With f(x) = 1/2 ||x - a||^2 and e = y - a the first step goes to x - a = 0.9 e, as it begins at y, and the second
  // to 0.9 e - 0.1 (0.9 e + rho (x - y)) = 0.9 e - 0.1 (0.9 e - 0.1 rho e) = (0.81 + 0.01 rho) e: for rho = 5, 0.86 e.
  const auto problem = points_of_workers({{4.0F, -1.0F}});
  for (const auto& json :
       {server("synchronous", near), server("synchronous", near + std::string(R"(, "downlink": "fp16")")),
        server("synchronous", near + std::string(R"(, "clients_per_round": 1)")), server("bounded-delay", near),
        server("fedbuff", near + std::string(R"(, "buffer": 1)")),
        server("fedasync", near + std::string(R"(, "mixing": 1)"))}) {
    INFO(json);
    const auto metrics = run(problem, json, 1, 10);
    REQUIRE(metrics.size() == 6);
    const double tolerance = json.find("fp16") == std::string::npos ? 1e-5 : 2e-2;
    for (std::size_t row = 0; row < metrics.size(); ++row) {
      const double shrunk = std::pow(0.86, 2.0 * static_cast<double>(row));
      CHECK(metrics[row].train_loss == Approx(metrics[0].train_loss * shrunk).epsilon(tolerance));
    }
  }
}

TEST_CASE("FedProx of two clients, by hand", "[server]") {
  // Each comes from x to a_i + 0.86 (x - a_i): in the mean to m + 0.86 (x - m), m being the mean of the a_i, with
  // f(x) = 1/2 ||x - m||^2 + 1/8 ||a_1 - a_2||^2.
  const auto problem = points_of_workers({{4.0F, 0.0F}, {-2.0F, 3.0F}});
  const double least = (36.0 + 9.0) / 8.0;
  const auto metrics = run(problem, server("synchronous", near), 2, 8);
  REQUIRE(metrics.size() == 5);
  for (std::size_t row = 0; row < metrics.size(); ++row) {
    const double shrunk = std::pow(0.86, 2.0 * static_cast<double>(row));
    CHECK(metrics[row].train_loss - least == Approx((metrics[0].train_loss - least) * shrunk).epsilon(1e-5));
  }
}

TEST_CASE("rho of 0 is plain local steps, bit for bit", "[server]") {
  const auto problem = noisy_quadratic(3, 4, 4, 1);
  for (const std::string method : {"synchronous", "bounded-delay"}) {
    const auto figures_of = [&](const std::string& more) {
      std::vector<double> losses;
      for (const auto& row : run(problem, server(method, R"(, "local_steps": 2)" + more), 3, 8)) {
        losses.push_back(row.train_loss);
      }
      return losses;
    };
    CHECK(figures_of(R"(, "proximal": 0)") == figures_of(""));
    CHECK(figures_of(R"(, "proximal": 1)") != figures_of(""));
  }
}

TEST_CASE("a proximal term that has no effect is refused with the place", "[server]") {
  const auto refused = [](const std::string& method, const std::string& more, const std::string& message) {
    CAPTURE(method, more);
    CHECK_THROWS_WITH(prepared(server(method, more), 4), Catch::StartsWith("test: /proximal: " + message));
  };
  refused("synchronous", R"(, "local_steps": 2, "proximal": -1)", "expected a number at least 0, found -1");
  refused("synchronous", R"(, "proximal": 1)",
          "has no effect: one local step begins, and has its gradient, where it is to stay near");
  refused("fedasync", R"(, "proximal": 1, "local_steps": 1)", "has no effect: one local step begins");
  refused("downpour", R"(, "proximal": 1, "local_steps": 2)",
          "has no effect: \"downpour\" has clients that go on from their own models");
  CHECK_NOTHROW(prepared(server("synchronous", R"(, "proximal": 0)"), 4));
  CHECK_NOTHROW(prepared(server("fedbuff", R"(, "proximal": 1, "local_steps": {"name": "growing", "most": 4})"), 4));
}
