#include "sim/compression/model_codec.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace lowband {

namespace {

/// Calls `part(begin, count)` for what each of `ranges` has in common with `size` coordinates from `first` on.
template <class Part>
void for_each_within(std::span<const CoordinateRange> ranges, std::size_t first, std::size_t size, Part part) {
  for (const auto& range : ranges) {
    const CoordinateRange common = range.within({first, size});
    if (common.size > 0) part(common.first, common.size);
  }
}

std::size_t count_within(std::span<const CoordinateRange> ranges, std::size_t first, std::size_t size) {
  std::size_t count = 0;
  for_each_within(ranges, first, size, [&](std::size_t /*begin*/, std::size_t /*count*/) { ++count; });
  return count;
}

std::size_t size_within(std::span<const CoordinateRange> ranges, std::size_t first, std::size_t size) {
  std::size_t sum = 0;
  for_each_within(ranges, first, size, [&](std::size_t /*begin*/, std::size_t count) { sum += count; });
  return sum;
}

void append(Code& code, std::span<const std::byte> bytes) { code.insert(code.end(), bytes.begin(), bytes.end()); }

/// Takes `size` bytes off the front of `code`.
std::span<const std::byte> take(std::span<const std::byte>& code, std::size_t size) {
  if (code.size() < size) throw std::runtime_error("a code of a model is too short");
  const auto front = code.first(size);
  code = code.subspan(size);
  return front;
}

/// Scratch memory of a thread: what one message leaves behind serves the next.
struct Scratch {
  Code code;
  FloatBuffer gathered;
  FloatBuffer corrected;
  FloatBuffer decoded;

  static Scratch& of_this_thread() {
    thread_local Scratch scratch;
    return scratch;
  }
};

}  // namespace

void gather(std::span<const CoordinateRange> ranges, std::size_t first, std::span<const float> part,
            FloatBuffer& gathered) {
  gathered.clear();
  for_each_within(ranges, first, part.size(), [&](std::size_t begin, std::size_t count) {
    const auto values = part.subspan(begin - first, count);
    gathered.insert(gathered.end(), values.begin(), values.end());
  });
}

void scatter(std::span<const CoordinateRange> ranges, std::size_t first, std::span<const float> gathered,
             std::span<float> part) {
  for_each_within(ranges, first, part.size(), [&](std::size_t begin, std::size_t count) {
    const auto values = gathered.first(count);
    std::copy(values.begin(), values.end(), part.begin() + static_cast<std::ptrdiff_t>(begin - first));
    gathered = gathered.subspan(count);
  });
}

ModelCodec::ModelCodec(const Compression& compression, std::span<const CodedTensor> tensors, CodecErrors errors)
    : compression_(compression), errors_(compression.has_error_feedback() ? CodecErrors::remembered : errors) {
  for (const auto& [size, in_full_precision] : tensors) {
    const bool is_plain = in_full_precision || size < compression.skip_smaller_than();
    auto& ranges = is_plain ? plain_ : coded_;
    const bool joins = (is_plain || !compression_.is_by_layer()) && !ranges.empty() && ranges.back().end() == size_;
    if (joins) {
      ranges.back().size += size;
    } else {
      ranges.push_back({size_, size});
    }
    size_ += size;
  }
  remembered_ = {0, size_};
}

void ModelCodec::restrict_memory(CoordinateRange range) { remembered_ = range; }

std::span<float> ModelCodec::memory() {
  if (remembers() && memory_.empty()) memory_.assign(remembered_.size, 0.0F);
  return memory_;
}

void ModelCodec::encode(std::span<const float> part, std::size_t first, Stream& random, Code& code) {
  if (!remembers()) return encode_units(part, first, random, code);
  Scratch& scratch = Scratch::of_this_thread();
  float* __restrict memory = this->memory().data() + (first - remembered_.first);
  scratch.corrected.resize(part.size());
  scratch.decoded.resize(part.size());
  for (std::size_t k = 0; k < part.size(); ++k) scratch.corrected[k] = part[k] + memory[k];
  encode_units(scratch.corrected, first, random, code);
  decode(code, first, scratch.decoded);
  for (std::size_t k = 0; k < part.size(); ++k) memory[k] = scratch.corrected[k] - scratch.decoded[k];
}

