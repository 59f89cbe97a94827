// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>

#include "sim/commands/catalogue.hpp"
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

/// All names in a schema that an experiment can hold: those of components, and the values of choices.
void collect_names(const Json& schema, std::set<std::string>& names) {
  if (schema.is_object()) {
    if (schema.contains("const")) names.insert(schema["const"].get<std::string>());
    if (schema.contains("enum")) {
      for (const auto& value : schema["enum"]) names.insert(value.get<std::string>());
    }
  }
  if (!schema.is_structured()) return;
  for (const auto& item : schema) collect_names(item, names);
}

}  // namespace

TEST_CASE("everything that is listed can be described", "[commands]") {
  const Workplace place;
  std::set<std::string> all;
  for (const auto& kind : catalogue_kinds()) {
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
  REQUIRE(names.size() == 11);
  CHECK(names[0] == "star");
  CHECK(names[9] == "platforms/one.xml");
  CHECK(names[10] == "platforms/two.xml");
}

TEST_CASE("a kind of platform tells what its links are called, and a graph of sites its keys", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.succeed({"describe", "wan"}),
             Contains("links, by the pattern that a scenario takes:\n") &&
                 Contains("\n  line_*_UP: from the site named first to the one named second\n"));
  CHECK_THAT(place.succeed({"describe", "site-graph"}),
             Contains("nodes:\n  id: number or text; required\n") && Contains("edges:\n") &&
                 Contains("\n  distance or dist: number at least 0; may be absent\n"));
  CHECK_THAT(place.succeed({"describe", "--markdown", "platforms"}),
             Contains("| all but `matrix` | `workers` |") && Contains("| `wan` | `line_*_UP` | from the site"));
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

// That the schema is one, and fits all experiments, is tests/schema_test.py's to check, by an independent validator.

TEST_CASE("every name that an experiment can hold is described", "[commands]") {
  const Workplace place;
  std::set<std::string> names;
  collect_names(Json::parse(place.succeed({"describe", "experiment", "--schema"})), names);
  for (const std::string name : {"choco", "difference", "per-hop", "ideal", "lazy", "elias-dense", "averaged",
                                 "crop-flip", "layer", "auto", "by-time", "day-night", "max"}) {
    CHECK(names.contains(name));
  }
  for (const auto& name : names) {
    CAPTURE(name);
    const std::string told = place.succeed({"describe", name});
    CHECK_THAT(told, Catch::StartsWith(name + " ("));
    std::istringstream lines(told);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(name + " (")) CHECK(line.size() > line.find("): ") + 10);  // words behind the name
    }
  }
  CHECK_THAT(place.succeed({"describe", "choco"}),
             Catch::StartsWith("choco (\"method\" of gossip): ") && Contains("source: Koloskova") &&
                 Contains("\nconsensus_step: above 0 up to 1; default \"auto\": "));
  CHECK_THAT(place.succeed({"describe", "plain"}), !Contains("consensus_step: "));
  CHECK_THAT(
      place.succeed({"describe", "crop"}),
      Contains(
          "(\"augmentation\" of synthetic-images, mnist, fashion-mnist, emnist, cifar-10, cifar-100, npz, npy, idx)"));
  CHECK_THAT(place.succeed({"describe", "gossip"}), Contains("\n      deep-squeeze: "));
  // A name of several things is described as each of them.
  CHECK_THAT(place.succeed({"describe", "auto"}), Contains("auto (collective): ") && Contains("\nauto (\"method\" of"));
}

TEST_CASE("help and the guide know the kinds that are listed", "[commands]") {
  const Workplace place;
  const std::string kinds = fmt::format("{}", fmt::join(catalogue_kinds(), "|"));
  CHECK_THAT(content_of(fs::path(LOWBAND_SOURCE_DIR) / "docs" / "guide.md"), Contains("lowband list [" + kinds + "]"));
  CHECK_THAT(place.succeed({"list", "--help"}), Contains(fmt::format("{}", fmt::join(catalogue_kinds(), ", "))));
  CHECK(std::find(catalogue_kinds().begin(), catalogue_kinds().end(), "codecs") != catalogue_kinds().end());
}

TEST_CASE("help and version are told on standard output", "[commands]") {
  const Workplace place;
  CHECK_THAT(place.succeed({"--version"}), Catch::StartsWith("lowband "));
  const std::string help = place.succeed({"--help"});
  for (const std::string command : {"run", "compare", "plot", "platform", "validate", "list", "describe"}) {
    CHECK_THAT(help, Contains(command));
    CHECK_THAT(place.succeed({command, "--help"}), Contains("Usage: lowband " + command));
  }
  CHECK_THAT(place.succeed({"run", "--help"}), Contains("--no-replay ") && !Contains("{false}"));
}

TEST_CASE("validate tells what an experiment amounts to and writes nothing", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  const auto before = place.files();
  const auto told = place.succeed({"validate", "experiment.json", "--quick"});
  CHECK_THAT(told, Catch::StartsWith("experiment.json: valid\n") && Contains("8 hosts") && Contains("gossip/4") &&
                       Contains("spectral gap 0.6667") && Contains("slow") && Contains("runs       4"));
  CHECK(place.files() == before);
}

TEST_CASE("every shipped experiment is valid", "[commands]") {
  const Workplace place;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(LOWBAND_SOURCE_DIR) / "experiments")) {
    if (entry.is_directory()) continue;
    CAPTURE(entry.path());
    const Ended validated = place.lowband({"validate", "--quick", entry.path().string()});
    CHECK(validated.status == 0);
    std::istringstream lines(validated.err);
    for (std::string line; std::getline(lines, line);) CHECK_THAT(line, Catch::StartsWith("lowband: warning: "));
  }
}
