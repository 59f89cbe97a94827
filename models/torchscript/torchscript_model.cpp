// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/torchscript_model.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

#include "models/data/sha256.hpp"
#include "models/torchscript/library.hpp"
#include "sim/base/error.hpp"
#include "sim/base/finite.hpp"
#include "sim/base/json.hpp"

namespace lowband {

namespace {

/// Two sizes of batches with which a module is tried: batch normalisation takes no single sample.
constexpr std::size_t few = 2;
constexpr std::size_t more = 4;

/// A batch of samples of this shape, as PyTorch has it.
std::vector<std::int64_t> extents_of(std::size_t samples, const Shape& shape) {
  std::vector<std::size_t> extents = {samples};
  if (shape.symbols) {
    extents.push_back(shape.size());
  } else {
    extents.push_back(shape.channels);
    if (shape.height > 1) extents.push_back(shape.height);
    if (shape.height > 1 || shape.width > 1) extents.push_back(shape.width);
  }
  return {extents.begin(), extents.end()};
}

/// The shape of what a module gives for each sample: [samples], [samples, channels], [samples, channels, steps] or
/// [samples, channels, height, width].
Shape shape_of(const std::vector<std::int64_t>& extents) {
  constexpr std::size_t most = 4;
  if (extents.size() > most) {
    throw std::runtime_error(fmt::format("it gives {}: expected at most {} extents", fmt::join(extents, " x "), most));
  }
  const auto extent = [&](std::size_t i) { return static_cast<std::size_t>(extents[i]); };
  switch (extents.size()) {
    case 1:
      return {1, 1, 1};
    case 2:
      return {extent(1), 1, 1};
    case 3:
      return {extent(1), 1, extent(2)};
    default:
      return {extent(1), extent(2), extent(3)};
  }
}

/// All of a file as it is: PyTorch's are ZIP archives, which read_file() takes for packed by mistake.
std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw UsageError(fmt::format("{}: cannot be read: {}", file, std::strerror(errno)));
  return bytes;
}

Json json_of(const std::vector<torchscript::Tensor>& tensors) {
  Json list = Json::array();
  for (const auto& tensor : tensors) list.push_back({tensor.name, tensor.shape});
  return list;
}

Layout layout_of(const Json& list) {
  Layout layout;
  for (const Json& tensor : list) {
    layout.push_back({tensor.at(0).get<std::string>(), tensor.at(1).get<std::vector<std::size_t>>()});
  }
  return layout;
}

Json json_of(const torchscript::Examination& found) {
  return {{"outputs", found.outputs},
          {"forward", found.forward_flops},
          {"backward", found.backward_flops},
          {"draws", found.draws}};
}

/// What `action` returns. What a module throws gets its file, and when it was.
template <class Action>
auto concerning(const std::string& file, const std::string& when, Action action) {
  try {
    return action();
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("{}: {}{}", file, when, error.what()));
  }
}

std::uint64_t seed_of(Stream random) {
  const std::uint64_t high = random();
  return (high << 32U) | random();
}

}  // namespace

TorchScriptModel::TorchScriptModel() : loss_(read_named(losses(), "cross-entropy", Place("defaults"))) {}

void TorchScriptModel::parameters(Parameters& parameters) {
  parameters.text("file", file_, "of torch.jit.save, beside the experiment file or in a data folder",
                  Parameters::Need::required);
  declare_component(parameters, "loss", loss_, losses(), "of the outputs: what is made small");
  parameters.number("flops", flops_, {.least = 0.0, .most = 1e18, .above = true}, "",
                    "floating-point operations of a gradient, of each sample; default: its matrix products and "
                    "convolutions are counted");
}

void TorchScriptModel::open(const Surroundings& surroundings) {
  path_ = find_file(surroundings.folders, "the TorchScript file", file_);
  bytes_ = bytes_of(path_);
  Sha256 hash;
  hash.add(bytes_.data(), bytes_.size());
  sha256_ = hash.hexadecimal();
  apart_ = surroundings.apart;
  module_ = nullptr;
}

Json TorchScriptModel::facts() const {
  return {{"sha256", sha256_}, {"libtorch", libtorch_}, {"instructions", instructions_}};
}

const torchscript::Module& TorchScriptModel::module() const {
  const std::scoped_lock lock(mutex_);
  if (module_ == nullptr) {
    module_ = concerning(path_, "", [&] { return torchscript::plugin().open(bytes_, draws_); });
  }
  return *module_;
}

Json TorchScriptModel::examined(const Shape& sample) const {
  const torchscript::Module& tried = module();
  Json found = {{"parameters", json_of(tried.parameters())},
                {"buffers", json_of(tried.buffers())},
                {"libtorch", torchscript::plugin().version},
                {"instructions", torchscript::plugin().instructions},
                {"batches", Json::array()}};
  for (const std::size_t samples : {few, more}) {
    const std::vector<float> zeros(samples * sample.size(), 0.0F);
    const torchscript::Input input{zeros.data(), extents_of(samples, sample), sample.symbols.has_value()};
    const std::string when = fmt::format("given a batch of {}{}: ", fmt::join(input.extents, " x "),
                                         input.are_symbols ? " symbols (int64)" : "");
    found["batches"].push_back(concerning(path_, when, [&] { return json_of(tried.examine(input)); }));
  }
  return found;
}

