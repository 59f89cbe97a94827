// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/operation.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lowband;
using Kind = TraceOperation::Kind;

namespace {

std::vector<std::byte> code_of(const TraceOperation& operation) {
  std::vector<std::byte> code;
  encode(operation, code);
  return code;
}

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> result;
  for (const int value : values) result.push_back(static_cast<std::byte>(value));
  return result;
}

}  // namespace

TEST_CASE("an operation is a byte for its kind, then numbers of seven bits a byte", "[trace]") {
  // 300 = 2 x 128 + 44: 44 with the continuation bit, then 2.
  CHECK(code_of({.kind = Kind::compute, .flops = 300.0}) == bytes({0, 128 + 44, 2}));
  CHECK(code_of({.kind = Kind::send, .peer = 5, .tag = 1, .payload_bytes = 300, .coordinates = 75}) ==
        bytes({1, 5, 1, 128 + 44, 2, 75}));
  CHECK(code_of({.kind = Kind::receive, .peer = 127, .tag = 3}) == bytes({2, 127, 3}));
  CHECK(code_of({.kind = Kind::report, .iteration = 128}) == bytes({3, 128, 1}));
  CHECK(code_of({.kind = Kind::part, .flops = 1.0}) == bytes({4, 1}));
  CHECK(code_of({.kind = Kind::parts}) == bytes({5}));
  CHECK(code_of({.kind = Kind::step, .flops = 300.0}) == bytes({11, 128 + 44, 2}));
  // 0.5 as IEEE 754: 3FE0000000000000, least byte first; 128 is added to the kind.
  CHECK(code_of({.kind = Kind::compute, .flops = 0.5}) == bytes({128, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F}));
  CHECK(code_of({.kind = Kind::part, .flops = 0.5}) == bytes({132, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F}));
}

TEST_CASE("operations read back as they were, one after the other", "[trace]") {
  const std::vector<TraceOperation> operations = {
      {.kind = Kind::compute, .flops = 0.0},
      {.kind = Kind::compute, .flops = 1e300},
      {.kind = Kind::compute, .flops = 0x1p53},
      {.kind = Kind::compute, .flops = 1.0 / 3.0},
      {.kind = Kind::send,
       .peer = std::numeric_limits<int>::max(),
       .tag = std::numeric_limits<Tag>::max(),
       .payload_bytes = std::numeric_limits<std::uint64_t>::max(),
       .coordinates = 1},
      {.kind = Kind::receive, .peer = 0, .tag = 0},
      {.kind = Kind::part, .flops = 1e300},
      {.kind = Kind::part, .flops = 5.0},
      {.kind = Kind::parts},
      {.kind = Kind::step, .flops = 0.25},
      {.kind = Kind::after},
      {.kind = Kind::over},
      {.kind = Kind::report, .iteration = std::numeric_limits<std::uint64_t>::max()},
  };
  std::vector<std::byte> code;
  for (const auto& operation : operations) encode(operation, code);
  std::span<const std::byte> rest = code;
  for (const auto& operation : operations) CHECK(decode(rest) == operation);
  CHECK(rest.empty());
}

TEST_CASE("what is no operation is an error", "[trace]") {
  for (const auto& code : {bytes({}), bytes({8}), bytes({12}), bytes({129, 1}), bytes({255}), bytes({0}),
                           bytes({0, 128}), bytes({1, 1, 1, 1}), bytes({2, 128, 128, 128, 128, 16, 0}),  // peer 2^32
                           bytes({3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}),  // beyond 64 bits
                           bytes({128, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F}),                       // infinite flops
                           bytes({132, 0, 0, 0, 0, 0, 0, 0xE0, 0xBF})}) {                    // -0.5
    std::span<const std::byte> rest = code;
    CHECK_THROWS_AS(decode(rest), std::runtime_error);
  }
}
