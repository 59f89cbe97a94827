// SPDX-License-Identifier: Apache-2.0
// Closed forms beside runs of the real thing, through the whole program.
#include <catch2/catch.hpp>

#include <iterator>
#include <sstream>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// Nine hosts around a switch, of which workers take eight: 10 Mbps and 5 ms each way to it.
constexpr auto nine = R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="star" prefix="w" suffix="" radical="0-8" speed="1e9f" bw="10Mbps" lat="5ms" sharing_policy="SPLITDUPLEX"/>
</platform>
)";

/// A model of 80,000 parameters that nobody trains, by algorithms whose closed forms hold on a star.
Json timing_only_on(const std::string& network) {
  Json experiment = Json::parse(R"({
    "name": "timing",
    "platform": "nine.xml",
    "workers": 8,
    "compute": {"step_time": "300ms"},
    "model": {"name": "timing-only", "parameters": 80000},
    "training": {"iterations": 12},
    "algorithms": [
      {"name": "ring", "paradigm": "all-reduce", "local_steps": 3},
      {"name": "direct", "paradigm": "all-reduce", "collective": "direct", "local_steps": 2},
      {"name": "halving", "paradigm": "all-reduce", "collective": "recursive-halving-doubling"},
      {"name": "4 bits", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 4}, "outer": "slowmo"},
      {"name": "gossip", "paradigm": "gossip", "topology": "ring"},
      {"name": "pushed", "paradigm": "gossip", "method": "sgp", "topology": "directed-exponential"},
      {"name": "server", "paradigm": "parameter-server"}
    ]
  })");
  experiment["network"] = network;
  return experiment;
}

void write_on_nine(const Workplace& place, const Json& experiment) {
  place.write("nine.xml", std::string(nine));
  place.write("experiment.json", experiment);
}

/// The records of `predict`, by algorithm (and, of several, the first).
std::map<std::string, Json> predicted(const Workplace& place, const std::string& source) {
  std::map<std::string, Json> found;
  for (const auto& record : Json::parse(place.succeed({"predict", source, "--format", "json"}))) {
    found.emplace(record["algorithm"].get<std::string>(), record);
  }
  return found;
}

}  // namespace

TEST_CASE("closed forms are what is simulated where they hold", "[commands][predict]") {
  for (const std::string network : {"ideal", "tcp"}) {
    INFO(network);
    const Workplace place;
    write_on_nine(place, timing_only_on(network));
    place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
    for (const auto& [algorithm, record] : predicted(place, "out")) {
      INFO(algorithm << ": " << record.dump(2));
      // What client 0 tells the server of the model at the beginning is there before steps of 300 ms are over.
      CHECK(std::abs(record["difference"].get<double>()) < (network == "ideal" ? 1e-6 : 0.02));
      const double measured = record["measured_utilisation"].get<double>();
      CHECK(record["utilisation"].get<double>() == Approx(measured).epsilon(0.03).margin(0.01));
    }
  }
}

TEST_CASE("servers' rounds are what is simulated wherever servers are, and however fast clients are",
          "[commands][predict]") {
  const Workplace place;
  // The initial model takes 256 ms of a port, far longer than steps of 1 ms.
  Json experiment = timing_only_on("ideal");
  experiment["workers"] = 4;
  experiment["compute"]["step_time"] = "1ms";
  experiment["algorithms"] = Json::array();
  const auto add = [&](const std::string& name, const std::string& more) {
    experiment["algorithms"].push_back(
        Json::parse(R"({"name": ")" + name + R"(", "paradigm": "parameter-server")" + more + "}"));
  };
  add("own", "");
  add("two", R"(, "shards": 2, "local_steps": 5)");
  add("shared", R"(, "shards": 4, "server_hosts": "shared")");
  add("listed", R"(, "shards": 2, "server_hosts": ["w3", "w8"])");
  add("coded", R"(, "local_steps": "once", "compression": {"name": "qsgd", "bits": 4})");
  for (const Json& slowdown : {Json({1, 1, 1, 1}), Json({1, 300, 1, 900})}) {
    INFO(slowdown);
    experiment["compute"]["slowdown"] = slowdown;
    write_on_nine(place, experiment);
    place.succeed({"run", "experiment.json", "--out", "out", "--quiet", "--overwrite"});
    for (const auto& [algorithm, record] : predicted(place, "out")) {
      INFO(algorithm << ": " << record.dump(2));
      const bool is_alike = slowdown[1] == 1;
      const bool is_one = algorithm == "own" || algorithm == "coded";
      if (is_alike || is_one) CHECK(record["condition"] == "");
      // What slow clients compute for the exchange is told of the slowest alone.
      CHECK(std::abs(record["difference"].get<double>()) < (is_alike ? 1e-5 : is_one ? 5e-3 : 0.05));
    }
  }
}

