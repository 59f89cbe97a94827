// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/gossip/consensus_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/algorithms/asynchronous/difference_pair.hpp"
#include "sim/algorithms/periodic/gossip/announced_gossip.hpp"
#include "sim/base/error.hpp"
#include "sim/compression/squared_norm.hpp"
#include "sim/topology/bipartition.hpp"
#include "sim/world/compute_scope.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_workers = 64;
constexpr std::size_t most_coordinates = 16384;
/// Of all workers together: what bounds the time of the search.
constexpr std::size_t most_floats = std::size_t{1} << 15U;

constexpr std::uint64_t seed = 1;

/// The coded tensors of a model, cut, and how much shorter the largest unit of the codec became.
struct CutTensors {
  std::vector<CodedTensor> tensors;
  double share = 1.0;
};

CutTensors cut(const Layout& layout, const Compression& compression, std::size_t most) {
  CutTensors result;
  std::size_t total = 0;
  std::size_t largest = 0;
  for (const auto& tensor : coded_tensors(layout)) {
    if (tensor.size == 0 || compression.of(tensor) == nullptr) continue;
    result.tensors.push_back(tensor);
    total += tensor.size;
    largest = std::max(largest, tensor.size);
  }
  if (result.tensors.empty()) return {{{most_coordinates / most_workers, true}}};  // nothing is coded
  const auto total_within = [&](std::size_t limit) {
    std::size_t sum = 0;
    for (const auto& tensor : result.tensors) sum += std::min(tensor.size, limit);
    return sum;
  };
  std::size_t limit = 1;  // of a tensor's size: the largest that keeps the total
  for (std::size_t step = std::bit_floor(largest); step > 0; step /= 2) {
    if (limit + step <= largest && total_within(limit + step) <= most) limit += step;
  }
  for (auto& tensor : result.tensors) tensor.size = std::min(tensor.size, limit);
  const double whole = static_cast<double>(compression.is_by_layer() ? largest : total);
  result.share = static_cast<double>(compression.is_by_layer() ? limit : total_within(limit)) / whole;
  return result;
}

/// The steps of the grid, from the largest.
std::vector<double> grid() {
  std::vector<double> steps = {1.0};
  for (double unit : {10.0, 100.0, 1000.0}) {
    for (int digit = 9; digit > 0; --digit) steps.push_back(digit / unit);
  }
  return steps;
}

/// Workers with a vector each, which do nothing but come to agree, in memory.
class Consensus {
 public:
  Consensus(int workers, std::size_t size) {
    for (int rank = 0; rank < workers; ++rank) {
      Stream random(seed, Purpose::data, static_cast<std::uint32_t>(rank), 0);
      FloatBuffer& model = models_.emplace_back(size);
      for (float& value : model) value = random.normal();
    }
    subtract_mean(size);
  }
  Consensus(const Consensus&) = delete;
  Consensus& operator=(const Consensus&) = delete;
  Consensus(Consensus&&) = delete;
  Consensus& operator=(Consensus&&) = delete;
  virtual ~Consensus() = default;

  /// A round; throws Diverged if a vector cannot be encoded any more.
  virtual void synchronise() = 0;

  /// sum_i ||x_i||^2: their mean is zero.
  [[nodiscard]] virtual double disagreement() const {
    double sum = 0.0;
    for (const auto& model : models_) sum += squared_norm(model);
    return sum;
  }

 protected:
  [[nodiscard]] std::vector<FloatBuffer>& models() noexcept { return models_; }

 private:
  void subtract_mean(std::size_t size) {
    for (std::size_t k = 0; k < size; ++k) {
      double sum = 0.0;
      for (const auto& model : models_) sum += static_cast<double>(model[k]);
      const auto mean = static_cast<float>(sum / static_cast<double>(models_.size()));
      for (auto& model : models_) model[k] -= mean;
    }
  }

  std::vector<FloatBuffer> models_;
};

/// Of a method with rounds: all synchronise, one after the other.
class ConsensusInRounds final : public Consensus {
 public:
  ConsensusInRounds(const GossipMethod& method, const MixingMatrix& matrix, const ModelCodec& codec, float step)
      : Consensus(matrix.size(), codec.size()), matrix_(matrix) {
    const FloatBuffer zero(codec.size(), 0.0F);
    for (int rank = 0; rank < matrix.size(); ++rank) {
      synchronisers_.push_back(method.make({MixingRow(matrix, rank), {}, codec, zero, step}));
      gossips_.push_back(&dynamic_cast<AnnouncedGossip&>(*synchronisers_.back()));
    }
  }

  void synchronise() override {
    const ComputeScope scope;
    std::vector<Message> announcements;
    for (std::size_t i = 0; i < models().size(); ++i) {
      const Stream random(seed, Purpose::quantization, static_cast<std::uint32_t>(i), round_);
      announcements.push_back(gossips_[i]->announce(models()[i], random));
    }
    for (std::size_t i = 0; i < models().size(); ++i) {
      std::vector<Message> received;
      for (const auto& neighbour : matrix_.neighbours(static_cast<int>(i))) {
        received.push_back(announcements[static_cast<std::size_t>(neighbour.worker)]);
      }
      gossips_[i]->take(received, models()[i]);
    }
    ++round_;
  }

 private:
  const MixingMatrix& matrix_;
  std::vector<std::unique_ptr<Synchroniser>> synchronisers_;
  std::vector<AnnouncedGossip*> gossips_;
  std::uint32_t round_ = 0;
};

