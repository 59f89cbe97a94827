// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

// Whatever is wrong, `lowband run` says so in one line that names the file and the place, what was expected, what was
// found and the nearest valid name, ends with status 2, and leaves every file as it was: Workplace::refuse().

TEST_CASE("an experiment with a wrong key is refused, and nothing is written", "[commands]") {
  // Which keys are refused, and with which words, is in tests/experiment/spoilt_experiment_test.cpp.
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rat"] = 1;
  place.write("experiment.json", experiment);
  for (const std::string command : {"run", "validate"}) {
    CHECK(place.refuse({command, "experiment.json"}) ==
          "experiment.json: /training/learning_rat: unknown key, did you mean \"learning_rate\"?");
  }
}

TEST_CASE("what is no JSON is refused with line and column", "[commands]") {
  const Workplace place;
  place.write("experiment.json", std::string("{\n  \"name\": \"a\",\n  \"workers\" 4\n}\n"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json:3:") && Contains("malformed JSON"));
  place.write("experiment.json", std::string());
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json:1:1: malformed JSON"));
  place.write("experiment.json", std::string("{\"name\": 1e999}"));
  CHECK_THAT(place.refuse({"run", "experiment.json"}), StartsWith("experiment.json:1:10: ") && Contains("1e999"));
  place.write("experiment.json", std::string("{\"name\": 1,\n \"name\": 2}"));
  CHECK(place.refuse({"run", "experiment.json"}) == "experiment.json:2:2: the key \"name\" is there already, at 1:2");
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
  CHECK_THAT(place.refuse({"list", "codec"}), Contains("no kind \"codec\", did you mean \"codecs\"?"));
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
  CHECK_THAT(said_of("speed=\"50Gf\"", "speed=\"fast\""),
             Contains("star.xml: malformed") && Contains("cannot parse number:fast"));
  CHECK_THAT(said_of("bw=\"1Gbps\"", "bw=\"0Gbps\""), Contains("expected a bandwidth above 0"));
  CHECK_THAT(said_of("lat=\"50us\"", "lat=\"-50us\""), Contains("expected a bandwidth above 0 and a latency from 0"));
}

TEST_CASE("JSON that nests too deep is refused wherever it is read", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  const std::string deep = "{\"name\": " + std::string(60'000, '[') + std::string(60'000, ']') + "}";
  place.write("deep.json", deep);
  for (const std::string command : {"run", "validate"}) {
    CHECK(place.refuse({command, "deep.json"}) ==
          "deep.json:1:109: expected at most 100 objects and lists within each other");
  }
  CHECK_THAT(place.refuse({"retime", "out", "--scenarios", "deep.json"}), StartsWith("deep.json:1:109: "));
  for (const std::string sites : {"--sites", "--graph"}) {
    CHECK_THAT(place.refuse({"platform", "wan", "--workers", "2", sites, "deep.json"}),
               StartsWith("deep.json:1:109: "));
  }
  place.write("out/manifest.json", deep);
  for (const std::string command : {"compare", "plot"}) {
    CHECK_THAT(place.refuse({command, "out"}), StartsWith("out/manifest.json:1:109: "));
  }
}

TEST_CASE("what cannot be told on standard error changes nothing", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["local_steps"] = 500;  // which is warned about
  place.write("experiment.json", experiment);
  place.write("spoilt.json", std::string("{"));
  for (const std::string error : {"/dev/full", "closed"}) {
    CAPTURE(error);
    const auto status_of = [&](const std::vector<std::string>& arguments) {
      Circumstances circumstances;
      circumstances.standard_error = error;
      return place.lowband(arguments, circumstances).status;
    };
    CHECK(status_of({"validate", "spoilt.json"}) == 2);
    CHECK(status_of({"validate", "experiment.json", "--quick"}) == 0);
    CHECK(status_of({"run", "experiment.json", "--out", "out" + error.substr(error.size() - 4), "--quiet"}) == 0);
    CHECK(status_of({"list", "codex"}) == 2);
    CHECK(status_of({"--nothing"}) == 2);
  }
  // Nor is it told in a file that happens to have its number.
  CHECK(place.reproducible_files("outfull") == place.reproducible_files("outosed"));
}

TEST_CASE("help and version that cannot be told are a failure", "[commands]") {
  const Workplace place;
  Circumstances full;
  full.standard_output = "/dev/full";
  for (const auto& arguments : {std::vector<std::string>{"--version"}, {"--help"}, {"run", "--help"}}) {
    CHECK(place.refuse(arguments, full) == "standard output: cannot be written: No space left on device");
  }
}

TEST_CASE("control characters and bytes that are no UTF-8 are shown escaped", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.refuse({"describe", "\x1b[31mred\xff"}),
             StartsWith("describe: nothing is called \"\\u001b[31mred\\xff\""));
  CHECK_THAT(place.refuse({"run", "no\nfile\x07.json"}), StartsWith("no\\nfile\\u0007.json: cannot be read"));
  CHECK_THAT(place.refuse({"run\x9b"}), Contains("unexpected command \"run\\x9b\""));
  Json experiment = Workplace::small_experiment();
  experiment["\x1b[2J"] = 1;
  place.write("experiment.json", experiment);
  CHECK(place.refuse({"validate", "experiment.json", "--quick"}).find('\x1b') == std::string::npos);
  experiment = Workplace::small_experiment();
  for (const std::string name : {"a\x1b[2Jb", "a\u009bb", "\u202eba"}) {
    experiment["algorithms"][0]["name"] = name;
    place.write("experiment.json", experiment);
    CHECK_THAT(place.refuse({"validate", "experiment.json", "--quick"}),
               Contains("expected a name without '@' and control characters"));
  }
}

TEST_CASE("a wish for more workers than hosts costs nothing", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["workers"] = 100000;
  place.write("experiment.json", experiment);
  for (const std::string command : {"run", "validate"}) {
    CHECK(place.refuse({command, "experiment.json"}) ==
          "experiment.json: /workers: expected at most 8, the hosts of star.xml, found 100000");
  }
}
