// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/all_reduce.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

#include "sim/algorithms/periodic/all_reduce/all_gather.hpp"
#include "sim/algorithms/periodic/all_reduce/all_reduce_form.hpp"
#include "sim/algorithms/periodic/all_reduce/buckets.hpp"
#include "sim/algorithms/periodic/all_reduce/low_rank_average.hpp"
#include "sim/algorithms/periodic/all_reduce/model_average.hpp"
#include "sim/algorithms/periodic/all_reduce/per_hop.hpp"
#include "sim/algorithms/periodic/all_reduce/shared_scale.hpp"
#include "sim/algorithms/periodic/all_reduce/two_phase.hpp"
#include "sim/base/chunks.hpp"

namespace lowband {

namespace {

/// All-reduce by one collective.
class PreparedAllReduce final : public PeriodicMethod {
 public:
  PreparedAllReduce(const AllReduce& algorithm, std::unique_ptr<const Collective> collective, WorkerWeights weights)
      : PeriodicMethod(algorithm, collective->workers(), std::move(weights)),
        all_reduce_(algorithm),
        collective_(std::move(collective)) {}

  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override {
    auto pairs = collective_->pairs();
    if (!all_reduce_.period().seconds() || workers() == 1) return pairs;
    // Workers who synchronise by time first tell their numbers of steps around the ring.
    std::set<std::pair<int, int>> all(pairs.begin(), pairs.end());
    for (int i = 0; i < workers(); ++i) all.emplace(i, (i + 1) % workers());
    return {all.begin(), all.end()};
  }
  [[nodiscard]] std::string collective() const override { return collective_->name(); }
  /// It may have begun the next one, which ends for nobody before all have begun it.
  [[nodiscard]] std::uint64_t most_ahead() const override { return 1; }
  [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& initial,
                                                           const Layout& layout) const override {
    return all_reduce_.average(*collective_, {rank, weight(rank)}, initial, layout);
  }

  [[nodiscard]] std::vector<ClosedForm> closed_forms(const Layout& exchanged) const override {
    if (workers() == 1) return {ClosedForm::none("a worker alone exchanges nothing")};
    return {all_reduce_form(all_reduce_, *collective_, exchanged)};
  }