void TorchScriptModel::bind(const Shape& sample, const LabelShape& labels) {
  loss_->require_labels(labels);
  sample_ = sample;
  take(parse_json(apart_([&] { return examined(sample).dump(); }), path_));
  loss_->require_outputs(outputs_, labels);
  if (!flops_ && measured_flops(1) <= 0.0) {
    throw UsageError(
        fmt::format("{}: it has no matrix products and no convolutions to count: expected the key \"flops\"", path_));
  }
}

void TorchScriptModel::take(const Json& found) {
  layout_ = layout_of(found.at("parameters"));
  buffers_ = layout_of(found.at("buffers"));
  libtorch_ = found.at("libtorch").get<std::string>();
  instructions_ = found.at("instructions").get<std::string>();
  const Json& of_few = found.at("batches").at(0);
  const Json& of_more = found.at("batches").at(1);
  outputs_ = concerning(path_, "", [&] { return shape_of(of_few.at("outputs").get<std::vector<std::int64_t>>()); });
  draws_ = of_few.at("draws").get<bool>();
  module_ = nullptr;  // it is to be opened with this known
  // Two sizes tell what is done for each sample, and what once.
  const auto line = [](double fewer, double larger) {
    const double per_sample = (larger - fewer) / static_cast<double>(more - few);
    return Flops{fewer - per_sample * static_cast<double>(few), per_sample};
  };
  forward_ = line(of_few.at("forward").get<double>(), of_more.at("forward").get<double>());
  const auto fewer = of_few.at("backward").get<std::vector<double>>();
  const auto larger = of_more.at("backward").get<std::vector<double>>();
  backward_.clear();
  for (std::size_t i = 0; i < fewer.size(); ++i) backward_.push_back(line(fewer[i], larger.at(i)));
}

torchscript::Input TorchScriptModel::input(const Batch& batch) const {
  return {batch.features.data(), extents_of(batch.size(), sample_), sample_.symbols.has_value()};
}

Outputs TorchScriptModel::outputs(const torchscript::Output& given) const {
  if (shape_of(given.extents) != outputs_) {
    throw std::runtime_error(fmt::format("it gives {} for a batch, and gave {} x {} x {} for a sample before",
                                         fmt::join(given.extents, " x "), outputs_.channels, outputs_.height,
                                         outputs_.width));
  }
  return {given.values, static_cast<std::size_t>(given.extents.front()), outputs_};
}

void TorchScriptModel::initialise(std::span<float> parameters, Stream /*random*/) const {
  module().initial(parameters, {});
}

void TorchScriptModel::initialise_buffers(std::span<float> buffers) const { module().initial({}, buffers); }

double TorchScriptModel::gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                                  std::span<float> gradient, Workspace& workspace) const {
  const torchscript::Step step{.buffers = mode.buffers,
                               .seed = mode.random ? std::optional(seed_of(*mode.random)) : std::nullopt,
                               .gradient = gradient};
  double loss = 0.0;
  concerning(path_, "in training: ", [&] {
    module().train({parameters, mode.buffers}, step, input(batch), [&](const torchscript::Output& given, float* slope) {
      loss = loss_->gradient(outputs(given), batch, slope, workspace);
    });
  });
  return all_finite(parameters) && all_finite(gradient) ? loss : std::numeric_limits<double>::quiet_NaN();
}

Evaluation TorchScriptModel::evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                      const Batch& batch, Workspace& workspace) const {
  Evaluation evaluation;
  concerning(path_, "in evaluation: ", [&] {
    module().evaluate({parameters, buffers}, input(batch), [&](const torchscript::Output& given) {
      evaluation = loss_->evaluate(outputs(given), batch, workspace);
    });
  });
  if (!all_finite(parameters)) evaluation.loss = std::numeric_limits<double>::quiet_NaN();
  return evaluation;
}

double TorchScriptModel::measured_flops(std::size_t samples) const {
  double sum = forward_.of(samples);
  for (const Flops& tensor : backward_) sum += tensor.of(samples);
  return sum;
}

double TorchScriptModel::gradient_flops(std::size_t samples) const {
  return flops_ ? *flops_ * static_cast<double>(samples) : measured_flops(samples);
}

std::vector<double> TorchScriptModel::backward_flops(std::size_t samples) const {
  const double measured = measured_flops(samples);
  if (measured <= 0.0) return Model::backward_flops(samples);
  std::vector<double> flops;
  for (const Flops& tensor : backward_) flops.push_back(tensor.of(samples) * gradient_flops(samples) / measured);
  return flops;
}

}  // namespace lowband
