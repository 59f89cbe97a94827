// SPDX-License-Identifier: Apache-2.0
#include "sim/results/run_folder.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "tests/results/example_run.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::content_of;
using test::put;
using test::TemporaryFolder;

namespace {

std::string first_line(const std::filesystem::path& file) {
  const std::string content = content_of(file);
  return content.substr(0, content.find('\n'));
}

}  // namespace

TEST_CASE("a run's folder is named after algorithm, scenario and seed, and its trace likewise", "[results]") {
  CHECK(run_folder_name("pr-sgd/ar", "10Mbps", 1) == "pr-sgd-ar@10Mbps@seed1");
  CHECK(run_folder_name("a/b/c", "up/down", 42) == "a-b-c@up-down@seed42");
  CHECK(trace_path("a/b/c", 42) == "traces/a-b-c@seed42.trace");
}

TEST_CASE("a run is written as the files and columns of the documentation", "[results]") {
  const TemporaryFolder folder;
  write_run(folder / "run", test::example_run("pr-sgd/ar", "10Mbps"));
  CHECK(test::names_in(folder / "run") == std::vector<std::string>{"links.csv", "metrics.csv", "peers.csv",
                                                                   "summary.json", "timing.json", "traffic.csv",
                                                                   "workers.csv"});
  CHECK(first_line(folder / "run/metrics.csv") ==
        "iteration,epoch,sim_time_s,bytes_sent,train_loss,objective,test_loss,test_accuracy,consensus_distance,"
        "gradient_norm_sq,objective_gradient_norm_sq,model_norm_sq,workers_test_accuracy,worst_worker_test_accuracy,"
        "workers_test_loss,workers_train_loss,worst_worker_train_loss,test_top5_accuracy,mean_gradient_norm_sq");
  CHECK(first_line(folder / "run/workers.csv") ==
        "worker,host,bytes_sent,bytes_received,messages_sent,compute_s,wait_s,role");
  CHECK(content_of(folder / "run/peers.csv") == "from,to,messages,bytes\n0,1,10,1000\n1,0,10,1000\n");
  CHECK(first_line(folder / "run/links.csv") == "link,bandwidth_Bps,latency_s,bytes,busy_s,mean_utilisation");
  CHECK(content_of(folder / "run/traffic.csv") == "sim_time_s,bytes_sent\n0,0\n1,1000\n2,2000\n");
  CHECK(content_of(folder / "run/timing.json") ==
        "{\n  \"real_s\": 0.25,\n  \"threads\": 2,\n  \"host\": \"laptop\",\n"
        "  \"started\": \"2024-05-01T12:00:00Z\",\n  \"replayed\": false\n}\n");
}

TEST_CASE("evaluations of each worker are written where there are any", "[results]") {
  const TemporaryFolder folder;
  auto run = test::example_run("pr-sgd/ar", "10Mbps");
  run.worker_metrics = {{40, 0.8, 2.0, 0, 0.25, 0.93}, {40, 0.8, 2.0, 1, 0.125, 0.95}};
  write_run(folder / "run", run);
  const std::string file = content_of(folder / "run/worker_metrics.csv");
  CHECK(file ==
        "iteration,epoch,sim_time_s,worker,test_loss,test_accuracy\n40,0.8,2,0,0.25,0.93\n40,0.8,2,1,0.125,0.95\n");
  const RunRecord back = read_run(folder / "run");
  write_run(folder / "again", back);
  CHECK(content_of(folder / "again/worker_metrics.csv") == file);
}

TEST_CASE("what some runs alone have is written where there is any", "[results]") {
  const TemporaryFolder folder;
  auto run = test::example_run("buffered", "10Mbps");
  run.staleness = {{0, 3, 0.75}, {2, 1, 1.0}};
  run.summary.changes_taken = 4;
  run.summary.mean_staleness = 0.5;
  run.summary.staleness_50 = 0;
  run.summary.staleness_95 = run.summary.staleness_99 = 2;
  run.servers = {{2, "hub", "server", 1000, 2000, 4, 0.25, 0.75, 0.5, 0.125, 3.0, 1.5, "hub up", 0.75}};
  write_run(folder / "run", run);
  CHECK(content_of(folder / "run/servers.csv") ==
        "server,host,role,bytes_sent,bytes_received,messages_received,mean_queued_s,longest_queued_s,mean_queue,"
        "busy_share,steps,steps_per_s,link,link_utilisation\n"
        "2,hub,server,1000,2000,4,0.25,0.75,0.5,0.125,3,1.5,hub up,0.75\n");
  CHECK(content_of(folder / "run/staleness.csv") == "staleness,count,cumulative_share\n0,3,0.75\n2,1,1\n");
  const Json summary = read_json_file((folder / "run/summary.json").string());
  CHECK(summary["changes_taken"] == 4);
  CHECK(summary["mean_staleness"] == 0.5);
  CHECK(summary["staleness_50"] == 0);
  CHECK(summary["staleness_95"] == 2);
  CHECK(summary["files"].contains("staleness.csv"));
  CHECK_NOTHROW(check_files_of_run(folder / "run"));
  write_run(folder / "again", read_run(folder / "run"));
  for (const auto& name : test::names_in(folder / "run")) {
    CHECK(content_of(folder / ("again/" + name)) == content_of(folder / ("run/" + name)));
  }
  std::filesystem::remove(folder / "run/staleness.csv");
  CHECK(fault_of_run(folder / "run") == "staleness.csv is missing");
}

