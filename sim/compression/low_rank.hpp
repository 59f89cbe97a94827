// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"
#include "sim/compression/precision/none.hpp"

namespace lowband {

/// PowerSGD (Vogels et al., NeurIPS 2019, arXiv:1905.13727): every matrix of the model (n x m, the first extent of a
/// tensor by the product of the others) is replaced by P Q^T of rank r, found by one step of a power iteration that
/// starts from the last Q. Both factors are means over all workers, so the codec is for all-reduce (LowRankAverage);
/// vectors, and matrices that would not shrink, stay in full precision.
///
/// As a codec of a single vector it is full precision.
class LowRank final : public Compressor {
 public:
  void parameters(Parameters& parameters) override {
    parameters.integer("rank", rank_, {1, 1024}, "", "r: columns of the factors P and Q of every matrix");
  }

  [[nodiscard]] CodecFacts facts() const override {
    return {ErrorClass::biased,
            "C(V) = P P^T V, P an orthonormal basis of V Q: a projection, so ||C(V) - V||^2 = ||V||^2 - ||C(V)||^2",
            "32 rank (n + m) / (n m) for an n x m matrix, 32 for vectors"};
  }
  [[nodiscard]] int matrix_rank() const override { return rank_; }

  void encode(std::span<const float> vector, Stream& random, Code& code) const override {
    full_precision_.encode(vector, random, code);
  }
  void decode(std::span<const std::byte> code, std::span<float> vector) const override {
    full_precision_.decode(code, vector);
  }
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override {
    return full_precision_.encoded_size(size);
  }
  [[nodiscard]] double encode_flops(std::size_t size) const override { return full_precision_.encode_flops(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return full_precision_.decode_flops(size); }

 private:
  NoCompression full_precision_;
  int rank_ = 2;
};

}  // namespace lowband
