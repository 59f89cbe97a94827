// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/sparse/sparsifier.hpp"
#include "sim/compression/sparse/sparsity.hpp"

namespace lowband {

/// k random coordinates, every set of k equally likely (Stich et al., NeurIPS 2018, arXiv:1809.07599). With `unbiased`
/// they are sent times d / k:
///
///     E C(v) = v,   E||C(v) - v||^2 = (d / k - 1) ||v||^2;
///
/// without as they are, which is biased, for use with an error memory:
///
///     E||C(v) - v||^2 = (1 - k / d) ||v||^2.
///
/// The indices follow from a seed that travels in their place.
///
/// Wire format: the seed, 64 bits, little-endian (absent if k = d, where there is nothing to choose); then the k values
/// as float32, little-endian, in the order of their indices, which are those of for_each_random_index(seed, k, d). The
/// receiver knows k, a function of d. The seed is two numbers of the encoder's stream, the lower half first.
///
/// Throws Diverged too if a value times d / k is beyond float32.
class RandomK final : public Sparsifier {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override { sparsity_.check(place); }
  void shorten(double share) override { sparsity_.shorten(share); }

  [[nodiscard]] CodecFacts facts() const override;
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] std::optional<double> variance(std::span<const float> vector) const override;
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;

  /// 8 + 4 k bytes.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// 40 for a random number, below a bound, 6 for its place in the set; 2 to scale and check a value. The encoder looks
  /// at all values, 2 each, for what is not finite.
  [[nodiscard]] double encode_flops(std::size_t size) const override {
    return (2.0 + 48.0 * sparsity_.share(size)) * static_cast<double>(size);
  }
  [[nodiscard]] double decode_flops(std::size_t size) const override {
    return 47.0 * sparsity_.share(size) * static_cast<double>(size);
  }

  [[nodiscard]] std::size_t kept(std::size_t size) const override { return sparsity_.kept(size); }
  [[nodiscard]] std::size_t choice_size(std::size_t size) const override;
  [[nodiscard]] std::string choice_bits() const override { return "64 / d"; }
  [[nodiscard]] bool is_random() const override { return true; }
  [[nodiscard]] double factor(std::size_t size) const override;
  void choose(std::span<const float> vector, Stream& random, std::span<std::byte> choice,
              std::span<std::byte> values) const override;
  void visit_kept(std::span<const std::byte> choice, std::size_t size, IndexVisitor visit) const override;

 private:
  Sparsity sparsity_;
  bool unbiased_ = true;
};

}  // namespace lowband
