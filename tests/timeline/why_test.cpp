// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/why.hpp"

#include <catch2/catch.hpp>

#include "sim/report/why_report.hpp"
#include "sim/timeline/why_words.hpp"
#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// 23 ms a round: 5 of steps, 6 hops of 2 ms of latency and 1000 bytes at 1 MB/s, which are 246 floats.
Timeline ring(double bandwidth_Bps = 1e6, double flops = 5e6) {
  return recorded(star(4, bandwidth_Bps, 0.001), [flops](Worker& worker) {
    for (int round = 0; round < 10; ++round) {
      worker.compute_steps(flops, 1, [](std::size_t /*step*/) {});
      for (int hop = 0; hop < 6; ++hop) {
        worker.send((worker.rank() + 1) % 4, 1, message_of(1000, 246));
        static_cast<void>(worker.receive((worker.rank() + 3) % 4, 1));
      }
    }
  });
}

Why words_for(double PathTime::*most, double gain = 0.0) {
  Why why;
  why.path.computing_s = why.path.latency_s = 1.0;
  why.path.*most += 6.0;
  why.gain = gain;
  return why;
}

}  // namespace

TEST_CASE("why a ring takes as long as it does", "[timeline]") {
  const Why why = why_of(ring(), Pace::in_rounds);
  CHECK(why.has_path());
  CHECK(why.bits == Approx(32.0));
  CHECK(why.other_bits == 4.0);
  CHECK(why.gain == Approx(60.0 * 0.861 / 230.0).margin(1e-6));  // of 230 ms
  CHECK(why.sentence ==
        "latency-bound: 52 % of the time is latency; with 4 bits instead of 32 it would take 22 % less (estimate)");
  REQUIRE(why.links.size() == 8);
  for (const auto& link : why.links) CHECK(link.utilisation == Approx(1.0 / 3.0).margin(1e-6));
  double latency_s = 0.0;  // 60 hops of two links of 1 ms
  for (const auto& link : why.links) latency_s += link.latency_s;
  CHECK(latency_s == Approx(0.12).margin(1e-9));
  CHECK(why.workers.steps == Approx(50.0 / 230.0).margin(1e-6));
  CHECK(why.workers.waiting == Approx(180.0 / 230.0).margin(1e-6));

  // 50 ms a hop at 20 kB/s: 300 of 317 ms of a round. A link that a message has to itself all the time carries as much
  // as it can but for the latency: 50 of 52 ms.
  CHECK_THAT(why_of(ring(2e4), Pace::in_rounds).sentence,
             StartsWith("bandwidth-bound: 95 % of the time goes into moving bytes, \"") &&
                 Contains("\" is 96 % used meanwhile; with 4 bits instead of 32 it would take 81 % less (estimate)"));
  CHECK_THAT(why_of(ring(1e6, 1e9), Pace::in_rounds).sentence,
             StartsWith("compute-bound: 98 % of the time goes into a worker's own local steps;"));
}

TEST_CASE("workers at their own pace have no critical path, but shares of their time", "[timeline]") {
  const Why why = why_of(ring(), Pace::each_its_own);
  CHECK_FALSE(why.has_path());
  CHECK(why.path.total_s() == 0.0);
  CHECK(why.other_bits == 0.0);
  CHECK(why.links.size() == 8);
  CHECK(
      why.sentence ==
      "workers go at their own pace, so that no path of messages decides the time; a worker spends 22 % of its time on "
      "local steps, 0 % on other computation, 78 % waiting for messages");
}

TEST_CASE("what takes most of a path, in words", "[timeline]") {
  CHECK(words_of(words_for(&PathTime::computing_s)) ==
        "compute-bound: 88 % of the time goes into a worker's own local steps");
  CHECK(words_of(words_for(&PathTime::stragglers_s)) ==
        "held up by stragglers: 75 % of the time is by how much longer the slowest worker's steps take");
  CHECK(words_of(words_for(&PathTime::coding_s)) ==
        "coding-bound: 75 % of the time goes into what is computed for the exchange");
  CHECK(words_of(words_for(&PathTime::waiting_s)) == "held up by waiting: 75 % of the time is waiting for a set time");
  Why queued = words_for(&PathTime::queueing_s);
  queued.links = {{"up", 0.93, 1.0}, {"down", 0.5, 1.0}};
  queued.bits = 4.125;
  queued.other_bits = 32.0;
  queued.gain = -0.5;
  CHECK(words_of(queued) ==
        "bandwidth-bound: 75 % of the time goes into moving bytes, 75 % behind other messages, \"up\" is 93 % used "
        "meanwhile; with 32 bits instead of 4.12 it would take 50 % longer (estimate)");
  CHECK(words_of(Why()) == "it takes no time");
}

TEST_CASE("a Why is read back as a child has told it", "[timeline]") {
  Why why = why_of(ring(), Pace::in_rounds);
  why.scenario = "a \"scenario\"";
  why.algorithm = "b";
  why.seed = 7;
  const Why read = why_of_json(Json::parse(to_json(why).dump()));
  CHECK(to_json(read) == to_json(why));
  CHECK(read.path.gain(2.0) == why.path.gain(2.0));
}

TEST_CASE("the report of why, in each format", "[timeline]") {
  Why first = words_for(&PathTime::latency_s);
  first.scenario = "lan";
  first.algorithm = "a, \"b\"";
  first.links = {{"x", 0.5, 1.0}, {"y", 0.25, 1.0}, {"z", 0.125, 1.0}, {"w", 0.1, 1.0}};
  first.sentence = words_of(first);
  Why second;
  second.scenario = "lan";
  second.algorithm = "asynchronous";
  second.why_no_path = "for a reason";
  second.sentence = words_of(second);
  Why third = first;
  third.scenario = "wan";
  CHECK(format_why({first, second, third}, "table") ==
        R"(lan
  algorithm     computing  stragglers  coding  latency  transmission  queueing  busiest links           why
  a, "b"           12.5 %       0.0 %   0.0 %   87.5 %         0.0 %     0.0 %  x 50 %, y 25 %, z 12 %  latency-bound: 88 % of the time is latency
  asynchronous          -           -       -        -             -         -                          for a reason; a worker spends 0 % of its time on local steps, 0 % on other computation, 0 % waiting for messages

wan
  algorithm  computing  stragglers  coding  latency  transmission  queueing  busiest links           why
  a, "b"        12.5 %       0.0 %   0.0 %   87.5 %         0.0 %     0.0 %  x 50 %, y 25 %, z 12 %  latency-bound: 88 % of the time is latency

)");
  const Json records = Json::parse(format_why({first, second}, "json"));
  REQUIRE(records.size() == 2);
  CHECK(records[0]["latency"] == 0.875);
  CHECK(records[0]["link_3"] == "z");
  CHECK(records[1]["latency"].is_null());
  CHECK(records[1]["why_no_path"] == "for a reason");
  const std::string csv = format_why({}, "csv");
  CHECK_THAT(csv, StartsWith("scenario,algorithm,seed,sim_time_s,until_s,synchronisations,computing,stragglers,"));
  CHECK_THAT(format_why({first}, "markdown"), StartsWith("### lan\n"));
}
