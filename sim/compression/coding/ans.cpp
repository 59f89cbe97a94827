// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/ans.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"

namespace lowband {

namespace {

constexpr std::uint32_t lowest_state = std::uint32_t{1} << 16U;
constexpr std::size_t word_size = sizeof(std::uint16_t);

}  // namespace

AnsEncoder::AnsEncoder(const Frequencies& frequencies, std::vector<std::byte>& bytes)
    : bytes_(bytes), precision_(frequencies.precision()) {
  states_.fill(lowest_state);
  thread_local std::vector<Symbol> memory;
  memory.resize(frequencies.parts().size());
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < memory.size(); ++i) {
    const std::uint32_t parts = frequencies.parts()[i];
    if (parts == 0) continue;
    // A state x < 2^(32 - p) f times this, shifted back, is floor(x / f): the reciprocal is too large by at most 1, so
    // the quotient by at most x / 2^(32 + p), which is below 1 / f; and the product stays below 2^64.
    memory[i] = {(std::uint64_t{1} << (32 + precision_)) / parts + 1,
                 static_cast<std::uint32_t>((std::uint64_t{parts} << (32 - precision_)) - 1),
                 (std::uint32_t{1} << precision_) - parts, begin};
    begin += parts;
  }
  symbols_ = memory;
}

void AnsEncoder::put(std::span<const std::uint16_t> symbols) {
  for_each_part(symbols.size(), pass_size, [&](std::size_t first, std::size_t count) {
    const std::size_t size = bytes_.size();
    bytes_.resize(size + count * word_size);  // each gives away one word at most
    std::byte* out = bytes_.data() + size;
    auto states = states_;
    const auto take_in = [&](std::uint32_t& state, std::size_t i) {
      const Symbol& symbol = symbols_[symbols[i]];
      // No branch, which nothing could predict: the word is written in any case, and then stays or is overwritten.
      const auto word = static_cast<std::uint16_t>(state);
      std::memcpy(out, &word, sizeof word);
      const bool is_full = state > symbol.limit;
      out += is_full ? word_size : 0;
      const std::uint32_t x = is_full ? state >> 16U : state;
      const auto quotient = static_cast<std::uint32_t>((x * symbol.reciprocal) >> (32 + precision_));
      state = x + symbol.begin + quotient * symbol.others;
    };
    const std::size_t even = count / ans_states * ans_states;
    for (std::size_t i = first; i < first + even; i += ans_states) {
      for (std::size_t k = 0; k < ans_states; ++k) take_in(states[k], i + k);
    }
    for (std::size_t k = 0; k < count - even; ++k) take_in(states[k], first + even + k);
    states_ = states;
    bytes_.resize(static_cast<std::size_t>(out - bytes_.data()));
  });
}

void AnsEncoder::finish() {
  const std::size_t size = bytes_.size();
  bytes_.resize(size + sizeof states_);
  std::memcpy(&bytes_[size], states_.data(), sizeof states_);
}

AnsDecoder::AnsDecoder(const Frequencies& frequencies, std::span<const std::byte> bytes, std::size_t size)
    : precision_(frequencies.precision()) {
  if (bytes.size() < sizeof states_ || bytes.size() % word_size != 0 ||
      (bytes.size() - sizeof states_) / word_size > size) {
    throw std::runtime_error("an entropy code has the wrong size");
  }
  words_ = bytes.first(bytes.size() - sizeof states_);
  std::memcpy(states_.data(), &bytes[words_.size()], sizeof states_);
  for (const std::uint32_t state : states_) {
    if (state < lowest_state) throw std::runtime_error("an entropy code has a bad state");
  }
  thread_local std::vector<Slot> slots;
  thread_local std::vector<std::uint16_t> symbols;
  slots.resize(std::size_t{1} << precision_);
  symbols.resize(slots.size());
  std::size_t slot = 0;
  for (std::size_t i = 0; i < frequencies.parts().size(); ++i) {
    const std::uint32_t parts = frequencies.parts()[i];
    for (std::uint32_t offset = 0; offset < parts; ++offset, ++slot) {
      slots[slot] = {static_cast<std::uint16_t>(parts - 1), static_cast<std::uint16_t>(offset)};
      symbols[slot] = static_cast<std::uint16_t>(i);
    }
  }
  slots_ = slots;
  symbols_ = symbols;
}

void AnsDecoder::take(std::span<std::uint16_t> symbols) {
  // Towards the front there may be fewer words left than the symbols could ask for. Zeros in front of them spare every
  // step a comparison: whether too much was read is known afterwards.
  std::array<std::byte, 2 * pass_size * word_size> padded{};
  const std::size_t most = symbols.size() * word_size;
  const bool is_short = words_.size() < most;
  const std::byte* in = words_.data() + words_.size();
  if (is_short) {
    std::copy(words_.begin(), words_.end(), padded.begin() + static_cast<std::ptrdiff_t>(most));
    in = padded.data() + most + words_.size();
  }
  const std::byte* const end = in;
  const std::uint32_t mask = (std::uint32_t{1} << precision_) - 1;
  auto states = states_;
  const auto give_back = [&](std::uint32_t& state, std::uint16_t& symbol) {
    const std::uint32_t at = state & mask;
    symbol = symbols_[at];
    const Slot slot = slots_[at];
    const std::uint32_t x = (slot.parts + std::uint32_t{1}) * (state >> precision_) + slot.offset;
    const bool is_low = x < lowest_state;
    std::uint16_t word = 0;
    std::memcpy(&word, in - word_size, sizeof word);
    in -= is_low ? word_size : 0;
    state = is_low ? x << 16U | word : x;
  };
  const std::size_t even = symbols.size() / ans_states * ans_states;
  for (std::size_t k = symbols.size() - even; k-- > 0;) give_back(states[k], symbols[even + k]);
  for (std::size_t i = even; i > 0; i -= ans_states) {
    for (std::size_t k = ans_states; k-- > 0;) give_back(states[k], symbols[i - ans_states + k]);
  }
  states_ = states;
  const auto read = static_cast<std::size_t>(end - in);
  if (read > words_.size()) throw std::runtime_error("an entropy code ends too early");
  words_ = words_.first(words_.size() - read);
}

void AnsDecoder::finish() const {
  const bool is_begin =
      std::all_of(states_.begin(), states_.end(), [](std::uint32_t state) { return state == lowest_state; });
  if (!words_.empty() || !is_begin) throw std::runtime_error("an entropy code does not end where it should");
}

}  // namespace lowband
