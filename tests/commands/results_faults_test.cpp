// SPDX-License-Identifier: Apache-2.0
// What becomes of a results folder when something goes wrong with it: two processes, kills, damage, foreign files.
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <sstream>

#include "sim/results/results_lock.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

Json far_scenario() { return Json::parse(R"({"name": "far", "links": [{"match": "*", "latency": "1s"}]})"); }

std::vector<std::string> names_of(const Json& list) {
  std::vector<std::string> names;
  for (const auto& item : list) names.push_back(item["name"]);
  return names;
}

/// A process of its own that has the lock of a results folder: this one would lose it by looking into its file.
class Holder {
 public:
  explicit Holder(const fs::path& folder) {
    std::array<int, 2> ready{};
    REQUIRE(::pipe(ready.data()) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      const ResultsLock lock(folder);
      static_cast<void>(::write(ready[1], "x", 1));
      while (true) ::pause();
    }
    char letter = 0;
    REQUIRE(::read(ready[0], &letter, 1) == 1);
    for (const int end : ready) ::close(end);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  Holder(Holder&&) = delete;
  Holder& operator=(Holder&&) = delete;
  ~Holder() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  [[nodiscard]] pid_t process() const noexcept { return process_; }

 private:
  pid_t process_ = 0;
};

}  // namespace

TEST_CASE("a second process is told who is writing, and touches nothing", "[results-faults]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.write("new.json", Json({{"scenarios", {far_scenario()}}}));
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "*@fast"});
  {
    const Holder holder(place.path() / "out");
    const std::string busy = "process " + std::to_string(holder.process()) + " on ";
    for (const std::string option : {"--overwrite", "--quiet"}) {
      CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out", option}), StartsWith("out: " + busy));
    }
    CHECK_THAT(place.refuse({"retime", "out", "--scenarios", "new.json"}), StartsWith("out: " + busy));
    CHECK_THAT(place.succeed({"compare", "out"}), Contains("ring"));  // who only reads need not wait
  }
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "4 of 4 runs done: out\n");
}

TEST_CASE("an incomplete run is named by compare, and done again by run", "[results-faults]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "whole"});
  place.succeed({"run", "experiment.json", "--out", "out"});
  fs::remove(place.path() / "out/ring@slow@seed1/metrics.csv");
  place.write("out/gossip-4@fast@seed1/links.csv", std::string("link\n"));
  fs::remove_all(place.path() / "out/gossip-4@slow@seed1");
  fs::create_directory(place.path() / "out/gossip-4@slow@seed1");

  const Ended compared = place.lowband({"compare", "out"});
  CHECK(compared.status == 0);
  CHECK_THAT(compared.err,
             Contains("out/ring@slow@seed1: incomplete, left out: metrics.csv is missing") &&
                 Contains("out/gossip-4@fast@seed1: incomplete, left out: links.csv is not as it was written") &&
                 Contains("out/gossip-4@slow@seed1: incomplete, left out: summary.json is missing"));
  const Ended run = place.lowband({"run", "experiment.json", "--out", "out"});
  CHECK(run.status == 0);
  CHECK(run.out == "4 of 4 runs done: out\n");
  CHECK_THAT(run.complaints(), Contains("out/ring@slow@seed1: incomplete, done again: metrics.csv is missing"));
  CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));

  // What is not lowband's is never removed with what is.
  fs::remove(place.path() / "out/ring@slow@seed1/metrics.csv");
  place.write("out/ring@slow@seed1/notes.txt", std::string("mine\n"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             StartsWith("out/ring@slow@seed1/notes.txt: expected"));
}

TEST_CASE("runs and scenarios stand in the order of the experiment, whatever order they were made in",
          "[results-faults]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "whole"});
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "gossip*@slow"});
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "ring@slow"});
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(place.read("out/manifest.json") == place.read("whole/manifest.json"));
  CHECK(Json::parse(place.read("out/manifest.json"))["runs"] ==
        Json::array({"ring@fast@seed1", "gossip-4@fast@seed1", "ring@slow@seed1", "gossip-4@slow@seed1"}));

  // A scenario that only the results have, as they were timed again, follows those of the file.
  place.write("new.json", Json({{"scenarios", {far_scenario()}}}));
  place.succeed({"retime", "out", "--scenarios", "new.json"});
  experiment["scenarios"].insert(experiment["scenarios"].begin(),
                                 Json({{"name", "first"}, {"hosts", {{{"match", "*"}, {"speed_factor", 2}}}}}));
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  CHECK(names_of(manifest["experiment"]["scenarios"]) == std::vector<std::string>{"first", "fast", "slow", "far"});
  CHECK(manifest["runs"] ==
        Json::array({"ring@first@seed1", "gossip-4@first@seed1", "ring@fast@seed1", "gossip-4@fast@seed1",
                     "ring@slow@seed1", "gossip-4@slow@seed1", "ring@far@seed1", "gossip-4@far@seed1"}));
}

