#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/synchroniser.hpp"
#include "sim/base/component.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// A way to learn together: `local_steps` SGD steps on every worker, then a synchronisation (parallel restarted SGD).
/// Its paradigm says how workers synchronise. The object holds parameters and what all workers share, such as the
/// mixing matrix; what a worker keeps is in its Synchroniser.
class Algorithm : public Component {
 public:
  /// States what every algorithm has: name, local_steps, compression. An override calls it first.
  void parameters(Parameters& parameters) override;

  /// The label of this algorithm in results.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// K, the SGD steps of a worker from one synchronisation to the next.
  [[nodiscard]] int local_steps() const noexcept { return local_steps_; }
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
  /// The pairs (from, to) of workers that send each other messages.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> pairs() const = 0;
  /// Facts for the manifest that follow from parameters and the number of workers, such as the spectral gap.
  [[nodiscard]] virtual Json facts() const { return Json::object(); }
  /// A worker's side. All workers start from the same `initial` model, whose tensors `layout` describes.
  [[nodiscard]] virtual std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                                   const Layout& layout) const = 0;

 protected:
  Algorithm() = default;
  /// Whether C(v) must be right on average, or the errors be fed back, for the algorithm to converge.
  [[nodiscard]] virtual bool needs_unbiased_codec() const { return true; }
  /// The compression, as a worker applies it to a model of this layout; with error feedback if the experiment or the
  /// algorithm itself asks for it.
  [[nodiscard]] ModelCodec model_codec(const Layout& layout, bool error_feedback = false) const;

 private:
  std::string name_;
  int local_steps_ = 1;
  Compression compression_;
};

[[nodiscard]] const Registry<Algorithm>& algorithms();

}  // namespace lowband
