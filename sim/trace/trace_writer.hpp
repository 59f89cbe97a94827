// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/whole_file.hpp"
#include "sim/trace/operation.hpp"
#include "sim/world/program_id.hpp"

namespace lowband {

/// Writes what the nodes of a run do to a file, as they do it; the file appears whole or not at all.
///
/// The file: "LOWBTRCE", a version and the number of nodes (32 bits each); then blocks of operations, each of one
/// program: its number, the size of its operations as coded and as deflated (zlib), 32 bits each, and the deflated
/// bytes. A program's blocks stand in order. A block of the number 0xFFFFFFFF ends them and holds a text of the
/// caller's. Last, the CRC-32 of all before. Numbers are little-endian.
class TraceWriter {
 public:
  TraceWriter(const std::filesystem::path& file, int nodes);

  void write(ProgramId program, const TraceOperation& operation);
  /// Completes the file with `text`. Throws UsageError, as every function here, if it cannot be written.
  void commit(const std::string& text);

 private:
  void write_block(std::uint32_t number, std::span<const std::byte> content);
  void append(std::span<const std::byte> bytes);
  void append(std::uint32_t number);

  WholeFile file_;
  std::size_t nodes_;
  std::vector<std::vector<std::byte>> pending_;  ///< by program: coded operations that are not in the file yet
  std::size_t block_size_;
  std::vector<std::byte> deflated_;
  std::uint32_t checksum_ = 0;
};

}  // namespace lowband
