#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <sstream>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace fs = std::filesystem;

namespace {

/// The first word of every indented line: the names.
std::vector<std::string> listed(const Workplace& place, const std::vector<std::string>& arguments) {
  std::istringstream lines(place.succeed(arguments));
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ")) names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

/// Whether `value` has no key that `schema` does not state, at any depth.
bool keys_are_stated(const Json& value, const Json& schema) {
  if (schema.contains("anyOf")) {
    const Json& any = schema["anyOf"];
    return std::any_of(any.begin(), any.end(), [&](const Json& one) { return keys_are_stated(value, one); });
  }
  if (schema.contains("const")) return value == schema["const"];
  if (value.is_array()) {
    if (!schema.contains("items")) return false;
    return std::all_of(value.begin(), value.end(),
                       [&](const Json& item) { return keys_are_stated(item, schema["items"]); });
  }
  if (!value.is_object()) return schema.contains("enum") || schema.contains("type");
  if (!schema.contains("properties")) return false;
  for (const auto& key : schema.value("required", Json::array())) {
    if (!value.contains(key.get<std::string>())) return false;
  }
  for (const auto& item : value.items()) {
    const Json& stated = schema["properties"];
    if (!stated.contains(item.key()) || !keys_are_stated(item.value(), stated[item.key()])) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("everything that is listed can be described", "[commands]") {
  const Workplace place;
  std::set<std::string> all;
  for (const std::string kind :
       {"algorithms", "collectives", "periods", "optimizers", "schedules", "outer-optimizers", "compressors",
        "topologies", "models", "datasets", "partitions", "profiles", "platforms"}) {
    const auto names = listed(place, {"list", kind});
    CHECK_FALSE(names.empty());
    for (const auto& name : names) {
      if (name.starts_with('(')) continue;  // "(no files in ..."
      CAPTURE(kind, name);
      CHECK_THAT(place.succeed({"describe", name}), Catch::StartsWith(name + " ("));
      all.insert(name);
    }
  }
  for (const std::string name :
       {"all-reduce", "gossip", "qsgd", "none", "ring", "edge-list", "mlp", "mnist", "dirichlet", "sgd", "adamw",
        "cosine", "inverse-sqrt", "post-local", "once", "slowmo", "nesterov"}) {
    CHECK(all.contains(name));
  }
  const std::string everything = place.succeed({"list"});
  for (const auto& name : all) CHECK_THAT(everything, Contains("  " + name));
}

TEST_CASE("platforms are listed from the working directory", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.succeed({"list", "platforms"}), Contains("no files in platforms/"));
  place.write("platforms/two.xml", std::string());
  place.write("platforms/one.xml", std::string());
  const auto names = listed(place, {"list", "platforms"});  // what can be written, and then the files
  REQUIRE(names.size() == 10);
  CHECK(names[0] == "star");
  CHECK(names[8] == "platforms/one.xml");
  CHECK(names[9] == "platforms/two.xml");
}

TEST_CASE("a description tells parameters, ranges, units and defaults", "[commands]") {
  const Workplace place;
  const auto qsgd = place.succeed({"describe", "qsgd"});
  CHECK_THAT(qsgd, Contains("bits: integer from 2 to 16 [bit]"));
  CHECK_THAT(qsgd, Contains("class: unbiased\n") && Contains("error: E||C(v) - v||^2 = "));
  CHECK_THAT(qsgd, Contains("bits per coordinate: bits + 32 / bucket\n") && Contains("error_feedback: "));
  CHECK_THAT(place.succeed({"describe", "ring"}), !Contains("error_feedback"));
  CHECK_THAT(
      place.succeed({"describe", "adamw"}),
      Contains("betas: list of two numbers from 0 to below 1; default [0.9,0.999]") && Contains("torch.optim.AdamW"));
  CHECK_THAT(place.succeed({"describe", "cosine"}), Contains("T_max: integer") && Contains("warmup_steps: integer"));
  const auto all_reduce = place.succeed({"describe", "all-reduce"});
  CHECK_THAT(all_reduce, Contains("local_steps: integer at least 1, or a period [steps]; default 1"));
  CHECK_THAT(all_reduce, Contains("outer: an outer optimizer; default \"none\""));
  const auto experiment = place.succeed({"describe", "experiment"});
  for (const std::string part : {"workers: integer", "training:", "learning_rate", "seed: integer", "default 1",
                                 "evaluation:", "scenarios, links:", "bandwidth_factor", "speed_profile"}) {
    CHECK_THAT(experiment, Contains(part));
  }
}

TEST_CASE("the schema knows every key of the shipped experiments, and no other", "[commands]") {
  const Workplace place;
  const Json schema = Json::parse(place.succeed({"describe", "experiment", "--schema"}));
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  std::size_t experiments = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(LOWBAND_SOURCE_DIR) / "experiments")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path());
    CHECK(keys_are_stated(read_json_file(entry.path()), schema));
    ++experiments;
  }
  CHECK(experiments > 0);
  Json spoilt = Workplace::small_experiment();
  spoilt["scenarios"][1] = Json::parse(R"({"name": "all", "platform": "star.xml", "network": {"preset": "tcp"},
    "links": [{"match": "*", "bandwidth": ["1Mbps", "...", "1Gbps"], "latency_factor": 2,
               "bandwidth_profile": {"points": [[0, 1], ["10s", 0.5]], "period": 20},
               "latency_profile": {"kind": "csv", "file": "trace.csv"}}],
    "hosts": [{"match": "*", "speed": "1Gf", "speed_profile": {"kind": "day-night", "day": 0.2}},
              {"match": "*", "speed_factor": 0.5, "speed_profile": {"kind": "bursts", "seed": 2}}]})");
  CHECK(keys_are_stated(spoilt, schema));
  spoilt["training"]["optimizer"] = {{"name", "adamw"}, {"betas", {0.9, 0.99}}};
  spoilt["training"]["schedule"] = {{"name", "step"}, {"milestones", {100, 200}}, {"warmup_steps", 5}};
  spoilt["algorithms"][0]["local_steps"] = {{"name", "post-local"}, {"switch_at", 100}, {"steps", 16}};
  spoilt["algorithms"][0]["outer"] = {{"name", "slowmo"}, {"momentum", 0.5}};
  spoilt["algorithms"][0]["optimizer_state"] = "averaged";
  CHECK(keys_are_stated(spoilt, schema));
  spoilt["algorithms"][1]["compression"]["bit"] = 4;
  CHECK_FALSE(keys_are_stated(spoilt, schema));
}

