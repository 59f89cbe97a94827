// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/operation.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lowband {

namespace {

/// Added to the kind of an operation whose flops, or time, are no whole number.
constexpr std::uint8_t exactly = 128;
/// Whole numbers up to here are exact in double.
constexpr double largest_whole = 0x1p53;
/// Of a number, at 7 bits each.
constexpr std::size_t most_bytes = 10;

[[noreturn]] void fail() { throw std::runtime_error("not an operation"); }

void put(std::uint64_t number, std::vector<std::byte>& code) {
  for (; number >= 128; number >>= 7U) code.push_back(static_cast<std::byte>(number | 128U));
  code.push_back(static_cast<std::byte>(number));
}

std::uint8_t take_byte(std::span<const std::byte>& code) {
  if (code.empty()) fail();
  const auto byte = std::to_integer<std::uint8_t>(code.front());
  code = code.subspan(1);
  return byte;
}

std::uint64_t take(std::span<const std::byte>& code) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < code.size() && i < most_bytes; ++i) {
    const auto byte = std::to_integer<std::uint64_t>(code[i]);
    number |= (byte & 127U) << (7 * i);
    if (byte >= 128) continue;
    code = code.subspan(i + 1);
    return number;
  }
  fail();
}

template <class Integer>
Integer take_as(std::span<const std::byte>& code) {
  const std::uint64_t number = take(code);
  if (number > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max())) fail();
  return static_cast<Integer>(number);
}

void put_real(TraceOperation::Kind kind, double real, std::vector<std::byte>& code) {
  if (real >= 0.0 && real <= largest_whole && real == std::floor(real)) {
    code.push_back(static_cast<std::byte>(kind));
    return put(static_cast<std::uint64_t>(real), code);
  }
  code.push_back(static_cast<std::byte>(static_cast<std::uint8_t>(kind) + exactly));
  const auto bits = std::bit_cast<std::uint64_t>(real);
  for (unsigned shift = 0; shift < 64; shift += 8) code.push_back(static_cast<std::byte>(bits >> shift));
}

double take_exact(std::span<const std::byte>& code) {
  std::uint64_t bits = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) bits |= std::uint64_t{take_byte(code)} << shift;
  const auto real = std::bit_cast<double>(bits);
  if (!std::isfinite(real) || real < 0.0) fail();
  return real;
}

bool has_flops(TraceOperation::Kind kind) {
  return kind == TraceOperation::Kind::compute || kind == TraceOperation::Kind::part ||
         kind == TraceOperation::Kind::step;
}
bool has_real(TraceOperation::Kind kind) { return has_flops(kind) || kind == TraceOperation::Kind::sleep; }
bool has_nothing(TraceOperation::Kind kind) {
  return kind == TraceOperation::Kind::parts || kind == TraceOperation::Kind::after ||
         kind == TraceOperation::Kind::over || kind == TraceOperation::Kind::beside ||
         kind == TraceOperation::Kind::returned;
}

}  // namespace

void encode(const TraceOperation& operation, std::vector<std::byte>& code) {
  if (has_flops(operation.kind)) return put_real(operation.kind, operation.flops, code);
  if (operation.kind == TraceOperation::Kind::sleep) return put_real(operation.kind, operation.time_s, code);
  code.push_back(static_cast<std::byte>(operation.kind));
  if (has_nothing(operation.kind)) return;
  if (operation.kind == TraceOperation::Kind::report) return put(operation.iteration, code);
  put(static_cast<std::uint64_t>(operation.peer), code);
  put(operation.tag, code);
  if (operation.kind == TraceOperation::Kind::receive) return;
  put(operation.payload_bytes, code);
  put(operation.coordinates, code);
}

TraceOperation decode(std::span<const std::byte>& code) {
  TraceOperation operation;
  const std::uint8_t byte = take_byte(code);
  const bool is_exact = byte >= exactly;
  const std::uint8_t kind = is_exact ? byte - exactly : byte;
  if (kind > static_cast<std::uint8_t>(TraceOperation::Kind::step)) fail();
  operation.kind = static_cast<TraceOperation::Kind>(kind);
  if (is_exact && !has_real(operation.kind)) fail();
  const auto take_real = [&] { return is_exact ? take_exact(code) : static_cast<double>(take(code)); };
  switch (operation.kind) {
    case TraceOperation::Kind::compute:
    case TraceOperation::Kind::part:
    case TraceOperation::Kind::step:
      operation.flops = take_real();
      break;
    case TraceOperation::Kind::sleep:
      operation.time_s = take_real();
      break;
    case TraceOperation::Kind::parts:
    case TraceOperation::Kind::after:
    case TraceOperation::Kind::over:
    case TraceOperation::Kind::beside:
    case TraceOperation::Kind::returned:
      break;
    case TraceOperation::Kind::report:
      operation.iteration = take(code);
      break;
    case TraceOperation::Kind::send:
    case TraceOperation::Kind::receive:
      operation.peer = take_as<int>(code);
      operation.tag = take_as<Tag>(code);
      if (operation.kind == TraceOperation::Kind::receive) break;
      operation.payload_bytes = take(code);
      operation.coordinates = take(code);
      break;
  }
  return operation;
}

}  // namespace lowband