/// Of pairs, in codes of differences: in a round every worker of the second side averages with a random neighbour.
class ConsensusOfPairs final : public Consensus {
 public:
  ConsensusOfPairs(const MixingMatrix& matrix, const ModelCodec& codec, float step)
      : Consensus(matrix.size(), codec.size()), matrix_(matrix) {
    Graph graph(matrix.size());
    const FloatBuffer zero(codec.size(), 0.0F);
    for (int rank = 0; rank < matrix.size(); ++rank) {
      for (const auto& neighbour : matrix.neighbours(rank)) graph.add_edge(rank, neighbour.worker);
      averages_.push_back(std::make_unique<DifferencePair>(codec, zero, step));
      shared_.emplace_back(models()[static_cast<std::size_t>(rank)]);
    }
    begins_ = bipartition(graph).is_second;
  }

  void synchronise() override {
    const ComputeScope scope;
    for (std::size_t i = 0; i < shared_.size(); ++i) {
      if (begins_[i]) exchange(i);
    }
    ++round_;
  }

  [[nodiscard]] double disagreement() const override {
    double sum = 0.0;
    for (const auto& model : shared_) sum += squared_norm(*model.value());
    return sum;
  }

 private:
  void exchange(std::size_t i) {
    const auto random = [&](Purpose purpose, std::size_t worker) {
      return Stream(seed, purpose, static_cast<std::uint32_t>(worker), round_, static_cast<std::uint32_t>(i));
    };
    const int rank = static_cast<int>(i);
    const auto& neighbours = matrix_.neighbours(rank);
    const int peer = neighbours[random(Purpose::peers, i).below(static_cast<std::uint32_t>(neighbours.size()))].worker;
    const auto j = static_cast<std::size_t>(peer);
    const Message request = averages_[i]->tell(peer, shared_[i], random(Purpose::quantization, i));
    const Message answer = averages_[j]->tell(rank, shared_[j], random(Purpose::quantization, j));
    averages_[j]->take(rank, request, shared_[j]);
    averages_[i]->take(peer, answer, shared_[i]);
  }

  const MixingMatrix& matrix_;
  std::vector<std::unique_ptr<PairAverage>> averages_;
  std::vector<SharedModel> shared_;
  std::vector<bool> begins_;
  std::uint32_t round_ = 0;
};

std::unique_ptr<Consensus> consensus(const GossipMethod& method, const Compression& compression,
                                     const MixingMatrix& matrix, const std::vector<CodedTensor>& tensors, float step) {
  const ModelCodec codec(compression, tensors, method.errors);
  if (method.has_rounds()) return std::make_unique<ConsensusInRounds>(method, matrix, codec, step);
  return std::make_unique<ConsensusOfPairs>(matrix, codec, step);
}

/// The disagreement after the rounds that are looked at, as a share of that at first; infinity beyond what can be
/// coded.
double disagreement_left(const std::unique_ptr<Consensus>& consensus, int rounds) {
  const double first = consensus->disagreement();
  double left = 1.0;
  for (int round = 0; round < rounds && left < 100.0; ++round) {
    try {
      consensus->synchronise();
    } catch (const Diverged&) {
      return std::numeric_limits<double>::infinity();
    }
    left = consensus->disagreement() / first;
  }
  return left;
}

}  // namespace

std::string consensus_step_rule() {
  return fmt::format(
      "the largest of 1, 0.9, ..., 0.1, 0.09, ..., 0.001 that contracts: with which, when this method and codec are "
      "simulated without gradients on normal vectors like the model's tensors (cut to 16,384 coordinates) and at most "
      "{} workers of this topology, disagreement falls in {} rounds (or more, if none contracts in so few) to a "
      "hundredth, or by a quarter of the orders of magnitude by which it falls without a codec",
      most_workers, consensus_rounds.front());
}

bool contracts(double with_codec, double without) {
  const double enough = std::max(0.01, std::pow(without, 0.25));
  return with_codec <= std::min(enough, 0.999);  // what stays as it is, but for rounding, does not contract
}

std::optional<double> largest_contracting_step(const GossipMethod& method, const Compression& compression,
                                               const MixingMatrix& matrix, const Layout& layout) {
  const std::size_t each = std::max(std::size_t{1}, most_floats / static_cast<std::size_t>(matrix.size()));
  const CutTensors searched = cut(layout, compression, std::min(most_coordinates, each));
  const Compression shortened = compression.shortened(searched.share);
  const Compression none;
  const std::vector<CodedTensor> few = {{std::min(each, std::size_t{64})}};
  for (const int rounds : consensus_rounds) {
    for (const double step : grid()) {
      const auto gamma = static_cast<float>(step);
      const double without = disagreement_left(consensus(method, none, matrix, few, gamma), rounds);
      const double left = disagreement_left(consensus(method, shortened, matrix, searched.tensors, gamma), rounds);
      if (contracts(left, without)) return step;
    }
  }
  return std::nullopt;
}

Graph searched_part(const Graph& graph) {
  if (static_cast<std::size_t>(graph.size()) <= most_workers) return graph;
  std::vector<int> order = {0};
  std::map<int, int> number = {{0, 0}};
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const int neighbour : graph.neighbours(order[next])) {
      if (number.size() == most_workers) break;
      if (number.emplace(neighbour, static_cast<int>(number.size())).second) order.push_back(neighbour);
    }
  }
  Graph part(static_cast<int>(order.size()));
  for (const int worker : order) {
    for (const int neighbour : graph.neighbours(worker)) {
      if (number.count(neighbour) > 0) part.add_edge(number.at(worker), number.at(neighbour));
    }
  }
  return part;
}

}  // namespace lowband