void ModelCodec::encode_units(std::span<const float> part, std::size_t first, Stream& random, Code& code) const {
  if (plain_.empty() && coded_.size() <= 1) return codec().encode(part, random, code);
  Scratch& scratch = Scratch::of_this_thread();
  const auto at = [&](std::size_t begin, std::size_t count) { return part.subspan(begin - first, count); };
  code.clear();
  for_each_within(plain_, first, part.size(),
                  [&](std::size_t begin, std::size_t count) { append(code, std::as_bytes(at(begin, count))); });
  if (compression_.is_by_layer()) {
    std::size_t left = count_within(coded_, first, part.size());
    for_each_within(coded_, first, part.size(), [&](std::size_t begin, std::size_t count) {
      codec().encode(at(begin, count), random, scratch.code);
      if (--left > 0 && !codec().encoded_size(count)) {
        if (scratch.code.size() > std::numeric_limits<std::uint32_t>::max()) {
          throw std::length_error("the code of a layer has more than 4 GiB");
        }
        const auto length = static_cast<std::uint32_t>(scratch.code.size());
        append(code, std::as_bytes(std::span(&length, 1)));
      }
      append(code, scratch.code);
    });
    return;
  }
  gather(coded_, first, part, scratch.gathered);
  codec().encode(scratch.gathered, random, scratch.code);
  append(code, scratch.code);
}

void ModelCodec::decode(std::span<const std::byte> code, std::size_t first, std::span<float> part) const {
  if (plain_.empty() && coded_.size() <= 1) return decode_unit(code, part);
  Scratch& scratch = Scratch::of_this_thread();
  const auto at = [&](std::size_t begin, std::size_t count) { return part.subspan(begin - first, count); };
  for_each_within(plain_, first, part.size(), [&](std::size_t begin, std::size_t count) {
    const auto values = std::as_writable_bytes(at(begin, count));
    const auto bytes = take(code, values.size());
    std::copy(bytes.begin(), bytes.end(), values.begin());
  });
  if (compression_.is_by_layer()) {
    std::size_t left = count_within(coded_, first, part.size());
    for_each_within(coded_, first, part.size(), [&](std::size_t begin, std::size_t count) {
      std::size_t length = code.size();  // the last code is what is left
      if (--left > 0) {
        const auto known = codec().encoded_size(count);
        if (known) {
          length = *known;
        } else {
          std::uint32_t stated = 0;
          std::memcpy(&stated, take(code, sizeof stated).data(), sizeof stated);
          length = stated;
        }
      }
      decode_unit(take(code, length), at(begin, count));
    });
    if (!code.empty()) throw std::runtime_error("a code of a model is too long");
    return;
  }
  gather(coded_, first, part, scratch.gathered);
  decode_unit(code, scratch.gathered);
  scatter(coded_, first, scratch.gathered, part);
}

void ModelCodec::decode_unit(std::span<const std::byte> code, std::span<float> unit) const {
  codec().decode(code, unit);
  const float factor = contraction_factor(unit.size());
  if (factor == 1.0F) return;
  for (float& value : unit) value *= factor;
}

float ModelCodec::contraction_factor(std::size_t size) const {
  if (errors_ == CodecErrors::left) return 1.0F;
  return static_cast<float>(codec().contraction_factor(size).value());
}

double ModelCodec::decode_unit_flops(std::size_t size) const {
  return codec().decode_flops(size) + (contraction_factor(size) == 1.0F ? 0.0 : static_cast<double>(size));
}

double ModelCodec::expected_size(std::size_t first, std::size_t size, std::size_t most_sampled) const {
  const auto unit_bytes = [&](std::size_t unit) { return compression_.code_bytes(unit, most_sampled); };
  const auto plain = static_cast<double>(sizeof(float) * size_within(plain_, first, size));
  if (!compression_.is_by_layer()) return plain + unit_bytes(size_within(coded_, first, size));
  double sum = plain;
  std::size_t left = count_within(coded_, first, size);
  for_each_within(coded_, first, size, [&](std::size_t /*begin*/, std::size_t count) {
    sum += unit_bytes(count);
    if (--left > 0 && !codec().encoded_size(count)) sum += sizeof(std::uint32_t);
  });
  return sum;
}

std::vector<std::size_t> ModelCodec::unit_sizes() const {
  std::vector<std::size_t> sizes;
  for (const auto& range : coded_) {
    if (compression_.is_by_layer() || sizes.empty()) {
      sizes.push_back(range.size);
    } else {
      sizes.front() += range.size;
    }
  }
  return sizes;
}

double ModelCodec::encode_flops(std::size_t first, std::size_t size) const {
  const double feedback = !remembers() ? 0.0 : decode_flops(first, size) + 2.0 * static_cast<double>(size);
  if (!compression_.is_by_layer()) return codec().encode_flops(size_within(coded_, first, size)) + feedback;
  double sum = feedback;
  for_each_within(coded_, first, size,
                  [&](std::size_t /*begin*/, std::size_t count) { sum += codec().encode_flops(count); });
  return sum;
}

double ModelCodec::decode_flops(std::size_t first, std::size_t size) const {
  if (!compression_.is_by_layer()) return decode_unit_flops(size_within(coded_, first, size));
  double sum = 0.0;
  for_each_within(coded_, first, size,
                  [&](std::size_t /*begin*/, std::size_t count) { sum += decode_unit_flops(count); });
  return sum;
}

}  // namespace lowband