TEST_CASE("help and version are told on standard output", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.succeed({"--version"}), Catch::StartsWith("lowband "));
  const std::string help = place.succeed({"--help"});
  for (const std::string command : {"run", "compare", "plot", "platform", "validate", "list", "describe"}) {
    CHECK_THAT(help, Contains(command));
    CHECK_THAT(place.succeed({command, "--help"}), Contains("Usage: lowband " + command));
  }
}

TEST_CASE("validate tells what an experiment amounts to and writes nothing", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  const auto before = place.files();
  const auto told = place.succeed({"validate", "experiment.json"});
  CHECK_THAT(told, Catch::StartsWith("experiment.json: valid\n") && Contains("8 hosts") && Contains("gossip/4") &&
                       Contains("spectral gap 0.6667") && Contains("slow") && Contains("runs       4"));
  CHECK(place.files() == before);
}

TEST_CASE("every shipped experiment is valid", "[commands]") {
  const Workplace place;
  for (const auto& entry : fs::directory_iterator(fs::path(LOWBAND_SOURCE_DIR) / "experiments")) {
    CAPTURE(entry.path());
    const Ended validated = place.lowband({"validate", entry.path().string()});
    CHECK(validated.status == 0);
    std::istringstream lines(validated.err);
    for (std::string line; std::getline(lines, line);) CHECK_THAT(line, Catch::StartsWith("lowband: warning: "));
  }
}