TEST_CASE("what a form leaves out is its condition", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  const auto conditions = [&] {
    write_on_nine(place, experiment);
    std::map<std::string, std::string> found;
    for (const auto& [algorithm, record] : predicted(place, "experiment.json")) found[algorithm] = record["condition"];
    return found;
  };
  for (const auto& [algorithm, condition] : conditions()) CHECK(condition.empty());
  experiment["compute"]["slowdown"] = {1, 1, 1, 3, 1, 1, 1, 1};
  for (const auto& [algorithm, condition] : conditions()) {
    CAPTURE(algorithm);
    CHECK(condition == (algorithm == "server" ? "" : "as if nobody began to exchange before the slowest"));
  }
  experiment["compute"].erase("slowdown");
  experiment["scenarios"] = Json::parse(R"([{"name": "far", "links": [{"match": "*3_UP", "latency": "1s"}]}])");
  CHECK_THAT(conditions().at("server"), Contains("about, as routes differ"));
}

TEST_CASE("a server's link carries the bytes of all clients, both ways", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  experiment["algorithms"] = Json::array({experiment["algorithms"][6]});
  write_on_nine(place, experiment);
  const Json server = predicted(place, "experiment.json").at("server");
  const double message_s = (320'000.0 + 16.0) / 1.25e6;
  CHECK(server["line_s"].get<double>() == Approx(2 * 8 * message_s).epsilon(1e-9));
  CHECK(server["latency_s"].get<double>() == Approx(2 * 0.01).epsilon(1e-9));
  CHECK(server["computing_s"].get<double>() == Approx(0.3).epsilon(1e-9));
  CHECK(server["bytes"].get<double>() == 2 * 8 * 320'016.0);
  CHECK(server["closed_form"] == "2 l + M (S + S') / (k B)");
  // On links of the star half of the round's bytes go each way.
  CHECK(server["utilisation"].get<double>() == Approx(8 * message_s / server["total_s"].get<double>()).epsilon(1e-9));
  experiment["workers"] = 4;
  write_on_nine(place, experiment);
  const Json half = predicted(place, "experiment.json").at("server");
  CHECK(half["line_s"].get<double>() == Approx(server["line_s"].get<double>() / 2).epsilon(1e-9));
}

TEST_CASE("of large messages a server takes longest, and peers no less than a ring", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  experiment["model"]["parameters"] = 80'000'000;
  write_on_nine(place, experiment);
  const auto rows = predicted(place, "experiment.json");
  const auto seconds = [&](const std::string& name) { return rows.at(name)["communicating_s"].get<double>(); };
  CHECK(seconds("server") > 4 * seconds("direct"));
  CHECK(seconds("direct") == Approx(seconds("ring")).epsilon(1e-3));  // but for 2 latencies and 14
}

TEST_CASE("slow workers, codecs and frames are told beside what was measured", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("tcp");
  experiment["compute"]["slowdown"] = {1, 1, 1, 3, 1, 1, 1, 1};
  write_on_nine(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  const auto rows = predicted(place, "out");
  // The slowest takes 0.9 s a step, the mean is (7 + 3) / 8 of 0.3 s.
  CHECK(rows.at("direct")["computing_s"].get<double>() == Approx(1.8).epsilon(1e-9));
  CHECK(rows.at("direct")["stragglers_s"].get<double>() == Approx(2 * (0.9 - 0.375)).epsilon(1e-9));
  const std::string table = place.succeed({"predict", "out"});
  CHECK_THAT(table, Contains("measured") && Contains("stragglers 1.05 s") && Contains("frames"));
}

TEST_CASE("who goes at an own pace is predicted alone, and all in the mean", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  experiment["compute"]["slowdown"] = {1, 1, 1, 3, 1, 1, 1, 1};
  experiment["algorithms"] = Json::parse(R"([
    {"name": "delayed", "paradigm": "parameter-server", "method": "bounded-delay"},
    {"name": "pairs", "paradigm": "gossip", "method": "ad-psgd"},
    {"name": "pushed", "paradigm": "gossip", "method": "async-push-sum"},
    {"name": "drawn", "paradigm": "parameter-server", "clients_per_round": 2}
  ])");
  write_on_nine(place, experiment);
  const Json all = Json::parse(place.succeed({"predict", "experiment.json", "--format", "json"}));
  std::vector<std::string> who;
  for (const auto& row : all) who.push_back(row["algorithm"].get<std::string>() + ": " + row["who"].get<std::string>());
  CHECK(who == std::vector<std::string>{"delayed: mean of all", "delayed: w0 and 6 more", "delayed: w3",
                                        "pairs: mean of all", "pairs: w0 and 3 more", "pairs: w1 and 2 more",
                                        "pairs: w3", "pushed: mean of all", "pushed: w0 and 6 more", "pushed: w3",
                                        "drawn: "});
  const double exchange_s = 2 * (0.01 + 320'016 / 1.25e6);
  // A server of 1e9 operations a second decodes and adds in less than a millisecond, and so do clients.
  CHECK(all[1]["total_s"].get<double>() == Approx(0.3 + exchange_s).epsilon(0.01));
  CHECK(all[2]["total_s"].get<double>() == Approx(0.9 + exchange_s).epsilon(0.01));
  const double rate = 7 / all[1]["total_s"].get<double>() + 1 / all[2]["total_s"].get<double>();
  CHECK(all[0]["total_s"].get<double>() == Approx(8 / rate).epsilon(1e-9));
  // Alone each would find the server's link free: together they ask more of it than it has.
  CHECK(all[0]["utilisation"].get<double>() > 1.0);
  CHECK(all[0]["condition"] ==
        "alone, as if others did not queue at the server's port, where equally fast ones always do; give or take one "
        "of 12 rounds, as the run ends amid some; more than its busiest link can carry");
  // Of a ring, the workers with even numbers answer, and the others ask.
  CHECK(all[3]["closed_form"] == "0 or 2 (l + S / B)");
  CHECK(all[4]["communicating_s"] == 0.0);
  CHECK(all[5]["communicating_s"].get<double>() == Approx(exchange_s).epsilon(1e-3));
  CHECK(all[8]["communicating_s"] == 0.0);
}

TEST_CASE("where there is no closed form the reason is told", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("tcp");
  experiment["compute"]["jitter"] = 0.1;
  experiment["algorithms"] = Json::parse(R"([
    {"name": "by time", "paradigm": "all-reduce", "local_steps": {"name": "by-time", "seconds": "1s"}},
    {"name": "overlapped", "paradigm": "all-reduce", "fusion_bytes": 1000, "overlap": true}
  ])");
  experiment["model"] = Json::parse(R"({"name": "timing-only", "tensors": [["a", 40000], ["b", 40000]]})");
  write_on_nine(place, experiment);
  const auto rows = predicted(place, "experiment.json");
  CHECK(rows.at("by time")["total_s"].is_null());
  CHECK_THAT(rows.at("by time")["condition"].get<std::string>(), Contains("depends on the time itself"));
  CHECK(rows.at("overlapped")["condition"] == "as if nothing overlapped with the last local step; without jitter");
}

TEST_CASE("validate tells the time of a round where the tensors are known", "[commands][predict]") {
  const Workplace place;
  write_on_nine(place, timing_only_on("ideal"));
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--quick"}),
             Contains("in closed form, as \"lowband predict\" explains: seconds in each scenario\n") &&
                 Contains("bits/parameter  platform\n"));
}

TEST_CASE("validate tells the bits per parameter of what is sent, whatever the sizes of codes depend on",
          "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  experiment["model"] = Json::parse(R"({"name": "timing-only", "tensors": [["weight", [200, 400]], ["bias", 1000]]})");
  experiment["algorithms"] = Json::parse(R"([
    {"name": "low-rank", "paradigm": "all-reduce", "compression": {"name": "low-rank", "error_feedback": true}},
    {"name": "rules", "paradigm": "all-reduce", "compression": {"name": "qsgd",
     "rules": [{"match": "bias", "compression": "none"}]}},
    {"name": "rules-direct", "paradigm": "all-reduce", "collective": "direct", "compression": {"name": "qsgd",
     "rules": [{"match": "bias", "compression": "none"}]}},
    {"name": "summed", "paradigm": "all-reduce", "quantization": "shared-scale", "compression": "qsgd"},
    {"name": "gossip", "paradigm": "gossip", "compression": "qsgd"},
    {"name": "server", "paradigm": "parameter-server", "compression": "qsgd"},
    {"name": "by-time", "paradigm": "all-reduce", "compression": {"name": "low-rank", "error_feedback": true},
     "local_steps": {"name": "by-time", "seconds": "1s"}}
  ])");
  write_on_nine(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  std::istringstream lines(place.succeed({"validate", "experiment.json", "--quick"}));
  std::map<std::string, double> told;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    const std::vector<std::string> cells{std::istream_iterator<std::string>(words), {}};
    // The bits come before the time of a round, "1.23 s" or "?".
    const std::size_t after = line.ends_with("?") ? 1 : 2;
    if (cells.size() > 5 && cells[1] == "81000") told[cells[0]] = std::stod(cells[cells.size() - 1 - after]);
  }
  const auto sent = [&](const std::string& algorithm) {
    return Json::parse(place.read("out/" + algorithm + "@platform@seed1/summary.json"))["bits_per_parameter"]
        .get<double>();
  };
  // Two factors of rank 2, and the vector: 32 (2 (200 + 400) + 1000) / 81000.
  CHECK(told.at("low-rank") == 0.87);
  CHECK(told.at("by-time") == 0.87);
  for (const char* algorithm : {"low-rank", "rules", "rules-direct", "summed", "gossip"}) {
    CAPTURE(algorithm);
    CHECK(told.at(algorithm) == Approx(sent(algorithm)).margin(0.0051));
  }
  CHECK(told.at("rules") > 4.0);   // and the bias in 32
  CHECK(told.at("summed") > 6.0);  // a sum of 8 integers is up to 3 bits wider than each
  // 12 rounds of 8 changes and 8 models in full precision, and once the initial model.
  CHECK((2 * 96 * told.at("server") + 32.0) / (2 * 96 + 1) == Approx(sent("server")).margin(0.0051));
  CHECK(told.at("server") > 18.0);
}

