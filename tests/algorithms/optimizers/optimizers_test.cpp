// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <vector>

#include "sim/algorithms/optimizers/adamw.hpp"
#include "sim/algorithms/optimizers/sgd.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

using Vector = std::vector<float>;

/// The parameters after each of the three steps of tests/reference/torch_optim.py.
std::vector<Vector> stepped(const std::string& json, double weight_decay) {
  const auto optimizer = test::optimizer(json);
  Vector x = {1.0F, -0.5F, 0.25F};
  Vector state(optimizer->state_vectors() * x.size(), 0.0F);
  std::vector<Vector> rows;
  std::uint64_t number = 0;
  for (Vector gradient : std::vector<Vector>{{0.3F, -0.1F, 0.2F}, {0.1F, 0.4F, -0.2F}, {-0.2F, 0.05F, 1e-3F}}) {
    optimizer->step(x, gradient, state, {0.1, weight_decay, ++number});
    rows.push_back(x);
  }
  return rows;
}

/// Three steps of some roundings each, on numbers up to 1: 5e-7 is eight units in the last place of 1.
void check_near(const std::vector<Vector>& rows, const std::vector<Vector>& expected) {
  REQUIRE(rows.size() == expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < rows[i].size(); ++k) {
      CAPTURE(i, k);
      CHECK(static_cast<double>(rows[i][k]) == Approx(static_cast<double>(expected[i][k])).margin(5e-7).epsilon(0));
    }
  }
}

double flops(const std::string& json, bool decays) { return optimizer(json)->flops_per_parameter(decays); }

}  // namespace

TEST_CASE("plain SGD: x <- x - rate g", "[optimizers]") {
  std::vector<float> x = {1.0F, 2.0F};
  std::vector<float> g = {2.0F, -2.0F};
  Sgd().step(x, g, {}, {.learning_rate = 0.5});
  CHECK(x == std::vector<float>{0.0F, 3.0F});
}

TEST_CASE("momentum, Nesterov's momentum and weight decay of SGD by hand", "[optimizers]") {
  // g' = g + 0.5 x; u = 0.5 u + g'; x <- x - 0.25 u, from x = 4, g = 2, 2:
  // g' = 4, u = 4, x = 3;  then g' = 3.5, u = 5.5, x = 3 - 1.375.
  // Nesterov, x <- x - 0.25 (g' + 0.5 u): g' = 4, u = 4, x = 4 - 1.5;  then g' = 3.25, u = 5.25, x = 2.5 - 1.46875.
  for (const bool nesterov : {false, true}) {
    const Sgd sgd(0.5, nesterov);
    std::vector<float> x = {4.0F};
    std::vector<float> u = {0.0F};
    std::vector<float> g = {2.0F};
    sgd.step(x, g, u, {.learning_rate = 0.25, .weight_decay = 0.5, .number = 1});
    CHECK(x[0] == (nesterov ? 2.5F : 3.0F));
    g = {2.0F};
    sgd.step(x, g, u, {.learning_rate = 0.25, .weight_decay = 0.5, .number = 2});
    CHECK(x[0] == (nesterov ? 1.03125F : 1.625F));
    CHECK(u[0] == (nesterov ? 5.25F : 5.5F));
  }
}

TEST_CASE("the first step of AdamW goes by the learning rate, whatever the gradient", "[optimizers]") {
  // m / (1 - b1) = g and sqrt(v) / sqrt(1 - b2) = |g|, so with eps 0 the step is rate sign(g).
  const auto adamw = optimizer(R"({"name": "adamw", "eps": 0})");
  std::vector<float> x = {1.0F, 1.0F};
  std::vector<float> g = {1e-3F, -20.0F};
  std::vector<float> state(4, 0.0F);
  adamw->step(x, g, state, {.learning_rate = 0.125, .weight_decay = 0.0, .number = 1});
  CHECK(x[0] == Approx(0.875));
  CHECK(x[1] == Approx(1.125));
  // A v below zero, as a code may leave it, is none.
  g = {1.0F, 1.0F};
  state = {0.0F, 0.0F, -1.0F, 0.0F};
  adamw->step(x, g, state, {.learning_rate = 0.125, .weight_decay = 0.0, .number = 2});
  CHECK(state[2] == state[3]);
  CHECK(state[2] == Approx(1e-3));
}

TEST_CASE("optimisers do what those of PyTorch do", "[optimizers]") {
  // Of tests/reference/torch_optim.py, torch 1.13.
  check_near(stepped(R"("sgd")", 0.0), {{0.969999969F, -0.49000001F, 0.230000004F},
                                        {0.959999979F, -0.530000031F, 0.25F},
                                        {0.979999959F, -0.535000026F, 0.249899998F}});
  check_near(stepped(R"("sgd")", 0.05), {{0.964999974F, -0.487500012F, 0.228750005F},
                                         {0.950174987F, -0.525062501F, 0.247606263F},
                                         {0.96542412F, -0.52743721F, 0.246268228F}});
  check_near(stepped(R"({"name": "sgd", "momentum": 0.9})", 0.05), {{0.964999974F, -0.487500012F, 0.228750005F},
                                                                    {0.918674946F, -0.513812542F, 0.228481248F},
                                                                    {0.892389059F, -0.539924741F, 0.226996973F}});
  check_near(stepped(R"({"name": "sgd", "momentum": 0.9, "nesterov": true})", 0.05),
             {{0.933499992F, -0.476249993F, 0.209625006F},
              {0.877281725F, -0.537600636F, 0.228421062F},
              {0.869551897F, -0.563352108F, 0.225920826F}});
  check_near(stepped(R"("adamw")", 0.0), {{0.900000036F, -0.400000006F, 0.150000006F},
                                          {0.812893629F, -0.45595035F, 0.155263156F},
                                          {0.790171087F, -0.506579697F, 0.159105539F}});
  check_near(stepped(R"({"name": "adamw", "betas": [0.8, 0.95], "eps": 1e-3})", 0.05),
             {{0.895332217F, -0.398490101F, 0.149247512F},
              {0.805885851F, -0.456592828F, 0.159557104F},
              {0.788136482F, -0.506470442F, 0.166593373F}});
}

TEST_CASE("a step costs two operations for each product and sum, per parameter", "[optimizers]") {
  CHECK(flops(R"("sgd")", false) == 2);
  CHECK(flops(R"("sgd")", true) == 4);
  CHECK(flops(R"({"name": "sgd", "momentum": 0.9})", false) == 4);
  CHECK(flops(R"({"name": "sgd", "momentum": 0.9, "nesterov": true})", true) == 8);
  CHECK(flops(R"("adamw")", false) == 13);
  CHECK(flops(R"("adamw")", true) == 14);
}
