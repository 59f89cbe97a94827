// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/low_rank_average.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

#include "models/layers/matrix_product.hpp"
#include "sim/algorithms/periodic/all_reduce/float_reduction.hpp"
#include "sim/algorithms/tags.hpp"

namespace lowband {

void orthonormalise(std::span<float> matrix, std::size_t columns) {
  const std::size_t rows = matrix.size() / columns;
  const auto dot = [&](std::size_t a, std::size_t b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < rows; ++i) {
      sum += static_cast<double>(matrix[i * columns + a]) * static_cast<double>(matrix[i * columns + b]);
    }
    return sum;
  };
  for (std::size_t column = 0; column < columns; ++column) {
    const double before = dot(column, column);
    for (std::size_t earlier = 0; earlier < column; ++earlier) {
      const auto along = static_cast<float>(dot(column, earlier));
      for (std::size_t i = 0; i < rows; ++i) matrix[i * columns + column] -= along * matrix[i * columns + earlier];
    }
    const double squares = dot(column, column);
    // What is left of a dependent column is rounding; blown up to length one it would not be orthogonal to anything.
    const bool is_dependent = squares <= 1e-10 * before;
    const auto scale = is_dependent ? 0.0F : static_cast<float>(1.0 / std::sqrt(squares));
    for (std::size_t i = 0; i < rows; ++i) matrix[i * columns + column] *= scale;
  }
}

LowRankAverage::LowRankAverage(const Collective& collective, const Compression& compression, const Layout& layout,
                               const FloatBuffer& initial, float weight)
    : DifferenceAverage(collective, size_of(layout), initial, weight),
      rank_(static_cast<std::size_t>(compression.codec().matrix_rank())),
      remembers_(compression.has_error_feedback()) {
  std::size_t first = 0;
  for (const auto& tensor : layout) {
    const std::size_t size = tensor.size();
    const std::size_t rows = tensor.shape.front();
    const std::size_t columns = rows == 0 ? 0 : size / rows;
    const bool is_plain = compression.of({size, tensor.in_full_precision, tensor.name}) == nullptr;
    if (!is_plain && rank_ * (rows + columns) < size) {
      matrices_.push_back({{first, size}, rows, columns, {factor_size_, rows * rank_}, {q_size_, columns * rank_}});
      factor_size_ += rows * rank_;
      q_size_ += columns * rank_;
    } else {
      plain_.push_back({first, size});
    }
    first += size;
  }
}

void LowRankAverage::begin() {
  q_.resize(q_size_);
  Stream random(0, Purpose::quantization, 0, 0);
  for (float& value : q_) value = random.normal();
  if (remembers_) memory_.assign(size(), 0.0F);
}

std::size_t LowRankAverage::first_size() const {
  std::size_t size = factor_size_;
  for (const auto& range : plain_) size += range.size;
  return size;
}

std::vector<Exchange> LowRankAverage::exchanges() const {
  return {Exchange::of_floats(first_size()), Exchange::of_floats(q_size_)};
}

double LowRankAverage::product_flops() const {
  double sum = 0.0;
  for (const auto& matrix : matrices_) sum += 2.0 * static_cast<double>(rank_ * matrix.coordinates.size);
  return sum;
}

void LowRankAverage::average(Worker& worker, std::uint32_t step, std::span<float> difference) {
  const auto size = static_cast<double>(this->size());
  auto sent = std::make_shared<FloatBuffer>();
  worker.compute(product_flops() + size, [&] {
    if (step == 0) begin();
    for (std::size_t k = 0; k < memory_.size(); ++k) difference[k] += memory_[k];
    gather(plain_, 0, difference, *sent);
    sent->insert(sent->begin(), factor_size_, 0.0F);
    const std::vector<float> no_bias(rank_, 0.0F);
    for (const auto& matrix : matrices_) {
      const float* v = &difference[matrix.coordinates.first];
      multiply_by_rows(v, matrix.rows, &q_[matrix.q.first], rank_, matrix.columns, no_bias.data(),
                       {&(*sent)[matrix.p.first], rank_, 1});
    }
  });
  // Both sums together stand for the vector, each in proportion to what it carries.
  const std::size_t q_share = this->size() * q_size_ / (first_size() + q_size_);
  FloatReduction p_sum(sent, first_size(), std::plus<float>(), this->size() - q_share);
  const auto p_sums = collective().all_reduce(worker, tags::reduce, p_sum);

  FloatBuffer p;  // and what stays in full precision
  sent = std::make_shared<FloatBuffer>();
  const double orthonormal_flops = 2.0 * static_cast<double>(rank_ * factor_size_);
  worker.compute(static_cast<double>(first_size()) + orthonormal_flops + product_flops(), [&] {
    p.resize(first_size());
    sent->resize(q_size_);
    take_mean(p_sums, collective().workers(), p);
    for (const auto& matrix : matrices_) {
      orthonormalise(matrix.p.of(std::span<float>(p)), rank_);
      multiply(Strided<const float>{&p[matrix.p.first], rank_, 1}.transposed(), rank_, matrix.rows,
               &difference[matrix.coordinates.first], matrix.columns, &(*sent)[matrix.q.first]);
    }
  });
  FloatReduction q_sum(sent, q_size_, std::plus<float>(), q_share);
  const auto q_sums = collective().all_reduce(worker, tags::reduce, q_sum);

  worker.compute(static_cast<double>(q_size_) + product_flops() + size, [&] {
    take_mean(q_sums, collective().workers(), q_);
    if (!memory_.empty()) std::copy(difference.begin(), difference.end(), memory_.begin());
    for (const auto& matrix : matrices_) {
      multiply({&p[matrix.p.first], rank_, 1}, matrix.rows, rank_, &q_[matrix.q.first], matrix.columns,
               &difference[matrix.coordinates.first]);
    }
    // Before the plain ones are replaced by their means: they arrive whole, nothing of them is left to remember.
    for (std::size_t k = 0; k < memory_.size(); ++k) memory_[k] -= difference[k];
    scatter(plain_, 0, std::span<const float>(p).subspan(factor_size_), difference);
  });
}

}  // namespace lowband
