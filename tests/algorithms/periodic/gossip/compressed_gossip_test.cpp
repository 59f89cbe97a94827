// SPDX-License-Identifier: Apache-2.0
// Gossip in codes: what each scheme keeps, what it follows without loss, and that what is stored once is what every
// receiver would have made of the codes.
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/algorithms/periodic/gossip/difference.hpp"
#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"
#include "sim/world/forwarding_worker.hpp"
#include "tests/algorithms/periodic/gossip/one_progress.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto four_bits_by_norm = R"({"name": "qsgd", "bits": 4, "bucket": 32})";

std::string compressed_gossip(const std::string& method, const std::string& codec, const std::string& more = "") {
  return R"({"name": "g", "paradigm": "gossip", "method": ")" + method + R"(", "compression": )" + codec + more + "}";
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) largest = std::max(largest, std::abs(a[k] - b[k]));
  return largest;
}

double distance(const Synchronised& a, const Synchronised& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.models.size(); ++i) {
    const Vector& x = a.models[i].back();
    const Vector& y = b.models[i].back();
    largest = std::max(largest, distance({x.begin(), x.end()}, {y.begin(), y.end()}));
  }
  return largest;
}

double disagreement(const std::vector<Vector>& models) {
  const auto centre = mean(models);
  double sum = 0.0;
  for (const auto& model : models) {
    for (std::size_t k = 0; k < centre.size(); ++k) sum += std::pow(static_cast<double>(model[k]) - centre[k], 2);
  }
  return std::sqrt(sum);
}

/// The mean of the start, 40 coordinates on 6 workers, and that after 30 rounds without progress; and how far the
/// workers are apart.
struct Consensus {
  double mean_moved;
  double before;
  double after;
};

Consensus consensus(const std::string& json) {
  constexpr int rounds = 60;
  std::vector<Vector> start;
  for (int i = 0; i < 6; ++i) start.push_back(noise(40, i, 0));
  const auto result = synchronised(json, star(6, 1e9, 1e-4), Vector(40, 0.0F), rounds, progress_at_first);
  const auto last = models_after(result, rounds - 1);
  return {distance(mean(last), mean(start)), disagreement(start), disagreement(last)};
}

/// Decodes every code it receives as if nothing had come with it.
class DecodingWorker final : public ForwardingWorker {
 public:
  DecodingWorker(Worker& worker, ModelCodec codec, const FloatBuffer& initial)
      : ForwardingWorker(worker), codec_(std::move(codec)), initial_(initial) {}

  [[nodiscard]] Message receive(int from, Tag tag) override {
    Message message = ForwardingWorker::receive(from, tag);
    compute(0.0, [&] {
      auto& replica = replicas_.try_emplace(from, initial_).first->second;
      FloatBuffer decoded(replica.size());
      codec_.decode(message.content(), 0, decoded);
      for (std::size_t k = 0; k < replica.size(); ++k) replica[k] += decoded[k];
    });
    return message;
  }

  [[nodiscard]] const FloatBuffer& replica(int of) const { return replicas_.at(of); }

 private:
  ModelCodec codec_;
  FloatBuffer initial_;
  std::map<int, FloatBuffer> replicas_;
};

}  // namespace

TEST_CASE("what is stored once is, bit for bit, what every neighbour makes of the codes", "[algorithms]") {
  constexpr int workers = 6;
  constexpr std::size_t size = 100;
  const Prepared ready = prepared(compressed_gossip("difference", four_bits_by_norm), workers);
  const std::vector<CodedTensor> tensors = {{size}};
  const auto graph = topologies().read("torus", Place("test"))->graph(workers, Place("test"));
  const MixingMatrix matrix = MixingWeights().matrix(graph, Place("test"));
  for (const auto& slowdown : std::vector<std::vector<double>>{{}, {1, 50, 3, 0.1, 7, 2}}) {
    SimulatedOptions options;
    options.compute = {slowdown, slowdown.empty() ? 0.0 : 0.5};
    const auto found = simulated(
        star(workers, 1e6, 0.01),
        [&](Worker& simulated_worker, Json& json) {
          FloatBuffer model(size, 0.25F);
          const ModelCodec codec(ready.algorithm->compression(), tensors);
          DecodingWorker worker(simulated_worker, codec, model);
          DifferenceGossip compressed_gossip(MixingRow(matrix, worker.rank()), codec, model);
          for (int round = 0; round < 7; ++round) {
            worker.compute(1e7, [&] { random_progress(worker.rank(), round, model); });
            compressed_gossip.synchronise(worker, model);
          }
          json = {{"model", model}, {"replicas", Json::array()}, {"decoded", Json::array()}};
          for (const auto& replica : compressed_gossip.models().neighbours()) json["replicas"].push_back(*replica);
          for (const int neighbour : graph.neighbours(worker.rank()))
            json["decoded"].push_back(worker.replica(neighbour));
        },
        nullptr, options);
    for (int i = 0; i < workers; ++i) {
      const auto& neighbours = graph.neighbours(i);
      const auto& worker = found.workers[static_cast<std::size_t>(i)];
      for (std::size_t j = 0; j < neighbours.size(); ++j) {
        CHECK(worker["decoded"][j] == found.workers[static_cast<std::size_t>(neighbours[j])]["model"]);
        CHECK(worker["decoded"][j] == worker["replicas"][j]);
      }
    }
    CHECK(found.workers[0]["model"] != found.workers[1]["model"]);  // gossip does not make workers equal
  }
}

