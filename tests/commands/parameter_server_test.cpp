// SPDX-License-Identifier: Apache-2.0
// Methods with a server through the whole program.
#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/results/csv_table.hpp"
#include "sim/results/run_folder.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Json with_servers() {
  Json experiment = Workplace::small_experiment();
  experiment["compute"] = {{"step_time", "1ms"}, {"slowdown", {1, 1.3, 1.7, 4}}};
  experiment["algorithms"] = Json::parse(R"([
    {"name": "rounds", "paradigm": "parameter-server", "local_steps": 2, "outer": "slowmo",
     "compression": {"name": "qsgd", "bits": 8}, "downlink": {"name": "qsgd", "bits": 8}},
    {"name": "beside", "paradigm": "parameter-server", "server_hosts": "shared"},
    {"name": "drawn", "paradigm": "parameter-server", "clients_per_round": 2},
    {"name": "delayed", "paradigm": "parameter-server", "method": "bounded-delay", "max_delay": 1},
    {"name": "buffered", "paradigm": "parameter-server", "method": "fedbuff", "buffer": 2},
    {"name": "poured", "paradigm": "parameter-server", "method": "downpour", "push_every": 2},
    {"name": "mixed", "paradigm": "parameter-server", "method": "fedasync", "local_steps": 2, "proximal": 0.1},
    {"name": "pulled", "paradigm": "parameter-server", "method": "prlc", "pull_every": 3, "shards": 2},
    {"name": "elastic", "paradigm": "parameter-server", "method": "easgd", "local_steps": 2},
    {"name": "elastic-rounds", "paradigm": "parameter-server", "method": "easgd", "in_rounds": true,
     "elasticity": 0.3, "compression": {"name": "qsgd", "bits": 8}},
    {"name": "beside its steps", "paradigm": "parameter-server", "method": "delta", "shards": 3}
  ])");
  return experiment;
}

}  // namespace

TEST_CASE("methods with a server write the same files for any number of threads, replayed or not", "[commands]") {
  const Workplace place;
  place.write("experiment.json", with_servers());
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  auto replayed = place.reproducible_files("one");
  std::erase_if(replayed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(replayed == place.reproducible_files("trained"));
  const auto is_replayed = [&](const std::string& name) {
    return Json::parse(place.read("one/" + name + "@slow@seed1/timing.json"))["replayed"].get<bool>();
  };
  CHECK(is_replayed("rounds"));
  CHECK(is_replayed("beside"));
  CHECK(is_replayed("pulled"));
  CHECK(is_replayed("elastic-rounds"));
  for (const std::string name : {"drawn", "delayed", "buffered", "poured", "mixed", "elastic", "beside its steps"}) {
    CHECK_FALSE(is_replayed(name));
  }
}

TEST_CASE("rounds with a server stop at their target at the same instant in training and in replay", "[commands]") {
  // Clients who do not pull are ahead of others and of the servers by then, more or less so from scenario to scenario.
  const Workplace place;
  Json experiment = with_servers();
  const bool is_jittery = GENERATE(true, false);
  experiment["compute"] = {{"jitter", is_jittery ? 0.3 : 0.0}, {"slowdown", {is_jittery ? 20 : 2, 1, 1, 1}}};
  experiment["training"]["iterations"] = 60;
  experiment["algorithms"] = Json::parse(R"([
    {"name": "rounds", "paradigm": "parameter-server"},
    {"name": "staggered", "paradigm": "parameter-server", "method": "prlc", "pull_every": 3, "shards": 2},
    {"name": "together", "paradigm": "parameter-server", "method": "prlc", "pull_every": 5, "pulls": "together",
     "shards": 3}
  ])");
  experiment["scenarios"].push_back(Json::parse(R"(
    {"name": "a far server", "links": [{"match": "*", "latency": "1ms"}, {"match": "*5*", "latency": "30ms"}]})"));
  if (is_jittery) std::swap(experiment["scenarios"][0], experiment["scenarios"][1]);  // recorded on the slow one
  experiment["evaluation"] = {{"every", 1}, {"target_loss", 38}, {"stop_at_target", true}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "replayed"});
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  auto replayed = place.reproducible_files("replayed");
  std::erase_if(replayed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(replayed == place.reproducible_files("trained"));
  const Json runs = Json::parse(place.read("replayed/manifest.json"))["runs"];
  CHECK(runs.size() == 9);
  for (const auto& run : runs) {
    const auto summary = Json::parse(place.read("replayed/" + run.get<std::string>() + "/summary.json"));
    CHECK(summary["iterations"].get<int>() < 60);
  }
}

TEST_CASE("results tell of the server, and how stale what it took was", "[commands]") {
  const Workplace place;
  place.write("experiment.json", with_servers());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const auto folder = [](const std::string& name) { return "out/" + name + "@fast@seed1/"; };
  const auto summary = [&](const std::string& name) { return Json::parse(place.read(folder(name) + "summary.json")); };
  for (const std::string name : {"rounds", "drawn", "pulled", "elastic-rounds"}) {
    CHECK(summary(name)["changes_taken"] == 0);
    CHECK(summary(name)["mean_staleness"].is_null());
    CHECK(summary(name)["staleness_95"].is_null());
    CHECK_FALSE(std::filesystem::exists(place.path() / folder(name) / "staleness.csv"));
  }
  for (const std::string name : {"delayed", "buffered", "elastic", "beside its steps"}) {
    std::uint64_t changes = 0;
    double sum = 0.0;
    const auto rows = read_csv<StalenessRow>(place.path() / folder(name) / "staleness.csv");
    for (const auto& row : rows) {
      changes += row.count;
      sum += static_cast<double>(row.staleness * row.count);
    }
    CHECK(changes >= 4 * (name == "elastic" ? 8 / 2 - 1 : 8));  // the last moves may be under way
    CHECK(rows.back().cumulative_share == 1.0);
    CHECK(summary(name)["changes_taken"] == changes);
    CHECK(summary(name)["mean_staleness"].get<double>() == Approx(sum / static_cast<double>(changes)));
    CHECK(summary(name)["staleness_50"] <= summary(name)["staleness_99"]);
  }
  CHECK_THAT(place.read("out/rounds@fast@seed1/workers.csv"), Contains(",server\n"));
  CHECK_THAT(place.succeed({"compare", "out"}), Contains("buffered"));
}

TEST_CASE("the manifest tells the elasticity that was left open", "[commands]") {
  const Workplace place;
  place.write("experiment.json", with_servers());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Json stated = Json::parse(place.read("out/manifest.json"))["experiment"]["algorithms"];
  CHECK(stated[8]["elasticity"] == 0.225);  // 0.9 / 4
  CHECK(stated[8]["in_rounds"] == false);
  CHECK_FALSE(stated[8].contains("outer"));
  CHECK(stated[9]["elasticity"] == 0.3);
  CHECK_FALSE(stated[4].contains("elasticity"));
}

TEST_CASE("rounds with a server that stop at a target are replayed to the same instant", "[commands]") {
  const Workplace place;
  Json experiment = with_servers();
  experiment["training"]["iterations"] = 60;
  experiment["evaluation"] = {{"every", 1}, {"target_loss", 40}, {"of", "server"}, {"stop_at_target", true}};
  experiment["algorithms"] = Json::array({experiment["algorithms"][0], experiment["algorithms"][9]});
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "replayed"});
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  auto replayed = place.reproducible_files("replayed");
  std::erase_if(replayed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(replayed == place.reproducible_files("trained"));
  for (const std::string name : {"rounds", "elastic-rounds"}) {
    const auto summary = Json::parse(place.read("replayed/" + name + "@slow@seed1/summary.json"));
    CHECK(summary["iterations"].get<int>() < 60);
  }
}

