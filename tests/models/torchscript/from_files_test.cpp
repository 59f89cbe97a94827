// SPDX-License-Identifier: Apache-2.0
// Models of PyTorch through the whole program: from files to a comparison.
#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>

#include "sim/base/random.hpp"
#include "sim/engine/forked.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/commands/workplace.hpp"
#include "tests/models/data/npy_bytes.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

namespace fs = std::filesystem;

/// A folder with 120 grey images of 8 x 8 pixels in NPY files, and cnn.pt. Images of
/// the class c have a bright band in the rows 2 c to 2 c + 2, and noise.
class WithFiles : public Workplace {
 public:
  WithFiles() {
    constexpr std::size_t count = 120;
    Stream random(1, Purpose::data, 0, 0);
    std::string pixels;
    std::string labels;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t label = i % 3;
      labels += static_cast<char>(label);
      for (std::size_t row = 0; row < 8; ++row) {
        for (std::size_t column = 0; column < 8; ++column) {
          const float value = (row / 2 == label ? 1.0F : 0.0F) + 0.5F * random.normal();
          std::array<char, sizeof(float)> bytes{};
          std::memcpy(bytes.data(), &value, bytes.size());
          pixels.append(bytes.data(), bytes.size());
        }
      }
    }
    write("images.npy", npy_bytes("<f4", "(120, 8, 8)", pixels));
    write("labels.npy", npy_bytes("|u1", "(120,)", labels));
    fs::copy_file(fs::path(LOWBAND_TORCH_MODULES) / "cnn.pt", path() / "cnn.pt");
  }

  [[nodiscard]] static Json experiment() {
    Json experiment = small_experiment();
    experiment["workers"] = 3;
    experiment["model"] = {{"name", "torchscript"}, {"file", "cnn.pt"}};
    experiment["dataset"] = {{"name", "npy"}, {"features", "images.npy"}, {"labels", "labels.npy"}};
    experiment["training"] = {{"iterations", 40}, {"batch_size", 8}, {"learning_rate", 0.1}};
    experiment["evaluation"] = {{"every", 20}, {"target_accuracy", 0.8}};
    experiment["algorithms"] = Json::parse(R"([
      {"name": "full", "paradigm": "all-reduce", "local_steps": 2, "exchange_buffers": true, "overlap": true,
       "fusion_bytes": 512},
      {"name": "8 bits", "paradigm": "gossip", "topology": "ring", "local_steps": 2,
       "compression": {"name": "qsgd", "bits": 8, "scope": "layer",
                       "rules": [{"match": "bn.*", "compression": "none"}]}}
    ])");
    return experiment;
  }
};

std::string libraries_here() { return content_of("/proc/self/maps"); }

}  // namespace

TEST_CASE("a TorchScript CNN goes from files to a comparison, the same for any number of threads and jobs", "[torch]") {
  const WithFiles place;
  place.write("experiment.json", WithFiles::experiment());
  place.succeed({"run", "experiment.json", "--data", ".", "--out", "one", "--threads", "1", "--jobs", "1"});
  place.succeed({"run", "experiment.json", "--data", ".", "--out", "two", "--threads", "4", "--jobs", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));

  // conv 4 x 9, bn 4 + 4, fc 3 x 64 + 3.
  const Json manifest = Json::parse(place.read("one/manifest.json"));
  CHECK(manifest["parameters"] == 36 + 8 + 195);
  const std::string checksum =
      "sha256sum " + (place.path() / "cnn.pt").string() + " > " + (place.path() / "checksum").string();
  REQUIRE(std::system(checksum.c_str()) == 0);
  CHECK(manifest["model_file"]["sha256"] == place.read("checksum").substr(0, 64));
  CHECK(manifest["model_file"]["libtorch"].is_string());

  const std::string comparison = place.succeed({"compare", "one", "--format", "csv"});
  for (const char* const algorithm : {"full", "8 bits"}) {
    CHECK_THAT(comparison, Catch::Contains(algorithm));
    const Json summary = Json::parse(place.read(std::string("one/") + algorithm + "@fast@seed1/summary.json"));
    CHECK(summary["best_test_accuracy"].get<double>() > 0.9);
  }

  // Results go on with the same file alone, and so do traces, which need neither file nor libtorch.
  fs::rename(place.path() / "cnn.pt", place.path() / "away.pt");
  CHECK_THAT(place.refuse({"run", "experiment.json", "--data", ".", "--out", "one"}),
             Catch::Contains("/model: the TorchScript file \"cnn.pt\" is not there; looked in: "));
  place.write("scenarios.json",
              Json::parse(R"({"scenarios": [{"name": "slower", "links": [{"match": "*", "bandwidth": "1Mbps"}]}]})"));
  place.succeed({"retime", "one", "--scenarios", "scenarios.json"});
  std::ofstream(place.path() / "cnn.pt", std::ios::binary) << place.read("away.pt") << "more";
  CHECK_THAT(place.refuse({"run", "experiment.json", "--data", ".", "--out", "one"}),
             Catch::Contains("of another experiment, which differs in /model_file/sha256"));
}

TEST_CASE("a process that runs no TorchScript model itself never loads libtorch", "[torch]") {
  const WithFiles place;
  place.write("experiment.json", WithFiles::experiment());
  Experiment experiment((place.path() / "experiment.json").string());
  const Data data = experiment.load_data({place.path()});
  CHECK(experiment.model->parameter_count() == 239);
  CHECK(experiment.model->buffers().size() == 2);
  CHECK(experiment.model->gradient_flops(1) > 0.0);
  CHECK(libraries_here().find("libtorch") == std::string::npos);
  const std::string in_child = run_in_child([&] {
    std::vector<float> parameters(239);
    experiment.model->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
    return libraries_here();
  });
  CHECK(in_child.find("libtorch") != std::string::npos);
}

TEST_CASE("a TorchScript file with running statistics, and a server, which cannot know them by itself", "[torch]") {
  const WithFiles place;
  Json experiment = WithFiles::experiment();
  experiment["algorithms"] = Json::parse(R"([{"name": "a", "paradigm": "parameter-server"}])");
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--data", "."}),
             Catch::Contains("/algorithms/0/exchange_buffers: the model \"torchscript\" has running statistics"));
}
