// SPDX-License-Identifier: Apache-2.0
#include "sim/results/results_folder.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/results/run_folder.hpp"
#include "tests/results/example_run.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::put;
using test::TemporaryFolder;

TEST_CASE("results are read in the manifest's order, and what is missing is listed", "[results]") {
  const TemporaryFolder folder;
  put(folder / "manifest.json",
      R"({"lowband": "0.1.0", "format": 1, "parameters": 100, "runs": ["b@lan@seed1", "c@lan@seed1", "a@lan@seed1"]})");
  write_run(folder / "a@lan@seed1", test::example_run("a", "lan"));
  write_run(folder / "b@lan@seed1", test::example_run("b", "lan"));
  write_run(folder / "left-over@lan@seed1", test::example_run("left-over", "lan"));
  const ResultsFolder results = read_results(folder.path());
  REQUIRE(results.runs.size() == 2);
  CHECK(results.runs[0].summary.algorithm == "b");
  CHECK(results.runs[1].summary.algorithm == "a");
  CHECK(results.missing == std::vector<std::string>{"c@lan@seed1"});
  CHECK(results.remarks == std::vector<std::string>{(folder / "left-over@lan@seed1").string() +
                                                    ": left out: a run that the manifest does not name"});
  CHECK(results.path == folder.path());
  CHECK(results.manifest.at("parameters") == 100);
}

TEST_CASE("a run that is not whole counts as missing, and is named", "[results]") {
  const TemporaryFolder folder;
  put(folder / "manifest.json", R"({"lowband": "0.1.0", "format": 1, "runs": ["b@lan@seed1", "a@lan@seed1"]})");
  write_run(folder / "a@lan@seed1", test::example_run("a", "lan"));
  write_run(folder / "b@lan@seed1", test::example_run("b", "lan"));
  std::filesystem::remove(folder / "b@lan@seed1/links.csv");
  const ResultsFolder results = read_results(folder.path());
  REQUIRE(results.runs.size() == 1);
  CHECK(results.runs[0].summary.algorithm == "a");
  CHECK(results.missing == std::vector<std::string>{"b@lan@seed1"});
  CHECK(results.remarks ==
        std::vector<std::string>{(folder / "b@lan@seed1").string() +
                                 ": incomplete, left out: links.csv is missing; \"lowband run\" does it again"});
}

TEST_CASE("a folder without a manifest of lowband is no results folder", "[results]") {
  const TemporaryFolder folder;
  const auto manifest = folder / "manifest.json";
  const std::string place = manifest.string() + ": ";
  CHECK_THROWS_WITH(read_results(folder / "none"),
                    (folder / "none").string() + ": expected a results folder, found nothing of this name");
  CHECK_THROWS_WITH(read_results(folder.path()),
                    folder.path().string() + ": expected a results folder, found no manifest.json in it");
  put(manifest, R"({"name": "an extension of a browser"})");
  CHECK_THROWS_WITH(read_results(manifest), manifest.string() + ": expected a results folder, found a file");
  CHECK_THROWS_WITH(read_results(folder.path()),
                    place + "the document: expected a manifest of lowband, found no key \"lowband\"");
  put(manifest, R"({"lowband": "0.1.0", "format": 1})");
  CHECK_THROWS_WITH(read_results(folder.path()), place + "the document: the key \"runs\" is missing");
  put(manifest, R"({"lowband": "0.1.0", "format": 1, "runs": "all"})");
  CHECK_THROWS_WITH(read_results(folder.path()), place + "/runs: expected a list of folder names, found \"all\"");
  put(manifest, R"({"lowband": "0.1.0", "format": 1, "runs": ["a", 2]})");
  CHECK_THROWS_WITH(read_results(folder.path()), place + "/runs/1: expected the name of a folder, found 2");
}

TEST_CASE("results of another format are refused in one line", "[results]") {
  const TemporaryFolder folder;
  const auto message = [&folder](const std::string& keys) -> std::string {
    put(folder / "manifest.json", "{\"lowband\": \"0.2.0\"" + keys + ", \"runs\": []}");
    try {
      static_cast<void>(read_results(folder.path()));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  const std::string name = folder.path().string() + ": ";
  CHECK(message(", \"format\": 1").empty());
  CHECK(message("") == name +
                           "results of an earlier version of lowband, which gave them no format number; this one reads "
                           "format 1: run the experiment again, into another folder or with --overwrite");
  CHECK(message(", \"format\": 2") ==
        name + "results of format 2, of a later version of lowband; this one reads format 1");
  for (const std::string format : {"0", "-1", "1.5", "\"1\"", "null"}) {
    CHECK(message(", \"format\": " + format) ==
          (folder / "manifest.json").string() + ": /format: expected a whole number from 1, found " + format);
  }
}
