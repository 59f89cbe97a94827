// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace lowband {

/// The bytes of an IDX file with the given magic number, sizes and content.
inline std::vector<unsigned char> idx_bytes(std::uint32_t magic, const std::vector<std::uint32_t>& sizes,
                                            const std::vector<unsigned char>& content) {
  std::vector<unsigned char> bytes;
  const auto append = [&](std::uint32_t value) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes.push_back(static_cast<unsigned char>(value >> shift));
  };
  append(magic);
  for (const std::uint32_t size : sizes) append(size);
  bytes.insert(bytes.end(), content.begin(), content.end());
  return bytes;
}

inline void write_gzip(const std::filesystem::path& file, const std::vector<unsigned char>& bytes) {
  std::filesystem::create_directories(file.parent_path());
  gzFile stream = gzopen(file.c_str(), "wb");
  gzwrite(stream, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(stream);
}

}  // namespace lowband
