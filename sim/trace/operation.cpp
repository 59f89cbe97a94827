#include "sim/trace/operation.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lowband {

namespace {

/// The byte of a compute whose flops are no whole number; those of the other kinds are their numbers.
constexpr std::uint8_t compute_exactly = 4;
/// Whole numbers up to here are exact in double.
constexpr double largest_whole = 0x1p53;

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
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t byte = take_byte(code);
    number |= (byte & 127U) << shift;
    if (byte < 128) return number;
  }
  fail();
}

template <class Integer>
Integer take_as(std::span<const std::byte>& code) {
  const std::uint64_t number = take(code);
  if (number > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max())) fail();
  return static_cast<Integer>(number);
}

void put_flops(double flops, std::vector<std::byte>& code) {
  if (flops >= 0.0 && flops <= largest_whole && flops == std::floor(flops)) {
    code.push_back(static_cast<std::byte>(Operation::Kind::compute));
    return put(static_cast<std::uint64_t>(flops), code);
  }
  code.push_back(std::byte{compute_exactly});
  const auto bits = std::bit_cast<std::uint64_t>(flops);
  for (unsigned shift = 0; shift < 64; shift += 8) code.push_back(static_cast<std::byte>(bits >> shift));
}

double take_exact_flops(std::span<const std::byte>& code) {
  std::uint64_t bits = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) bits |= std::uint64_t{take_byte(code)} << shift;
  const auto flops = std::bit_cast<double>(bits);
  if (!std::isfinite(flops) || flops < 0.0) fail();
  return flops;
}

}  // namespace

void encode(const Operation& operation, std::vector<std::byte>& code) {
  if (operation.kind == Operation::Kind::compute) return put_flops(operation.flops, code);
  code.push_back(static_cast<std::byte>(operation.kind));
  if (operation.kind == Operation::Kind::report) return put(operation.iteration, code);
  put(static_cast<std::uint64_t>(operation.peer), code);
  put(operation.tag, code);
  if (operation.kind == Operation::Kind::receive) return;
  put(operation.payload_bytes, code);
  put(operation.coordinates, code);
}

Operation decode(std::span<const std::byte>& code) {
  Operation operation;
  const std::uint8_t kind = take_byte(code);
  if (kind > compute_exactly) fail();
  if (kind == compute_exactly) {
    operation.flops = take_exact_flops(code);
    return operation;
  }
  operation.kind = static_cast<Operation::Kind>(kind);
  switch (operation.kind) {
    case Operation::Kind::compute:
      operation.flops = static_cast<double>(take(code));
      break;
    case Operation::Kind::report:
      operation.iteration = take(code);
      break;
    case Operation::Kind::send:
    case Operation::Kind::receive:
      operation.peer = take_as<int>(code);
      operation.tag = take_as<Tag>(code);
      if (operation.kind == Operation::Kind::receive) break;
      operation.payload_bytes = take(code);
      operation.coordinates = take(code);
      break;
  }
  return operation;
}

}  // namespace lowband