TEST_CASE("results tell what a server had to do", "[commands]") {
  const Workplace place;
  Json experiment = with_servers();
  experiment["algorithms"].push_back({{"name", "gossip"}, {"paradigm", "gossip"}});
  experiment["algorithms"].push_back({{"name", "shards"}, {"paradigm", "parameter-server"}, {"shards", 2}});
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  for (const std::string scenario : {"fast", "slow"}) {  // trained and, but for those without rounds, replayed
    const auto folder = [&](const std::string& name) {
      return place.path() / "out" / (name + "@" + scenario + "@seed1");
    };
    CHECK_FALSE(std::filesystem::exists(folder("gossip") / "servers.csv"));
    for (const std::string name : {"rounds", "beside", "drawn", "delayed", "buffered"}) {
      CAPTURE(name, scenario);
      const RunRecord run = read_run(folder(name));
      REQUIRE(run.servers.size() == 1);
      const ServerRow& server = run.servers.front();
      const WorkerRow& node = run.workers.back();
      CHECK(server.server == 4);
      CHECK(server.host == node.host);
      CHECK(server.role == "server");
      CHECK(server.bytes_sent == node.bytes_sent);
      CHECK(server.bytes_received == node.bytes_received);
      const double time_s = run.summary.sim_time_s;
      CHECK(server.busy_share == Approx(node.compute_s / time_s));
      CHECK(server.busy_share > 0.0);
      CHECK(server.busy_share < 1.0);
      // Little's law: arrivals a second times how long each waits.
      CHECK(server.mean_queue ==
            Approx(static_cast<double>(server.messages_received) / time_s * server.mean_queued_s).margin(1e-12));
      CHECK(server.longest_queued_s >= server.mean_queued_s);
      CHECK(server.steps_per_s == Approx(server.steps / time_s));
      // Of the links, its own are the only ones that carry what all clients send or get.
      const auto busiest = std::max_element(run.links.begin(), run.links.end(), [](const LinkRow& a, const LinkRow& b) {
        return a.mean_utilisation < b.mean_utilisation;
      });
      CHECK(server.link == busiest->link);
      CHECK(server.link_utilisation == busiest->mean_utilisation);
    }
    // The initial model, and a change of 4 clients in 4 rounds; of 2 in 16 rounds.
    const auto server_of = [&](const std::string& name) { return read_run(folder(name)).servers.front(); };
    CHECK(server_of("rounds").messages_received == 1 + 4 * 4);
    CHECK(server_of("rounds").steps == 4.0);
    CHECK(server_of("drawn").messages_received == 1 + 2 * 16);
    CHECK(server_of("drawn").steps == 16.0);
    const auto shards = read_run(folder("shards")).servers;
    REQUIRE(shards.size() == 2);
    for (std::size_t shard = 0; shard < 2; ++shard) {
      CHECK(shards[shard].server == 4 + static_cast<int>(shard));
      CHECK(shards[shard].messages_received == 1 + 4 * 8);
      CHECK(shards[shard].steps == 8.0);
    }
    // Without rounds, a step for each change, or for two.
    const auto taken = [&](const std::string& name) {
      return static_cast<double>(read_run(folder(name)).summary.changes_taken);
    };
    CHECK(server_of("delayed").steps == Approx(taken("delayed")).margin(1.0));  // the last may be under way
    CHECK(server_of("buffered").steps == Approx(taken("buffered") / 2.0).margin(1.0));
  }
}

