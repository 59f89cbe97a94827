// SPDX-License-Identifier: Apache-2.0
// The training step of one worker on one core: gradient of a batch and SGD with momentum, as in a run but without the
// simulation, on noise or on the numbers of symbols below SYMBOLS. usage: step_bench MODEL CHANNELS HEIGHT WIDTH BATCH
// STEPS [SYMBOLS]; MODEL as in an experiment; prints the milliseconds of each step.

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <span>
#include <string>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/optimizers/optimizer.hpp"
#include "sim/base/float_buffer.hpp"

namespace {

using namespace lowband;

int run(std::span<char*> arguments) {
  if (arguments.size() != 7 && arguments.size() != 8) {
    fmt::print(stderr, "usage: step_bench MODEL CHANNELS HEIGHT WIDTH BATCH STEPS [SYMBOLS]\n");
    return 2;
  }
  const auto number = [&](std::size_t i) { return static_cast<std::size_t>(std::stoul(arguments[i])); };
  Shape shape{number(2), number(3), number(4)};
  if (arguments.size() == 8) shape.symbols = number(7);
  const std::size_t batch = number(5);

  const auto model = models().read(Json::parse(arguments[1]), Place("MODEL"));
  model->bind(shape, {10});
  const auto optimizer = optimizers().read(Json{{"name", "sgd"}, {"momentum", 0.9}}, Place("optimizer"));
  FloatBuffer parameters(model->parameter_count());
  FloatBuffer gradient(parameters.size());
  FloatBuffer state(optimizer->state_vectors() * parameters.size(), 0.0F);
  model->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
  FloatBuffer buffers(size_of(model->buffers()));
  model->initialise_buffers(buffers);

  Stream random(1, Purpose::data, 0, 0);
  FloatBuffer images(batch * shape.size());
  for (float& value : images) {
    value =
        shape.symbols ? static_cast<float>(random.below(static_cast<std::uint32_t>(*shape.symbols))) : random.normal();
  }
  std::vector<Label> labels(batch);
  for (auto& label : labels) label = static_cast<Label>(random.below(10));
  Workspace workspace;
  for (std::uint64_t step = 1; step <= number(6); ++step) {
    const auto begin = std::chrono::steady_clock::now();
    (void)model->gradient(parameters, {images, labels}, {.buffers = buffers}, gradient, workspace);
    optimizer->step(parameters, gradient, state, {0.01, 0.0, step});
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
    fmt::print("{:.4f}\n", taken.count());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv, static_cast<std::size_t>(argc)});
  } catch (const std::exception& error) {
    fmt::print(stderr, "step_bench: {}\n", error.what());
    return 2;
  }
}
