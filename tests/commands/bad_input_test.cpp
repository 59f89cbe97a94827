#include <catch2/catch.hpp>

#include <fstream>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

// Whatever is wrong, `lowband run` says so in one line that names the file and the place, what was expected, what was
// found and the nearest valid name, ends with status 2, and leaves every file as it was: Workplace::refuse().

namespace {

/// A change that spoils the small experiment, and parts of the message about it.
struct Spoilt {
  std::string pointer;  ///< JSON pointer of the key to set
  std::string value;    ///< JSON; empty: the key is removed
  std::vector<std::string> message;
};

std::vector<Spoilt> spoilt_experiments() {
  return {
      // Keys that are missing, unknown, of another type, out of range.
      {"/model", "", {"the document: the key \"model\" is missing"}},
      {"/training/iterations", "", {"/training: the key \"iterations\" is missing"}},
      {"/algorithms/0/name", "", {"/algorithms/0: the key \"name\" is missing"}},
      {"/algorithms/1/paradigm", "", {"/algorithms/1: the key \"paradigm\" is missing: which algorithm?"}},
      {"/itterations", "8", {"/itterations: unknown key"}},
      {"/training/learning_rat", "1", {"/training/learning_rat: unknown key, did you mean \"learning_rate\"?"}},
      {"/algorithms/1/compression/bit", "4", {"/algorithms/1/compression/bit: unknown key", "\"bits\"?"}},
      {"/scenarios/1/links/0/bandwith", "1", {"/scenarios/1/links/0/bandwith: unknown key", "\"bandwidth\"?"}},
      {"/a~1b~0c", "1", {"/a~1b~0c: unknown key"}},
      {"/workers", "\"four\"", {"/workers: expected an integer", "found \"four\""}},
      {"/workers", "0", {"/workers: expected an integer from 1", "found 0"}},
      {"/workers", "2.5", {"/workers: expected an integer", "found 2.5"}},
      {"/training", "[]", {"/training: expected an object, found []"}},
      {"/training/momentum", "1.5", {"/training/momentum: expected a number from 0 to 1, found 1.5"}},
      {"/training/iterations", "-1", {"/training/iterations: expected an integer", "found -1"}},
      {"/training/iterations", "1e12", {"/training/iterations: expected an integer", "4294967295", "found 1"}},
      {"/training/batch_size", "0", {"/training/batch_size: expected an integer at least 1, found 0"}},
      {"/evaluation/every", "null", {"/evaluation/every: expected an integer", "found null"}},
      {"/algorithms/1/compression/bits", "17", {"/algorithms/1/compression/bits", "from 2 to 16, found 17"}},
      {"/dataset/samples", "0", {"/dataset/samples: expected an integer", "found 0"}},
      {"/seed", "-1", {"/seed: expected an integer", "found -1"}},
      {"/seed", "1e16", {"/seed: expected an integer"}},
      {"/seeds", "[1, 2]", {"/seeds: expected either \"seed\" or \"seeds\", found both"}},
      {"/hosts", "[\"worker-0\", 1, 2, 3]", {"/hosts/1: expected text, found 1"}},
      {"/compute", "{\"slowdown\": [1, 1, 0, 1]}", {"/compute/slowdown/2: expected a number above 0, found 0"}},
      {"/compute", "{\"slowdown\": [1, 2]}", {"/compute/slowdown: expected one factor per worker, 4, found 2"}},
      {"/algorithms", "[]", {"/algorithms: expected a list of at least one algorithm, found []"}},
      {"/algorithms/0", "\"all-reduce\"", {"/algorithms/0: expected an algorithm", "found \"all-reduce\""}},
      {"/scenarios", "{}", {"/scenarios: expected a list of at least one scenario, found {}"}},
      {"/scenarios/1/links/0/bandwidth",
       "\"fast\"",
       {"/scenarios/1/links/0/bandwidth: expected a bandwidth", "\"fast\""}},
      {"/scenarios/1/links/0/bandwidth", "0", {"/scenarios/1/links/0/bandwidth: expected a bandwidth above 0"}},
      {"/scenarios/1/links/0/latency", "\"-1ms\"", {"/scenarios/1/links/0/latency: expected a duration", "\"-1ms\""}},
      {"/scenarios/1/links/0", "{\"match\": \"*\"}", {"/scenarios/1/links/0: expected \"bandwidth\" or \"latency\""}},
      // Names that nothing has.
      {"/model/name", "\"quadratik\"", {"/model/name: expected the name of a model", "did you mean \"quadratic\"?"}},
      {"/model", "7", {"/model: expected a model (its name, or an object), found 7"}},
      {"/dataset/name", "\"mnits\"", {"/dataset/name: expected the name of a dataset", "did you mean \"mnist\"?"}},
      {"/dataset/partition/scheme", "\"iidd\"", {"/dataset/partition/scheme: expected", "did you mean \"iid\"?"}},
      {"/algorithms/0/paradigm", "\"allreduce\"", {"/algorithms/0/paradigm: expected", "did you mean \"all-reduce\"?"}},
      {"/algorithms/1/topology/name", "\"rng\"", {"/algorithms/1/topology/name: expected", "did you mean \"ring\"?"}},
      {"/algorithms/1/compression/name", "\"qsdg\"", {"/algorithms/1/compression/name: expected", "\"qsgd\"?"}},
      {"/algorithms/1/weights", "\"unifrom\"", {"/algorithms/1/weights: expected one of", "\"uniform\"?"}},
      {"/network", "\"tpc\"", {"/network: expected a network preset", "found \"tpc\"", "\"tcp\"?"}},
      {"/network", "{\"preset\": \"idael\"}", {"/network/preset: expected a network preset", "\"ideal\"?"}},
      {"/network", "{\"gamma\": 1}", {"/network/gamma: unknown key", "\"preset\""}},
      {"/network", "{\"network/modle\": \"CM02\"}", {"/network/network~1modle: ", "did you mean \"network/model\"?"}},
      {"/network", "{\"network/model\": \"CM03\"}", {"/network/network~1model: ", "'CM03' is invalid", "CM02"}},
      {"/network", "{\"network/crosstraffic\": \"so\"}", {"/network/network~1crosstraffic: ", "not a boolean"}},
      {"/network",
       "{\"network/bandwidth-factor\": 0}",
       {"/network/network~1bandwidth-factor: expected a number above 0"}},
      {"/network", "{\"network/TCP-gamma\": \"-1\"}", {"/network/network~1TCP-gamma: expected a number at least 0"}},
      {"/network", "{\"network/weight-S\": \"1e999\"}", {"/network/network~1weight-S: expected a number at least 0"}},
      {"/network",
       "{\"network/latency-factor\": [1]}",
       {"/network/network~1latency-factor: expected a SimGrid setting"}},
      // Names that cannot be folders, or are taken.
      {"/name", "\"\"", {"/name: expected text, found \"\""}},
      {"/name", "\".hidden\"", {"/name: expected a name without '@'"}},
      {"/algorithms/0/name", "\"a@b\"", {"/algorithms/0/name: expected a name without '@'", "found \"a@b\""}},
      {"/algorithms/0/name",
       "\"gossip-4\"",
       {"/algorithms/1/name: expected a name of its own", "\"gossip/4\"", "/algorithms/0"}},
      {"/scenarios/1/name", "\"fast\"", {"/scenarios/1/name: expected a name of its own"}},
      {"/name", '"' + std::string(300, 'x') + '"', {"/name: expected a name of at most 80 bytes"}},
      // What does not go together.
      {"/workers", "9", {"/workers: expected at most 8, the hosts of star.xml, found 9"}},
      {"/hosts", R"(["worker-0"])", {"/hosts: expected one host per worker, 4, found 1"}},
      {"/hosts",
       R"(["worker-0", "worker-1", "worker-2", "worker-0"])",
       {"/hosts/3: expected a host per worker", "\"worker-0\""}},
      {"/hosts",
       R"(["worker-0", "worker-1", "worker-2", "wroker-3"])",
       {"/hosts: star.xml", "no host \"wroker-3\", did you mean \"worker-3\"?"}},
      {"/scenarios/1/links/0/match",
       "\"ethernet*\"",
       {"/scenarios/1/links: star.xml", "no link matches \"ethernet*\""}},
      {"/evaluation/target_accuracy", "0.9", {"/evaluation/target_accuracy: the model \"quadratic\" has no accuracy"}},
      {"/algorithms/1/method", "\"plain\"", {"/algorithms/1/method", "sends full precision"}},
      {"/algorithms/1/topology",
       R"({"name": "edge-list", "edges": [[0, 1], [2, 3]]})",
       {"/algorithms/1/topology/edges: the graph is not connected"}},
      {"/algorithms/1/topology",
       R"({"name": "edge-list", "edges": [[0, 4]]})",
       {"/algorithms/1/topology/edges/0: expected workers from 0 to 3"}},
      {"/algorithms/1/topology", R"({"name": "torus", "rows": 3})", {"/algorithms/1/topology", "rows"}},
      {"/dataset",
       R"({"name": "gaussian-points", "samples": 10, "partition": {"scheme": "label-shards", "shards_per_worker": 9}})",
       {"/dataset/partition: ", "36 shards", "found 10"}},
  };
}

}  // namespace

