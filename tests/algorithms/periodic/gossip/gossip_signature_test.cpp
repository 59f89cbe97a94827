// SPDX-License-Identifier: Apache-2.0
// What tells the schemes of compressed gossip apart (algorithms reference, section 8.2), on the distributed quadratic
// f_i(x) = 1/2 ||x - b_i||^2 over a ring of 8, whose optimum is the mean of the b_i, with noise on the gradients.
#include <catch2/catch.hpp>

#include <cmath>

#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr int nodes = 8;
constexpr std::size_t signature_size = 32;

// After 400 steps 0.98^800 = 1e-7 is left of the squared distance that the start has.
constexpr double large_rate = 0.2;
constexpr double small_rate = 0.02;

constexpr auto three_bits = R"({"name": "qsgd", "bits": 3})";
constexpr auto plain_four_bits = R"({"name": "qsgd", "bits": 4})";
constexpr auto two_bits = R"({"name": "qsgd", "bits": 2})";
constexpr auto grid = R"({"name": "grid", "step": 0.05})";

/// ||xbar - x*||^2, mean over rounds [from, to).
struct Errors {
  std::vector<double> of_round;

  [[nodiscard]] double between(std::size_t from, std::size_t to) const {
    double sum = 0.0;
    for (std::size_t round = from; round < to; ++round) sum += of_round[round];
    return sum / static_cast<double>(to - from);
  }
  [[nodiscard]] double last() const { return between(of_round.size() - 200, of_round.size()); }
};

Errors errors(const std::string& method, const std::string& codec, double rate, int seed, int rounds = 400) {
  std::vector<Vector> centres;
  for (int i = 0; i < nodes; ++i) centres.push_back(noise(signature_size, i, 1000 + seed));
  const auto optimum = mean(centres);
  const auto step = [&](int rank, int round, FloatBuffer& model) {
    const Vector& b = centres[static_cast<std::size_t>(rank)];
    const Vector xi = noise(signature_size, rank, 10'000 * (1 + seed) + round);
    for (std::size_t k = 0; k < signature_size; ++k)
      model[k] -= static_cast<float>(rate) * (model[k] - b[k] + 0.3F * xi[k]);
  };
  SimulatedOptions options;
  options.seed = static_cast<std::uint64_t>(1 + seed);  // of the rounding
  const std::string step_size = method == "choco" ? R"("consensus_step": 0.3, )" : "";
  const auto result = synchronised(R"({"name": "g", "paradigm": "gossip", )" + step_size + R"("method": ")" + method +
                                       R"(", "compression": )" + codec + "}",
                                   star(nodes, 1e9, 1e-4), Vector(signature_size, 0.0F), rounds, step, options);
  Errors found;
  for (std::size_t round = 0; round < static_cast<std::size_t>(rounds); ++round) {
    std::vector<Vector> models;
    for (const auto& worker : result.models) models.push_back(worker[round]);
    const auto middle = mean(models);
    double sum = 0.0;
    for (std::size_t k = 0; k < signature_size; ++k) sum += std::pow(middle[k] - optimum[k], 2);
    found.of_round.push_back(sum);
  }
  return found;
}

}  // namespace

TEST_CASE("a smaller learning rate makes naive gossip worse, and difference and choco better", "[signature]") {
  for (int seed = 0; seed < 3; ++seed) {
    INFO("seed " << seed);
    // The noise of an exchange is that of codes of the models, whatever the rate, and 1/rate of them add up.
    const double naive_large = errors("naive", three_bits, large_rate, seed).last();
    const double naive_small = errors("naive", three_bits, small_rate, seed).last();
    CHECK(naive_small > 2.0 * naive_large);
    // That of gradients and of differences has the rate's size, and so its square, added 1/rate times, has it too.
    for (const std::string method : {"difference", "choco"}) {
      INFO(method);
      const double large = errors(method, three_bits, large_rate, seed).last();
      const double small = errors(method, three_bits, small_rate, seed).last();
      CHECK(small < 0.3 * large);
      CHECK(large < naive_large);
      CHECK(small < 0.05 * naive_small);
    }
  }
}

TEST_CASE("extrapolation degrades with a codec that scales by the norm, and works with one of a fixed step",
          "[signature]") {
  for (int seed = 0; seed < 3; ++seed) {
    INFO("seed " << seed);
    const Errors scaled = errors("extrapolation", plain_four_bits, small_rate, seed);
    const Errors fixed = errors("extrapolation", grid, small_rate, seed);
    // What is sent grows like t, and so does the error of its codes; that of the grid stays, and the estimates' falls
    // like 1/t.
    CHECK(scaled.between(300, 400) > 1.5 * scaled.between(100, 200));
    CHECK(fixed.between(300, 400) < fixed.between(100, 200));
    CHECK(scaled.between(300, 400) > 10.0 * fixed.between(300, 400));
    // With fewer bits it breaks: the optimum is at a squared distance of about 4 from the start.
    CHECK(errors("extrapolation", two_bits, small_rate, seed).between(300, 400) > 100.0);
  }
}