TEST_CASE("a run that was read and is written again is the same byte for byte", "[results]") {
  const TemporaryFolder folder;
  auto run =
      GENERATE(test::example_run("pr-sgd/ar", "10Mbps", 7), test::run_without_accuracy("gd", "lan"), RunRecord());
  write_run(folder / "first", run);
  const RunRecord back = read_run(folder / "first");
  write_run(folder / "second", back);
  for (const auto& name : test::names_in(folder / "first")) {
    INFO(name);
    CHECK(content_of(folder / ("first/" + name)) == content_of(folder / ("second/" + name)));
  }
  CHECK(back.metrics.size() == run.metrics.size());
  CHECK(back.summary.algorithm == run.summary.algorithm);
  CHECK(back.summary.seed == run.summary.seed);
  CHECK(std::isnan(back.summary.best_test_accuracy) == std::isnan(run.summary.best_test_accuracy));
  CHECK(back.timing.started == run.timing.started);
}

TEST_CASE("the summary tells whether a run is whole", "[results]") {
  const TemporaryFolder folder;
  const auto fault_after = [&folder](const std::string& name, const std::string& content) {
    const auto file = folder / ("run/" + name);
    const std::string before = content_of(file);
    put(file, content);
    const auto fault = fault_of_run(folder / "run");
    std::filesystem::remove(file);
    const auto fault_without = fault_of_run(folder / "run");
    CHECK(fault_without == name + " is missing");
    put(file, before);
    CHECK_FALSE(fault_of_run(folder / "run"));
    return fault.value_or("");
  };
  auto run = test::example_run("pr-sgd/ar", "10Mbps");
  run.worker_metrics = {{40, 0.8, 2.0, 0, 0.25, 0.93}};
  write_run(folder / "run", run);
  const Json summary = read_json_file((folder / "run/summary.json").string());
  // The CRC-32 of these 47 bytes by Python's zlib.crc32.
  CHECK(content_of(folder / "run/peers.csv") == "from,to,messages,bytes\n0,1,10,1000\n1,0,10,1000\n");
  CHECK(summary["files"]["peers.csv"] == Json({{"bytes", 47}, {"crc32", "2ca869fc"}}));
  CHECK(summary["files"]["timing.json"].is_null());
  CHECK_FALSE(summary["files"].contains("summary.json"));

  for (const std::string name :
       {"metrics.csv", "worker_metrics.csv", "workers.csv", "peers.csv", "links.csv", "traffic.csv"}) {
    const std::string content = content_of(folder / ("run/" + name));
    std::string altered = content;
    altered[altered.size() / 2] ^= 1;
    CHECK(fault_after(name, altered) == name + " is not as it was written");
    CHECK(fault_after(name, content.substr(0, content.size() / 2)) == name + " is not as it was written");
  }
  CHECK(fault_after("timing.json", "{\"real_s\": ") == "timing.json is not as it was written");
  CHECK(fault_after("timing.json", content_of(folder / "run/timing.json") + "\n").empty());
  std::string altered = content_of(folder / "run/summary.json");
  altered.replace(altered.find("2000"), 4, "2001");
  CHECK(fault_after("summary.json", altered) == "summary.json is not as it was written");
  CHECK(fault_after("summary.json", "{}") == "summary.json is not whole");
  CHECK(fault_after("summary.json", "{\"algorithm\": ") == "summary.json cannot be read");
}

TEST_CASE("what a user has put into the folder of a run is named before it could be lost", "[results]") {
  const TemporaryFolder folder;
  write_run(folder / "run", test::example_run("pr-sgd/ar", "10Mbps"));
  check_files_of_run(folder / "run");
  put(folder / "run/notes.txt", "mine");
  CHECK_THROWS_WITH(check_files_of_run(folder / "run"),
                    Catch::StartsWith((folder / "run/notes.txt").string() + ": expected files of a run alone"));
}

TEST_CASE("a damaged run is an error that names file and place", "[results]") {
  const TemporaryFolder folder;
  write_run(folder / "run", test::example_run("pr-sgd/ar", "10Mbps"));
  const auto summary = folder / "run/summary.json";

  put(summary, R"({"algorithm": 3})");
  CHECK_THROWS_WITH(read_run(folder / "run"), summary.string() + ": /algorithm: expected text, found 3");
  put(summary, R"({"algorithm": "a"})");
  CHECK_THROWS_WITH(read_run(folder / "run"), summary.string() + ": the document: the key \"scenario\" is missing");
  put(summary, R"({"algorithm": "a", "scenario": "b", "seed": -1})");
  CHECK_THROWS_WITH(read_run(folder / "run"), summary.string() + ": /seed: expected a whole number from 0, found -1");
  put(summary, "[]");
  CHECK_THROWS_WITH(read_run(folder / "run"), summary.string() + ": the document: expected an object, found []");
  std::filesystem::remove(folder / "run/peers.csv");
  CHECK_THROWS_WITH(read_run(folder / "run"),
                    (folder / "run/peers.csv").string() + ": cannot be read: No such file or directory");
}
