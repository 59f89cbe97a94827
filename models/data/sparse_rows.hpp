// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lowband {

/// A row of a sparse matrix: the values that are stored, at rising columns. All others are 0.
struct SparseRow {
  std::span<const std::uint32_t> columns;
  std::span<const float> values;
};

/// A sparse matrix, stored by rows (CSR).
class SparseRows {
 public:
  /// A further value of the row that is being written.
  void add(std::uint32_t column, float value) {
    columns_.push_back(column);
    values_.push_back(value);
  }
  /// Ends that row; it may be empty.
  void end_row() { ends_.push_back(values_.size()); }

  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  [[nodiscard]] SparseRow operator[](std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
    return {std::span(columns_).subspan(begin, ends_[row] - begin),
            std::span(values_).subspan(begin, ends_[row] - begin)};
  }
  // All rows, one after the other: where each ends, and the stored columns and values.
  [[nodiscard]] std::span<const std::uint64_t> row_ends() const noexcept { return ends_; }
  [[nodiscard]] std::span<const std::uint32_t> stored_columns() const noexcept { return columns_; }
  [[nodiscard]] std::span<const float> stored_values() const noexcept { return values_; }

  /// One more than the largest column of a stored value; 0 if none is stored.
  [[nodiscard]] std::size_t columns() const;
  /// The rows of these numbers, in this order.
  [[nodiscard]] SparseRows select(std::span<const std::uint32_t> which) const;

  /// Writes the rows `which` (numbers below size()) to `out`, one after the other, each with all of its `columns`.
  void gather(std::span<const std::uint32_t> which, std::size_t columns, float* out) const;
  /// Points `rows` to the rows `which`.
  void gather(std::span<const std::uint32_t> which, std::span<SparseRow> rows) const;

 private:
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint32_t> columns_;
  std::vector<float> values_;
};

}  // namespace lowband