 private:
  const AllReduce& all_reduce_;
  std::unique_ptr<const Collective> collective_;
};

}  // namespace

AllReduce::AllReduce()
    : collective_(read_named(collectives(), "ring", Place("default"))),
      outer_(read_named(outer_optimizers(), "none", Place("default"))) {}

void AllReduce::parameters(Parameters& parameters) {
  PeriodicAlgorithm::parameters(parameters);
  declare_component(parameters, "collective", collective_, collectives(), "who sends which part to whom");
  parameters.choice("quantization", quantization_,
                    {{"per-hop", "sums are decoded, added to and encoded again at each hop",
                      "quantized parallel restarted SGD: Wu et al., arXiv:2004.09125, read literally"},
                     {"shared-scale", "integers are added, on scales that all workers share",
                      "Wen et al., TernGrad, NeurIPS 2017 (arXiv:1705.07878)"},
                     {"all-gather", "everybody gets all codes, and adds them",
                      "Alistarh et al., QSGD, NeurIPS 2017 (arXiv:1610.02132)"},
                     {"two-phase", "owners of chunks add the codes, and send the mean in one of their own",
                      "Tang et al., 1-bit Adam, ICML 2021 (arXiv:2102.02888)"}},
                    "where compressed differences are added");
  parameters.no_effect_if([this]() -> std::string {
    if (!compressed()) return "nothing is compressed";
    const bool is_average = compression().codec().matrix_rank() > 0;
    return is_average ? fmt::format("the codec \"{}\" has an average of its own", compression().name()) : "";
  });
  parameters.integer("fusion_bytes", fusion_bytes_, {.least = 1}, "bytes",
                     "the model is exchanged in buckets of as many tensors as fit, the last layer first; unless given, "
                     "as a whole");
  parameters.flag("overlap", overlap_,
                  "a bucket is exchanged as soon as the backward pass has made it, while the pass continues");
  parameters.no_effect_if([this] {
    return period().seconds() ? "with periods \"by-time\" a worker knows only after a step that it was the last one"
                              : "";
  });
  declare_component(parameters, "outer", outer_, outer_optimizers(), "what is done with the average");
}

void AllReduce::check(const Place& place) {
  PeriodicAlgorithm::check(place);
  const Compressor& codec = compression().codec();
  if (codec.reads_receiver()) {
    (place / "compression")
        .fail(fmt::format("a \"{}\" code is read with a vector near the sender's, which a partial sum is not: use it "
                          "with \"gossip\"",
                          compression().name()));
  }
  if (compressed() && quantization_ == "shared-scale" && codec.shared_scale() == nullptr && codec.matrix_rank() == 0) {
    (place / "quantization")
        .fail(fmt::format("the codec \"{}\" has no integers on shared scales: use \"per-hop\"", compression().name()));
  }
  if (compressed() && quantization_ == "shared-scale" && compression().all().size() > 1) {
    (place / "compression" / "rules")
        .fail("\"shared-scale\" adds the integers of one codec: expected \"none\" as the compression of each rule");
  }
  if (overlap_ && !fusion_bytes_) {
    (place / "overlap").fail("the whole model is exchanged at once, at the end: give \"fusion_bytes\"");
  }
  if (is_two_phase() && collective_.name != "direct") {
    (place / "quantization")
        .fail(fmt::format("\"two-phase\" is an exchange between all workers and the owners of chunks: use it with "
                          "\"collective\": \"direct\", not \"{}\"",
                          collective_.name));
  }
}

std::vector<std::string> AllReduce::warnings(const Layout& exchanged, std::uint64_t iterations) const {
  auto lines = PeriodicAlgorithm::warnings(exchanged, iterations);
  const std::size_t bytes = size_of(exchanged) * sizeof(float);
  const bool is_one_bucket = fusion_bytes_ && bytes > 0 && bytes <= static_cast<std::size_t>(*fusion_bytes_);
  if (is_one_bucket && optimizer_state() != StateAtSynchronisation::averaged) {
    lines.push_back(fmt::format("the model, {} bytes, is one bucket of {} bytes: it is exchanged as a whole{}", bytes,
                                *fusion_bytes_, overlap_ ? ", and nothing overlaps" : ""));
  }
  return lines;
}

bool AllReduce::has_known_sizes() const {
  return quantization_ == "shared-scale" || PeriodicAlgorithm::has_known_sizes();
}

bool AllReduce::is_two_phase() const {
  return compressed() && compression().codec().matrix_rank() == 0 && quantization_ == "two-phase";
}

std::unique_ptr<const Method> AllReduce::prepared(const Setting& setting, const Place& place) const {
  const Place here = place / "collective";
  auto collective = collective_->prepared({setting.workers, setting.whereabouts}, here);
  if (needs_whereabouts() && setting.whereabouts != nullptr && !setting.exchanged.empty()) {
    const auto exchanged = exchanges(*collective, setting.exchanged);
    collective = collective_->prepared({setting.workers, setting.whereabouts, exchanged}, here);
  }
  return std::make_unique<PreparedAllReduce>(*this, std::move(collective), weights(setting));
}

std::vector<Exchange> AllReduce::exchanges(const Collective& collective, const Layout& exchanged) const {
  return average(collective, {}, {}, exchanged)->exchanges();
}

std::unique_ptr<Average> AllReduce::average(const Collective& collective, const Contributor& own,
                                            const FloatBuffer& initial, const Layout& layout) const {
  if (!fusion_bytes_) return whole_average(collective, own, initial, layout);
  return std::make_unique<Buckets>(
      static_cast<std::uint64_t>(*fusion_bytes_), initial, layout,
      [&](const FloatBuffer& part, const Layout& tensors) { return whole_average(collective, own, part, tensors); });
}

std::unique_ptr<Average> AllReduce::whole_average(const Collective& collective, const Contributor& own,
                                                  const FloatBuffer& initial, const Layout& layout) const {
  const float weight = own.weight;
  // A worker alone has nobody to send codes to.
  if (!compressed() || collective.workers() == 1) {
    return std::make_unique<ModelAverage>(collective, size_of(layout), weight);
  }
  if (compression().codec().matrix_rank() > 0) {
    return std::make_unique<LowRankAverage>(collective, compression(), layout, initial, weight);
  }
  ModelCodec codec = model_codec(layout);
  if (quantization_ == "per-hop") return std::make_unique<PerHopAverage>(collective, std::move(codec), initial, weight);
  if (quantization_ == "all-gather") {
    return std::make_unique<AllGatherAverage>(collective, std::move(codec), initial, weight);
  }
  if (quantization_ == "two-phase") {
    ModelCodec owner_codec = model_codec(layout);
    owner_codec.restrict_memory(Chunks(size_of(layout), collective.workers()).range(own.rank));
    return std::make_unique<TwoPhaseAverage>(collective, std::move(codec), std::move(owner_codec), initial, weight);
  }
  return std::make_unique<SharedScaleAverage>(collective, std::move(codec), initial, weight);
}

}  // namespace lowband
