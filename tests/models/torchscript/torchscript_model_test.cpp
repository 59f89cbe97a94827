// SPDX-License-Identifier: Apache-2.0
// TorchScript models, on the files of make_modules.cpp. libtorch is loaded in children only: what it leaves behind in a
// process survives no fork, and other tests fork.
#include "models/torchscript/torchscript_model.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <thread>
#include <vector>

#include "models/layers/onednn.hpp"
#include "tests/checked_child.hpp"
#include "tests/models/random_samples.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

void open(Model& model, const std::filesystem::path& folder) {
  dynamic_cast<FileModel&>(model).open({.folders = {folder}, .apart = [](const auto& work) { return work(); }});
}

std::unique_ptr<Model> opened(const std::string& file, const Json& more = Json::object()) {
  Json json = {{"name", "torchscript"}, {"file", file + ".pt"}};
  json.update(more);
  auto model = models().read(json, Place("experiment.json") / "model");
  open(*model, LOWBAND_TORCH_MODULES);
  return model;
}

std::unique_ptr<Model> bound(const std::string& file, const Shape& sample, const LabelShape& labels,
                             const Json& more = Json::object()) {
  auto model = opened(file, more);
  model->bind(sample, labels);
  return model;
}

void in_child(const std::function<void()>& work) {
  static_cast<void>(test::run_in_checked_child([&] {
    static_cast<void>(onednn::engine());  // whoever uses oneDNN first decides on its instructions
    work();
    return "";
  }));
}

/// Losses of so many steps of gradient descent from the same parameters, and what they lead to.
struct Course {
  std::vector<double> losses;
  std::vector<float> buffers;
  Evaluation evaluation;
};

Course course(const Model& model, std::vector<float> parameters, const Shape& sample, const LabelShape& labels,
              int steps, float rate) {
  Course made;
  made.buffers.resize(size_of(model.buffers()));
  model.initialise_buffers(made.buffers);
  std::vector<float> gradient(parameters.size());
  Workspace workspace;
  for (int step = 0; step < steps; ++step) {
    const RandomSamples data(sample, labels, 8, static_cast<std::uint64_t>(step));
    made.losses.push_back(model.gradient(parameters, data.batch(), {.buffers = made.buffers}, gradient, workspace));
    for (std::size_t i = 0; i < gradient.size(); ++i) parameters[i] -= rate * gradient[i];
  }
  const RandomSamples data(sample, labels, 8);
  made.evaluation = model.evaluate(parameters, made.buffers, data.batch(), workspace);
  return made;
}

std::vector<std::pair<std::string, std::vector<std::size_t>>> listed(const Layout& layout) {
  std::vector<std::pair<std::string, std::vector<std::size_t>>> list;
  for (const auto& tensor : layout) list.emplace_back(tensor.name, tensor.shape);
  return list;
}

double sum(const std::vector<double>& values) {
  double total = 0.0;
  for (const double value : values) total += value;
  return total;
}

TEST_CASE("the same networks as TorchScript and built in have the same losses", "[torch]") {
  in_child([] {
    struct Twins {
      const char* file;
      Json built_in;
      Shape sample;
    };
    for (const auto& [file, built_in, sample] :
         {Twins{"mlp", {{"name", "mlp"}, {"hidden", {12}}}, {1, 8, 8}}, Twins{"resnet20", "resnet20", {3, 16, 16}}}) {
      CAPTURE(file);
      const LabelShape labels{10};
      const auto mine = models().read(built_in, Place("experiment.json") / "model");
      mine->bind(sample, labels);
      const auto theirs = bound(file, sample, labels);
      CHECK(listed(theirs->layout()) == listed(mine->layout()));
      CHECK(listed(theirs->buffers()) == listed(mine->buffers()));
      CHECK(theirs->has_buffers() == mine->has_buffers());
      // Products counted where they are computed, and by the shapes of layers.
      CHECK(theirs->gradient_flops(16) == Approx(mine->gradient_flops(16)).epsilon(1e-12));
      CHECK(sum(theirs->backward_flops(16)) == Approx(sum(mine->backward_flops(16))).epsilon(1e-12));

      std::vector<float> parameters(mine->parameter_count());
      mine->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
      const Course one = course(*mine, parameters, sample, labels, 20, 0.05F);
      const Course other = course(*theirs, parameters, sample, labels, 20, 0.05F);
      for (std::size_t step = 0; step < one.losses.size(); ++step) {
        CAPTURE(step);
        CHECK(std::abs(other.losses[step] - one.losses[step]) < 1e-4);
      }
      CHECK(std::abs(other.losses.front() - other.losses.back()) > 1e-2);       // there was something to differ in
      CHECK(std::abs(other.evaluation.loss - one.evaluation.loss) < 8 * 1e-4);  // of eight samples
      CHECK(other.evaluation.correct == one.evaluation.correct);
      for (std::size_t i = 0; i < one.buffers.size(); ++i) {
        if (std::abs(one.buffers[i] - other.buffers[i]) > 1e-4F * (1.0F + std::abs(one.buffers[i]))) {
          FAIL("buffer " << i << ": " << one.buffers[i] << " and " << other.buffers[i]);
        }
      }
    }
  });
}