TEST_CASE("predict refuses what it cannot read", "[commands][predict]") {
  const Workplace place;
  CHECK_THAT(place.refuse({"predict", "nothing.json"}), Contains("nothing.json"));
  Json experiment = timing_only_on("ideal");
  write_on_nine(place, experiment);
  CHECK_THAT(place.refuse({"predict", "experiment.json", "--format", "xml"}), Contains("--format: expected table"));
  experiment["algorithms"][0]["collective"] = "circle";
  write_on_nine(place, experiment);
  CHECK_THAT(place.refuse({"predict", "experiment.json"}),
             Contains("experiment.json: /algorithms/0/collective") && Contains("circle"));
  place.write("folder/file", std::string("no results"));
  CHECK_THAT(place.refuse({"predict", "folder"}), Contains("folder: expected a results folder"));
}

TEST_CASE("runs that are missing or damaged have predictions without a measurement", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  experiment["algorithms"] = Json::array({experiment["algorithms"][0], experiment["algorithms"][1]});
  write_on_nine(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  std::filesystem::remove(place.path() / "out" / "ring@platform@seed1" / "links.csv");
  const Ended ended = place.lowband({"predict", "out", "--format", "json"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("ring@platform@seed1: incomplete, left out"));
  const Json rows = Json::parse(ended.out);
  CHECK(rows[0]["measured_s"].is_null());
  CHECK(rows[0]["why_no_measurement"] == "not finished");
  CHECK(rows[0]["total_s"].is_number());
  CHECK(std::abs(rows[1]["difference"].get<double>()) < 1e-6);
}

TEST_CASE("results have no copy of a scenario's own platform", "[commands][predict]") {
  const Workplace place;
  Json experiment = timing_only_on("ideal");
  experiment["algorithms"] = Json::array({experiment["algorithms"][0]});
  experiment["scenarios"] = Json::parse(R"([{"name": "own", "platform": "star.xml"}, {"name": "as it is"}])");
  write_on_nine(place, experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  const Ended ended = place.lowband({"predict", "out", "--format", "json"});
  CHECK_THAT(ended.err, Contains("the scenario \"own\" is left out"));
  CHECK(Json::parse(ended.out).size() == 1);
}
