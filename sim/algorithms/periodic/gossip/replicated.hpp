// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "sim/algorithms/periodic/gossip/mixing_row.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// What compressed gossip schemes share: a vector that the worker announces in codes, and the neighbours' vectors as
/// they have announced them. A vector is equal, bit for bit, at its worker and at all neighbours, because all of them
/// change it by the same code; so in one process it is stored once (Message::once).
class Replicated {
 public:
  /// `initial`: every worker's vector at first; empty where nothing is learned.
  Replicated(MixingRow row, ModelCodec codec, const FloatBuffer& initial);

  [[nodiscard]] const MixingRow& row() const noexcept { return row_; }
  /// The coordinates of a vector.
  [[nodiscard]] std::size_t size() const noexcept { return codec_.size(); }
  [[nodiscard]] const FloatBuffer& own() const noexcept { return *own_; }
  /// The neighbours' vectors by ascending rank.
  [[nodiscard]] const std::vector<std::shared_ptr<const FloatBuffer>>& neighbours() const noexcept {
    return neighbours_;
  }

  /// mixed <- sum_j W_ij of these vectors, the own one among them. Runs inside Worker::compute.
  void mix(std::span<float> mixed) const;

  /// model <- model + step sum_j W_ij (y_j - y_i), towards the neighbours' vectors. Runs inside Worker::compute.
  void step_towards_neighbours(std::span<float> model, float step) const;
  /// Operations of step_towards_neighbours().
  [[nodiscard]] double step_flops() const;

  /// Encodes `vector`, and makes of the own vector y and what was decoded, C(vector), the next own vector by
  /// `update(y, decoded, next)`. Returns the message that tells the neighbours. Runs inside Worker::compute.
  template <class Update>
  [[nodiscard]] Message announce(std::span<const float> vector, Stream random, Update update);
  /// The size of what announce() returns, without content.
  [[nodiscard]] Message outline() const;
  /// Operations of announce(), without those of `update`.
  [[nodiscard]] double announce_flops() const;

  /// Takes the neighbours' announcements, by ascending rank, made with the same `update`. Runs inside Worker::compute.
  template <class Update>
  void take(const std::vector<Message>& announcements, Update update);
  /// Operations of take(), with `update_flops` per coordinate for the update of each.
  [[nodiscard]] double take_flops(double update_flops) const;

 private:
  std::shared_ptr<const Code> encode(std::span<const float> vector, Stream random);
  /// What a code of the whole vector tells, in scratch memory of this thread.
  std::span<const float> decoded(std::span<const std::byte> code) const;
  /// The vector that follows `vector` when it is changed by `code`.
  template <class Update>
  std::shared_ptr<const FloatBuffer> next(const FloatBuffer& vector, std::span<const std::byte> code, Update update);

  MixingRow row_;
  ModelCodec codec_;
  std::shared_ptr<const FloatBuffer> own_;
  std::vector<std::shared_ptr<const FloatBuffer>> neighbours_;
  Recycled<Code> codes_;
  Recycled<FloatBuffer> vectors_;
};

/// Updates for Replicated::announce(): the code tells a difference to the vector, or the vector itself.
inline void add_decoded(std::span<const float> own, std::span<const float> decoded, std::span<float> next) {
  for (std::size_t k = 0; k < own.size(); ++k) next[k] = own[k] + decoded[k];
}
inline void take_decoded(std::span<const float> /*own*/, std::span<const float> decoded, std::span<float> next) {
  std::copy(decoded.begin(), decoded.end(), next.begin());
}

template <class Update>
std::shared_ptr<const FloatBuffer> Replicated::next(const FloatBuffer& vector, std::span<const std::byte> code,
                                                    Update update) {
  const auto next = vectors_.take();
  next->resize(vector.size());
  update(std::span<const float>(vector), decoded(code), std::span<float>(*next));
  return next;
}

template <class Update>
Message Replicated::announce(std::span<const float> vector, Stream random, Update update) {
  auto code = encode(vector, random);
  own_ = next(*own_, *code, update);
  return {std::move(code), vector.size(), own_};
}

template <class Update>
void Replicated::take(const std::vector<Message>& announcements, Update update) {
  for (std::size_t j = 0; j < neighbours_.size(); ++j) {
    auto& vector = neighbours_[j];
    vector = announcements[j].once([&] { return next(*vector, announcements[j].content(), update); });
  }
}

}  // namespace lowband
