#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/local_model.hpp"
#include "sim/algorithms/periods/local_steps.hpp"
#include "sim/algorithms/synchroniser.hpp"
#include "sim/base/component.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/engine/platform.hpp"

namespace lowband {

class OuterOptimizer;

/// Numbers that algorithms have settled, by all that they depend on.
using SettledNumbers = std::map<std::string, double>;

/// A way to learn together: local steps on every worker, then a synchronisation, and so on (parallel restarted SGD).
/// Its paradigm says how workers synchronise. The object holds parameters and what all workers share, such as the
/// mixing matrix; what a worker keeps is in its Synchroniser.
class Algorithm : public Component {
 public:
  /// States what every algorithm has: name, training, local_steps, optimizer_state, exchange_buffers, compression. An
  /// override calls it first.
  void parameters(Parameters& parameters) override;

  /// The label of this algorithm in results.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Its own settings of training, which is otherwise that of the experiment: a comparison is fair where each algorithm
  /// has the learning rate that suits it. Keys of TrainingSettings::parameters_of_algorithms().
  [[nodiscard]] const Json& training() const noexcept { return training_; }
  /// Puts these settings, with their defaults filled in, in place of those that were read.
  void set_training(Json resolved) { training_ = std::move(resolved); }
  /// K, the local steps of a worker from one synchronisation to the next.
  [[nodiscard]] const Period& period() const noexcept { return local_steps_.period(); }
  /// What becomes of the state of the workers' optimisers at a synchronisation.
  [[nodiscard]] StateAtSynchronisation optimizer_state() const;
  /// Whether the models' buffers are exchanged, too; else each worker keeps its own.
  [[nodiscard]] bool exchanges_buffers() const noexcept { return exchanges_buffers_; }
  /// Whether workers may come to a synchronisation with different numbers of steps: not if some of them could be at
  /// different synchronisations.
  [[nodiscard]] virtual bool allows_periods_by_time() const { return false; }
  /// Whether a synchronisation begins while the local step before it goes on.
  [[nodiscard]] virtual bool overlaps() const { return false; }
  /// What is done with the average before workers go on from it; none where there is no average equal on all of them.
  [[nodiscard]] virtual const OuterOptimizer* outer() const { return nullptr; }
  [[nodiscard]] const Compression& compression() const noexcept { return compression_; }
  [[nodiscard]] bool compressed() const noexcept { return !compression_.is_none(); }
  /// What is allowed but should not go unnoticed, each a sentence about this algorithm; it has been prepared. What
  /// depends on the model's tensors is told once `layout` is known, which it is not while it is empty.
  [[nodiscard]] virtual std::vector<std::string> warnings(const Layout& layout = {}) const;

  /// Whether what its workers compute and send is the same on every network, so that a run can be recorded once and
  /// timed on others. Not so where a worker acts on what happens to have arrived, or on the time.
  [[nodiscard]] virtual bool is_timing_independent() const = 0;
  /// Fixes the number of workers; called once, before everything below. Throws UsageError at `place`.
  virtual void prepare(int workers, const Place& place) = 0;
  /// Whether it must know the platform of a scenario, by meet(), before it runs there.
  [[nodiscard]] virtual bool needs_platform() const { return false; }
  /// Learns where the workers are, with the routes between pairs(), and the tensors of what is exchanged, none if they
  /// are not known yet. Called for each run, in the process of that run. Throws UsageError at `place` if it is of no
  /// use there.
  virtual void meet(const PlatformReport& /*platform*/, const Layout& /*exchanged*/, const Place& /*place*/) {}
  /// The pairs (from, to) of workers that send each other messages; before meet(), all that may.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> pairs() const = 0;
  /// The name of the collective that workers use; "" if there is none.
  [[nodiscard]] virtual std::string collective() const { return ""; }
  /// Whether settle() has something to do, which needs the model's tensors.
  [[nodiscard]] virtual bool has_to_settle() const { return false; }
  /// Settles what parameters leave to the algorithm, as numbers that its parameters hold from then on, for workers that
  /// exchange vectors of these tensors. Called before anything is recorded, once it has been prepared. `known`: what
  /// algorithms of this experiment have settled, so that nothing is looked for twice. Throws UsageError at `place`.
  virtual void settle(const Layout& /*exchanged*/, SettledNumbers& /*known*/, const Place& /*place*/) {}
  /// Facts for the manifest that follow from parameters and the number of workers, such as the spectral gap.
  [[nodiscard]] virtual Json facts() const { return Json::object(); }
  /// A worker's side. All workers start from the same `initial` vector, whose tensors `layout` describes: a model, and
  /// what else is exchanged as the model is.
  [[nodiscard]] virtual std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                                   const Layout& layout) const = 0;

 protected:
  Algorithm() = default;
  /// Whether C(v) must be right on average, or the errors be fed back, for the algorithm to converge.
  [[nodiscard]] virtual bool needs_unbiased_codec() const { return true; }
  /// The compression, as a worker applies it to a model of this layout; with error feedback if the experiment or the
  /// algorithm itself asks for it.
  [[nodiscard]] ModelCodec model_codec(const Layout& layout, CodecErrors errors = CodecErrors::left) const;

 private:
  std::string name_;
  Json training_ = Json::object();
  LocalSteps local_steps_;
  std::string optimizer_state_ = "local";
  bool exchanges_buffers_ = false;
  Compression compression_;
};

[[nodiscard]] const Registry<Algorithm>& algorithms();

}  // namespace lowband