TEST_CASE("a server that nothing reaches has made no steps, and no link has carried more than it can", "[commands]") {
  // Pushes of 80 kB that nobody waits for, on lines of 10 kB/s, and training that is over before the first is there.
  const Workplace place;
  Json experiment = with_servers();
  experiment["model"] = Json::parse(R"({"name": "timing-only", "parameters": 20000})");
  for (const auto* key : {"dataset", "evaluation"}) experiment.erase(key);
  experiment["training"] = Json::parse(R"({"iterations": 5})");
  experiment["compute"] = Json::parse(R"({"step_time": "10ms"})");
  experiment["scenarios"] = Json::parse(R"([{"name": "slow", "links": [{"match": "*", "bandwidth": "10kBps"}]}])");
  experiment["algorithms"] =
      Json::parse(R"([{"name": "pushes", "paradigm": "parameter-server", "method": "downpour"}])");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const RunRecord run = read_run(place.path() / "out/pushes@slow@seed1");
  const ServerRow& server = run.servers.at(0);
  CHECK(server.messages_received == 0);
  CHECK(server.steps == 0.0);
  CHECK(server.steps_per_s == 0.0);
  CHECK(server.link_utilisation <= 1.0);
  CHECK(server.link_utilisation > 0.5);
  for (const LinkRow& link : run.links) CHECK(link.mean_utilisation <= 1.0 + 1e-9);
}

TEST_CASE("a run that stops at its target tells of the server as it was then, trained or replayed", "[commands]") {
  const Workplace place;
  Json experiment = with_servers();
  experiment["algorithms"] = Json::array({experiment["algorithms"][0], experiment["algorithms"][1]});
  experiment["evaluation"] = Json::parse(R"({"every": 2, "target_loss": 1e9, "hold": 2, "stop_at_target": true})");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "replayed"});
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  for (const std::string run : {"rounds@fast@seed1", "rounds@slow@seed1", "beside@fast@seed1", "beside@slow@seed1"}) {
    INFO(run);
    CHECK(place.read("replayed/" + run + "/servers.csv") == place.read("trained/" + run + "/servers.csv"));
  }
  // Held at the second evaluation, after the first round of two steps.
  CHECK(read_run(place.path() / "replayed/rounds@slow@seed1").servers.front().steps == 1.0);
}

TEST_CASE("a server has running statistics from its clients, or none", "[commands]") {
  const Workplace place;
  Json experiment = with_servers();
  experiment["model"] = "resnet8";
  experiment["dataset"] =
      Json::parse(R"({"name": "synthetic-images", "side": 32, "channels": 3, "train": 60, "test": 12})");
  experiment["training"] = Json::parse(R"({"iterations": 2, "batch_size": 4, "learning_rate": 0.05})");
  experiment["evaluation"] = {{"every", 2}, {"train_samples", 12}};
  experiment["scenarios"] = Json::parse(R"([{"name": "fast"}])");
  const Json all = experiment["algorithms"];
  experiment["algorithms"] = Json::array({all[0], all[4], all[7], all[8], all[10]});
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("/algorithms/0/exchange_buffers: the model \"resnet8\" has running statistics, which a server "
                      "knows from its clients alone: expected true"));
  for (auto& algorithm : experiment["algorithms"]) algorithm["exchange_buffers"] = true;
  experiment["algorithms"][2]["pull_every"] = 2;   // there are two pushes
  experiment["algorithms"][3]["local_steps"] = 1;  // of two periods the server hears of one
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  for (const std::string name : {"rounds", "elastic"}) {
    CHECK(Json::parse(place.read("one/" + name + "@fast@seed1/summary.json"))["final"]["test_accuracy"].is_number());
  }
}
