#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "models/data/sparse_rows.hpp"

namespace lowband {

/// The rows of a LIBSVM text file: index i of the file is column i - 1.
struct LibsvmRows {
  SparseRows rows;
  std::vector<double> labels;        ///< as they stand in the file
  std::vector<std::uint32_t> lines;  ///< where each row stands, from 1
};

/// Reads rows of LIBSVM's text format, one a line: `LABEL INDEX:VALUE INDEX:VALUE ...`, indices rising from 1 on. What
/// is not given is 0; a row may have no values. Blank lines, and what follows a '#', are passed over. Throws UsageError
/// "FILE:LINE: ..." at what is no such row, and at an index above `most_index`.
[[nodiscard]] LibsvmRows read_libsvm(const std::filesystem::path& file, std::uint32_t most_index);

}  // namespace lowband
