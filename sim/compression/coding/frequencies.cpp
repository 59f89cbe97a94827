// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/frequencies.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

#include "sim/compression/coding/bit_stream.hpp"
#include "sim/compression/coding/elias.hpp"

namespace lowband {

namespace {

unsigned precision_for(std::span<const std::uint32_t> frequencies) {
  const auto used = static_cast<std::size_t>(
      std::count_if(frequencies.begin(), frequencies.end(), [](std::uint32_t frequency) { return frequency > 0; }));
  return std::clamp(static_cast<unsigned>(std::bit_width(used)) + 5U, 12U, Frequencies::most_precision);
}

}  // namespace

void Frequencies::count(std::span<const std::uint32_t> counts) {
  if (counts.size() > most_symbols) throw std::invalid_argument("frequencies: too many symbols");
  const auto used = static_cast<std::uint64_t>(
      std::count_if(counts.begin(), counts.end(), [](std::uint32_t count) { return count > 0; }));
  const auto all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  if (all == 0) throw std::invalid_argument("frequencies: no symbol occurs");
  precision_ = precision_for(counts);
  const std::uint64_t shared = (std::uint64_t{1} << precision_) - used;
  parts_.assign(counts.size(), 0);
  std::uint64_t left = shared;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::uint64_t share = counts[i] * shared / all;
    parts_[i] = static_cast<std::uint32_t>(1 + share);
    left -= share;
  }
  *std::max_element(parts_.begin(), parts_.end()) += static_cast<std::uint32_t>(left);
}

void Frequencies::write(std::vector<std::byte>& bytes) const {
  const auto occurs = [](std::uint32_t parts) { return parts > 0; };
  const auto first = std::find_if(parts_.begin(), parts_.end(), occurs);
  const auto end = std::find_if(parts_.rbegin(), parts_.rend(), occurs).base();
  BitWriter writer(bytes);
  put(writer, elias_gamma(static_cast<std::uint32_t>(1 + (first - parts_.begin()))));
  put(writer, elias_gamma(static_cast<std::uint32_t>(end - first)));
  std::for_each(first, end, [&](std::uint32_t parts) { put(writer, elias_gamma(1 + parts)); });
  writer.finish();
}

std::size_t Frequencies::read(std::span<const std::byte> bytes, std::size_t size) {
  if (size > most_symbols) throw std::invalid_argument("frequencies: too many symbols");
  BitReader reader(bytes);
  const std::size_t first = read_elias_gamma(reader) - std::size_t{1};
  const std::size_t length = read_elias_gamma(reader);
  if (first >= size || length > size - first) throw std::runtime_error("frequencies of symbols that are not there");
  parts_.assign(size, 0);
  std::uint64_t all = 0;
  for (std::size_t i = first; i < first + length; ++i) all += parts_[i] = read_elias_gamma(reader) - 1;
  if (parts_[first] == 0 || parts_[first + length - 1] == 0) throw std::runtime_error("frequencies with bad ends");
  precision_ = precision_for(parts_);
  if (all != std::uint64_t{1} << precision_) throw std::runtime_error("frequencies that do not add up");
  if (const auto filling = static_cast<unsigned>(reader.bits_left() % 8); filling > 0 && reader.take(filling) != 0) {
    throw std::runtime_error("frequencies that are not filled up with zeros");
  }
  return bytes.size() - reader.bits_left() / 8;
}

}  // namespace lowband
