// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace lowband {

/// SHA-256 of what is added, piece by piece (FIPS 180-4; OpenSSL's).
class Sha256 {
 public:
  Sha256();

  void add(const void* data, std::size_t bytes);
  template <class T>
  void add(std::span<const T> values) {
    add(values.data(), values.size_bytes());
  }

  /// The digest, in 64 hexadecimal digits. Nothing can be added afterwards.
  [[nodiscard]] std::string hexadecimal();

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

}  // namespace lowband
