// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/report_page.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::never_reached;
using test::reached;
using test::results_of;
using test::with;
using test::without;
using Texts = std::vector<std::string>;

namespace {

ResultsFolder example() {
  ResultsFolder results = results_of("e", {with(reached("full", "lan", 1.0, 100), "all-reduce", "none"),
                                           with(reached("coarse", "lan", 2.0, 50), "gossip", "qsgd"),
                                           with(reached("full", "wan", 8.0, 100), "all-reduce", "none"),
                                           with(reached("coarse", "wan", 4.0, 50), "gossip", "qsgd")});
  Json& algorithms = results.manifest["experiment"]["algorithms"];
  algorithms[0]["local_steps"] = 1;
  algorithms[1]["local_steps"] = {{"name", "post-local"}, {"period", 8}};
  algorithms[1]["compression"]["bits"] = 4;
  return test::as_read(std::move(results));
}

Page page_of(const std::vector<ResultsFolder>& results, const std::vector<BestReason>& reasons = {}) {
  const Comparison comparison = compare(results);
  const auto by = decided_by(comparison);
  return report_page(results, comparison, by ? best_of(comparison, *by) : std::vector<Best>{}, by, reasons);
}

bool has(const Texts& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

/// The cell of a row under this header; "" if there is no such column.
std::string cell(const PageTable& table, std::size_t row, const std::string& header) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].header == header) return table.rows.at(row).cells.at(i).text;
  }
  return "";
}

}  // namespace

TEST_CASE("a report answers first what to choose, where and why", "[report]") {
  const Page page =
      page_of({example()}, {{"wan", "latency-bound: 62 % of the time is latency", "line", 0.98, "sea", 0.6}});
  CHECK(page.title == "e");
  CHECK(page.scenarios == Texts{"lan", "wan"});
  CHECK(has(page.answer, "Fastest to the target, and still there at the end: full in lan; coarse in wan."));
  CHECK(has(page.answer, "Compress: no in lan; yes (qsgd, 4 bits) in wan."));
  CHECK(has(page.answer, "Paradigm: all-reduce in lan; gossip in wan."));
  CHECK(has(page.answer, "Local steps K: 1 in lan; post-local in wan."));
  CHECK(has(page.answer, "Bottleneck link: sea (its latency: 60 % of the time) in wan."));
  CHECK_THAT(page.answer_notes.back(),
             Catch::StartsWith("Bottleneck link: on the critical path of the best, the busiest"));
  CHECK(has(page.answer, "Why: latency-bound: 62 % of the time is latency in wan."));
  CHECK(cell(page.answers, 1, "best") == "coarse");
  CHECK(cell(page.answers, 1, "codec") == "qsgd, 4 bits");
  CHECK(cell(page.answers, 1, "K") == "post-local");
  CHECK(cell(page.answers, 1, "bottleneck link") == "sea (its latency: 60 % of the time)");
  CHECK(cell(page.answers, 0, "bottleneck link") == "-");
  CHECK(cell(page.answers, 1, "time to target") == "4.00 s");
  CHECK(cell(page.answers, 1, "speed-up") == "2.00 ×");
}

TEST_CASE("of many scenarios the answer tells what they have in common", "[report]") {
  std::vector<RunRecord> runs;
  std::vector<BestReason> reasons;
  for (const std::string scenario : {"a", "b", "c", "d", "e"}) {
    runs.push_back(with(reached("full", scenario, 2.0, 100), "all-reduce", "none"));
    runs.push_back(with(reached("coarse", scenario, 1.0, 50), "all-reduce", "qsgd"));
    const std::string bound = scenario == "e" ? "held up by stragglers: 9" : "bandwidth-bound: 9";
    reasons.push_back({scenario, bound + scenario, "line", scenario == "a" ? 0.9 : 0.8});
  }
  const Page page = page_of({results_of("e", runs)}, reasons);
  CHECK(has(page.answer, "Bottleneck link: line in a, b, c and d; none in e."));
  CHECK(has(page.answer, "Bound by: bandwidth in a, b, c and d; stragglers in e."));
  CHECK(cell(page.answers, 0, "why") == "bandwidth-bound: 9a");
  // All of them are all-reduce, so that was not to be chosen; the codec was.
  const auto begins = [&](const char* words) {
    return std::any_of(page.answer.begin(), page.answer.end(),
                       [&](const std::string& line) { return line.starts_with(words); });
  };
  CHECK(begins("Compress: yes"));
  CHECK_FALSE(begins("Paradigm"));
  CHECK(cell(page.answers, 0, "paradigm").empty());
  CHECK(cell(page.answers, 3, "bottleneck link") == "line (80 % used)");
  CHECK(cell(page.answers, 4, "bottleneck link") == "none (stragglers)");
}

TEST_CASE("the comparison is a table with keys to sort it by, in which the fastest stand out", "[report]") {
  const Page page = page_of({example()});
  REQUIRE(page.table.rows.size() == 4);
  CHECK(page.table.columns[0].header == "scenario");
  CHECK(page.table.rows[0].is_best);
  CHECK_FALSE(page.table.rows[1].is_best);
  CHECK(page.table.rows[3].is_best);
  CHECK(page.table.rows[2].cells[2].text == "8.00 s");
  CHECK(page.table.rows[2].cells[2].key == 8.0);
  CHECK(page.table.rows[2].cells[1].key == "full");
}

TEST_CASE("without target and accuracy nobody is best, and what is missing is a warning", "[report]") {
  const ResultsFolder quadratic = test::with_evaluation(
      results_of("q", {test::run_without_accuracy("gd", "lan"), test::run_without_accuracy("sgd", "lan")}),
      Json::object());
  const Page page = page_of({without(quadratic, 1)});
  CHECK(page.answer == Texts{"Nobody is best: there is neither a target nor an accuracy. The comparison is below."});
  CHECK(page.answers.rows.empty());
  CHECK(page.warnings == Texts{"results/q: 1 of 2 runs are not there, or incomplete"});
  CHECK(page.manifests.size() == 1);
}
