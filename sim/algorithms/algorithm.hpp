// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/local_model.hpp"
#include "sim/algorithms/method.hpp"
#include "sim/algorithms/worker_weights.hpp"
#include "sim/base/component.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/node_place.hpp"

namespace lowband {

/// The tensors of a layout, as codecs see them.
[[nodiscard]] std::vector<CodedTensor> coded_tensors(const Layout& layout);

/// A way to learn together, as an experiment states it. It holds parameters and nothing else; prepared() makes the
/// Method of it that runs.
class Algorithm : public Component {
 public:
  /// The label of this algorithm in results.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Its own settings of training, which is otherwise that of the experiment: a comparison is fair where each algorithm
  /// has the learning rate that suits it. Keys of TrainingSettings::parameters_of_algorithms().
  [[nodiscard]] const Json& training() const noexcept { return training_; }
  /// Puts these settings, with their defaults filled in, in place of those that were read.
  void set_training(Json resolved) { training_ = std::move(resolved); }
  /// What becomes of the state of the workers' optimisers at a synchronisation.
  [[nodiscard]] StateAtSynchronisation optimizer_state() const;
  /// Whether the models' buffers are exchanged, too; else each worker keeps its own.
  [[nodiscard]] bool exchanges_buffers() const noexcept { return exchanges_buffers_; }
  /// Whether each worker counts as often as it has training samples; else all count alike.
  [[nodiscard]] bool averages_by_samples() const noexcept { return average_ == by_samples; }
  /// The key that makes what its nodes do depend on how many training samples each worker has (Setting::samples); "" if
  /// none does.
  [[nodiscard]] virtual std::string key_of_samples() const { return averages_by_samples() ? "average" : ""; }
  /// When its nodes exchange, for people, after the name: "synchronises every 4 steps".
  [[nodiscard]] virtual std::string rhythm() const = 0;
  [[nodiscard]] const Compression& compression() const noexcept { return compression_; }
  [[nodiscard]] bool compressed() const noexcept { return !compression_.is_none(); }
  /// Whether the sizes of its messages follow from the layout.
  [[nodiscard]] virtual bool has_known_sizes() const { return !compressed() || compression_.has_known_sizes(); }
  /// What is allowed but should not go unnoticed, each a sentence about this algorithm in so many iterations. What
  /// depends on the tensors that are exchanged is told once these are known, which they are not while they are empty.
  [[nodiscard]] virtual std::vector<std::string> warnings(const Layout& exchanged, std::uint64_t iterations) const;

  /// Throws UsageError at `place`, where it stands, if it does not go together with how its workers train.
  virtual void check_training(const TrainingSettings& /*training*/, const Place& /*place*/) const {}

  /// Throws UsageError at `place`, where it stands, if it says something of tensors that are not among these.
  virtual void check_tensors(const Layout& exchanged, const Place& place) const;

  /// Throws UsageError at `place`, where it stands, if it cannot run where workers go out of use for a time.
  virtual void check_devices_over_time(const Place& /*place*/) const {}

  /// Whether what its workers compute and send is the same on every network, so that a run can be recorded once and
  /// timed on others. Not so where a worker acts on what happens to have arrived, or on the time.
  [[nodiscard]] virtual bool is_timing_independent() const = 0;
  /// Whether all workers come to the same iterations, at which they can be evaluated together.
  [[nodiscard]] virtual bool is_in_step() const = 0;
  /// The nodes that it needs beside so many workers: their ranks follow those of the workers.
  [[nodiscard]] virtual std::vector<NodePlace> other_nodes(int /*workers*/) const { return {}; }
  /// Whether it must know where the workers are before it runs there: Setting::whereabouts.
  [[nodiscard]] virtual bool needs_whereabouts() const { return false; }
  /// Whether it has something to settle, for which it must know Setting::exchanged and Setting::known.
  [[nodiscard]] virtual bool has_to_settle() const { return false; }
  /// The method for this setting, which refers to this algorithm. What is not known yet leaves some of it open: pairs()
  /// can be asked for in any case. Throws UsageError at `place`.
  [[nodiscard]] virtual std::unique_ptr<const Method> prepared(const Setting& setting, const Place& place) const = 0;

 protected:
  Algorithm() = default;
  /// What keys say that go by training samples.
  static constexpr auto by_samples = "samples";

  /// Declare what every algorithm has: name, training; and average, optimizer_state, exchange_buffers, compression.
  void parameters_of_training(Parameters& parameters);
  void parameters_of_exchange(Parameters& parameters);
  /// How often each worker counts, as far as the setting tells.
  [[nodiscard]] WorkerWeights weights(const Setting& setting) const;
  /// Whether C(v) must be right on average, or the errors be fed back, for the algorithm to converge.
  [[nodiscard]] virtual bool needs_unbiased_codec() const { return true; }
  /// The compression, as a worker applies it to a model of this layout; with error feedback if the experiment or the
  /// algorithm itself asks for it.
  [[nodiscard]] ModelCodec model_codec(const Layout& layout, CodecErrors errors = CodecErrors::left) const;
  /// The same with another compression than that of `compression`, to which it refers.
  [[nodiscard]] static ModelCodec model_codec_of(const Compression& compression, const Layout& layout,
                                                 CodecErrors errors = CodecErrors::left);

 private:
  std::string name_;
  Json training_ = Json::object();
  std::string average_ = "equal";
  std::string optimizer_state_ = "local";
  bool exchanges_buffers_ = false;
  Compression compression_;
};

[[nodiscard]] const Registry<Algorithm>& algorithms();

}  // namespace lowband
