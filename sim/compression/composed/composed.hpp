// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/composed/parts.hpp"

namespace lowband {

/// A sparsifier whose kept values are coded by a quantizer (Qsparse-local-SGD: Basu et al., NeurIPS 2019,
/// arXiv:1906.02367): with K the k coordinates that are kept, and zeros elsewhere,
///
///     C(v)_K = Q(a v_K),   E||C(v) - v||^2 = ||v||^2 - ||v_K||^2 + E||Q(a v_K) - v_K||^2,
///
/// a being 1, or the d / k of random-k that is unbiased. Norms and scales are those of the kept values alone. Classes:
///
/// - a = 1: biased. For an unbiased Q of relative variance q on k coordinates E||C(v) - v||^2 <= (1 - (1 - q) k / d)
///   ||v||^2 if q <= 1, else <= q ||v||^2 with top-k; with the factor 1 / (1 + q) it is a contraction whatever q is, by
///   delta = k / (d (1 + q)) (lemma 1).
/// - a = d / k: unbiased if Q is, with E||C(v) - v||^2 <= ((1 + q) d / k - 1) ||v||^2, else biased.
///
/// Wire format: which coordinates are kept, as the sparsifier says it (the indices as by write_indices(), or the seed
/// of the draw); then the quantizer's code of the k values, in the order of their indices. The receiver knows k, a
/// function of d.
///
/// Throws Diverged as both do.
class Composed final : public Compressor {
 public:
  /// top-k and qsgd, by their defaults.
  Composed();

  void parameters(Parameters& parameters) override { declare_parts(parameters, sparsifier_, quantizer_); }

  [[nodiscard]] CodecFacts facts() const override;
  [[nodiscard]] bool is_for_tensors() const override { return quantizer_->is_for_tensors(); }
  void encode(std::span<const float> vector, Stream& random, Code& code) const override;
  void decode(std::span<const std::byte> code, std::span<float> vector) const override;
  [[nodiscard]] float largest_magnitude() const override { return quantizer_->largest_magnitude(); }

  /// The bytes of the choice and those of the k values.
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override;

  /// Those of the sparsifier for d coordinates, and those of the quantizer for k.
  [[nodiscard]] double encode_flops(std::size_t size) const override;
  [[nodiscard]] double decode_flops(std::size_t size) const override;

  /// Exact for top-k, as far as that of the quantizer is for the values that are kept. For random-k as it is, the bound
  /// k / d (1 - q) over all choices. Nothing where that is not above 0: contraction_factor() mends it.
  [[nodiscard]] std::optional<double> contraction(std::span<const float> vector) const override;
  /// (1 + q) d / k - 1, if it is unbiased. The variance for one vector has no closed form: Q's has to be averaged over
  /// all choices.
  [[nodiscard]] std::optional<double> worst_relative_variance(std::optional<std::size_t> size) const override;
  /// The quantizer's for k coordinates, over a. If that one contracts in the maximum norm, all of it does: not in one
  /// message, for what is dropped stays, but once every large coordinate has had its turn, after d / k of them with
  /// top-k.
  [[nodiscard]] std::optional<double> contraction_factor(std::size_t size) const override;
  void shorten(double share) override;

 private:
  [[nodiscard]] bool is_unbiased() const;
  /// a != 1, for some d.
  [[nodiscard]] bool is_scaled() const;

  Named<Sparsifier> sparsifier_;
  Named<Compressor> quantizer_;
};

}  // namespace lowband
