// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace lowband {

/// A matrix anywhere in memory: element (i, j) is at data[i * row_stride + j * column_stride].
template <class T>
struct Strided {
  T* data;
  std::size_t row_stride;
  std::size_t column_stride;

  [[nodiscard]] Strided<T> transposed() const noexcept { return {data, column_stride, row_stride}; }
};

// The two products that dense layers are made of. They exist because layers of this field are often narrow: with 10
// classes and 32 samples a general GEMM spends more time on packing than on multiplying (784 x 10, batch 32: half the
// time of Eigen's forward and backward, and no slower at 784 x 128). Neither looks at an address, a cache size or a
// thread count, so the sums are always formed in the same order.

/// out(m, n) = sum_k a[m, k] b[n, k] + bias[n], with `a` (m x k) and `b` (n x k) stored by rows without gaps: the
/// outputs of a dense layer for a batch `a` and weights `b`.
void multiply_by_rows(const float* a, std::size_t m, const float* b, std::size_t n, std::size_t k, const float* bias,
                      Strided<float> out);

/// out(m, n) = sum_k a(m, k) b[k, n], with `b` (k x n) and `out` (m x n) stored by rows without gaps: the gradients
/// of a dense layer. `m` rows of `a`, `k` columns.
void multiply(Strided<const float> a, std::size_t m, std::size_t k, const float* b, std::size_t n, float* out);

}  // namespace lowband
