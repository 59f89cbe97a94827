// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/pair_average.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/algorithms/periodic/gossip/gossip.hpp"
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/world/compute_scope.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr std::size_t model_size = 40;
const Layout tensors = {{"x", {model_size}}};

/// A worker with a model, and its side of the averages.
struct Side {
  SharedModel model;
  std::unique_ptr<PairAverage> average;

  Side(const Gossip& gossip, const FloatBuffer& initial, float step = 1.0F)
      : model(initial),
        average(make_pair_average(gossip.compressed(), gossip.codec_for(gossip.method(), tensors), initial, step)) {}

  /// Local steps that add noise().
  void step(int rank, int round, float scale = 1.0F) {
    const Vector added = noise(model_size, rank, round);
    FloatBuffer y = *model.value();
    for (std::size_t k = 0; k < model_size; ++k) y[k] += scale * added[k];
    model.add_progress(y, 1.0F);
  }
};

Prepared prepared_ad_psgd(const std::string& codec) {
  return prepared(R"({"name": "a", "paradigm": "gossip", "method": "ad-psgd", "compression": )" + codec + "}", 2);
}

Stream numbers(int rank, std::uint32_t exchange) {
  return {1, Purpose::quantization, static_cast<std::uint32_t>(rank), exchange};
}

std::vector<double> sum_of(const Side& a, const Side& b) {
  std::vector<double> sum(model_size);
  for (std::size_t k = 0; k < model_size; ++k) {
    sum[k] = static_cast<double>((*a.model.value())[k]) + static_cast<double>((*b.model.value())[k]);
  }
  return sum;
}

double apart(const Side& a, const Side& b) {
  double largest = 0.0;
  for (std::size_t k = 0; k < model_size; ++k) {
    largest = std::max(
        largest, std::abs(static_cast<double>((*a.model.value())[k]) - static_cast<double>((*b.model.value())[k])));
  }
  return largest;
}

/// The passive side tells and takes at once; the active one takes later, after `meanwhile`.
template <class Meanwhile>
void exchange(Side& active, Side& passive, std::uint32_t number, Meanwhile meanwhile) {
  const ComputeScope scope;
  const Message request = active.average->tell(1, active.model, numbers(0, number));
  CHECK(request.payload_bytes() == active.average->outline().payload_bytes());
  const Message answer = passive.average->tell(0, passive.model, numbers(1, number));
  passive.average->take(0, request, passive.model);
  meanwhile();
  active.average->take(1, answer, active.model);
}

void exchange(Side& active, Side& passive, std::uint32_t number) {
  exchange(active, passive, number, [] {});
}

}  // namespace

TEST_CASE("two whole models become their mean, bit for bit the same on both", "[asynchronous]") {
  const auto ready = prepared_ad_psgd(R"("none")");
  const auto& gossip = dynamic_cast<const Gossip&>(*ready.algorithm);
  Side active(gossip, FloatBuffer(model_size, 0.0F));
  Side passive(gossip, FloatBuffer(model_size, 0.0F));
  active.step(0, 0);
  passive.step(1, 0);
  const auto a = *active.model.value();
  const auto b = *passive.model.value();
  exchange(active, passive, 0);
  for (std::size_t k = 0; k < model_size; ++k) CHECK((*active.model.value())[k] == 0.5F * (a[k] + b[k]));
  CHECK(*active.model.value() == *passive.model.value());
}

TEST_CASE("progress that is made meanwhile comes on top of the average", "[asynchronous]") {
  const auto ready = prepared_ad_psgd(R"("none")");
  const auto& gossip = dynamic_cast<const Gossip&>(*ready.algorithm);
  Side active(gossip, FloatBuffer(model_size, 1.0F));
  Side passive(gossip, FloatBuffer(model_size, 3.0F));
  exchange(active, passive, 0, [&] { active.step(0, 1); });
  const Vector progress = noise(model_size, 0, 1);
  for (std::size_t k = 0; k < model_size; ++k) {
    CHECK((*active.model.value())[k] == Approx(2.0F + progress[k]).margin(1e-6));
    CHECK((*passive.model.value())[k] == 2.0F);
  }
}

