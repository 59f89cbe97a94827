// SPDX-License-Identifier: Apache-2.0
#include "sim/results/metrics/metric.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/results/example_run.hpp"

using namespace lowband;

namespace {

/// At the end of the example: 0.95 and a test loss of 0.2 of the mean model; 0.94, and 0.92 of the worst, and 0.25 of
/// the workers.
double at_the_end(const char* metric, TargetOf of) {
  return metric_named(metric).value(test::example_run("a", "lan").metrics.back(), of);
}

}  // namespace

TEST_CASE("metrics are made of what an evaluation recorded of whom", "[report]") {
  CHECK(at_the_end("accuracy", TargetOf::workers) == 0.94);
  CHECK(at_the_end("accuracy", TargetOf::worst_worker) == 0.92);
  CHECK(at_the_end("accuracy", TargetOf::mean_model) == 0.95);
  CHECK(at_the_end("accuracy", TargetOf::server) == 0.95);  // is evaluated in its place
  CHECK(at_the_end("error", TargetOf::worst_worker) == Approx(0.08));
  CHECK(at_the_end("perplexity", TargetOf::mean_model) == Approx(std::exp(0.2)));
  CHECK(at_the_end("perplexity", TargetOf::workers) == Approx(std::exp(0.25)));
  CHECK(at_the_end("loss", TargetOf::worst_worker) == 0.25);
  CHECK(at_the_end("test-loss", TargetOf::workers) == 0.25);
  CHECK(at_the_end("objective", TargetOf::mean_model) == 0.3);
  CHECK(at_the_end("gradient", TargetOf::mean_model) == 1e-7);
  CHECK(at_the_end("consensus", TargetOf::worst_worker) == 1.0 / 3.0);  // of no one model: whoever is asked for
  CHECK(at_the_end("bytes-sent", TargetOf::workers) == 2000.0);
}

TEST_CASE("a metric that is not recorded of somebody is no number", "[report]") {
  CHECK(std::isnan(at_the_end("top-5", TargetOf::mean_model)));  // an older run
  for (const char* metric : {"top-5", "objective", "gradient"}) {
    CHECK_FALSE(metric_named(metric).is_recorded_of(TargetOf::workers));
    CHECK(metric_named(metric).is_recorded_of(TargetOf::server));
    CHECK(std::isnan(at_the_end(metric, TargetOf::workers)));
  }
  CHECK(std::isnan(at_the_end("perplexity", TargetOf::worst_worker)));
}

TEST_CASE("every metric says what it is, and is one object", "[report]") {
  for (const auto& name : metric_names()) {
    CAPTURE(name);
    const Metric& metric = metric_named(name);
    CHECK(find_metric(name) == &metric);
    CHECK_FALSE(metric.facts().title.empty());
    CHECK(metric.facts().absence.empty() == (name == "bytes-sent"));  // which every run has
  }
  CHECK(find_metric("acuracy") == nullptr);
  CHECK_THROWS_AS(metric_named("acuracy"), std::logic_error);
}
