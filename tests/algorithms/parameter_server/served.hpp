// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/algorithms/trained.hpp"

namespace lowband::test {

/// An algorithm's JSON: a server with this "method", and `more` keys, each with a comma before it.
[[nodiscard]] std::string server(const std::string& method, const std::string& more = "");

/// A star of so many workers and as many hosts more as there are servers; a message takes two latencies.
[[nodiscard]] PlatformSettings star_with_server(int workers, double latency_s = 1e-4, int servers = 1);

/// Steps of a second, times the factor of each worker.
[[nodiscard]] ComputeSettings steps_of_seconds(std::vector<double> seconds);

/// What is evaluated, without times and bytes.
[[nodiscard]] Json figures(const Json& all);

/// The mean of a histogram of staleness.
[[nodiscard]] double mean_staleness(const Json& histogram);

/// A quadratic in which the gradient of worker i at x is x - points[i], exactly.
[[nodiscard]] OwningProblem points_of_workers(const std::vector<std::vector<float>>& points);

}  // namespace lowband::test
