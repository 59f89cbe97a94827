// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/sparse/sparsifier.hpp"
#include "sim/compression/sparse/sparsity.hpp"

namespace lowband {

/// The k coordinates of largest magnitude, as they are; of equal ones those of the lower index (Stich et al., NeurIPS
/// 2018, arXiv:1809.07599; to be used with an error memory). Biased:
///
///     ||C(v) - v||^2 = ||v||^2 - sum of the k largest squares <= (1 - k / d) ||v||^2.
///
/// Wire format: the k values as float32, little-endian, in the order of their indices; then these, as by
/// write_indices(): ascending, ceil(log2 d) bits each, filled up to a whole byte; nothing if k = d. The receiver knows
/// k, a function of d.
class TopK final : public Sparsifier {
 public:
  void parameters(Parameters& parameters) override { sparsity_.parameters(parameters); }
  void check(const Place& place) override { sparsity_.check(place); }
  void shorten(double share) override { sparsity_.shorten(share); }

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  /// Exact for this vector.
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;

  /// 4 k + ceil(k ceil(log2 d) / 8) bytes.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Encoding, per coordinate: 3 to count leading digits (magnitude, shift, add), 3 for each other digit and 2 for the
  /// list (magnitude, compare); 5 to pack an index. Decoding: 3 to unpack an index, 1 to check it, 1 for its value.
  [[nodiscard]] double encode_flops(std::size_t size) const override {
    return (11.0 + 5.0 * sparsity_.share(size)) * static_cast<double>(size);
  }
  [[nodiscard]] double decode_flops(std::size_t size) const override {
    return 5.0 * sparsity_.share(size) * static_cast<double>(size);
  }

  [[nodiscard]] std::size_t kept(std::size_t size) const override { return sparsity_.kept(size); }
  [[nodiscard]] std::size_t choice_size(std::size_t size) const override { return index_set_size(kept(size), size); }
  [[nodiscard]] std::string choice_bits() const override { return "ceil(log2 d) k / d"; }
  [[nodiscard]] bool is_random() const override { return false; }
  void choose(std::span<const float> vector, Stream& random, std::span<std::byte> choice,
              std::span<std::byte> values) const override;
  void visit_kept(std::span<const std::byte> choice, std::size_t size, IndexVisitor visit) const override;

 private:
  Sparsity sparsity_;
};

}  // namespace lowband
