// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/periodic/all_reduce/difference_average.hpp"
#include "sim/compression/compression.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

/// PowerSGD's average (Vogels et al., NeurIPS 2019, algorithms 1 and 2). For every matrix V_i (n x m) of the
/// differences, with the Q (m x r) of the last synchronisation:
///
///     P <- mean of V_i Q;  P <- orthonormal basis of its columns;  Q <- mean of V_i^T P;  all take P Q^T.
///
/// It is linear in V, so it is the approximation of the mean; P and Q are summed in full precision, 32 r
/// (n + m) bits for n m coordinates. Vectors, matrices with r (n + m) >= n m and small tensors, if these are to be
/// skipped, travel beside P in full precision. With error feedback a worker remembers e_i <- V_i - P Q^T, so that the
/// mean of the V_i is P Q^T plus the mean of the e_i.
///
/// The first Q is random, the same for all workers.
class LowRankAverage final : public DifferenceAverage {
 public:
  LowRankAverage(const Collective& collective, const Compression& compression, const Layout& layout,
                 const FloatBuffer& initial, float weight);

  [[nodiscard]] std::vector<Exchange> exchanges() const override;

 protected:
  void average(Worker& worker, std::uint32_t step, std::span<float> difference) override;

 private:
  struct Matrix {
    CoordinateRange coordinates;
    std::size_t rows;
    std::size_t columns;
    CoordinateRange p;  ///< rows x r, by rows, among all P
    CoordinateRange q;  ///< its transpose, r x columns, by rows, among all Q
  };

  /// Floats of the first exchange: P, and what stays in full precision.
  [[nodiscard]] std::size_t first_size() const;
  [[nodiscard]] double product_flops() const;
  /// Draws the first Q, and forgets all errors. Runs inside Worker::compute.
  void begin();

  std::size_t rank_;
  bool remembers_;  ///< error feedback
  std::vector<Matrix> matrices_;
  std::vector<CoordinateRange> plain_;  ///< what is not in a matrix
  std::size_t factor_size_ = 0;         ///< floats of all P
  std::size_t q_size_ = 0;              ///< floats of all Q
  FloatBuffer q_;                       ///< empty at first, as is what follows
  FloatBuffer memory_;                  ///< e; empty without error feedback
};

/// Makes the columns of `matrix` (rows x columns, by rows) orthonormal, from the first to the last (modified
/// Gram-Schmidt, sums in double in one order). A column that depends on those before it becomes zero.
void orthonormalise(std::span<float> matrix, std::size_t columns);

}  // namespace lowband
