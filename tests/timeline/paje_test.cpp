// SPDX-License-Identifier: Apache-2.0
// The grammar of Paje's trace files: a header that defines events with their fields, then events of these, in order of
// time, of types, containers and values that have been defined before.
#include "sim/timeline/paje.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <sstream>

#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// The fields of a line: words, or texts in quotes.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == ' ') {
      ++at;
      continue;
    }
    const bool is_quoted = line[at] == '"';
    const std::size_t begin = is_quoted ? at + 1 : at;
    std::size_t end = line.find(is_quoted ? '"' : ' ', begin);
    if (is_quoted) REQUIRE(end != std::string::npos);
    if (end == std::string::npos) end = line.size();
    fields.push_back(line.substr(begin, end - begin));
    at = end + 1;
  }
  return fields;
}

/// What a reader makes of a trace, which it checks on the way.
struct PajeFile {
  struct Definition {
    std::string name;
    std::vector<std::string> fields;
  };
  std::map<std::string, std::string> containers;                     ///< alias: name
  std::map<std::string, std::vector<std::string>> states;            ///< of each container, as they were pushed
  std::map<std::string, std::pair<std::string, std::string>> links;  ///< key: from, to

  explicit PajeFile(const std::string& text) {
    std::istringstream lines(text);
    std::map<std::string, Definition> definitions;
    std::string current;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with('%')) {
        const auto fields = fields_of(line);
        REQUIRE(definitions.contains(fields.at(0)));
        const Definition& definition = definitions.at(fields[0]);
        REQUIRE(fields.size() == definition.fields.size() + 1);
        std::map<std::string, std::string> event;
        for (std::size_t i = 0; i < definition.fields.size(); ++i) event[definition.fields[i]] = fields[i + 1];
        take(definition.name, event);
        continue;
      }
      const auto words = fields_of(line.substr(1));
      if (words[0] == "EventDef") {
        current = words.at(2);
        CHECK(definitions.emplace(current, Definition{words.at(1), {}}).second);
      } else if (words[0] != "EndEventDef") {
        CHECK(std::set<std::string>{"string", "date", "color"}.contains(words.at(1)));
        definitions.at(current).fields.push_back(words[0]);
      }
    }
    for (const auto& [container, depth] : depths) CHECK(depth == 0);
    for (const auto& [key, ends] : links) CHECK_FALSE(ends.second.empty());
    CHECK(destroyed.size() == containers.size());
  }

 private:
  void take(const std::string& name, const std::map<std::string, std::string>& event) {
    if (event.contains("Time")) {
      const double now = std::stod(event.at("Time"));
      CHECK(now >= time_s);
      time_s = now;
    }
    if (name == "PajeDefineContainerType") {
      CHECK((event.at("Type") == "0" || container_types.contains(event.at("Type"))));
      container_types.insert(event.at("Alias"));
    } else if (name == "PajeDefineStateType") {
      CHECK(container_types.contains(event.at("Type")));
      state_types.insert(event.at("Alias"));
    } else if (name == "PajeDefineLinkType") {
      for (const auto* key : {"Type", "StartContainerType", "EndContainerType"}) {
        CHECK(container_types.contains(event.at(key)));
      }
      link_types.insert(event.at("Alias"));
    } else if (name == "PajeDefineEntityValue") {
      CHECK(state_types.contains(event.at("Type")));
      values.insert(event.at("Alias"));
    } else if (name == "PajeCreateContainer") {
      CHECK(container_types.contains(event.at("Type")));
      CHECK((event.at("Container") == "0" || containers.contains(event.at("Container"))));
      CHECK(containers.emplace(event.at("Alias"), event.at("Name")).second);
    } else if (name == "PajeDestroyContainer") {
      CHECK(containers.contains(event.at("Name")));
      CHECK(destroyed.insert(event.at("Name")).second);
    } else if (name == "PajePushState") {
      CHECK(state_types.contains(event.at("Type")));
      CHECK(values.contains(event.at("Value")));
      REQUIRE(containers.contains(event.at("Container")));
      ++depths[event.at("Container")];
      states[event.at("Container")].push_back(event.at("Value"));
    } else if (name == "PajePopState") {
      CHECK(state_types.contains(event.at("Type")));
      CHECK(--depths[event.at("Container")] >= 0);
    } else if (name == "PajeStartLink") {
      CHECK(link_types.contains(event.at("Type")));
      CHECK(containers.contains(event.at("StartContainer")));
      CHECK(links.emplace(event.at("Key"), std::pair(event.at("StartContainer"), "")).second);
    } else {
      REQUIRE(name == "PajeEndLink");
      CHECK(containers.contains(event.at("EndContainer")));
      REQUIRE(links.contains(event.at("Key")));
      links.at(event.at("Key")).second = event.at("EndContainer");
    }
  }

  double time_s = 0.0;
  std::set<std::string> container_types;
  std::set<std::string> state_types;
  std::set<std::string> link_types;
  std::set<std::string> values;
  std::set<std::string> destroyed;
  std::map<std::string, int> depths;
};

}  // namespace

TEST_CASE("Paje's trace of the example", "[timeline]") {
  const PajeFile read(to_paje(example_timeline()));
  CHECK(read.containers == std::map<std::string, std::string>{{"r", "run"},
                                                              {"n0", "worker 0 (a 'quoted' <host>)"},
                                                              {"n1", "worker 1 (b\\ ,c)"},
                                                              {"n2", "server 2 (s)"},
                                                              {"p0", "worker 0"},
                                                              {"p1", "worker 1"},
                                                              {"p2", "server 2"},
                                                              {"p4", "worker 1, beside"}});
  CHECK(read.states.at("p0") == std::vector<std::string>{"step", "compute", "wait", "wait"});
  CHECK(read.states.at("p4") == std::vector<std::string>{"attend"});
  CHECK(read.links == std::map<std::string, std::pair<std::string, std::string>>{
                          {"m0", {"p1", "p0"}}, {"m1", {"p2", "p0"}}, {"m2", {"p1", "p2"}}, {"m3", {"p4", "p0"}}});
}

TEST_CASE("Paje's trace of a run", "[timeline]") {
  const Timeline timeline = recorded(star(3, 1e6, 0.0), [](Worker& worker) {
    for (int round = 0; round < 4; ++round) {
      worker.compute_steps(1e5 * (1 + worker.rank()), 3, [](std::size_t /*step*/) {});
      worker.send((worker.rank() + 1) % 3, 1, message_of(300));
      static_cast<void>(worker.receive((worker.rank() + 2) % 3, 1));
    }
  });
  const PajeFile read(to_paje(timeline));
  CHECK(read.links.size() == 12);
}