TEST_CASE("progress from what was read is added to a model that has changed since, and else becomes it",
          "[asynchronous]") {
  SharedModel model(FloatBuffer{1.0F, 1e-8F});
  FloatBuffer y = {0.7F, 0.3F};  // 0.3 - 1e-8 + 1e-8 would not be 0.3 in float32
  model.add_progress(y, 1.0F);
  CHECK(*model.value() == FloatBuffer{0.7F, 0.3F});
  // Read at (0.7, 0.3), changed to (4, 8), and stepped by (+0.5, -0.25) from what was read.
  model.change([](auto /*x*/, auto next) {
    next[0] = 4.0F;
    next[1] = 8.0F;
  });
  y = {1.2F, 0.05F};
  model.add_progress(y, 1.0F);
  CHECK((*model.value())[0] == Approx(4.5));
  CHECK((*model.value())[1] == Approx(7.75));
  CHECK(y == *model.value());
}

TEST_CASE("progress that counts twice is added twice, whether the model has changed or not", "[asynchronous]") {
  SharedModel model(FloatBuffer{1.0F});
  FloatBuffer y = {1.25F};
  model.add_progress(y, 2.0F);
  CHECK((*model.value())[0] == 1.5F);
  CHECK(y[0] == 1.5F);  // read now
  model.change([](auto /*x*/, auto next) { next[0] = 4.0F; });
  y = {1.0F};
  model.add_progress(y, 2.0F);
  CHECK(y[0] == 3.0F);  // 4 + 2 (1 - 1.5)
  CHECK(SharedModel::progress_flops(1.0F) == 2.0);
  CHECK(SharedModel::progress_flops(2.0F) == 3.0);
}

TEST_CASE("an exchange keeps the sum of the two models, in any codec, to the rounding of float32", "[asynchronous]") {
  for (const std::string codec :
       {R"("none")", R"({"name": "qsgd", "bits": 8})", R"({"name": "qsgd", "bits": 2})", R"("scaled-sign")",
        R"({"name": "top-k", "ratio": 0.1})", R"({"name": "random-k", "ratio": 0.1})", R"("fp16")",
        R"({"name": "modulo", "theta": 8})", R"({"name": "modulo", "theta": 8, "rounding": "stochastic"})"}) {
    INFO(codec);
    const auto ready = prepared_ad_psgd(codec);
    const auto& gossip = dynamic_cast<const Gossip&>(*ready.algorithm);
    Side active(gossip, FloatBuffer(model_size, 0.25F), 0.1F);
    Side passive(gossip, FloatBuffer(model_size, 0.25F), 0.1F);
    active.step(0, 0);
    passive.step(1, 0);
    auto expected = sum_of(active, passive);
    for (std::uint32_t number = 0; number < 40; ++number) {
      const bool steps = number < 20;
      exchange(active, passive, number, [&] {
        if (!steps) return;
        const auto before = sum_of(active, passive);
        active.step(0, static_cast<int>(number) + 1, 0.01F);
        const auto after = sum_of(active, passive);
        for (std::size_t k = 0; k < model_size; ++k) expected[k] += after[k] - before[k];
      });
      const auto sum = sum_of(active, passive);
      // Numbers of a size of 4, a few roundings of 2^-24 of them in each exchange.
      double off = 0.0;
      for (std::size_t k = 0; k < model_size; ++k) off = std::max(off, std::abs(sum[k] - expected[k]));
      CHECK(off < 4e-5);
    }
  }
}

TEST_CASE("without progress two workers come to agree in codes of differences", "[asynchronous]") {
  struct Case {
    std::string codec;
    float step;
    std::uint32_t exchanges;
  };
  for (const auto& [codec, step, exchanges] :
       {Case{R"({"name": "qsgd", "bits": 4})", 1.0F, 30}, Case{R"({"name": "qsgd", "bits": 2})", 1.0F, 300},
        Case{R"("scaled-sign")", 1.0F, 300}, Case{R"({"name": "top-k", "ratio": 0.1})", 0.25F, 200},
        Case{R"({"name": "random-k", "ratio": 0.1})", 0.1F, 600}}) {
    INFO(codec);
    const auto ready = prepared_ad_psgd(codec);
    const auto& gossip = dynamic_cast<const Gossip&>(*ready.algorithm);
    Side active(gossip, FloatBuffer(model_size, 0.0F), step);
    Side passive(gossip, FloatBuffer(model_size, 0.0F), step);
    active.step(0, 0);
    passive.step(1, 0);
    CHECK(apart(active, passive) > 1.0);
    for (std::uint32_t number = 0; number < exchanges; ++number) exchange(active, passive, number);
    CHECK(apart(active, passive) < 0.01);
  }
}