TEST_CASE("a run that the manifest does not name is named, and taken up if it is the experiment's",
          "[results-faults]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "whole"});
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "ring@fast"});
  fs::copy(place.path() / "whole/gossip-4@slow@seed1", place.path() / "out/gossip-4@slow@seed1");
  fs::copy(place.path() / "whole/gossip-4@slow@seed1", place.path() / "out/before@slow@seed1");
  const Ended compared = place.lowband({"compare", "out"});
  CHECK(compared.complaints() ==
        "lowband: out/before@slow@seed1: left out: a run that the manifest does not name\n"
        "lowband: out/gossip-4@slow@seed1: left out: a run that the manifest does not name\n");
  const Ended run = place.lowband({"run", "experiment.json", "--out", "out", "--only", "ring@slow"});
  CHECK(run.status == 0);
  CHECK(run.complaints() == "lowband: out/before@slow@seed1: left alone: not a run of this experiment\n");
  CHECK(Json::parse(place.read("out/manifest.json"))["runs"] ==
        Json::array({"ring@fast@seed1", "ring@slow@seed1", "gossip-4@slow@seed1"}));
}

TEST_CASE("other targets need no training, and the manifest takes them", "[results-faults]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["evaluation"]["target_loss"] = 0.5;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "*@fast"});
  experiment["evaluation"]["target_loss"] = 0.25;
  place.write("experiment.json", experiment);
  const auto summary = place.read("out/ring@fast@seed1/summary.json");
  CHECK(place.succeed({"run", "experiment.json", "--out", "out", "--only", "*@fast"}) ==
        "nothing to do: 2 of 2 runs done: out\n");
  CHECK(place.read("out/ring@fast@seed1/summary.json") == summary);
  CHECK(Json::parse(place.read("out/manifest.json"))["experiment"]["evaluation"]["target_loss"] == 0.25);
  // The trace of the other target is good for a scenario of this one.
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(Json::parse(place.read("out/ring@slow@seed1/timing.json"))["replayed"] == true);
}

TEST_CASE("an overwrite that was killed is completed by the next call", "[results-faults]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  experiment["training"]["learning_rate"] = 0.1;
  place.write("other.json", experiment);
  place.succeed({"run", "other.json", "--out", "whole"});
  // Killed when the new files were there, and none of the old ones was gone.
  for (const std::string name : {"manifest.json", "platform.xml", "shares.csv"}) {
    place.write("out/.lowband-next/" + name, place.read("whole/" + name));
  }
  CHECK_THAT(place.refuse({"compare", "out"}), StartsWith("out: its results are being replaced"));
  CHECK(place.succeed({"run", "other.json", "--out", "out"}) == "4 of 4 runs done: out\n");
  CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));
}

TEST_CASE("results go through a symbolic link, which stays", "[results-faults]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  fs::create_directory(place.path() / "disk");
  fs::create_directory_symlink("disk", place.path() / "link");
  for (int i = 0; i < 2; ++i) {
    place.succeed({"run", "experiment.json", "--out", "link", "--overwrite"});
    CHECK(fs::is_symlink(place.path() / "link"));
    CHECK(fs::exists(place.path() / "disk/ring@slow@seed1/metrics.csv"));
    CHECK(names_in(place.path()) == std::vector<std::string>{"disk", "experiment.json", "link", "star.xml"});
  }
  fs::create_directory_symlink("nowhere", place.path() / "dangling");
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "dangling"}),
             StartsWith("dangling: expected a folder for the results, found a symbolic link to nothing"));
}

TEST_CASE("a trace that is damaged is found before anything is changed", "[results-faults]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.write("new.json", Json({{"scenarios", {far_scenario()}}}));
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::string trace = place.read("out/traces/gossip-4@seed1.trace");
  place.write("out/traces/gossip-4@seed1.trace", trace.substr(0, trace.size() - 1));  // the second that would be read
  CHECK_THAT(place.refuse({"retime", "out", "--scenarios", "new.json"}),
             StartsWith("out/traces/gossip-4@seed1.trace: "));
}

TEST_CASE("retime says once why there is no trace", "[results-faults]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rate"] = 1e6;
  place.write("diverging.json", experiment);
  experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["local_steps"] = {{"name", "by-time"}, {"seconds", "20ns"}};
  place.write("by_time.json", experiment);
  place.write("new.json", Json({{"scenarios", {far_scenario()}}}));
  place.succeed({"run", "diverging.json", "--out", "diverged"});
  CHECK(
      place.refuse({"retime", "diverged", "--scenarios", "new.json"}) ==
      "diverged: \"gossip/4\" with seed 1, \"ring\" with seed 1 cannot be timed again: where a run diverges depends on "
      "the network, so it is trained in every scenario");
  place.succeed({"run", "by_time.json", "--out", "by time", "--only", "*@fast"});
  const Ended ended = place.lowband({"retime", "by time", "--scenarios", "new.json"});
  CHECK(ended.status == 1);
  CHECK(ended.complaints() ==
        "lowband: by time: \"ring\" with seed 1 cannot be timed again: what depends on time is trained in every "
        "scenario\n");
  CHECK(ended.out == "1 of 2 runs done: by time\n");
}

TEST_CASE("a log has a line for each run that is over, with its loss", "[results-faults]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  const Ended ended = place.lowband({"run", "experiment.json", "--out", "out", "--only", "ring@*"});
  CHECK(ended.complaints().empty());
  std::istringstream lines(ended.err);
  std::string first;
  std::string second;
  std::string third;
  std::getline(lines, first);
  std::getline(lines, second);
  CHECK_FALSE(std::getline(lines, third));
  CHECK_THAT(first, StartsWith("1/2 ring@fast@seed1: loss ") && !Contains("replayed") && !Contains("nan"));
  CHECK_THAT(second, StartsWith("2/2 ring@slow@seed1: loss ") && Contains(", replayed in "));
  CHECK(place.lowband({"run", "experiment.json", "--out", "quiet", "--quiet"}).err.empty());
}