TEST_CASE("a spoilt experiment is refused in one line that tells what is wrong", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  static_cast<void>(place.succeed({"validate", "experiment.json"}));
  for (const auto& [pointer, value, message] : spoilt_experiments()) {
    CAPTURE(pointer, value);
    Json experiment = Workplace::small_experiment();
    const Json::json_pointer key(pointer);
    if (value.empty()) {
      experiment[key.parent_pointer()].erase(key.back());
    } else {
      experiment[key] = Json::parse(value);
    }
    place.write("experiment.json", experiment);
    const std::string said = place.refuse({"run", "experiment.json"});
    CHECK_THAT(said, StartsWith("experiment.json: "));
    for (const auto& part : message) CHECK_THAT(said, Contains(part));
  }
}

TEST_CASE("what is no JSON is refused with line and column", "[commands]") {
  const Workplace place;
  place.write("experiment.json", std::string("{\n  \"name\": \"a\",\n  \"workers\" 4\n}\n"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json:3:") && Contains("malformed JSON"));
  place.write("experiment.json", std::string());
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json:1:1: malformed JSON"));
  place.write("experiment.json", std::string("{\"name\": 1e999}"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json") && Contains("1e999"));
  place.write("experiment.json", std::string("{\"name\": \"\xff\"}"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json:1:"));
  place.write("experiment.json", std::string("[]"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), Contains("the document: expected an object, found []"));
}

TEST_CASE("an experiment file that cannot be read is refused", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.refuse({"run", "nowhere.json"}), StartsWith("nowhere.json: cannot be read: No such file"));
  CHECK_THAT(place.refuse({"run", "."}), StartsWith(".: cannot be read: Is a directory"));
  CHECK_THAT(place.refuse({"run", "star.xml/x.json"}), StartsWith("star.xml/x.json: cannot be read: Not a directory"));
}

TEST_CASE("a command line that cannot be understood is refused with the nearest valid word", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  CHECK_THAT(place.refuse({}), Contains("subcommand"));
  CHECK_THAT(place.refuse({"rnu", "experiment.json"}), Contains("unexpected command \"rnu\", did you mean \"run\"?"));
  CHECK_THAT(place.refuse({"run"}), Contains("EXPERIMENT"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--overwirte"}),
             Contains("unexpected option \"--overwirte\", did you mean \"--overwrite\"?"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "another.json"}),
             Contains("unexpected argument \"another.json\""));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--threads", "0"}), Contains("--threads") && Contains("1"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--threads", "two"}), Contains("--threads") && Contains("two"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out"}), Contains("--out"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", ""}), Contains("--out"));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--only", "ring@fats"}),
             Contains("no run matches \"ring@fats\", did you mean \"ring@fast\"?"));
  CHECK_THAT(place.refuse({"list", "compresors"}), Contains("no kind \"compresors\", did you mean \"compressors\"?"));
  CHECK_THAT(place.refuse({"describe", "qsdg"}), Contains("nothing is called \"qsdg\", did you mean \"qsgd\"?"));
  CHECK_THAT(place.refuse({"describe", "qsgd", "--schema"}), Contains("only the experiment has a schema"));
}

