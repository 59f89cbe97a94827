// SPDX-License-Identifier: Apache-2.0
#include "models/layers/matrix_product.hpp"

#include <algorithm>
#include <array>
#include <experimental/simd>
#include <utility>

namespace lowband {

namespace {

namespace stdx = std::experimental;
using Vector = stdx::native_simd<float>;
constexpr std::size_t lanes = Vector::size();

// Tiles as large as vector registers allow, 16 of them or 32 with AVX-512: the sums, one operand held, the other
// streamed. Fewer than 8 sums would wait for the latency of the fused multiply-add (4 cycles, 2 a cycle). Of the shapes
// tried these were the fastest.
constexpr std::size_t dot_rows = 6;
constexpr std::size_t dot_columns = 2;
constexpr std::size_t outer_vectors = 2;
constexpr std::size_t outer_rows_of(std::size_t vectors) { return vectors == 1 || lanes == 16 ? 10 : 6; }

Vector load(const float* from) { return Vector(from, stdx::element_aligned); }

/// The first `count` lanes from memory, zeros in the others.
Vector load_first(const float* from, std::size_t count) {
  return Vector([=](auto lane) { return lane < count ? from[lane] : 0.0F; });
}

/// sum(i, j) += a[i, lanes] * b[j, lanes], lane by lane.
template <std::size_t M, std::size_t N, class Read>
[[gnu::always_inline]] inline void accumulate(Vector (&sum)[M][N], const float* a, const float* b, std::size_t row,
                                              Read read) {
  Vector right[N];
#pragma GCC unroll 10
  for (std::size_t j = 0; j < N; ++j) right[j] = read(b + j * row);
#pragma GCC unroll 10
  for (std::size_t i = 0; i < M; ++i) {
    const Vector left = read(a + i * row);
#pragma GCC unroll 10
    for (std::size_t j = 0; j < N; ++j) sum[i][j] += left * right[j];
  }
}

/// M x N dot products over k. Each is summed lane by lane and then over the lanes, whatever the shape of the tile.
template <std::size_t M, std::size_t N>
void dot_tile(const float* a, const float* b, std::size_t k, const float* bias, Strided<float> out) {
  Vector sum[M][N] = {};
  const std::size_t whole = k - k % lanes;
  for (std::size_t offset = 0; offset < whole; offset += lanes) accumulate(sum, a + offset, b + offset, k, load);
  if (whole < k) {
    accumulate(sum, a + whole, b + whole, k, [rest = k - whole](const float* from) { return load_first(from, rest); });
  }
#pragma GCC unroll 10
  for (std::size_t i = 0; i < M; ++i) {
#pragma GCC unroll 10
    for (std::size_t j = 0; j < N; ++j) {
      out.data[i * out.row_stride + j * out.column_stride] = stdx::reduce(sum[i][j]) + bias[j];
    }
  }
}

/// M rows of the product, N vectors wide: sums of outer products.
template <std::size_t M, std::size_t N>
void outer_tile(Strided<const float> a, std::size_t k, const float* b, std::size_t row, float* out) {
  Vector sum[M][N] = {};
  for (std::size_t step = 0; step < k; ++step) {
    Vector right[N];
#pragma GCC unroll 10
    for (std::size_t j = 0; j < N; ++j) right[j] = load(b + step * row + j * lanes);
#pragma GCC unroll 10
    for (std::size_t i = 0; i < M; ++i) {
      const Vector left = a.data[i * a.row_stride + step * a.column_stride];
#pragma GCC unroll 10
      for (std::size_t j = 0; j < N; ++j) sum[i][j] += left * right[j];
    }
  }
#pragma GCC unroll 10
  for (std::size_t i = 0; i < M; ++i) {
#pragma GCC unroll 10
    for (std::size_t j = 0; j < N; ++j) sum[i][j].copy_to(out + i * row + j * lanes, stdx::element_aligned);
  }
}

/// The columns that do not fill a vector.
void outer_rest(Strided<const float> a, std::size_t m, std::size_t k, const float* b, std::size_t row,
                std::size_t columns, float* out) {
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      float sum = 0.0F;
      for (std::size_t step = 0; step < k; ++step) {
        sum += a.data[i * a.row_stride + step * a.column_stride] * b[step * row + j];
      }
      out[i * row + j] = sum;
    }
  }
}

using DotTile = void (*)(const float*, const float*, std::size_t, const float*, Strided<float>);
using OuterTile = void (*)(Strided<const float>, std::size_t, const float*, std::size_t, float*);

template <std::size_t M>
constexpr std::array<DotTile, dot_columns> dot_tiles_of = {dot_tile<M, 1>, dot_tile<M, 2>};
constexpr std::array dot_tiles = {dot_tiles_of<1>, dot_tiles_of<2>, dot_tiles_of<3>,
                                  dot_tiles_of<4>, dot_tiles_of<5>, dot_tiles_of<6>};
static_assert(dot_tiles.size() == dot_rows);

template <std::size_t N>
constexpr std::array<OuterTile, outer_rows_of(N)> outer_tiles_of = []<std::size_t... M>(std::index_sequence<M...>) {
  return std::array{outer_tile<M + 1, N>...};
}
(std::make_index_sequence<outer_rows_of(N)>());
constexpr std::array<const OuterTile*, outer_vectors> outer_tiles = {outer_tiles_of<1>.data(),
                                                                     outer_tiles_of<2>.data()};

/// How many of the `rest` the next tile takes: `most`, but rather 2 + 2 than 3 + 1.
constexpr std::size_t next_tile(std::size_t rest, std::size_t most) {
  return rest > most && rest < 2 * most ? (rest + 1) / 2 : std::min(rest, most);
}

}  // namespace

void multiply_by_rows(const float* a, std::size_t m, const float* b, std::size_t n, std::size_t k, const float* bias,
                      Strided<float> out) {
  // The rows of `a` in a tile stay in the first-level cache while all of `b` goes by.
  for (std::size_t i = 0, rows = 0; i < m; i += rows) {
    rows = next_tile(m - i, dot_rows);
    for (std::size_t j = 0, columns = 0; j < n; j += columns) {
      columns = next_tile(n - j, dot_columns);
      float* corner = out.data + i * out.row_stride + j * out.column_stride;
      dot_tiles[rows - 1][columns - 1](a + i * k, b + j * k, k, bias + j, {corner, out.row_stride, out.column_stride});
    }
  }
}

void multiply(Strided<const float> a, std::size_t m, std::size_t k, const float* b, std::size_t n, float* out) {
  // A strip of `b`, `vectors` wide, stays in the first-level cache while all rows of `a` go by.
  const std::size_t whole = n - n % lanes;
  for (std::size_t j = 0, vectors = 0; j < whole; j += vectors * lanes) {
    vectors = std::min((whole - j) / lanes, outer_vectors);
    for (std::size_t i = 0, rows = 0; i < m; i += rows) {
      rows = next_tile(m - i, outer_rows_of(vectors));
      outer_tiles[vectors - 1][rows - 1]({a.data + i * a.row_stride, a.row_stride, a.column_stride}, k, b + j, n,
                                         out + i * n + j);
    }
  }
  if (whole < n) outer_rest(a, m, k, b + whole, n, n - whole, out + whole);
}

}  // namespace lowband
