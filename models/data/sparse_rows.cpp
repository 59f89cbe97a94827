// SPDX-License-Identifier: Apache-2.0
#include "models/data/sparse_rows.hpp"

#include <algorithm>

#include "models/data/prefetch.hpp"

namespace lowband {

std::size_t SparseRows::columns() const {
  return columns_.empty() ? 0 : std::size_t{*std::max_element(columns_.begin(), columns_.end())} + 1;
}

SparseRows SparseRows::select(std::span<const std::uint32_t> which) const {
  SparseRows selected;
  for (const std::uint32_t row : which) {
    const auto [columns, values] = (*this)[row];
    selected.columns_.insert(selected.columns_.end(), columns.begin(), columns.end());
    selected.values_.insert(selected.values_.end(), values.begin(), values.end());
    selected.end_row();
  }
  return selected;
}

void SparseRows::gather(std::span<const std::uint32_t> which, std::size_t columns, float* out) const {
  std::fill_n(out, which.size() * columns, 0.0F);
  for (const std::uint32_t index : which) {
    const SparseRow row = (*this)[index];
    for (std::size_t k = 0; k < row.columns.size(); ++k) out[row.columns[k]] = row.values[k];
    out += columns;
  }
}

void SparseRows::gather(std::span<const std::uint32_t> which, std::span<SparseRow> rows) const {
  for (std::size_t i = 0; i < which.size(); ++i) {
    rows[i] = (*this)[which[i]];
    prefetch(rows[i].columns.data(), rows[i].columns.size_bytes());
    prefetch(rows[i].values.data(), rows[i].values.size_bytes());
  }
}

}  // namespace lowband