TEST_CASE("a TorchScript model computes the same on any thread, with dropout by the step's random numbers", "[torch]") {
  in_child([] {
    const Shape sample{1, 8, 8};
    const LabelShape labels{3};
    const auto model = bound("cnn", sample, labels);
    std::vector<float> parameters(model->parameter_count());
    model->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
    constexpr std::size_t steps = 6;
    const auto compute = [&](std::size_t step) {
      const RandomSamples data(sample, labels, 8, step);
      std::vector<float> result(parameters.size());
      std::vector<float> buffers(size_of(model->buffers()));
      model->initialise_buffers(buffers);
      Workspace workspace;
      const TrainingMode mode{.buffers = buffers,
                              .random = Stream(1, Purpose::batches, 0, static_cast<std::uint32_t>(step))};
      result.push_back(static_cast<float>(model->gradient(parameters, data.batch(), mode, result, workspace)));
      const Evaluation evaluation = model->evaluate(parameters, buffers, data.batch(), workspace);
      result.push_back(static_cast<float>(evaluation.loss));
      result.insert(result.end(), buffers.begin(), buffers.end());
      return result;
    };
    std::vector<std::vector<float>> alone;
    for (std::size_t step = 0; step < steps; ++step) alone.push_back(compute(step));
    std::vector<std::vector<float>> together(steps);
    std::vector<std::thread> threads;
    for (std::size_t first : {0U, 1U, 2U}) {
      threads.emplace_back([&, first] {
        for (std::size_t step = first; step < steps; step += 3) together[step] = compute(step);
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(together == alone);

    // Without random numbers nothing is left out: the same twice, and not the same as with them.
    const RandomSamples data(sample, labels, 8);
    Workspace workspace;
    std::vector<float> gradient(parameters.size());
    const double plain = model->gradient(parameters, data.batch(), {}, gradient, workspace);
    CHECK(model->gradient(parameters, data.batch(), {}, gradient, workspace) == plain);
    const auto dropped = [&](std::uint32_t step) {
      return model->gradient(parameters, data.batch(), {.random = Stream(1, Purpose::batches, 0, step)}, gradient,
                             workspace);
    };
    CHECK(dropped(1) != plain);
    CHECK(dropped(1) != dropped(2));
  });
}

void shared_parameters_are_one() {
  // y = 2 x A A with mean squared error. By hand, for A = I + E with a small E: at A = I the gradient in A of
  // sum(g * 2 x A A) is 2 (x^T g + x^T g) = 4 x^T g, and in the scale sum(g * x).
  const Shape sample{4};
  const LabelShape labels{0, 4};
  const auto model = bound("tied", sample, labels, {{"loss", "mse"}});
  CHECK(listed(model->layout()) ==
        std::vector<std::pair<std::string, std::vector<std::size_t>>>{{"first", {4, 4}}, {"scale", {1}}});
  CHECK_FALSE(model->has_buffers());
  std::vector<float> parameters(17, 0.0F);
  for (std::size_t i = 0; i < 4; ++i) parameters[5 * i] = 1.0F;
  parameters.back() = 2.0F;
  const RandomSamples data(sample, labels, 3);
  Workspace workspace;
  std::vector<float> gradient(17);
  const double loss = model->gradient(parameters, data.batch(), {}, gradient, workspace);
  std::vector<float> expected(17, 0.0F);
  double expected_loss = 0.0;
  for (std::size_t n = 0; n < 3; ++n) {
    for (std::size_t j = 0; j < 4; ++j) {
      const float error = 2.0F * data.features[4 * n + j] - data.values[4 * n + j];
      const float slope = 2.0F * error / 12.0F;
      expected_loss += static_cast<double>(error * error) / 12.0;
      for (std::size_t i = 0; i < 4; ++i) expected[4 * i + j] += 4.0F * data.features[4 * n + i] * slope;
      expected[16] += data.features[4 * n + j] * slope;
    }
  }
  CHECK(loss == Approx(expected_loss).epsilon(1e-5));
  for (std::size_t i = 0; i < 17; ++i) {
    CAPTURE(i);
    CHECK(gradient[i] == Approx(expected[i]).epsilon(1e-4).margin(1e-5));
  }
  // Three products of 4 x 4 by a sample, forward: 3 * 32. Backward, for the inputs of the last two and for both uses
  // of A: 4 * 32.
  CHECK(model->gradient_flops(5) == 5 * 7 * 32);
}

void numbers_and_texts_are_told() {
  struct Trial {
    const char* file;
    Json loss;
    Shape sample;
    LabelShape labels;
    float rate;
  };
  const Shape text{.channels = 1, .width = 6, .symbols = 27};
  for (const auto& [file, loss, sample, labels, rate] :
       {Trial{"regression", "huber", {4}, {0, 1}, 0.05F}, Trial{"regression", "binary-cross-entropy", {4}, {2}, 0.5F},
        Trial{"symbols", "cross-entropy", text, {27, 6}, 5.0F}}) {
    CAPTURE(file, loss);
    const auto model = bound(file, sample, labels, {{"loss", loss}});
    CHECK(model->has_accuracy() == (labels.classes > 0));
    std::vector<float> parameters(model->parameter_count());
    model->initialise(parameters, Stream(1, Purpose::initial_model, 0, 0));
    std::vector<float> gradient(parameters.size());
    Workspace workspace;
    const RandomSamples data(sample, labels, 4);
    std::vector<double> losses;
    for (int step = 0; step < 10; ++step) {
      losses.push_back(model->gradient(parameters, data.batch(), {}, gradient, workspace));
      for (std::size_t i = 0; i < gradient.size(); ++i) parameters[i] -= rate * gradient[i];
    }
    CHECK(losses.back() < 0.95 * losses.front());
    // Nothing differs in training: an evaluation is the mean loss of the same batch, of four samples.
    CHECK(model->evaluate(parameters, {}, data.batch(), workspace).loss / 4.0 ==
          Approx(model->gradient(parameters, data.batch(), {}, gradient, workspace)).epsilon(1e-5));
  }
}

void flops_are_counted_or_given() {
  // 4 x 3 weights: 24 operations forward and 24 for their gradient; none for that of the inputs.
  CHECK(bound("small", {4}, {3})->gradient_flops(10) == 480);
  const auto given = bound("small", {4}, {3}, {{"flops", 1000}});
  CHECK(given->gradient_flops(10) == 10000);
  CHECK(sum(given->backward_flops(10)) == 5000);
  CHECK(bound("elementwise", {4}, {3}, {{"flops", 7}})->gradient_flops(10) == 70);
}

void refusals_are_in_a_line() {
  const std::string folder = LOWBAND_TORCH_MODULES;
  const auto refusal = [&](const std::string& file, const Shape& sample = {4}, const LabelShape& labels = {3}) {
    return usage_error([&] { static_cast<void>(bound(file, sample, labels)); });
  };
  const auto told = [&](const std::string& file) { return folder + "/" + file + ".pt: "; };
  const std::string given = "given a batch of 2 x 4: ";
  CHECK(refusal("doubles") ==
        told("doubles") + "the parameter w is of Double: expected dense float32 (in Python: module.float())");
  CHECK(refusal("frozen") == told("frozen") +
                                 "the module has nothing to learn: no parameter with requires_grad (a frozen module "
                                 "has none)");
  CHECK(refusal("cumulative") ==
        told("cumulative") + "the batch normalisation bn has no momentum: expected a number, such as 0.1");
  CHECK(refusal("tuple") == told("tuple") + given + "it gives Tuple: expected forward(batch) to give one tensor");
  CHECK(refusal("scalar") == told("scalar") + given +
                                 "it gives no outputs of each sample: expected a tensor whose first extent is that "
                                 "of the batch");
  CHECK(refusal("draws") == told("draws") + given + "it draws random numbers in evaluation (after module.eval())");
  CHECK(refusal("counts") == told("counts") + given +
                                 "it changes its attribute calls, of which workers have none of their own: expected "
                                 "a buffer (register_buffer)");
  CHECK(refusal("detached") == told("detached") + given + "its outputs do not depend on its parameters");
  CHECK(refusal("changes") == told("changes") + given + "it changes its parameter w by itself: only the optimizer may");
  CHECK(refusal("elementwise") ==
        told("elementwise") + "it has no matrix products and no convolutions to count: expected the key \"flops\"");
  CHECK(refusal("small", {5}) ==
        told("small") + "given a batch of 2 x 5: mat1 and mat2 shapes cannot be multiplied (2x5 and 4x3)");
  CHECK(refusal("small", {4}, {7}) ==
        "the layers give 3 x 1 x 1 values; for these data the cross-entropy takes 7 x 1 x 1, as many "
        "channels as classes and as many places as labels");
  CHECK(refusal("small", {4}, {0}) == "a classifier needs data of at least 2 classes, these have 0");

  const test::TemporaryFolder other;
  test::put(other / "text.pt", "no module");
  const auto text = models().read({{"name", "torchscript"}, {"file", "text.pt"}}, Place("model"));
  open(*text, other.path());
  CHECK_THAT(usage_error([&] { text->bind({4}, {3}); }),
             Catch::Contains("text.pt: no TorchScript module, as torch.jit.save writes it: "));
  CHECK_THAT(usage_error([] { static_cast<void>(opened("absent")); }),
             Catch::Contains("the TorchScript file \"absent.pt\" is not there; looked in: " + folder));
}

// In one child: to load libtorch takes a second.
TEST_CASE("what a TorchScript file holds is learned, told, counted, or refused in a line", "[torch]") {
  in_child([] {
    shared_parameters_are_one();
    numbers_and_texts_are_told();
    flops_are_counted_or_given();
    refusals_are_in_a_line();
  });
}

}  // namespace
}  // namespace lowband
