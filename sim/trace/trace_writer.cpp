// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/trace_writer.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sim/trace/trace_format.hpp"

namespace lowband {

using trace_format::zlib_bytes;

namespace {

/// All pending operations together stay below some 32 MiB, however many nodes there are.
std::size_t block_size(int nodes) {
  return std::clamp<std::size_t>((std::size_t{32} << 20U) / static_cast<std::size_t>(nodes), 1024, 65536);
}

}  // namespace

TraceWriter::TraceWriter(const std::filesystem::path& file, int nodes)
    : file_(file), nodes_(static_cast<std::size_t>(nodes)), pending_(nodes_), block_size_(block_size(nodes)) {
  append(std::as_bytes(std::span(trace_format::magic)));
  append(trace_format::version);
  append(static_cast<std::uint32_t>(nodes));
}

void TraceWriter::write(ProgramId program, const TraceOperation& operation) {
  const std::size_t number = program.number(nodes_);
  if (number >= pending_.size()) pending_.resize(2 * nodes_);
  auto& pending = pending_[number];
  encode(operation, pending);
  if (pending.size() < block_size_) return;
  write_block(static_cast<std::uint32_t>(number), pending);
  pending.clear();
}

void TraceWriter::commit(const std::string& text) {
  for (std::size_t number = 0; number < pending_.size(); ++number) {
    if (!pending_[number].empty()) write_block(static_cast<std::uint32_t>(number), pending_[number]);
  }
  write_block(trace_format::end_number, std::as_bytes(std::span(text)));
  append(checksum_);
  file_.commit();
}

void TraceWriter::write_block(std::uint32_t number, std::span<const std::byte> content) {
  deflated_.resize(::compressBound(static_cast<uLong>(content.size())));
  auto size = static_cast<uLongf>(deflated_.size());
  const int outcome = ::compress2(zlib_bytes(deflated_.data()), &size, zlib_bytes(content.data()),
                                  static_cast<uLong>(content.size()), Z_BEST_SPEED);
  if (outcome != Z_OK) throw std::runtime_error("zlib cannot deflate a block of the trace");
  append(number);
  append(static_cast<std::uint32_t>(content.size()));
  append(static_cast<std::uint32_t>(size));
  append(std::span(deflated_).first(size));
}

void TraceWriter::append(std::span<const std::byte> bytes) {
  checksum_ = static_cast<std::uint32_t>(::crc32_z(checksum_, zlib_bytes(bytes.data()), bytes.size()));
  file_.append(bytes);
}

void TraceWriter::append(std::uint32_t number) {
  std::array<std::byte, 4> bytes{};
  for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<std::byte>(number >> (8 * i));
  append(bytes);
}

}  // namespace lowband
