#include "sim/algorithms/all_reduce/all_reduce.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/algorithms/all_reduce/all_gather.hpp"
#include "sim/algorithms/all_reduce/low_rank_average.hpp"
#include "sim/algorithms/all_reduce/model_average.hpp"
#include "sim/algorithms/all_reduce/per_hop.hpp"
#include "sim/algorithms/all_reduce/shared_scale.hpp"
#include "sim/algorithms/all_reduce/two_phase.hpp"

namespace lowband {

AllReduce::AllReduce() : outer_(read_named(outer_optimizers(), "none", Place("default"))) {}

void AllReduce::parameters(Parameters& parameters) {
  Algorithm::parameters(parameters);
  parameters.choice("quantization", quantization_, {"per-hop", "shared-scale", "all-gather", "two-phase"},
                    "where compressed differences are added: decoded and encoded again at each hop; as integers on "
                    "scales that all workers share; by everybody, who gets all codes; by owners of chunks");
  state_component(parameters, "outer", outer_, outer_optimizers(), "what is done with the average");
}

void AllReduce::check(const Place& place) {
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
}

void AllReduce::prepare(int workers, const Place& /*place*/) { workers_ = workers; }

std::vector<std::pair<int, int>> AllReduce::pairs() const {
  std::vector<std::pair<int, int>> pairs;
  const bool everybody = compressed() && quantization_ == "two-phase" && compression().codec().matrix_rank() == 0;
  for (int i = 0; i < workers_; ++i) {
    for (int distance = 1; distance < (everybody ? workers_ : std::min(workers_, 2)); ++distance) {
      pairs.emplace_back(i, (i + distance) % workers_);
    }
  }
  return pairs;
}

std::unique_ptr<Synchroniser> AllReduce::synchroniser(int rank, const FloatBuffer& initial,
                                                      const Layout& layout) const {
  if (!compressed()) return std::make_unique<ModelAverage>();
  if (compression().codec().matrix_rank() > 0) return std::make_unique<LowRankAverage>(compression(), layout, initial);
  if (quantization_ == "per-hop") return std::make_unique<PerHopAverage>(model_codec(layout), initial);
  if (quantization_ == "all-gather") return std::make_unique<AllGatherAverage>(model_codec(layout), initial);
  if (quantization_ == "two-phase") {
    const Chunks chunks(initial.size(), workers_);
    ModelCodec owner_codec = model_codec(layout);
    owner_codec.restrict_memory({chunks.begin(rank), chunks.size(rank)});
    return std::make_unique<TwoPhaseAverage>(model_codec(layout), std::move(owner_codec), initial);
  }
  return std::make_unique<SharedScaleAverage>(model_codec(layout), initial);
}

}  // namespace lowband
