// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lowband {

/// A file of NumPy's format NPY.
inline std::string npy_bytes(const std::string& type, const std::string& shape, const std::string& elements,
                             int version = 1) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  const std::size_t before = version == 1 ? 10 : 12;
  header.append(63 - (before + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(version);
  bytes += '\0';
  for (std::size_t i = 0; i < before - 8; ++i) bytes += static_cast<char>(header.size() >> 8 * i & 0xFFU);
  return bytes + header + elements;
}

}  // namespace lowband
