// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/qsgd_elias.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/compression/coding/bit_stream.hpp"
#include "sim/compression/coding/elias_integers.hpp"
#include "sim/compression/quantization/stochastic_rounding.hpp"

namespace lowband {

namespace {

/// The integers of one bucket, in memory that is kept for the next message.
std::span<std::int32_t> integers_of_bucket(std::size_t size) {
  thread_local std::vector<std::int32_t> integers;
  integers.resize(std::max(integers.size(), size));
  return std::span(integers).first(size);
}

}  // namespace

void QsgdElias::encode(std::span<const float> vector, Stream& random, Code& code) const {
  code.clear();
  BitWriter writer(code);
  for_each_part(vector.size(), qsgd_chunk(bucket), [&](std::size_t begin, std::size_t length) {
    Lanes numbers(random);
    for_each_part(length, bucket, [&](std::size_t first, std::size_t size) {
      const auto values = vector.subspan(begin + first, size);
      const float scale = bucket_scale(values, norm);
      writer.put(std::bit_cast<std::uint32_t>(scale), 32);
      const auto integers = integers_of_bucket(size);
      round_stochastically(values, scale, levels, numbers, integers);
      if (scale == 0.0F) return;
      sparse ? put_sparse(writer, integers) : put_dense(writer, integers);
    });
  });
  writer.finish();
}

void QsgdElias::decode(std::span<const std::byte> code, std::span<float> vector) const {
  BitReader reader(code);
  for_each_part(vector.size(), bucket, [&](std::size_t first, std::size_t size) {
    const auto values = vector.subspan(first, size);
    const auto scale = std::bit_cast<float>(static_cast<std::uint32_t>(reader.take(32)));
    if (!std::isfinite(scale) || std::signbit(scale)) throw std::runtime_error("a QSGD code has a bad scale");
    if (scale == 0.0F) {
      std::fill(values.begin(), values.end(), 0.0F);
      return;
    }
    const auto integers = integers_of_bucket(size);
    sparse ? read_sparse(reader, levels, integers) : read_dense(reader, levels, integers);
    scale_integers(integers, scale, levels, values);
  });
  reader.finish();
}

double QsgdElias::words(std::size_t size) const {
  const auto coordinates = static_cast<double>(size);
  if (!sparse) return coordinates;
  // E||Q(v)||_0 <= s (s + sqrt(D)) with the 2-norm (QSGD, Lemma 3.1).
  const auto width = static_cast<double>(std::min(bucket, std::max(std::size_t{1}, size)));
  const double most = static_cast<double>(levels) * (static_cast<double>(levels) + std::sqrt(width));
  return 2.0 * coordinates * (norm == Norm::euclidean ? std::min(1.0, most / width) : 1.0);
}

double QsgdElias::encode_flops(std::size_t size) const {
  return 8.0 * words(size) + (sparse ? static_cast<double>(size) : 0.0);
}

double QsgdElias::decode_flops(std::size_t size) const { return 9.0 * words(size); }

}  // namespace lowband
