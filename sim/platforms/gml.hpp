// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lowband {

/// The Graph Modelling Language: KEY VALUE pairs, where a value is a number, a "text", or a block [ ... ] of pairs.
/// Lines that begin with '#' are comments.

struct GmlEntry;

/// What stands between brackets, in the order of the file.
struct GmlBlock {
  std::vector<GmlEntry> entries;
};

struct GmlEntry {
  std::string key;
  std::size_t line = 0;                               ///< of the key
  std::variant<double, std::string, GmlBlock> value;  ///< whole numbers are exact up to 2^53
};

/// Reads a file. Whatever is no GML is a UsageError "FILE:LINE: expected ..., found ...".
[[nodiscard]] GmlBlock read_gml_file(const std::filesystem::path& file);

/// The first entry of that key; nullptr if there is none.
[[nodiscard]] const GmlEntry* find(const GmlBlock& block, std::string_view key);

}  // namespace lowband
