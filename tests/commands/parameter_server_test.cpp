// Methods with a server through the whole program.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Json with_servers() {
  Json experiment = Workplace::small_experiment();
  experiment["compute"] = {{"slowdown", {1, 1.3, 1.7, 4}}};
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
     "elasticity": 0.3, "compression": {"name": "qsgd", "bits": 8}}
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
  for (const std::string name : {"drawn", "delayed", "buffered", "poured", "mixed", "elastic"}) {
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
    {"name": "a far server", "links": [{"match": "*", "latency": "1ms"}, {"match": "*5*", "latency": "300ms"}]})"));
  if (is_jittery) std::swap(experiment["scenarios"][0], experiment["scenarios"][1]);  // recorded on the slow one
  experiment["evaluation"] = {{"every", 1}, {"target_loss", 9}, {"hold", 1}, {"stop_at_target", true}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "replayed"});
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  auto replayed = place.reproducible_files("replayed");
  std::erase_if(replayed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(replayed == place.reproducible_files("trained"));
  for (const std::string name : {"rounds", "staggered", "together"}) {
    for (const std::string scenario : {"fast", "slow", "a-far-server"}) {
      const auto folder = "replayed/" + name + "@" + scenario + "@seed1/";
      CHECK(Json::parse(place.read(folder + "summary.json"))["iterations"].get<int>() < 60);
    }
  }
}

TEST_CASE("results tell of the server, and how stale what it took was", "[commands]") {
  const Workplace place;
  place.write("experiment.json", with_servers());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const auto staleness = [&](const std::string& name) {
    return Json::parse(place.read("out/" + name + "@fast@seed1/summary.json"))["staleness"];
  };
  CHECK(staleness("rounds") == Json::array());
  CHECK(staleness("pulled") == Json::array());
  CHECK(staleness("drawn") == Json::array());
  CHECK(staleness("elastic-rounds") == Json::array());
  const auto changes = [&](const std::string& name) {
    int sum = 0;
    for (const auto& count : staleness(name)) sum += count.get<int>();
    return sum;
  };
  CHECK(changes("delayed") >= 4 * 8);
  CHECK(changes("buffered") >= 4 * 8);
  CHECK(changes("elastic") >= 4 * (8 / 2 - 1));  // the last moves may be under way
  CHECK_THAT(place.read("out/rounds@fast@seed1/workers.csv"), Contains(",server\n"));
  CHECK_THAT(place.succeed({"compare", "out"}), Contains("buffered"));
}

TEST_CASE("the manifest tells the elasticity that was left open", "[commands]") {
  const Workplace place;
  place.write("experiment.json", with_servers());
  place.succeed({"run", "experiment.json", "--out", "out"});
  const Json stated = Json::parse(place.read("out/manifest.json"))["experiment"]["algorithms"];
  CHECK(stated[5]["elasticity"] == 0.225);  // 0.9 / 4
  CHECK(stated[5]["exchange"] == "asynchronous");
  CHECK_FALSE(stated[5].contains("outer"));
  CHECK(stated[6]["elasticity"] == 0.3);
  CHECK_FALSE(stated[4].contains("elasticity"));
}

TEST_CASE("rounds with a server that stop at a target are replayed to the same instant", "[commands]") {
  const Workplace place;
  Json experiment = with_servers();
  experiment["training"]["iterations"] = 60;
  experiment["evaluation"] = {{"every", 1}, {"target_loss", 30}, {"of", "server"}, {"stop_at_target", true}};
  experiment["algorithms"] = Json::array({experiment["algorithms"][0], experiment["algorithms"][6]});
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

TEST_CASE("a server has running statistics from its clients, or none", "[commands]") {
  const Workplace place;
  Json experiment = with_servers();
  experiment["model"] = "resnet8";
  experiment["dataset"] =
      Json::parse(R"({"name": "synthetic-images", "side": 32, "channels": 3, "train": 60, "test": 12})");
  experiment["training"] = Json::parse(R"({"iterations": 2, "batch_size": 4, "learning_rate": 0.05})");
  experiment["evaluation"] = {{"every", 2}, {"train_samples", 12}};
  experiment["scenarios"] = Json::parse(R"([{"name": "fast"}])");
  experiment["algorithms"] =
      Json::array({experiment["algorithms"][0], experiment["algorithms"][4], experiment["algorithms"][8]});
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("/algorithms/0/exchange_buffers: the model \"resnet8\" has running statistics, which a server "
                      "knows from its clients alone: expected true"));
  for (auto& algorithm : experiment["algorithms"]) algorithm["exchange_buffers"] = true;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  for (const std::string name : {"rounds", "elastic"}) {
    CHECK(Json::parse(place.read("one/" + name + "@fast@seed1/summary.json"))["final"]["test_accuracy"].is_number());
  }
}