TEST_CASE("a platform that cannot be used is refused", "[commands]") {
  const Workplace place;
  const auto said_of = [&](const std::string& platform) {
    Json experiment = Workplace::small_experiment();
    experiment["platform"] = platform;
    place.write("experiment.json", experiment);
    return place.refuse({"run", "experiment.json"});
  };
  CHECK_THAT(said_of("satr.xml"),
             StartsWith("experiment.json: /platform: ") && Contains("no file satr.xml, did you mean \"star.xml\"?"));
  CHECK_THAT(said_of("."), StartsWith("experiment.json: /platform: ") && Contains("not a platform file"));
  place.write("broken.xml", std::string("<?xml version=\"1.0\"?>\n<platform version=\"4.1\">\n<zone id=\"z\"\n"));
  CHECK_THAT(said_of("broken.xml"), StartsWith("experiment.json: /platform: broken.xml: "));
  place.write("empty.xml", std::string());
  CHECK_THAT(said_of("empty.xml"), StartsWith("experiment.json: /platform: empty.xml: "));
  place.write("text.xml", std::string("eight hosts, please\n"));
  CHECK_THAT(said_of("text.xml"), StartsWith("experiment.json: /platform: text.xml: "));
}

TEST_CASE("a platform without a route between two who must talk is refused", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["platform"] = "platform.xml";
  experiment["workers"] = 2;
  experiment.erase("scenarios");
  place.write("experiment.json", experiment);
  const auto said_of = [&](const std::string& zones) {
    place.write("platform.xml",
                "<?xml version=\"1.0\"?>\n<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n"
                "<platform version=\"4.1\">\n" +
                    zones + "</platform>\n");
    return place.refuse({"run", "experiment.json"});
  };
  const auto zone = [](const std::string& routing, const std::string& content) {
    return "<zone id=\"" + content.substr(10, 1) + "-zone\" routing=\"" + routing + "\">" + content + "</zone>\n";
  };
  const std::string a = "<host id=\"a\" speed=\"1Gf\"/>\n";
  const std::string b = "<host id=\"b\" speed=\"1Gf\"/>\n";
  const std::string link = "<link id=\"l\" bandwidth=\"1MBps\" latency=\"1ms\"/>\n";
  const auto route = [](const std::string& attributes) {
    return "<route " + attributes + "><link_ctn id=\"l\"/></route>\n";
  };
  for (const std::string routing : {"Full", "Floyd", "Dijkstra", "None"}) {
    CAPTURE(routing);
    CHECK_THAT(
        said_of(zone(routing, a + b + link)),
        StartsWith(
            "experiment.json: /platform: platform.xml: no route from host \"a\" (worker 0) to \"b\" (worker 1)"));
  }
  CHECK_THAT(said_of(zone("Full", a + b + link + route("src=\"a\" dst=\"b\" symmetrical=\"NO\""))),
             Contains("no route from host \"b\" (worker 1) to \"a\" (worker 0)"));
  for (const std::string routing : {"Full", "Floyd"}) {  // two zones, and no zoneRoute
    CAPTURE(routing);
    CHECK_THAT(
        said_of("<zone id=\"all\" routing=\"" + routing + "\">" + zone("Full", a) + zone("Full", b) + "</zone>\n"),
        Contains("no route from host \"a\" (worker 0) to \"b\" (worker 1)"));
  }
}

TEST_CASE("speeds of a platform that cannot be simulated are refused", "[commands]") {
  const Workplace place;
  const std::string star = place.read("star.xml");
  place.write("experiment.json", Workplace::small_experiment());
  const auto said_of = [&](const std::string& from, const std::string& to) {
    std::string spoilt = star;
    spoilt.replace(spoilt.find(from), from.size(), to);
    place.write("star.xml", spoilt);
    return place.refuse({"run", "experiment.json"});
  };
  CHECK_THAT(said_of("speed=\"50Gf\"", "speed=\"0f\""),
             Contains("host \"worker-0\": expected a speed above 0, found 0"));
  CHECK_THAT(said_of("speed=\"50Gf\"", "speed=\"fast\""), Contains("star.xml:5: cannot parse number:fast"));
  CHECK_THAT(said_of("bw=\"1Gbps\"", "bw=\"0Gbps\""), Contains("expected a bandwidth above 0"));
  CHECK_THAT(said_of("lat=\"50us\"", "lat=\"-50us\""), Contains("expected a bandwidth above 0 and a latency from 0"));
}