TEST_CASE("choco: without loss it is plain gossip, all the way or part of it", "[algorithms]") {
  const auto platform = star(6, 1e9, 1e-4);
  const Vector start(40, 1.0F);
  const auto plain = synchronised(compressed_gossip("plain", R"("none")"), platform, start, 5);
  CHECK(distance(synchronised(compressed_gossip("choco", R"("none")", R"(, "consensus_step": 1)"), platform, start, 5),
                 plain) < 1e-5);
  // (I + W) / 2 by hand: half of what one goes towards plain's average of the same models.
  const auto half =
      synchronised(compressed_gossip("choco", R"("none")", R"(, "consensus_step": 0.5)"), platform, start, 1);
  const auto whole = synchronised(compressed_gossip("plain", R"("none")"), platform, start, 1);
  for (std::size_t i = 0; i < 6; ++i) {
    const Vector step = noise(40, static_cast<int>(i), 0);
    for (std::size_t k = 0; k < 40; ++k) {
      CHECK(half.models[i][0][k] == Approx(0.5F * (1.0F + step[k] + whole.models[i][0][k])).margin(1e-5));
    }
  }
}

TEST_CASE("deep-squeeze: without loss it is gossip with lazy weights", "[algorithms]") {
  const auto platform = star(6, 1e9, 1e-4);
  const auto lazy = R"(, "consensus_step": 0.3)";
  CHECK(distance(synchronised(compressed_gossip("deep-squeeze", R"("none")", lazy), platform, Vector(40, 1.0F), 5),
                 synchronised(compressed_gossip("choco", R"("none")", lazy), platform, Vector(40, 1.0F), 5)) < 1e-5);
}

TEST_CASE("extrapolation: without loss it is d-psgd", "[algorithms]") {
  const auto platform = star(6, 1e9, 1e-4);
  CHECK(distance(synchronised(compressed_gossip("extrapolation", R"("none")"), platform, Vector(40, 1.0F), 12),
                 synchronised(compressed_gossip("d-psgd", R"("none")"), platform, Vector(40, 1.0F), 12)) < 1e-4);
}

TEST_CASE("choco and deep-squeeze keep the mean for any codec, and agree in the end", "[algorithms]") {
  const auto sign = R"("scaled-sign")";
  for (const std::string method : {"choco", "deep-squeeze"}) {
    for (const std::string codec : {four_bits_by_norm, sign}) {
      INFO(method << ", " << codec);
      const auto found = consensus(compressed_gossip(method, codec, R"(, "consensus_step": 0.1)"));
      CHECK(found.mean_moved < 1e-5);
      CHECK(found.after < 0.5 * found.before);
    }
  }
}

TEST_CASE("difference gossip moves the mean by its codes' mean error", "[algorithms]") {
  CHECK(consensus(compressed_gossip("difference", four_bits_by_norm)).mean_moved > 1e-3);
}

TEST_CASE("moniqua keeps the mean and agrees while models are within the bound, and breaks beyond", "[algorithms]") {
  // Standard normal coordinates of 6 workers are within 8 of each other, not within 0.5.
  const auto modulo = [](double theta, int bits) {
    return R"({"name": "modulo", "theta": )" + std::to_string(theta) + R"(, "bits": )" + std::to_string(bits) + "}";
  };
  const auto within = consensus(compressed_gossip("moniqua", modulo(8.0, 12)));
  CHECK(within.mean_moved < 1e-4);
  CHECK(within.after < 0.02 * within.before);  // down to the codec's resolution, 16 / 4096
  const auto beyond = consensus(compressed_gossip("moniqua", modulo(0.5, 12)));
  CHECK(beyond.after > 0.1 * beyond.before);
}

TEST_CASE("codecs that the methods of gossip cannot do with are refused, and biased ones warned about where it matters",
          "[algorithms]") {
  const auto modulo = R"({"name": "modulo", "theta": 1})";
  CHECK_THROWS_WITH(prepared(compressed_gossip("choco", modulo), 4), Catch::Contains("use \"moniqua\""));
  CHECK_THROWS_WITH(prepared(compressed_gossip("moniqua", four_bits_by_norm), 4), Catch::Contains("\"modulo\""));
  CHECK_THROWS_WITH(prepared(compressed_gossip("moniqua", R"("none")"), 4), Catch::Contains("\"modulo\""));
  CHECK_THROWS_WITH(prepared(compressed_gossip("choco", four_bits_by_norm, R"(, "consensus_step": 0)"), 4),
                    Catch::Contains("consensus_step"));
  const auto warnings = [](const std::string& method) {
    return prepared(compressed_gossip(method, R"("scaled-sign")"), 4).warnings().size();
  };
  CHECK(warnings("difference") == 1);
  CHECK(warnings("extrapolation") == 1);
  CHECK(warnings("choco") == 0);
  CHECK(warnings("deep-squeeze") == 0);
}
