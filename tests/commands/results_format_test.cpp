// SPDX-License-Identifier: Apache-2.0
// Results carry the number of their format: those of format 1 stay readable, those of others are refused in words.
#include <catch2/catch.hpp>

#include "sim/commands/stored_run_details.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/gnuplot/figure_script.hpp"
#include "sim/results/run_folder.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace fs = std::filesystem;

namespace {

/// A quadratic of 4 coordinates, 2 workers, 2 steps by a ring all-reduce and by gossip, with traces.
fs::path results_of_format_1() { return fs::path(LOWBAND_SOURCE_DIR) / "tests" / "results" / "format_1"; }

/// Gives the manifest of the results in `out` another format; null: none.
void set_format(const Workplace& place, const Json& format) {
  Json manifest = Json::parse(place.read("out/manifest.json"));
  manifest.erase("format");
  if (!format.is_null()) manifest["format"] = format;
  place.write("out/manifest.json", manifest);
}

}  // namespace

TEST_CASE("results of format 1 are compared", "[commands][formats]") {
  const Workplace place;
  const Json compared = Json::parse(place.succeed({"compare", results_of_format_1().string(), "--format", "json"}));
  REQUIRE(compared.size() == 2);
  CHECK(compared[0]["algorithm"] == "ring");
  CHECK(compared[1]["algorithm"] == "gossip");
  // A synchronisation of the ring: each of 2 workers sends 2 halves, 2 floats and a header of 16 bytes each; 2 of them.
  CHECK(compared[0]["bytes_sent"] == 2 * 2 * 2 * (2 * 4 + 16));
  // Of gossip: each sends its 4 floats to the other.
  CHECK(compared[1]["bytes_sent"] == 2 * 2 * (4 * 4 + 16));
  for (const auto& row : compared) CHECK(row["bits_per_parameter"] == 32);
}

TEST_CASE("results of format 1 have the metrics that can be made of what they have", "[commands][formats]") {
  const Workplace place;
  const std::string results = results_of_format_1().string();
  const Json compared = Json::parse(
      place.succeed({"compare", results, "--metric", "test-loss", "--metric", "gradient", "--format", "json"}));
  CHECK(compared[0]["test-loss"] == 20.250863889398566);  // the last line of ring's metrics.csv
  CHECK(compared[0]["gradient"] == 8.059231754323712);
  CHECK_THAT(place.refuse({"compare", results, "--metric", "top-5"}),
             Contains("the top-5 test accuracy was not recorded: it takes the loss \"cross-entropy\", more than 5 "));
  CHECK_THAT(place.refuse({"compare", results, "--metric", "perplexity"}),
             Contains("there is no perplexity, as the model does not learn by a cross-entropy"));
  CHECK_THAT(place.refuse({"compare", results, "--best", "accuracy", "--metric", "loss"}),
             Contains("--metric: has no effect with --best"));
}

TEST_CASE("results of format 1 are plotted", "[commands][formats]") {
  const std::vector<ResultsFolder> results = {read_results(results_of_format_1())};
  CHECK(results[0].runs.size() == 2);
  CHECK(results[0].missing.empty());
  CHECK(results[0].remarks.empty());
  for (const auto& entry : plots().entries()) {
    const auto plot = entry.make();
    if (!plot->is_standard() || !plot->lack_of(results).empty()) continue;
    CHECK_THAT(figure_script(plot->figure(results, StoredRunDetails()), "figure.svg"),
               Contains("ring") && Contains("gossip"));
  }
}

TEST_CASE("results of format 1 are merged", "[commands][formats]") {
  const Workplace place;
  fs::copy(results_of_format_1(), place.path() / "shard", fs::copy_options::recursive);
  CHECK(place.succeed({"merge", "shard", "--out", "merged"}) == "2 runs of 1 folder: merged\n");
  CHECK(place.files("merged") == place.files("shard"));
}

TEST_CASE("every command refuses results of another format", "[commands][formats]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.write("new.json",
              Json::parse(R"({"scenarios": [{"name": "far", "links": [{"match": "*", "latency": "1s"}]}]})"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::vector<std::vector<std::string>> commands = {{"compare", "out"},
                                                          {"plot", "out"},
                                                          {"merge", "out", "--out", "merged"},
                                                          {"retime", "out", "--scenarios", "new.json"},
                                                          {"run", "experiment.json", "--out", "out"}};
  set_format(place, nullptr);
  for (const auto& command : commands) {
    CHECK(
        place.refuse(command) ==
        "out: results of an earlier version of lowband, which gave them no format number; this one reads format 1: run "
        "the experiment again, into another folder or with --overwrite");
  }
  set_format(place, 2);
  for (const auto& command : commands) {
    CHECK(place.refuse(command) == "out: results of format 2, of a later version of lowband; this one reads format 1");
  }
  place.succeed({"run", "experiment.json", "--out", "out", "--overwrite"});
  CHECK(Json::parse(place.read("out/manifest.json"))["format"] == 1);
}
