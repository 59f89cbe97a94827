// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "models/data/sparse_rows.hpp"

namespace lowband {

/// How a LIBSVM file is written.
struct LibsvmForm {
  std::uint32_t first_index = 1;  ///< that of the first column
  std::uint32_t most_index = 0;
  bool has_queries = false;  ///< whether `qid:N` stands after each label, as in files for ranking
};

/// The rows of a LIBSVM text file: index i of the file is column i - first_index.
struct LibsvmRows {
  SparseRows rows;
  std::vector<double> labels;          ///< as they stand in the file
  std::vector<std::uint64_t> queries;  ///< likewise, if there are any
  std::vector<std::uint32_t> lines;    ///< where each row stands, from 1
};

/// Reads rows of LIBSVM's text format, one a line: `LABEL INDEX:VALUE INDEX:VALUE ...`, with rising indices. What is
/// not given is 0; a row may have no values. Blank lines, and what follows a '#', are passed over. Throws UsageError
/// "FILE:LINE: ..." at what is no such row, and at an index above `most_index`.
[[nodiscard]] LibsvmRows read_libsvm(const std::filesystem::path& file, const LibsvmForm& form);

}  // namespace lowband
