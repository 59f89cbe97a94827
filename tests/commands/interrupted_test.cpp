// SPDX-License-Identifier: Apache-2.0
#include <sys/prctl.h>
#include <sys/wait.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Two runs: "coarse" diverges soon (see run_test.cpp), "endless" would take hours.
Json endless_experiment() {
  Json experiment = Workplace::small_experiment();
  experiment["dataset"]["dimension"] = 1024;
  experiment["training"]["iterations"] = 4000000000;
  experiment["evaluation"]["every"] = 1000000000;
  experiment["algorithms"] = Json::parse(R"([
    {"name": "endless", "paradigm": "all-reduce"},
    {"name": "coarse", "paradigm": "gossip", "method": "difference", "compression": {"name": "qsgd", "levels": 1, "bucket": 1024, "norm": "2"}}
  ])");
  experiment.erase("scenarios");
  return experiment;
}

/// Waits until `state` is true; fails if the program ends before.
template <class State>
void wait_until(State state, Program& program) {
  while (!state()) {
    if (program.has_ended()) FAIL("lowband ended too soon: " << program.end().err);
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a run that dies takes nothing with it but itself", "[commands]") {
  const Workplace place;
  place.write("experiment.json", endless_experiment());
  Circumstances circumstances;
  circumstances.folder = place.path();
  Program program({"run", "experiment.json", "--out", "out"}, circumstances);
  wait_until([&] { return fs::exists(place.path() / "out" / "manifest.json"); }, program);
  wait_until([&] { return program.child().has_value(); }, program);  // after the manifest, every child is a run
  ::kill(program.child().value(), SIGKILL);
  const Ended ended = program.end();
  CHECK(ended.status == 1);
  CHECK(ended.out == "1 of 2 runs done: out\n");
  CHECK_THAT(ended.complaints(),
             StartsWith("lowband: warning: experiment.json: /algorithms: \"coarse\": ") &&
                 Catch::EndsWith("\nlowband: the run endless@platform@seed1 failed: died of signal 9 (Killed)\n"));
  CHECK(names_in(place.path() / "out") ==
        std::vector<std::string>{"coarse@platform@seed1", "manifest.json", "platform.xml", "shares.csv"});
}

TEST_CASE("a program that is told to end keeps what is done and leaves no process behind", "[commands]") {
  REQUIRE(::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);  // an orphan becomes a child of this process
  const Workplace place;
  Json experiment = endless_experiment();
  std::swap(experiment["algorithms"][0], experiment["algorithms"][1]);
  place.write("experiment.json", experiment);
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP, SIGKILL);
  Circumstances circumstances;
  circumstances.folder = place.path();
  Program program({"run", "experiment.json", "--out", "out"}, circumstances);
  wait_until([&] { return fs::exists(place.path() / "out" / "coarse@platform@seed1"); }, program);
  ::kill(program.pid(), signal);
  const Ended ended = program.end();
  CHECK(ended.status == 128 + signal);
  if (signal == SIGKILL) {  // the file of its lock is left; the lock is anybody's
    CHECK(fs::exists(place.path() / "out" / ".lowband-lock"));
  } else {
    CHECK_THAT(ended.err, Catch::EndsWith("\nlowband: interrupted: 1 of 2 runs are done and kept in out: run the same "
                                          "command again for the rest\n"));
    CHECK(names_in(place.path() / "out") ==
          std::vector<std::string>{"coarse@platform@seed1", "manifest.json", "platform.xml", "shares.csv"});
  }
  while (::waitpid(-1, nullptr, 0) > 0) {  // would wait for hours if the child went on
  }

  CHECK(Json::parse(place.read("out/coarse@platform@seed1/summary.json"))["status"] == "diverged");
  CHECK_FALSE(fs::exists(place.path() / "out" / "endless@platform@seed1"));
  CHECK(place.lowband({"compare", "out"}).status == 0);
  CHECK(place.succeed({"run", "experiment.json", "--out", "out", "--only", "coarse@*"}) ==
        "nothing to do: 1 of 1 runs done: out\n");
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "out", "--overwrite"});
  CHECK(names_in(place.path() / "out").size() == 8);
}

TEST_CASE("a program that is told to end in its last run says so", "[commands]") {
  const Workplace place;
  Json experiment = endless_experiment();
  experiment["algorithms"].erase(1);
  place.write("experiment.json", experiment);
  Circumstances circumstances;
  circumstances.folder = place.path();
  Program program({"run", "experiment.json", "--out", "out"}, circumstances);
  wait_until([&] { return fs::exists(place.path() / "out" / "manifest.json"); }, program);
  wait_until([&] { return program.child().has_value(); }, program);  // after the manifest, every child is a run
  ::kill(program.pid(), SIGTERM);
  const Ended ended = program.end();
  CHECK(ended.status == 128 + SIGTERM);
  CHECK_THAT(ended.err,
             Catch::EndsWith("\nlowband: interrupted: 0 of 1 runs are done and kept in out: run the same command "
                             "again for the rest\n"));
}
