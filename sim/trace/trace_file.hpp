// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/trace/operation.hpp"
#include "sim/world/program_id.hpp"

namespace lowband {

/// A trace that a TraceWriter has written, checked from the first byte to the last when it is opened. Throws
/// UsageError that names the file if it is none of ours, of another version, cut short or altered.
class TraceFile {
 public:
  explicit TraceFile(const std::filesystem::path& file);
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;
  TraceFile(TraceFile&&) = delete;
  TraceFile& operator=(TraceFile&&) = delete;
  ~TraceFile();

  [[nodiscard]] int nodes() const noexcept { return static_cast<int>(nodes_); }
  /// What the writer ended it with.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// The operations of one program, one after the other.
  class Operations {
   public:
    Operations(const TraceFile& trace, ProgramId program) : trace_(trace), number_(program.number(trace.nodes_)) {}
    /// The next one, or nothing after the last.
    [[nodiscard]] std::optional<TraceOperation> next();

   private:
    const TraceFile& trace_;
    std::size_t number_;
    std::size_t block_ = 0;
    std::vector<std::byte> inflated_;
    std::span<const std::byte> rest_;
  };

 private:
  /// A block as it lies in the file.
  struct Block {
    std::size_t size = 0;  ///< inflated
    std::span<const std::byte> deflated;
  };

  [[noreturn]] void fail(const std::string& what) const;
  void map();
  void find_blocks();
  void inflate(const Block& block, std::vector<std::byte>& into) const;

  std::filesystem::path path_;
  std::span<const std::byte> content_;  ///< mapped
  std::size_t nodes_ = 0;
  std::vector<std::vector<Block>> blocks_;  ///< by program
  std::string text_;
};

}  // namespace lowband
