// SPDX-License-Identifier: Apache-2.0
#include "models/data/sha256.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace lowband {

namespace {

void require(int status) {
  if (status != 1) throw std::runtime_error("SHA-256 is not available");
}

}  // namespace

Sha256::Sha256() { require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

void Sha256::add(const void* data, std::size_t bytes) { require(EVP_DigestUpdate(context_.get(), data, bytes)); }

std::string Sha256::hexadecimal() {
  std::array<unsigned char, 32> digest{};
  require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
  std::string text;
  for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace lowband
