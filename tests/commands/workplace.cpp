// SPDX-License-Identifier: Apache-2.0
#include "tests/commands/workplace.hpp"

#include <catch2/catch.hpp>

namespace lowband::test {

namespace fs = std::filesystem;

Workplace::Workplace() {
  fs::copy_file(fs::path(LOWBAND_SOURCE_DIR) / "platforms" / "star_8.xml", path() / "star.xml");
}

Json Workplace::small_experiment() {
  return Json::parse(R"({
    "name": "small",
    "seed": 1,
    "platform": "star.xml",
    "workers": 4,
    "model": {"name": "quadratic"},
    "dataset": {"name": "gaussian-points", "dimension": 16, "samples": 200, "partition": {"scheme": "iid"}},
    "training": {"iterations": 8, "batch_size": 4, "learning_rate": 0.05},
    "evaluation": {"every": 2},
    "algorithms": [
      {"name": "ring", "paradigm": "all-reduce", "local_steps": 2},
      {"name": "gossip/4", "paradigm": "gossip", "topology": {"name": "ring"}, "compression": {"name": "qsgd", "bits": 8}}
    ],
    "scenarios": [
      {"name": "fast"},
      {"name": "slow", "links": [{"match": "*", "bandwidth": "10Mbps", "latency": "5ms"}]}
    ]
  })");
}

void Workplace::write(const std::string& name, const std::string& content) const {
  fs::create_directories((path() / name).parent_path());
  put(path() / name, content);
}

Ended Workplace::lowband(const std::vector<std::string>& arguments, Circumstances circumstances) const {
  circumstances.folder = path();
  return lowband_program(arguments, circumstances);
}

std::string Workplace::succeed(const std::vector<std::string>& arguments, const Circumstances& circumstances) const {
  const Ended ended = lowband(arguments, circumstances);
  INFO(ended.err);
  CHECK(ended.complaints().empty());
  CHECK(ended.status == 0);
  return ended.out;
}

std::string Workplace::refuse(const std::vector<std::string>& arguments, const Circumstances& circumstances) const {
  const auto before = files();
  const Ended ended = lowband(arguments, circumstances);
  CHECK(ended.status == 2);
  CHECK(ended.out.empty());
  CHECK(files() == before);
  const std::string program = "lowband: ";
  REQUIRE(ended.err.starts_with(program));
  CHECK(ended.err.find('\n') == ended.err.size() - 1);
  return ended.err.substr(program.size(), ended.err.find('\n') - program.size());
}

std::map<std::string, std::string> Workplace::files(const std::string& folder) const {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(path() / folder)) {
    const auto name = fs::relative(entry.path(), path() / folder).string();
    found[name] = entry.is_regular_file() ? content_of(entry.path()) : "";
  }
  return found;
}

std::map<std::string, std::string> Workplace::reproducible_files(const std::string& folder) const {
  auto found = files(folder);
  std::erase_if(found, [](const auto& file) { return file.first.ends_with("timing.json"); });
  return found;
}

}  // namespace lowband::test
