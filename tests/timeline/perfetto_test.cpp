// SPDX-License-Identifier: Apache-2.0
// The structure that ui.perfetto.dev needs: slices of a thread lie in one another or follow each other, and each flow
// begins and ends in a slice that stands right before it.
#include "sim/timeline/perfetto.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>

#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

struct Slice {
  double begin = 0.0;
  double end = 0.0;
  std::string name;
};
using Thread = std::pair<int, int>;

/// Whole nanoseconds, of a number of microseconds with three decimals.
double nanoseconds(const Json& microseconds) { return std::round(1e3 * microseconds.get<double>()); }

/// What a reader makes of the events, which it checks on the way.
struct Read {
  std::map<int, std::string> processes;
  std::map<Thread, std::string> threads;
  std::map<Thread, std::vector<Slice>> slices;
  std::map<int, std::pair<Slice, Slice>> flows;  ///< by id: from where, to where

  explicit Read(const std::string& text) {
    const Json json = Json::parse(text);
    std::map<int, Slice> begun;
    std::map<Thread, std::vector<Slice>> open;
    for (const Json& event : json.at("traceEvents")) {
      const Thread thread{event.at("pid").get<int>(), event.at("tid").get<int>()};
      const std::string phase = event.at("ph");
      if (phase == "M") {
        if (event.at("name") == "process_name") processes[thread.first] = event.at("args").at("name");
        if (event.at("name") == "thread_name") threads[thread] = event.at("args").at("name");
        continue;
      }
      const double ts = nanoseconds(event.at("ts"));
      auto& stack = open[thread];
      if (phase == "X") {
        const Slice slice{ts, ts + nanoseconds(event.at("dur")), event.at("name")};
        CHECK(slice.end >= slice.begin);
        // An instant lies in what goes on then, and not in what ends or begins then.
        while (!stack.empty() && stack.back().end <= slice.begin) stack.pop_back();
        if (!slices[thread].empty()) CHECK(slice.begin >= slices[thread].back().begin);
        if (!stack.empty()) CHECK(slice.end <= stack.back().end);
        stack.push_back(slice);
        slices[thread].push_back(slice);
      } else if (phase == "s" || phase == "f") {
        const Slice& last = slices.at(thread).back();
        CHECK(last.begin <= ts);
        CHECK(ts <= last.end);
        const int id = event.at("id");
        CHECK(event.at("cat") == "message");
        if (phase == "s") {
          CHECK(begun.emplace(id, last).second);
        } else {
          CHECK(event.at("bp") == "e");
          ends.emplace_back(id, last);
        }
      } else {
        CHECK(phase == "i");
      }
    }
    for (const auto& [id, slice] : ends) {
      REQUIRE(begun.contains(id));
      CHECK(begun.at(id).begin <= slice.begin);
      CHECK(flows.emplace(id, std::pair(begun.at(id), slice)).second);
    }
    CHECK(flows.size() == begun.size());
  }

 private:
  std::vector<std::pair<int, Slice>> ends;
};

}  // namespace

TEST_CASE("Perfetto's events of the example", "[timeline]") {
  const Read read(to_perfetto(example_timeline()));
  CHECK(read.processes == std::map<int, std::string>{
                              {1, "worker 0 (a \"quoted\" <host>)"}, {2, "worker 1 (b\\\n,c)"}, {3, "server 2 (s)"}});
  CHECK(read.threads == std::map<Thread, std::string>{
                            {{1, 1}, "program"}, {{2, 2}, "program"}, {{3, 3}, "program"}, {{2, 5}, "beside"}});
  std::vector<std::string> names;
  for (const auto& slice : read.slices.at({1, 1})) names.push_back(slice.name);
  CHECK(names == std::vector<std::string>{"3 local steps", "compute", "wait for worker 1", "take from worker 1",
                                          "wait for server 2", "take from 2 nodes"});
  // The message that nobody took has no flow. Those of server 2 and of the second program of worker 1 end together.
  REQUIRE(read.flows.size() == 4);
  CHECK(read.flows.at(0).first.name == "send to 2 nodes");
  CHECK(read.flows.at(0).second.name == "take from worker 1");
  CHECK(read.flows.at(0).second.begin == 5e8);
  CHECK(read.flows.at(1).second.name == "take from 2 nodes");
  CHECK(read.flows.at(3).first.begin == 333'333'333);
  CHECK(read.flows.at(3).second.name == "take from 2 nodes");
}

TEST_CASE("Perfetto's events of a run", "[timeline]") {
  const Timeline timeline = recorded(star(4, 1e6, 0.001), [](Worker& worker) {
    const int next = (worker.rank() + 1) % worker.size();
    const int previous = (worker.rank() + worker.size() - 1) % worker.size();
    for (int round = 0; round < 5; ++round) {
      worker.compute_steps(1e5 + 3e4 * worker.rank(), 3, [](std::size_t /*step*/) {});
      worker.compute_in_parts(
          std::vector<double>{3e5, 7e5, 1e5}, [](PartIsReady /*none*/) {},
          [&](std::size_t part) {
            worker.send(next, 1, message_of(300));
            if (part == 1) worker.compute(1e5, [] {});
            static_cast<void>(worker.receive(previous, 1));
          });
    }
  });
  const Read read(to_perfetto(timeline));
  CHECK(read.flows.size() == 4 * 5 * 3);
}
